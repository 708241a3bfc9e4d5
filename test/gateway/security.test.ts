/** What a client may not reach by clever bytes: other models, other hosts, other keys, other answers, the provider's connection. */
import { describe, expect, test } from 'vitest'
import type { LogFacts } from '../../src/gateway/log.js'
import { behaved, chatBody, chatRequest, dial, startProvider, until } from './faults-support.js'
import { authorised, env, providerKey, setUp } from './gateway-support.js'

const deployments = ['openai', 'gemini', 'azure', 'bedrock', 'huggingface', 'vertex_ai', 'replicate']
const wild = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: other
    litellm_params: { model: openai/other, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
${deployments
  .map(
    (name) => `  - model_name: ${name}/*
    litellm_params: { model: ${name}/*, api_base: MOCK, aws_bedrock_runtime_endpoint: MOCK, api_key: os.environ/PROVIDER_KEY, api_version: "2024-10-21", aws_region_name: us-east-1, aws_access_key_id: os.environ/PROVIDER_KEY, aws_secret_access_key: os.environ/PROVIDER_KEY, vertex_project: p, vertex_location: us-central1 }`,
  )
  .join('\n')}
router_settings: { num_retries: 0, disable_cooldowns: true }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`

/** A gateway before a provider that notes the first line, the head and the body of what reaches it. */
async function setUpWild() {
  const seen: { readonly line: string; readonly head: string; readonly body: string }[] = []
  const provider = await startProvider((socket, body, head) => {
    seen.push({ line: head.split('\r\n')[0] ?? '', head, body })
    behaved(socket, body, head)
  })
  const setup = await setUp({ yaml: wild.replaceAll('MOCK', provider.url) })
  const send = async (body: string | object, path = '/v1/chat/completions', headers: object = {}) => {
    const sent = { ...authorised, 'content-type': 'application/json', ...headers }
    const answer = await fetch(setup.url + path, {
      method: 'POST',
      headers: sent,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  return { ...setup, provider, seen, send }
}

const messages = [{ role: 'user', content: 'hi' }]
const chat = { model: 'gpt-4o', messages }
const invalid = (param: string | null, message: RegExp) => ({
  error: { message: expect.stringMatching(message), type: 'invalid_request_error', param, code: '400' },
})

describe('what a client may not send', () => {
  const nested = (more: object) => [
    { ...chat, fallbacks: [{ model: 'other', ...more }] },
    { ...chat, fallbacks: [{ model: 'other', fallbacks: [{ model: 'claude', ...more }] }] },
    { ...chat, fallbacks: [{ 'gpt-4o': [{ model: 'other', ...more }] }] },
    { ...chat, fallbacks: [{ model: 5, 'gpt-4o': [{ model: 'other', ...more }] }] },
    { ...chat, context_window_fallbacks: [{ 'gpt-4o': [{ model: 'other', ...more }] }] },
    {
      ...chat,
      content_policy_fallbacks: [{ 'gpt-4o': [{ model: 'other', context_window_fallbacks: [{ a: [{ model: 'claude', ...more }] }] }] }],
    },
  ]
  const members = [
    'api_base',
    'base_url',
    'api_key',
    'aws_secret_access_key',
    'vertex_credentials',
    'model_list',
    'litellm_credential_name',
  ]
  test.each(members)('%s: by itself, in fallbacks of any kind and depth, in extra_body', async (name) => {
    const { send, seen } = await setUpWild()
    for (const body of [{ ...chat, [name]: 'http://10.0.0.1' }, ...nested({ [name]: 'x' }), { ...chat, extra_body: { [name]: 'x' } }]) {
      const { status, text } = await send(body)
      expect([status, JSON.parse(text)]).toEqual([400, invalid(expect.stringContaining(name), /may not/)])
    }
    expect(seen).toEqual([])
  })

  test.each(['model', 'stream'])('extra_body.%s, which would stand in the place of what was checked', async (name) => {
    const { send, seen } = await setUpWild()
    for (const body of [{ ...chat, extra_body: { [name]: 'other' } }, ...nested({ extra_body: { [name]: 'other' } })]) {
      const { status, text } = await send(body)
      expect([status, JSON.parse(text)]).toEqual([
        400,
        invalid(expect.stringContaining(`extra_body.${name}`), /may not stand in extra_body/),
      ])
    }
    expect(seen).toEqual([])
  })

  const headers: readonly (readonly [string, unknown])[] = [
    ['Authorization', 'Bearer x'],
    ['x-API-key', 'x'],
    ['X-Goog-User-Project', 'x'],
    ['OpenAI-Organization', 'x'],
    ['x-amz-security-token', 'x'],
    ['Host', 'x'],
    ['cookie', 'x'],
    ['transfer-encoding', 'chunked'],
    ['Transfer-Encoding ', 'chunked'],
    ['content-length', '1'],
    ['content-type', 'text/plain'],
    ['accept-encoding', 'gzip'],
    ['expect', '100-continue'],
    ['upgrade', 'h2c'],
    ['keep-alive', 'x'],
    ['x-a\r\nauthorization', 'x'],
    ['x-a:', 'x'],
    ['', 'x'],
    ['x-\u0131', 'x'],
    ['x-a', 'b\r\nauthorization: evil'],
    ['x-a', 'b\0'],
    ['x-a', '\u4e2d'],
    ['x-a', { a: 1 }],
    ['x-a', 'y'.repeat(9_000)],
  ]
  test.each(headers)('the header %j with the value %j', async (name, value) => {
    const { send, seen } = await setUpWild()
    for (const body of [{ ...chat, extra_headers: { [name]: value } }, ...nested({ extra_headers: { [name]: value } })]) {
      const { status, text } = await send(body)
      expect([status, JSON.parse(text)]).toEqual([400, invalid(expect.stringContaining('extra_headers'), /./)])
    }
    expect(seen).toEqual([])
  })

  test('other headers reach the provider, and its key stays what it is', async () => {
    const { send, seen } = await setUpWild()
    expect((await send({ ...chat, extra_headers: { 'x-trace': 'a b', 'X-Number': 5 } })).status).toBe(200)
    expect(seen[0]?.head.toLowerCase()).toMatch(/\r\nx-trace: a b\r\n[\s\S]*x-number: 5/)
    expect(seen[0]?.head).toContain(`Bearer ${providerKey}`)
  })
})

describe('the model that is authorised is the model that is called', () => {
  /** What is sent, which model is meant, and mentions of others that are no top-level `model`. */
  const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['twice', '{"model":"gpt-4o","model":"other","messages":[{"role":"user","content":"hi"}]}', 'other', []],
    ['twice, once escaped', '{"model":"other","m\\u006fdel":"gpt-4o","messages":[{"role":"user","content":"hi"}]}', 'gpt-4o', []],
    ['twice, behind the messages', '{"model":"other","messages":[{"role":"user","content":"x"}],"model":"gpt-4o"}', 'gpt-4o', []],
    [
      'in a member of a member',
      '{"metadata":{"model":"other"},"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}',
      'gpt-4o',
      [],
    ],
    [
      'beside a prototype',
      '{"__proto__":{"model":"other","api_base":"http://x"},"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}',
      'gpt-4o',
      ['"model":"other"'],
    ],
  ]
  test.each(rows)('a body that names it %s', async (_name, body, want, strays) => {
    const { send, seen } = await setUpWild()
    const { status, text } = await send(body)
    const sent = seen[0]?.body ?? '{}'
    expect([status, JSON.parse(text).model, JSON.parse(sent).model]).toEqual([200, want, want])
    expect(sent.match(/"m(o|\\u006f)del":"(gpt-4o|other)"/g)?.filter((each) => !each.includes(want))).toEqual(strays)
  })

  const strange: readonly (readonly [string, unknown])[] = [
    ['in capitals', 'GPT-4O'],
    ['with a space before it', ' gpt-4o'],
    ['of a prototype', '__proto__'],
    ['of a constructor', 'constructor'],
    ['of a method', 'toString'],
    ['of 1 MB', 'x'.repeat(1_000_000)],
    ['with a null', 'y\u0000'],
    ['of nothing', ''],
    ['that is a number', 7],
    ['that is a list', ['gpt-4o']],
    ['that is an object', { toString: 'x' }],
  ]
  test.each(strange)('a name %s is refused, in a short answer', async (_name, model) => {
    const { send, seen } = await setUpWild()
    const { status, text } = await send({ model, messages })
    expect([status, JSON.parse(text), text.length < 600]).toEqual([400, invalid('model', /model/), true])
    expect(seen).toEqual([])
  })

  const names = [
    '..',
    '.',
    '../../admin',
    'a/../../b',
    'a/./b',
    'x?key=1#y',
    'a\r\nx: y',
    'a\0b',
    '..%2f..',
    'a b',
    '\u00e9',
    '@evil',
    '//evil',
    '\\..\\..',
  ]
  test.each(deployments)('a name caught by %s/* stays one part of the path at the provider', async (provider) => {
    const { send, seen } = await setUpWild()
    for (const name of names) await send({ model: `${provider}/${name}`, messages })
    for (const { line, head } of seen) {
      expect(line).toMatch(/^POST \/[\w./%@:~!$&'()*+,;=-]*(\?api-version=[\w-]+)? HTTP\/1\.1$/)
      expect(line.split('/')).not.toContain('..')
      expect(decodeURIComponent(line).includes('/../') && !line.includes('%2e') && !line.includes('%2F')).toBe(false)
      expect(head.split('\r\n').filter((each) => each.startsWith('x: '))).toEqual([])
    }
  })
})

describe('bodies that are made to hurt', () => {
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const rows: readonly (readonly [string, string, string])[] = [
    ['content', '/v1/chat/completions', `{"model":"gpt-4o","messages":[{"role":"user","content":DEEP}]}`],
    ['a member of its own', '/v1/chat/completions', `{"model":"claude","x":DEEP,"messages":[{"role":"user","content":"a"}]}`],
    ['fallbacks', '/v1/chat/completions', `{"model":"gpt-4o","fallbacks":DEEP,"messages":[{"role":"user","content":"a"}]}`],
    ['metadata', '/v1/chat/completions', `{"model":"gpt-4o","metadata":DEEP,"messages":[{"role":"user","content":"a"}]}`],
    [
      'a Messages request',
      '/v1/messages',
      `{"model":"gpt-4o","max_tokens":5,"tools":[{"name":"a","input_schema":{"a":DEEP}}],"messages":[{"role":"user","content":"a"}]}`,
    ],
    [
      'a Gemini schema',
      '/v1beta/models/gpt-4o:generateContent',
      `{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"responseSchema":DEEP}}`,
    ],
    [
      'a Gemini tool',
      '/v1beta/models/gpt-4o:generateContent',
      `{"contents":[{"role":"user","parts":[{"text":"a"}]},{"role":"model","parts":[{"functionCall":{"name":"x","args":{"a":DEEP}}}]}]}`,
    ],
    ['a Responses input', '/v1/responses', `{"model":"claude","input":[{"role":"user","content":DEEP}]}`],
    ['an embedding', '/v1/embeddings', `{"model":"openai/text-embedding-3-small","input":DEEP}`],
    ['a count of tokens', '/utils/token_counter', `{"model":"gpt-4o","messages":[{"role":"user","content":DEEP}]}`],
  ]
  test.each(rows)('100,000 brackets in %s: no bug, and soon', async (_name, path, body) => {
    const bugs: LogFacts[] = []
    const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: (facts: LogFacts) => void bugs.push(facts) }
    const provider = await startProvider(behaved)
    const { url } = await setUp({ yaml: wild.replaceAll('MOCK', provider.url), gateway: { log } })
    const startedAt = performance.now()
    const answer = await fetch(url + path, { method: 'POST', headers: authorised, body: body.replace('DEEP', deep(100_000)) })
    await answer.text()
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    expect(bugs).toEqual([])
    const usual = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: authorised, body: chatBody() })
    expect(usual.status).toBe(200)
  })

  test('names of prototypes pollute nothing', async () => {
    const { send } = await setUpWild()
    const evil = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}'
    await send(
      `{${evil},"model":"gpt-4o","metadata":{${evil}},"extra_body":{${evil}},"extra_headers":{${evil}},"messages":[{${evil},"role":"user","content":"hi"}]}`,
    )
    await send(`{${evil},"model":"gpt-4o","max_tokens":5,"messages":[{${evil},"role":"user","content":"hi"}]}`, '/v1/messages')
    await send(
      `{${evil},"contents":[{"parts":[{${evil},"text":"a"}]}],"generationConfig":{${evil}}}`,
      '/v1beta/models/gpt-4o:generateContent',
    )
    await send(`{"model":"gpt-4o","fallbacks":[{"__proto__":["other"]}],"messages":[{"role":"__proto__","content":"hi"}]}`)
    expect(({} as { polluted?: number }).polluted).toBeUndefined() // what an object is born with
  })

  test('numbers beyond all bounds are no numbers to a provider', async () => {
    const { send, seen } = await setUpWild()
    const { status } = await send(
      '{"model":"gpt-4o","max_tokens":1e999,"num_retries":1e308,"timeout":1e308,"messages":[{"role":"user","content":"hi"}]}',
    )
    expect([status, seen.length, seen[0]?.body.includes('Infinity')]).toEqual([200, 1, false])
  })
})

describe('heads that are made to be read in two ways', () => {
  const line = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: ${authorised.authorization}\r\n`
  const smuggled = 'GET /routes HTTP/1.1\r\nhost: x\r\n\r\n'
  const rows: readonly (readonly [string, string])[] = [
    ['a folded header', 'x-a: b\r\n c: d\r\ncontent-length: 2\r\n\r\n{}'],
    ['a folded length', 'content-length:\r\n 2\r\n\r\n{}'],
    ['a folded transfer encoding', 'transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n'],
    ['a list of lengths', 'content-length: 2, 2\r\n\r\n{}'],
    ['a length with a sign', 'content-length: +2\r\n\r\n{}'],
    ['a length in hexadecimals', 'content-length: 0x2\r\n\r\n{}'],
    ['two transfer encodings', 'transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n'],
    ['a transfer encoding with a vertical tab', 'transfer-encoding: \x0bchunked\r\n\r\n0\r\n\r\n'],
    ['a chunk length with a sign', 'transfer-encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n'],
    ['a chunk length in 0x', 'transfer-encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n'],
    ['a chunk longer than it says', 'transfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n'],
    ['a header without a colon', 'x-a\r\ncontent-length: 2\r\n\r\n{}'],
    ['a line feed alone after a chunk length', 'transfer-encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n'],
  ]
  test.each(rows)('%s: a 400, and what stands behind it is not answered', async (_name, rest) => {
    const { url, seen } = await setUpWild()
    const client = await dial(url)
    client.socket.write(line + rest + smuggled)
    await client.closed
    expect([client.received().split('\r\n')[0], client.received().match(/HTTP\/1\.1 /g)?.length]).toEqual(['HTTP/1.1 400 Bad Request', 1])
    expect(seen).toEqual([])
  })

  test('whatever host a request names, nothing of it is used', async () => {
    const { url, provider, gateway } = await setUpWild()
    const ask = async (target: string, hosts: readonly string[]) => {
      const client = await dial(url)
      client.socket.write(`GET ${target} HTTP/1.1\r\n${hosts.map((host) => `host: ${host}\r\n`).join('')}connection: close\r\n\r\n`)
      await client.closed
      return client.received()
    }
    for (const host of ['evil.example', 'localhost:1/health/liveliness?', '127.0.0.1/../', 'x@y', ''])
      expect((await ask('/v1/models', [host])).split(' ')[1]).toBe('401')
    expect((await ask('http://evil.example/v1/models', ['x'])).split(' ')[1]).toBe('401')
    expect((await ask('http://evil.example/health/liveliness', ['x'])).split(' ')[1]).toBe('200')
    const page =
      (await ask('/', ['evil.example'])) + (await ask('/openapi.json', ['evil.example'])) + (await ask('/routes', ['evil.example']))
    expect(page).not.toContain('evil.example')
    expect([provider.asked, gateway.serving.engine.state.inFlight.some((count) => count > 0)]).toEqual([0, false])
  })
})

describe('addresses that are written oddly lead to a rule or nowhere', () => {
  const paths = [
    '/v1//models',
    '//v1/models',
    '/v1/./models',
    '/v1/../v1/models',
    '/x/../v1/models',
    '/%76%31/models',
    '/v1%2Fmodels',
    '/v1/models/',
    '/v1/models//',
    '/v1/models%00',
    '/V1/MODELS',
    '/v1/models;a=b',
    '/v1/models%20',
    '/v1\\models',
    '/v1/models/../../health/liveliness',
    '/health/liveliness/../../v1/models',
    '/v1/models#a',
    '/.%2e/v1/models',
    '/health/liveliness/%2e%2e/%2e%2e/config/reload',
    '/health/liveliness;/../config/reload',
    '/config/reload/',
    '//config/reload',
    '/config//reload',
    '/config%2Freload',
    '/health/readiness/details/',
    '/health/readiness//details',
    '/engines/../../config/reload/chat/completions',
  ]
  test('without a key: no model, no config, no details', async () => {
    const { url } = await setUp({ env: { ...env, SERVER_ROOT_PATH: '/llm' } })
    for (const path of [...paths, ...paths.map((each) => `/llm${each}`)])
      for (const method of ['GET', 'POST', 'HEAD', 'OPTIONS']) {
        const client = await dial(url)
        client.socket.write(`${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
        await client.closed
        const status = client.received().split(' ')[1]
        expect([path, method, ['400', '401', '404'].includes(status ?? '') ? 'refused' : client.received()]).toEqual([
          path,
          method,
          'refused',
        ])
      }
  })
})

test('a request on a connection that was refused before is not taken for part of it', async () => {
  const { url, seen } = await setUpWild()
  const client = await dial(url)
  client.socket.write(chatRequest('{"model":"none","messages":[]}') + chatRequest(chatBody()))
  await until(() => client.received().match(/HTTP\/1\.1 \d+/g)?.length === 2, 'both were answered')
  expect(client.received().match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200'])
  expect(seen.length).toBe(1)
})

test('a name with line breaks and escapes makes no lines of its own in a log', async () => {
  const lines: string[] = []
  const provider = await startProvider((socket) => void socket.end('HTTP/1.1 500 Odd\r\ncontent-length: 2\r\n\r\n{}'))
  const client = { log: (line: string) => void lines.push(line), logLevel: 'debug' as const }
  const { url } = await setUp({ yaml: wild.replaceAll('MOCK', provider.url), gateway: { client } })
  const body = JSON.stringify({ model: 'openai/a\r\nfaked line\u001b[31m', messages })
  const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: authorised, body })
  expect(answer.status).toBe(500)
  await until(() => lines.some((line) => line.includes('faked line')), 'the call was told')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(lines.filter((line) => /[\x00-\x08\x0a-\x1f]/.test(line))).toEqual([])
})
