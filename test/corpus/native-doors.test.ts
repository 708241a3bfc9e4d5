/** Providers with a format of their own through compiled configs: where a request goes, how it is signed, and what the caller sees. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differences, readExchanges } from '../support/corpus.js'
import { createExchangeServer, type ExchangeServer } from '../support/exchange-server.js'
import { type AnyClient, emittedClient, replay, type Suite, suiteYaml } from '../support/replay.js'

const key = 'test-key-for-recordings'
const bearer = { authorization: `Bearer ${key}` }
const googleKey = { 'x-goog-api-key': key }

/** `path` with the exchange's model in place of `{model}`. */
type Door = Suite & { readonly path: string; readonly headers: { readonly [name: string]: string } }

const doors: readonly Door[] = [
  { folder: 'google', endpoint: 'generateContent', prefix: 'gemini', path: '/v1beta/models/{model}:generateContent', headers: googleKey },
  {
    folder: 'google',
    endpoint: 'streamGenerateContent',
    prefix: 'gemini',
    path: '/v1beta/models/{model}:streamGenerateContent?alt=sse',
    headers: googleKey,
  },
  { folder: 'google', endpoint: 'embeddings', prefix: 'gemini', path: '/v1/models/{model}:batchEmbedContents', headers: googleKey },
  { folder: 'cohere', endpoint: 'chat', prefix: 'cohere_chat', path: '/v2/chat', headers: bearer },
  { folder: 'cohere', endpoint: 'embeddings', prefix: 'cohere', path: '/v2/embed', headers: bearer },
  { folder: 'ollama', endpoint: 'api-chat', prefix: 'ollama_chat', path: '/api/chat', headers: bearer },
  { folder: 'ollama', endpoint: 'api-chat', prefix: 'ollama', path: '/api/chat', headers: bearer },
  { folder: 'ollama', endpoint: 'api-embed', prefix: 'ollama', path: '/api/embed', headers: bearer },
  // Its OpenAI door: any host's exchanges in that format do.
  { folder: 'openai', endpoint: 'chat', prefix: 'ollama', path: '/v1/chat/completions', headers: bearer },
  { folder: 'groq', endpoint: 'chat', prefix: 'ollama_chat', path: '/v1/chat/completions', headers: bearer },
  { folder: 'voyage', endpoint: 'embeddings', prefix: 'voyage', path: '/v1/embeddings', headers: bearer },
]

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))

describe.each(doors)('$prefix: $folder $endpoint', (door) => {
  const exchanges = readExchanges(fixtures, door.folder, door.endpoint)
  let server: ExchangeServer
  let client: AnyClient
  beforeAll(async () => {
    server = await createExchangeServer(exchanges, 20_250_601)
    client = await emittedClient(suiteYaml(door, exchanges, server.origin))
  })
  afterAll(async () => {
    await client?.close()
    await server.close()
  })

  test.each(exchanges.map((exchange) => [exchange.id, exchange] as const))('%s', async (id, exchange) => {
    const seen = await replay(client, door, exchange)
    expect(differences(seen, exchange.expected)).toEqual([])
    const received = server.received(id)
    expect(received?.path).toBe(door.path.replace('{model}', exchange.model ?? 'model-x'))
    expect(received?.headers).toMatchObject(door.headers)
  })
})

test('whole and streamed answers are both among the exchanges of Ollama', () => {
  const chats = readExchanges(fixtures, 'ollama', 'api-chat').filter(({ expected }) => expected.kind === 'chat')
  expect(new Set(chats.map(({ stream }) => stream))).toEqual(new Set([true, false]))
})
