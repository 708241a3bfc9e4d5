/** The closed error set: which class, which status, which fields. */
import { describe, expect, test } from 'vitest'
import * as errors from '../../src/protocol/errors.js'
import type { ErrorKind, Failure } from '../../src/protocol/failure.js'

const failure = (more: Partial<Failure>): Failure => ({
  kind: 'api',
  message: 'what happened',
  status: 0,
  code: null,
  type: null,
  param: null,
  headers: {},
  requestId: null,
  provider: 'openai',
  model: 'gpt-4o',
  ...more,
})

const classes: readonly (readonly [ErrorKind, string, number, readonly (new (f: Failure) => Error)[]])[] = [
  ['bad-request', 'BadRequestError', 400, [errors.BadRequestError]],
  ['unsupported-params', 'UnsupportedParamsError', 400, [errors.UnsupportedParamsError, errors.BadRequestError]],
  ['context-window', 'ContextWindowExceededError', 400, [errors.ContextWindowExceededError, errors.BadRequestError]],
  ['content-policy', 'ContentPolicyViolationError', 400, [errors.ContentPolicyViolationError, errors.BadRequestError]],
  ['authentication', 'AuthenticationError', 401, [errors.AuthenticationError]],
  ['permission', 'PermissionDeniedError', 403, [errors.PermissionDeniedError]],
  ['not-found', 'NotFoundError', 404, [errors.NotFoundError]],
  ['timeout', 'APIConnectionTimeoutError', 408, [errors.Timeout, errors.APITimeoutError, errors.APIConnectionError]],
  ['conflict', 'ConflictError', 409, [errors.ConflictError]],
  ['unprocessable', 'UnprocessableEntityError', 422, [errors.UnprocessableEntityError]],
  ['rate-limit', 'RateLimitError', 429, [errors.RateLimitError]],
  ['internal', 'InternalServerError', 500, [errors.InternalServerError]],
  ['bad-gateway', 'BadGatewayError', 502, [errors.BadGatewayError, errors.InternalServerError]],
  ['unavailable', 'ServiceUnavailableError', 503, [errors.ServiceUnavailableError, errors.InternalServerError]],
  ['connection', 'APIConnectionError', 500, [errors.APIConnectionError]],
  ['abort', 'APIUserAbortError', 499, [errors.APIUserAbortError]],
  ['api', 'APIError', 500, [errors.ApiError]],
]

describe('classes', () => {
  test.each(classes)('%s becomes %s with status %i', (kind, name, status, parents) => {
    const error = errors.defaultErrors.create(failure({ kind }), [])
    expect(error).toMatchObject({ name, kind, status, status_code: status, message: 'what happened' })
    for (const parent of [...parents, errors.APIError, Error]) expect(error).toBeInstanceOf(parent)
    expect(errors.ApiError.is(error)).toBe(true)
  })

  test('only the timeout is an APIConnectionTimeoutError', () => {
    expect(errors.defaultErrors.create(failure({ kind: 'connection' }), [])).not.toBeInstanceOf(errors.Timeout)
  })
})

test('an error has the fields of OpenAI, of LiteLLM and ours', () => {
  const cause = new Error('socket')
  const attempts = [{ deploymentId: 'd', group: 'g', provider: 'azure', outcome: 'rate-limit', status: 429, durationMs: 5 }]
  const error = errors.defaultErrors.create(
    failure({
      kind: 'rate-limit',
      status: 429,
      code: 'rate_limit_exceeded',
      type: 'tokens',
      param: 'messages',
      headers: { 'retry-after': '2' },
      requestId: 'req_1',
      retryAfterMs: 2_000,
      retries: { made: 1, allowed: 2 },
      body: { message: 'slow down' },
      provider: 'azure',
      cause,
    }),
    attempts,
  )
  expect({ ...error }).toEqual({
    [errors.errorBrand]: true,
    name: 'RateLimitError',
    kind: 'rate-limit',
    status: 429,
    status_code: 429,
    code: 'rate_limit_exceeded',
    type: 'tokens',
    param: 'messages',
    request_id: 'req_1',
    requestID: 'req_1',
    headers: { 'retry-after': '2' },
    error: { message: 'slow down' },
    llm_provider: 'azure',
    model: 'gpt-4o',
    retryable: true,
    retryAfterMs: 2_000,
    attempts,
    num_retries: 1,
    max_retries: 2,
  })
  expect(error.cause).toBe(cause)
  expect(error.stack).toContain('RateLimitError')
})

test.each([
  [{ kind: 'internal', status: 529 }, 529, true],
  [{ kind: 'timeout', status: 504 }, 504, true],
  [{ kind: 'rate-limit', status: 429, code: 'insufficient_quota' }, 429, false],
  [{ kind: 'api', status: 599 }, 599, true],
  [{ kind: 'api', status: 418 }, 418, false],
  [{ kind: 'authentication', status: 401 }, 401, false],
] as const)('%o keeps its status and says whether trying again may help', (given, status, retryable) => {
  expect(errors.defaultErrors.create(failure(given), [])).toMatchObject({ status, retryable })
})

test('ApiError.is knows the errors of another copy by their brand, and nothing else', () => {
  const foreign = Object.assign(new Error('x'), { [Symbol.for('llmgen.ApiError')]: true })
  expect([foreign, new Error('x'), null, 'x', {}].map((value) => errors.ApiError.is(value))).toEqual([true, false, false, false, false])
})
