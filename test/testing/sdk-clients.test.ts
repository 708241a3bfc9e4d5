/** The vendors' own SDKs read what the mock writes: each format is proven by a client that was not written here. */
import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { GoogleGenAI } from '@google/genai'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { CohereClientV2 } from 'cohere-ai'
import { Ollama } from 'ollama'
import OpenAI, { toFile } from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMockProvider, type MockProvider } from '../../src/testing/index.js'

let mock: MockProvider
let clients: ReturnType<typeof connect>
beforeAll(async () => {
  mock = await createMockProvider({ now: () => 5000 })
  clients = connect(mock.url)
})
beforeEach(() => mock.script({}))
afterAll(async () => {
  clients.bedrock.destroy()
  await mock.close()
})

function connect(url: string) {
  return {
    openai: new OpenAI({ apiKey: 'k', baseURL: `${url}/v1`, maxRetries: 0 }),
    anthropic: new Anthropic({ apiKey: 'k', baseURL: url, maxRetries: 0 }),
    google: new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: url } }),
    bedrock: new BedrockRuntimeClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler(),
    }),
    cohere: new CohereClientV2({ token: 'k', environment: url, maxRetries: 0 }),
    ollama: new Ollama({ host: url }),
  }
}

const schema = { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] }
const openaiTool = { type: 'function' as const, function: { name: 'weather', description: 'Weather', parameters: schema } }
const hi = [{ role: 'user' as const, content: 'hi' }]
/** Every answer to `hi` by the model `m`, in pieces. */
const pieces = ['m', ' heard:', ' hi']
const arrival = { city: 'text' }

async function all<T>(events: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const event of events) list.push(event)
  return list
}
/** What a call is rejected with; fails where it is not. */
const refused = (call: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(call).then(
    (value) => Promise.reject(new Error(`answered ${JSON.stringify(value)}`)),
    (error: unknown) => error,
  )
const tooMany = { m: { status: 429, message: 'slow down' } }

describe('openai', () => {
  test('reads text, tools and a stream', async () => {
    const { completions } = clients.openai.chat
    const plain = await completions.create({ model: 'm', messages: hi })
    expect(plain.choices[0]?.message.content).toBe(pieces.join(''))
    const called = await completions.create({ model: 'm', messages: hi, tools: [openaiTool] })
    expect(called.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'weather', arguments: JSON.stringify(arrival) } })
    const chunks = await all(await completions.create({ model: 'm', messages: hi, stream: true }))
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').filter(Boolean)).toEqual(pieces)
  })

  test('reads embeddings and an error', async () => {
    const { data } = await clients.openai.embeddings.create({ model: 'm', input: ['one', 'two'] })
    expect(data.map(({ embedding }) => embedding.length)).toEqual([8, 8])
    mock.script(tooMany)
    const error = await refused(clients.openai.chat.completions.create({ model: 'm', messages: hi }))
    expect(error).toBeInstanceOf(OpenAI.RateLimitError)
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded', message: '429 slow down' })
  })

  test('reads responses whole and streamed', async () => {
    const reply = await clients.openai.responses.create({ model: 'm', input: 'hi', reasoning: { effort: 'low' } })
    expect([reply.output_text, reply.output.map((item) => item.type), reply.usage?.total_tokens]).toEqual([
      pieces.join(''),
      ['reasoning', 'message'],
      10,
    ])
    const final = await clients.openai.responses
      .stream({ model: 'm', input: 'hi', tools: [{ type: 'function', name: 'weather', parameters: schema, strict: false }] })
      .finalResponse()
    expect(final.output).toMatchObject([{ type: 'function_call', name: 'weather', arguments: JSON.stringify(arrival) }])
    const texts = await all(await clients.openai.responses.create({ model: 'm', input: hi, stream: true }))
    expect(texts.flatMap((event) => (event.type === 'response.output_text.delta' ? [event.delta] : []))).toEqual(pieces)
    expect(texts.map((event) => event.sequence_number)).toEqual(texts.map((_, index) => index))
  })

  test('reads text completions, images, moderations, audio', async () => {
    const { completions, images, moderations, audio } = clients.openai
    expect((await completions.create({ model: 'm', prompt: 'hi' })).choices[0]?.text).toBe(pieces.join(''))
    const chunks = await all(await completions.create({ model: 'm', prompt: 'hi', stream: true }))
    expect(chunks.map((chunk) => chunk.choices[0]?.text)).toEqual([...pieces, ''])
    const drawn = await images.generate({ model: 'gpt-image-1', prompt: 'a point', n: 2 })
    expect([drawn.data?.length, drawn.usage?.input_tokens]).toEqual([2, 2])
    const edited = await images.edit({ model: 'gpt-image-1', prompt: 'a point', image: await toFile(Buffer.from('x'), 'x.png') })
    expect(
      Buffer.from(edited.data?.[0]?.b64_json ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    const verdicts = await moderations.create({ model: 'm', input: ['peace', 'violence'] })
    expect(verdicts.results.map((result) => result.flagged)).toEqual([false, true])
    const speech = await audio.speech.create({ model: 'm', voice: 'alloy', input: 'hi' })
    expect([speech.headers.get('content-type'), await speech.text()]).toEqual(['audio/mpeg', 'mock audio: hi'])
    const file = await toFile(Buffer.from('sound'), 'a.wav', { type: 'audio/wav' })
    expect((await audio.transcriptions.create({ model: 'm', file })).text).toBe('m heard a.wav')
    expect(await audio.translations.create({ model: 'm', file, response_format: 'vtt' })).toContain('WEBVTT')
    expect(mock.requests.at(-1)).toMatchObject({
      endpoint: 'translations',
      model: 'm',
      body: { model: 'm', response_format: 'vtt', file: { name: 'a.wav', type: 'audio/wav', bytes: 5 } },
    })
  })
})

test('@anthropic-ai/sdk reads text, tools, a stream, a count and an error', async () => {
  const { messages } = clients.anthropic
  const tools = [{ name: 'weather', input_schema: schema }]
  const ask = { model: 'm', max_tokens: 99, messages: hi }
  expect((await messages.create(ask)).content).toEqual([{ type: 'text', text: pieces.join('') }])
  const final = await messages.stream({ ...ask, tools }).finalMessage()
  expect(final).toMatchObject({ stop_reason: 'tool_use', content: [{ type: 'tool_use', name: 'weather', input: arrival }] })
  expect(await messages.countTokens({ model: 'm', messages: hi })).toEqual({ input_tokens: 4 })
  mock.script({ m: { status: 529, message: 'busy', errorAt: 2 } })
  expect(await refused(messages.stream(ask).finalMessage())).toMatchObject({
    error: { error: { type: 'overloaded_error', message: 'busy' } },
  })
  mock.script(tooMany)
  expect(await refused(messages.create(ask))).toBeInstanceOf(Anthropic.RateLimitError)
})

test('@google/genai reads text, tools, a stream, embeddings, a count and an error', async () => {
  const { models } = clients.google
  expect((await models.generateContent({ model: 'm', contents: 'hi' })).text).toBe(pieces.join(''))
  const tools = [{ functionDeclarations: [{ name: 'weather', parametersJsonSchema: schema }] }]
  const called = await models.generateContent({ model: 'm', contents: 'hi', config: { tools } })
  expect(called.functionCalls).toMatchObject([{ name: 'weather', args: arrival }])
  const chunks = await all(await models.generateContentStream({ model: 'm', contents: 'hi' }))
  expect(chunks.map((chunk) => chunk.text)).toEqual([...pieces, ''])
  expect(chunks.at(-1)?.usageMetadata).toMatchObject({ promptTokenCount: 4, candidatesTokenCount: 3, totalTokenCount: 7 })
  const { embeddings } = await models.embedContent({ model: 'm', contents: ['one', 'two'], config: { outputDimensionality: 3 } })
  expect(embeddings?.map(({ values }) => values?.length)).toEqual([3, 3])
  expect((await models.countTokens({ model: 'm', contents: 'hi' })).totalTokens).toBe(4)
  mock.script({ m: { ...tooMany.m, retryAfter: 2 } })
  const error = await refused(models.generateContent({ model: 'm', contents: 'hi' }))
  expect(error).toMatchObject({ name: 'ApiError', status: 429 })
  expect(JSON.parse((error as Error).message)).toEqual({
    error: {
      code: 429,
      message: 'slow down',
      status: 'RESOURCE_EXHAUSTED',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }],
    },
  })
})

describe('@aws-sdk/client-bedrock-runtime', () => {
  const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
  const messages = [{ role: 'user' as const, content: [{ text: 'hi' }] }]
  const toolConfig = { tools: [{ toolSpec: { name: 'weather', inputSchema: { json: schema } } }] }

  test('reads text, tools and embeddings; the model of the path is decoded', async () => {
    const plain = await clients.bedrock.send(new ConverseCommand({ modelId, messages }))
    expect(plain.output?.message?.content).toEqual([{ text: `${modelId} heard: hi` }])
    expect(mock.requests.at(-1)?.path).toBe('/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse')
    const called = await clients.bedrock.send(new ConverseCommand({ modelId, messages, toolConfig }))
    expect(called.output?.message?.content).toMatchObject([{ toolUse: { name: 'weather', input: arrival } }])
    const body = JSON.stringify({ inputText: 'one', dimensions: 256 })
    const embedded = await clients.bedrock.send(new InvokeModelCommand({ modelId: 'amazon.titan-embed-text-v2:0', body }))
    expect(JSON.parse(embedded.body.transformToString())).toMatchObject({ inputTextTokenCount: 1, embedding: { length: 256 } })
  })

  test('reads a stream in the binary framing, and an exception inside one', async () => {
    mock.script({ [modelId]: { text: 'Grüße aus 東京 🚀', reasoning: 'hm hm' } })
    const { stream } = await clients.bedrock.send(new ConverseStreamCommand({ modelId, messages }))
    const events = await all(stream ?? [])
    const deltas = events.flatMap((event) => event.contentBlockDelta?.delta ?? [])
    expect(deltas.map((delta) => delta.text ?? '').join('')).toBe('Grüße aus 東京 🚀')
    expect(deltas.filter((delta) => delta.reasoningContent !== undefined)).toHaveLength(3)
    expect(events.slice(-2)).toMatchObject([{ messageStop: { stopReason: 'end_turn' } }, { metadata: { usage: { inputTokens: 4 } } }])
    mock.script({ [modelId]: { errorAt: 2, status: 429, message: 'slow down' } })
    const broken = await clients.bedrock.send(new ConverseStreamCommand({ modelId, messages }))
    expect(await refused(all(broken.stream ?? []))).toMatchObject({ name: 'ThrottlingException', message: 'slow down' })
  })

  test('reads an error', async () => {
    mock.script({ [modelId]: tooMany.m })
    const error = await refused(clients.bedrock.send(new ConverseCommand({ modelId, messages })))
    expect(error).toMatchObject({ name: 'ThrottlingException', message: 'slow down', $metadata: { httpStatusCode: 429 } })
  })
})

test('cohere-ai reads text, tools, a stream, embeddings, a ranking and an error', async () => {
  const { cohere } = clients
  expect((await cohere.chat({ model: 'm', messages: hi })).message.content).toEqual([{ type: 'text', text: pieces.join('') }])
  const called = await cohere.chat({ model: 'm', messages: hi, tools: [openaiTool] })
  expect([called.finishReason, called.message.toolCalls]).toMatchObject([
    'TOOL_CALL',
    [{ type: 'function', function: { name: 'weather', arguments: JSON.stringify(arrival) } }],
  ])
  const events = await all(await cohere.chatStream({ model: 'm', messages: hi }))
  expect(events.map((event) => event.type)).toEqual([
    'message-start',
    'content-start',
    'content-delta',
    'content-delta',
    'content-delta',
    'content-end',
    'message-end',
  ])
  const { embeddings } = await cohere.embed({ model: 'm', texts: ['one'], inputType: 'search_query', embeddingTypes: ['float', 'base64'] })
  const packed = Buffer.from(embeddings.base64?.[0] ?? '', 'base64')
  expect([...new Float32Array(Uint8Array.from(packed).buffer)]).toEqual(embeddings.float?.[0])
  const { results } = await cohere.rerank({ model: 'm', query: 'blue sky', documents: ['grass', 'the sky is blue'], topN: 1 })
  expect(results).toEqual([{ index: 1, relevanceScore: 0.99 }])
  mock.script(tooMany)
  expect(await refused(cohere.chat({ model: 'm', messages: hi }))).toMatchObject({ statusCode: 429, body: { message: 'slow down' } })
})

test('ollama reads text, tools, a stream, embeddings and an error', async () => {
  const { ollama } = clients
  expect((await ollama.chat({ model: 'm', messages: hi })).message.content).toBe(pieces.join(''))
  const tool = {
    ...openaiTool,
    function: { ...openaiTool.function, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  }
  const called = await ollama.chat({ model: 'm', messages: hi, tools: [tool] })
  expect(called.message.tool_calls).toEqual([{ function: { name: 'weather', arguments: arrival } }])
  const lines = await all(await ollama.chat({ model: 'm', messages: hi, stream: true, think: true }))
  expect(lines.map((line) => line.message.thinking ?? line.message.content)).toEqual(['Thinking', ' about', ' hi', ...pieces, ''])
  expect((await ollama.embed({ model: 'm', input: ['one', 'two'] })).embeddings).toHaveLength(2)
  mock.script({ m: { status: 404, message: "model 'm' not found" } })
  expect(await refused(ollama.chat({ model: 'm', messages: hi }))).toMatchObject({ status_code: 404, error: "model 'm' not found" })
  mock.script({ m: { errorAt: 1, message: 'out of memory' } })
  expect(await refused(ollama.chat({ model: 'm', messages: hi, stream: true }).then(all))).toMatchObject({ message: 'out of memory' })
})
