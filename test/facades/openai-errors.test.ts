/** The error set over the real `openai` package: handlers written for its SDK keep working. */
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import * as ours from '../../src/facades/openai-errors.js'
import { openaiErrors } from '../../src/facades/openai-errors.js'
import { ApiError } from '../../src/protocol/errors.js'
import type { ErrorKind, Failure } from '../../src/protocol/failure.js'

const failure = (more: Partial<Failure>): Failure => ({
  kind: 'api',
  message: 'what happened',
  status: 0,
  code: 'some_code',
  type: 'some_type',
  param: 'messages',
  headers: { 'retry-after': '2', 'x-request-id': 'req_1' },
  requestId: 'req_1',
  provider: 'azure',
  model: 'gpt-4o',
  ...more,
})

type AnyClass = abstract new (...args: never[]) => Error
const kinds: readonly (readonly [ErrorKind, string, number, readonly AnyClass[]])[] = [
  ['bad-request', 'BadRequestError', 400, [OpenAI.BadRequestError]],
  ['unsupported-params', 'UnsupportedParamsError', 400, [OpenAI.BadRequestError, ours.BadRequestError]],
  ['context-window', 'ContextWindowExceededError', 400, [OpenAI.BadRequestError, ours.BadRequestError]],
  ['content-policy', 'ContentPolicyViolationError', 400, [OpenAI.BadRequestError, ours.BadRequestError]],
  ['authentication', 'AuthenticationError', 401, [OpenAI.AuthenticationError]],
  ['permission', 'PermissionDeniedError', 403, [OpenAI.PermissionDeniedError]],
  ['not-found', 'NotFoundError', 404, [OpenAI.NotFoundError]],
  [
    'timeout',
    'APIConnectionTimeoutError',
    408,
    [OpenAI.APIConnectionTimeoutError, OpenAI.APIConnectionError, ours.Timeout, ours.APITimeoutError],
  ],
  ['conflict', 'ConflictError', 409, [OpenAI.ConflictError]],
  ['unprocessable', 'UnprocessableEntityError', 422, [OpenAI.UnprocessableEntityError]],
  ['rate-limit', 'RateLimitError', 429, [OpenAI.RateLimitError]],
  ['internal', 'InternalServerError', 500, [OpenAI.InternalServerError]],
  ['bad-gateway', 'BadGatewayError', 502, [OpenAI.InternalServerError, ours.InternalServerError]],
  ['unavailable', 'ServiceUnavailableError', 503, [OpenAI.InternalServerError, ours.InternalServerError]],
  ['connection', 'APIConnectionError', 500, [OpenAI.APIConnectionError]],
  ['abort', 'APIUserAbortError', 499, [OpenAI.APIUserAbortError]],
  ['api', 'APIError', 500, [OpenAI.APIError]],
]

describe('classes', () => {
  test.each(kinds)('%s is a %s and an instance of the class of the openai package', (kind, name, status, parents) => {
    const error = openaiErrors.create(failure({ kind }), [])
    for (const parent of [...parents, OpenAI.APIError, OpenAI.OpenAIError, Error]) expect(error).toBeInstanceOf(parent)
    expect(error).toMatchObject({
      name,
      status,
      status_code: status,
      message: 'what happened',
      llm_provider: 'azure',
      code: 'some_code',
      requestID: 'req_1',
    })
    expect(error.constructor.name).toBe(name)
    expect(ApiError.is(error)).toBe(true)
  })
})

test('a handler as the OpenAI SDK documents it works unchanged', () => {
  const attempts = [{ deploymentId: 'd', group: 'g', provider: 'azure', outcome: 'rate-limit', status: 429, durationMs: 1 }]
  const error: unknown = openaiErrors.create(failure({ kind: 'rate-limit', status: 429, cause: 'socket', retryAfterMs: 2_000 }), attempts)
  if (!(error instanceof OpenAI.APIError)) throw new Error('not an APIError')
  expect([error.status, error.headers?.get('retry-after'), error.code, error.type, error.param]).toEqual([
    429,
    '2',
    'some_code',
    'some_type',
    'messages',
  ])
  if (!(error instanceof ours.RateLimitError)) throw new Error('not a RateLimitError')
  expect([error.attempts, error.retryAfterMs, error.cause]).toEqual([attempts, 2_000, 'socket'])
})

test('a header that cannot be one does not hide the error, and the cause is not part of its JSON', () => {
  const error = openaiErrors.create(failure({ kind: 'internal', headers: { 'x-name': 'Zoë …' }, cause: { secret: 1 } }), [])
  if (!(error instanceof OpenAI.APIError)) throw new Error('not an APIError')
  expect([error.headers?.get('x-name'), error.cause, JSON.parse(JSON.stringify(error)).cause]).toEqual(['Zoë ?', { secret: 1 }, undefined])
})
