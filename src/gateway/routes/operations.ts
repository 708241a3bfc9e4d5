/** What an operator asks of a running gateway: budgets of providers, and who is told of calls. */
import { readNumber } from '../../runtime/settings.js'
import { isObject } from '../request-body.js'
import type { Route } from '../route.js'

const nanoPerUsd = 1_000_000_000

export const providerBudgets: Route = {
  method: 'GET',
  paths: ['/provider/budgets'],
  access: 'admin-read',
  errors: 'openai',
  summary: 'Shows what each provider with a budget has cost in its period.',
  tags: ['spend'],
  handle: async ({ serving: { plan, engine, env }, reply }) => {
    const budgets = plan.routing.providerBudgets ?? []
    const now = engine.now()
    const states = await engine.store?.budgets(
      budgets.map(({ name }) => `provider:${name}:budget`),
      now,
    )
    const rows = budgets.map(({ name, maxUsd, period }, at) => {
      const { spent = 0, endsAt = 0 } = states?.[at] ?? {}
      const row = {
        budget_limit: readNumber(maxUsd, env) ?? null,
        time_period: 'ms' in period ? `${period.ms / 1_000}s` : `${period.months}mo`,
        spend: spent / nanoPerUsd,
        budget_reset_at: endsAt > now ? new Date(endsAt).toISOString() : null,
      }
      return [name, row] as const
    })
    reply.send({ providers: Object.fromEntries(rows) })
  },
}

export const listCallbacks: Route = {
  method: 'GET',
  paths: ['/callbacks/list'],
  access: 'admin-read',
  errors: 'openai',
  summary: 'Lists the callbacks that the config names.',
  tags: ['service'],
  handle: ({ serving: { plan }, reply }) => {
    const settings = plan.gateway?.litellm_settings
    const named = (name: string): readonly string[] => {
      const list = isObject(settings) ? settings[name] : undefined
      return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : typeof list === 'string' ? [list] : []
    }
    reply.send({
      success: named('success_callback'),
      failure: named('failure_callback'),
      success_and_failure: named('callbacks'),
    })
  },
}
