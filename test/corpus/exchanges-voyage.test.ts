/** Recorded Voyage exchanges through the codec: vectors as expected, and recorded requests rebuilt from OpenAI terms. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { EmbeddingRequest } from '../../src/protocol/embeddings.js'
import { isFault } from '../../src/protocol/failure.js'
import type { JsonRecord } from '../../src/providers/shared/json.js'
import { voyage } from '../../src/providers/voyage.js'
import { embeddingCall, testTarget } from '../support/codec.js'
import { canonical, differences, type Exchange, exchangesRoot, readExchanges } from '../support/corpus.js'
import { replayCodec } from './codec-replay.js'

const roots = [...new Set([exchangesRoot(), fileURLToPath(new URL('../fixtures', import.meta.url))])]
const exchanges = roots.flatMap((root) => readExchanges(root, 'voyage', 'embeddings'))
const targetOf = ({ model }: Exchange) =>
  testTarget({ provider: { name: 'voyage', format: 'voyage' }, baseUrl: 'https://api.voyage.example/v1', ...(model !== null && { model }) })

test.each(exchanges.map((exchange) => [exchange.id, exchange] as const))('%s is seen as expected', (_id, exchange) => {
  expect(differences(replayCodec(voyage, targetOf(exchange), exchange, 0), exchange.expected)).toEqual([])
})

const recorded = exchanges.flatMap((exchange) =>
  exchange.request_body === null ? [] : [{ ...exchange, request_body: exchange.request_body }],
)
test.each(recorded.map((exchange) => [exchange.id, exchange] as const))('%s is rebuilt from OpenAI terms', (_id, exchange) => {
  const { output_dimension: dimensions, ...rest } = exchange.request_body
  const terms = { ...rest, dimensions } as Partial<EmbeddingRequest> // what a caller without a type checker would hand over
  const built = voyage.endpoints.embeddings?.toRequest(embeddingCall(terms), targetOf(exchange))
  if (built === undefined || isFault(built)) throw new Error('no request')
  expect(built.url).toBe('https://api.voyage.example/v1/embeddings')
  expect(canonical(JSON.parse(String(built.body)))).toBe(canonical(withoutNulls(exchange.request_body)))
})

/** Nulls say nothing; llmgen does not send them. */
function withoutNulls(body: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}
