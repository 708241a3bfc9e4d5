/** Makes the failures that adapters return, with one wording for all of them. */
import { kindStatus } from '../../protocol/error-details.js'
import type { ErrorKind, Failure, Fault } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { Target } from '../adapter.js'
import { excerpt } from './mask.js'

/** What a failure says beyond its target; the rest has defaults. */
export type FailureParts = {
  readonly kind: ErrorKind
  readonly message: string
  readonly status?: number | undefined
  readonly code?: string | null
  readonly type?: string | null
  readonly param?: string | null
  readonly headers?: HttpHeaders
  readonly requestId?: string | null
  readonly retryAfterMs?: number | undefined
  readonly body?: unknown
  readonly cause?: unknown
}

/** `provider/model` as messages name it. */
export function targetName(target: Target): string {
  return `${target.provider.name}/${target.model}`
}

/** A failure of a target; status by kind where none is given. */
export function failureOf(target: Target, parts: FailureParts): Failure {
  return {
    kind: parts.kind,
    message: parts.message,
    status: parts.status ?? kindStatus[parts.kind],
    code: parts.code ?? null,
    type: parts.type ?? null,
    param: parts.param ?? null,
    headers: parts.headers ?? {},
    requestId: parts.requestId ?? null,
    provider: target.provider.name,
    model: target.model,
    ...(parts.retryAfterMs !== undefined && { retryAfterMs: parts.retryAfterMs }),
    ...(parts.body !== undefined && { body: parts.body }),
    ...(parts.cause !== undefined && { cause: parts.cause }),
  }
}

/** The same as an outcome. */
export function fault(target: Target, parts: FailureParts): Fault {
  return { failure: failureOf(target, parts) }
}

/** A request that cannot be put into the target's format, found before anything is sent. */
export function badRequest(target: Target, message: string, param: string | null = null): Fault {
  return fault(target, { kind: 'bad-request', message: `${targetName(target)}: ${message}`, type: 'invalid_request_error', param })
}

/** An answer with status 200 that is not what the provider documents; `text` is shown cut and masked. */
export function invalidReply(target: Target, what: string, text: string, headers: HttpHeaders = {}): Fault {
  const shown = excerpt(text)
  return fault(target, {
    kind: 'connection',
    code: 'invalid_response',
    message: `${targetName(target)} sent ${what}${shown === '' ? ' (empty)' : `: ${shown}`}`,
    headers,
  })
}

/** The stream stopped before its terminal event. */
export function incompleteStream(target: Target): Fault {
  return fault(target, {
    kind: 'connection',
    code: 'incomplete_stream',
    message: `${targetName(target)} closed the stream before it was complete; what came so far is only part of the answer`,
  })
}
