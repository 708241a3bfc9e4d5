/** Anthropic's own client, unchanged, against the gateway with hosts of three formats behind it. */
import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import { formats, setUpDoors } from '../doors-support.js'
import type { Setup } from '../gateway-support.js'
import { masterKey } from '../gateway-support.js'

const clientOf = ({ url }: Setup) => new Anthropic({ baseURL: url, apiKey: masterKey, maxRetries: 0 })
const question = { max_tokens: 200, messages: [{ role: 'user' as const, content: 'What is the weather in Bern?' }] }
const weather = {
  name: 'weather',
  description: 'Tells the weather.',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
}
const counts = { usage: { inputTokens: 120, outputTokens: 34, cacheReadTokens: 20 } }

describe.each(formats)('%s behind it', (model) => {
  test('answers whole', async () => {
    const setup = await setUpDoors({ '*': { text: 'Sunny.', ...counts } })
    const message = await clientOf(setup).messages.create({ model, ...question, system: 'Be brief.' })
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text: 'Sunny.' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 120, output_tokens: 34, cache_read_input_tokens: 20 },
    })
    expect(message.id).toMatch(/^msg_/)
  })

  test('answers as a stream', async () => {
    const setup = await setUpDoors({ '*': { text: 'It is sunny in Bern today.', ...counts } })
    const events: string[] = []
    const stream = clientOf(setup).messages.stream({ model, ...question })
    for await (const event of stream) if (events.at(-1) !== event.type) events.push(event.type)
    expect(events).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    expect(await stream.finalMessage()).toMatchObject({
      model,
      content: [{ type: 'text', text: 'It is sunny in Bern today.' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 120, output_tokens: 34, cache_read_input_tokens: 20 },
    })
  })

  test.each(['whole', 'as a stream'])('calls a tool, %s, and takes its result', async (form) => {
    const setup = await setUpDoors({
      '*': [{ text: 'Let me see.', toolCalls: [{ name: 'weather', arguments: { city: 'Bern' } }] }, { text: 'Sunny.' }],
    })
    const client = clientOf(setup)
    const body = { model, ...question, tools: [weather] }
    const first = form === 'whole' ? await client.messages.create(body) : await client.messages.stream(body).finalMessage()
    expect(first.stop_reason).toBe('tool_use')
    expect(first.content).toMatchObject([
      { type: 'text', text: 'Let me see.' },
      { type: 'tool_use', name: 'weather', input: { city: 'Bern' } },
    ])
    const call = first.content.find((block) => block.type === 'tool_use')
    const result = { type: 'tool_result' as const, tool_use_id: call?.id ?? '', content: 'sunny' }
    const messages = [
      ...question.messages,
      { role: 'assistant' as const, content: first.content },
      { role: 'user' as const, content: [result] },
    ]
    const second = await client.messages.create({ ...body, messages })
    expect(second.content).toMatchObject([{ type: 'text', text: 'Sunny.' }])
    expect(JSON.stringify(setup.mock.requests[1]?.body)).toContain('sunny')
  })

  test('gives errors of the host by their status', async () => {
    const setup = await setUpDoors({ '*': { status: 429, message: 'slow down', retryAfter: 3 } })
    const failed = clientOf(setup).messages.create({ model, ...question })
    await expect(failed).rejects.toBeInstanceOf(Anthropic.RateLimitError)
    await expect(failed).rejects.toMatchObject({ status: 429, type: 'rate_limit_error' })
    await expect(failed).rejects.toThrow('slow down')
  })

  test('breaks a stream off with an error event', async () => {
    const setup = await setUpDoors({ '*': { text: 'one two three four five six', errorAt: 4, status: 500, message: 'the host fell over' } })
    const stream = await clientOf(setup).messages.create({ model, ...question, stream: true })
    const seen: string[] = []
    const reading = (async () => {
      for await (const event of stream) seen.push(event.type)
    })()
    await expect(reading).rejects.toThrow('api_error')
    expect(seen[0]).toBe('message_start')
  })

  test('counts tokens', async () => {
    const setup = await setUpDoors()
    const counted = await clientOf(setup).messages.countTokens({ model, messages: question.messages })
    expect(counted).toEqual({ input_tokens: expect.any(Number) })
    expect(counted.input_tokens).toBeGreaterThan(0)
  })
})

test('thinking comes with its signature, and goes back with it', async () => {
  const setup = await setUpDoors({ '*': { reasoning: 'Bern is in Switzerland.', text: 'Sunny.' } })
  const client = clientOf(setup)
  const body = { model: 'anthropic', ...question, max_tokens: 4000, thinking: { type: 'enabled' as const, budget_tokens: 2000 } }
  const whole = await client.messages.create(body)
  const streamed = await client.messages.stream(body).finalMessage()
  expect(whole.content[0]).toMatchObject({ type: 'thinking', thinking: 'Bern is in Switzerland.' })
  expect(streamed.content[0]).toEqual(whole.content[0])
  await client.messages.create({
    ...body,
    messages: [...question.messages, { role: 'assistant', content: streamed.content }, { role: 'user', content: 'Sure?' }],
  })
  expect(setup.mock.requests[2]?.body).toMatchObject({ messages: [{}, { content: [whole.content[0], { type: 'text' }] }, {}] })
})

test('thinking of other vendors is shown too', async () => {
  const setup = await setUpDoors({ '*': { reasoning: 'Hm.', text: 'Sunny.' } })
  const message = await clientOf(setup).messages.create({ model: 'gemini', ...question })
  expect(message.content).toMatchObject([
    { type: 'thinking', thinking: 'Hm.', signature: '' },
    { type: 'text', text: 'Sunny.' },
  ])
})

test('versions and betas reach Anthropic, and nobody else', async () => {
  const setup = await setUpDoors()
  const client = clientOf(setup)
  const options = { headers: { 'anthropic-version': '2023-06-01', 'anthropic-beta': 'files-api-2025-04-14' } }
  await client.messages.create({ model: 'anthropic', ...question }, options)
  await client.messages.create({ model: 'openai', ...question }, options)
  const [toAnthropic, toOpenAi] = setup.mock.requests.map(({ headers }) => headers)
  expect(toAnthropic).toMatchObject({ 'anthropic-version': '2023-06-01', 'anthropic-beta': 'files-api-2025-04-14' })
  expect(Object.keys(toOpenAi ?? {}).filter((name) => name.startsWith('anthropic-'))).toEqual([])
})

const refused: readonly (readonly [string, object, string])[] = [
  ['without a limit', { max_tokens: undefined }, 'max_tokens'],
  ['with messages that are none', { messages: [{ role: 'robot', content: 'hi' }] }, 'messages.0'],
  ['with a key of the client', { api_key: 'sk-own' }, 'api_key'],
  ['with a hosted tool, where no Claude is behind the name', { tools: [{ type: 'bash_20250124', name: 'bash' }] }, 'bash_20250124'],
]

test.each(refused)('a request %s is refused in Anthropic’s shape', async (_name, members, word) => {
  const setup = await setUpDoors()
  const response = await fetch(`${setup.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': masterKey, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'openai', ...question, ...members }),
  })
  expect(response.status).toBe(400)
  const body: unknown = await response.json()
  expect(body).toMatchObject({ type: 'error', error: { type: 'invalid_request_error', message: expect.stringContaining(word) } })
  expect(setup.mock.requests).toEqual([])
})

test.each(['openai', 'anthropic'])('a thread is refused for %s in words by which clients send the whole conversation', async (model) => {
  const setup = await setUpDoors()
  const failed = clientOf(setup).beta.messages.thread({ model, max_tokens: 100 }).send({ role: 'user', content: 'hi' })
  await expect(failed).rejects.toMatchObject({
    status: 400,
    error: { type: 'error', error: { type: 'invalid_request_error', details: { error_code: 'thread_unsupported_request' } } },
  })
  expect(setup.mock.requests).toEqual([])
  const behaviour = { unsupportedRequestBehavior: 'continue_unthreaded' as const }
  const thread = clientOf(setup).beta.messages.thread({ model, max_tokens: 100, ...behaviour })
  await thread.send({ role: 'user', content: 'My name is Ann.' })
  await thread.send({ role: 'user', content: 'Who am I?' })
  expect(setup.mock.requests.map(({ body }) => JSON.stringify(body).includes('My name is Ann.'))).toEqual([true, true])
})

test('each answer has an id by which the client names the request', async () => {
  const setup = await setUpDoors()
  const body = { model: 'openai', ...question }
  const { request_id: id, response } = await clientOf(setup).messages.create(body).withResponse()
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(id).toBe(response.headers.get('x-litellm-call-id'))
  const stream = clientOf(setup).messages.stream(body)
  await stream.done()
  expect(stream.request_id).toMatch(/^[0-9a-f-]{36}$/)
})

test('a wrong key is refused in Anthropic’s shape', async () => {
  const setup = await setUpDoors()
  const client = new Anthropic({ baseURL: setup.url, apiKey: 'sk-wrong', maxRetries: 0 })
  await expect(client.messages.create({ model: 'openai', ...question })).rejects.toBeInstanceOf(Anthropic.AuthenticationError)
})

test('a name with a foreign fallback gets nothing that only Claude knows', async () => {
  const setup = await setUpDoors({ 'claude-sonnet-4-5': { status: 503 } })
  const more: object = { top_k: 5, service_tier: 'auto', inference_geo: 'us', cache_control: { type: 'ephemeral' } }
  const message = await clientOf(setup).messages.create({ model: 'mixed', ...question, ...more })
  expect(message.model).toMatch(/^gpt-4o/)
  expect(Object.keys(Object(setup.mock.requests[1]?.body)).sort()).toEqual(['max_tokens', 'messages', 'model', 'service_tier'])
})
