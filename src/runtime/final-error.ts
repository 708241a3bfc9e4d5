/** The error that ends a call: the last failure, with what came before it, and without keys. */
import { defaultErrors } from '../protocol/errors.js'
import type { Failure } from '../protocol/failure.js'
import { endCall } from './call-end.js'
import { pastDeadline } from './call-failures.js'
import { ruleOf } from './class-rules.js'
import type { Attempt } from './client-types.js'
import { timerTickMs } from './constants.js'
import { retriesOf } from './retries-of.js'
import type { Run } from './run.js'
import { hideKeys, keysOf } from './sign-in/hide-keys.js'

/**
 * The error to throw, with all attempts. A call that has used up its time ends with that, and what it failed with last is
 * the cause.
 * Differs: LiteLLM raises the first failure of the first group; here it is the last one, which is what stopped the call.
 */
export function finalError(run: Run, failure: Failure): Error {
  const { errors = defaultErrors, deployments } = run.engine
  const secrets = keysOf(deployments)
  const retries = { made: run.retriesUsed, allowed: retriesOf(run, failure).retries }
  const last = { ...hideKeys(withRetryAfter(withTrail(failure, run.attempts)), secrets), retries }
  if (!isLate(run, failure)) {
    endCall(run, failure)
    return errors.create(last, run.attempts)
  }
  const tried = run.attempts.length === 1 ? '1 attempt' : `${run.attempts.length} attempts`
  const late = pastDeadline(failure, `after ${tried}`, errors.create(last, run.attempts))
  endCall(run, late)
  return errors.create({ ...hideKeys(late, secrets), retries }, run.attempts)
}

/** The call's time is over, and neither the caller nor the request is why it ends. */
function isLate(run: Run, failure: Failure): boolean {
  if (failure.kind === 'abort' || failure.code === 'deadline_exceeded') return false
  return run.engine.now() >= run.deadlineAt - timerTickMs && ruleOf(failure).fallback !== 'none'
}

/** The wait as a header too, where the provider said it otherwise: callers and gateways read it there. */
function withRetryAfter(failure: Failure): Failure {
  const { retryAfterMs, headers } = failure
  if (retryAfterMs === undefined || headers['retry-after'] !== undefined) return failure
  return { ...failure, headers: { ...headers, 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) } }
}

/** The message of a failure that others came before, with what they were; the same one after another is said once. */
function withTrail(failure: Failure, attempts: readonly Attempt[]): Failure {
  if (attempts.length < 2) return failure
  const trail: { readonly text: string; times: number }[] = []
  for (const { provider, group, outcome } of attempts) {
    const text = `${provider} for "${group}": ${outcome}`
    const last = trail.at(-1)
    if (last?.text === text) last.times++
    else trail.push({ text, times: 1 })
  }
  const list = trail.map(({ text, times }) => (times === 1 ? text : `${text} (${times} times)`))
  return { ...failure, message: `${failure.message} [${attempts.length} attempts: ${list.join('; ')}]` }
}
