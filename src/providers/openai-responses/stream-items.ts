/** What a stream remembers of each output item, so that whatever its deltas left out can be told when it is done. */
import type { ChunkDelta, Logprobs } from '../../protocol/chat.js'
import { type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { annotation, argumentText, image, reasoningText, tokenLogprobs, toolCall } from './answer.js'

/** One item. */
export type ItemState = {
  /** Index among the tool calls; undefined for other items. */
  call: number | undefined
  hasInput: boolean
  /** Content index → where its text begins in the whole message, and what of it is shown. */
  readonly parts: Map<unknown, { readonly start: number; text: string }>
  cited: number
  /** Which of the two forms of reasoning is shown: the one that came first. */
  thinks: 'summary' | 'text' | undefined
  isDone: boolean
}

/** Everything shown so far. */
export type Shown = {
  readonly items: Map<unknown, ItemState>
  calls: number
  images: number
  textLength: number
  /** Part of the reasoning that was shown last. */
  thought: unknown
  refused: boolean
  /** Custom calls are the host's own. */
  hostsCustom: boolean
}

/** A piece for the caller. */
export type Piece = { readonly delta: ChunkDelta; readonly logprobs?: Logprobs }

/** Before the first event. */
export function nothingShown(): Shown {
  return { items: new Map(), calls: 0, images: 0, textLength: 0, thought: undefined, refused: false, hostsCustom: false }
}

/** The item of an event. Hosts leave out the index, or change the id from event to event. */
export function itemOf(shown: Shown, index: unknown, id: unknown): ItemState {
  const keys = [index, id].filter((key) => typeof key === 'number' || textOf(key) !== undefined)
  const known = keys.map((key) => shown.items.get(key)).find((item) => item !== undefined)
  const item = known ?? { call: undefined, hasInput: false, parts: new Map(), cited: 0, thinks: undefined, isDone: false }
  for (const key of keys) if (!shown.items.has(key)) shown.items.set(key, item)
  return item
}

/** Text of the answer. */
export function textPiece(shown: Shown, item: ItemState, part: unknown, text: unknown, logprobs: unknown): Piece[] {
  if (typeof text !== 'string') return []
  const open = item.parts.get(part) ?? { start: shown.textLength, text: '' }
  item.parts.set(part, open)
  open.text += text
  shown.textLength += text.length
  const content = tokenLogprobs(logprobs)
  if (text === '' && content === undefined) return []
  return [{ delta: { content: text }, ...(content !== undefined && { logprobs: { content, refusal: null } }) }]
}

/** Readable reasoning; a blank line stands between its parts. */
export function thoughtPiece(shown: Shown, item: ItemState, kind: 'summary' | 'text', part: unknown, text: unknown): Piece[] {
  if (textOf(text) === undefined) return []
  item.thinks ??= kind
  if (item.thinks !== kind) return []
  const key = kind === 'summary' ? `${[...shown.items.values()].indexOf(item)}.${String(part)}` : item
  const gap = shown.thought === undefined || shown.thought === key ? '' : '\n\n'
  shown.thought = key
  return [{ delta: { reasoning_content: gap + String(text) } }]
}

/** Why the model does not answer. */
export function refusalPiece(shown: Shown, text: unknown): Piece[] {
  if (textOf(text) === undefined) return []
  shown.refused = true
  return [{ delta: { refusal: String(text) } }]
}

/** A citation; only those of pages have a place in chat. */
export function citedPiece(item: ItemState, part: unknown, citation: unknown): Piece[] {
  item.cited += 1
  const cited = annotation(citation, item.parts.get(part)?.start ?? 0)
  return cited === undefined ? [] : [{ delta: { annotations: [cited] } }]
}

/** The first piece of a tool call, once its name is known. */
export function openCall(shown: Shown, item: ItemState, output: JsonRecord): Piece[] {
  const call = item.call === undefined ? toolCall(output, shown.hostsCustom) : undefined
  if (call === undefined) return []
  item.call = shown.calls
  shown.calls += 1
  const { id, type } = call
  const index = item.call
  if (type === 'function') return [{ delta: { tool_calls: [{ index, id, type, function: { name: call.function.name, arguments: '' } }] } }]
  const custom = { index, id, type, custom: { name: call.custom.name, input: '' } }
  return [{ delta: { tool_calls: [custom] } as unknown as ChunkDelta }] // OpenAI's types leave custom calls out of streams
}

/** A piece of a call's arguments or free text. */
export function inputPiece({ call }: ItemState, field: 'function' | 'custom', text: string): Piece[] {
  if (call === undefined || text === '') return []
  if (field === 'function') return [{ delta: { tool_calls: [{ index: call, function: { arguments: text } }] } }]
  return [{ delta: { tool_calls: [{ index: call, custom: { input: text } }] } as unknown as ChunkDelta }] // as in openCall
}

/** What is still owed of an item that is complete. */
export function restOf(shown: Shown, item: ItemState, output: JsonRecord): Piece[] {
  if (item.isDone) return []
  item.isDone = true
  switch (output.type) {
    case 'message':
      return recordsOf(output.content).flatMap((part, at) => restOfPart(shown, item, part, at))
    case 'reasoning':
      return item.thinks === undefined ? thoughtPiece(shown, item, 'text', 0, reasoningText(output)) : []
    case 'function_call':
      return [...openCall(shown, item, output), ...(item.hasInput ? [] : inputPiece(item, 'function', argumentText(output.arguments)))]
    case 'custom_tool_call':
      return [...openCall(shown, item, output), ...(item.hasInput ? [] : inputPiece(item, 'custom', textOf(output.input) ?? ''))]
    default: {
      const picture = image(output, shown.images)
      if (picture === undefined) return []
      shown.images += 1
      return [{ delta: { images: [picture] } }]
    }
  }
}

function restOfPart(shown: Shown, item: ItemState, part: JsonRecord, at: number): Piece[] {
  if (part.type === 'refusal') return shown.refused ? [] : refusalPiece(shown, part.refusal)
  const known = item.parts.get(at)?.text ?? ''
  const isLonger = typeof part.text === 'string' && part.text.length > known.length && part.text.startsWith(known)
  const text = isLonger ? textPiece(shown, item, at, String(part.text).slice(known.length), known === '' ? part.logprobs : undefined) : []
  const isCited = item.cited > 0
  const cited = isCited ? [] : listOf(part.annotations).flatMap((citation) => citedPiece(item, at, citation))
  return [...text, ...cited]
}
