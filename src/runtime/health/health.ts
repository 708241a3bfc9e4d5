/** When a failing deployment is put to rest, and for how long. Imported with the first failure. */
import type { PerClass } from '../../plan/routing.js'
import type { Failure } from '../../protocol/failure.js'
import { type ClassRule, policyClassOf } from '../class-rules.js'
import { longestAskedRestMs, quotaRestMs } from '../constants.js'
import { countOutcome, openedBy, putToRest, type RouterState, recentCounts, windowCounts } from '../state.js'
import { openBreaker, restLength } from './breaker-opening.js'
import type { HealthPolicy } from './health-policy.js'

/** One deployment as the rules look at it. */
export type Patient = {
  readonly index: number
  /** Deployments of the group, this one included. */
  readonly groupSize: number
  /** The deployment's own `cooldown_time`, milliseconds; 0 switches its rests off. */
  readonly restMs: number | undefined
  /** Deployments of a wildcard never rest: one bad model name must not silence all the others. */
  readonly isWildcard: boolean
  /** The deployment's own `allowed_fails` and `allowed_fails_policy`, either of which makes the count rule hold for it. */
  readonly allowedFails?: number | undefined
  readonly allowedFailsPolicy?: PerClass | undefined
}

/** The call whose outcome is judged. */
export type Judged = {
  readonly startedAt: number
  /** It tries a half-open deployment out. */
  readonly trial: boolean
}

/**
 * Counts a failure and opens the breaker if the rule says so. Returns the time until which the deployment now rests where
 * this failure changed it, else 0. Where the breaker is not closed, only the call that tries the deployment out is judged,
 * whatever its class: the others began before, or were let through for want of a better one.
 * Differs: a rest of LiteLLM's ends by itself; here it ends with a call that succeeds, and is longer each time none does.
 */
export function recordFailure(
  state: RouterState,
  patient: Patient,
  failure: Failure,
  rule: ClassRule,
  policy: HealthPolicy,
  now: number,
  call: Judged = { startedAt: now, trial: false },
): number {
  if (rule.health === 'none') return 0
  const { index } = patient
  const opens = state.opens[index] ?? 0
  if (!call.trial) {
    if (opens > 0) return prolong(state, index, failure, rule, now)
    if (call.startedAt < (state.turnedAt[index] ?? 0)) return 0
    countOutcome(state, index, 'failure', now)
    if (!isDue(state, patient, failure, rule, policy, now)) return 0
  }
  // The provider says that nobody has to wait.
  if (rule.health === 'limit' && failure.retryAfterMs === 0) return 0
  const length = restLength(baseRest(patient, rule, policy), opens + 1, failure.retryAfterMs)
  return openBreaker(state, index, now, now + length, openedBy[causes[rule.health]])
}

const causes = { rate: 'failures', limit: 'limit', quota: 'quota', 'at-once': 'fault' } as const

/** Takes over a rest that another instance shares, at most ten minutes or the deployment's own time of it. */
export function takeRest(state: RouterState, patient: Patient, policy: HealthPolicy, until: number, now: number): number {
  const longest = Math.max(longestAskedRestMs, patient.restMs ?? policy.restMs)
  const end = Math.min(until, now + longest)
  // So written that a time which is no number is no rest.
  if (!mayRest(patient, policy) || !(end > Math.max(now, state.coolUntil[patient.index] ?? 0))) return 0
  // It rests here too: both saw the same, and this is not one more rest in a row.
  if ((state.coolUntil[patient.index] ?? 0) > now) return putToRest(state, patient.index, end)
  // Why the other one rests it is not said. A limit is the cause that asks for most care.
  return openBreaker(state, patient.index, now, end, openedBy.limit)
}

/** A limit that the provider says lasts longer is kept in mind while the breaker is open anyhow. */
function prolong(state: RouterState, index: number, failure: Failure, rule: ClassRule, now: number): number {
  if (rule.health !== 'limit' || failure.retryAfterMs === undefined) return 0
  const until = now + Math.min(failure.retryAfterMs, longestAskedRestMs)
  return until > (state.coolUntil[index] ?? 0) ? putToRest(state, index, until) : 0
}

function isDue(state: RouterState, patient: Patient, failure: Failure, rule: ClassRule, policy: HealthPolicy, now: number): boolean {
  const counting = countingOf(patient, policy)
  const due =
    counting === undefined
      ? isRateOut(state, patient, rule, policy, now)
      : isCountedOut(state, patient, failure, counting, policy.restMs, now)
  return due && mayRest(patient, policy)
}

function mayRest(patient: Patient, policy: HealthPolicy): boolean {
  return !policy.disabled && !patient.isWildcard && patient.restMs !== 0
}

/**
 * Over the minute, as LiteLLM judges, and over the last calls: at fifty calls a second a deployment that starts to fail
 * has a good minute behind it, which outweighs half a minute of failures.
 * Differs: LiteLLM's minutes begin with the first call after the last one, and it counts faults of the caller too; here
 * the minute slides, and only what a provider is to blame for counts.
 */
function isRateOut(state: RouterState, patient: Patient, rule: ClassRule, policy: HealthPolicy, now: number): boolean {
  if (rule.health === 'at-once') return true
  if (rule.health !== 'rate') return patient.groupSize > 1
  const minute = windowCounts(state, patient.index, now)
  if (minute.successes === 0 && minute.failures >= policy.leastCallsAlone) return true
  if (patient.groupSize <= 1) return false
  return isOver(minute, policy) || isOver(recentCounts(state, patient.index, now), policy)
}

function isOver({ successes, failures }: { readonly successes: number; readonly failures: number }, policy: HealthPolicy): boolean {
  const calls = successes + failures
  return calls >= policy.leastCalls && failures / calls > policy.share
}

type Counting = { readonly allowedFails: number; readonly policy?: PerClass | undefined }

/** The count rule that holds for a deployment: its own, else the router's. */
function countingOf({ allowedFails, allowedFailsPolicy }: Patient, policy: HealthPolicy): Counting | undefined {
  const shared = policy.rule.mode === 'count' ? policy.rule : undefined
  if (allowedFails === undefined && allowedFailsPolicy === undefined) return shared
  return { allowedFails: allowedFails ?? shared?.allowedFails ?? policy.allowedFails, policy: allowedFailsPolicy ?? shared?.policy }
}

/**
 * More than the allowed failures within one rest time, counted from the first of them.
 * Differs: a policy value of 0 means the first failure; LiteLLM reads it as not set.
 */
function isCountedOut(
  state: RouterState,
  patient: Patient,
  failure: Failure,
  { allowedFails, policy }: Counting,
  windowMs: number,
  now: number,
): boolean {
  const { index } = patient
  if (now - (state.countedFrom[index] ?? 0) > windowMs || state.counted[index] === 0) {
    state.countedFrom[index] = now
    state.counted[index] = 0
  }
  const failures = (state.counted[index] ?? 0) + 1
  state.counted[index] = failures
  const allowed = policy?.[policyClassOf(failure.kind)] ?? policy?.Default ?? allowedFails
  if (failures <= allowed) return false
  state.counted[index] = 0
  return true
}

/**
 * The first rest of a row.
 * Differs: LiteLLM lets the deployment's own time win over what the provider asks for, and that over the router's, also
 * where it is shorter; here the longest counts, for a provider that asks for a minute refuses all calls of that minute.
 */
function baseRest(patient: Patient, rule: ClassRule, policy: HealthPolicy): number {
  if (patient.restMs !== undefined) return patient.restMs
  return rule.health === 'quota' ? Math.max(quotaRestMs, policy.restMs) : policy.restMs
}
