import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMockProvider, type MockProvider } from '../../src/testing/index.js'

let mock: MockProvider
beforeAll(async () => {
  mock = await createMockProvider({ now: () => 5000, remember: 3 })
})
beforeEach(() => {
  mock.script({})
  mock.forget()
})
afterAll(() => mock.close())

type Init = { readonly headers?: Record<string, string>; readonly body?: unknown }

async function post(path: string, { headers = {}, body = {} }: Init = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(mock.url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text })
}
/** The members these tests look at; each test asserts the ones it needs. */
type Body = {
  readonly choices: readonly { readonly message: { readonly content: string } }[]
  readonly data: readonly { readonly embedding: unknown }[]
  readonly error: { readonly message: string }
  readonly content: unknown
}
async function json(response: Response | Promise<Response>): Promise<Body> {
  const body: unknown = await (await response).json()
  return body as Body // asserted member by member
}
const user = (content: string) => [{ role: 'user', content }]
const anthropic = { 'anthropic-version': '2023-06-01' }
const dataLines = (text: string) =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => (data === '[DONE]' ? data : JSON.parse(data)))

describe('OpenAI', () => {
  test('a whole answer has text, finish reason and usage', async () => {
    const reply = await json(post('/v1/chat/completions', { body: { model: 'gpt-4o', messages: user('say hi') } }))
    expect(reply).toEqual({
      id: expect.stringMatching(/^chatcmpl-mock-\d+$/),
      object: 'chat.completion',
      created: 5,
      model: 'gpt-4o',
      choices: [
        { index: 0, message: { role: 'assistant', content: 'gpt-4o heard: say hi', refusal: null }, logprobs: null, finish_reason: 'stop' },
      ],
      usage: {
        prompt_tokens: 5,
        completion_tokens: 4,
        total_tokens: 9,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
    })
  })

  test('a stream carries the pieces, the finish, the usage when asked for, and [DONE]', async () => {
    const body = { model: 'm', messages: user('hi'), stream: true, stream_options: { include_usage: true } }
    const response = await post('/v1/chat/completions', { body })
    const chunks = dataLines(await response.text())
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(chunks.at(-1)).toBe('[DONE]')
    expect(chunks.flatMap((chunk) => chunk.choices?.map((choice: { delta: object }) => choice.delta) ?? [])).toEqual([
      { role: 'assistant', content: '', refusal: null },
      { content: 'm' },
      { content: ' heard:' },
      { content: ' hi' },
      {},
    ])
    expect(chunks.at(-2)).toMatchObject({ choices: [], usage: { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 } })
  })

  test('tool arguments come in parts that join to JSON', async () => {
    const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: { x: { type: 'string' } } } } }]
    const text = await (await post('/v1/chat/completions', { body: { model: 'm', messages: user('hi'), stream: true, tools } })).text()
    const deltas = dataLines(text).flatMap((chunk) => chunk.choices?.[0]?.delta.tool_calls ?? [])
    expect(deltas[0]).toEqual({ index: 0, id: expect.any(String), type: 'function', function: { name: 'f', arguments: '' } })
    expect(deltas.map((delta) => delta.function.arguments).join('')).toBe('{"x":"text"}')
  })

  test('Azure takes the model from the path and answers with the scripted one and filter results', async () => {
    mock.script({ 'gpt-4o-prod': { model: 'gpt-4o-2024-11-20' } })
    const path = '/openai/deployments/gpt-4o-prod/chat/completions?api-version=2024-06-01'
    const reply = await json(post(path, { body: { messages: user('hi') } }))
    expect(reply).toMatchObject({ model: 'gpt-4o-2024-11-20', prompt_filter_results: [{ prompt_index: 0 }] })
    const [first] = dataLines(await (await post(path, { body: { messages: user('hi'), stream: true } })).text())
    expect(first).toMatchObject({ choices: [], id: '', model: '' })
  })

  test('embeddings answer each input, as numbers or packed floats', async () => {
    const body = { model: 'e', input: ['one', 'two words'], dimensions: 3 }
    const plain = await json(post('/v1/embeddings', { body }))
    const packed = await json(post('/v1/embeddings', { body: { ...body, encoding_format: 'base64' } }))
    const bytes = Uint8Array.from(Buffer.from(String(packed.data[1]?.embedding), 'base64'))
    expect([...new Float32Array(bytes.buffer)]).toEqual(plain.data[1]?.embedding)
    expect({ ...plain, data: plain.data.length }).toEqual({
      object: 'list',
      data: 2,
      model: 'e',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    })
  })
})

describe('Anthropic', () => {
  test('a whole answer has blocks, stop reason and usage', async () => {
    const body = { model: 'claude', max_tokens: 100, messages: user('hi'), thinking: { type: 'enabled', budget_tokens: 1024 } }
    const reply = await json(post('/v1/messages', { headers: anthropic, body }))
    expect(reply).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'claude',
      content: [
        { type: 'thinking', thinking: 'Thinking about hi', signature: expect.any(String) },
        { type: 'text', text: 'claude heard: hi' },
      ],
      stop_reason: 'end_turn',
      usage: { input_tokens: 4, output_tokens: 6 },
    })
  })

  test('a stream has every event in order and names it', async () => {
    const tools = [{ name: 'f', input_schema: { type: 'object', properties: { x: { type: 'number' } } } }]
    const body = { model: 'claude', max_tokens: 100, messages: user('hi'), stream: true, tools }
    const text = await (await post('/v1/messages', { headers: anthropic, body })).text()
    const events = dataLines(text)
    expect([...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name)).toEqual(events.map((event) => event.type))
    expect(events.map((event) => event.type)).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(events.map((event) => event.delta?.partial_json ?? '').join('')).toBe('{"x":1}')
    expect(events.at(-2)).toMatchObject({ delta: { stop_reason: 'tool_use' }, usage: { input_tokens: 4 } })
  })

  test.each([
    ['no version header', {}, { model: 'c', max_tokens: 1, messages: user('hi') }, 'anthropic-version: header is required'],
    ['no max_tokens', anthropic, { model: 'c', messages: user('hi') }, 'max_tokens: Field required'],
  ])('%s is refused as Anthropic refuses it', async (_name, headers, body, message) => {
    const response = await post('/v1/messages', { headers, body })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ type: 'error', error: { type: 'invalid_request_error', message }, request_id: 'req_mock' })
  })

  test('tool results are answered in text', async () => {
    const messages = [...user('hi'), { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: '21 degrees' }] }]
    const body = { model: 'c', max_tokens: 50, messages, tools: [{ name: 'f', input_schema: {} }] }
    const reply = await json(post('/v1/messages', { headers: anthropic, body }))
    expect(reply.content).toEqual([{ type: 'text', text: "c read the tool's answer: 21 degrees" }])
  })
})

describe('faults', () => {
  const body = { model: 'm', messages: user('hi') }

  test('a list of steps is used up in order, then answers are ordinary', async () => {
    mock.script({ m: [{ status: 429, retryAfter: 2, message: 'slow down' }, { status: 503 }] })
    const first = await post('/v1/chat/completions', { body })
    expect([first.status, first.headers.get('retry-after'), await first.json()]).toEqual([
      429,
      '2',
      { error: { message: 'slow down', type: 'requests', param: null, code: 'rate_limit_exceeded' } },
    ])
    expect((await post('/v1/chat/completions', { body })).status).toBe(503)
    expect((await post('/v1/chat/completions', { body })).status).toBe(200)
  })

  test('a function sees the request and the number of the call; a host is a key too', async () => {
    mock.script({ 'api.example.org': (request, call) => ({ text: `${request.format} ${request.model} ${call}` }) })
    const headers = { 'x-llmgen-host': 'api.example.org' }
    await post('/v1/chat/completions', { headers, body })
    const reply = await json(post('/v1/chat/completions', { headers, body }))
    expect(reply.choices[0]?.message.content).toBe('openai m 1')
  })

  test('the header of one request wins over the script', async () => {
    mock.script({ '*': { status: 500 } })
    const failed = await post('/v1/messages', { headers: { ...anthropic, 'x-llmgen-mock': 'status=529' }, body })
    expect(await failed.json()).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } })
    const wrong = await post('/v1/chat/completions', { headers: { 'x-llmgen-mock': 'nonsense=1' }, body })
    expect(wrong.status).toBe(400)
  })

  test('a cut breaks the connection after that many events', async () => {
    const response = await post('/v1/chat/completions', { headers: { 'x-llmgen-mock': 'cut=2' }, body: { ...body, stream: true } })
    const pieces: string[] = []
    const reading = (async () => {
      for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString())
    })()
    await expect(reading).rejects.toThrow()
    expect(dataLines(pieces.join(''))).toHaveLength(2)
  })

  test('a malformed event is not JSON, the others are', async () => {
    const response = await post('/v1/chat/completions', { headers: { 'x-llmgen-mock': 'malformed=1' }, body: { ...body, stream: true } })
    const lines = [...(await response.text()).matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data)
    expect(lines.map((line) => line.startsWith('{"this is": not'))).toEqual([false, true, false, false, false, false])
  })

  test('a body of ones own stands in for garbage', async () => {
    mock.script({ m: { status: 502, body: '<html>Bad gateway</html>' } })
    const response = await post('/v1/chat/completions', { body })
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      502,
      'text/html',
      '<html>Bad gateway</html>',
    ])
  })

  test.each([
    ['/v1/nothing', {}, 404, 'the mock has no POST /v1/nothing'],
    ['/v1/chat/completions', '{', 400, 'could not parse the JSON body'],
    ['/v1/chat/completions', {}, 400, 'model parameter'],
    ['/v1/chat/completions', { model: 'm' }, 400, "'messages'"],
    ['/v1/embeddings', { model: 'm' }, 400, 'input'],
  ])('%s with %j is %i', async (path, given, status, message) => {
    const response = await post(path, { body: given })
    expect([response.status, (await json(response)).error.message]).toEqual([status, expect.stringContaining(message)])
  })
})

test('what came in is remembered, newest last, up to the limit', async () => {
  for (const model of ['a', 'b', 'c', '__proto__'])
    await post('/v1/chat/completions', { body: { model, messages: user('hi'), stream: true } })
  expect(mock.requests.map((request) => [request.model, request.format, request.endpoint, request.stream])).toEqual([
    ['b', 'openai', 'chat', true],
    ['c', 'openai', 'chat', true],
    ['__proto__', 'openai', 'chat', true],
  ])
})
