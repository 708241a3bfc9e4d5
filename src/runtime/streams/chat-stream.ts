/** Streamed chat: chunks as the caller sees them, usage kept back to the end, and the message they add up to. */
import type { ChatChunk, ChatReply, ChatRequest, ChunkDelta, Usage } from '../../protocol/chat.js'
import type { Reply } from '../client-types.js'
import { OpenAnswerStream } from './answer-stream.js'
import { createMessageFold } from './final-message.js'
import { MergedReasoning } from './merge-reasoning.js'
import { replyChunks } from './reply-chunks.js'
import type { StreamKind, StreamView } from './stream-kind.js'
import type { ChatStream } from './stream-types.js'

/** Streams of the endpoint `chat`. */
export const chatKind: StreamKind<'chat'> = {
  isContent: (chunk) => chunk.choices.some((choice) => choice.finish_reason !== null || hasContent(choice.delta)),
  toChunks: replyChunks,
  merged: (source) => new MergedReasoning(source),
  createView: (request) => new ChatView(request),
}

export class OpenChatStream extends OpenAnswerStream<'chat'> implements ChatStream {
  finalMessage(): Promise<Reply<ChatReply>> {
    return this.final()
  }
}

class ChatView implements StreamView<ChatChunk, ChatReply> {
  /** Whether the caller asked for the usage chunk. */
  readonly #wantsUsage: boolean
  readonly #fold = createMessageFold()
  #usageChunk: ChatChunk | undefined
  usage: Usage | undefined
  model: string | undefined

  constructor({ stream_options }: ChatRequest) {
    this.#wantsUsage = stream_options?.include_usage === true
  }

  /** Usage is kept back: it comes last if it was asked for, and not at all if not. */
  see(chunk: ChatChunk): ChatChunk | undefined {
    const { usage } = chunk
    if (usage) {
      this.usage = usage
      this.#fold.setUsage(usage)
      this.#usageChunk = chunk.choices.length === 0 ? chunk : { ...chunk, choices: [], usage }
    }
    if (chunk.choices.length === 0) return undefined
    this.model = chunk.model
    this.#fold.add(chunk)
    if (this.#wantsUsage) chunk.usage = null
    else if (usage !== undefined) delete chunk.usage
    return chunk
  }

  get last(): ChatChunk | undefined {
    return this.#wantsUsage ? this.#usageChunk : undefined
  }

  get tier(): unknown {
    return this.#fold.tier
  }

  finish(): ChatReply | undefined {
    return this.#fold.finish()
  }
}

function hasContent(delta: ChunkDelta): boolean {
  return Boolean(
    delta.content ||
      delta.tool_calls?.length ||
      delta.reasoning_content ||
      delta.refusal ||
      delta.thinking_blocks?.length ||
      delta.function_call,
  )
}
