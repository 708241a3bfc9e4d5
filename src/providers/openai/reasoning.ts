/** Readable reasoning from every place a host may put it. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'

/** Tags around reasoning that stands in the content. */
export const open = '<think>'
export const close = '</think>'

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
