/** Turns what `fetch` rejects with into a fault: by the code behind it where there is one, else by its words. */
import type { TransportFault, TransportFaultReason } from '../../protocol/http.js'
import { type Phase, toTransportFault, transportFault } from './transport-faults.js'

/**
 * Platforms whose errors carry no code say it in words: Deno "tcp connect error: Connection refused", Bun "Unable to
 * connect", Workers "Network connection lost".
 */
const words: readonly (readonly [RegExp, TransportFaultReason])[] = [
  [/certificate|\btls\b|\bssl\b/i, 'tls'],
  [/dns error|name resolution|not resolve|failed to lookup/i, 'dns'],
  [/refused|unable to connect/i, 'refused'],
  [/reset|connection lost|closed before/i, 'reset'],
]

/** The fault that `error` means in this phase of the exchange. */
export function fetchFault(error: unknown, host: string, phase: Phase): TransportFault {
  // Node says "fetch failed" and keeps what happened as the cause.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const fault = toTransportFault(cause, host, phase)
  if (fault.reason !== 'other' || !(cause instanceof Error)) return fault
  // A body that breaks off without a reason was cut; every code that means something else is known.
  if (phase === 'reading') return transportFault('truncated', host, cause)
  const reason = words.find(([pattern]) => pattern.test(cause.message))?.[1]
  return reason === undefined ? fault : transportFault(reason, host, cause)
}
