/** The error that ends a call: the last failure, with what came before it, and without keys. */
import type { Failure } from '../protocol/failure.js'
import type { Attempt } from './client-types.js'
import { hideKeys } from './hide-keys.js'
import type { Run } from './run.js'

/**
 * The error to throw, with all attempts.
 * Differs: LiteLLM raises the first failure of the first group; here it is the last one, which is what stopped the call.
 */
export function finalError(run: Run, failure: Failure): Error {
  return run.engine.errors.create(hideKeys(withTrail(failure, run.attempts), run.engine.secrets), run.attempts)
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
