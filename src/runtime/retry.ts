/** How often and after what wait a failed call is tried again. */
import type { PerClass } from '../plan/routing.js'
import type { Failure } from '../protocol/failure.js'
import { policyClassOf } from './class-rules.js'
import { type Constants, defaultConstants, longestAskedWaitMs } from './constants.js'

/** Numbers of the backoff. */
export type Backoff = Pick<Constants, 'firstWaitMs' | 'longestWaitMs' | 'jitterMs'>

/**
 * Milliseconds before the next try on the same deployment: what the provider asks for, up to a minute, else
 * 0.5 s doubling to 8 s with `floorMs` as the least; plus up to 0.75 s so that callers do not return all at once.
 */
export function backoffMs(input: {
  readonly retriesUsed: number
  readonly retryAfterMs: number | undefined
  readonly floorMs: number
  /** In [0, 1). */
  readonly jitter: number
  /** Default: LiteLLM's. */
  readonly backoff?: Backoff | undefined
}): number {
  const { firstWaitMs, longestWaitMs, jitterMs } = input.backoff ?? defaultConstants
  const spread = jitterMs * input.jitter
  const asked = input.retryAfterMs
  if (asked !== undefined && asked > 0 && asked <= longestAskedWaitMs) return asked + spread
  return Math.min(Math.max(firstWaitMs * 2 ** input.retriesUsed, input.floorMs), longestWaitMs) + spread
}

/** Where a number of retries may come from, highest first. */
export type RetrySources = {
  /** `maxRetries` or `num_retries` of the call. */
  readonly request: number | undefined
  /** `model_group_retry_policy` of the group; replaces `policy` as a whole. */
  readonly groupPolicy: PerClass | undefined
  /** `retry_policy`. */
  readonly policy: PerClass | undefined
  /** `num_retries` of the deployment that failed. */
  readonly deployment: number | undefined
  readonly router: number
}

/** `byPolicy` means the number speaks of this class of failure, so that the class's own rules do not apply. */
export type RetryLimit = { readonly retries: number; readonly byPolicy: boolean }

/**
 * The number of retries for a failure. Asked for each failure anew, so that each class has its own number.
 * Differs: LiteLLM lets a policy and the deployment beat the request's own number, and the class of the first failure
 * decides for all; here what the caller says wins.
 */
export function retryLimit(failure: Failure, sources: RetrySources): RetryLimit {
  if (sources.request !== undefined) return { retries: sources.request, byPolicy: false }
  const policy = sources.groupPolicy ?? sources.policy
  const entry = policy?.[policyClassOf(failure.kind)] ?? policy?.Default
  if (entry !== undefined) return { retries: entry, byPolicy: true }
  return { retries: sources.deployment ?? sources.router, byPolicy: false }
}
