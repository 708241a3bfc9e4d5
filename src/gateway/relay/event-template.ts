/**
 * Events of a stream that differ in nothing but their text. One of them is translated, and shows what all others become:
 * they are then rewritten as bytes, in strings of one byte a character.
 */
import { isRecord, parseJson, recordsOf } from '../../providers/shared/json.js'

/** What stands around the text, as it comes and as it goes out. */
export type EventTemplate = {
  readonly inHead: string
  readonly inTail: string
  readonly outHead: string
  readonly outTail: string
}

/** An event as it comes, and what it was translated to. */
export type TemplateSample = { readonly data: string; readonly chunk: Chunk }

/** Writes a chunk as it goes out, framing included. */
export type Render = (chunk: object) => string

/** ASCII that JSON writes as it is. */
export const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/

/** In text, and in the bytes of one that has a character for each byte. */
export const beyondAscii = /[^\0-\x7f]/

/** Stands for the text; JSON writes it as it is. */
const mark = 'llmgen:text'

/** Where the text of a chat's delta, or of a completion's piece, begins. */
const openings = ['"delta":{"content":"', '"text":"'] as const

/** A translated chunk, as far as it is read here. */
export type Chunk = { readonly choices: readonly object[]; readonly id?: unknown; readonly created?: unknown }

/** The template of an event, or undefined where it has more than text. */
export function templateOf({ data, chunk }: TemplateSample, render: Render): EventTemplate | undefined {
  const said = textIn(chunk.choices)
  if (said === undefined || said.trim() === '') return undefined
  const opening = openings.find((each) => data.includes(each))
  if (opening === undefined) return undefined
  const from = data.indexOf(opening) + opening.length
  const to = closingQuote(data, from)
  if (to === -1 || data.lastIndexOf(opening) !== from - opening.length) return undefined
  const [head, tail] = [data.slice(0, from), data.slice(to)]
  if (parseJson(`"${data.slice(from, to)}"`) !== said || !holdsMark(parseJson(head + mark + tail))) return undefined
  const [outHead, outTail, more] = render(withText(chunk)).split(mark)
  if (outHead === undefined || outTail === undefined || more !== undefined) return undefined
  return { inHead: bytewise(`data: ${head}`), inTail: bytewise(`${tail}\n\n`), outHead: bytewise(outHead), outTail: bytewise(outTail) }
}

/** Text of the one choice that holds nothing else. */
export function textIn(choices: readonly unknown[]): string | undefined {
  const [choice] = choices
  if (choices.length !== 1 || !isRecord(choice) || choice.finish_reason !== null) return undefined
  if (typeof choice.text === 'string') return choice.text
  const { delta } = choice
  return isRecord(delta) && Object.keys(delta).length === 1 && typeof delta.content === 'string' ? delta.content : undefined
}

function holdsMark(event: unknown): boolean {
  return isRecord(event) && textIn(recordsOf(event.choices)) === mark
}

function withText(chunk: Chunk): object {
  return {
    ...chunk,
    choices: recordsOf(chunk.choices).map((choice) =>
      'text' in choice ? { ...choice, text: mark } : { ...choice, delta: { content: mark } },
    ),
  }
}

/** Index of the quote that ends a JSON string which began before `from`, or -1. */
export function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    let slash = at - 1
    while (slash >= from && text.charCodeAt(slash) === 92) slash--
    if (((at - 1 - slash) & 1) === 0) return at
  }
  return -1
}

/** UTF-8, one character for each byte. */
export function bytewise(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** Events that were rewritten, and where the next one begins. */
export type Rewritten = { readonly text: string; readonly end: number }

/**
 * Rewrites the events from `from` on, as far as they are of this template. What stands between two texts is compared as one slice:
 * 0.04 µs an event, where looking for it takes 0.1 µs.
 */
export function rewrite(events: string, from: number, { inHead, inTail, outHead, outTail }: EventTemplate): Rewritten {
  if (!events.startsWith(inHead, from)) return { text: '', end: from }
  const inBetween = inTail + inHead
  const { length } = inBetween
  // joined at the end: a text that was put together bit by bit takes the socket twice as long to write
  const texts: string[] = []
  let end = from
  for (let at = from + inHead.length; ; ) {
    const to = closingQuote(events, at)
    if (to <= at) break
    const behind = to + length
    if (events.slice(to, behind) === inBetween) {
      texts.push(events.slice(at, to))
      at = behind
      end = to + inTail.length
      continue
    }
    if (!events.startsWith(inTail, to)) break
    texts.push(events.slice(at, to))
    end = to + inTail.length
    break
  }
  return { text: texts.length === 0 ? '' : outHead + texts.join(outTail + outHead) + outTail, end }
}
