/** Google's error answers as failures. */
import { describe, expect, test } from 'vitest'
import { gemini } from '../../../src/providers/gemini.js'
import { geminiTarget } from './support.js'

const failed = (status: number, error: object, wrap: (value: object) => unknown = (value) => value) =>
  gemini.toFailure({ status, headers: {}, text: JSON.stringify(wrap({ error: { code: status, ...error } })) }, geminiTarget())
const quota = (quotaId: string, retryDelay?: string) => ({
  status: 'RESOURCE_EXHAUSTED',
  message: 'You exceeded your current quota.',
  details: [
    { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] },
    ...(retryDelay === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }]),
  ],
})

describe('errors', () => {
  test.each([
    [400, { status: 'INVALID_ARGUMENT', message: 'bad' }, 'bad-request', 'INVALID_ARGUMENT'],
    [400, { status: 'INVALID_ARGUMENT', message: 'API key not valid. Please pass a valid API key.' }, 'authentication', 'invalid_api_key'],
    [400, { status: 'FAILED_PRECONDITION', message: 'not here' }, 'bad-request', 'FAILED_PRECONDITION'],
    [
      400,
      { status: 'INVALID_ARGUMENT', message: 'The input token count (9) exceeds the maximum number of tokens allowed (8).' },
      'context-window',
      'context_length_exceeded',
    ],
    [401, { status: 'UNAUTHENTICATED', message: 'no' }, 'authentication', 'UNAUTHENTICATED'],
    [403, { status: 'PERMISSION_DENIED', message: 'no' }, 'permission', 'PERMISSION_DENIED'],
    [404, { status: 'NOT_FOUND', message: 'models/x is not found' }, 'not-found', 'NOT_FOUND'],
    [429, quota('GenerateRequestsPerMinutePerProjectPerModel-FreeTier', '34.4s'), 'rate-limit', 'RESOURCE_EXHAUSTED', 34_400],
    [429, quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier'), 'rate-limit', 'insufficient_quota'],
    [500, { status: 'INTERNAL', message: 'oops' }, 'internal', 'INTERNAL'],
    [503, { status: 'UNAVAILABLE', message: 'overloaded' }, 'unavailable', 'UNAVAILABLE'],
    [504, { status: 'DEADLINE_EXCEEDED', message: 'late' }, 'timeout', 'DEADLINE_EXCEEDED'],
  ] as const)('%i %j', (status, error, kind, code, wait?: number) => {
    const seen = (failure: ReturnType<typeof failed>) => [failure.status, failure.kind, failure.code, failure.retryAfterMs]
    expect(seen(failed(status, error))).toEqual([status, kind, code, wait])
    expect(seen(failed(status, error, (value) => [value]))).toEqual([status, kind, code, wait])
  })
})
