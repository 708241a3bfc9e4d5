/** What is known about each deployment while a client lives: flat arrays indexed by deployment, written only by the attempt loop. */

/** Buckets of the sliding window in which successes and failures are counted: ten of six seconds. */
export const windowBuckets = 10
export const bucketMs = 6_000

/** Values of {@link RouterState.openedBy}: a share of failures, a rate limit, a fault of key or address, an empty account. */
export const openedBy = { nothing: 0, failures: 1, limit: 2, fault: 3, quota: 4 } as const

/** One slot per deployment in every array, but for the window counters, which have {@link windowBuckets}. */
export type RouterState = {
  /** Clock of the pick in progress, milliseconds; set before a strategy is asked. */
  now: number
  /** Deployments that could take the call of the last pick. */
  candidates: number
  /** Calls begun; numbers them in events. */
  calls: number
  /** No deployment rests from this time on: the latest of `coolUntil`. */
  restUntil: number
  /** A deployment rests until this time; 0 is not resting. */
  readonly coolUntil: Float64Array
  /** Deployments whose breaker is not closed: they rest, or have rested and are yet to be tried out. 0 is the usual case. */
  unsettled: number
  /** No deployment is over a limit from this time on: the latest of `limitedUntil`. */
  limitUntil: number
  /** A deployment is over one of its limits, or out of its budget, until this time; 0 is not. */
  readonly limitedUntil: Float64Array
  /** Times in a row that the breaker has opened; 0 is closed. With `coolUntil` in the past it is half-open: one call tries it out. */
  readonly opens: Uint8Array
  /** 1 while the call that tries a half-open deployment out is under way. */
  readonly probing: Uint8Array
  /** What opened the breaker: see {@link openedBy}. */
  readonly openedBy: Uint8Array
  readonly inFlight: Int32Array
  /** Sliding window: outcomes by bucket, and which six seconds a bucket holds. */
  readonly successes: Uint32Array
  readonly failures: Uint32Array
  readonly bucketOf: Float64Array
  /** Failures since `countedFrom`, for the count rule. */
  readonly counted: Uint32Array
  readonly countedFrom: Float64Array
  /** Average seconds per output token (whole answers) and seconds to the first token (streams); 0 is not measured. */
  readonly perToken: Float64Array
  readonly firstToken: Float64Array
  /** What streams are ranked by: `firstToken`, or `perToken` where no stream was measured yet; 0 is not measured. */
  readonly streamScore: Float64Array
  /** Average output tokens of an answer. */
  readonly outputTokens: Float64Array
  /** When latency was last learned, milliseconds; -Infinity is never. */
  readonly learnedAt: Float64Array
}

/** State for `count` deployments, all serving and unmeasured. */
export function createState(count: number): RouterState {
  return {
    now: 0,
    candidates: 0,
    calls: 0,
    restUntil: 0,
    coolUntil: new Float64Array(count),
    unsettled: 0,
    limitUntil: 0,
    limitedUntil: new Float64Array(count),
    opens: new Uint8Array(count),
    probing: new Uint8Array(count),
    openedBy: new Uint8Array(count),
    inFlight: new Int32Array(count),
    successes: new Uint32Array(count * windowBuckets),
    failures: new Uint32Array(count * windowBuckets),
    bucketOf: new Float64Array(count * windowBuckets),
    counted: new Uint32Array(count),
    countedFrom: new Float64Array(count),
    perToken: new Float64Array(count),
    firstToken: new Float64Array(count),
    streamScore: new Float64Array(count),
    outputTokens: new Float64Array(count),
    learnedAt: new Float64Array(count).fill(-Infinity),
  }
}

/** The window slot of `now` for a deployment, emptied if it still held an older time. */
function slotOf(state: RouterState, index: number, now: number): number {
  const bucket = Math.floor(now / bucketMs)
  const slot = index * windowBuckets + (bucket % windowBuckets)
  if (state.bucketOf[slot] !== bucket) {
    state.bucketOf[slot] = bucket
    state.successes[slot] = 0
    state.failures[slot] = 0
  }
  return slot
}

/** Counts an outcome in the sliding window. */
export function countOutcome(state: RouterState, index: number, outcome: 'success' | 'failure', now: number): void {
  const slot = slotOf(state, index, now)
  const counts = outcome === 'success' ? state.successes : state.failures
  counts[slot] = (counts[slot] ?? 0) + 1
}

/** Successes and failures of a deployment within the last minute. */
export function windowCounts(state: RouterState, index: number, now: number): { readonly successes: number; readonly failures: number } {
  const newest = Math.floor(now / bucketMs)
  let successes = 0
  let failures = 0
  for (let slot = index * windowBuckets; slot < (index + 1) * windowBuckets; slot++) {
    const bucket = state.bucketOf[slot] ?? 0
    if (bucket <= newest - windowBuckets || bucket > newest) continue
    successes += state.successes[slot] ?? 0
    failures += state.failures[slot] ?? 0
  }
  return { successes, failures }
}

/** Puts a deployment to rest. A rest that lasts longer already is kept; returns the time until which it rests. */
export function putToRest(state: RouterState, index: number, until: number): number {
  const latest = Math.max(state.coolUntil[index] ?? 0, until)
  state.coolUntil[index] = latest
  state.restUntil = Math.max(state.restUntil, latest)
  return latest
}

/** True while a deployment rests. */
export function isCooling(state: RouterState, index: number, now: number): boolean {
  return (state.coolUntil[index] ?? 0) > now
}
