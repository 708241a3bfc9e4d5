/** Recorded rerank exchanges of the native formats through their codecs. Hosts of OpenAI's format have their own. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isFault } from '../../src/protocol/failure.js'
import type { RerankRequest } from '../../src/protocol/rerank.js'
import type { EndpointCodec } from '../../src/providers/adapter.js'
import { bedrockRerank } from '../../src/providers/bedrock/rerank.js'
import { cohereRerank } from '../../src/providers/cohere/rerank.js'
import { testTarget } from '../support/codec.js'
import { type Exchange, exchangesRoot, readExchanges, replyBytes } from '../support/corpus.js'
import { callOf } from '../support/endpoint-call.js'

const codecs: { readonly [provider: string]: EndpointCodec<'rerank'> } = { bedrock: bedrockRerank, cohere: cohereRerank }
const roots = [...new Set([exchangesRoot(), fileURLToPath(new URL('../fixtures', import.meta.url))])]
const exchanges = Object.entries(codecs).flatMap(([provider, codec]) =>
  roots.flatMap((root) => readExchanges(root, provider, 'rerank').map((exchange) => ({ provider, codec, exchange }))),
)
const targetOf = (provider: string, { model }: Exchange) =>
  testTarget({ provider: { name: provider, format: provider }, baseUrl: 'https://host.example', ...(model !== null && { model }) })

test.each(exchanges.map((one) => [`${one.provider} ${one.exchange.id}`, one] as const))('%s is seen as expected', (_id, one) => {
  const { provider, codec, exchange } = one
  const text = new TextDecoder().decode(replyBytes(exchange))
  const reply = { status: exchange.status, headers: exchange.response_headers, text: () => text, bytes: () => replyBytes(exchange) }
  const outcome = codec.fromResponse(reply, callOf('rerank', {}), targetOf(provider, exchange))
  if (isFault(outcome)) throw new Error(outcome.failure.message)
  expect({ kind: 'rerank', results: outcome.results }).toEqual(exchange.expected)
})

const recorded = exchanges.flatMap((one) => (one.exchange.request_body === null ? [] : [{ ...one, body: one.exchange.request_body }]))
test.each(recorded.map((one) => [`${one.provider} ${one.exchange.id}`, one] as const))('%s is rebuilt from the hub’s terms', (_id, one) => {
  const built = one.codec.toRequest(callOf('rerank', one.body satisfies Partial<RerankRequest>), targetOf(one.provider, one.exchange))
  if (isFault(built)) throw new Error(built.failure.message)
  expect(JSON.parse(String(built.body))).toEqual(one.body)
})
