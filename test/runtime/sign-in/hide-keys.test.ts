/** No error shows a key of the client, whatever a host repeats. */
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { openaiErrors } from '../../../src/facades/openai-errors.js'
import { createFailure } from '../../../src/runtime/failures.js'
import { hideKeys, secretsOf } from '../../../src/runtime/sign-in/hide-keys.js'
import { at, errorOf, harness, messages } from '../harness.js'

const key = 'vllm-0123456789abcdef'

test.each([
  { name: 'our own errors', options: {} },
  { name: "the openai package's", options: { errors: openaiErrors } },
])('$name: message, headers, body and all else', async ({ options }) => {
  const echo = {
    status: 401,
    headers: { 'x-echo': `Bearer ${key}` },
    json: { error: { message: `bad key ${key}`, param: key, seen: { key } } },
  }
  const { client } = harness({ deployments: [at(0, 'a', { apiKey: { env: 'KEY' } })] }, { d0: echo }, { ...options, env: { KEY: key } })
  const error = await errorOf(client.completion({ model: 'a', messages }))
  expect(error.name).toBe('AuthenticationError')
  const shown = [error.message, String(error), JSON.stringify(error), inspect(error, { depth: 20, showHidden: true })].join()
  expect(shown).toContain('...cdef')
  expect(shown).not.toContain(key)
})

test('of the parts of a sign-in the secrets are hidden, and names, ids and places are not', () => {
  const fields = {
    tenant_id: 'a-tenant-that-is-long',
    client_secret: 'a-client-secret-1',
    azure_ad_token: 'oidc/github/audience',
    aws_web_identity_token: '/var/run/secrets/token',
    vertex_credentials: '/keys/service-account.json',
    azure_password: 'a-password-of-a-user',
  }
  expect(secretsOf([{ kind: 'fields', fields }])).toEqual(['a-client-secret-1', 'a-password-of-a-user'])
})

test('of a key file that is given as its text what is secret in it is hidden, escaped or not', () => {
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----\n'
  const google = { type: 'service_account', private_key_id: 'an-id-of-a-key', private_key: pem, token_uri: 'https://oauth2.example/token' }
  const sap = { credentials: { clientid: 'a-client-of-sap', clientsecret: 'a-secret-"of"-sap', url: 'https://sap.example' } }
  const fields = { vertex_credentials: JSON.stringify(google), api_key: ` ${JSON.stringify(sap)}` }
  const secrets = secretsOf([{ kind: 'fields', fields }])
  expect(secrets).toEqual([pem, 'a-secret-"of"-sap'])
  const message = `refused ${pem} and a-secret-"of"-sap`
  const failure = createFailure({ provider: 'p', model: 'm' }, { kind: 'internal', status: 500, code: null, message })
  expect(hideKeys(failure, secrets).message).toBe('refused ... and ...')
})

test('placeholders are no secrets, and each secret is kept once', () => {
  expect(
    secretsOf([
      { kind: 'key', key: 'none' },
      { kind: 'none' },
      { kind: 'key', key },
      { kind: 'key', key },
      { kind: 'bearer', token: 'a-token-of-some-length' },
      { kind: 'aws', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a-secret-access-key', region: 'r' },
    ]),
  ).toEqual([key, 'a-token-of-some-length', 'a-secret-access-key'])
})

test('a failure without a secret is the same object', () => {
  const failure = createFailure({ provider: 'p', model: 'm' }, { kind: 'internal', status: 500, code: null, message: 'none of it' })
  expect(hideKeys(failure, [key])).toBe(failure)
})
