/** Recorded exchanges through clients emitted for `llmgen/runtime/fetch`: a folder of each framing. All folders: `exchanges.test.ts`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differences, exchangesRoot, readExchanges } from '../support/corpus.js'
import { createExchangeServer, type ExchangeServer } from '../support/exchange-server.js'
import { type AnyClient, emittedClient, replay, type Suite, suiteYaml } from '../support/replay.js'

const suites: readonly Suite[] = [
  { folder: 'openai', endpoint: 'chat', prefix: 'openai' },
  { folder: 'openai', endpoint: 'embeddings', prefix: 'openai' },
  { folder: 'openai', endpoint: 'completions', prefix: 'text-completion-openai' },
  { folder: 'openai', endpoint: 'responses', prefix: 'openai/responses' },
  { folder: 'anthropic', endpoint: 'messages', prefix: 'anthropic' },
  { folder: 'bedrock', endpoint: 'converse', prefix: 'bedrock' },
  { folder: 'bedrock', endpoint: 'converse-stream', prefix: 'bedrock' },
  { folder: 'google', endpoint: 'streamGenerateContent', prefix: 'gemini' },
  { folder: 'cohere', endpoint: 'chat', prefix: 'cohere_chat' },
  { folder: 'ollama', endpoint: 'api-chat', prefix: 'ollama_chat' },
]

const recordingsOf = ({ folder, endpoint }: Suite) => readExchanges(exchangesRoot(), folder, endpoint)

describe.each(suites.filter((suite) => recordingsOf(suite).length > 0))('$folder $endpoint over fetch', (suite) => {
  const exchanges = recordingsOf(suite)
  let server: ExchangeServer
  let client: AnyClient
  beforeAll(async () => {
    server = await createExchangeServer(exchanges, 20_250_602)
    client = await emittedClient(suiteYaml(suite, exchanges, server.origin), 'fetch')
  })
  afterAll(async () => {
    await client?.close()
    await server.close()
  })

  test.each(exchanges.map((exchange) => [exchange.id, exchange] as const))('%s is seen as expected', async (_id, exchange) => {
    expect(differences(await replay(client, suite, exchange), exchange.expected)).toEqual([])
  })
})
