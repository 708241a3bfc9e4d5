/** Streamed text completions: pieces as the caller sees them, usage kept back to the end, and the text they add up to. */
import type { CompletionChunk, CompletionLogprobs, CompletionReply, CompletionRequest } from '../../protocol/completions.js'
import type { Reply } from '../client-types.js'
import { OpenAnswerStream } from './answer-stream.js'
import type { StreamKind, StreamView } from './stream-kind.js'
import type { CompletionStream } from './stream-types.js'

/** Streams of the endpoint `completions`. */
export const completionKind: StreamKind<'completions'> = {
  isContent: (chunk) => chunk.choices.some((choice) => choice.finish_reason !== null || choice.text !== ''),
  toChunks: ({ choices, usage, ...head }) => [{ ...head, choices }, ...(usage === undefined ? [] : [{ ...head, choices: [], usage }])],
  createView: (request) => new CompletionView(request),
}

export class OpenCompletionStream extends OpenAnswerStream<'completions'> implements CompletionStream {
  finalCompletion(): Promise<Reply<CompletionReply>> {
    return this.final()
  }
}

class CompletionView implements StreamView<CompletionChunk, CompletionReply> {
  readonly #wantsUsage: boolean
  readonly #choices = new Map<number, CompletionReply['choices'][number]>()
  #head: CompletionChunk | undefined
  #usageChunk: CompletionChunk | undefined
  usage: CompletionReply['usage']
  model: string | undefined

  constructor({ stream_options }: CompletionRequest) {
    this.#wantsUsage = stream_options?.include_usage === true
  }

  see(chunk: CompletionChunk): CompletionChunk | undefined {
    const { usage, choices } = chunk
    if (usage) {
      this.usage = usage
      this.#usageChunk = choices.length === 0 ? chunk : { ...chunk, choices: [], usage }
    }
    if (choices.length === 0) return undefined
    this.#head ??= chunk
    this.model = chunk.model
    for (const choice of choices) this.#add(choice)
    if (this.#wantsUsage) chunk.usage = null
    else delete chunk.usage
    return chunk
  }

  #add({ index, text, finish_reason, logprobs }: CompletionChunk['choices'][number]): void {
    const known = this.#choices.get(index)
    if (known === undefined) {
      this.#choices.set(index, { index, text, finish_reason: finish_reason ?? 'stop', logprobs: joined(null, logprobs) })
      return
    }
    known.text += text
    known.logprobs = joined(known.logprobs, logprobs)
    if (finish_reason !== null) known.finish_reason = finish_reason
  }

  get last(): CompletionChunk | undefined {
    return this.#wantsUsage ? this.#usageChunk : undefined
  }

  finish(): CompletionReply | undefined {
    if (this.#head === undefined) return undefined
    const { id, object, created, model, system_fingerprint } = this.#head
    return {
      id,
      object,
      created,
      model,
      choices: [...this.#choices.values()].sort((a, b) => a.index - b.index),
      ...(system_fingerprint !== undefined && { system_fingerprint }),
      ...(this.usage !== undefined && { usage: this.usage }),
    }
  }
}

/** Lists of log probabilities go on from piece to piece. */
function joined(before: CompletionLogprobs | null, more: CompletionLogprobs | null): CompletionLogprobs | null {
  if (!more) return before
  const join = <T>(a: T[] | undefined, b: T[] | undefined): T[] | undefined => (a || b ? [...(a ?? []), ...(b ?? [])] : undefined)
  const all = {
    tokens: join(before?.tokens, more.tokens),
    token_logprobs: join(before?.token_logprobs, more.token_logprobs),
    top_logprobs: join(before?.top_logprobs, more.top_logprobs),
    text_offset: join(before?.text_offset, more.text_offset),
  }
  // Members that no piece had are left out, and all of them may be.
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list !== undefined)) as CompletionLogprobs
}
