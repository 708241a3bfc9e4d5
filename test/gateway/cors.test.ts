/** Pages of other sites: which may call, and what their browsers are told. */
import { describe, expect, test } from 'vitest'
import { allowOrigin, allowPreflight, readCors } from '../../src/gateway/cors.js'
import { env, masterKey, setUp, yaml } from './gateway-support.js'
import { startEcho } from './pass-through/echo-server.js'

const app = 'https://app.example.com'
const list = 'https://App.example.com/, https://admin.example.com'

describe('which sites may call', () => {
  test.each([
    { name: 'every one where a key is needed', variables: {}, key: 'sk-1', want: { origins: '*', credentials: false } },
    { name: 'none where no key is needed', variables: {}, key: undefined, want: { origins: [], credentials: false } },
    {
      name: 'those that are named, as browsers write them',
      variables: { LITELLM_CORS_ORIGINS: list },
      key: 'sk-1',
      want: { origins: [app, 'https://admin.example.com'], credentials: false },
    },
    {
      name: 'those that are named where no key is needed, with credentials if it is said',
      variables: { LITELLM_CORS_ORIGINS: app, LITELLM_CORS_ALLOW_CREDENTIALS: 'True' },
      key: undefined,
      want: { origins: [app], credentials: true },
    },
    {
      name: 'every one where it is said, and never with credentials',
      variables: { LITELLM_CORS_ORIGINS: '*', LITELLM_CORS_ALLOW_CREDENTIALS: 'true' },
      key: undefined,
      want: { origins: '*', credentials: false },
    },
  ])('$name', ({ variables, key, want }) => {
    expect(readCors((name) => new Map(Object.entries(variables)).get(name), key)).toEqual(want)
  })
})

function headersOf(act: (answer: { setHeader(name: string, value: string): unknown }) => boolean) {
  const headers: { [name: string]: string } = {}
  const isAllowed = act({ setHeader: (name, value) => Object.assign(headers, { [name]: value }) })
  return { isAllowed, headers }
}

test('a site of a list is named in the answer, and no other one', () => {
  const cors = { origins: [app], credentials: true }
  expect(headersOf((answer) => allowOrigin(cors, app, answer))).toEqual({
    isAllowed: true,
    headers: {
      vary: 'Origin',
      'access-control-allow-origin': app,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': expect.stringContaining('x-litellm-call-id'),
    },
  })
  const vary = { isAllowed: false, headers: { vary: 'Origin' } }
  for (const other of ['https://app.example.com.evil.example', 'http://app.example.com', 'null', ''])
    expect(headersOf((answer) => allowOrigin(cors, other, answer))).toEqual(vary)
})

test('headers that are no names are not repeated', () => {
  const asked = { origin: app, 'access-control-request-method': 'POST', 'access-control-request-headers': 'a\r\nset-cookie: b' }
  const { headers } = headersOf((answer) => allowPreflight({ origins: '*', credentials: false }, asked, answer))
  expect(headers['access-control-allow-headers']).toBeUndefined()
})

const preflight = (origin = app) => ({
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization, content-type, x-stainless-os',
  },
})

test('a browser with a key asks, calls, streams, and reads answers, errors and headers, over sockets', async () => {
  const echo = await startEcho((_, outgoing) => {
    outgoing.writeHead(200, {
      'content-type': 'application/json',
      'access-control-allow-origin': 'https://provider.example',
      'access-control-max-age': '9',
    })
    outgoing.end('{}')
    return true
  })
  const more = `  pass_through_endpoints: [{ path: /mine, target: ${echo.url} }]\n`
  const { url } = await setUp({ yaml: yaml + more })
  for (const path of ['/v1/chat/completions', '/v1/models', '/key/generate', '/mine', '/not/there']) {
    const asked = await fetch(url + path, preflight())
    expect([path, asked.status, await asked.text(), asked.headers.get('access-control-allow-origin')]).toEqual([path, 204, '', '*'])
    expect(asked.headers.get('access-control-allow-headers')).toBe('authorization, content-type, x-stainless-os')
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST')
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull()
  }
  const call = (path: string, body: object | undefined, key = masterKey) =>
    fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { origin: app, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }
  const answers = [
    await call('/v1/chat/completions', chat),
    await call('/v1/chat/completions', { ...chat, stream: true }),
    await call('/v1/messages', { ...chat, max_tokens: 5 }),
    await call('/v1/models', undefined),
    await call('/mine', undefined),
    await call('/v1/chat/completions', chat, 'sk-nobody'),
    await call('/v1/chat/completions', { model: 'nobody' }),
    await call('/not/there', undefined),
  ]
  const told: (readonly unknown[])[] = []
  for (const answer of answers) {
    await answer.text()
    told.push([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('access-control-expose-headers')])
  }
  expect(told).toEqual([200, 200, 200, 200, 200, 401, 400, 404].map((status) => [status, '*', '*']))
  expect(answers[4]?.headers.get('access-control-max-age')).toBeNull()
})

test('what comes from no page of another site is told nothing of such pages', async () => {
  const { url } = await setUp()
  const answer = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${masterKey}` } })
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-') || name === 'vary')).toEqual([])
  expect((await fetch(`${url}/v1/models`, { method: 'OPTIONS' })).status).toBe(404)
})

test('a gateway without a key lets no page call, but for those that are named', async () => {
  const open = yaml.replace(/general_settings:[\s\S]*/, '')
  const { url } = await setUp({ yaml: open, env: { PROVIDER_KEY: env.PROVIDER_KEY, LITELLM_CORS_ORIGINS: 'https://admin.example.com' } })
  const of = async (origin: string) => {
    const asked = await fetch(`${url}/v1/models`, preflight(origin))
    const answer = await fetch(`${url}/v1/models`, { headers: { origin } })
    return [
      asked.status,
      asked.headers.get('access-control-allow-origin'),
      answer.status,
      answer.headers.get('access-control-allow-origin'),
    ]
  }
  expect(await of(app)).toEqual([403, null, 403, null])
  const admin = 'https://admin.example.com'
  expect(await of(admin)).toEqual([204, admin, 200, admin])
})

test('a page of another site spends nothing at a gateway without a key, though browsers send what is plain unasked', async () => {
  const open = yaml.replace(/general_settings:[\s\S]*/, '')
  const { url, mock } = await setUp({ yaml: open, env: { PROVIDER_KEY: env.PROVIDER_KEY } })
  const chat = async (headers: { readonly [name: string]: string }) => {
    const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] })
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', ...headers },
      body,
    })
    return [answer.status, (await answer.text()).includes('LITELLM_CORS_ORIGINS')]
  }
  for (const origin of [app, 'null', `${url}.evil.example`]) expect(await chat({ origin })).toEqual([403, true])
  expect(mock.requests).toEqual([])
  // the gateway's own page, and programs
  expect([await chat({ origin: url }), await chat({})]).toEqual([
    [200, false],
    [200, false],
  ])
})
