/** Where requests to Gemini go, and under which key. */
import { describe, expect, test } from 'vitest'
import { isFault } from '../../src/protocol/failure.js'
import { contentCodec } from '../../src/providers/gemini/content-codec.js'
import { gemini } from '../../src/providers/gemini.js'
import { chatCall, testTarget } from '../support/codec.js'

const target = (baseUrl: string, model: string, auth: 'bearer' | 'x-api-key' = 'x-api-key') =>
  testTarget({ provider: { name: 'gemini', format: 'gemini', auth }, baseUrl, model })
const crypto = { sha256: none, hmacSha256: none, signRs256: none, crc32: () => 0, randomId: () => '' }
function none() {
  return new Uint8Array()
}

describe('addresses', () => {
  const host = 'https://generativelanguage.googleapis.com'
  test.each([
    [host, 'gemini-2.5-pro', false, `${host}/v1beta/models/gemini-2.5-pro:generateContent`],
    [`${host}/v1beta/`, 'gemini-2.5-pro', true, `${host}/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse`],
    [`${host}/v1alpha`, 'models/gemini-x', false, `${host}/v1alpha/models/gemini-x:generateContent`],
    [host, 'tunedModels/mine', false, `${host}/v1beta/tunedModels/mine:generateContent`],
    [host, 'a?b', false, `${host}/v1beta/models/a%3Fb:generateContent`],
  ])('%s %s', (baseUrl, model, stream, want) => {
    const request = gemini.endpoints.chat?.toRequest(chatCall({}, { stream }), target(baseUrl, model))
    expect(request !== undefined && !isFault(request) && request.url).toBe(want)
  })
})

test('another host of the format brings its own addresses', () => {
  const codec = contentCodec(({ baseUrl, model }, method) => `${baseUrl}/publishers/google/models/${model}:${method}`)
  const request = codec.toRequest(chatCall({}, { stream: true }), target('https://h.example/v1/projects/p/locations/l', 'm'))
  const url = 'https://h.example/v1/projects/p/locations/l/publishers/google/models/m:streamGenerateContent?alt=sse'
  expect(!isFault(request) && request.url).toBe(url)
})

describe('keys', () => {
  const request = { method: 'POST' as const, url: 'u', headers: { a: 'b' }, body: '{}' }
  test.each([
    ['a key', { kind: 'key', key: 'k' }, 'x-api-key', { 'x-goog-api-key': 'k' }],
    ['a key of a proxy', { kind: 'key', key: 'k' }, 'bearer', { authorization: 'Bearer k' }],
    ['a token', { kind: 'bearer', token: 't' }, 'x-api-key', { authorization: 'Bearer t' }],
    ['none', { kind: 'none' }, 'x-api-key', {}],
  ] as const)('%s', (_name, credentials, auth, want) => {
    expect(gemini.authorize(request, credentials, target('u', 'm', auth), crypto, 0)).toEqual({ ...request, headers: { a: 'b', ...want } })
  })
})
