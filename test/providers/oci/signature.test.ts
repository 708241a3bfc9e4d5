/** Oracle's request signature, checked with the public key as Oracle does it, and how its key is found. */
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { Credentials, TokenPorts } from '../../../src/providers/adapter.js'
import { ociKeys } from '../../../src/providers/oci/key.js'
import { signedForOracle } from '../../../src/providers/oci/signature.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { testNow, testTarget } from '../../support/codec.js'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const who = { oci_user: 'ocid1.user', oci_fingerprint: 'aa:bb', oci_tenancy: 'ocid1.tenancy' }
const target = testTarget({ provider: { name: 'oci', format: 'oci', auth: 'fields' } })
const request = {
  method: 'POST',
  url: 'https://inference.generativeai.us-ashburn-1.oci.oraclecloud.com/20231130/actions/chat?x=1',
  headers: { 'content-type': 'application/json' },
  body: '{"text":"Grüße"}',
} as const

test.each([
  ['as it is', pem],
  ['with \\n for line breaks', pem.replaceAll('\n', '\\n')],
])('a key %s signs what the headers say', async (_form, key) => {
  const signed = await signedForOracle(request, { kind: 'fields', fields: { ...who, oci_key: key } }, target, nodeCrypto, testNow)
  const { authorization = '', ...headers } = signed.headers
  const body = Buffer.from(request.body)
  expect(headers).toEqual({
    'content-type': 'application/json',
    'x-date': 'Sun, 01 Jun 2025 00:00:00 GMT',
    'x-content-sha256': createHash('sha256').update(body).digest('base64'),
  })
  const match = /^Signature version="1",keyId="(.*)",algorithm="rsa-sha256",headers="(.*)",signature="(.*)"$/.exec(authorization)
  expect(match?.slice(1, 3)).toEqual([
    'ocid1.tenancy/ocid1.user/aa:bb',
    'x-date (request-target) host content-length content-type x-content-sha256',
  ])
  const lines = [
    `x-date: ${headers['x-date']}`,
    '(request-target): post /20231130/actions/chat?x=1',
    'host: inference.generativeai.us-ashburn-1.oci.oraclecloud.com',
    `content-length: ${body.length}`,
    'content-type: application/json',
    `x-content-sha256: ${headers['x-content-sha256']}`,
  ]
  expect(
    createVerify('RSA-SHA256')
      .update(lines.join('\n'))
      .verify(publicKey, match?.[3] ?? '', 'base64'),
  ).toBe(true)
})

const ports = (readFile: TokenPorts['readFile']): TokenPorts => ({
  crypto: nodeCrypto,
  now: testNow,
  readFile,
  env: () => undefined,
  send: async () => ({ failure: { ...failure } }),
  importPeer: async () => undefined,
})
const failure = {
  kind: 'connection' as const,
  message: 'nothing is sent here',
  status: 500,
  code: null,
  type: null,
  param: null,
  headers: {},
  requestId: null,
  provider: 'oci',
  model: 'model-x',
}
const fields = (more: { readonly [name: string]: string }): Credentials => ({ kind: 'fields', fields: { ...who, ...more } })

test('the key of a file is read, and one that is given needs no file', async () => {
  const read = await ociKeys.getToken(
    fields({ oci_key_file: '/keys/oci.pem' }),
    target,
    ports(async (path) => (path === '/keys/oci.pem' ? pem : 'another file')),
  )
  expect(read).toEqual({
    token: '',
    expiresAt: testNow + 900_000, // read anew then: it may have been replaced
    credentials: fields({ oci_key_file: '/keys/oci.pem', oci_key: pem.trim() }),
  })
  expect(await ociKeys.getToken(fields({ oci_key: pem }), target, ports(undefined))).toEqual({
    token: '',
    expiresAt: Number.POSITIVE_INFINITY,
    credentials: fields({ oci_key: pem }),
  })
})

test.each([
  ['nothing', {}, undefined, 'the signature lacks oci_key. Set them in litellm_params or as OCI_KEY'],
  ['a file that cannot be read', { oci_key_file: '/gone' }, () => Promise.reject(new Error('ENOENT')), 'cannot be read: ENOENT'],
  ['a text that is no key', { oci_key: 'not-a-key' }, undefined, '`oci_key` holds no private key in PEM'],
  ['a file that holds no key', { oci_key_file: '/x' }, async () => 'not-a-key', '(/x) holds no private key in PEM'],
  ['a file where there is no disk', { oci_key_file: '/gone' }, undefined, 'hand the key over as `oci_key`'],
])('%s is an authentication failure that says what to do', async (_what, more, readFile, why) => {
  const token = await ociKeys.getToken(fields(more), target, ports(readFile))
  expect(isFault(token) && [token.failure.kind, token.failure.message.includes(why)]).toEqual(['authentication', true])
})
