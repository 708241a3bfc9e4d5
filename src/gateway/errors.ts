/** What goes wrong in the gateway, as one kind of data whatever threw it. The shapes of the bodies are in `error-shapes.ts`. */
import { ApiError } from '../protocol/errors.js'

/** Everything an error answer needs, whatever its shape. */
export type Problem = {
  /** 400 to 599. */
  readonly status: number
  /** LiteLLM's or OpenAI's `type`. */
  readonly type: string
  readonly message: string
  readonly param: string | null
  /** The provider's own code, where it gave one. */
  readonly providerCode: string | null
  /** Headers of the provider's answer. */
  readonly providerHeaders: { readonly [name: string]: string }
  readonly retryAfterMs: number | undefined
  /** What a client reads to go on by itself, in the words of its API. */
  readonly details?: object | undefined
  /** Headers of a refusal of ours. */
  readonly ownHeaders?: { readonly [name: string]: string } | undefined
  /** Attempts and fallbacks of a call that was made, for its headers. */
  readonly attempts: number | undefined
  /** The deployment that was asked last; undefined where none was. */
  readonly asked: { readonly deploymentId: string; readonly group: string } | undefined
  /** Nobody is to blame but us: it is logged with its stack, and the caller learns no details. */
  readonly isBug: boolean
}

/** A refusal of the gateway itself. */
export class GatewayError extends Error {
  readonly status: number
  readonly type: string
  readonly param: string | null
  readonly retryAfterMs: number | undefined
  readonly details: object | undefined
  readonly headers: { readonly [name: string]: string } | undefined

  constructor(
    status: number,
    type: string,
    message: string,
    more: {
      readonly param?: string
      readonly retryAfterMs?: number
      readonly details?: object
      readonly headers?: { readonly [name: string]: string }
    } = {},
  ) {
    super(message)
    this.name = 'GatewayError'
    this.status = status
    this.type = type
    this.param = more.param ?? null
    this.retryAfterMs = more.retryAfterMs
    this.details = more.details
    this.headers = more.headers
  }
}

/** 400: the request is malformed. `param` is the member that is wrong. */
export function badRequest(message: string, param?: string): GatewayError {
  return new GatewayError(400, 'invalid_request_error', message, param === undefined ? {} : { param })
}

/** 404 */
export function notFound(message: string): GatewayError {
  return new GatewayError(404, 'not_found_error', message)
}

/** Any error as a problem. */
export function toProblem(error: unknown): Problem {
  if (error instanceof GatewayError) {
    const { retryAfterMs, details, headers: ownHeaders } = error
    return { ...nothingMore, ...own(error), retryAfterMs, details, ownHeaders }
  }
  if (ApiError.is(error)) {
    const status = error.status >= 400 && error.status <= 599 ? error.status : 502
    return {
      status,
      type: error.type ?? typeOf(status),
      message: error.message,
      param: error.param,
      providerCode: error.code,
      providerHeaders: error.headers,
      retryAfterMs: error.retryAfterMs,
      attempts: error.attempts.length,
      asked: error.attempts.at(-1),
      isBug: false,
    }
  }
  if (isTooDeep(error)) return { ...nothingMore, status: 400, type: 'invalid_request_error', message: 'the request is nested too deep' }
  const framework = frameworkProblem(error)
  return framework ?? { ...nothingMore, status: 500, type: 'internal_server_error', message: bugMessage, isBug: true }
}

/** What V8 throws when lists within lists within lists are walked; it has no code. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack')
}

const nothingMore = {
  param: null,
  providerCode: null,
  providerHeaders: {},
  retryAfterMs: undefined,
  attempts: undefined,
  asked: undefined,
  isBug: false,
} as const satisfies Partial<Problem>

const bugMessage = 'the gateway failed on this request; its log has the reason under the call id of the answer'

function own({ status, type, message, param }: GatewayError) {
  return { status, type, message, param }
}

/** Fastify's refusals carry a status and a code of theirs: bodies that are too large, addresses that cannot be decoded. */
function frameworkProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined
  const status = error.statusCode
  if (status < 400 || status > 499) return undefined
  return { ...nothingMore, status, type: typeOf(status), message: messageOf(error, status) }
}

function messageOf(error: Error, status: number): string {
  if (status === 413) return 'the request body is larger than this gateway takes (general_settings.max_request_size_mb)'
  // Fastify would quote it with its query, in which Google's clients put their key
  if ('code' in error && error.code === 'FST_ERR_BAD_URL') return 'the address cannot be decoded'
  return error.message
}

/** OpenAI's word for a status. */
export function typeOf(status: number): string {
  return types.get(status) ?? (status >= 500 ? 'internal_server_error' : 'invalid_request_error')
}

const types: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [408, 'timeout'],
  [429, 'rate_limit_error'],
])
