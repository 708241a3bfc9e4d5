/** The decision after a failed attempt, as a pure function over data. */
import type { ChainStep } from '../plan/plan.js'
import type { Failure } from '../protocol/failure.js'
import type { ClassRule } from './class-rules.js'
import { longestTotalWaitMs, timerTickMs } from './constants.js'
import { type Backoff, backoffMs } from './retry.js'

export type Situation = {
  readonly failure: Failure
  readonly rule: ClassRule
  /** Retries made in this group. */
  readonly retriesUsed: number
  readonly retriesAllowed: number
  /** The number allowed was set for this class of failure: then the class's own rule is not asked. */
  readonly byPolicy: boolean
  /** Deployments of the group that are not resting now. */
  readonly healthy: number
  /** Those of them other than the one that failed. */
  readonly others: number
  /** Next step of the fallback chain, if any is left. */
  readonly next: ChainStep | undefined
  /** `retry_after`, milliseconds. */
  readonly floorMs: number
  /** In [0, 1). */
  readonly jitter: number
  /** Numbers of the backoff. Default: LiteLLM's. */
  readonly backoff?: Backoff
  /** Time left until the call's deadline, milliseconds; Infinity is none. */
  readonly remainingMs: number
  /** Waited before retries so far in this call, milliseconds, chance included. Default 0. */
  readonly waitedMs?: number
  /** The whole group rests: when the first comes back, milliseconds from now; 0 and undefined where nobody knows. */
  readonly returnsMs?: number | undefined
  /** How much longer this call may wait for that, milliseconds. Default 0. */
  readonly patienceMs?: number
  /** A resting deployment may be asked where nothing else is left, and was not asked by this call yet. */
  readonly mayInsist?: boolean
}

export type Decision =
  | { readonly do: 'retry'; readonly afterMs: number }
  | { readonly do: 'fall-back'; readonly step: ChainStep }
  /** The group rests: the call waits for the first to come back. */
  | { readonly do: 'rest'; readonly afterMs: number }
  /** The group rests, and nothing else is left: one that rests is asked all the same. */
  | { readonly do: 'insist' }
  | { readonly do: 'fail' }

/**
 * Another deployment is tried at once, the same one after a wait; then the chain; then, where the whole group rests, a
 * wait for it or a try all the same; then the failure stands. A wait that the deadline does not leave room for goes
 * straight to the chain, and so does one that would make this call wait for more than a minute in all.
 * Differs: LiteLLM ends a call with a 429 where the whole group rests, whatever made it rest.
 */
export function decide(situation: Situation): Decision {
  const { failure, rule, next, remainingMs } = situation
  if (failure.kind === 'abort' || remainingMs <= timerTickMs) return { do: 'fail' }
  const afterMs = waitBeforeRetry(situation)
  if (afterMs !== undefined && afterMs < remainingMs) return { do: 'retry', afterMs }
  if (next !== undefined && rule.fallback !== 'none') return { do: 'fall-back', step: next }
  if (situation.healthy > 0 || !isWorthAnother(situation)) return { do: 'fail' }
  const { returnsMs, patienceMs = 0 } = situation
  if (returnsMs !== undefined && returnsMs > 0 && returnsMs <= patienceMs && returnsMs < remainingMs)
    return { do: 'rest', afterMs: returnsMs }
  return situation.mayInsist === true ? { do: 'insist' } : { do: 'fail' }
}

/** No deployment was asked, or another attempt is allowed and may do better. */
function isWorthAnother({ failure, rule, byPolicy, retriesUsed, retriesAllowed }: Situation): boolean {
  if (failure.code === 'no_deployment_available') return true
  return retriesUsed < retriesAllowed && (byPolicy || rule.same || rule.another)
}

/** Undefined where no retry is allowed. */
function waitBeforeRetry(situation: Situation): number | undefined {
  const { rule, others, retriesUsed, backoff, jitter } = situation
  if (retriesUsed >= situation.retriesAllowed || situation.healthy === 0) return undefined
  const useful = others > 0 ? rule.another : rule.same
  if (!situation.byPolicy && !useful) return undefined
  if (others > 0) return 0
  const { retryAfterMs } = situation.failure
  const afterMs = backoffMs({ retriesUsed, retryAfterMs, floorMs: situation.floorMs, jitter, backoff })
  const surely = backoffMs({ retriesUsed, retryAfterMs, floorMs: situation.floorMs, jitter: 0, backoff })
  return (situation.waitedMs ?? 0) + surely > longestTotalWaitMs ? undefined : afterMs
}
