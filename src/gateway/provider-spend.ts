/** What providers with a budget have cost in their period, for the route and the metrics that show it. */
import { readNumber } from '../runtime/settings.js'
import type { Serving } from './serving.js'

/** A provider's budget and what is spent of it, US dollars. */
export type ProviderSpend = {
  readonly name: string
  readonly limitUsd: number | undefined
  readonly spentUsd: number
  /** As LiteLLM writes periods: `86400s`, `1mo`. */
  readonly period: string
  /** When the period ends, milliseconds; undefined where it has not begun. */
  readonly endsAt: number | undefined
}

const nanoPerUsd = 1_000_000_000

/** One for each budget of the config, in its order. */
export async function providerSpends({ plan, engine, env }: Pick<Serving, 'plan' | 'engine' | 'env'>): Promise<readonly ProviderSpend[]> {
  const budgets = plan.routing.providerBudgets ?? []
  if (budgets.length === 0) return []
  const now = engine.now()
  const states = await engine.store?.budgets(
    budgets.map(({ name }) => `provider:${name}:budget`),
    now,
  )
  return budgets.map(({ name, maxUsd, period }, at) => {
    const { spent = 0, endsAt = 0 } = states?.[at] ?? {}
    return {
      name,
      limitUsd: readNumber(maxUsd, env),
      spentUsd: spent / nanoPerUsd,
      period: 'ms' in period ? `${period.ms / 1_000}s` : `${period.months}mo`,
      endsAt: endsAt > now ? endsAt : undefined,
    }
  })
}
