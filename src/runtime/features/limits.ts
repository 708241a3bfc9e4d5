/**
 * `rpm`, `tpm` and `max_parallel_requests` of deployments, held as limits or, for the first two, as preferences.
 * Differs: LiteLLM counts by the minute of the clock, so that twice the limit passes around its turn, and adds tokens when
 * the answer is there; here the minute slides, and estimated tokens are taken before the call and real ones settled after it.
 */
import type { Claim, Settlement } from '../../protocol/state-store.js'
import type { Engine } from '../engine.js'
import type { Check, Feature, FeatureHost, FeatureRuntime } from '../feature.js'
import { createAdmission } from '../limits/admission.js'
import { isReached, type LimitMarks, marksOf } from '../limits/limit-marks.js'
import type { Run, Site } from '../run.js'
import { type Limited, minuteMs, readLimits, tokensOf } from './deployment-limits.js'
import { PreferredLimits } from './preferred-limits.js'

/** A permit that is never given back ends so long after its call must have ended. */
const leaseMarginMs = 60_000

/** The limits of a Plan's deployments. */
export const limits: Feature = (host) => (host.plan.routing.limits === 'prefer' ? new SoftLimits(host) : new Limits(host))

class Limits implements FeatureRuntime {
  readonly checksWhen = 'limited'
  readonly #host: FeatureHost
  readonly #isPreference: boolean
  #limited: readonly (Limited | undefined)[] | undefined

  constructor(host: FeatureHost) {
    this.#host = host
    this.#isPreference = host.plan.routing.limits === 'prefer'
  }

  readonly admission = () => createAdmission(this.#host)

  readonly check: NonNullable<FeatureRuntime['check']> = (engine, { deployments }) => {
    const limited = this.#tableOf(engine)
    return deployments.some((index) => limited[index] !== undefined) ? this.#createCheck(limited, marksOf(engine.state)) : undefined
  }

  readonly obstacle: NonNullable<FeatureRuntime['obstacle']> = (run, index, now) => {
    const of = this.limitedOf(run, index)
    if (of === undefined) return undefined
    const until = Math.max(of.requestsMark.until, this.#lacksTokens(run, index, of, now) ? of.tokensMark.until : 0)
    if (until > now) return { until }
    // When a permit comes back nobody knows.
    return of.parallelMark.until > now ? { until: undefined } : undefined
  }

  readonly claims = (site: Site, into: Claim[]) => {
    const of = this.limitedOf(site.run, site.index)
    if (of === undefined) return
    if (!this.#isPreference) {
      for (const claim of of.fixed) into.push(claim)
      const { tpm, tokensKey: key } = of
      if (tpm !== undefined) into.push({ kind: 'tokens', key, limit: tpm, windowMs: minuteMs, amount: tokensOf(site.run, site.index, of) })
    }
    if (of.parallel === undefined) return
    into.push({
      kind: 'permits',
      key: of.parallelKey,
      limit: of.parallel,
      leaseMs: longestCall(site) + leaseMarginMs,
    })
  }

  /** The limits of a deployment, if it has any that hold for the call. Counting tokens is no call of the model. */
  limitedOf({ engine, endpoint }: Run, index: number): Limited | undefined {
    return endpoint === 'tokens' ? undefined : this.#tableOf(engine)[index]
  }

  /** A preference counts calls of any size alike. */
  #lacksTokens(run: Run, index: number, of: Limited, now: number): boolean {
    const { tokensMark: mark } = of
    return mark.until > now && (this.#isPreference || isReached(mark, tokensOf(run, index, of), now))
  }

  #tableOf(engine: Engine): readonly (Limited | undefined)[] {
    this.#limited ??= readLimits(engine, this.#host.env)
    return this.#limited
  }

  #createCheck(table: readonly (Limited | undefined)[], marks: LimitMarks): Check {
    const [requests, tokens] = this.#isPreference
      ? (['preferred-requests', 'preferred-tokens'] as const)
      : (['requests', 'tokens'] as const)
    return (run, index, now) => {
      const of = table[index]
      if (of === undefined || run.endpoint === 'tokens') return undefined
      const isBusy = of.parallelMark.until > now && !marks.ignoresPermits && !(marks.turns.size > 0 && marks.turns.get(run) === index)
      // A preference only puts others first, so what is hard is said before it.
      if (isBusy && this.#isPreference) return 'parallel'
      if (of.requestsMark.until > now) return requests
      if (this.#lacksTokens(run, index, of, now)) return tokens
      return isBusy ? 'parallel' : undefined
    }
  }
}

/** Where `rpm` and `tpm` are preferences, each client counts for itself. */
class SoftLimits extends Limits {
  readonly #preferred = new PreferredLimits(({ run, index }) => this.limitedOf(run, index))
  readonly admitted = (site: Site) => this.#preferred.admitted(site)
  readonly settled = (site: Site, spent: Settlement) => this.#preferred.settled(site, spent)
}

/** The longest that an attempt can take, by its timers. */
function longestCall({ run, index }: Site): number {
  const { controls } = run.prepared
  const ready = run.engine.deployments[index]?.ready
  const { timeoutMs, streamTimeoutMs = 0 } = run.engine.limits
  return Math.max(
    controls.timeoutMs ?? ready?.timeoutMs ?? timeoutMs,
    controls.streamTimeoutMs ?? ready?.streamTimeoutMs ?? streamTimeoutMs,
  )
}
