/** Readable reasoning from every place a host may put it. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'

const open = '<think>'
const close = '</think>'

/** Text of `reasoning_content`, `reasoning`, or `reasoning_details`; undefined where there is none. */
export function statedReasoning(message: JsonRecord): string | undefined {
  return textOf(message.reasoning_content) ?? textOf(message.reasoning) ?? detailsText(message.reasoning_details)
}

/** `reasoning.text{text}` and `reasoning.summary{summary}` entries (OpenRouter, MiniMax, Snowflake). */
function detailsText(details: unknown): string | undefined {
  if (!Array.isArray(details)) return undefined
  return textOf(
    recordsOf(details)
      .map((entry) => textOf(entry.text) ?? textOf(entry.summary) ?? '')
      .join(''),
  )
}

/** A content list, taken apart. */
export type ContentParts = { readonly text: string; readonly reasoning: string; readonly others: readonly JsonRecord[] }

/** A content list (Mistral, Databricks) as text and reasoning; `others` are images, references and the like. */
export function readParts(content: readonly unknown[]): ContentParts {
  let text = ''
  let reasoning = ''
  const others: JsonRecord[] = []
  for (const part of content) {
    if (typeof part === 'string') text += part
    if (!isRecord(part)) continue
    if (part.type === 'thinking' || part.type === 'reasoning') reasoning += thoughtText(part)
    else if (typeof part.text === 'string') text += part.text
    else others.push(part)
  }
  return { text, reasoning, others }
}

function thoughtText(part: JsonRecord): string {
  for (const value of [part.thinking, part.summary, part.text, part.reasoning]) {
    if (typeof value === 'string') return value
    if (Array.isArray(value))
      return recordsOf(value)
        .map((entry) => textOf(entry.text) ?? '')
        .join('')
  }
  return ''
}

/**
 * Content that opens with `<think>`: what stands between the tags, and the rest. Undefined where it does not, and where
 * the closing tag is missing: a model that was cut off, or one that merely writes about tags.
 */
export function splitThink(content: string): { readonly reasoning: string; readonly text: string } | undefined {
  const start = content.trimStart()
  if (!start.startsWith(open)) return undefined
  const end = start.indexOf(close)
  if (end < 0) return undefined
  return { reasoning: start.slice(open.length, end), text: start.slice(end + close.length).trimStart() }
}

/** Where a stream is with respect to leading `<think>` tags. `held` is text that may still turn out to be part of one. */
export type ThinkState =
  | { readonly at: 'start'; readonly held: string }
  | { readonly at: 'inside'; readonly held: string }
  | { readonly at: 'behind' }
  | { readonly at: 'none' }

/** Before any content. */
export const thinkStart: ThinkState = { at: 'start', held: '' }
/** Content is text from here on. */
export const noThink: ThinkState = { at: 'none' }

/** What one piece of content turned out to be. */
export type ThinkStep = { readonly state: ThinkState; readonly text: string; readonly reasoning: string }

/** Takes the next piece of content. Tags may be cut anywhere. */
export function thinkStep(state: ThinkState, piece: string): ThinkStep {
  switch (state.at) {
    case 'none':
      return { state, text: piece, reasoning: '' }
    case 'behind': {
      const text = piece.trimStart()
      return { state: text === '' ? state : noThink, text, reasoning: '' }
    }
    case 'start':
      return atStart(state.held + piece)
    case 'inside':
      return inside(state.held + piece)
  }
}

function atStart(seen: string): ThinkStep {
  const start = seen.trimStart()
  if (start.startsWith(open)) return inside(start.slice(open.length))
  if (open.startsWith(start)) return { state: { at: 'start', held: seen }, text: '', reasoning: '' }
  return { state: noThink, text: seen, reasoning: '' }
}

function inside(seen: string): ThinkStep {
  const end = seen.indexOf(close)
  if (end >= 0) {
    const rest = thinkStep({ at: 'behind' }, seen.slice(end + close.length))
    return { ...rest, reasoning: seen.slice(0, end) }
  }
  const cut = heldTail(seen)
  return { state: { at: 'inside', held: seen.slice(cut) }, text: '', reasoning: seen.slice(0, cut) }
}

/** Index from which the text may be the beginning of a closing tag. */
function heldTail(seen: string): number {
  for (let length = Math.min(close.length - 1, seen.length); length > 0; length -= 1) {
    if (close.startsWith(seen.slice(-length))) return seen.length - length
  }
  return seen.length
}

/** What is still held when the stream ends. */
export function thinkEnd(state: ThinkState): { readonly text: string; readonly reasoning: string } {
  if (state.at === 'start') return { text: state.held, reasoning: '' }
  return { text: '', reasoning: state.at === 'inside' ? state.held : '' }
}
