/** Headers that go on and headers that stay. */
import { expect, test } from 'vitest'
import { returnedHeaders, sentHeaders } from '../../../src/gateway/pass-through/headers.js'

test('what a caller sends goes on but for its key, its hop and what is the gateway’s', () => {
  const given = {
    accept: '*/*',
    'content-type': 'application/json',
    'content-length': '3',
    'transfer-encoding': 'chunked',
    connection: 'keep-alive, X-Hop',
    'x-hop': '1',
    host: 'gateway',
    cookie: 'session=1',
    authorization: 'Bearer sk-key',
    'x-api-key': 'sk-key',
    'x-own-key': 'sk-key',
    'x-copy': 'a sk-key b',
    'x-litellm-tags': 'a',
    'x-litellm-api-key': 'sk-key',
    'proxy-authorization': 'x',
    'x-amz-date': '1',
    'openai-organization': 'org-of-another',
    'openai-project': 'p',
    'x-goog-user-project': 'p',
    'anthropic-beta': 'b',
    'set-cookie': ['a', 'b'],
  }
  expect({ ...sentHeaders(given, 'sk-key', ['x-own-key', undefined]) }).toEqual({
    accept: '*/*',
    'content-type': 'application/json',
    'anthropic-beta': 'b',
    'set-cookie': 'a, b',
  })
})

test('what a host answers comes back but for its hop and what would bind the gateway’s own host', () => {
  const given = {
    'content-type': 'text/plain',
    'content-encoding': 'br',
    'content-length': '3',
    'x-many': ['1', '2'],
    connection: ['x-hop, keep-alive', 'X-Second'],
    'x-hop': '1',
    'x-second': '1',
    'keep-alive': 'timeout=5',
    'set-cookie': ['a=b'],
    'alt-svc': 'h3=":443"',
    'strict-transport-security': 'max-age=1',
    missing: undefined,
  }
  expect({ ...returnedHeaders(given) }).toEqual({
    'content-type': 'text/plain',
    'content-encoding': 'br',
    'content-length': '3',
    'x-many': ['1', '2'],
  })
})
