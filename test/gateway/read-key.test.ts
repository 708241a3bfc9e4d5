import { describe, expect, test } from 'vitest'
import { readKey } from '../../src/gateway/read-key.js'

const usual = { only: undefined, query: undefined }
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('the key is found in its places, the first that holds one wins', () => {
  const rows: readonly {
    readonly name: string
    readonly headers: { readonly [name: string]: string }
    readonly want: string | undefined
  }[] = [
    { name: 'nothing', headers: {}, want: undefined },
    { name: 'its own header', headers: { 'x-litellm-api-key': 'sk-a', authorization: 'Bearer sk-b' }, want: 'sk-a' },
    { name: 'its own header with Bearer', headers: { 'x-litellm-api-key': 'Bearer sk-a' }, want: 'sk-a' },
    { name: 'Bearer', headers: { authorization: 'Bearer sk-a', 'x-api-key': 'sk-b' }, want: 'sk-a' },
    { name: 'bearer', headers: { authorization: 'bearer sk-a' }, want: 'sk-a' },
    { name: 'Bearer and nothing', headers: { authorization: 'Bearer ', 'api-key': 'sk-b' }, want: 'sk-b' },
    { name: 'Basic with the key as it is', headers: { authorization: 'Basic sk-a' }, want: 'sk-a' },
    { name: 'Basic with the key as password', headers: { authorization: `Basic ${base64('user:sk-a')}` }, want: 'sk-a' },
    { name: 'Basic with the key as user', headers: { authorization: `Basic ${base64('sk-a:')}` }, want: 'sk-a' },
    {
      name: "AWS's signature",
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=sk-a/20260101/x, SignedHeaders=host' },
      want: 'sk-a',
    },
    { name: "AWS's signature with Bearer", headers: { authorization: 'AWS4-HMAC-SHA256 Credential=Bearer sk-a/2026' }, want: 'sk-a' },
    { name: 'another scheme', headers: { authorization: 'Digest sk-a' }, want: undefined },
    { name: 'no scheme', headers: { authorization: 'sk-a' }, want: undefined },
    { name: 'Azure', headers: { 'api-key': 'sk-a', 'x-api-key': 'sk-b' }, want: 'sk-a' },
    { name: 'Anthropic', headers: { 'x-api-key': 'sk-a', 'x-goog-api-key': 'sk-b' }, want: 'sk-a' },
    { name: 'Google', headers: { 'x-goog-api-key': 'sk-a' }, want: 'sk-a' },
    { name: 'a subscription', headers: { 'ocp-apim-subscription-key': 'sk-a' }, want: 'sk-a' },
  ]
  test.each(rows)('$name', ({ headers, want }) => expect(readKey(headers, usual)).toBe(want))
})

test('the address holds a key where the route allows it, and headers win', () => {
  expect(readKey({}, { only: undefined, query: 'sk-q' })).toBe('sk-q')
  expect(readKey({ 'x-goog-api-key': 'sk-a' }, { only: undefined, query: 'sk-q' })).toBe('sk-a')
})

test('a header of the config alone counts', () => {
  const only = { only: 'x-mine', query: 'sk-q' }
  expect(readKey({ 'x-mine': 'Bearer sk-a', authorization: 'Bearer sk-b' }, only)).toBe('sk-a')
  expect(readKey({ authorization: 'Bearer sk-b' }, only)).toBeUndefined()
})
