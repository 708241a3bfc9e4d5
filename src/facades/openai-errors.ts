/** The closed error set as subclasses of the `openai` package's classes: handlers written for the OpenAI SDK keep working. */
import OpenAI from 'openai'
import { detailsOf, type ErrorAttempt, type ErrorDetails } from '../protocol/error-details.js'
import { type ErrorSet, errorBrand } from '../protocol/errors.js'
import type { ErrorKind, Failure } from '../protocol/failure.js'

/** What our errors carry beyond OpenAI's fields. `status` is always set, also where OpenAI leaves it undefined. */
type Added = Pick<
  ErrorDetails,
  | 'kind'
  | 'status_code'
  | 'request_id'
  | 'llm_provider'
  | 'model'
  | 'retryable'
  | 'retryAfterMs'
  | 'attempts'
  | 'num_retries'
  | 'max_retries'
>

/** A class of the set: an `Base` of the `openai` package, made from a failure. */
export type OpenAiErrorClass<Base> = {
  new (failure: Failure, attempts?: readonly ErrorAttempt[]): Base & Added
  readonly prototype: Base & Added
}

type AnyErrorClass = new (...args: readonly unknown[]) => Error

/** Makes a class under `base`; `toArgs` says how the constructor of `base` wants to be called. */
function derive<Base extends Error>(
  name: string,
  base: { readonly prototype: Base },
  toArgs: (failure: Failure, attempts: readonly ErrorAttempt[]) => readonly unknown[],
): OpenAiErrorClass<Base> {
  // A class value is a constructor; its parameters differ per base and are what `toArgs` returns.
  const Parent = base as unknown as AnyErrorClass
  const made = class extends Parent {
    constructor(failure: Failure, attempts: readonly ErrorAttempt[] = []) {
      super(...toArgs(failure, attempts))
      const { headers, ...details } = detailsOf(failure, attempts)
      Object.assign(this, details, { headers: toHeaders(headers), message: failure.message, name, [errorBrand]: true })
      // As on any other error: there, but neither in JSON nor in a loop.
      if (failure.cause !== undefined) Object.defineProperty(this, 'cause', { value: failure.cause, writable: true, configurable: true })
    }
  }
  Object.defineProperty(made, 'name', { value: name })
  // `made` extends `base` and assigns every field of `Added`, which the checker cannot see through Object.assign.
  return made as unknown as OpenAiErrorClass<Base>
}

/** A header holds Latin-1 only; what a transport of the caller's own decoded otherwise must not hide the error. */
function toHeaders(headers: ErrorDetails['headers']): Headers {
  const made = new Headers()
  for (const [name, value] of Object.entries(headers)) made.set(name, value.replace(/[^\t\x20-\x7e\xa0-\xff]/g, '?'))
  return made
}

const statusArgs = (failure: Failure) => [failure.status, undefined, failure.message, undefined]
const connectionArgs = (failure: Failure) => [{ message: failure.message }]
const ownArgs = (failure: Failure, attempts: readonly ErrorAttempt[]) => [failure, attempts]

/** Catch-all: a status without a class of its own. */
export const APIError = derive('APIError', OpenAI.APIError, statusArgs)
export const BadRequestError = derive('BadRequestError', OpenAI.BadRequestError, statusArgs)
export const UnsupportedParamsError = derive('UnsupportedParamsError', BadRequestError, ownArgs)
export const ContextWindowExceededError = derive('ContextWindowExceededError', BadRequestError, ownArgs)
export const ContentPolicyViolationError = derive('ContentPolicyViolationError', BadRequestError, ownArgs)
export const AuthenticationError = derive('AuthenticationError', OpenAI.AuthenticationError, statusArgs)
export const PermissionDeniedError = derive('PermissionDeniedError', OpenAI.PermissionDeniedError, statusArgs)
export const NotFoundError = derive('NotFoundError', OpenAI.NotFoundError, statusArgs)
export const ConflictError = derive('ConflictError', OpenAI.ConflictError, statusArgs)
export const UnprocessableEntityError = derive('UnprocessableEntityError', OpenAI.UnprocessableEntityError, statusArgs)
export const RateLimitError = derive('RateLimitError', OpenAI.RateLimitError, statusArgs)
export const InternalServerError = derive('InternalServerError', OpenAI.InternalServerError, statusArgs)
export const BadGatewayError = derive('BadGatewayError', InternalServerError, ownArgs)
export const ServiceUnavailableError = derive('ServiceUnavailableError', InternalServerError, ownArgs)
export const APIConnectionError = derive('APIConnectionError', OpenAI.APIConnectionError, connectionArgs)
/** Under OpenAI's timeout class, which is under its connection class. */
export const APIConnectionTimeoutError = derive('APIConnectionTimeoutError', OpenAI.APIConnectionTimeoutError, connectionArgs)
export const APIUserAbortError = derive('APIUserAbortError', OpenAI.APIUserAbortError, connectionArgs)

export { APIConnectionTimeoutError as APITimeoutError, APIConnectionTimeoutError as Timeout, APIError as ApiError }

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
  api: APIError,
} as const satisfies Record<ErrorKind, OpenAiErrorClass<Error>>

/** Hand to `createLlm({ errors })`, or let `generate --openai-errors` do it: then `err instanceof OpenAI.RateLimitError` holds. */
export const openaiErrors: ErrorSet = {
  create: (failure, attempts) => new classes[failure.kind](failure, attempts),
}
