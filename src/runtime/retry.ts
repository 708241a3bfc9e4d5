/** How often and after what wait a failed call is tried again. */
import type { PerClass } from '../plan/routing.js'
import type { Failure } from '../protocol/failure.js'
import { policyClassOf } from './class-rules.js'

const initialDelayMs = 500
const maxDelayMs = 8_000
const jitterMs = 750
/** A longer `Retry-After` is not waited for; the usual backoff applies. Source: OpenAI's client, which LiteLLM follows. */
const longestWaitMs = 60_000

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
}): number {
  const spread = jitterMs * input.jitter
  const asked = input.retryAfterMs
  if (asked !== undefined && asked > 0 && asked <= longestWaitMs) return asked + spread
  return Math.min(Math.max(initialDelayMs * 2 ** input.retriesUsed, input.floorMs), maxDelayMs) + spread
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
 * The number of retries for a failure.
 * Differs: LiteLLM lets a policy and the deployment beat the request's own number; here what the caller says wins.
 */
export function retryLimit(failure: Failure, sources: RetrySources): RetryLimit {
  if (sources.request !== undefined) return { retries: sources.request, byPolicy: false }
  const policy = sources.groupPolicy ?? sources.policy
  const entry = policy?.[policyClassOf(failure.kind)] ?? policy?.Default
  if (entry !== undefined) return { retries: entry, byPolicy: true }
  return { retries: sources.deployment ?? sources.router, byPolicy: false }
}
