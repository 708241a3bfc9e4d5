/** What a chat message or delta tells, read with care: hosts' own members pass a chat codec unchecked. */
import type { Annotation, ReplyImage } from '../../protocol/chat.js'
import type { ThinkingBlock } from '../../protocol/messages.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'

/** Everything of a message or delta but its calls. */
export type Told = {
  readonly text: string
  readonly refusal: string
  readonly reasoning: string
  readonly blocks: readonly ThinkingBlock[]
  readonly annotations: readonly Annotation[]
  readonly images: readonly ReplyImage[]
  /** What the provider wants back with the message in the next turn (signatures, native blocks). */
  readonly fields: JsonRecord | undefined
}

/** The members that are what they should be. */
export function toldBy(message: JsonRecord): Told {
  return {
    text: textOf(message.content) ?? '',
    refusal: textOf(message.refusal) ?? '',
    reasoning: textOf(message.reasoning_content) ?? '',
    blocks: recordsOf(message.thinking_blocks).filter(isThinking),
    annotations: recordsOf(message.annotations).filter((one): one is JsonRecord & Annotation => isRecord(one.url_citation)),
    images: recordsOf(message.images).filter(isImage),
    fields: fieldsOf(message.provider_specific_fields),
  }
}

/** Why it ended is told by the status already. */
function fieldsOf(given: unknown): JsonRecord | undefined {
  if (!isRecord(given)) return undefined
  const { native_finish_reason: _told, ...fields } = given
  return Object.keys(fields).length > 0 ? fields : undefined
}

/** Probabilities of tokens. */
export function tokensOf(logprobs: unknown): readonly unknown[] {
  return isRecord(logprobs) ? listOf(logprobs.content) : []
}

function isThinking(block: JsonRecord): block is JsonRecord & ThinkingBlock {
  return block.type === 'redacted_thinking' ? typeof block.data === 'string' : typeof block.thinking === 'string'
}

function isImage(image: JsonRecord): image is JsonRecord & ReplyImage {
  return isRecord(image.image_url) && typeof image.image_url.url === 'string'
}
