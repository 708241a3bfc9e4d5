/** Deepgram's two error forms in the common one. Source: its error reference. */
import type { Failure } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { HttpFailure, Target } from '../adapter.js'
import type { ErrorRule } from '../shared/error-rules.js'
import { isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { embeddedFailure, httpFailure } from '../shared/to-failure.js'

/** First match wins. */
const rules: readonly ErrorRule[] = [
  { code: ['invalid_auth'], kind: 'authentication' },
  { code: ['insufficient_permissions'], kind: 'permission' },
  { code: ['project_balance_depleted', 'asr_payment_required'], kind: 'rate-limit', as: 'insufficient_quota' },
]

/** `err_code` and `err_msg`, or `category` and `message` with `details`. */
export function deepgramFailure(answer: HttpFailure, target: Target, now?: number): Failure {
  const body = parseJson(answer.text)
  return httpFailure(isRecord(body) ? { ...answer, text: JSON.stringify(plain(body)) } : answer, target, rules, now)
}

/** An error in an answer of status 200. */
export function embeddedDeepgramFailure(body: JsonRecord, target: Target, headers: HttpHeaders): Failure {
  return embeddedFailure(plain(body), target, rules, headers)
}

function plain(body: JsonRecord): JsonRecord {
  const { err_code: code, err_msg: message, ...rest } = body
  const said = [textOf(message) ?? textOf(rest.message), textOf(rest.details)].filter((text) => text !== undefined)
  return { ...rest, code: textOf(code) ?? textOf(rest.category), ...(said.length > 0 && { message: said.join(' ') }) }
}
