/** Streamed and whole, the same answer costs the same to the nano-dollar: for the mock's answers in every format, and for every recorded stream. */
import { fileURLToPath } from 'node:url'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { createParser } from 'eventsource-parser'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { adapterFormats } from '../../src/catalog/formats.js'
import { compile } from '../../src/compiler/compile.js'
import type { HttpReply, HttpStream, Transport } from '../../src/protocol/http.js'
import { isRecord, type JsonRecord } from '../../src/providers/shared/json.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import type { MockStep, MockUsage } from '../../src/testing/mock-step.js'
import { canonical, type Exchange, exchangesRoot, readExchanges, replyBytes } from '../support/corpus.js'
import { mockExchange } from '../support/mock-exchange.js'
import type { AnyClient, AnyModels } from '../support/replay.js'
import { allAdapters, getToken, vendors } from './vendors.js'

/** US dollars a token: a price of its own for every kind, so that a count in the wrong place shows. */
const prices = {
  input_cost_per_token: 0.000003,
  output_cost_per_token: 0.000017,
  output_cost_per_reasoning_token: 0.000019,
  cache_read_input_token_cost: 0.0000007,
  cache_creation_input_token_cost: 0.0000041,
  cache_creation_input_token_cost_above_1hr: 0.0000061,
  input_cost_per_audio_token: 0.000011,
  output_cost_per_audio_token: 0.000023,
}

type Entry = { readonly name: string; readonly params: object }

async function pricedClient(entries: readonly Entry[], transport: Transport): Promise<AnyClient> {
  const config = {
    model_list: entries.map(({ name, params }) => ({ model_name: name, litellm_params: { ...params, ...prices } })),
    router_settings: { num_retries: 0, disable_cooldowns: true },
  }
  const { plan, diagnostics } = await compile({ source: JSON.stringify(config), path: 'priced.json', emit: false })
  if (plan === undefined) throw new Error(`the priced config does not compile: ${JSON.stringify(diagnostics)}`)
  return createClient<AnyModels>(
    { plan, adapters: await allAdapters(), strategies: { 'simple-shuffle': simpleShuffle } },
    { env: { TEST_KEY: 'test-key-1234567890' }, transport, getToken },
  )
}

type Spent = { readonly nanoUsd: number | undefined; readonly reason: string | undefined }

async function costs(client: AnyClient, model: string): Promise<{ readonly whole: Spent; readonly streamed: Spent }> {
  const messages = [{ role: 'user' as const, content: 'hi' }]
  const tools = [{ type: 'function' as const, function: { name: 'look_up', parameters: { type: 'object', properties: {} } } }]
  const { meta } = await client.chat.completions.create({ model, messages, tools, drop_params: true })
  const stream = await client.chat.completions.create({ model, messages, tools, drop_params: true, stream: true })
  await stream.finalMessage()
  const spent = ({ costNanoUsd: nanoUsd, costReason: reason }: typeof meta): Spent => ({ nanoUsd, reason })
  return { whole: spent(meta), streamed: spent(stream.meta) }
}

describe('the mock', () => {
  const exchange = mockExchange()
  let client: AnyClient
  beforeAll(async () => {
    client = await pricedClient(vendors, exchange.transport)
  })

  test.each(vendors.map(({ name }) => name))('%s costs the same streamed and whole, and something', async (name) => {
    const count = fc.nat(100_000)
    const usage: fc.Arbitrary<MockUsage> = fc
      .record({ inputTokens: count, outputTokens: count, cacheReadTokens: count, cacheWriteTokens: count, share: fc.nat(100) })
      .map(({ share, ...each }) => ({ ...each, reasoningTokens: Math.floor((each.outputTokens * share) / 100) }))
    const steps: fc.Arbitrary<MockStep> = fc.record({
      text: fc.constantFrom('Well.', 'Air scatters blue light.'),
      reasoning: fc.constantFrom('', 'hm hm'),
      toolCalls: fc.constantFrom([], [{ name: 'look_up', arguments: { a: 1 } }]),
      usage,
    })
    await fc.assert(
      fc.asyncProperty(steps, async (step) => {
        exchange.answer = () => step
        const { whole, streamed } = await costs(client, name)
        expect(streamed).toEqual(whole)
        const { inputTokens = 0, outputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0 } = step.usage ?? {}
        const isFree = inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens === 0
        expect(whole.nanoUsd ?? -1).toBeGreaterThanOrEqual(isFree ? 0 : 700)
      }),
      { seed: 20_250_601, numRuns: 25 },
    )
  })
})

type Suite = {
  readonly folder: string
  readonly endpoint: string
  readonly prefix: string
  readonly format: string
  /** Where whole answers lie in a folder of their own. */
  readonly also?: readonly string[]
}

const suites: readonly Suite[] = [
  ...[
    ['openai', 'openai'],
    ['groq', 'groq'],
    ['mistral', 'mistral'],
    ['deepseek', 'deepseek'],
    ['xai', 'xai'],
    ['openrouter', 'openrouter'],
    ['perplexity', 'perplexity'],
    ['huggingface', 'huggingface'],
    ['zai', 'zai'],
    ['crusoe', 'crusoe'],
    ['alibaba', 'dashscope'],
    ['moonshotai', 'moonshot'],
    ['snowflake', 'openai'],
    ['openai-compatible', 'hosted_vllm'],
    ['azure', 'azure'],
  ].map(([folder = '', prefix = '']) => ({ folder, endpoint: 'chat', prefix, format: 'openai' })),
  { folder: 'anthropic', endpoint: 'messages', prefix: 'anthropic', format: 'anthropic' },
  { folder: 'google', endpoint: 'streamGenerateContent', prefix: 'gemini', format: 'gemini', also: ['generateContent'] },
  { folder: 'bedrock', endpoint: 'converse-stream', prefix: 'bedrock', format: 'bedrock', also: ['converse'] },
  { folder: 'cohere', endpoint: 'chat', prefix: 'cohere_chat', format: 'cohere' },
  { folder: 'ollama', endpoint: 'api-chat', prefix: 'ollama_chat', format: 'ollama' },
].filter(({ format }) => adapterFormats.includes(format))

type Recording = { readonly suite: Suite; readonly exchange: Exchange; readonly name: string }

const roots = [...new Set([exchangesRoot(), fileURLToPath(new URL('../fixtures', import.meta.url))])]
const isPriced = ({ status, expected }: Exchange) => status < 400 && expected.kind === 'chat' && expected.usage !== null
const all: readonly Recording[] = suites.flatMap((suite) =>
  roots
    .flatMap((root) => [suite.endpoint, ...(suite.also ?? [])].flatMap((endpoint) => readExchanges(root, suite.folder, endpoint)))
    .filter(isPriced)
    .map((exchange) => ({ suite, exchange, name: `${suite.folder} ${exchange.id}` })),
)
const recordings = all.filter(({ exchange }) => exchange.stream)

/** Recordings of one request that count the same tokens, some streamed and some whole. */
const pairs: readonly (readonly [string, Recording, Recording])[] = recordings.flatMap((streamed) =>
  all
    .filter((whole) => !whole.exchange.stream && questionOf(whole) !== undefined && questionOf(whole) === questionOf(streamed))
    .map((whole) => [`${streamed.name} and ${whole.exchange.id}`, streamed, whole] as const),
)

function questionOf({ suite, exchange: { model, request_body: body, expected } }: Recording): string | undefined {
  if (body === null || expected.kind !== 'chat') return undefined
  const { stream: _stream, stream_options: _options, ...asked } = body
  return canonical([suite.folder, model, asked, expected.usage])
}

/** The model of a recording, reachable under its name, with the API base and the keys that its provider asks for. */
const entryOf = ({ suite: { prefix }, exchange, name }: Recording): Entry => ({
  name,
  params: {
    model: `${prefix}/${exchange.model ?? 'model-x'}`,
    ...(prefix !== 'bedrock' && { api_base: 'https://host.example' }),
    ...(prefix === 'azure' && { api_version: '2024-10-21' }),
    ...(prefix === 'bedrock' && { aws_region_name: 'us-east-1' }),
    api_key: 'os.environ/TEST_KEY',
  },
})

describe('a recorded stream', () => {
  let current: { readonly streamed: Uint8Array; readonly whole: Uint8Array; readonly type: string } | undefined
  let client: AnyClient
  beforeAll(async () => {
    client = await pricedClient(recordings.map(entryOf), {
      whole: async () => replyOf(current?.whole ?? new Uint8Array(), 'application/json'),
      stream: async () => streamOf(current?.streamed ?? new Uint8Array(), current?.type ?? ''),
      close: () => Promise.resolve(),
    })
  })

  test.each(recordings.map((each) => [each.name, each] as const))(
    '%s costs what the same answer costs whole',
    async (name, { suite, exchange }) => {
      const streamed = replyBytes(exchange)
      const whole = wholeBodies[suite.format]?.(eventsOf(streamed, suite.format))
      current = { streamed, whole: Buffer.from(JSON.stringify(whole)), type: exchange.response_headers['content-type'] ?? '' }
      const spent = await costs(client, name)
      expect(spent.streamed).toEqual(spent.whole)
      expect(spent.whole.nanoUsd ?? -1).toBeGreaterThan(0)
    },
  )

  if (pairs.length === 0) return
  test.each(pairs)('%s, of one request, cost the same', async (_name, { exchange, name }, whole) => {
    current = {
      streamed: replyBytes(exchange),
      whole: replyBytes(whole.exchange),
      type: exchange.response_headers['content-type'] ?? '',
    }
    const spent = await costs(client, name)
    expect(spent.streamed).toEqual(spent.whole)
  })
})

function replyOf(bytes: Uint8Array, type: string): HttpReply {
  return { status: 200, headers: { 'content-type': type }, text: () => Buffer.from(bytes).toString('utf8'), bytes: () => bytes }
}

function streamOf(bytes: Uint8Array, type: string): HttpStream {
  const left = [bytes]
  return {
    status: 200,
    headers: { 'content-type': type },
    read: async () => left.shift(),
    rest: async () => replyOf(left.shift() ?? new Uint8Array(), type),
    cancel: () => void left.splice(0),
  }
}

type Event = { readonly event: string; readonly data: JsonRecord }

/** Events of a stream, read by parsers that are not ours. */
function eventsOf(bytes: Uint8Array, format: string): readonly Event[] {
  const text = Buffer.from(bytes).toString('utf8')
  const events: Event[] = []
  const add = (event: string, json: string) => {
    const data: unknown = json.startsWith('{') ? JSON.parse(json) : undefined
    if (isRecord(data)) events.push({ event, data })
  }
  if (format === 'ollama') for (const line of text.split('\n')) add('', line)
  else if (format === 'bedrock') {
    for (let at = 0; at < bytes.length; ) {
      const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0)
      const { headers, body } = frames.decode(bytes.subarray(at, at + length))
      add(String(headers[':event-type']?.value), Buffer.from(body).toString('utf8'))
      at += length
    }
  } else {
    const parser = createParser({ onEvent: ({ event, data }) => add(event ?? '', data) })
    parser.feed(`${text}\n\n`)
  }
  return events
}

const frames = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => new TextEncoder().encode(text),
)

const dataOf = (events: readonly Event[], name: string): JsonRecord => events.findLast(({ event }) => event === name)?.data ?? {}
const memberOf = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined)
const said = { role: 'assistant', content: 'Said.' }

/** The whole answer that each vendor would have sent in place of its events: same model, same counts; the words do not matter. */
const wholeBodies: { readonly [format: string]: (events: readonly Event[]) => JsonRecord } = {
  openai: (events) => {
    const usage = events.findLast(({ data }) => isRecord(data.usage) || isRecord(memberOf(data.x_groq, 'usage')))?.data
    const model = events.findLast(({ data }) => typeof data.model === 'string' && data.model !== '')?.data.model
    return {
      id: 'whole-1',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [{ index: 0, message: said, finish_reason: 'stop' }],
      usage: usage?.usage ?? memberOf(usage?.x_groq, 'usage'),
    }
  },
  anthropic: (events) => {
    const { message } = dataOf(events, 'message_start')
    const usage = { ...Object(memberOf(message, 'usage')), ...Object(dataOf(events, 'message_delta').usage) }
    return { ...Object(message), content: [{ type: 'text', text: 'Said.' }], stop_reason: 'end_turn', usage }
  },
  gemini: (events) => {
    const counted = events.filter(({ data }) => memberOf(data.usageMetadata, 'promptTokenCount') !== undefined)
    const last = counted.at(-1)?.data ?? {}
    const candidates = [{ content: { role: 'model', parts: [{ text: 'Said.' }] }, finishReason: 'STOP', index: 0 }]
    return { ...last, candidates }
  },
  bedrock: (events) => ({
    output: { message: { role: 'assistant', content: [{ text: 'Said.' }] } },
    stopReason: 'end_turn',
    usage: dataOf(events, 'metadata').usage,
  }),
  cohere: (events) => ({
    id: 'whole-1',
    finish_reason: 'COMPLETE',
    message: { role: 'assistant', content: [{ type: 'text', text: 'Said.' }] },
    usage: memberOf(dataOf(events, 'message-end').delta, 'usage'),
  }),
  ollama: (events) => ({ ...events.at(-1)?.data, message: said }),
}
