/**
 * Budgets of deployments, providers and tags: the estimated cost is reserved before a call and the real one settled after.
 * Differs: LiteLLM adds the cost when the answer is there, so that calls side by side overshoot, and its 429 does not say
 * when to come back.
 */
import type { NamedBudget, Period } from '../../plan/routing.js'
import type { Claim } from '../../protocol/state-store.js'
import type { Engine } from '../engine.js'
import type { Check, Feature, FeatureHost, FeatureRuntime } from '../feature.js'
import type { Obstacle, SpentBudget } from '../hindrance.js'
import { createAdmission } from '../limits/admission.js'
import { deploymentKey } from '../limits/limit-keys.js'
import { isReached, type LimitMarks, type Mark, marksOf } from '../limits/limit-marks.js'
import type { Run, Site } from '../run.js'
import { type Environment, readNumber } from '../settings.js'
import { needsOf } from '../tokens/needs.js'
import { CostEstimates } from './cost-estimates.js'

const nanoPerUsd = 1_000_000_000
/** A reservation ends by itself after an hour, should the process that made it be gone. */
const leaseMs = 3_600_000

type Scoped = {
  readonly scope: SpentBudget['scope']
  readonly id: string
  readonly key: string
  /** Integer nano-dollars. */
  readonly limit: number
  readonly period: Period
  readonly mark: Mark
}

/** The budgets of a Plan. */
export const budgets: Feature = (host) => new Budgets(host)

class Budgets implements FeatureRuntime {
  readonly checksWhen = 'limited'
  readonly #host: FeatureHost
  readonly #estimates = new CostEstimates()
  /** By deployment index: those of it and of its provider. */
  #scopes: readonly (readonly Scoped[])[] | undefined
  #tags: ReadonlyMap<string, Scoped> = new Map()

  constructor(host: FeatureHost) {
    this.#host = host
  }

  readonly admission = () => createAdmission(this.#host)

  readonly check: NonNullable<FeatureRuntime['check']> = (engine, { deployments }) => {
    const scopes = this.#scopesOf(engine)
    const isLimited = this.#tags.size > 0 || deployments.some((index) => (scopes[index]?.length ?? 0) > 0)
    return isLimited ? this.#check : undefined
  }

  readonly #check: Check = (run, index, now) => (this.#spent(run, index, now) === undefined ? undefined : 'budget')

  /** The budget that keeps the call from the deployment, and when it starts anew. */
  readonly obstacle: NonNullable<FeatureRuntime['obstacle']> = (run, index, now): Obstacle | undefined => {
    const spent = this.#spent(run, index, now)
    if (spent === undefined) return undefined
    const { scope, id, limit, mark } = spent
    const resetsAt = mark.endsAt > now ? mark.endsAt : undefined
    return {
      until: mark.until,
      budget: { scope, id, limitUsd: limit / nanoPerUsd, spentUsd: mark.used / nanoPerUsd, resetsAt },
    }
  }

  readonly claims = (site: Site, into: Claim[]) => {
    const { run, index } = site
    const scopes = this.#scopesOf(run.engine)[index] ?? []
    const tags = this.#tags.size === 0 ? [] : new Set(needsOf(run).tags)
    let amount: number | undefined
    const claim = ({ key, limit, period }: Scoped) => {
      amount ??= this.#estimates.of(run, index)
      // What is free is not kept from anything.
      if (amount > 0) into.push({ kind: 'budget', key, limit, amount: Math.min(amount, limit), period, leaseMs })
    }
    for (const scope of scopes) claim(scope)
    for (const tag of tags) {
      const scope = this.#tags.get(tag)
      if (scope !== undefined) claim(scope)
    }
  }

  /** The first budget that has no room for the call. */
  #spent(run: Run, index: number, now: number): Scoped | undefined {
    const scopes = this.#scopesOf(run.engine)[index] ?? []
    for (let at = 0; at < scopes.length; at++) {
      const scope = scopes[at]
      if (scope !== undefined && this.#isOut(scope, run, index, now)) return scope
    }
    if (this.#tags.size === 0) return undefined
    const { tags } = needsOf(run)
    for (let at = 0; at < tags.length; at++) {
      const scope = this.#tags.get(tags[at] ?? '')
      if (scope !== undefined && this.#isOut(scope, run, index, now)) return scope
    }
    return undefined
  }

  #isOut({ mark, limit }: Scoped, run: Run, index: number, now: number): boolean {
    if (mark.until <= now) return false
    const amount = Math.min(this.#estimates.of(run, index), limit)
    return amount > 0 && isReached(mark, amount, now)
  }

  #scopesOf(engine: Engine): readonly (readonly Scoped[])[] {
    if (this.#scopes !== undefined) return this.#scopes
    const { plan, state } = engine
    const { env } = this.#host
    const marks = marksOf(state)
    const all = plan.deployments.map((deployment) => deployment.index)
    const tags = (plan.routing.tagBudgets ?? []).flatMap((budget) => scoped('tag', budget, `tag:${budget.name}:budget`, all, marks, env))
    this.#tags = new Map(tags.map((scope) => [scope.id, scope]))
    const providers = (plan.routing.providerBudgets ?? []).flatMap((budget) => {
      const own = plan.deployments.filter(({ provider }) => provider === budget.name).map(({ index }) => index)
      return scoped('provider', budget, `provider:${budget.name}:budget`, own, marks, env)
    })
    this.#scopes = plan.deployments.map(({ index, id, provider, budget }) => {
      const own =
        budget === undefined
          ? []
          : scoped('deployment', { ...budget, name: id }, deploymentKey(engine, index, 'budget'), [index], marks, env)
      return [...providers.filter((scope) => scope.id === provider), ...own]
    })
    return this.#scopes
  }
}

/** A budget that limits something: one of 0 or less does not, as in LiteLLM. The smallest is a nano-dollar. */
function scoped(
  scope: Scoped['scope'],
  { name, maxUsd, period }: NamedBudget,
  key: string,
  deployments: readonly number[],
  marks: LimitMarks,
  env: Environment,
): readonly Scoped[] {
  const usd = readNumber(maxUsd, env) ?? 0
  if (usd <= 0) return []
  const limit = Math.max(1, Math.round(usd * nanoPerUsd))
  return [{ scope, id: name, key, limit, period, mark: marks.watch(key, deployments) }]
}
