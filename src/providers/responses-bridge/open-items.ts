/** Messages and reasoning while they stream: what was opened, and the events that open, fill and close it. */
import type { ThinkingBlock } from '../../protocol/messages.js'
import type { ResponsesEvent } from '../../protocol/responses.js'
import type { JsonRecord } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { messageItem, reasoningItem, refusalPart, textPart } from './items.js'

/** Where events go. */
export type Emitter = {
  readonly events: ResponsesEvent[]
  /** Items by output index; those in progress as far as they are. */
  readonly output: JsonRecord[]
  sequence: number
  readonly random: () => number
}

type Part = { readonly type: 'text' | 'refusal'; text: string; readonly annotations: JsonRecord[]; readonly logprobs: unknown[] }

export type OpenMessage = { readonly kind: 'message'; readonly id: string; readonly index: number; readonly parts: Part[] }
export type OpenReasoning = {
  readonly kind: 'reasoning'
  readonly id: string
  readonly index: number
  text: string
  readonly blocks: ThinkingBlock[]
}

/** Sends one event. */
export function emitEvent(to: Emitter, type: string, members: JsonRecord): void {
  to.events.push({ type, sequence_number: to.sequence, ...members } as ResponsesEvent) // each type with its members, as called
  to.sequence += 1
}

export function openItem(to: Emitter, kind: 'message'): OpenMessage
export function openItem(to: Emitter, kind: 'reasoning'): OpenReasoning
/** A new item at the end of the output. */
export function openItem(to: Emitter, kind: 'message' | 'reasoning'): OpenMessage | OpenReasoning {
  const id = newId(to.random, kind === 'message' ? 'msg_' : 'rs_')
  const item = kind === 'message' ? messageItem(id, [], 'in_progress') : reasoningItem(id, '', [])
  const index = to.output.push(item) - 1
  emitEvent(to, 'response.output_item.added', { output_index: index, item })
  return kind === 'message' ? { kind, id, index, parts: [] } : { kind, id, index, text: '', blocks: [] }
}

/** True where the last part of a message is of this type. */
export function isOpen({ parts }: OpenMessage, type: Part['type']): boolean {
  return parts.at(-1)?.type === type
}

/** Text or a refusal. */
export function addText(to: Emitter, open: OpenMessage, type: Part['type'], text: string, logprobs: readonly unknown[]): void {
  if (!isOpen(open, type)) {
    closePart(to, open)
    const made: Part = { type, text: '', annotations: [], logprobs: [] }
    open.parts.push(made)
    emitEvent(to, 'response.content_part.added', { ...partPlace(open), part: finished(made) })
  }
  const part = open.parts.at(-1)
  if (part === undefined || (text === '' && logprobs.length === 0)) return
  part.text += text
  part.logprobs.push(...logprobs)
  const name = type === 'text' ? 'output_text' : 'refusal'
  emitEvent(to, `response.${name}.delta`, { ...partPlace(open), delta: text, ...(type === 'text' && { logprobs }) })
}

/** A citation of the text that is open. */
export function cite(to: Emitter, open: OpenMessage, annotation: JsonRecord): void {
  const annotations = open.parts.at(-1)?.annotations
  if (annotations === undefined) return
  const index = annotations.push(annotation) - 1
  emitEvent(to, 'response.output_text.annotation.added', { ...partPlace(open), annotation_index: index, annotation })
}

/** Reasoning, and the signed blocks of it. */
export function addThought(to: Emitter, open: OpenReasoning, text: string, blocks: readonly ThinkingBlock[]): void {
  for (const block of blocks) joinBlock(open.blocks, block)
  if (text === '') return
  const place = summaryPlace(open)
  if (open.text === '') emitEvent(to, 'response.reasoning_summary_part.added', { ...place, part: { type: 'summary_text', text: '' } })
  open.text += text
  emitEvent(to, 'response.reasoning_summary_text.delta', { ...place, delta: text })
}

/** Thinking comes in pieces; its signature, the last of them, closes the block. */
function joinBlock(blocks: ThinkingBlock[], block: ThinkingBlock): void {
  const last = blocks.at(-1)
  if (block.type === 'thinking' && last?.type === 'thinking' && last.signature === '') {
    last.thinking += block.thinking
    last.signature = block.signature
  } else blocks.push({ ...block })
}

/** The events that end an item. */
export function closeItem(to: Emitter, open: OpenMessage | OpenReasoning, status: 'completed' | 'incomplete'): void {
  if (open.kind === 'message') closePart(to, open)
  else if (open.text !== '') {
    const place = summaryPlace(open)
    emitEvent(to, 'response.reasoning_summary_text.done', { ...place, text: open.text })
    emitEvent(to, 'response.reasoning_summary_part.done', { ...place, part: { type: 'summary_text', text: open.text } })
  }
  const item =
    open.kind === 'message' ? messageItem(open.id, open.parts.map(finished), status) : reasoningItem(open.id, open.text, open.blocks)
  to.output[open.index] = item
  emitEvent(to, 'response.output_item.done', { output_index: open.index, item })
}

function closePart(to: Emitter, open: OpenMessage): void {
  const part = open.parts.at(-1)
  if (part === undefined) return
  const { type, text, logprobs } = part
  if (type === 'text') emitEvent(to, 'response.output_text.done', { ...partPlace(open), text, logprobs })
  else emitEvent(to, 'response.refusal.done', { ...partPlace(open), refusal: text })
  emitEvent(to, 'response.content_part.done', { ...partPlace(open), part: finished(part) })
}

const finished = ({ type, text, annotations, logprobs }: Part) =>
  type === 'text' ? textPart(text, [...annotations], [...logprobs]) : refusalPart(text)
const partPlace = ({ id, index, parts }: OpenMessage) => ({ item_id: id, output_index: index, content_index: parts.length - 1 })
const summaryPlace = ({ id, index }: OpenReasoning) => ({ item_id: id, output_index: index, summary_index: 0 })
