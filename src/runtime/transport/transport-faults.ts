/** Turns what undici and the operating system report into a {@link TransportFault} whose reason decides. */
import { TransportFault, type TransportFaultReason } from '../../protocol/http.js'

/** Where in an exchange an error struck: a closed socket means different things before and after the reply began. */
export type Phase = 'connecting' | 'waiting' | 'reading'

/** Node and undici error codes, by what they mean. TLS codes are matched by shape in {@link reasonOf}. */
const reasons: ReadonlyMap<string, TransportFaultReason> = new Map<string, TransportFaultReason>([
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'refused'],
  ['ENETUNREACH', 'refused'],
  ['EADDRNOTAVAIL', 'refused'],
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['ETIMEDOUT', 'connect-timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connect-timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'first-byte-timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'idle-timeout'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'truncated'],
  ['UND_ERR_ABORTED', 'aborted'],
])

const tlsCode = /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)|_CERT/

const explanations: { readonly [R in TransportFaultReason]: string } = {
  'connect-timeout': 'no connection in time',
  'first-byte-timeout': 'connected, but no answer began in time',
  'idle-timeout': 'the answer stopped coming',
  'total-timeout': 'no whole answer in time',
  refused: 'the connection was refused; nothing listens there, or a firewall is in between',
  dns: 'the host name does not resolve',
  tls: 'the TLS handshake failed; the certificate is not trusted or does not match',
  reset: 'the connection was closed before an answer began',
  truncated: 'the connection was closed in the middle of the answer',
  aborted: 'the caller aborted the request',
  other: 'the exchange failed',
}

/** The fault for `reason`; `host` tells where, `cause` is kept. */
export function transportFault(reason: TransportFaultReason, host: string, cause?: unknown): TransportFault {
  const code = codeOf(cause)
  // Where the reason says nothing, the error's own words are all there is; those of undici hold no header values.
  const words = reason === 'other' && cause instanceof Error ? [code, cause.message] : [code]
  const known = words.filter((word) => word !== undefined && word !== '')
  const detail = known.length === 0 ? '' : ` (${known.join(': ')})`
  return new TransportFault(reason, `${host}: ${explanations[reason]}${detail}`, cause === undefined ? undefined : { cause })
}

/** The fault that `error` of the HTTP client means in this phase of the exchange. */
export function toTransportFault(error: unknown, host: string, phase: Phase): TransportFault {
  if (error instanceof TransportFault) return error
  return transportFault(reasonOf(codeOf(error), phase), host, error)
}

function reasonOf(code: string | undefined, phase: Phase): TransportFaultReason {
  if (code === undefined) return 'other'
  const known = reasons.get(code)
  if (known === 'reset') return phase === 'reading' ? 'truncated' : 'reset'
  if (known === 'connect-timeout' && phase === 'reading') return 'truncated'
  if (known !== undefined) return known
  if (tlsCode.test(code)) return 'tls'
  if (code.startsWith('HPE_')) return phase === 'reading' ? 'truncated' : 'other'
  return 'other'
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  // Happy-eyeballs failures come as an AggregateError; its members carry the codes.
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0])
  return undefined
}
