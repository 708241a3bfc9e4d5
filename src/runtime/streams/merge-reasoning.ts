/** `merge_reasoning_content_in_choices`: reasoning becomes part of the content, inside `<think>`, for clients that show only that. */
import type { ChatChunk, ChatReply, ChunkDelta } from '../../protocol/chat.js'
import type { Failure } from '../../protocol/failure.js'
import type { ChunkSource } from './chunk-source.js'

/** Moves the reasoning of each choice in front of its content, in place. */
export function mergeReasoning(reply: ChatReply): void {
  for (const { message } of reply.choices) {
    if (!message.reasoning_content) continue
    message.content = `<think>${message.reasoning_content}</think>${message.content ?? ''}`
    delete message.reasoning_content
  }
}

/** A stream whose reasoning is merged as it comes: the tag opens with the first piece and closes with the first content. */
export class MergedReasoning implements ChunkSource<ChatChunk> {
  readonly #source: ChunkSource<ChatChunk>
  /** Choices whose tag is open. */
  readonly #open = new Set<number>()

  constructor(source: ChunkSource<ChatChunk>) {
    this.#source = source
  }

  get ended(): boolean {
    return this.#source.ended
  }

  take(): ChatChunk | undefined {
    const chunk = this.#source.take()
    for (const choice of chunk?.choices ?? []) this.#merge(choice.index, choice.delta, choice.finish_reason !== null)
    return chunk
  }

  fill(): Promise<Failure | undefined> {
    return this.#source.fill()
  }

  close(): void {
    this.#source.close()
  }

  #merge(index: number, delta: ChunkDelta, last: boolean): void {
    const { reasoning_content: reasoning, content } = delta
    let text = ''
    if (reasoning) {
      text = this.#open.has(index) ? reasoning : `<think>${reasoning}`
      this.#open.add(index)
    }
    const closes = this.#open.has(index) && (Boolean(content) || Boolean(delta.tool_calls?.length) || last)
    if (closes) this.#open.delete(index)
    if (text === '' && !closes) return
    delete delta.reasoning_content
    delta.content = `${text}${closes ? '</think>' : ''}${content ?? ''}`
  }
}
