/** Calls that go on as bytes and calls that are parsed tell a client the same; who takes which path is seen at the provider. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { authorised, setUp } from '../gateway-support.js'

type Answer = { readonly status?: number; readonly type?: string; readonly text: string; readonly pieces?: number; readonly cut?: boolean }
type Seen = { readonly path: string; readonly text: string; readonly headers: IncomingMessage['headers'] }

/** A provider that says what it is told to, and remembers what it was sent. */
async function provider(answers: (seen: Seen, call: number) => Answer): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = []
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const one = { path: request.url ?? '', text: Buffer.concat(parts).toString(), headers: request.headers }
      seen.push(one)
      void send(response, answers(one, seen.length - 1))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

async function send(
  response: ServerResponse,
  { status = 200, type = 'application/json', text, pieces = 1, cut = false }: Answer,
): Promise<void> {
  response.writeHead(status, { 'content-type': type, 'x-request-id': 'req-1', 'x-ratelimit-remaining-requests': '7' })
  const bytes = Buffer.from(text)
  const size = Math.max(1, Math.ceil(bytes.length / pieces))
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size))
    await new Promise((turn) => setImmediate(turn))
  }
  if (cut) response.destroy()
  else response.end()
}

const config = (url: string, more = '') => `
model_list:
  - model_name: gpt
    litellm_params: { model: openai/gpt-4o, api_base: ${url}/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: first }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: ${url}, api_key: os.environ/PROVIDER_KEY }
  - model_name: embed
    litellm_params: { model: openai/text-embedding-3-small, api_base: ${url}/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: text
    litellm_params: { model: openai/gpt-3.5-turbo-instruct, api_base: ${url}/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { mode: completion }
router_settings: { num_retries: 0, disable_cooldowns: true }
${more}
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
`

const usage = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 }
const head = { id: 'chatcmpl-1', object: 'chat.completion', created: 1_760_000_000, model: 'gpt-4o-2024-08-06' }
const choice = { index: 0, message: { role: 'assistant', content: 'Grüße "you"', refusal: null }, logprobs: null, finish_reason: 'stop' }
const whole = (more: object = {}) => JSON.stringify({ ...head, choices: [choice], usage, ...more })
const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }
const event = (body: object) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...body })}\n\n`
const delta = (content: object, finish: string | null = null) =>
  event({ choices: [{ index: 0, delta: content, logprobs: null, finish_reason: finish }], usage: null })
const words = Array.from({ length: 40 }, (_, at) => (at % 7 === 3 ? `"${at}"\\\n é` : `w${at} `))
const counted = event({ choices: [], usage })
const streamed = (...last: string[]) =>
  [delta({ role: 'assistant', content: '', refusal: null }), ...words.map((content) => delta({ content })), ...last].join('')
const events = { type: 'text/event-stream' }

const chat = { model: 'gpt', messages: [{ role: 'user', content: 'hi' }] }
const long = { ...chat, messages: [{ role: 'user', content: 'say "hi"\n'.repeat(20_000) }], temperature: 0.5 }

/** What a client sees: times and ids that differ from call to call left out. */
async function ask(url: string, path: string, body: object | string) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { ...authorised, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  const headers = Object.fromEntries(response.headers)
  for (const name of [
    'date',
    'llm_provider-date',
    'x-litellm-call-id',
    'x-request-id',
    'request-id',
    'x-litellm-response-duration-ms',
    'x-litellm-overhead-duration-ms',
    'content-length',
    'transfer-encoding',
    'connection',
    'keep-alive',
  ])
    delete headers[name]
  const seen = headers['content-type']?.startsWith('text/event-stream') ? eventsOf(text) : JSON.parse(text)
  return { status: response.status, headers, seen }
}

function eventsOf(text: string): unknown[] {
  return text
    .split('\n\n')
    .flatMap((part) => (part.startsWith('data: ') ? [part === 'data: [DONE]' ? 'DONE' : withoutId(JSON.parse(part.slice(6)))] : []))
}

/** An error names the call, whose id is new each time. */
function withoutId(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (name, value) => (name === 'request_id' || name === 'call_id' ? undefined : value))
}

type Case = readonly [what: string, path: string, body: object | string, answer: Answer]
const chats = '/v1/chat/completions'
const cases: readonly Case[] = [
  ['a chat', chats, chat, { text: whole() }],
  ['a chat with spaces in its answer', chats, chat, { text: JSON.stringify(JSON.parse(whole()), undefined, 2) }],
  [
    'a chat with tools called',
    chats,
    { ...chat, tools: [{ type: 'function', function: { name: 'f' } }] },
    {
      text: whole({
        choices: [
          { ...choice, finish_reason: 'tool_calls', message: { role: 'assistant', content: null, refusal: null, tool_calls: [call] } },
        ],
      }),
    },
  ],
  [
    'reasoning within the text',
    chats,
    chat,
    { text: whole({ choices: [{ ...choice, message: { ...choice.message, content: '<think>so</think>yes' } }] }) },
  ],
  [
    'reasoning beside the text',
    chats,
    chat,
    { text: whole({ choices: [{ ...choice, message: { ...choice.message, reasoning: 'so' } }] }) },
  ],
  ['an end in words of its own', chats, chat, { text: whole({ choices: [{ ...choice, finish_reason: 'eos' }] }) }],
  ['an error under status 200', chats, chat, { text: JSON.stringify({ error: { message: 'no', code: 'x' } }) }],
  ['an error beside choices', chats, chat, { text: whole({ error: { message: 'no' } }) }],
  ['no choices', chats, chat, { text: whole({ choices: undefined }) }],
  ['HTML', chats, chat, { text: '<html>' }],
  [
    'a refusal',
    chats,
    chat,
    { status: 400, text: JSON.stringify({ error: { message: 'bad', type: 'invalid_request_error', param: 'n', code: null } }) },
  ],
  ['a rate limit', chats, chat, { status: 429, text: JSON.stringify({ error: { message: 'slow' } }) }],
  ['a long prompt', chats, long, { text: whole() }],
  [
    'a long answer',
    chats,
    chat,
    { text: whole({ choices: [{ ...choice, message: { ...choice.message, content: 'ä"'.repeat(20_000) } }] }) },
  ],
  ['the model in the path', '/engines/gpt/chat/completions', { messages: chat.messages }, { text: whole() }],
  [
    'a text completion',
    '/v1/completions',
    { model: 'text', prompt: 'a' },
    {
      text: JSON.stringify({
        ...head,
        object: 'text_completion',
        choices: [{ index: 0, text: 'b', logprobs: null, finish_reason: 'stop' }],
        usage,
      }),
    },
  ],
  [
    'embeddings',
    '/v1/embeddings',
    { model: 'embed', input: ['a', 'b'] },
    {
      text: JSON.stringify({
        object: 'list',
        data: [0, 1].map((index) => ({ object: 'embedding', index, embedding: Array.from({ length: 300 }, (_, at) => at / 7) })),
        model: 'up',
        usage: { prompt_tokens: 2, total_tokens: 2 },
      }),
    },
  ],
  [
    'embeddings in base64',
    '/v1/embeddings',
    { model: 'embed', input: 'a', encoding_format: 'base64' },
    {
      text: JSON.stringify({
        object: 'list',
        data: [{ object: 'embedding', index: 0, embedding: 'AACAPw==' }],
        model: 'up',
        usage: { prompt_tokens: 2, total_tokens: 2 },
      }),
    },
  ],
  [
    'embeddings in base64 nobody asked for',
    '/v1/embeddings',
    { model: 'embed', input: 'a' },
    {
      text: JSON.stringify({
        object: 'list',
        data: [{ object: 'embedding', index: 0, embedding: 'AACAPw==' }],
        model: 'up',
        usage: { prompt_tokens: 2, total_tokens: 2 },
      }),
    },
  ],
]
const streams: readonly Case[] = [1, 7, 400].flatMap((pieces): readonly Case[] => {
  const streaming = { ...chat, stream: true }
  const end = delta({}, 'stop')
  return [
    [`a stream in ${pieces} pieces`, chats, streaming, { ...events, pieces, text: streamed(end, counted, 'data: [DONE]\n\n') }],
    [
      `its usage asked for, in ${pieces}`,
      chats,
      { ...streaming, stream_options: { include_usage: true } },
      { ...events, pieces, text: streamed(end, counted, 'data: [DONE]\n\n') },
    ],
    [
      `lines with returns, in ${pieces}`,
      chats,
      streaming,
      { ...events, pieces, text: streamed(end, counted, 'data: [DONE]\n\n').replaceAll('\n', '\r\n') },
    ],
    [`no [DONE], in ${pieces}`, chats, streaming, { ...events, pieces, text: streamed(end) }],
    [`no end, in ${pieces}`, chats, streaming, { ...events, pieces, text: streamed() }],
    [`cut off, in ${pieces}`, chats, streaming, { ...events, pieces, cut: true, text: streamed() }],
    [
      `an error on the way, in ${pieces}`,
      chats,
      streaming,
      { ...events, pieces, text: streamed('data: {"error":{"message":"broken"}}\n\n') },
    ],
    [
      `an error at once, in ${pieces}`,
      chats,
      streaming,
      { ...events, pieces, text: 'data: {"error":{"message":"broken","code":500}}\n\n' },
    ],
    [
      `comments and tools, in ${pieces}`,
      chats,
      { ...streaming, tool_choice: 'required' },
      {
        ...events,
        pieces,
        text: streamed(
          ': still here\n\n',
          delta({ tool_calls: [{ index: 0, ...call }] }),
          delta({ content: 'more' }),
          delta({}, 'stop'),
          'data: [DONE]\n\n',
        ),
      },
    ],
    [
      `reasoning, in ${pieces}`,
      chats,
      streaming,
      {
        ...events,
        pieces,
        text:
          delta({ content: '<thi' }) +
          delta({ content: 'nk>so</think>yes' }) +
          streamed(delta({ reasoning: 'hm' }), end, 'data: [DONE]\n\n'),
      },
    ],
    [`a whole answer, in ${pieces}`, chats, streaming, { pieces, text: whole() }],
  ]
})

describe('as bytes or parsed, a client sees the same', () => {
  test.each([...cases, ...streams])('%s', async (_what, path, body, answer) => {
    const { url: upstream, seen } = await provider(() => answer)
    const { url, gateway } = await setUp({ yaml: config(upstream) })
    await ask(url, path, body) // the first call imports what the second finds
    seen.length = 0
    const relayed = await ask(url, path, body)
    Object.assign(gateway.serving, { parsesAll: true })
    const parsed = await ask(url, path, body)
    expect(withoutId(relayed)).toEqual(withoutId(parsed))
    const [one, two] = seen.map(({ text, headers: { host: _, 'content-length': __, ...headers }, path: at }) => ({
      body: JSON.parse(text),
      headers,
      at,
    }))
    expect(one).toEqual(two)
  })
})

describe('bytes', () => {
  test('go to the provider as they came, but for the model', async () => {
    const { url: upstream, seen } = await provider(() => ({ text: whole() }))
    const { url } = await setUp({ yaml: config(upstream) })
    const content = 'x\\u0041\\/ é '.repeat(2_000)
    const body = `{ "messages" : [{"role":"user","content":"${content}"}],\n "temperature":1.50, "model":"gpt" }`
    await ask(url, chats, body)
    await ask(url, chats, body)
    expect(seen[1]?.text).toBe(body.replace('"gpt"', '"gpt-4o"'))
  })

  test('come back as the provider wrote them, but for the model', async () => {
    const text = `{"id":"c-1", "object":"chat.completion","created":1760000000,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"a\\u0041\\/ \\u00e9"},"finish_reason":"stop"}],"x_more":[1.50]}`
    const { url: upstream } = await provider(() => ({ text }))
    const { url } = await setUp({ yaml: config(upstream) })
    const raw = () =>
      fetch(url + chats, { method: 'POST', headers: authorised, body: JSON.stringify(chat) }).then((response) => response.text())
    await raw()
    expect(await raw()).toBe(text.replace('gpt-4o-2024-08-06', 'gpt'))
  })

  test('fall back to a model that is asked in another format', async () => {
    const message = {
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [{ type: 'text', text: 'ho' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 3, output_tokens: 1 },
    }
    const { url: upstream, seen } = await provider(({ path }) =>
      path.startsWith('/v1/messages') ? { text: JSON.stringify(message) } : { status: 500, text: '{}' },
    )
    const { url } = await setUp({ yaml: config(upstream, 'litellm_settings: { fallbacks: [{ gpt: [claude] }] }') })
    for (const body of [chat, long]) {
      await ask(url, chats, body)
      const answer = await ask(url, chats, body)
      expect(answer.seen).toMatchObject({ choices: [{ message: { content: 'ho' } }], model: 'claude-sonnet-4-5' })
      expect(answer.headers).toMatchObject({ 'x-litellm-attempted-fallbacks': '1', 'x-litellm-model-group': 'claude' })
      expect(JSON.parse(seen.at(-1)?.text ?? '').messages[0].content).toEqual([{ type: 'text', text: body.messages[0]?.content }])
    }
  })

  test('that are JSON only from far are the fault of the caller, and reach a provider that tells so', async () => {
    const { url: upstream, seen } = await provider(() => ({
      status: 400,
      text: '{"error":{"message":"cannot parse","type":"invalid_request_error"}}',
    }))
    const { url } = await setUp({ yaml: config(upstream) })
    const body = `{"model":"gpt","messages":[{"role":"user","content":"\\q${'x'.repeat(9_000)}"}]}`
    expect((await ask(url, chats, body)).status).toBe(400)
    expect((await ask(url, chats, body)).status).toBe(400)
    expect(seen.length).toBeLessThanOrEqual(2)
  })
})
