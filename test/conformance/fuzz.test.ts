/** Hostile answers through real calls: always a reply or an `ApiError`, in bounded time, whatever the format, endpoint and framing. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isFault } from '../../src/protocol/failure.js'
import { TransportFault } from '../../src/protocol/http.js'
import type { Adapter, Call, Endpoint, EndpointCodec, Endpoints } from '../../src/providers/adapter.js'
import { ApiError } from '../../src/runtime/index.js'
import { httpReply, seededRandom, testNow, testTarget } from '../support/codec.js'
import { mockExchange } from '../support/mock-exchange.js'
import type { AnyClient } from '../support/replay.js'
import { runs } from '../support/soak.js'
import { endpointCalls, endpointClient, type WholeClient } from './endpoint-calls.js'
import { junkTexts, oversized, respell, type Spoiling, spoilings } from './hostile.js'
import { allAdapters, vendorClient, vendors } from './vendors.js'

/** Far above what a call takes here, far below forever. */
const boundMs = 5000

const exchange = mockExchange()
const unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)
let client: AnyClient
let others: WholeClient
beforeAll(async () => {
  process.on('unhandledRejection', note)
  client = await vendorClient(exchange.transport)
  others = await endpointClient(exchange.transport)
})
afterAll(() => void process.off('unhandledRejection', note))

type Way = 'whole' | 'streamed' | 'embeddings'
type Ask = () => Promise<string>

const tools = [
  { type: 'function' as const, function: { name: 'look_up', parameters: { type: 'object', properties: { x: { type: 'string' } } } } },
]
const answer = { text: 'Grüße aus 東京.', reasoning: 'hm hm', toolCalls: [{ name: 'look_up', arguments: { x: 'ü' } }] }

async function call(name: string, way: Way): Promise<string> {
  const messages = [{ role: 'user' as const, content: 'hi' }]
  if (way === 'embeddings') {
    const reply = await client.embeddings.create({ model: `${name} embeddings`, input: 'hi' })
    expect(reply.data).toEqual(expect.any(Array))
    return JSON.stringify(reply)
  }
  if (way === 'whole') {
    const reply = await client.chat.completions.create({ model: name, messages, tools })
    expect(reply.choices).toEqual(expect.any(Array))
    return JSON.stringify(reply)
  }
  let text = ''
  for await (const chunk of await client.chat.completions.create({ model: name, messages, tools, stream: true })) {
    expect(chunk.object).toBe('chat.completion.chunk')
    text += JSON.stringify(chunk)
  }
  return text
}

/** Text of what the caller got, in time: the reply, or the error, which has to be one of ours. */
async function outcome(ask: Ask): Promise<string> {
  try {
    return await inTime(ask())
  } catch (error) {
    if (!ApiError.is(error)) throw error
    // An exception of a codec reaches the caller as an ApiError as well; here it is what it is: a bug.
    if (error.cause !== undefined && !(error.cause instanceof TransportFault)) throw error.cause
    expect([error.message.includes('llmgen bug'), error.message.length < 1400, error.status >= 400]).toEqual([false, true, true])
    return error.message
  }
}

async function inTime(call: Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${boundMs} ms`)), boundMs)
  })
  return Promise.race([call, late]).finally(() => clearTimeout(timer))
}

const ways: readonly (readonly [string, Ask, string])[] = [
  ...vendors.flatMap(({ name, embeds }) => {
    const endpoints: readonly Way[] = embeds === undefined ? ['whole', 'streamed'] : ['whole', 'streamed', 'embeddings']
    return endpoints.map((way): readonly [string, Ask, string] => [
      `${name} ${way}`,
      () => call(name, way),
      way === 'embeddings' ? '"embedding"' : 'look_up',
    ])
  }),
  ...endpointCalls.map(({ name, ask }): readonly [string, Ask, string] => [name, () => ask(others, name), '']),
]

const steps = fc.constantFrom<object>(
  answer,
  answer,
  answer,
  { ...answer, errorAt: 1, status: 429 },
  { ...answer, cutAfter: 3 },
  { status: 500 },
  { status: 429, retryAfter: 1 },
  { ...answer, headers: { 'content-type': 'application/json' } },
  { ...answer, headers: { 'content-type': 'text/event-stream' } },
  { ...answer, headers: { 'content-type': 'text/html' } },
)

describe.each(ways)('%s', (_name, ask, word) => {
  const spoiled = (spoiling: Spoiling) => {
    exchange.spoil = (pieces) => spoiling.spoil(pieces)
    return outcome(ask)
  }

  test('unspoiled is answered', async () => {
    exchange.answer = () => answer
    exchange.spoil = (pieces) => pieces
    expect(await inTime(ask())).toContain(word)
  })

  test('spoiled in any way ends in a reply or an error', async () => {
    await fc.assert(
      fc.asyncProperty(spoilings, steps, async (spoiling, step) => {
        exchange.answer = () => step
        expect(await spoiled(spoiling)).toEqual(expect.any(String))
      }),
      { seed: 20_250_601, numRuns: runs(30, 1_000) },
    )
  })

  test('spoiled by size ends in a reply or an error', async () => {
    exchange.answer = () => answer
    for (const spoiling of oversized) expect([spoiling.name, typeof (await spoiled(spoiling))]).toEqual([spoiling.name, 'string'])
  })
})

test('nothing was left unhandled', async () => {
  await new Promise((resolve) => setImmediate(resolve))
  expect(unhandled).toEqual([])
})

const upload = { bytes: new Uint8Array([1, 2, 3]), name: 'a.wav', type: 'audio/wav' }
const image = { bytes: new Uint8Array([1, 2, 3]), name: 'a.png', type: 'image/png' }
/** A request that most hosts of each endpoint take. */
const requests: { readonly [E in Endpoint]: Endpoints[E]['request'] } = {
  chat: { model: 'm', messages: [{ role: 'user', content: 'hi' }], tools },
  completions: { model: 'm', prompt: 'hi' },
  embeddings: { model: 'm', input: 'hi' },
  images: { model: 'm', prompt: 'a point' },
  imageEdits: { model: 'm', prompt: 'a point', image: [image] },
  transcriptions: { model: 'm', file: upload },
  translations: { model: 'm', file: upload },
  speech: { model: 'm', input: 'hi', voice: 'alloy' },
  moderations: { model: 'm', input: 'hi' },
  rerank: { model: 'm', query: 'hi', documents: ['a', 'b'] },
  responses: { model: 'm', input: 'hi' },
  tokens: { model: 'm', messages: [{ role: 'user', content: 'hi' }] },
}

/** Bodies with a member that each vendor's answers have, to be spoiled deeper than junk goes. */
const bodies: readonly unknown[] = [
  { id: 'x', created: 1, data: [{ embedding: [1, 2], index: 0, b64_json: 'AAAA', url: 'https://a.example' }], usage: { prompt_tokens: 1 } },
  {
    id: 'x',
    results: [{ index: 0, relevance_score: 0.5, flagged: true, categories: { a: true }, category_scores: { a: 1 } }],
    meta: { billed_units: { search_units: 1 } },
  },
  {
    embeddings: { float: [[1, 2]] },
    embedding: [1],
    predictions: [{ bytesBase64Encoded: 'AAAA', embeddings: { values: [1] } }],
    images: ['AAAA'],
  },
  { text: 'hi', segments: [{ id: 0, start: 0, end: 1, text: 'hi' }], usage: { type: 'tokens', input_tokens: 1 } },
  {
    id: 'x',
    object: 'response',
    status: 'completed',
    output: [
      { type: 'message', content: [{ type: 'output_text', text: 'hi' }] },
      { type: 'function_call', call_id: 'a', name: 'b', arguments: '{}' },
    ],
    usage: { input_tokens: 1, output_tokens: 1 },
  },
  {
    choices: [
      {
        index: 0,
        text: 'hi',
        message: { content: [{ type: 'text', text: 'hi' }], tool_calls: [{ id: 'a', function: { name: 'b', arguments: {} } }] },
      },
    ],
  },
  { input_tokens: 1, inputTokens: 1, totalTokens: 1, total_tokens: 1 },
  { status: 'starting', id: 'x', urls: { get: 'https://a.example', stream: 'https://a.example' }, output: ['hi'], error: null },
]

describe('every codec of every adapter', () => {
  test('reads any body and any event without throwing', { timeout: runs(30_000, 600_000) }, async () => {
    const adapters = await allAdapters()
    const random = seededRandom(5)
    const texts = [...junkTexts, ...bodies.map((body) => JSON.stringify(body))]
    const rounds = runs(12, 300)
    for (let run = 0; run < rounds; run += 1) for (const body of bodies) texts.push(JSON.stringify(respell(body, random)))
    let codecs = 0
    for (const adapter of Object.values(adapters)) {
      for (const [endpoint, codec] of await codecsOf(adapter)) {
        feed(adapter, endpoint, codec, texts)
        codecs += 1
      }
    }
    expect(codecs).toBeGreaterThan(15)
  })
})

async function codecsOf({ endpoints, later }: Adapter): Promise<readonly (readonly [Endpoint, EndpointCodec<Endpoint>])[]> {
  const loaded = Object.entries(later ?? {}).map(async ([endpoint, load]) => [endpoint, await load()] as const)
  // keys of the two tables are endpoints; the union of codecs is called with requests of their own endpoint only
  return [...Object.entries(endpoints), ...(await Promise.all(loaded))] as unknown as (readonly [Endpoint, EndpointCodec<Endpoint>])[]
}

function feed(adapter: Adapter, endpoint: Endpoint, codec: EndpointCodec<Endpoint>, texts: readonly string[]): void {
  const target = testTarget({
    provider: { name: adapter.format, format: adapter.format },
    baseUrl: 'https://host.example',
    apiVersion: '2024-10-21',
    settings: { project_id: 'p', vertex_project: 'p', vertex_location: 'us-central1' },
  })
  const made = (stream: boolean): Call<Endpoint> => ({
    endpoint,
    request: requests[endpoint],
    stream,
    dropParams: false,
    modifyParams: false,
    headers: {},
    random: seededRandom(7),
    now: () => testNow,
  })
  const sent = codec.toRequest(made(false), target)
  expect(isFault(sent) || typeof sent.url === 'string').toBe(true)
  for (const text of texts) {
    const at = `${adapter.format} ${endpoint}: ${text.slice(0, 300)}`
    const outcome = codec.fromResponse(httpReply(text), made(false), target)
    expect(typeof outcome, at).toBe('object')
    if (isFault(outcome)) expect([typeof outcome.failure.kind, typeof outcome.failure.message], at).toEqual(['string', 'string'])
    expect(typeof codec.follow?.(httpReply(text), made(false), target, 0), at).toMatch(/^(object|undefined)$/)
    expect(typeof adapter.toFailure({ status: 500, headers: {}, text }, target, testNow).message, at).toBe('string')
    if (codec.stream === undefined) continue
    const state: unknown = codec.stream.start(made(true), target)
    for (const event of ['', 'error', 'message', 'response.completed']) {
      const step = codec.stream.fromEvent(state, { event, data: text })
      expect(isFault(step) || Array.isArray(step), at).toBe(true)
    }
    const last = codec.stream.end(state)
    expect(isFault(last) || Array.isArray(last), at).toBe(true)
  }
}
