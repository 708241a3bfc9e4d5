/** Recorded provider exchanges through generated clients: what a caller sees is what `expected` says. */
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRecord } from '../../src/providers/shared/json.js'
import { corpusRoot, differences, exchangesRoot, readExchanges } from '../support/corpus.js'
import { bodyDifferences } from '../support/equivalent-body.js'
import { createExchangeServer, type ExchangeServer } from '../support/exchange-server.js'
import { type AnyClient, emittedClient, hasOpenAiRequest, replay, type Suite, suiteYaml } from '../support/replay.js'

/** Folders and endpoints, each replayed through an emitted client. */
const suites: readonly Suite[] = [
  { folder: 'openai', endpoint: 'chat', prefix: 'openai' },
  { folder: 'openai', endpoint: 'embeddings', prefix: 'openai' },
  { folder: 'anthropic', endpoint: 'messages', prefix: 'anthropic' },
  { folder: 'bedrock', endpoint: 'converse', prefix: 'bedrock' },
  { folder: 'bedrock', endpoint: 'converse-stream', prefix: 'bedrock' },
  { folder: 'bedrock', endpoint: 'invoke', prefix: 'bedrock/invoke' },
  { folder: 'bedrock', endpoint: 'embeddings', prefix: 'bedrock' },
  { folder: 'groq', endpoint: 'chat', prefix: 'groq' },
  { folder: 'mistral', endpoint: 'chat', prefix: 'mistral' },
  { folder: 'deepseek', endpoint: 'chat', prefix: 'deepseek' },
  { folder: 'xai', endpoint: 'chat', prefix: 'xai' },
  { folder: 'openrouter', endpoint: 'chat', prefix: 'openrouter' },
  { folder: 'perplexity', endpoint: 'chat', prefix: 'perplexity' },
  { folder: 'cerebras', endpoint: 'chat', prefix: 'cerebras' },
  { folder: 'google', endpoint: 'generateContent', prefix: 'gemini' },
  { folder: 'google', endpoint: 'streamGenerateContent', prefix: 'gemini' },
  { folder: 'google', endpoint: 'embeddings', prefix: 'gemini' },
  { folder: 'cohere', endpoint: 'chat', prefix: 'cohere_chat' },
  { folder: 'cohere', endpoint: 'embeddings', prefix: 'cohere' },
  { folder: 'voyage', endpoint: 'embeddings', prefix: 'voyage' },
  { folder: 'openai', endpoint: 'completions', prefix: 'text-completion-openai' },
  { folder: 'openai', endpoint: 'responses', prefix: 'openai/responses' },
  { folder: 'azure', endpoint: 'responses', prefix: 'azure/responses' },
  { folder: 'deepseek', endpoint: 'responses', prefix: 'deepseek/responses' },
  { folder: 'xai', endpoint: 'responses', prefix: 'xai/responses' },
  { folder: 'openrouter', endpoint: 'responses', prefix: 'openrouter/responses' },
  { folder: 'lmstudio', endpoint: 'responses', prefix: 'lm_studio/responses' },
  { folder: 'bedrock', endpoint: 'responses', prefix: 'bedrock_mantle/responses' },
  { folder: 'github-copilot', endpoint: 'responses', prefix: 'openai/responses' },
  { folder: 'bedrock', endpoint: 'rerank', prefix: 'bedrock' },
  { folder: 'cohere', endpoint: 'rerank', prefix: 'cohere' },
  { folder: 'togetherai', endpoint: 'rerank', prefix: 'together_ai' },
  { folder: 'azure', endpoint: 'chat', prefix: 'azure' },
  { folder: 'huggingface', endpoint: 'chat', prefix: 'huggingface' },
  { folder: 'snowflake', endpoint: 'chat', prefix: 'snowflake' },
  { folder: 'zai', endpoint: 'chat', prefix: 'zai' },
  { folder: 'crusoe', endpoint: 'chat', prefix: 'crusoe' },
  { folder: 'alibaba', endpoint: 'chat', prefix: 'dashscope' },
  { folder: 'moonshotai', endpoint: 'chat', prefix: 'moonshot' },
  { folder: 'ollama', endpoint: 'chat', prefix: 'ollama' },
  { folder: 'heroku', endpoint: 'chat', prefix: 'heroku' },
  { folder: 'openai-compatible', endpoint: 'chat', prefix: 'hosted_vllm' },
  { folder: 'bedrock', endpoint: 'chat', prefix: 'openai' },
]

const root = exchangesRoot()
const recordingsOf = (suite: Suite) => readExchanges(root, suite.folder, suite.endpoint)
const isRecorded = (suite: Suite) => recordingsOf(suite).length > 0

describe.each(suites.filter(isRecorded))('$folder $endpoint through the emitted client', suiteTests)

function suiteTests(suite: Suite): void {
  const exchanges = recordingsOf(suite)
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

  test.each(exchanges.map((exchange) => [exchange.id, exchange] as const))('%s is seen as expected', async (_id, exchange) => {
    const seen = await replay(client, suite, exchange)
    expect(differences(seen, exchange.expected)).toEqual([])
  })

  const requests = exchanges.filter((exchange) => hasOpenAiRequest(suite, exchange))
  if (requests.length === 0) return
  test.each(requests.map((exchange) => [exchange.id, exchange] as const))('%s reaches the server as the same request', (_id, exchange) => {
    const received = server.received(exchange.id)?.body
    expect(isRecord(received) && exchange.request_body !== null && bodyDifferences(exchange.request_body, received)).toEqual([])
  })
}

test.runIf(corpusRoot() !== undefined)('every recording is replayed', () => {
  const known = new Set(suites.map(({ folder, endpoint }) => `${folder}/${endpoint}`))
  const left = readdirSync(root).flatMap((folder) =>
    readExchanges(root, folder).filter((exchange) => !known.has(`${folder}/${exchange.endpoint}`)),
  )
  expect(left.map(({ provider, endpoint, id }) => `${provider} ${endpoint} ${id}`)).toEqual([])
})
