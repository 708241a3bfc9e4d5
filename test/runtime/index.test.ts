/** The names of the entry `llmgen/runtime`: generated clients import them, so none may vanish by accident. */
import { expect, test } from 'vitest'
import * as runtime from '../../src/runtime/index.js'

test('the entry exports these values', () => {
  expect(Object.keys(runtime).sort()).toEqual([
    'APIConnectionError',
    'APIConnectionTimeoutError',
    'APIError',
    'APITimeoutError',
    'APIUserAbortError',
    'ApiError',
    'AuthenticationError',
    'BadGatewayError',
    'BadRequestError',
    'ConflictError',
    'ContentPolicyViolationError',
    'ContextWindowExceededError',
    'InternalServerError',
    'NotFoundError',
    'PermissionDeniedError',
    'RateLimitError',
    'ServiceUnavailableError',
    'Timeout',
    'TransportFault',
    'UnprocessableEntityError',
    'UnsupportedParamsError',
    'createClient',
    'createTransport',
    'defaultErrors',
    'latencyBasedRouting',
    'lazyClient',
    'simpleShuffle',
  ])
})
