/** The fields every error carries, whichever class set throws it. */
import type { ErrorKind, Failure } from './failure.js'

/** One attempt as an error lists it. */
export type ErrorAttempt = {
  readonly deploymentId: string
  readonly group: string
  readonly provider: string
  readonly outcome: string
  readonly status: number
  readonly durationMs: number
}

/** Fields of an error: OpenAI's (`status` to `error`), LiteLLM's (`llm_provider`, `model`, `status_code`), and ours. */
export type ErrorDetails = {
  readonly kind: ErrorKind
  /** HTTP status the gateway answers with; always set, also where no answer came. */
  readonly status: number
  readonly status_code: number
  readonly code: string | null
  readonly type: string | null
  readonly param: string | null
  readonly request_id: string | null
  readonly requestID: string | null
  /** Headers of the provider's answer, names in lower case. */
  readonly headers: { readonly [name: string]: string }
  /** The provider's error object. */
  readonly error: unknown
  readonly llm_provider: string
  /** Upstream model, or the public name where no deployment was chosen. */
  readonly model: string
  /** Whether the same call may succeed later. */
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly attempts: readonly ErrorAttempt[]
  /** Retries made in the model group that failed last, and how many were allowed; undefined where the call never began. */
  readonly num_retries: number | undefined
  readonly max_retries: number | undefined
}

/** HTTP status of a kind where no answer gave one. */
export const kindStatus = {
  'bad-request': 400,
  'unsupported-params': 400,
  'context-window': 400,
  'content-policy': 400,
  authentication: 401,
  permission: 403,
  'not-found': 404,
  timeout: 408,
  conflict: 409,
  unprocessable: 422,
  'rate-limit': 429,
  internal: 500,
  'bad-gateway': 502,
  unavailable: 503,
  connection: 500,
  abort: 499,
  api: 500,
} as const satisfies Record<ErrorKind, number>

/** Name of a kind's class. Said here because a bundler may shorten the names of classes. */
export const kindName = {
  'bad-request': 'BadRequestError',
  'unsupported-params': 'UnsupportedParamsError',
  'context-window': 'ContextWindowExceededError',
  'content-policy': 'ContentPolicyViolationError',
  authentication: 'AuthenticationError',
  permission: 'PermissionDeniedError',
  'not-found': 'NotFoundError',
  timeout: 'APIConnectionTimeoutError',
  conflict: 'ConflictError',
  unprocessable: 'UnprocessableEntityError',
  'rate-limit': 'RateLimitError',
  internal: 'InternalServerError',
  'bad-gateway': 'BadGatewayError',
  unavailable: 'ServiceUnavailableError',
  connection: 'APIConnectionError',
  abort: 'APIUserAbortError',
  api: 'APIError',
} as const satisfies Record<ErrorKind, string>

const retryableKinds: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'timeout',
  'conflict',
  'rate-limit',
  'internal',
  'bad-gateway',
  'unavailable',
  'connection',
])

/** True where the same call may succeed later: by kind, for the catch-all kind by status. An empty account stays empty. */
export function isRetryable(failure: Pick<Failure, 'kind' | 'status' | 'code'>): boolean {
  if (failure.code === 'insufficient_quota') return false
  return retryableKinds.has(failure.kind) || (failure.kind === 'api' && failure.status >= 500)
}

/** The fields of the error that a failure becomes. */
export function detailsOf(failure: Failure, attempts: readonly ErrorAttempt[]): ErrorDetails {
  const status = failure.status > 0 ? failure.status : kindStatus[failure.kind]
  return {
    kind: failure.kind,
    status,
    status_code: status,
    code: failure.code,
    type: failure.type,
    param: failure.param,
    request_id: failure.requestId,
    requestID: failure.requestId,
    headers: failure.headers,
    error: failure.body,
    llm_provider: failure.provider,
    model: failure.model,
    retryable: isRetryable(failure),
    retryAfterMs: failure.retryAfterMs,
    attempts,
    num_retries: failure.retries?.made,
    max_retries: failure.retries?.allowed,
  }
}
