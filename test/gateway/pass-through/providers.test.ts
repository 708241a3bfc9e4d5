/** Providers' own APIs through the gateway: nothing changes but the key. */
import { generateKeyPairSync } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../../../src/gateway/call-record.js'
import { authorised, masterKey, providerKey, setUp } from '../gateway-support.js'
import { type Echo, startEcho } from './echo-server.js'

const general = 'general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }'
const noModels = `model_list: []\n${general}\n`

type Options = { readonly yaml?: string; readonly env?: { readonly [name: string]: string } }

async function setUpEcho(answer?: Parameters<typeof startEcho>[0], { yaml = noModels, env = {} }: Options = {}) {
  const echo = await startEcho(answer)
  const records: CallRecord[] = []
  const { url, gateway } = await setUp({
    yaml: yaml.replaceAll('ECHO', echo.url),
    env: {
      LITELLM_MASTER_KEY: masterKey,
      PROVIDER_KEY: providerKey,
      OPENAI_API_KEY: providerKey,
      OPENAI_BASE_URL: `${echo.url}/v1`,
      ANTHROPIC_API_KEY: providerKey,
      ANTHROPIC_API_BASE: echo.url,
      GEMINI_API_KEY: providerKey,
      GEMINI_API_BASE: echo.url,
      COHERE_API_KEY: providerKey,
      COHERE_API_BASE: echo.url,
      ASSEMBLYAI_API_KEY: providerKey,
      LANGFUSE_HOST: echo.url,
      LANGFUSE_PUBLIC_KEY: 'pk',
      LANGFUSE_SECRET_KEY: 'sk',
      ...env,
    },
    gateway: { observers: [(record) => void records.push(record)] },
  })
  return { echo, url, gateway, records }
}

/** Polls until it holds. */
async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 5_000
  while (!holds()) {
    if (performance.now() > end) throw new Error('it did not come true')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

const json =
  (status: number, body: object, headers = {}) =>
  (_echo: Echo, outgoing: Parameters<NonNullable<Parameters<typeof startEcho>[0]>>[1]) => {
    outgoing.writeHead(status, { 'content-type': 'application/json', ...headers })
    outgoing.end(JSON.stringify(body))
    return true
  }

test('method, path, query, body and headers arrive as they were sent, with the key of the provider', async () => {
  const { echo, url } = await setUpEcho()
  const body = '{ "model":"gpt-4o",\n"messages" : [ ] , "x": "\\u00e9é" }'
  const answer = await fetch(`${url}/openai/v1/chat/completions?a=1&b=%2F&b=2`, {
    method: 'POST',
    body,
    headers: {
      ...authorised,
      'content-type': 'application/json',
      'x-own': 'kept',
      'openai-beta': 'assistants=v2',
      cookie: 'a=b',
      'x-litellm-tags': 't',
    },
  })
  expect([answer.status, answer.headers.get('x-from'), answer.headers.get('x-litellm-call-id')?.length]).toEqual([200, 'echo', 36])
  const [seen] = echo.seen
  expect([seen?.method, seen?.path]).toEqual(['POST', '/v1/chat/completions?a=1&b=%2F&b=2'])
  expect(Buffer.from(seen?.body ?? '', 'latin1').toString('utf8')).toBe(body)
  expect(seen?.headers).toMatchObject({ authorization: `Bearer ${providerKey}`, 'x-own': 'kept', 'openai-beta': 'assistants=v2' })
  expect(Object.keys(seen?.headers ?? {}).filter((name) => /cookie|litellm/.test(name))).toEqual([])
})

test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])('%s goes on', async (method) => {
  const { echo, url } = await setUpEcho()
  const body =
    method === 'GET' || method === 'HEAD'
      ? {}
      : { body: 'x\u0000y', headers: { ...authorised, 'content-type': 'application/octet-stream' } }
  const answer = await fetch(`${url}/openai/v1/things/`, { method, headers: authorised, ...body })
  expect(answer.status).toBe(200)
  expect(echo.seen.map((seen) => [seen.method, seen.path, seen.body])).toEqual([[method, '/v1/things/', 'body' in body ? 'x\u0000y' : '']])
})

describe('the key of each provider is where that provider wants it, and the caller’s is nowhere', () => {
  const rows: readonly (readonly [string, string, object, string, string])[] = [
    ['/openai/v1/models', '', { authorization: `Bearer ${masterKey}` }, 'authorization', `Bearer ${providerKey}`],
    [
      '/openai_passthrough/v1/models',
      '',
      { 'x-litellm-api-key': masterKey, authorization: 'Bearer other' },
      'authorization',
      `Bearer ${providerKey}`,
    ],
    ['/anthropic/v1/models', '', { 'x-api-key': masterKey }, 'x-api-key', providerKey],
    ['/gemini/v1beta/models', '?pageSize=2', { 'x-goog-api-key': masterKey }, 'x-goog-api-key', providerKey],
    ['/gemini/v1beta/models', `?key=${masterKey}&pageSize=2`, {}, 'x-goog-api-key', providerKey],
    [
      '/cohere/v2/chat',
      '',
      { authorization: `bearer ${masterKey}`, 'x-copy': `see ${masterKey}` },
      'authorization',
      `Bearer ${providerKey}`,
    ],
    [
      '/langfuse/api/public/ingestion',
      '',
      { authorization: `Basic ${Buffer.from(`pk:${masterKey}`).toString('base64')}` },
      'authorization',
      'Basic cGs6c2s=',
    ],
  ]
  test.each(rows)('%s%s', async (path, query, headers, name, value) => {
    const { echo, url } = await setUpEcho()
    expect((await fetch(url + path + query, { headers: { ...headers } })).status).toBe(200)
    expect(echo.seen[0]?.headers[name]).toBe(value)
    expect(JSON.stringify(echo.seen)).not.toContain(masterKey)
    expect(echo.seen[0]?.path.replace(/\?.*/, '')).toBe(path.replace(/^\/\w+/, ''))
  })
})

test('status, headers and bytes come back as they are, redirects are not followed, cookies stay with the host', async () => {
  const packed = gzipSync('{"a":1}')
  const { url } = await setUpEcho((_echo, outgoing) => {
    outgoing.writeHead(307, {
      location: 'http://169.254.169.254/latest',
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-many': ['1', '2'],
      'set-cookie': 'a=b',
      'strict-transport-security': 'max-age=1',
      connection: 'close, x-hop',
      'x-hop': '1',
    })
    outgoing.end(packed)
    return true
  })
  const answer = await fetch(`${url}/openai/v1/x`, { headers: authorised, redirect: 'manual' })
  expect([answer.status, answer.headers.get('location'), answer.headers.get('x-many'), await answer.text()]).toEqual([
    307,
    'http://169.254.169.254/latest',
    '1, 2',
    '{"a":1}',
  ])
  expect(['set-cookie', 'strict-transport-security', 'x-hop'].map((name) => answer.headers.get(name))).toEqual([null, null, null])
})

test('a provider without a key is a 401 that says what to set; a provider that does not exist is a 404', async () => {
  const { url, echo } = await setUpEcho()
  const ask = async (path: string) => {
    const answer = await fetch(url + path, { headers: authorised })
    return [answer.status, JSON.stringify(await answer.json())]
  }
  expect(await ask('/mistral/v1/models')).toEqual([401, expect.stringContaining('MISTRAL_API_KEY')])
  expect(await ask('/cursor/v0/agents')).toEqual([401, expect.stringContaining('CURSOR_API_KEY')])
  expect(await ask('/unheard/v1/models')).toEqual([404, expect.stringContaining('/unheard/v1/models')])
  expect(await ask('/__proto__/v1/models')).toEqual([404, expect.anything()])
  expect(await ask('/constructor/v1/models')).toEqual([404, expect.anything()])
  expect(echo.seen).toEqual([])
})

test('a deployment that the config opens comes first, then the environment, then any deployment', async () => {
  const yaml = `model_list:
  - model_name: first
    litellm_params: { model: openai/gpt-4o, api_base: ECHO/first/v1, api_key: os.environ/KEY_first }
  - model_name: second
    litellm_params: { model: openai/gpt-4o, api_base: ECHO/second/v1, api_key: os.environ/KEY_second, use_in_pass_through: true }
  - model_name: third
    litellm_params: { model: groq/llama, api_base: ECHO/groq/v1, api_key: os.environ/KEY_third }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: ECHO/own, api_key: os.environ/KEY_fourth }
${general}
`
  const { url, echo } = await setUpEcho(undefined, {
    yaml,
    env: { KEY_first: 'k-first', KEY_second: 'k-second', KEY_third: 'k-third', KEY_fourth: 'k-fourth' },
  })
  for (const path of ['/openai/v1/models', '/groq/v1/models', '/anthropic/v1/models']) await fetch(url + path, { headers: authorised })
  expect(echo.seen.map(({ path, headers }) => [path, headers.authorization ?? headers['x-api-key']])).toEqual([
    ['/second/v1/models', 'Bearer k-second'],
    ['/groq/v1/models', 'Bearer k-third'],
    ['/v1/models', providerKey],
  ])
})

test('no path leaves the base or reaches another host', async () => {
  const { url, echo } = await setUpEcho(undefined, { env: {} })
  const { connect } = await import('node:net')
  const { port } = new URL(url)
  /** As it stands on the wire: `fetch` would tidy the path. */
  const status = (target: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${masterKey}\r\nconnection: close\r\n\r\n`),
      )
      let text = ''
      socket.on('data', (bytes) => (text += bytes))
      socket.on('end', () => resolve(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? text))
      socket.on('error', reject)
    })
  const paths = [
    '/openai/../x',
    '/openai/v1/../../x',
    '/openai/%2e%2e/x',
    '/openai/v1/%2e%2e%2fx',
    '/openai//evil.example/x',
    '/openai/%2f%2fevil.example',
    '/openai/%252e%252e/x',
    '/openai/\\..\\x',
    '/openai/a%0d%0ax-evil:1',
  ]
  for (const path of paths) expect([path, await status(path)]).toEqual([path, expect.stringMatching(/^40[04]$/)])
  expect(await status('http://evil.example/openai/v1/x')).toMatch(/^40[04]$/)
  expect(echo.seen).toEqual([])
  expect(await status('/openai/v1/@evil.example/x')).toBe('200')
  expect(echo.seen.map(({ path }) => path)).toEqual(['/v1/@evil.example/x'])
})

describe('what a request used and cost is noted', () => {
  const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`
  const rows: readonly (readonly [string, string, string, string, object])[] = [
    [
      'OpenAI, whole',
      '/openai/v1/chat/completions',
      'application/json',
      JSON.stringify({ model: 'gpt-4o-2024-08-06', usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 } }),
      { model: 'gpt-4o', costNanoUsd: 3_500_000, usage: { prompt_tokens: 1000, completion_tokens: 100 } },
    ],
    [
      'Responses, streamed',
      '/openai/v1/responses',
      'text/event-stream',
      event({ type: 'response.completed', response: { model: 'gpt-4o', usage: { input_tokens: 1000, output_tokens: 100 } } }),
      { costNanoUsd: 3_500_000, streamed: true },
    ],
    [
      'Anthropic, whole',
      '/anthropic/v1/messages',
      'application/json',
      JSON.stringify({ type: 'message', model: 'claude-sonnet-4-5', usage: { input_tokens: 1000, output_tokens: 100 } }),
      { costNanoUsd: 4_500_000 },
    ],
    [
      'Anthropic, streamed',
      '/anthropic/v1/messages',
      'text/event-stream',
      event({
        type: 'message_start',
        message: { type: 'message', model: 'claude-sonnet-4-5', usage: { input_tokens: 1000, output_tokens: 1 } },
      }) + event({ type: 'message_delta', delta: {}, usage: { output_tokens: 100 } }),
      { costNanoUsd: 4_500_000, usage: { prompt_tokens: 1000, completion_tokens: 100 } },
    ],
    [
      'Gemini, a list',
      '/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent',
      'application/json',
      JSON.stringify([
        { candidates: [] },
        { modelVersion: 'gemini-2.5-flash', usageMetadata: { promptTokenCount: 1000, candidatesTokenCount: 100, totalTokenCount: 1100 } },
      ]),
      { model: 'gemini-2.5-flash', costNanoUsd: 550_000 },
    ],
    [
      'embeddings longer than what is parsed',
      '/openai/v1/embeddings',
      'application/json',
      `{"data":[${'0.123456789,'.repeat(400_000)}0],"model":"text-embedding-3-small","usage":{"prompt_tokens":1000000,"total_tokens":1000000}}`,
      { costNanoUsd: 20_000_000 },
    ],
    [
      'nothing that is counted',
      '/openai/v1/models',
      'application/json',
      '{"object":"list","data":[]}',
      { costNanoUsd: undefined, usage: undefined },
    ],
    ['broken JSON', '/openai/v1/models', 'application/json', '{"usage":', { costNanoUsd: undefined, usage: undefined }],
  ]
  test.each(rows)('%s', async (_name, path, type, body, want) => {
    for (const packs of [false, true]) {
      const { url, records } = await setUpEcho((_echo, outgoing) => {
        outgoing.writeHead(200, { 'content-type': type, ...(packs && { 'content-encoding': 'gzip' }) })
        outgoing.end(packs ? gzipSync(body) : body)
        return true
      })
      const sent = { method: 'POST', body: '{"model":"gpt-4o"}', headers: { ...authorised, 'content-type': 'application/json' } }
      const answer = await fetch(
        url + path,
        path.endsWith('/models') ? { headers: authorised } : path.includes('gemini') ? { ...sent, body: '{}' } : sent,
      )
      expect(await answer.text()).toBe(body)
      await until(() => records.length === 1)
      expect(records[0]).toMatchObject({ callType: 'pass_through_endpoint', status: 200, end: 'answered', ...want })
    }
  })
})

test('an error of the provider is handed back as it is, and noted', async () => {
  const { url, records } = await setUpEcho(json(429, { error: { message: 'slow down' } }, { 'retry-after': '7' }))
  const answer = await fetch(`${url}/openai/v1/models`, { headers: authorised })
  expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([429, '7', { error: { message: 'slow down' } }])
  await until(() => records.length === 1)
  expect(records[0]).toMatchObject({ status: 429, end: 'refused', problem: { status: 429 } })
})

test('an error that repeats the operator’s key is handed back without it, packed or not; any other byte for byte', async () => {
  const { url } = await setUpEcho(({ headers, path }, outgoing) => {
    const text = JSON.stringify({ error: `no ${headers.authorization} é` }) + (path.endsWith('/long') ? ' '.repeat(1_100_000) : '')
    const body = path.endsWith('/packed') ? gzipSync(text) : Buffer.from(path.endsWith('/other') ? ' {"error": "é"}\n' : text)
    outgoing.writeHead(401, {
      'content-type': 'application/json',
      'content-length': body.length,
      ...(path.endsWith('/packed') && { 'content-encoding': 'gzip' }),
    })
    outgoing.end(body)
    return true
  })
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(`${url}/openai/v1/${path}`, { method, headers: authorised })
    return [answer.status, answer.headers.get('content-length'), await answer.text()]
  }
  expect(await ask('plain')).toEqual([401, null, '{"error":"no Bearer ...-key é"}'])
  expect(await ask('packed')).toEqual([401, null, '{"error":"no Bearer ...-key é"}'])
  expect(await ask('other')).toEqual([401, '17', ' {"error": "é"}\n'])
  expect(await ask('long')).toEqual([502, expect.any(String), expect.stringContaining('openai: the answer is longer')])
  expect(await ask('other', 'HEAD')).toEqual([401, '17', ''])
  expect(JSON.stringify([await ask('plain'), await ask('packed')])).not.toContain(providerKey)
})

test('a key in the query of Google’s clients goes nowhere, however the path is written', async () => {
  const { url, echo } = await setUpEcho()
  for (const path of ['/gemini', '/%67emini']) await (await fetch(`${url}${path}/v1beta/models?k%65y=${masterKey}&a=1`)).text()
  await (await fetch(`${url}/gemini/v1beta/models?key=other&b=${masterKey}`, { headers: authorised })).text()
  expect(echo.seen.map(({ path, headers }) => [path, headers['x-goog-api-key']])).toEqual([
    ['/v1beta/models?a=1', providerKey],
    ['/v1beta/models?a=1', providerKey],
    ['/v1beta/models', providerKey],
  ])
})

test('pieces of a stream come as they are sent, and a caller who hangs up ends the request at the provider', async () => {
  const { url, echo, records } = await setUpEcho((_echo, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
    outgoing.write('data: 1\n\n')
    return true // and nothing more, ever
  })
  const hangUp = new AbortController()
  const answer = await fetch(`${url}/openai/v1/chat/completions`, { headers: authorised, signal: hangUp.signal })
  const first = await answer.body?.getReader().read()
  expect(Buffer.from(first?.value ?? []).toString()).toBe('data: 1\n\n')
  const left = performance.now()
  hangUp.abort()
  await until(() => echo.left === 1)
  expect(performance.now() - left).toBeLessThan(1_000)
  await until(() => records.length === 1)
  expect(records[0]).toMatchObject({ end: 'left', streamed: true })
})

test('a provider that breaks off breaks the answer off, one that is not there is a 502', async () => {
  const { url, gateway } = await setUpEcho((_echo, outgoing) => {
    outgoing.writeHead(200, { 'content-length': '100' })
    outgoing.write('half')
    setTimeout(() => outgoing.destroy(), 5)
    return true
  })
  await expect(fetch(`${url}/openai/v1/models`, { headers: authorised }).then((answer) => answer.text())).rejects.toThrow()
  expect(gateway.app.server.listening).toBe(true)
  const gone = await setUpEcho(undefined, { env: { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' } })
  const answer = await fetch(`${gone.url}/openai/v1/models`, { headers: authorised })
  expect([answer.status, await answer.json()]).toMatchObject([502, { error: { message: expect.stringContaining('ECONNREFUSED') } }])
})

test('a provider that is signed in to gets its token, and the project of the config', async () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const yaml = `model_list:
  - model_name: gemini
    litellm_params: { model: vertex_ai/gemini-2.5-pro, api_base: ECHO, vertex_location: us-east1, vertex_credentials: os.environ/KEY_FILE }
${general}
`
  const tokens = await startEcho(json(200, { access_token: 'token-of-the-sign-in', expires_in: 3600, token_type: 'Bearer' }))
  const file = {
    type: 'service_account',
    client_email: 'a@b',
    private_key: privateKey,
    project_id: 'own',
    token_uri: `${tokens.url}/token`,
  }
  const { url, echo } = await setUpEcho(undefined, { yaml, env: { KEY_FILE: JSON.stringify(file) } })
  for (let time = 0; time < 2; time++) {
    const path = '/v1/projects/other/locations/us-east1/publishers/google/models/gemini-2.5-pro:generateContent'
    const answer = await fetch(`${url}/vertex_ai${path}`, {
      method: 'POST',
      body: '{}',
      headers: { ...authorised, 'content-type': 'application/json' },
    })
    expect(answer.status).toBe(200)
  }
  expect(echo.seen.map(({ path, headers }) => [path.split('/').slice(1, 6).join('/'), headers.authorization])).toEqual([
    ['v1/projects/own/locations/us-east1', 'Bearer token-of-the-sign-in'],
    ['v1/projects/own/locations/us-east1', 'Bearer token-of-the-sign-in'],
  ])
  expect(tokens.seen.length).toBe(1)
})
