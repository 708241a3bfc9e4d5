/** Replays a recorded exchange through an adapter's codec alone: whole, or cut into pieces and folded. */
import { isFault } from '../../src/protocol/failure.js'
import type { Adapter, Target } from '../../src/providers/adapter.js'
import { foldFramed } from '../conformance/native-suite.js'
import { chatCall, cutBytes, embeddingCall, httpReply, seededRandom, testNow } from '../support/codec.js'
import { type Exchange, replyBytes, type Seen, seenChunks, seenFailure, seenReply } from '../support/corpus.js'

/** What a caller sees of the exchange. A stream is cut at places that `seed` decides. */
export function replayCodec(adapter: Adapter, target: Target, exchange: Exchange, seed: number): Seen {
  const bytes = replyBytes(exchange)
  const text = new TextDecoder().decode(bytes)
  if (exchange.status >= 400) {
    return seenFailure(adapter.toFailure({ status: exchange.status, headers: exchange.response_headers, text }, target, testNow))
  }
  const reply = httpReply(text, exchange.response_headers, exchange.status)
  if (exchange.expected.kind === 'embeddings') {
    const outcome = adapter.endpoints.embeddings?.fromResponse(reply, embeddingCall(), target)
    if (outcome === undefined) throw new Error(`the adapter ${adapter.format} has no embeddings`)
    if (isFault(outcome)) return seenFailure(outcome.failure)
    const lengths = outcome.data.map(({ embedding }) => embedding.length)
    return { kind: 'embeddings', lengths, promptTokens: outcome.usage.prompt_tokens }
  }
  if (exchange.stream) {
    const { chunks, failure } = foldFramed(adapter, cutBytes(bytes, seededRandom(seed), 40), target, chatCall({}, { stream: true }))
    return failure === undefined ? seenChunks(chunks) : seenFailure(failure)
  }
  const outcome = adapter.endpoints.chat?.fromResponse(reply, chatCall(), target)
  if (outcome === undefined) throw new Error(`the adapter ${adapter.format} has no chat`)
  return isFault(outcome) ? seenFailure(outcome.failure) : seenReply(outcome)
}
