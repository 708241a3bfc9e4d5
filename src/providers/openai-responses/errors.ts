/** What errors of the Responses API mean beyond those of chat. */
import type { Failure } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { Target } from '../adapter.js'
import { openAiErrorRules } from '../openai/errors.js'
import type { ErrorRule } from '../shared/error-rules.js'
import { isRecord, type JsonRecord } from '../shared/json.js'
import { embeddedFailure } from '../shared/to-failure.js'

/** An unknown model is a 400 here and stays one; codes of `response.error` are those of a finished response. */
const own: readonly ErrorRule[] = [
  { status: [400], code: ['model_not_found'], kind: 'bad-request' },
  { code: ['server_error'], kind: 'internal' },
  { code: ['rate_limit_exceeded'], kind: 'rate-limit' },
  { code: ['vector_store_timeout'], kind: 'timeout' },
  { code: ['bio_policy', 'cyber_policy', 'image_content_policy_violation'], kind: 'content-policy', as: 'content_policy_violation' },
]

/** Rows for a provider, those of this API first. */
export function responsesErrorRules(provider: string): readonly ErrorRule[] {
  return [...own, ...openAiErrorRules(provider)]
}

/** An error object inside an answer of status 200. The flat event `{type: "error", code, message}` is read like the nested one. */
export function innerFailure(value: JsonRecord, target: Target, headers?: HttpHeaders): Failure {
  const { type: _type, ...flat } = value
  const error = isRecord(value.error) || typeof value.error === 'string' ? { ...value, type: undefined } : { error: flat }
  return embeddedFailure(error, target, responsesErrorRules(target.provider.name), headers)
}
