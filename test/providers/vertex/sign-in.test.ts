/** Google Cloud's sign-in, kind by kind; the JWT against the vendor's own package. */
import { createVerify, generateKeyPairSync } from 'node:crypto'
import { JWT } from 'google-auth-library'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { googleSignIn } from '../../../src/providers/vertex/sign-in.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { testNow, testTarget } from '../../support/codec.js'
import { tokenPorts, type World } from '../../support/token-ports.js'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const account = {
  type: 'service_account',
  project_id: 'project-of-key',
  private_key_id: 'key-1',
  private_key: privateKey,
  client_email: 'robot@project-of-key.iam.gserviceaccount.com',
  token_uri: 'https://oauth2.googleapis.com/token',
}
const user = { type: 'authorized_user', client_id: 'c', client_secret: 's', refresh_token: 'r', quota_project_id: 'project-of-user' }
const token = { body: { access_token: 'ya29.token', expires_in: 3599 } }
const tokenUrl = 'https://oauth2.googleapis.com/token'
const scope = 'https://www.googleapis.com/auth/cloud-platform'
const target = testTarget({ provider: { name: 'vertex_ai', format: 'vertex' }, model: 'gemini-2.5-flash' })
const expiresAt = testNow + 3_599_000

afterEach(() => void vi.useRealTimers())

async function signIn(fields: { readonly [name: string]: string }, world: World) {
  const { ports, asked, waits } = tokenPorts(world, target)
  const outcome = await googleSignIn.getToken({ kind: 'fields', fields }, target, ports)
  const seen = isFault(outcome) ? [outcome.failure.kind, outcome.failure.code, outcome.failure.message] : outcome
  return { outcome: seen, asked: asked(), waits }
}

describe('a service account', () => {
  const json = JSON.stringify(account)
  test.each([
    { name: 'as text', fields: { vertex_credentials: json }, world: {} },
    { name: 'under the other spelling', fields: { vertex_ai_credentials: json }, world: {} },
    { name: 'as a path', fields: { vertex_credentials: '/keys/robot.json' }, world: { files: { '/keys/robot.json': json } } },
    {
      name: 'by the variable of all tools',
      fields: {},
      world: { env: { GOOGLE_APPLICATION_CREDENTIALS: '/adc.json' }, files: { '/adc.json': json } },
    },
    {
      name: 'whose line breaks are written out',
      fields: { vertex_credentials: json.replaceAll('\\n', '\\\\n') },
      world: {},
    },
  ])('$name gives a token and its project', async ({ fields, world }) => {
    const { outcome, asked } = await signIn(fields, { ...world, answers: { [tokenUrl]: token } })
    expect(outcome).toEqual({ token: 'ya29.token', expiresAt, settings: { vertex_project: 'project-of-key' } })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'POST', url: tokenUrl, form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' } })
  })

  test('signs the same assertion as the vendor’s package, and its public key verifies it', async () => {
    vi.useFakeTimers({ now: testNow })
    const { asked } = await signIn({ vertex_credentials: json }, { answers: { [tokenUrl]: token } })
    const { assertion } = (asked[0]?.form ?? {}) as { assertion: string } // the form of the grant
    const [header = '', claims = '', signature = ''] = assertion.split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })
    const seconds = testNow / 1000
    const want = { iss: account.client_email, scope, aud: tokenUrl, iat: seconds, exp: seconds + 3600 }
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual(want)
    const verified = createVerify('RSA-SHA256').update(`${header}.${claims}`).verify(publicKey, Buffer.from(signature, 'base64url'))
    expect(verified).toBe(true)
    // The package names no key in the header. RS256 is deterministic, so that the same text has the same signature.
    const [theirHeader = '', theirClaims = '', theirSignature] = (await vendorAssertion()).split('.')
    expect(JSON.parse(Buffer.from(theirHeader, 'base64url').toString())).toEqual({ alg: 'RS256' })
    expect(JSON.parse(Buffer.from(theirClaims, 'base64url').toString())).toEqual(want)
    const ours = await nodeCrypto.signRs256(privateKey, `${theirHeader}.${theirClaims}`)
    expect(Buffer.from(ours).toString('base64url')).toBe(theirSignature)
  })

  test.each([
    {
      name: 'a file that is not there',
      fields: { vertex_credentials: '/gone.json' },
      world: {},
      want: ['authentication', 'sign_in_failed', expect.stringContaining('/gone.json cannot be read')],
    },
    {
      name: 'a file of something else',
      fields: { vertex_credentials: '/x.pem' },
      world: { files: { '/x.pem': '-----BEGIN' } },
      want: ['authentication', 'sign_in_failed', expect.stringContaining('the credential in /x.pem is not JSON')],
    },
    {
      name: 'a key that is none',
      fields: { vertex_credentials: JSON.stringify({ ...account, private_key: 'nonsense-4711' }) },
      world: {},
      want: ['authentication', 'sign_in_failed', expect.stringMatching(/private_key of robot@.* is no private key in PEM(?!.*4711)/)],
    },
    {
      name: 'an account without an address',
      fields: { vertex_credentials: JSON.stringify({ ...account, client_email: '' }) },
      world: {},
      want: ['authentication', 'sign_in_failed', expect.stringContaining('lacks client_email or private_key')],
    },
    {
      name: 'a refusal',
      fields: { vertex_credentials: json },
      world: { answers: { [tokenUrl]: { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } } } },
      want: [
        'authentication',
        'invalid_grant',
        'vertex_ai/gemini-2.5-flash: signing in with the service account robot@project-of-key.iam.gserviceaccount.com (vertex_credentials) got status 400: Invalid JWT Signature. Check that it is right, not expired and not revoked.',
      ],
    },
    {
      name: 'a token service that is ill',
      fields: { vertex_credentials: json },
      world: { answers: { [tokenUrl]: { status: 503, body: 'busy' } } },
      want: ['unavailable', 'sign_in_failed', expect.stringContaining('got status 503: busy. The token service is not well')],
    },
    {
      name: 'an answer without a token',
      fields: { vertex_credentials: json },
      world: { answers: { [tokenUrl]: { body: {} } } },
      want: ['authentication', 'sign_in_failed', expect.stringContaining('got an answer without a token')],
    },
  ])('$name is a failure that says what to do', async ({ fields, world, want }) => {
    expect((await signIn(fields, world)).outcome).toEqual(want)
  })
})

/** The assertion that google-auth-library posts for the same account. */
async function vendorAssertion(): Promise<string> {
  const sent: string[] = []
  const client = new JWT({ email: account.client_email, key: privateKey, keyId: 'key-1', scopes: [scope] })
  const capture = async (options: { data?: unknown; body?: unknown }) => {
    sent.push(String(options.data ?? options.body))
    return { data: { access_token: 'theirs', expires_in: 3600 }, status: 200, headers: new Headers() }
  }
  // the package asks over whatever transporter it is given; only `request` is used
  Object.assign(client, { transporter: { request: capture, defaults: {} } })
  await client.authorize()
  return new URLSearchParams(sent[0]).get('assertion') ?? ''
}

test('an account of another universe signs its own token, which no service changes', async () => {
  const json = JSON.stringify({ ...account, universe_domain: 'cloud.example' })
  const { outcome, asked } = await signIn({ vertex_credentials: json }, {})
  expect(asked).toEqual([])
  expect(outcome).toMatchObject({ settings: { vertex_project: 'project-of-key', vertex_universe: 'cloud.example' } })
  const [, claims = ''] = String(Reflect.get(outcome, 'token')).split('.')
  const at = testNow / 1000
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
    iss: account.client_email,
    sub: account.client_email,
    scope,
    iat: at,
    exp: at + 3600,
  })
})

describe('secrets and tokens go over TLS only', () => {
  const source = { file: '/t' }
  const external = { type: 'external_account', audience: 'a', credential_source: source }
  test.each([
    ['a service account', { ...account, token_uri: 'http://oauth2.googleapis.com/token' }],
    ['an address with a user in it', { ...account, token_uri: 'https://oauth2.googleapis.com@evil.example/token' }],
    ['another scheme', { ...account, token_uri: 'file:///etc/passwd' }],
    ['a login of gcloud', { ...user, token_uri: 'http://evil.example' }],
    ['a workload identity', { ...external, token_url: 'http://169.254.169.254/token' }],
    ['what looks like this machine', { ...external, token_url: 'http://127.0.0.1.evil.example/token' }],
  ])('%s', async (_name, json) => {
    const { outcome, asked } = await signIn({ vertex_credentials: JSON.stringify(json) }, { files: { '/t': 'identity' } })
    expect(outcome).toEqual(['authentication', 'sign_in_failed', expect.stringContaining('which is no https address')])
    expect(asked).toEqual([])
  })

  test('of an impersonated account likewise', async () => {
    const json = { ...external, token_url: 'http://localhost:1/token', service_account_impersonation_url: 'http://iam.example/x' }
    const world = { files: { '/t': 'identity' }, answers: { 'http://localhost:1/token': token } }
    const { outcome, asked } = await signIn({ vertex_credentials: JSON.stringify(json) }, world)
    expect(outcome).toEqual(['authentication', 'sign_in_failed', expect.stringContaining('which is no https address')])
    expect(asked.map(({ url }) => url)).toEqual(['http://localhost:1/token'])
  })
})

test('the login of gcloud is renewed, from the place where gcloud leaves it', async () => {
  const world = { env: { HOME: '/h' }, files: { '/h/.config/gcloud/application_default_credentials.json': JSON.stringify(user) } }
  const { outcome, asked } = await signIn({}, { ...world, answers: { [tokenUrl]: token } })
  expect(outcome).toEqual({ token: 'ya29.token', expiresAt, settings: { vertex_project: 'project-of-user' } })
  expect(asked.map(({ form }) => form)).toEqual([{ grant_type: 'refresh_token', client_id: 'c', client_secret: 's', refresh_token: 'r' }])
})

test('GOOGLE_CLOUD_PROJECT goes before the project that a user is billed for', async () => {
  const fields = { vertex_credentials: JSON.stringify(user) }
  const { outcome } = await signIn(fields, { env: { GOOGLE_CLOUD_PROJECT: 'named' }, answers: { [tokenUrl]: token } })
  expect(outcome).toMatchObject({ settings: { vertex_project: 'named' } })
})

test('a key of express mode is used as it is', async () => {
  const { outcome, asked } = await signIn({ api_key: 'AQ.key' }, {})
  expect(outcome).toEqual({
    token: '',
    expiresAt: Number.POSITIVE_INFINITY,
    credentials: { kind: 'key', key: 'AQ.key' },
    settings: { vertex_express: 'true' },
  })
  expect(asked).toEqual([])
})

describe('workload identity', () => {
  const audience = '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x'
  const external = {
    type: 'external_account',
    audience,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: 'https://sts.googleapis.com/v1/token',
  }
  const exchange = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    audience,
    scope,
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    subject_token: 'identity',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  }
  const answers = { [external.token_url]: { body: { access_token: 'federated', expires_in: 600 } } }
  const run = (source: object, world: World, more: object = {}) =>
    signIn(
      { vertex_credentials: JSON.stringify({ ...external, credential_source: source, ...more }) },
      { ...world, answers: { ...answers, ...world.answers } },
    )

  test.each([
    { name: 'a file of text', source: { file: '/token' }, world: { files: { '/token': 'identity\n' } } },
    {
      name: 'a file of JSON',
      source: { file: '/token', format: { type: 'json', subject_token_field_name: 'id' } },
      world: { files: { '/token': '{"id":"identity"}' } },
    },
    {
      name: 'an address',
      source: {
        url: 'http://169.254.169.254/token',
        headers: { Metadata: 'True' },
        format: { type: 'json', subject_token_field_name: 'access_token' },
      },
      world: { answers: { 'GET http://169.254.169.254/token': { body: { access_token: 'identity' } } } },
    },
  ])('changes the identity token of $name', async ({ source, world }) => {
    const { outcome, asked } = await run(source, world)
    expect(outcome).toEqual({ token: 'federated', expiresAt: testNow + 600_000 })
    expect(asked.at(-1)?.form).toEqual(exchange)
    if ('url' in source) expect(asked[0]).toMatchObject({ method: 'GET', headers: { metadata: 'True' } })
  })

  test('impersonates the service account that the credential names', async () => {
    const url = 'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/robot@p.iam.gserviceaccount.com:generateAccessToken'
    const answer = { body: { accessToken: 'of-robot', expireTime: '2025-06-01T01:00:00Z' } }
    const { outcome, asked } = await run(
      { file: '/token' },
      { files: { '/token': 'identity' }, answers: { [url]: answer } },
      { service_account_impersonation_url: url },
    )
    expect(outcome).toEqual({ token: 'of-robot', expiresAt: testNow + 3_600_000 })
    expect(asked[1]).toEqual({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', authorization: 'Bearer federated' },
      form: { scope: [scope], lifetime: '3600s' },
    })
  })

  test.each([
    { name: 'a lost file', source: { file: '/gone' }, want: '/gone cannot be read' },
    { name: 'a missing member', source: { file: '/t', format: { type: 'json' } }, want: 'holds no "access_token"' },
    { name: 'an empty file', source: { file: '/empty' }, want: 'names is empty' },
    { name: 'a refused address', source: { url: 'http://no.example' }, want: 'answered status 404 instead of an identity token' },
  ])('$name is a failure', async ({ source, want }) => {
    const world = { files: { '/t': '{}', '/empty': '' }, answers: { 'GET http://no.example': { status: 404 } } }
    expect((await run(source, world)).outcome).toEqual(['authentication', 'sign_in_failed', expect.stringContaining(want)])
  })

  test('an impersonated account asks with the token of the credential inside', async () => {
    const url = 'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/r@p:generateAccessToken'
    const json = {
      type: 'impersonated_service_account',
      service_account_impersonation_url: url,
      source_credentials: user,
      delegates: ['d'],
    }
    const { outcome, asked } = await signIn(
      { vertex_credentials: JSON.stringify(json) },
      { answers: { [tokenUrl]: token, [url]: { body: { accessToken: 'of-r', expireTime: '2025-06-01T01:00:00Z' } } } },
    )
    expect(outcome).toEqual({ token: 'of-r', expiresAt: testNow + 3_600_000 })
    expect(asked[1]).toMatchObject({ headers: { authorization: 'Bearer ya29.token' }, form: { delegates: ['d'] } })
  })
})

describe('kinds that only the vendor’s package reads', () => {
  const aws = { type: 'external_account', credential_source: { environment_id: 'aws1', url: 'http://x' } }

  test('are read through it where it is installed', async () => {
    const made: unknown[] = []
    class GoogleAuth {
      constructor(options: unknown) {
        made.push(options)
      }
      getClient = async () => ({ getAccessToken: async () => ({ token: 'by-package' }), credentials: { expiry_date: testNow + 5 } })
    }
    const { outcome } = await signIn({ vertex_credentials: JSON.stringify(aws) }, { peers: { 'google-auth-library': { GoogleAuth } } })
    expect(outcome).toEqual({ token: 'by-package', expiresAt: testNow + 5 })
    expect(made).toEqual([{ credentials: aws, scopes: scope }])
  })

  test('name the package where it is not', async () => {
    const { outcome } = await signIn({ vertex_credentials: JSON.stringify(aws) }, {})
    expect(outcome).toEqual([
      'authentication',
      'sign_in_failed',
      expect.stringMatching(/"external_account".*google-auth-library\. Install it/),
    ])
  })

  test('the installed package has what is used of it', async () => {
    const peer: { readonly GoogleAuth?: { readonly prototype: object } } = await import('google-auth-library')
    expect(Object.getOwnPropertyNames(peer.GoogleAuth?.prototype)).toContain('getClient')
  })
})

describe('the metadata server', () => {
  const host = 'http://metadata.google.internal/computeMetadata/v1'
  const flavor = { 'metadata-flavor': 'Google' }
  const answers = {
    [`GET ${host}/instance/service-accounts/default/token`]: { ...token, headers: flavor },
    [`GET ${host}/project/project-id`]: { body: 'machine-project', headers: flavor },
  }

  test('gives the token of the machine and its project', async () => {
    const { outcome, asked, waits } = await signIn({}, { answers })
    expect(outcome).toEqual({ token: 'ya29.token', expiresAt, settings: { vertex_project: 'machine-project' } })
    expect(asked[0]?.headers).toEqual(flavor)
    expect(waits).toEqual([2000, 2000])
  })

  test('is asked last, and where nobody answers the failure says what to set', async () => {
    const { outcome } = await signIn({}, { env: { HOME: '/h' } })
    expect(outcome).toEqual(['authentication', 'sign_in_failed', expect.stringContaining('no Google Cloud credentials were found')])
  })

  test('another server at that name is not believed', async () => {
    const { outcome } = await signIn({}, { answers: { [`GET ${host}`]: token } })
    expect(outcome).toEqual(['authentication', 'sign_in_failed', expect.stringContaining('no metadata server answers')])
  })
})
