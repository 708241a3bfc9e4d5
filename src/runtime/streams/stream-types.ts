/** The streams that callers read, one kind for each endpoint that streams. */
import type { ChatChunk, ChatReply } from '../../protocol/chat.js'
import type { CompletionChunk, CompletionReply } from '../../protocol/completions.js'
import type { ResponsesEvent, ResponsesReply } from '../../protocol/responses.js'
import type { Meta, Reply } from '../client-types.js'

/** A stream of chunks or events. Iterate once. */
export interface AnswerStream<Chunk> extends AsyncIterable<Chunk> {
  /** Stops the answer: the provider connection is closed, iteration ends. */
  abort(): void
  /** Complete once the stream has ended; before that cost and latency are those so far. */
  readonly meta: Meta
}

export interface ChatStream extends AnswerStream<ChatChunk> {
  /** Reads to the end and returns the whole answer. */
  finalMessage(): Promise<Reply<ChatReply>>
}

export interface CompletionStream extends AnswerStream<CompletionChunk> {
  /** Reads to the end and returns the whole answer. */
  finalCompletion(): Promise<Reply<CompletionReply>>
}

export interface ResponsesStream extends AnswerStream<ResponsesEvent> {
  /** Reads to the end and returns the whole answer: the response of the last event. */
  finalResponse(): Promise<Reply<ResponsesReply>>
}
