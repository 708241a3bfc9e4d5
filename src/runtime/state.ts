/** What is known about each deployment while a client lives: flat arrays indexed by deployment, written only by the attempt loop. */
import type { Queue } from './strategies/strategy.js'

/** Buckets of the sliding window in which successes and failures are counted: ten of six seconds. */
export const windowBuckets = 10
export const bucketMs = 6_000

/** Calls of a deployment whose outcomes are kept one by one. */
export const recentCalls = 20

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
  /** Counts the changes of `coolUntil`, `probing` and `limitedUntil`, and set-backs of the clock: what a pick has worked out holds until the next. */
  turns: number
  /** 1 while the call that tries a half-open deployment out is under way. */
  readonly probing: Uint8Array
  /** What opened the breaker: see {@link openedBy}. */
  readonly openedBy: Uint8Array
  /** When the breaker last opened or closed: calls begun before that say nothing about the deployment as it is now. */
  readonly turnedAt: Float64Array
  readonly inFlight: Int32Array
  /** Where `least-busy` keeps count of them, by deployment index; empty for other strategies. */
  readonly queues: Queue[]
  /** Sliding window: outcomes by bucket, and which six seconds a bucket holds. */
  readonly successes: Uint32Array
  readonly failures: Uint32Array
  readonly bucketOf: Float64Array
  /** When each of the last {@link recentCalls} calls ended, plus 1 and below 0 for failures; 0 is none. A ring. */
  readonly recent: Float64Array
  /** Where the next one goes. */
  readonly recentNext: Uint8Array
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
  /** Age at which an average latency says nothing any more, milliseconds: `routing_strategy_args.ttl`. */
  readonly latencyTtlMs: number
  /** Use as `usage.ts` counts it: requests and tokens, in units that grow with time so that older ones weigh less. */
  readonly requestUse: Float64Array
  readonly tokenUse: Float64Array
  /** What a token and a request are of a deployment's limits, and the larger share that is used; tokens alone where it has none. */
  readonly tokenShare: Float64Array
  readonly requestShare: Float64Array
  readonly usedShare: Float64Array
  /** Time at which one request or token weighs 1, and what it weighs now. */
  useFrom: number
  useWeight: number
  /** Tokens of an average call of this client, by what providers report; the guesses to start with are forgotten within some calls. */
  promptTokens: number
  replyTokens: number
  /** Latency as `peak-ewma` keeps it: of whole answers by size, and to the first token of streams, seconds; 0 is not measured. */
  readonly peakWhole: Float64Array
  readonly peakFirst: Float64Array
  readonly peakAt: Float64Array
}

/** Source of the default: none; LiteLLM keeps averages for an hour, in which a recovered deployment gets no calls. */
const defaultLatencyTtlMs = 60_000

/** State for `count` deployments, all serving and unmeasured. */
export function createState(count: number, latencyTtlMs = defaultLatencyTtlMs): RouterState {
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
    turns: 0,
    probing: new Uint8Array(count),
    openedBy: new Uint8Array(count),
    turnedAt: new Float64Array(count).fill(-Infinity),
    inFlight: new Int32Array(count),
    queues: [],
    successes: new Uint32Array(count * windowBuckets),
    failures: new Uint32Array(count * windowBuckets),
    bucketOf: new Float64Array(count * windowBuckets),
    recent: new Float64Array(count * recentCalls),
    recentNext: new Uint8Array(count),
    counted: new Uint32Array(count),
    countedFrom: new Float64Array(count),
    perToken: new Float64Array(count),
    firstToken: new Float64Array(count),
    streamScore: new Float64Array(count),
    outputTokens: new Float64Array(count),
    learnedAt: new Float64Array(count).fill(-Infinity),
    latencyTtlMs,
    requestUse: new Float64Array(count),
    tokenUse: new Float64Array(count),
    tokenShare: new Float64Array(count).fill(1),
    requestShare: new Float64Array(count),
    usedShare: new Float64Array(count),
    useFrom: 0,
    useWeight: 1,
    promptTokens: 500,
    replyTokens: 200,
    peakWhole: new Float64Array(count),
    peakFirst: new Float64Array(count),
    peakAt: new Float64Array(count),
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
  const next = state.recentNext[index] ?? 0
  state.recent[index * recentCalls + next] = outcome === 'success' ? now + 1 : -(now + 1)
  state.recentNext[index] = next + 1 === recentCalls ? 0 : next + 1
}

/** Successes and failures among the last {@link recentCalls} calls, of those that ended within the last minute. */
export function recentCounts(state: RouterState, index: number, now: number): { readonly successes: number; readonly failures: number } {
  const oldest = now + 1 - windowBuckets * bucketMs
  let successes = 0
  let failures = 0
  for (let at = index * recentCalls; at < (index + 1) * recentCalls; at++) {
    const ended = state.recent[at] ?? 0
    if (ended > 0 && ended > oldest) successes++
    else if (ended < 0 && -ended > oldest) failures++
  }
  return { successes, failures }
}

/** Forgets the outcomes of a deployment. */
export function forgetOutcomes(state: RouterState, index: number): void {
  state.successes.fill(0, index * windowBuckets, (index + 1) * windowBuckets)
  state.failures.fill(0, index * windowBuckets, (index + 1) * windowBuckets)
  state.recent.fill(0, index * recentCalls, (index + 1) * recentCalls)
  state.counted[index] = 0
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
  state.turns++
  state.restUntil = Math.max(state.restUntil, latest)
  return latest
}

/** A deployment is over a limit until a time. One that is over another for longer stays so. */
export function markLimited(state: RouterState, index: number, until: number): void {
  const old = state.limitedUntil[index] ?? 0
  if (until <= old) return
  state.limitedUntil[index] = until
  state.limitUntil = Math.max(state.limitUntil, until)
  // What a pick has worked out knows of the old one, and does not hold beyond it.
  if (old <= state.now) state.turns++
}

/** True while a deployment rests. */
export function isCooling(state: RouterState, index: number, now: number): boolean {
  return (state.coolUntil[index] ?? 0) > now
}
