/** When a failing deployment is put to rest, and for how long. */
import type { CooldownRule } from '../plan/routing.js'
import type { Failure } from '../protocol/failure.js'
import { type ClassRule, policyClassOf } from './class-rules.js'
import { countOutcome, putToRest, type RouterState, windowCounts } from './state.js'

/** Share of failed calls above which a deployment rests, and the fewest calls that say something. */
const failureShare = 0.5
const leastCalls = 5
/** A lone deployment rests only when this many calls in a minute all failed. */
const leastCallsAlone = 1_000
/** Longest rest that a provider's `Retry-After` can impose, milliseconds. */
const longestRestMs = 600_000
/** Rest of a deployment whose account is empty, unless the deployment sets its own: waiting seconds cannot help. */
const quotaRestMs = 300_000

export type HealthPolicy = {
  readonly rule: CooldownRule
  /** Router's `cooldown_time`, milliseconds. */
  readonly restMs: number
  readonly disabled: boolean
}

/** One deployment as the rules look at it. */
export type Patient = {
  readonly index: number
  /** Deployments of the group, this one included. */
  readonly groupSize: number
  /** The deployment's own `cooldown_time`, milliseconds; 0 switches its rests off. */
  readonly restMs: number | undefined
  /** Deployments of a wildcard never rest: one bad model name must not silence all the others. */
  readonly isWildcard: boolean
}

/**
 * Counts a failure and puts the deployment to rest if the rule says so.
 * Returns the time until which it rests, or 0. A rest that lasts longer already is kept.
 */
export function recordFailure(
  state: RouterState,
  patient: Patient,
  failure: Failure,
  rule: ClassRule,
  policy: HealthPolicy,
  now: number,
): number {
  if (rule.health === 'none') return 0
  countOutcome(state, patient.index, 'failure', now)
  const mayRest = !policy.disabled && !patient.isWildcard && patient.restMs !== 0
  const due =
    policy.rule.mode === 'count'
      ? isCountedOut(state, patient, failure, policy.rule, policy.restMs, now)
      : isRateOut(state, patient, rule, now)
  if (!mayRest || !due) return 0
  const length = restLength(patient, failure, rule, policy)
  if (length <= 0) return 0
  return putToRest(state, patient.index, now + length)
}

/** Counts a success. */
export function recordSuccess(state: RouterState, index: number, now: number): void {
  countOutcome(state, index, 'success', now)
}

function isRateOut(state: RouterState, patient: Patient, rule: ClassRule, now: number): boolean {
  if (rule.health === 'at-once') return true
  if (rule.health !== 'rate') return patient.groupSize > 1
  const { successes, failures } = windowCounts(state, patient.index, now)
  const calls = successes + failures
  if (successes === 0 && calls >= leastCallsAlone) return true
  return patient.groupSize > 1 && calls >= leastCalls && failures / calls > failureShare
}

/**
 * More than the allowed failures within one rest time, counted from the first of them.
 * Differs: a policy value of 0 means the first failure; LiteLLM reads it as not set.
 */
function isCountedOut(
  state: RouterState,
  patient: Patient,
  failure: Failure,
  rule: Extract<CooldownRule, { mode: 'count' }>,
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
  const allowed = rule.policy?.[policyClassOf(failure.kind)] ?? rule.policy?.Default ?? rule.allowedFails
  if (failures <= allowed) return false
  state.counted[index] = 0
  return true
}

/** The deployment's own length, else what the provider asks for, else the router's. */
function restLength(patient: Patient, failure: Failure, rule: ClassRule, policy: HealthPolicy): number {
  if (patient.restMs !== undefined) return patient.restMs
  if (rule.health === 'quota') return Math.max(quotaRestMs, policy.restMs)
  if (failure.retryAfterMs !== undefined) return Math.min(failure.retryAfterMs, longestRestMs)
  return policy.restMs
}
