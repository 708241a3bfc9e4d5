/** What a fault of the transport means for a call, in words for the person who reads it. Imported with the first one. */
import type { Failure } from '../../protocol/failure.js'
import { TransportFault, type TransportFaultReason } from '../../protocol/http.js'
import { aborted, wordsOf } from '../call-failures.js'
import { createFailure, nameOf, type Place } from '../failures.js'

const timeoutReasons: ReadonlySet<TransportFaultReason> = new Set([
  'connect-timeout',
  'first-byte-timeout',
  'idle-timeout',
  'total-timeout',
])

const advice: { readonly [R in TransportFaultReason]?: string } = {
  refused: 'Check api_base, and that the server runs.',
  dns: 'Check the host in api_base.',
  tls: 'Install the certificate authority (NODE_EXTRA_CA_CERTS), or set litellm_settings.ssl_verify to false for a trusted network.',
  'connect-timeout': 'Check that the host can be reached from here.',
  'first-byte-timeout': 'Raise stream_timeout if the model needs longer to begin.',
  'idle-timeout': 'Raise stream_timeout if the model pauses for longer.',
  'total-timeout': 'Raise timeout if the model needs longer.',
}

/**
 * What was thrown while an answer was on its way means for the call: a fault of the transport by its reason, anything
 * else (an adapter that met what no provider should send, a transport of the caller's own) an answer that cannot be read.
 */
export function fromTransport(error: unknown, place: Place): Failure {
  if (!(error instanceof TransportFault)) {
    const message = `${nameOf(place)}: the answer cannot be read: ${wordsOf(error)}`
    return createFailure(place, { kind: 'connection', status: 500, code: 'invalid_response', type: 'server_error', message, cause: error })
  }
  if (error.reason === 'aborted') return aborted(place, error)
  const more = advice[error.reason]
  const message = `${nameOf(place)}: ${error.message}.${more === undefined ? '' : ` ${more}`}`
  const timeout = timeoutReasons.has(error.reason)
  return createFailure(place, {
    kind: timeout ? 'timeout' : 'connection',
    status: timeout ? 408 : 500,
    code: error.reason.replaceAll('-', '_'),
    type: timeout ? 'timeout_error' : 'server_error',
    message,
    cause: error,
  })
}
