/**
 * What the streams of a deployment have in common: their events differ from stream to stream in nothing but an id and a time.
 * A template of one stream then makes that of the next, for a tenth of what finding it out takes.
 */
import { bytewise, type Chunk, type EventTemplate, plain, type Render, type TemplateSample, templateOf, textIn } from './event-template.js'

/** Texts of a template with marks where the id and the time stood. */
type Form = { readonly [name in keyof EventTemplate]: string }

/** No JSON holds these characters, which it has to write as escapes. */
const idMark = '\u0002'
const timeMark = '\u0003'
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
function tellings({ id, created }: Chunk): { readonly id: string; readonly time: string } | undefined {
  if (typeof id !== 'string' || !Number.isSafeInteger(created)) return undefined
  return { id: `"id":${bytewise(JSON.stringify(id))}`, time: `"created":${created}` }
}

function formOf({ inHead, inTail, outHead, outTail }: EventTemplate, chunk: Chunk): Form | undefined {
  const told = tellings(chunk)
  if (told === undefined) return undefined
  const form: Form = { inHead: marked(inHead, told), inTail, outHead: marked(outHead, told), outTail }
  const isWhole = [form.inHead, form.outHead].every((text) => hasOne(text, idMark) && hasOne(text, timeMark))
  return isWhole && ![inTail, outTail].some((text) => text.includes(told.id) || text.includes(told.time)) ? form : undefined
}

function marked(text: string, { id, time }: { readonly id: string; readonly time: string }): string {
  return text.replaceAll(id, idMark).replaceAll(new RegExp(`${time}(?=[,}])`, 'g'), timeMark)
}

function hasOne(text: string, mark: string): boolean {
  const at = text.indexOf(mark)
  return at !== -1 && text.indexOf(mark, at + 1) === -1
}

function filled({ inHead, inTail, outHead, outTail }: Form, chunk: Chunk): EventTemplate | undefined {
  const told = tellings(chunk)
  if (told === undefined) return undefined
  const fill = (text: string) => text.replace(idMark, () => told.id).replace(timeMark, told.time)
  return { inHead: fill(inHead), inTail, outHead: fill(outHead), outTail }
}

/** Whether the event is of this template, and its text is what it was translated to: plain, so that nobody has to read escapes. */
function shows({ data, chunk }: TemplateSample, { inHead, inTail }: EventTemplate): boolean {
  const said = textIn(chunk.choices)
  if (said === undefined || said.trim() === '' || !plain.test(said)) return false
  return `data: ${data}\n\n` === inHead + said + inTail
}
