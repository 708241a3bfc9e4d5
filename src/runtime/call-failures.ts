/** Failures of calls that arise in the runtime itself, as data with a message for the person who reads it. */
import type { Failure } from '../protocol/failure.js'
import type { AbortSignalLike } from '../protocol/http.js'
import { excerpt } from '../providers/shared/mask.js'
import { createFailure, nameOf, type Place } from './failures.js'
import { nearestNames } from './nearest.js'

/** The adapter could not make a request of what the caller gave: a body that no type checker has seen. */
export function unusableRequest(error: unknown, place: Place): Failure {
  const failure = badRequest(place, null, `${nameOf(place)}: the request cannot be translated: ${wordsOf(error)}`)
  return { ...failure, cause: error }
}

/** The words of an unexpected error, cut and masked. A bug of ours is thrown on. */
export function wordsOf(error: unknown): string {
  if (error instanceof Error && error.message.startsWith('llmgen bug')) throw error
  return excerpt(error instanceof Error ? error.message : String(error))
}

/** Adds to the failure of a redirect where it points to. */
export function withLocation(failure: Failure): Failure {
  const { location } = failure.headers
  if (failure.status < 300 || failure.status > 399 || location === undefined) return failure
  const [address = ''] = location.split('?')
  return { ...failure, message: `${failure.message}. It points to ${excerpt(address)}; requests are not sent on. Correct api_base.` }
}

/** The caller's signal has aborted. */
export function aborted(place: Place, cause?: unknown): Failure {
  const known = { kind: 'abort', status: 499, code: 'aborted', message: `${nameOf(place)}: the caller aborted the request` } as const
  return createFailure(place, cause === undefined ? known : { ...known, cause })
}

/** Like {@link aborted}, with the reason the caller gave its signal. */
export function abortedBy(signal: AbortSignalLike, place: Place): Failure {
  return aborted(place, signal.reason)
}

/** The call has used up its whole time. `when` says what it was doing. */
export function pastDeadline(place: Place, when: string, cause?: unknown): Failure {
  const message = `the call ran into its deadline ${when}: no answer for "${place.model}" in time. Allow more with deadline, or less per attempt with timeout.`
  const known = { kind: 'timeout', status: 408, code: 'deadline_exceeded', type: 'timeout_error', message } as const
  return createFailure(place, cause === undefined ? known : { ...known, cause })
}

/** The name stands for nothing in this Plan. */
export function unknownModel(name: string, names: readonly string[]): Failure {
  const near = nearestNames(name, names)
  const list = names.length <= 8 ? names : names.slice(0, 8)
  const known =
    names.length === 0
      ? 'The config declares no model.'
      : `Known: ${list.map((each) => `"${each}"`).join(', ')}${names.length > 8 ? ', …' : ''}.`
  const hint = near.length === 0 ? '' : ` Did you mean ${near.map((each) => `"${each}"`).join(' or ')}?`
  return createFailure(
    { provider: '', model: name },
    {
      kind: 'bad-request',
      status: 400,
      code: 'model_not_found',
      type: 'invalid_request_error',
      param: 'model',
      message: `no model is called "${name}".${hint} ${known} Names come from model_name in the config; run llmgen again after changing it.`,
    },
  )
}

/** The request itself cannot be used. `param` names the member that is wrong. */
export function badRequest(place: Place, param: string | null, message: string, code: string | null = null): Failure {
  return createFailure(place, { kind: 'bad-request', status: 400, code, type: 'invalid_request_error', param, message })
}
