/** Stability's error form in the common one. Source: its API reference. */
import type { Failure } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { HttpFailure, Target } from '../adapter.js'
import type { ErrorRule } from '../shared/error-rules.js'
import { isRecord, type JsonRecord, listOf, parseJson, textOf } from '../shared/json.js'
import { embeddedFailure, httpFailure } from '../shared/to-failure.js'

/** First match wins. */
const rules: readonly ErrorRule[] = [
  { code: ['content_moderation', 'content_filtered'], kind: 'content-policy', as: 'content_policy_violation' },
  { code: ['payment_required', 'insufficient_balance'], kind: 'rate-limit', as: 'insufficient_quota' },
]

/** `{id, name, errors: [text]}`. */
export function stabilityFailure(answer: HttpFailure, target: Target, now?: number): Failure {
  const body = parseJson(answer.text)
  return httpFailure(isRecord(body) ? { ...answer, text: JSON.stringify(plain(body)) } : answer, target, rules, now)
}

/** An error in an answer of status 200. */
export function embeddedStabilityFailure(body: JsonRecord, target: Target, headers: HttpHeaders): Failure {
  return embeddedFailure(plain(body), target, rules, headers)
}

function plain(body: JsonRecord): JsonRecord {
  const said = listOf(body.errors).flatMap((error) => textOf(error) ?? (isRecord(error) ? JSON.stringify(error) : []))
  return { ...body, ...(textOf(body.name) !== undefined && { code: body.name }), ...(said.length > 0 && { message: said.join('; ') }) }
}
