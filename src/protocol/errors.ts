/** The errors a call can end with: a closed set with OpenAI's names. Made from a {@link Failure} when it is thrown. */
import { detailsOf, type ErrorAttempt, type ErrorDetails, kindName } from './error-details.js'
import type { ErrorKind, Failure } from './failure.js'

export type { ErrorAttempt, ErrorDetails } from './error-details.js'

/** Makes the error to throw. The default set is ours; `llmgen/openai-errors` builds one over the `openai` package's classes. */
export type ErrorSet = {
  create(failure: Failure, attempts: readonly ErrorAttempt[]): Error
}

/** Marks every error of ours, whichever copy or class set made it. */
export const errorBrand: unique symbol = Symbol.for('llmgen.ApiError') as typeof errorBrand

/**
 * Base of every error a call can end with. Test with `ApiError.is`: `instanceof` fails across two installed copies.
 * Field names are OpenAI's and, where two say the same, LiteLLM's too.
 */
export class ApiError extends Error implements ErrorDetails {
  readonly [errorBrand] = true
  readonly kind: ErrorKind
  readonly status: number
  readonly status_code: number
  readonly code: string | null
  readonly type: string | null
  readonly param: string | null
  readonly request_id: string | null
  readonly requestID: string | null
  readonly headers: { readonly [name: string]: string }
  readonly error: unknown
  readonly llm_provider: string
  readonly model: string
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly attempts: readonly ErrorAttempt[]
  readonly num_retries: number | undefined
  readonly max_retries: number | undefined

  constructor(failure: Failure, attempts: readonly ErrorAttempt[] = []) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause })
    const details = detailsOf(failure, attempts)
    this.name = kindName[failure.kind]
    this.kind = details.kind
    this.status = details.status
    this.status_code = details.status_code
    this.code = details.code
    this.type = details.type
    this.param = details.param
    this.request_id = details.request_id
    this.requestID = details.requestID
    this.headers = details.headers
    this.error = details.error
    this.llm_provider = details.llm_provider
    this.model = details.model
    this.retryable = details.retryable
    this.retryAfterMs = details.retryAfterMs
    this.attempts = details.attempts
    this.num_retries = details.num_retries
    this.max_retries = details.max_retries
  }

  /** True for every error of the set, also for those of `llmgen/openai-errors` and of another installed copy. */
  static is(value: unknown): value is Error & ErrorDetails {
    return typeof value === 'object' && value !== null && errorBrand in value
  }
}

/** 400: the request is malformed, or the model is unknown here. */
export class BadRequestError extends ApiError {}
/** 400: the target does not take a parameter and `drop_params` is off. */
export class UnsupportedParamsError extends BadRequestError {}
/** 400: the prompt is too long for the model. */
export class ContextWindowExceededError extends BadRequestError {}
/** 400: the provider's moderation refused. */
export class ContentPolicyViolationError extends BadRequestError {}
/** 401: the key is missing or wrong. */
export class AuthenticationError extends ApiError {}
/** 403 */
export class PermissionDeniedError extends ApiError {}
/** 404: the provider does not know the model or deployment. */
export class NotFoundError extends ApiError {}
/** 409 */
export class ConflictError extends ApiError {}
/** 422 */
export class UnprocessableEntityError extends ApiError {}
/** 429: a limit of the provider or an empty account, or every deployment is resting. */
export class RateLimitError extends ApiError {}
/** 500 and above: the provider failed. */
export class InternalServerError extends ApiError {}
/** 502 */
export class BadGatewayError extends InternalServerError {}
/** 503 and 529: the provider is overloaded. */
export class ServiceUnavailableError extends InternalServerError {}
/** No whole answer came: connection, DNS, TLS, or half a reply. Status 500. */
export class APIConnectionError extends ApiError {}
/** An attempt took too long. Status 408. */
export class APIConnectionTimeoutError extends APIConnectionError {}
/** The caller's signal aborted. Status 499. */
export class APIUserAbortError extends ApiError {}

export { APIConnectionTimeoutError as APITimeoutError, APIConnectionTimeoutError as Timeout, ApiError as APIError }

const classes = {
  'bad-request': BadRequestError,
  'unsupported-params': UnsupportedParamsError,
  'context-window': ContextWindowExceededError,
  'content-policy': ContentPolicyViolationError,
  authentication: AuthenticationError,
  permission: PermissionDeniedError,
  'not-found': NotFoundError,
  timeout: APIConnectionTimeoutError,
  conflict: ConflictError,
  unprocessable: UnprocessableEntityError,
  'rate-limit': RateLimitError,
  internal: InternalServerError,
  'bad-gateway': BadGatewayError,
  unavailable: ServiceUnavailableError,
  connection: APIConnectionError,
  abort: APIUserAbortError,
  api: ApiError,
} as const satisfies Record<ErrorKind, typeof ApiError>

/** Our own classes. */
export const defaultErrors: ErrorSet = {
  create: (failure, attempts) => new classes[failure.kind](failure, attempts),
}
