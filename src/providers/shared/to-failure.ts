/** From an error answer, or an error event inside a stream, to a {@link Failure}. */
import type { Failure } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { HttpFailure, Target } from '../adapter.js'
import { type ErrorBody, readError, readErrorText } from './error-body.js'
import { classify, type ErrorRule } from './error-rules.js'
import { failureOf, targetName } from './failure.js'
import { excerpt, statedMessage } from './mask.js'
import { requestIdOf } from './request-id.js'
import { retryAfterMs, retryDelayMs } from './retry-after.js'

/** An HTTP answer with an error status. */
export function httpFailure(answer: HttpFailure, target: Target, rules: readonly ErrorRule[], now: number | undefined): Failure {
  const body = readErrorText(answer.text)
  const verdict = classify({ status: answer.status, codes: codesOf(body), message: body.message }, rules)
  const shown = shownMessage(body)
  return failureOf(target, {
    ...described(body, verdict),
    kind: verdict.kind,
    status: answer.status,
    message: `${targetName(target)} answered ${answer.status}${shown === '' ? ' without a message' : `: ${shown}`}`,
    headers: answer.headers,
    requestId: requestIdOf(answer.headers) ?? body.requestId,
    retryAfterMs: retryAfterMs(answer.status, answer.headers, now) ?? retryDelayMs(body.body),
  })
}

/** An error object inside an answer with status 200: a whole body, or an event of a stream. */
export function embeddedFailure(value: unknown, target: Target, rules: readonly ErrorRule[], headers: HttpHeaders = {}): Failure {
  const body = readError(value)
  const verdict = classify({ status: body.status, codes: codesOf(body), message: body.message }, rules)
  return failureOf(target, {
    ...described(body, verdict),
    kind: verdict.kind,
    status: body.status,
    message: `${targetName(target)} reported an error inside its answer: ${shownMessage(body)}`,
    headers,
    requestId: requestIdOf(headers) ?? body.requestId,
    retryAfterMs: retryDelayMs(body.body),
  })
}

/** A message out of an error object may be long and still be one; a page or a torn body is only sampled. */
function shownMessage({ message, isStated }: ErrorBody): string {
  return isStated ? statedMessage(message) : excerpt(message)
}

function described(body: ErrorBody, verdict: { readonly code?: string }) {
  return {
    code: verdict.code ?? body.code,
    type: body.type,
    param: body.param,
    ...(body.body !== undefined && { body: body.body }),
  }
}

function codesOf(body: ErrorBody): string[] {
  return [body.innerCode, body.code, body.type].filter((code) => code !== null)
}
