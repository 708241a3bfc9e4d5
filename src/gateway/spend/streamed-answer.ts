/** Puts the chunks of a stream together again, as far as somebody who reads the answer later cares: chats, completions, responses. */
import { isRecord, type JsonRecord } from '../../providers/shared/json.js'

/** What is beyond is not gathered: characters of one text, choices of an answer, and calls of one choice. */
const most = { text: 200_000, choices: 100, calls: 200 } as const

type Call = { id: string; name: string; arguments: string }
type Choice = { content: string; reasoning: string; readonly calls: Map<number, Call>; finish: unknown; isText: boolean }

export class StreamedAnswer {
  readonly #head: { [name: string]: unknown } = {}
  readonly #choices = new Map<number, Choice>()
  #whole: JsonRecord | undefined
  #text = ''

  add(chunk: unknown): void {
    if (!isRecord(chunk)) return
    // the last event of OpenAI's Responses API has all of it
    if (isRecord(chunk.response)) this.#whole = chunk.response
    if (typeof chunk.delta === 'string' && typeof chunk.type === 'string' && chunk.type.endsWith('text.delta'))
      this.#text = grown(this.#text, chunk.delta)
    for (const name of ['id', 'model', 'usage'] as const)
      if (chunk[name] !== undefined && chunk[name] !== null) this.#head[name] = chunk[name]
    for (const choice of listOf(chunk.choices)) this.#addChoice(choice)
  }

  /** The answer as far as it has come. */
  answer(): object {
    if (this.#whole !== undefined) {
      const isBegun = listOf(this.#whole.output).length === 0 && this.#text !== ''
      return isBegun ? { ...this.#whole, output_text: this.#text } : this.#whole
    }
    if (this.#choices.size === 0) return this.#text === '' ? this.#head : { ...this.#head, text: this.#text }
    return { ...this.#head, choices: [...this.#choices].map(([index, choice]) => shown(index, choice)) }
  }

  #addChoice(given: JsonRecord): void {
    const { index = 0, delta, text, finish_reason: finish } = given
    if (typeof index !== 'number') return
    const known = this.#choices.get(index)
    if (known === undefined && this.#choices.size >= most.choices) return
    const choice = known ?? { content: '', reasoning: '', calls: new Map<number, Call>(), finish: null, isText: typeof text === 'string' }
    this.#choices.set(index, choice)
    choice.finish = finish ?? choice.finish
    choice.content = grown(choice.content, text)
    if (!isRecord(delta)) return
    choice.content = grown(choice.content, delta.content)
    choice.reasoning = grown(choice.reasoning, delta.reasoning_content)
    for (const call of listOf(delta.tool_calls)) addCall(choice.calls, call)
  }
}

function addCall(calls: Map<number, Call>, { index = 0, id, function: called }: JsonRecord): void {
  if (typeof index !== 'number' || (!calls.has(index) && calls.size >= most.calls)) return
  const call = calls.get(index) ?? { id: '', name: '', arguments: '' }
  calls.set(index, call)
  if (call.id === '') call.id = grown('', id)
  if (!isRecord(called)) return
  call.name = grown(call.name, called.name)
  call.arguments = grown(call.arguments, called.arguments)
}

function shown(index: number, { content, reasoning, calls, finish, isText }: Choice): object {
  if (isText) return { index, text: content, finish_reason: finish }
  const tools = [...calls.values()].map(({ id, ...called }) => ({ id, type: 'function', function: called }))
  return {
    index,
    message: {
      role: 'assistant',
      content: content === '' && tools.length > 0 ? null : content,
      ...(reasoning !== '' && { reasoning_content: reasoning }),
      ...(tools.length > 0 && { tool_calls: tools }),
    },
    finish_reason: finish,
  }
}

function grown(text: string, piece: unknown): string {
  return typeof piece === 'string' && text.length < most.text ? text + piece : text
}

function listOf(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
