/** Recorded exchanges with Vertex AI: read by the codec whole and in pieces, built again, and replayed through a generated client that signs in. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatOf } from '../../src/catalog/format-of.js'
import { findModel } from '../../src/catalog/models.js'
import { findProvider } from '../../src/catalog/providers.js'
import type { ChatRequest } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import { isRecord, type JsonRecord } from '../../src/providers/shared/json.js'
import { vertex } from '../../src/providers/vertex.js'
import { vertexGemini } from '../../src/providers/vertex-gemini.js'
import { chatCall, testTarget } from '../support/codec.js'
import { canonical, differences, type Exchange, exchangesRoot, readExchanges } from '../support/corpus.js'
import { createExchangeServer, type ExchangeServer } from '../support/exchange-server.js'
import { normalBody, openAiTerms } from '../support/gemini-terms.js'
import { type AnyClient, emittedClient, replay, type Suite, suiteYaml } from '../support/replay.js'
import { replayCodec } from './codec-replay.js'

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))
const root = exchangesRoot()
const endpoints = ['generateContent', 'streamGenerateContent', 'embeddings'] as const

/** Those of Vertex AI; where the corpus is not there, the fixtures of the same method. */
function read(endpoint: string): readonly (readonly [string, Exchange])[] {
  const all = readExchanges(root, 'google', endpoint)
  const own = all.filter(({ platform }) => platform === 'vertex_ai')
  const found = own.length > 0 || root !== fixtures ? own : readExchanges(fixtures, 'google', endpoint)
  return found.map((exchange) => [exchange.id, exchange] as const)
}
const chats = [...read('generateContent'), ...read('streamGenerateContent')]
const all = [...chats, ...read('embeddings')]
const requests = chats.filter(([, { request_body: body }]) => body !== null)

function targetOf({ model, url }: Exchange) {
  const place = /\/locations\/([^/]+)\//.exec(url ?? '')?.[1]
  return testTarget({
    provider: { name: 'vertex_ai', format: 'vertex', auth: 'fields' },
    deployment: { flags: findModel('vertex_ai', model ?? '')?.flags ?? [] },
    model: model ?? 'model-x',
    baseUrl: 'https://{location}-aiplatform.googleapis.com',
    apiVersion: /\/(v1(?:beta1)?)\//.exec(url ?? '')?.[1],
    settings: { vertex_project: 'PROJECT', ...(place !== undefined && { vertex_location: place }) },
  })
}

test('there are recordings, whole and streamed', () => {
  expect(chats.some(([, { stream }]) => stream) && chats.some(([, { stream }]) => !stream)).toBe(true)
})

test('Gemini on Vertex AI is chosen by its name', () => {
  const provider = findProvider('vertex_ai')
  if (provider === undefined) throw new Error('no row')
  const models = new Set(chats.map(([, { model }]) => model ?? 'gemini-x'))
  expect([...models].map((model) => formatOf({ provider, model, mode: 'chat', responses: false }))).toEqual(
    [...models].map(() => 'vertex-gemini'),
  )
})

describe('answers', () => {
  test.each(all)('%s is seen as expected', (_id, exchange) => {
    for (const adapter of [vertexGemini, vertex])
      for (const seed of [1, 2, 3])
        expect(differences(replayCodec(adapter, targetOf(exchange), exchange, seed), exchange.expected)).toEqual([])
  })
})

describe('requests', () => {
  test.each(requests)('%s is built again from OpenAI terms, and goes to the same address', (_id, exchange) => {
    const recorded: JsonRecord = { ...exchange.request_body }
    const call = chatCall(openAiTerms(recorded) as unknown as ChatRequest, { stream: exchange.stream }) // as a caller without types writes it
    const built = vertexGemini.endpoints.chat?.toRequest(call, targetOf(exchange))
    if (built === undefined || isFault(built)) throw new Error(JSON.stringify(built?.failure))
    if (exchange.url?.includes('aiplatform')) expect(built.url).toBe(exchange.url)
    const sent: unknown = JSON.parse(String(built.body))
    if (!isRecord(sent)) throw new Error('no body')
    expect(JSON.parse(canonical(normalBody(sent)))).toEqual(JSON.parse(canonical(normalBody(recorded))))
  })
})

const key = { 'x-goog-api-key': 'test-key-for-recordings' }

describe.each(endpoints)('through a generated client: %s', (endpoint) => {
  const exchanges = read(endpoint).map(([, exchange]) => exchange)
  const suite: Suite = { folder: 'google', endpoint, prefix: 'vertex_ai' }
  let server: ExchangeServer
  let client: AnyClient
  beforeAll(async () => {
    server = await createExchangeServer(exchanges, 20_250_601)
    client = await emittedClient(suiteYaml(suite, exchanges, server.origin))
  })
  afterAll(async () => {
    await client?.close()
    await server.close()
  })

  test.each(exchanges.map((exchange) => [exchange.id, exchange] as const))('%s', async (id, exchange) => {
    const seen = await replay(client, suite, exchange)
    expect(differences(seen, exchange.expected)).toEqual([])
    const received = server.received(id)
    expect(received?.path).toContain(`/v1/publishers/google/models/${exchange.model ?? 'model-x'}:`)
    expect(received?.headers).toMatchObject(key)
  })
})
