/** What Google's error answers mean beyond the rules for all providers. Source: its error reference (google.rpc codes). */
import type { Failure } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { HttpFailure, Target } from '../adapter.js'
import type { ErrorRule } from '../shared/error-rules.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { retryDelayMs } from '../shared/retry-after.js'
import { embeddedFailure, httpFailure } from '../shared/to-failure.js'

/** First match wins. The codes serve errors inside a stream, which may come without a number. */
export const geminiErrorRules: readonly ErrorRule[] = [
  { status: [400], pattern: /api[ _]key (not valid|expired|not found)|API_KEY_INVALID/i, kind: 'authentication', as: 'invalid_api_key' },
  { code: ['resource_exhausted'], kind: 'rate-limit' },
  { code: ['unauthenticated'], kind: 'authentication' },
  { code: ['permission_denied'], kind: 'permission' },
  { code: ['not_found'], kind: 'not-found' },
  { code: ['unavailable'], kind: 'unavailable' },
  { code: ['deadline_exceeded'], kind: 'timeout' },
  { code: ['aborted'], kind: 'conflict' },
  { code: ['internal', 'unknown', 'data_loss'], kind: 'internal' },
]

/** An error answer: an object, or on the streaming method a list with one. */
export function geminiFailure(answer: HttpFailure, target: Target, now?: number): Failure {
  return withDetails(httpFailure(answer, target, geminiErrorRules, now), parseJson(answer.text))
}

/** An error inside an answer of status 200. */
export function embeddedGeminiFailure(value: unknown, target: Target, headers: HttpHeaders = {}): Failure {
  return withDetails(embeddedFailure(value, target, geminiErrorRules, headers), value)
}

/** Which quota was spent stands in the body; so does the wait, which an error too large to be kept whole still tells. */
function withDetails(failure: Failure, body: unknown): Failure {
  const outer: unknown = Array.isArray(body) ? body[0] : body
  const details = isRecord(outer) && isRecord(outer.error) ? recordsOf(outer.error.details) : []
  const wait = failure.retryAfterMs ?? retryDelayMs({ details })
  const named = /^\d+$/.test(failure.code ?? '') ? failure.type : failure.code // a number says no more than the status does
  return { ...failure, code: isSpent(details) ? 'insufficient_quota' : named, ...(wait !== undefined && { retryAfterMs: wait }) }
}

/** True where google.rpc.QuotaFailure names a quota that waiting a minute does not refill. */
function isSpent(details: readonly JsonRecord[]): boolean {
  return details.some((detail) => recordsOf(detail.violations).some(({ quotaId }) => textOf(quotaId)?.includes('PerDay') === true))
}
