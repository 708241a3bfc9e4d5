/** The wire checklist: what a client of LiteLLM's proxy relies on, each item once, over real sockets and with the clients themselves. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI, { AzureOpenAI, toFile } from 'openai'
import { expect, onTestFinished, test } from 'vitest'
import type { CallRecord } from '../../src/gateway/call-record.js'
import { createMockProvider, type MockScript } from '../../src/testing/index.js'
import { bundledCli, useBundledCli } from '../cli/bundled-cli.js'
import { all, authorised, env, masterKey, providerKey, setUp, yaml } from './gateway-support.js'

useBundledCli()

/** Items that stand and fall with virtual keys and their store: `kept/wire-checklist.test.ts` has them. */
const withKeys: readonly (readonly [item: number, why: string])[] = [
  [8, 'POST /key/generate makes a virtual key'],
  [9, 'GET /key/info shows one'],
  [10, 'POST /key/update changes one'],
  [11, 'POST /key/delete deletes one'],
  [12, 'spend of teams, users and keys stands in the store'],
  [13, 'in part: the end user of a call is told here, its row and budget stand in the store'],
  [14, 'in part: the tags of a call are told here, those of keys and teams stand in the store'],
  [18, 'in part: LITELLM_SALT_KEY, DATABASE_URL, STORE_MODEL_IN_DB, UI_USERNAME and UI_PASSWORD are for keys, store and admin pages'],
  [20, 'in part: GET /user/info, /user/daily/activity and /global/spend/report read the store'],
]

const config = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: first, access_groups: [team] }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
  - model_name: embed
    litellm_params: { model: openai/text-embedding-3-small, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: paint
    litellm_params: { model: openai/gpt-image-1, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: hear
    litellm_params: { model: openai/whisper-1, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: say
    litellm_params: { model: openai/tts-1, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: judge
    litellm_params: { model: openai/omni-moderation-latest, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: failing
    litellm_params: { model: openai/gpt-4o-mini, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
router_settings:
  num_retries: 0
  disable_cooldowns: true
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
`
const messages = [{ role: 'user' as const, content: 'hi' }]
const chat = { model: 'gpt-4o', messages }
const tools = [{ type: 'function' as const, function: { name: 'look', parameters: { type: 'object', properties: {} } } }]

async function start(script?: MockScript, more: Parameters<typeof setUp>[0] = {}) {
  const setup = await setUp({ yaml: config, ...(script !== undefined && { script }), ...more })
  const post = (path: string, body: object, headers: object = {}) =>
    fetch(setup.url + path, {
      method: 'POST',
      headers: { ...authorised, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const get = (path: string, headers: object = authorised) => fetch(setup.url + path, { headers: { ...headers } })
  return { ...setup, post, get }
}

test.each(['', '/v1'])(
  '1. OpenAI’s client works with only base URL ("%s") and key changed: chat, stream, tools, embeddings, models, images, audio, moderation, responses',
  async (base) => {
    const { url } = await start({ 'gpt-4o-mini': { toolCalls: [{ name: 'look', arguments: {} }] } })
    const openai = new OpenAI({ baseURL: url + base, apiKey: masterKey, maxRetries: 0 })
    expect((await openai.chat.completions.create(chat)).choices[0]?.message.content).toBe('gpt-4o heard: hi')
    const chunks = await all(await openai.chat.completions.create({ ...chat, stream: true }))
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('gpt-4o heard: hi')
    const called = await openai.chat.completions.create({ ...chat, model: 'failing', tools })
    expect(called.choices[0]?.message.tool_calls).toMatchObject([{ type: 'function', function: { name: 'look', arguments: '{}' } }])
    expect(
      (await openai.embeddings.create({ model: 'embed', input: ['a', 'b'] })).data.map(({ embedding }) => embedding.length > 1),
    ).toEqual([true, true])
    expect((await all(openai.models.list())).map(({ id }) => id)).toContain('gpt-4o')
    expect((await openai.models.retrieve('gpt-4o')).id).toBe('gpt-4o')
    expect((await openai.images.generate({ model: 'paint', prompt: 'x' })).data?.length).toBe(1)
    expect((await openai.audio.transcriptions.create({ model: 'hear', file: await toFile(Buffer.from('abc'), 'a.mp3') })).text).toEqual(
      expect.any(String),
    )
    expect(
      (await (await openai.audio.speech.create({ model: 'say', input: 'x', voice: 'alloy' })).arrayBuffer()).byteLength,
    ).toBeGreaterThan(0)
    expect((await openai.moderations.create({ model: 'judge', input: 'x' })).results.length).toBe(1)
    expect((await openai.responses.create({ model: 'gpt-4o', input: 'hi' })).output_text).toBe('gpt-4o heard: hi')
  },
)

test('2. Azure’s client works through /openai/deployments/{model}/…?api-version=… with the header api-key', async () => {
  const { url } = await start()
  const azure = new AzureOpenAI({ endpoint: url, apiKey: masterKey, apiVersion: '2024-10-21', maxRetries: 0 })
  expect((await azure.chat.completions.create(chat)).choices[0]?.message.content).toBe('gpt-4o heard: hi')
  expect((await azure.embeddings.create({ model: 'embed', input: 'a' })).data.length).toBe(1)
})

test.each(['apiKey', 'authToken'])(
  '3. Anthropic’s client works through /v1/messages with its key as %s: whole, streamed, count_tokens, errors in its shape',
  async (kind) => {
    const { url, post } = await start()
    const anthropic = new Anthropic({ baseURL: url, apiKey: null, authToken: null, [kind]: masterKey, maxRetries: 0 })
    for (const model of ['claude', 'gpt-4o']) {
      const reply = await anthropic.messages.create({ model, max_tokens: 50, messages })
      expect(reply.content).toMatchObject([{ type: 'text', text: expect.stringContaining('heard: hi') }])
      const streamed = await anthropic.messages.stream({ model, max_tokens: 50, messages }).finalText()
      expect(streamed).toContain('heard: hi')
      expect((await anthropic.messages.countTokens({ model, messages })).input_tokens).toBeGreaterThan(0)
    }
    const refused = await post('/v1/messages', { model: 'nobody', max_tokens: 5, messages })
    expect([refused.status, await refused.json()]).toEqual([
      400,
      {
        type: 'error',
        error: { type: 'invalid_request_error', message: expect.stringContaining('nobody') },
        request_id: expect.any(String),
      },
    ])
  },
)

test('4. Google’s client works through /v1beta/models/{model}:generateContent and :streamGenerateContent with x-goog-api-key', async () => {
  const { url } = await start()
  const google = new GoogleGenAI({ apiKey: masterKey, httpOptions: { baseUrl: url } })
  expect((await google.models.generateContent({ model: 'gpt-4o', contents: 'hi' })).text).toBe('gpt-4o heard: hi')
  const pieces = await all(await google.models.generateContentStream({ model: 'claude', contents: 'hi' }))
  expect(pieces.map(({ text }) => text ?? '').join('')).toBe('claude-sonnet-4-5 heard: hi')
})

test('5. streams are data blocks up to [DONE]; an error before the first is the plain status, one after it a last block', async () => {
  const { post, mock } = await start()
  const good = await post('/v1/chat/completions', { ...chat, stream: true })
  const blocks = (await good.text()).split('\n\n').slice(0, -1)
  expect([good.headers.get('content-type'), blocks.at(-1)]).toEqual(['text/event-stream; charset=utf-8', 'data: [DONE]'])
  expect(blocks.slice(0, -1).map((block) => JSON.parse(block.replace(/^data: /, '')).object)).toEqual(
    blocks.slice(1).map(() => 'chat.completion.chunk'),
  )
  mock.script({ 'gpt-4o': { status: 503 } })
  expect((await post('/v1/chat/completions', { ...chat, stream: true })).status).toBe(503)
  mock.script({ 'gpt-4o': { text: 'one two three four', errorAt: 3, status: 500, message: 'boom' } })
  const broken = await post('/v1/chat/completions', { ...chat, stream: true })
  const last = (await broken.text()).split('\n\n').slice(0, -1).at(-1) ?? ''
  expect([broken.status, JSON.parse(last.replace(/^data: /, ''))]).toEqual([
    200,
    { error: expect.objectContaining({ message: expect.stringContaining('boom') }) },
  ])
})

test('6. errors are {"error":{message,type,param,code}} with the status as text; limits are 429 with retry-after; an unknown key is 401 token_not_found_in_db', async () => {
  const { post, get, mock } = await start({ 'gpt-4o-mini': { status: 429, retryAfter: 3 } })
  const shape = (code: string, type: unknown = expect.any(String)) => ({
    error: expect.objectContaining({ message: expect.any(String), type, code }),
  })
  const limited = await post('/v1/chat/completions', { ...chat, model: 'failing' })
  expect([limited.status, limited.headers.get('retry-after'), await limited.json()]).toEqual([429, '3', shape('429')])
  const unknown = await get('/v1/models', { authorization: 'Bearer sk-unknown' })
  expect([unknown.status, await unknown.json()]).toEqual([401, shape('401', 'token_not_found_in_db')])
  const none = await get('/v1/models', {})
  expect([none.status, await none.json()]).toEqual([401, shape('401', 'auth_error')])
  const wrong = await post('/v1/chat/completions', { model: 'gpt-4o' })
  expect([wrong.status, await wrong.json()]).toEqual([
    400,
    { error: { message: 'messages is missing', type: 'invalid_request_error', param: 'messages', code: '400' } },
  ])
  expect(mock.requests.length).toBe(1)
})

test.each([false, true])(
  '7. answers tell call, model, address, version, cost, attempts and durations, limits and the provider’s headers; streamed: %s',
  async (stream) => {
    const { post, mock } = await start({ 'gpt-4o': { headers: { 'x-ratelimit-remaining-tokens': '7', 'x-request-id': 'r-1' } } })
    const answer = await post('/v1/chat/completions', { ...chat, stream }, { 'x-litellm-call-id': 'mine' })
    const headers = Object.fromEntries(answer.headers)
    expect(headers).toMatchObject({
      'x-litellm-call-id': 'mine',
      'x-litellm-model-id': 'first',
      'x-litellm-model-group': 'gpt-4o',
      'x-litellm-model-api-base': `${mock.url}/v1`,
      'x-litellm-version': expect.stringMatching(/^\d+\.\d+\.\d+/),
      'x-litellm-attempted-retries': '0',
      'x-litellm-attempted-fallbacks': '0',
      'x-litellm-response-duration-ms': expect.stringMatching(/^\d/),
      'x-ratelimit-remaining-tokens': '7',
      'llm_provider-x-request-id': 'r-1',
    })
    const known = {
      'x-litellm-response-cost': expect.stringMatching(/^0\.\d+$/),
      'x-litellm-overhead-duration-ms': expect.stringMatching(/^\d/),
    }
    if (stream) expect(headers).not.toHaveProperty('x-litellm-response-cost')
    else expect(headers).toMatchObject(known)
    await answer.text()
  },
)

test('13. and 14. the end user comes from user, x-litellm-customer-id, x-litellm-end-user-id or metadata.user_id, the tags from body and header', async () => {
  const records: CallRecord[] = []
  const { post } = await start(undefined, { gateway: { observers: [(record) => void records.push(record)] } })
  await (await post('/v1/chat/completions', { ...chat, user: 'ann', metadata: { tags: ['a'] } }, { 'x-litellm-tags': 'b, a' })).text()
  await (await post('/v1/chat/completions', chat, { 'x-litellm-customer-id': 'bob' })).text()
  await (await post('/v1/chat/completions', chat, { 'x-litellm-end-user-id': 'eve' })).text()
  await (await post('/v1/messages', { model: 'claude', max_tokens: 5, messages, metadata: { user_id: 'joe' } })).text()
  await expect.poll(() => records.map(({ endUser }) => endUser)).toEqual(['ann', 'bob', 'eve', 'joe'])
  expect(records[0]?.tags?.filter((tag) => tag.length === 1).sort()).toEqual(['a', 'b'])
})

test('15. /health/liveliness and /health/liveness say "I’m alive!", readiness tells status, db, cache and version, /health needs a key and counts', async () => {
  const { get } = await start()
  for (const path of ['/health/liveliness', '/health/liveness']) expect(await (await get(path, {})).json()).toBe("I'm alive!")
  expect(await (await get('/health/readiness', {})).json()).toMatchObject({
    status: 'connected',
    db: expect.any(String),
    cache: null,
    litellm_version: expect.any(String),
  })
  expect((await get('/health', {})).status).toBe(401)
  expect(await (await get('/health')).json()).toMatchObject({
    healthy_count: 8,
    unhealthy_count: 0,
    healthy_endpoints: expect.any(Array),
    unhealthy_endpoints: [],
  })
})

test('16. /model/info and /v1/model/info never show a key; /model_group/info tells limits, prices and abilities by public name', async () => {
  const { get } = await start()
  for (const path of ['/model/info', '/v1/model/info']) {
    const text = await (await get(path)).text()
    expect(JSON.parse(text).data.length).toBe(8)
    expect(text).not.toMatch(new RegExp(`api_key|${providerKey}`))
  }
  const groups: { readonly data: readonly { readonly model_group: string }[] } = JSON.parse(await (await get('/model_group/info')).text())
  expect(groups.data.find((group) => group.model_group === 'gpt-4o')).toMatchObject({
    providers: ['openai'],
    max_input_tokens: expect.any(Number),
    input_cost_per_token: expect.any(Number),
    supports_function_calling: true,
  })
})

test('17. /metrics is text of Prometheus with LiteLLM’s names', async () => {
  const { get, post } = await start()
  await (await post('/v1/chat/completions', chat)).text()
  await expect.poll(async () => (await get('/metrics')).text()).toMatch(/^litellm_proxy_total_requests_metric(_total)?\{.*\} 1/m)
  const answer = await get('/metrics')
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(await answer.text()).toMatch(/^litellm_spend_metric(_total)?\{/m)
})

/** `llmgen serve` as a process. */
async function serve(args: readonly string[], own: { readonly [name: string]: string }, script?: MockScript) {
  const mock = await createMockProvider(script === undefined ? {} : { script })
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-checklist-'))
  writeFileSync(join(folder, 'litellm_config.yaml'), yaml.replaceAll('MOCK', mock.url))
  const child: ChildProcess = spawn(process.execPath, [bundledCli(), 'serve', ...args], {
    cwd: folder,
    env: { ...process.env, ...env, ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await mock.close()
    rmSync(folder, { recursive: true, force: true })
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      said += String(text)
    })
  await expect.poll(() => said, { timeout: 30_000 }).toMatch(/gateway on http:\S+\n/)
  return { child, url: /gateway on (http:\S+)\n/.exec(said)?.[1] ?? '', said: () => said }
}

/** The port if nobody has it, else any other. */
async function freePort(wanted: number): Promise<number> {
  const server = createServer()
  const tried = new Promise<number>((resolve) => {
    server.once('error', () => resolve(0))
    server.listen(wanted, '0.0.0.0', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const port = await tried
  await new Promise((resolve) => server.close(resolve))
  return port === 0 ? freePort(0) : port
}

test('18. LITELLM_MASTER_KEY, PORT, SERVER_ROOT_PATH and LITELLM_LOG are read with LiteLLM’s meaning', { timeout: 60_000 }, async () => {
  const port = await freePort(0)
  const { url, said } = await serve(['--host', '127.0.0.1'], {
    PORT: String(port),
    SERVER_ROOT_PATH: '/llm',
    LITELLM_LOG: 'DEBUG',
    LITELLM_MASTER_KEY: 'sk-of-the-environment',
  })
  expect(new URL(url).port).toBe(String(port))
  expect((await fetch(`${url}/llm/v1/models`, { headers: { authorization: 'Bearer sk-of-the-environment' } })).status).toBe(200)
  expect((await fetch(`${url}/llm/v1/models`, { headers: authorised })).status).toBe(401)
  await expect.poll(said).toMatch(/"level":20/)
})

test('19. SIGTERM takes nothing new, lets a stream finish and ends with 0; a second one ends at once', { timeout: 60_000 }, async () => {
  const script = {
    'gpt-4o': { text: 'one two three four five six', stallMs: 100 },
    'claude-sonnet-4-5': { text: 'one two three', hangAfter: 5 },
  }
  const first = await serve(['--port', '0', '--host', '127.0.0.1'], {}, script)
  const streaming = await fetch(`${first.url}/chat/completions`, {
    method: 'POST',
    headers: authorised,
    body: JSON.stringify({ ...chat, stream: true }),
  })
  const ended = once(first.child, 'exit')
  first.child.kill('SIGTERM')
  await expect.poll(first.said).toContain('stopping')
  await expect(fetch(`${first.url}/health/liveliness`, { headers: { connection: 'close' } })).rejects.toThrow(/fetch failed/)
  expect(await streaming.text()).toMatch(/six[\s\S]*\[DONE\]/)
  expect(await ended).toEqual([0, null])
  const second = await serve(['--port', '0', '--host', '127.0.0.1'], {}, script)
  const hanging = await fetch(`${second.url}/chat/completions`, {
    method: 'POST',
    headers: authorised,
    body: JSON.stringify({ ...chat, model: 'claude', stream: true }),
  })
  const killed = once(second.child, 'exit')
  second.child.kill('SIGTERM')
  await expect.poll(second.said).toContain('stopping')
  second.child.kill('SIGTERM')
  expect(await killed).toEqual([null, 'SIGTERM'])
  await expect(hanging.text()).rejects.toThrow()
})

/** Runs a line of a shell, and gives what it prints. The providers of these tests live in this process, which goes on meanwhile. */
function run(line: string): Promise<string> {
  return new Promise((resolve, reject) => execFile('sh', ['-c', line], (error, out) => (error === null ? resolve(out) : reject(error))))
}

test('20. the curl line of the guide runs as typed, and OpenAI’s client with base URL http://0.0.0.0:4000', {
  timeout: 60_000,
}, async () => {
  const port = await freePort(4_000)
  const { url } = await serve(['--port', String(port), '--host', '0.0.0.0', '--allow-sample-key'], { LITELLM_MASTER_KEY: 'sk-1234' })
  const typed = `curl -sS -X POST 'http://0.0.0.0:${port}/chat/completions' \\
    -H 'Content-Type: application/json' \\
    -H 'Authorization: Bearer sk-1234' \\
    -d '{
      "model": "gpt-4o",
      "messages": [
        { "role": "user", "content": "what llm are you" }
      ]
    }'`
  const answer = JSON.parse(await run(typed))
  expect(answer).toMatchObject({
    object: 'chat.completion',
    model: 'gpt-4o',
    choices: [{ message: { content: 'gpt-4o heard: what llm are you' } }],
  })
  const refused = await run(typed.replace('sk-1234', 'sk-12345').replace('-sS', '-sS -w %{http_code}'))
  expect(refused).toMatch(/token_not_found_in_db.*401$/s)
  expect(url).toBe(`http://0.0.0.0:${port}`)
  const openai = new OpenAI({ baseURL: `http://0.0.0.0:${port}`, apiKey: 'sk-1234', maxRetries: 0 })
  expect((await openai.chat.completions.create(chat)).choices[0]?.message.content).toBe('gpt-4o heard: hi')
})

test('every item of the list is here or in the table of those that need virtual keys', () => {
  const here = [1, 2, 3, 4, 5, 6, 7, 13, 14, 15, 16, 17, 18, 19, 20]
  const named = new Set([...here, ...withKeys.map(([item]) => item)])
  expect([...named].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
})
