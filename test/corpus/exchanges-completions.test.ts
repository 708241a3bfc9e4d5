/** Recorded text completions through the codec: whole, and streamed with the bytes cut anywhere. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { CompletionChunk } from '../../src/protocol/completions.js'
import { isFault } from '../../src/protocol/failure.js'
import { completions } from '../../src/providers/openai/completions.js'
import { createSseDecoder } from '../../src/runtime/transport/sse.js'
import { callOf, rowTarget } from '../providers/openai/endpoint-call.js'
import { cutBytes, httpReply, seededRandom } from '../support/codec.js'
import { type Exchange, exchangesRoot, readExchanges, replyBytes } from '../support/corpus.js'

const roots = [...new Set([exchangesRoot(), fileURLToPath(new URL('../fixtures', import.meta.url))])]
const exchanges = roots.flatMap((root) => readExchanges(root, 'openai', 'completions'))
const codec = completions()
const target = rowTarget('openai')

/** Pieces of a stream, read as they would come from a socket. */
function streamed(exchange: Exchange, seed: number): readonly CompletionChunk[] {
  const { stream } = codec
  if (stream === undefined) throw new Error('completions do not stream')
  const decoder = createSseDecoder()
  const state = stream.start(callOf('completions', { prompt: 'a' }, { stream: true }), target)
  const steps = [...cutBytes(replyBytes(exchange), seededRandom(seed), 40)].flatMap((piece) => decoder.push(piece))
  const outcomes = [...[...steps, ...decoder.end()].map((event) => stream.fromEvent(state, event)), stream.end(state)]
  return outcomes.flatMap((outcome) => {
    if (isFault(outcome)) throw new Error(outcome.failure.message)
    return outcome
  })
}

function seen(exchange: Exchange, seed: number) {
  if (exchange.stream) {
    const chunks = streamed(exchange, seed)
    const choices = chunks.flatMap((chunk) => chunk.choices)
    const finishes = choices.flatMap(({ finish_reason: finish }) => finish ?? [])
    return { text: choices.map(({ text }) => text).join(''), finish_reason: finishes, usage: chunks.at(-1)?.usage }
  }
  const reply = codec.fromResponse(httpReply(exchange.response_body), callOf('completions', { prompt: 'a' }), target)
  if (isFault(reply)) throw new Error(reply.failure.message)
  return { text: reply.choices[0]?.text, finish_reason: reply.choices.map((choice) => choice.finish_reason), usage: reply.usage }
}

test('there are recordings, whole and streamed', () => {
  expect(new Set(exchanges.map(({ stream }) => stream))).toEqual(new Set([true, false]))
})

test.each(exchanges.flatMap((exchange) => [1, 2, 3].map((seed) => [exchange.id, seed, exchange] as const)))(
  '%s is seen as expected, cut by %d',
  (_id, seed, exchange) => {
    const { kind, usage, finish_reason: finish, ...expected } = exchange.expected as unknown as Record<string, unknown> // of the kind `completion`
    expect([kind, seen(exchange, seed)]).toEqual([
      'completion',
      { ...expected, finish_reason: [finish], usage: usage === null ? undefined : expect.objectContaining(usage) },
    ])
  },
)
