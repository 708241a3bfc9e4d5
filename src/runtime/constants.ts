/** Numbers that steer routing where neither call, deployment nor config says otherwise, under LiteLLM's environment names. */
import type { Environment } from './settings.js'

/** Retries, cooldowns and waits. Times in milliseconds; the variables hold seconds. */
export type Constants = {
  /** `DEFAULT_MAX_RETRIES`: retries per group where the config's own setting is empty. */
  readonly retries: number
  /** `DEFAULT_COOLDOWN_TIME_SECONDS`: rest where the config's own setting is empty. */
  readonly restMs: number
  /** `DEFAULT_FAILURE_THRESHOLD_PERCENT`: share of failed calls, 0 to 1, above which a deployment rests. */
  readonly failureShare: number
  /** `DEFAULT_FAILURE_THRESHOLD_MINIMUM_REQUESTS`: the fewest calls that say something. */
  readonly leastCalls: number
  /** `SINGLE_DEPLOYMENT_TRAFFIC_FAILURE_THRESHOLD`: a lone deployment rests when this many calls in a minute all failed. */
  readonly leastCallsAlone: number
  /** `DEFAULT_ALLOWED_FAILS`: where failures are counted and no number is set. */
  readonly allowedFails: number
  /** `INITIAL_RETRY_DELAY`: first wait before the same deployment is asked again; each next one is twice as long. */
  readonly firstWaitMs: number
  /** `MAX_RETRY_DELAY`: the longest of those waits. */
  readonly longestWaitMs: number
  /** `JITTER`: most that chance adds to a wait. */
  readonly jitterMs: number
}

/** LiteLLM's values. Source: its `constants.py`. */
export const defaultConstants: Constants = {
  retries: 2,
  restMs: 5_000,
  failureShare: 0.5,
  leastCalls: 5,
  leastCallsAlone: 1_000,
  allowedFails: 3,
  firstWaitMs: 500,
  longestWaitMs: 8_000,
  jitterMs: 750,
}

/** Longest rest that a provider's `Retry-After` can impose, milliseconds. Differs: LiteLLM knows no longest one. */
export const longestAskedRestMs = 600_000
/** Longest rest that grows out of repeated failures, milliseconds. */
export const longestRestMs = 300_000
/** Rest of a deployment whose account is empty, unless the deployment sets its own: waiting seconds cannot help. */
export const quotaRestMs = 300_000
/** A longer `Retry-After` is not waited for; the usual backoff applies. Source: OpenAI's client, which LiteLLM follows. */
export const longestAskedWaitMs = 60_000
/**
 * All waits of one call together, milliseconds, chance not counted. Source: Portkey's gateway stops there too.
 * Differs: LiteLLM sets no bound, and waits once more after the last retry.
 */
export const longestTotalWaitMs = 60_000

/** A timer may fire this much early, milliseconds: a deadline this near has been reached. */
export const timerTickMs = 1

/** The constants under the environment of a client. What is no number of 0 or more counts as not set. */
export function readConstants(env: Environment): Constants {
  const read = (name: string, otherwise: number, scale = 1) => {
    const text = env(name)?.trim()
    const value = text === undefined || text === '' ? Number.NaN : Number(text) * scale
    return Number.isFinite(value) && value >= 0 ? value : otherwise
  }
  const own = defaultConstants
  return {
    retries: read('DEFAULT_MAX_RETRIES', own.retries),
    restMs: read('DEFAULT_COOLDOWN_TIME_SECONDS', own.restMs, 1_000),
    failureShare: read('DEFAULT_FAILURE_THRESHOLD_PERCENT', own.failureShare),
    leastCalls: read('DEFAULT_FAILURE_THRESHOLD_MINIMUM_REQUESTS', own.leastCalls),
    leastCallsAlone: read('SINGLE_DEPLOYMENT_TRAFFIC_FAILURE_THRESHOLD', own.leastCallsAlone),
    allowedFails: read('DEFAULT_ALLOWED_FAILS', own.allowedFails),
    firstWaitMs: read('INITIAL_RETRY_DELAY', own.firstWaitMs, 1_000),
    longestWaitMs: read('MAX_RETRY_DELAY', own.longestWaitMs, 1_000),
    jitterMs: read('JITTER', own.jitterMs, 1_000),
  }
}
