/**
 * What the streams of a deployment have in common: their events differ from stream to stream in nothing but an id and a time.
 * A template of one stream then makes that of the next, for a tenth of what finding it out takes.
 */
import { bytewise, type Chunk, type EventTemplate, plain, type Render, type TemplateSample, templateOf, textIn } from './event-template.js'

/** A head of a template without its id and its time: what stands before, between and behind them. */
type Head = { readonly before: string; readonly between: string; readonly behind: string; readonly idFirst: boolean }

type Form = { readonly inHead: Head; readonly inTail: string; readonly outHead: Head; readonly outTail: string }

/** Forms by what callers ask for; one more starts anew. */
const mostForms = 100

/** The last template of each kind of stream. */
export class TemplateMemory {
  readonly #forms = new Map<string, Form>()

  /**
   * The template of an event: the one before with the id and time of this stream, where that is what this event shows; else
   * found out. `kind` says all that decides what events become.
   */
  templateOf(kind: string, sample: TemplateSample, render: Render): EventTemplate | undefined {
    const form = this.#forms.get(kind)
    const known = form === undefined ? undefined : filled(form, sample.chunk)
    if (known !== undefined && shows(sample, known)) return known
    const found = templateOf(sample, render)
    const kept = found === undefined ? undefined : formOf(found, sample.chunk)
    if (kept !== undefined) {
      if (this.#forms.size >= mostForms) this.#forms.clear()
      this.#forms.set(kind, kept)
    }
    return found
  }
}

/** The texts with which a template tells its id and its time. */
type Tellings = { readonly id: string; readonly time: string }

function tellings({ id, created }: Chunk): Tellings | undefined {
  if (typeof id !== 'string' || !Number.isSafeInteger(created)) return undefined
  return { id: `"id":"${plain.test(id) ? id : bytewise(JSON.stringify(id).slice(1, -1))}"`, time: `"created":${created}` }
}

function formOf({ inHead, inTail, outHead, outTail }: EventTemplate, chunk: Chunk): Form | undefined {
  const told = tellings(chunk)
  const [inForm, outForm] = told === undefined ? [] : [headOf(inHead, told), headOf(outHead, told)]
  if (told === undefined || inForm === undefined || outForm === undefined) return undefined
  if ([inTail, outTail].some((text) => text.includes(told.id) || text.includes(told.time))) return undefined
  return { inHead: inForm, inTail, outHead: outForm, outTail }
}

/** Undefined where either does not stand there once. */
function headOf(text: string, { id, time }: Tellings): Head | undefined {
  const [idAt, timeAt] = [onlyPlace(text, id), onlyPlace(text, time)]
  if (idAt === -1 || timeAt === -1 || !/[,}]/.test(text[timeAt + time.length] ?? '')) return undefined
  const idFirst = idAt < timeAt
  const [first, second] = idFirst ? [idAt, timeAt] : [timeAt, idAt]
  const [firstEnd, secondEnd] = idFirst ? [idAt + id.length, timeAt + time.length] : [timeAt + time.length, idAt + id.length]
  return { before: text.slice(0, first), between: text.slice(firstEnd, second), behind: text.slice(secondEnd), idFirst }
}

function onlyPlace(text: string, part: string): number {
  const at = text.indexOf(part)
  return text.indexOf(part, at + 1) === -1 ? at : -1
}

function filled({ inHead, inTail, outHead, outTail }: Form, chunk: Chunk): EventTemplate | undefined {
  const told = tellings(chunk)
  return told === undefined ? undefined : { inHead: fill(inHead, told), inTail, outHead: fill(outHead, told), outTail }
}

function fill({ before, between, behind, idFirst }: Head, { id, time }: Tellings): string {
  return idFirst ? before + id + between + time + behind : before + time + between + id + behind
}

/** Whether the event is of this template, and its text is what it was translated to: plain, so that nobody has to read escapes. */
function shows({ data, chunk }: TemplateSample, { inHead, inTail }: EventTemplate): boolean {
  const said = textIn(chunk.choices)
  if (said === undefined || said.trim() === '' || !plain.test(said)) return false
  return `data: ${data}\n\n` === inHead + said + inTail
}
