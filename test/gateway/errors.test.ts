import { describe, expect, test } from 'vitest'
import { errorBody, errorEvent } from '../../src/gateway/error-shapes.js'
import { GatewayError, type Problem, toProblem } from '../../src/gateway/errors.js'
import { defaultErrors } from '../../src/protocol/errors.js'
import { createFailure } from '../../src/runtime/failures.js'

const failure = (status: number) =>
  createFailure(
    { provider: 'openai', model: 'm' },
    { kind: 'api', status, code: 'odd_code', message: 'it failed', headers: { 'x-a': 'b' }, retryAfterMs: 1_500 },
  )

test('an error of a call keeps what the provider said', () => {
  expect(toProblem(defaultErrors.create(failure(429), []))).toEqual({
    status: 429,
    type: 'rate_limit_error',
    message: 'it failed',
    param: null,
    providerCode: 'odd_code',
    providerHeaders: { 'x-a': 'b' },
    retryAfterMs: 1_500,
    attempts: 0,
    isBug: false,
  })
})

test.each([302, 700])('a status %d that is no error becomes 502', (status) => {
  expect(toProblem(defaultErrors.create(failure(status), [])).status).toBe(502)
})

test('a bug is a 500 that tells nothing of itself', () => {
  const problem = toProblem(new TypeError('cannot read properties of sk-secret'))
  expect([problem.status, problem.isBug, problem.message.includes('sk-secret')]).toEqual([500, true, false])
})

describe('shapes', () => {
  const problem = (status: number): Problem => toProblem(new GatewayError(status, 'some_type', 'why', { param: 'model' }))
  const rows = [
    { status: 400, anthropic: 'invalid_request_error', google: 'INVALID_ARGUMENT' },
    { status: 401, anthropic: 'authentication_error', google: 'UNAUTHENTICATED' },
    { status: 403, anthropic: 'permission_error', google: 'PERMISSION_DENIED' },
    { status: 404, anthropic: 'not_found_error', google: 'NOT_FOUND' },
    { status: 413, anthropic: 'request_too_large', google: 'INVALID_ARGUMENT' },
    { status: 429, anthropic: 'rate_limit_error', google: 'RESOURCE_EXHAUSTED' },
    { status: 500, anthropic: 'api_error', google: 'INTERNAL' },
    { status: 503, anthropic: 'overloaded_error', google: 'UNAVAILABLE' },
  ]
  test.each(rows)('$status', ({ status, anthropic, google }) => {
    expect(errorBody(problem(status), 'openai', 'id')).toEqual({
      error: { message: 'why', type: 'some_type', param: 'model', code: String(status) },
    })
    expect(errorBody(problem(status), 'anthropic', 'id')).toEqual({
      type: 'error',
      error: { type: anthropic, message: 'why' },
      request_id: 'id',
    })
    expect(errorBody(problem(status), 'google', 'id')).toEqual({ error: { code: status, message: 'why', status: google } })
  })

  test('as the event of a stream', () => {
    expect(errorEvent(problem(500), 'openai', 'id')).toBe(
      'data: {"error":{"message":"why","type":"some_type","param":"model","code":"500"}}\n\n',
    )
    expect(errorEvent(problem(500), 'anthropic', 'id')).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"why"},"request_id":"id"}\n\n',
    )
  })
})
