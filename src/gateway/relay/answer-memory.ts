/**
 * What the whole answers of a deployment have in common: most differ in an id, a time, a text, an end and counts. An answer of
 * the shape of the one before is read at these places alone, for a third of what parsing all of it takes.
 */
import { isRecord, parseJson } from '../../providers/shared/json.js'
import { closingQuote, plain } from './event-template.js'
import { finishes, hasThoughts, type ReadAnswer, usageOf } from './read-answer.js'

/** Where answers differ, as their members are written. */
const places = {
  id: /"id":\s*"/,
  created: /"created":\s*(?=[1-9])/,
  content: /"content":\s*"/,
  finish: /"finish_reason":\s*"/,
  usage: /"usage":\s*(?=\{)/,
  fingerprint: /"system_fingerprint":\s*"/,
} as const
type Place = keyof typeof places
const names = ['id', 'created', 'content', 'finish', 'usage', 'fingerprint'] as const satisfies readonly Place[]

/** Pieces that are the same in all answers, and what stands between each and the next. */
type Shape = {
  readonly pieces: readonly string[]
  readonly between: readonly Place[]
  readonly model: string
  /** The piece with the model's value, where in it that begins, and its length with its quotes. */
  readonly modelPiece: number
  readonly modelAt: number
  readonly modelLength: number
  readonly tier: string | undefined
}

/** An answer that was read whole: its text with one character for each byte, and where its model stands. */
export type Sample = { readonly text: string; readonly read: ReadAnswer }

/** Shapes that are found out ahead of answers that have one: where each answer has its own, that is given up. */
const mostLearnt = 30
const longestUsage = 2_000
const beyondAscii = /[\x80-\xff]/

export class AnswerMemory {
  #shape: Shape | undefined
  #learnt = 0

  /** What `readSmall` finds out of an answer to a chat; undefined where it has to. `text` has one character for each byte. */
  read(text: string): ReadAnswer | undefined {
    const shape = this.#shape
    const found = shape === undefined ? undefined : readShaped(text, shape)
    if (found !== undefined && this.#learnt > 0) this.#learnt--
    return found
  }

  /** Takes an answer as the one that the next are like. */
  learn(sample: Sample): void {
    if (this.#learnt > mostLearnt) return
    this.#learnt++
    // one that has none, such as a call of tools, does not undo that of the others
    this.#shape = shapeOf(sample) ?? this.#shape
  }
}

function readShaped(text: string, shape: Shape): ReadAnswer | undefined {
  const { pieces, between, model, modelPiece, tier } = shape
  const told: { [place in Place]?: string } = {}
  let modelFrom = 0
  let at = 0
  for (let nth = 0; nth < between.length; nth++) {
    const piece = pieces[nth] ?? ''
    const place = between[nth] ?? 'id'
    if (!text.startsWith(piece, at)) return undefined
    if (nth === modelPiece) modelFrom = at + shape.modelAt
    at += piece.length
    const to = endOf(text, at, place)
    if (to < at || (to === at && place !== 'content')) return undefined
    told[place] = text.slice(at, to)
    at = to
  }
  const last = pieces[between.length] ?? ''
  if (modelPiece === between.length) modelFrom = at + shape.modelAt
  const { id = '', content = '', finish = '', usage = '', fingerprint } = told
  if (text.length !== at + last.length || !text.endsWith(last) || !plain.test(id) || !isSaid(content)) return undefined
  if ((fingerprint !== undefined && !plain.test(fingerprint)) || beyondAscii.test(usage)) return undefined
  const counted = usageOf(parseJson(usage), 'chat')
  if (counted === 'odd' || !finishes.has(finish) || finish === 'tool_calls') return undefined
  return { id, model, modelFrom, modelTo: modelFrom + shape.modelLength, usage: counted, tier, text }
}

/** Whether it is a text as JSON writes it, without reasoning in it, which some hosts write as `\u003cthink>`: 1 µs for 600 letters. */
function isSaid(content: string): boolean {
  const said = parseJson(`"${content}"`)
  return typeof said === 'string' && !hasThoughts(said)
}

/** Where what begins at `from` ends: a text at its quote, a number behind its digits, counts behind their bracket. */
function endOf(text: string, from: number, place: Place): number {
  if (place === 'usage') return endOfObject(text, from)
  if (place !== 'created') return closingQuote(text, from)
  let at = text.charCodeAt(from) === 0x30 ? -1 : from
  for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) at++
  return at
}

/** Behind the bracket that closes an object whose texts hold none, or -1. */
function endOfObject(text: string, from: number): number {
  let depth = 0
  const to = Math.min(text.length, from + longestUsage)
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x7b) depth++
    else if (code === 0x7d && --depth === 0) return at + 1
  }
  return -1
}

/** The shape of an answer of one choice that is text; undefined for any other. */
function shapeOf({ text, read }: Sample): Shape | undefined {
  const found = names
    .map((name) => ({ name, match: places[name].exec(text) }))
    .flatMap(({ name, match }) => (match === null ? [] : [{ name, from: match.index + match[0].length }]))
    .sort((a, b) => a.from - b.from)
  const pieces: string[] = []
  const between: Place[] = []
  let at = 0
  for (const { name, from } of found) {
    const to = endOf(text, from, name)
    if (from < at || to === -1) return undefined
    pieces.push(text.slice(at, from))
    between.push(name)
    at = to
  }
  pieces.push(text.slice(at))
  if (!isWhole(pieces, between)) return undefined
  let before = 0
  let modelPiece = 0
  let end = pieces[0]?.length ?? 0
  for (const [nth, { name, from }] of found.entries()) {
    if (read.modelFrom < end) break
    before = endOf(text, from, name)
    modelPiece = nth + 1
    end = before + (pieces[modelPiece]?.length ?? 0)
  }
  const { model, modelFrom, modelTo, tier } = read
  return { pieces, between, model, modelPiece, modelAt: modelFrom - before, modelLength: modelTo - modelFrom, tier }
}

/** Texts and counts that no answer has; as JSON writes them. */
const marks = {
  id: 'llmgen:id',
  created: '7',
  content: 'llmgen:text',
  finish: 'llmgen:end',
  usage: '{"llmgen":1}',
  fingerprint: 'llmgen:made',
}

/** Whether the members are those that are meant, and what stands between the pieces can be anything of its kind. */
function isWhole(pieces: readonly string[], between: readonly Place[]): boolean {
  const body = parseJson(
    pieces
      .map((piece, nth) => piece + (marks[between[nth] ?? 'id'] ?? ''))
      .slice(0, -1)
      .join('') + (pieces.at(-1) ?? ''),
  )
  if (!isRecord(body) || !Array.isArray(body.choices) || body.choices.length !== 1) return false
  const [choice] = body.choices
  if (!isRecord(choice) || !isRecord(choice.message) || choice.message.tool_calls !== undefined) return false
  const { id, created, usage, system_fingerprint: fingerprint } = body
  const hasFingerprint = between.includes('fingerprint')
  return (
    id === marks.id &&
    created === Number(marks.created) &&
    choice.message.content === marks.content &&
    choice.finish_reason === marks.finish &&
    isRecord(usage) &&
    usage.llmgen === 1 &&
    (!hasFingerprint || fingerprint === marks.fingerprint)
  )
}
