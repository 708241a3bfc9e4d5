/** What differs between the endpoints that stream: what counts as content, what the caller sees, what the whole answer is. */
import type { Endpoints } from '../../providers/adapter.js'
import type { PricedUsage } from '../cost.js'
import type { ChunkOf, ChunkSource, Streamed } from './chunk-source.js'

export type StreamKind<E extends Streamed> = {
  /** True for a chunk after which the answer is the caller's: a failure before it can still be retried. */
  isContent(chunk: ChunkOf<E>): boolean
  /** A whole answer as chunks: for hosts that answer whole though a stream was asked for. */
  toChunks(reply: Endpoints[E]['reply']): readonly ChunkOf<E>[]
  /** `merge_reasoning_content_in_choices`, where it applies. */
  merged?(source: ChunkSource<ChunkOf<E>>): ChunkSource<ChunkOf<E>>
  createView(request: Endpoints[E]['request']): StreamView<ChunkOf<E>, Endpoints[E]['reply']>
}

/** A stream as its caller sees it; keeps what the whole answer needs. */
export interface StreamView<Chunk, Answer> {
  /** Takes a chunk in: what of it the caller sees now, if anything. */
  see(chunk: Chunk): Chunk | undefined
  /** What the caller sees last, when no more comes. */
  readonly last: Chunk | undefined
  /** The answer so far; undefined where no chunk has come. */
  finish(): Answer | undefined
  readonly usage: PricedUsage | undefined
  /** `service_tier`, where one was told. */
  readonly tier?: unknown
  /** Model as the chunks name it. */
  readonly model: string | undefined
}
