/** Error bodies in the shapes of OpenAI, Anthropic and Google. */
import type { Problem } from './errors.js'
import type { ErrorShape } from './route.js'

/** The body of an error answer, to be sent as JSON. */
export function errorBody(problem: Problem, shape: ErrorShape, callId: string): object {
  switch (shape) {
    case 'openai':
      return openaiError(problem)
    case 'anthropic':
      return {
        type: 'error',
        error: {
          type: anthropicTypes.get(problem.status) ?? fallbackType(problem.status),
          message: problem.message,
          ...(problem.details !== undefined && { details: problem.details }),
        },
        request_id: callId,
      }
    case 'google':
      return { error: { code: problem.status, message: problem.message, status: googleStatus(problem.status) } }
  }
}

/** The error event of a stream that broke off, in the framing of the route: OpenAI's and Google's data, Anthropic's event. */
export function errorEvent(problem: Problem, shape: ErrorShape, callId: string): string {
  const name = shape === 'anthropic' ? 'event: error\n' : ''
  return `${name}data: ${JSON.stringify(errorBody(problem, shape, callId))}\n\n`
}

/** `code` is the HTTP status as text, as LiteLLM has it; the provider's own code stands beside it. */
function openaiError({ message, type, param, status, providerCode }: Problem): object {
  const extra = providerCode === null ? {} : { provider_specific_fields: { code: providerCode } }
  return { error: { message, type, param, code: String(status), ...extra } }
}

/** Source: Anthropic's API reference, "Errors". */
const anthropicTypes: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [408, 'timeout_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [503, 'overloaded_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
])

function fallbackType(status: number): string {
  return status >= 500 ? 'api_error' : 'invalid_request_error'
}

/** Source: `google.rpc.Code` and the HTTP mapping beside it. */
const googleStatuses: ReadonlyMap<number, string> = new Map([
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [408, 'DEADLINE_EXCEEDED'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [501, 'UNIMPLEMENTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
])

function googleStatus(status: number): string {
  return googleStatuses.get(status) ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT')
}
