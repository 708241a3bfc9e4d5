/** The decision after a failed attempt, as a pure function over data. */
import type { ChainStep } from '../plan/plan.js'
import type { Failure } from '../protocol/failure.js'
import type { ClassRule } from './class-rules.js'
import { backoffMs } from './retry.js'

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
  /** Time left until the call's deadline, milliseconds; Infinity is none. */
  readonly remainingMs: number
}

export type Decision =
  | { readonly do: 'retry'; readonly afterMs: number }
  | { readonly do: 'fall-back'; readonly step: ChainStep }
  | { readonly do: 'fail' }

/**
 * Another deployment is tried at once, the same one after a wait; then the chain; then the failure stands.
 * A wait that the deadline does not leave room for goes straight to the chain.
 */
export function decide(situation: Situation): Decision {
  const { failure, rule, next } = situation
  if (failure.kind === 'abort' || situation.remainingMs <= 0) return { do: 'fail' }
  const afterMs = waitBeforeRetry(situation)
  if (afterMs !== undefined && afterMs < situation.remainingMs) return { do: 'retry', afterMs }
  if (next !== undefined && rule.fallback !== 'none') return { do: 'fall-back', step: next }
  return { do: 'fail' }
}

/** Undefined where no retry is allowed. */
function waitBeforeRetry(situation: Situation): number | undefined {
  const { rule, others } = situation
  if (situation.retriesUsed >= situation.retriesAllowed || situation.healthy === 0) return undefined
  const useful = others > 0 ? rule.another : rule.same
  if (!situation.byPolicy && !useful) return undefined
  if (others > 0) return 0
  return backoffMs({
    retriesUsed: situation.retriesUsed,
    retryAfterMs: situation.failure.retryAfterMs,
    floorMs: situation.floorMs,
    jitter: situation.jitter,
  })
}
