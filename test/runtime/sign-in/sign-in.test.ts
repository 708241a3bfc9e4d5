/** Signing in on the way to a call: one token for all who share a credential, renewed in time, asked for anew where a host refuses it. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Provider } from '../../../src/plan/plan.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { HttpRequest } from '../../../src/protocol/http.js'
import type { Adapter, SignIn } from '../../../src/providers/adapter.js'
import { azure } from '../../../src/providers/azure.js'
import { bedrock } from '../../../src/providers/bedrock.js'
import { openai } from '../../../src/providers/openai.js'
import { tokenReply, tokenRequest } from '../../../src/providers/shared/oauth.js'
import { vertexGemini } from '../../../src/providers/vertex-gemini.js'
import type { Client } from '../../../src/runtime/client-shape.js'
import type { ClientOptions } from '../../../src/runtime/client-types.js'
import { createClient, simpleShuffle } from '../../../src/runtime/index.js'
import { refusesToken, untilAbort } from '../../../src/runtime/sign-in/late-entry.js'
import { createTransport } from '../../../src/runtime/transport/transport.js'
import { type FakeAnswer, fakeTransport } from '../../support/fake-transport.js'
import { buildPlan, type DeploymentInput } from '../../support/plan.js'
import { createMockServer } from '../../support/token-server.js'
import { type Models, messages, ok } from '../harness.js'

const rows: readonly Provider[] = [
  {
    name: 'signed',
    format: 'signed',
    auth: 'fields',
    keyVariables: [],
    quirks: {},
    secrets: { client_secret: ['CLIENT_SECRET'] },
    settings: { project_id: [] },
  },
  {
    name: 'azure',
    format: 'azure',
    auth: 'api-key',
    keyVariables: ['AZURE_API_KEY'],
    quirks: {},
    secrets: { tenant_id: [], client_id: [], client_secret: [] },
  },
  {
    name: 'vertex_ai',
    format: 'vertex-gemini',
    auth: 'fields',
    keyVariables: [],
    quirks: {},
    secrets: { vertex_credentials: [] },
    settings: { vertex_project: [], vertex_location: [] },
  },
  { name: 'bedrock', format: 'bedrock', auth: 'aws', keyVariables: [], quirks: {} },
  { name: 'openai', format: 'openai', auth: 'bearer', keyVariables: [], quirks: {} },
]

/** A sign-in of one request, at a host of its own. */
const simpleSignIn: SignIn = {
  request: async (credentials) => tokenRequest('http://login/token', credentials.kind === 'fields' ? credentials.fields : {}),
  fromResponse: (reply, target, now) => {
    const token = tokenReply(reply, target, now, 'the client secret')
    return isFault(token) ? token : { ...token, settings: { project_id: 'told' } }
  },
}
const signedAdapter: Adapter = { ...openai, format: 'signed', signIn: simpleSignIn }

type Answering = (request: HttpRequest, nth: number) => FakeAnswer | Promise<FakeAnswer>

/** A client whose requests go to `login` (tokens t1, t2, … of `life` seconds) and to hosts that answer as told. */
function world(
  deployments: readonly DeploymentInput[],
  answer: Answering = () => ok(),
  options: Partial<ClientOptions> & { life?: number; adapters?: { readonly [format: string]: Adapter } } = {},
) {
  const { life = 3600, adapters, ...rest } = options
  const clock = { time: 1_000_000 }
  let tokens = 0
  const transport = fakeTransport((request, nth) => {
    if (!request.url.startsWith('http://login')) return answer(request, nth)
    tokens++
    return { json: { access_token: `token-number-${tokens}`, expires_in: life } }
  })
  const plan = { ...buildPlan({ deployments }), providers: rows }
  const client: Client<Models> = createClient<Models>(
    {
      plan,
      adapters: { signed: signedAdapter, azure, 'vertex-gemini': vertexGemini, bedrock, openai, ...adapters },
      strategies: { 'simple-shuffle': simpleShuffle },
    },
    { env: {}, now: () => clock.time, random: () => 0, sleep: async () => undefined, transport, ...rest },
  )
  const paths = () => transport.requests.map(({ url, headers }) => `${new URL(url).host} ${headers.authorization ?? ''}`.trim())
  return { client, transport, clock, paths }
}

const ask = (client: Client<Models>, model: 'a' | 'b' = 'a') => client.completion({ model, messages })
const secret = { client_secret: { placeholder: 'a-long-client-secret' } }
const at = (index: number, group: string, more: Partial<DeploymentInput> = {}): DeploymentInput => ({
  group,
  model: 'signed/m',
  id: `d${index}`,
  baseUrl: `http://d${index}/v1`,
  credentials: secret,
  ...more,
})
const [{ apiKey: _none, ...keyless }] = [at(0, 'a')]

describe('a token', () => {
  test('is fetched once and used until a minute before its end', async () => {
    const { client, clock, paths } = world([at(0, 'a')])
    await ask(client)
    clock.time += 3_539_000
    await ask(client)
    clock.time += 1_000
    await ask(client)
    expect(paths()).toEqual(['login', 'd0 Bearer token-number-1', 'd0 Bearer token-number-1', 'login', 'd0 Bearer token-number-2'])
  })

  test('of a short life is used for four fifths of it', async () => {
    const { client, clock, paths } = world([at(0, 'a')], () => ok(), { life: 100 })
    await ask(client)
    clock.time += 79_000
    await ask(client)
    clock.time += 1_000
    await ask(client)
    expect(paths().filter((path) => path === 'login')).toHaveLength(2)
  })

  test('is fetched anew where the clock was set back: its end is not known any more', async () => {
    const { client, clock, paths } = world([at(0, 'a')])
    clock.time += 86_400_000
    await ask(client)
    clock.time -= 1_000
    await ask(client)
    clock.time -= 86_400_000
    await ask(client)
    expect(paths().map((path) => path.split(' ').at(-1))).toEqual(['login', 'token-number-1', 'token-number-1', 'login', 'token-number-2'])
  })

  test('is fetched once for calls that come together', async () => {
    const { client, paths } = world([at(0, 'a')])
    await Promise.all([ask(client), ask(client), ask(client)])
    expect(paths()).toEqual(['login', ...Array(3).fill('d0 Bearer token-number-1')])
  })

  test('serves the deployments with the same credentials, base URL and settings', async () => {
    const same = { baseUrl: 'http://d0/v1' }
    const other = { ...same, credentials: { client_secret: { placeholder: 'another-client-secret' } } }
    const { client, paths } = world([at(0, 'a'), at(1, 'b', same), at(2, 'c', other)])
    await ask(client)
    await ask(client, 'b')
    await client.completion({ model: 'c', messages })
    expect(paths()).toEqual(['login', 'd0 Bearer token-number-1', 'd0 Bearer token-number-1', 'login', 'd0 Bearer token-number-2'])
  })

  test.each([
    ['a tenant, a project or a scope', { credentials: { ...secret, project_id: { placeholder: 'another' } } }],
    ['a host', { baseUrl: 'http://d9/v1' }],
    ['a secret', { credentials: { client_secret: { placeholder: 'another-client-secret' } } }],
  ])('is never shared where %s differs', async (_name, other) => {
    const { client, paths } = world([at(0, 'a'), at(0, 'b', { id: 'd1', ...other })])
    await ask(client)
    await ask(client, 'b')
    expect(paths().filter((path) => path === 'login')).toHaveLength(2)
  })

  test('is never shown: a host that repeats it in its answer gets it masked', async () => {
    const { client } = world([at(0, 'a')], ({ headers }) => ({
      status: 400,
      json: { error: { message: `bad: ${headers.authorization}` } },
    }))
    const error = await ask(client).catch((thrown: Error) => thrown)
    expect(String(error)).not.toContain('token-number-1')
    expect(String(error)).not.toContain('a-long-client-secret')
  })
})

describe('a failed sign-in', () => {
  const down = (status: number, body: object) => {
    let asked = 0
    const transport = fakeTransport(({ url }) => {
      if (!url.startsWith('http://login')) return ok()
      asked++
      return asked === 1 ? { status, json: body } : { json: { access_token: 'token-after-all', expires_in: 60 } }
    })
    return { transport, asked: () => asked }
  }

  test('is an AuthenticationError that says which credential, and is not remembered', async () => {
    const { transport, asked } = down(401, { error: 'invalid_client', error_description: 'no such client' })
    const { client, clock } = world([at(0, 'a')], undefined, { transport })
    const error = await ask(client).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'AuthenticationError', status: 401, code: 'invalid_client' })
    expect(String(error)).toContain('signing in with the client secret got status 401: no such client')
    clock.time += 10_000
    expect((await ask(client)).choices[0]?.message.content).toBe('hello')
    expect(asked()).toBe(2)
  })

  test('sends the call to another deployment of the group', async () => {
    const { transport } = down(401, { error: 'invalid_client' })
    const { client } = world([at(0, 'a'), at(1, 'a', { model: 'openai/x', apiKey: { placeholder: 'none' } })], undefined, { transport })
    const { meta } = await ask(client)
    expect(meta.attempts.map(({ deploymentId, outcome }) => [deploymentId, outcome])).toEqual([
      ['d0', 'authentication'],
      ['d1', 'ok'],
    ])
  })

  test('of a token service that is ill is retried like any 503', async () => {
    const { transport, asked } = down(503, { error: 'busy' })
    const { client } = world([at(0, 'a')], undefined, { transport })
    expect((await ask(client)).choices[0]?.message.content).toBe('hello')
    expect(asked()).toBe(2)
  })

  test('where nobody answers is a connection failure, not a wrong credential', async () => {
    const transport = fakeTransport(({ url }) => (url.startsWith('http://login') ? { fault: 'refused' } : ok()))
    const { client } = world([at(0, 'a')], undefined, { transport })
    const error = await ask(client).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'APIConnectionError', code: 'refused' })
    expect(String(error)).toContain('signing in got no answer')
  })

  test('holds each caller no longer than its own timeout, and serves those who have more', async () => {
    let resolve: (answer: FakeAnswer) => void = () => undefined
    const promise = new Promise<FakeAnswer>((settle) => {
      resolve = settle
    })
    let logins = 0
    const transport = fakeTransport(({ url }) => {
      if (!url.startsWith('http://login')) return ok()
      logins++
      return promise
    })
    const { client } = world([at(0, 'a')], undefined, { transport })
    const patient = client.completion({ model: 'a', messages })
    await expect(client.completion({ model: 'a', messages, timeout: 0.02 })).rejects.toMatchObject({ code: 'sign_in_timeout' })
    resolve({ json: { access_token: 'token-number-1', expires_in: 3600 } })
    await expect(patient).resolves.toMatchObject({ object: 'chat.completion' })
    expect(logins).toBe(1)
  })

  test('of code that cannot be loaded is a failure like any other', async () => {
    const broken: Adapter = { ...openai, format: 'signed', laterSignIn: () => Promise.reject(new Error('chunk is missing')) }
    const { client } = world([at(0, 'a')], undefined, { adapters: { signed: broken } })
    await expect(ask(client)).rejects.toMatchObject({ name: 'AuthenticationError', message: expect.stringContaining('chunk is missing') })
  })

  test('does not hold a caller who gives up', async () => {
    const controller = new AbortController()
    const never = new Promise<FakeAnswer>(() => undefined)
    const transport = fakeTransport(() => {
      queueMicrotask(() => controller.abort())
      return never
    })
    const { client } = world([at(0, 'a')], undefined, { transport })
    await expect(client.completion({ model: 'a', messages }, { signal: controller.signal })).rejects.toMatchObject({
      name: 'APIUserAbortError',
    })
  })
})

test.each([
  [401, '', true],
  [403, '<Code>ExpiredToken</Code>', true],
  [403, '{"__type":"ExpiredTokenException"}', true],
  [403, '{"message":"The security token included in the request is expired"}', true],
  [403, '{"message":"User is not authorized to perform bedrock:InvokeModel"}', false],
  [400, 'ExpiredToken', false],
])('%i %j refuses the token itself: %j', (status, text, want) => expect(refusesToken(status, text)).toBe(want))

describe('a host that refuses the token', () => {
  const refusing = (limit: number): Answering => {
    let refused = 0
    return () => (refused++ < limit ? { status: 401, json: { error: { message: 'expired' } } } : ok())
  }

  test('within its life gets a new one in the same attempt', async () => {
    let broken = false
    const { client, clock, paths } = world([at(0, 'a')], ({ headers }) =>
      broken && headers.authorization === 'Bearer token-number-1' ? { status: 401, json: {} } : ok(),
    )
    await ask(client)
    clock.time += 120_000
    broken = true
    const { meta } = await ask(client)
    expect(meta.attempts.map(({ outcome }) => outcome)).toEqual(['ok'])
    expect(paths()).toEqual(['login', 'd0 Bearer token-number-1', 'd0 Bearer token-number-1', 'login', 'd0 Bearer token-number-2'])
  })

  test('likewise before a stream', async () => {
    let broken = false
    const chunk = {
      id: 'x',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'm',
      choices: [{ index: 0, delta: { content: 'hi' }, finish_reason: 'stop' }],
    }
    const { client, clock, paths } = world([at(0, 'a')], ({ headers }) =>
      broken && headers.authorization === 'Bearer token-number-1'
        ? { status: 401, json: {} }
        : { headers: { 'content-type': 'text/event-stream' }, pieces: [`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`] },
    )
    await (await client.completion({ model: 'a', messages, stream: true })).finalMessage()
    clock.time += 120_000
    broken = true
    const reply = await (await client.completion({ model: 'a', messages, stream: true })).finalMessage()
    expect(reply.choices[0]?.message.content).toBe('hi')
    expect(paths().filter((path) => path === 'login')).toHaveLength(2)
  })

  test('that is new is believed: no second sign-in', async () => {
    const { client, paths } = world([at(0, 'a')], refusing(1))
    await expect(ask(client)).rejects.toMatchObject({ name: 'AuthenticationError' })
    expect(paths()).toEqual(['login', 'd0 Bearer token-number-1'])
  })

  test('twice in one call ends it', async () => {
    const answer = refusing(Number.POSITIVE_INFINITY)
    let ready = false
    const { client, clock, paths } = world([at(0, 'a')], (request, nth) => (ready ? answer(request, nth) : ok()))
    await ask(client)
    clock.time += 120_000
    ready = true
    await expect(ask(client)).rejects.toMatchObject({ name: 'AuthenticationError' })
    expect(paths().filter((path) => path === 'login')).toHaveLength(2)
  })
})

test('a host that answers in several steps and refuses for ever ends the call too', async () => {
  const { chat } = signedAdapter.endpoints
  if (chat === undefined) throw new Error('no chat codec')
  const slow: Adapter = { ...signedAdapter, endpoints: { chat: { ...chat, follow: () => undefined } } }
  let refusing = false
  const { client, clock, paths } = world([at(0, 'a')], () => (refusing ? { status: 401, json: {} } : ok()), { adapters: { signed: slow } })
  await ask(client)
  clock.time += 120_000
  refusing = true
  await expect(ask(client)).rejects.toMatchObject({ name: 'AuthenticationError' })
  expect(paths().filter((path) => path === 'login')).toHaveLength(2)
})

describe('a token source of one’s own', () => {
  test('is asked before any other, and again when its token ends', async () => {
    const asked: unknown[] = []
    const { client, clock, paths } = world([{ ...keyless, model: 'openai/m' }], () => ok(), {
      getToken: async (deployment) => {
        asked.push(deployment)
        return { token: `mine-${asked.length}`, expiresAt: 1_000_000 + asked.length * 600_000 }
      },
    })
    await ask(client)
    await ask(client)
    clock.time += 540_000
    await ask(client)
    expect(paths()).toEqual(['d0 Bearer mine-1', 'd0 Bearer mine-1', 'd0 Bearer mine-2'])
    expect(asked[0]).toEqual({ deploymentId: 'd0', group: 'a', provider: 'openai', model: 'm', baseUrl: 'http://d0/v1' })
  })

  test('may leave a deployment to its own sign-in or key', async () => {
    const key: DeploymentInput = { group: 'b', model: 'openai/m', id: 'd1', baseUrl: 'http://d1/v1', apiKey: { placeholder: 'a-key' } }
    const { client, paths } = world([at(0, 'a'), key], () => ok(), { getToken: () => undefined })
    await ask(client)
    await ask(client, 'b')
    expect(paths()).toEqual(['login', 'd0 Bearer token-number-1', 'd1 Bearer a-key'])
  })

  test.each([
    ['nothing, and there is no key', () => undefined, 'has no API key'],
    ['no token', () => ({ token: '' }), 'getToken must return { token, expiresAt? }'],
    ['a text of two lines', () => ({ token: 'a\nb' }), 'getToken must return { token, expiresAt? }'],
    ['a rejection', () => Promise.reject(new Error('vault is sealed')), 'signing in went wrong: vault is sealed'],
  ])('that gives %s is an AuthenticationError', async (_name, getToken, want) => {
    const deployment: DeploymentInput = { group: 'a', model: 'openai/m', id: 'd0', baseUrl: 'http://d0/v1', apiKey: { env: 'NOT_SET' } }
    const { client } = world([deployment], () => ok(), { getToken })
    const error = await ask(client).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'AuthenticationError' })
    expect(String(error)).toContain(want)
  })
})

test('a key of the config never waits for a sign-in', async () => {
  const { client, transport } = world([at(0, 'a', { model: 'azure/m', apiKey: { placeholder: 'a-key' }, credentials: {} })])
  await ask(client)
  expect(transport.requests.map(({ headers }) => headers['api-key'])).toEqual(['a-key'])
})

describe('over real sockets', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })

  test('Azure AD, a service account of Google and a role of AWS', async () => {
    const server = await createMockServer({
      '/tenant/oauth2/v2.0/token': { access_token: 'azure-token-1', expires_in: 3600 },
      '/google/token': { access_token: 'google-token-1', expires_in: 3600 },
      '/sts/': {
        AssumeRoleResponse: {
          AssumeRoleResult: {
            Credentials: { AccessKeyId: 'ASIA1', SecretAccessKey: 's', SessionToken: 'role-session-1', Expiration: 4_000_000_000 },
          },
        },
      },
      '/openai/deployments/m/chat/completions': ok().json ?? {},
      '/v1/projects/p-1/locations/europe-west4/publishers/google/models/gemini-2.5-flash:generateContent': {
        candidates: [{ content: { role: 'model', parts: [{ text: 'from vertex' }] }, finishReason: 'STOP' }],
      },
      '/model/anthropic.claude-v2%3A1/converse': {
        output: { message: { role: 'assistant', content: [{ text: 'from bedrock' }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
      },
    })
    const place = (text: string) => ({ placeholder: text })
    const key = JSON.stringify({
      type: 'service_account',
      project_id: 'p-1',
      private_key: privateKey,
      client_email: 'r@p-1',
      token_uri: `${server.origin}/google/token`,
    })
    const role = { aws_access_key_id: place('AK'), aws_secret_access_key: place('sk'), aws_role_name: place('arn:aws:iam::1:role/r') }
    const aad = { tenant_id: place('tenant'), client_id: place('c'), client_secret: place('s'), azure_authority_host: place(server.origin) }
    const withAuthority = rows.map((row) =>
      row.name === 'azure' ? { ...row, secrets: { ...row.secrets, azure_authority_host: [] } } : row,
    )
    const base = { baseUrl: server.origin, apiKey: { env: 'NOT_SET' } }
    const plan = {
      ...buildPlan({
        deployments: [
          { group: 'a', model: 'azure/m', ...base, credentials: aad },
          {
            group: 'b',
            model: 'vertex_ai/gemini-2.5-flash',
            ...base,
            credentials: { vertex_credentials: place(key), vertex_location: place('europe-west4') },
          },
          {
            group: 'c',
            model: 'bedrock/anthropic.claude-v2:1',
            ...base,
            credentials: { ...role, aws_sts_endpoint: place(`${server.origin}/sts`) },
          },
        ],
      }),
      providers: withAuthority,
    }
    const parts = { plan, adapters: { azure, 'vertex-gemini': vertexGemini, bedrock }, strategies: { 'simple-shuffle': simpleShuffle } }
    const client = createClient<Models>(parts, { env: {}, transport: createTransport() })
    try {
      const texts = []
      for (const model of ['a', 'b', 'c'] as const) texts.push((await client.completion({ model, messages })).choices[0]?.message.content)
      expect(texts).toEqual(['hello', 'from vertex', 'from bedrock'])
      const calls = server.received.filter(({ path }) => /completions|generateContent|converse/.test(path))
      expect(calls.map(({ headers }) => headers.authorization?.replace(/ Credential.*/, ''))).toEqual([
        'Bearer azure-token-1',
        'Bearer google-token-1',
        'AWS4-HMAC-SHA256',
      ])
      expect(calls[2]?.headers['x-amz-security-token']).toBe('role-session-1')
    } finally {
      await client.close()
      await server.close()
    }
  })
})

test('a caller who has left already does not wait for a sign-in', async () => {
  const never = new Promise<never>(() => undefined)
  const outcome = await untilAbort(never, AbortSignal.abort(), { provider: 'p', model: 'm' })
  expect(outcome).toMatchObject({ failure: { kind: 'abort' } })
})
