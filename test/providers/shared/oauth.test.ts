/** Token requests, and what their answers mean. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { basicAuth, clientCredentialsRequest, tokenReply, tokenRequest } from '../../../src/providers/shared/oauth.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'

const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }

describe('requests', () => {
  test.each([
    [
      'id and secret in the form',
      clientCredentialsRequest({ url: 'https://x/token', clientId: 'a b', clientSecret: 's&s', scope: 'all-apis' }),
      {
        method: 'POST',
        url: 'https://x/token',
        headers,
        body: 'grant_type=client_credentials&scope=all-apis&client_id=a+b&client_secret=s%26s',
      },
    ],
    [
      'id and secret in a header',
      clientCredentialsRequest({ url: 'https://x/token', clientId: 'id', clientSecret: 'pä', by: 'basic' }),
      {
        method: 'POST',
        url: 'https://x/token',
        headers: { ...headers, authorization: 'Basic aWQ6cMOk' },
        body: 'grant_type=client_credentials',
      },
    ],
    [
      'members that are not there',
      tokenRequest('https://x', { a: undefined, b: '' }, { 'x-own': '1' }),
      { method: 'POST', url: 'https://x', headers: { ...headers, 'x-own': '1' }, body: 'b=' },
    ],
  ])('%s', (_name, got, want) => expect(got).toEqual(want))

  test('a password of any characters', () => expect(basicAuth('u', 'p')).toBe('Basic dTpw'))
})

const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`
const target = testTarget()

describe('answers', () => {
  test.each([
    ['expires_in', { access_token: 't', expires_in: 60 }, testNow + 60_000],
    ['expires_in as text', { access_token: 't', expires_in: '60' }, testNow + 60_000],
    ['expires_on', { access_token: 't', expires_on: '1748736100' }, 1_748_736_100_000],
    ['expiration', { access_token: 't', expiration: 1_748_736_100 }, 1_748_736_100_000],
    ['expireTime', { accessToken: 't', expireTime: '2025-06-01T00:10:00Z' }, testNow + 600_000],
    ['the claim of a JWT', { access_token: jwt({ exp: 1_748_736_200 }) }, 1_748_736_200_000],
    ['nothing: an hour', { access_token: 'a.b.c' }, testNow + 3_600_000],
    ['nonsense: an hour', { access_token: 't', expires_in: -5, expires_on: 'soon' }, testNow + 3_600_000],
  ])('end by %s', (_name, body, expiresAt) => {
    const token = 'accessToken' in body ? body.accessToken : body.access_token
    expect(tokenReply(httpReply(body), target, testNow, 'x')).toEqual({ token, expiresAt })
  })

  test.each([
    [
      'OAuth',
      400,
      { error: 'invalid_client', error_description: 'No such client.' },
      'authentication',
      'invalid_client',
      'got status 400: No such client. Check',
    ],
    [
      'IBM',
      400,
      { errorCode: 'BXNIM0415E', errorMessage: 'Provided API key could not be found.' },
      'authentication',
      'sign_in_failed',
      'could not be found. Check',
    ],
    ['Google', 403, { error: { code: 403, message: 'Permission denied' } }, 'authentication', 'sign_in_failed', 'Permission denied. Check'],
    ['a page', 502, '<html>bad gateway</html>', 'unavailable', 'sign_in_failed', 'The token service is not well'],
    ['a limit', 429, { message: 'slow down' }, 'unavailable', 'sign_in_failed', 'slow down. The token service'],
    ['no token', 200, { token: 1 }, 'authentication', 'sign_in_failed', 'got an answer without a token'],
    ['no JSON', 200, 'ok', 'authentication', 'sign_in_failed', 'got an answer without a token: ok'],
    [
      'a secret that is repeated',
      400,
      { error: 'x', error_description: 'bad secret=abcdefghijkl4711' },
      'authentication',
      'x',
      'bad secret=…4711',
    ],
  ])('refused by %s', (_name, status, body, kind, code, words) => {
    const outcome = tokenReply(httpReply(body, {}, status), target, testNow, 'the API key')
    const failure = isFault(outcome) ? outcome.failure : undefined
    expect([failure?.kind, failure?.code]).toEqual([kind, code])
    expect(failure?.message).toContain('signing in with the API key')
    expect(failure?.message).toContain(words)
  })
})
