/** Signature Version 4 against AWS's published figures, and against a second implementation on random requests. */
import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../../src/protocol/http.js'
import { encodeSegment } from '../../../src/providers/bedrock/route.js'
import { type Signer, signed } from '../../../src/providers/bedrock/sigv4.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'

/** The keys and the moment of AWS's own examples. */
const signer: Signer = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
}
const moment = Date.UTC(2015, 7, 30, 12, 36, 0)
const plain = (method: 'GET' | 'POST', path = '/'): HttpRequest => ({ method, url: `https://example.amazonaws.com${path}`, headers: {} })

async function authorization(request: HttpRequest, by: Signer = signer, now = moment): Promise<string | undefined> {
  return (await signed(request, by, nodeCrypto, now)).headers.authorization
}

describe("AWS's published figures", () => {
  test.each([
    { name: 'get-vanilla', request: plain('GET'), want: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31' },
    { name: 'post-vanilla', request: plain('POST'), want: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b' },
    {
      name: 'get-vanilla-query-order-key-case',
      request: plain('GET', '/?Param2=value2&Param1=value1'),
      want: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    },
  ])('$name', async ({ request, want }) => {
    expect(await authorization(request)).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${want}`,
    )
  })

  test("the example of IAM's ListUsers", async () => {
    const request: HttpRequest = {
      method: 'GET',
      url: 'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    }
    expect(await authorization(request, { ...signer, service: 'iam' })).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
        'SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    )
  })
})

describe('what is signed', () => {
  const request: HttpRequest = {
    method: 'POST',
    url: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/us.anthropic.claude-v1%3A0/converse',
    headers: { 'content-type': 'application/json', 'x-amz-trace': '  a   b ', 'user-agent': 'x', authorization: 'old' },
    body: '{}',
  }

  test('host, type and amz headers with the session token; others travel unsigned, an old authorization does not', async () => {
    const { headers, ...rest } = await signed(request, { ...signer, sessionToken: 'token' }, nodeCrypto, moment)
    expect(rest).toEqual({ method: 'POST', url: request.url, body: '{}' })
    expect(headers).toEqual({
      'content-type': 'application/json',
      'x-amz-trace': '  a   b ',
      'user-agent': 'x',
      'x-amz-date': '20150830T123600Z',
      'x-amz-security-token': 'token',
      authorization: expect.stringContaining('SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-trace,'),
    })
  })

  test('the bytes of a body count as its text does', async () => {
    expect(await authorization({ ...request, body: new TextEncoder().encode('{}') })).toBe(await authorization(request))
    expect(await authorization({ ...request, body: '{ }' })).not.toBe(await authorization(request))
  })

  test('hashes that come late give the same signature', async () => {
    const slow = {
      ...nodeCrypto,
      sha256: async (data: string | Uint8Array) => nodeCrypto.sha256(data),
      hmacSha256: async (key: Uint8Array, data: string | Uint8Array) => nodeCrypto.hmacSha256(key, data),
    }
    expect((await signed(request, signer, slow, moment)).headers.authorization).toBe(await authorization(request))
  })
})

describe('a second implementation', () => {
  const text = (from: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...from), minLength: 1, maxLength })
  const id = fc.oneof(
    text("abc.-_:0/!'()*~ ü@=+$,", 40),
    fc.constantFrom(
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123',
      'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0',
    ),
  )

  test('gives the same signature for ids with colons, ARNs, session tokens and query strings', async () => {
    await fc.assert(
      fc.asyncProperty(
        id,
        fc.option(text('abcdefXYZ/+=', 60), { nil: undefined }),
        fc.array(fc.tuple(text('abZ-', 4), text('a b&=/ü~', 5)), { maxLength: 4 }),
        fc.string({ maxLength: 100 }),
        async (model, sessionToken, query, body) => {
          const search = query.map(([name, value]) => `${encodeSegment(name)}=${encodeSegment(value)}`).join('&')
          const path = `/model/${encodeSegment(model)}/converse`
          const by = { ...signer, sessionToken, region: 'eu-central-1', service: 'bedrock' }
          const request: HttpRequest = {
            method: 'POST',
            url: `https://bedrock-runtime.eu-central-1.amazonaws.com${path}${search === '' ? '' : `?${search}`}`,
            headers: { 'content-type': 'application/json' },
            body,
          }
          const result = await signed(request, by, nodeCrypto, 1_748_736_000_000)
          expect(result.headers.authorization?.replace(/^.*Signature=/, '')).toBe(secondSignature(model, query, body, sessionToken))
        },
      ),
      { seed: 20_250_601, numRuns: 200 },
    )
  })
})

/** Written from AWS's description alone, for one fixed kind of request, from the parts rather than from the URL. */
function secondSignature(model: string, query: readonly (readonly [string, string])[], body: string, token: string | undefined): string {
  const percent = (value: string) =>
    [...Buffer.from(value)]
      .map((byte) =>
        /[A-Za-z0-9_.~-]/.test(String.fromCharCode(byte))
          ? String.fromCharCode(byte)
          : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
      )
      .join('')
  const sha = (value: string) => createHash('sha256').update(value).digest('hex')
  const pairs = query.map(([name, value]) => `${percent(name)}\u0000${percent(value)}`).sort()
  const headers = [
    'content-type:application/json',
    'host:bedrock-runtime.eu-central-1.amazonaws.com',
    'x-amz-date:20250601T000000Z',
    ...(token === undefined ? [] : [`x-amz-security-token:${token}`]),
  ]
  const names = headers.map((line) => line.slice(0, line.indexOf(':'))).join(';')
  const canonical = `POST\n/model/${percent(percent(model))}/converse\n${pairs.join('&').replaceAll('\u0000', '=')}\n${headers.join('\n')}\n\n${names}\n${sha(body)}`
  const scope = '20250601/eu-central-1/bedrock/aws4_request'
  const key = scope
    .split('/')
    .reduce((previous: string | Buffer, part) => createHmac('sha256', previous).update(part).digest(), `AWS4${signer.secretAccessKey}`)
  return createHmac('sha256', key)
    .update(`AWS4-HMAC-SHA256\n20250601T000000Z\n${scope}\n${sha(canonical)}`)
    .digest('hex')
}
