/** Whether a whole answer may go to the client as it came: nothing in it that an adapter would mend or that is a failure. */

import { isRecord, type JsonRecord, parseJson } from '../../providers/shared/json.js'
import { isSettled, settleUsage } from '../../providers/shared/usage.js'
import type { PricedUsage } from '../../runtime/cost.js'
import type { Relayed } from './samples.js'
import { JsonScan, type ScanListener, type ValueKind } from './scan-json.js'

export type ReadAnswer = {
  /** Undefined for embeddings, which have none. */
  readonly id: string | undefined
  /** Model as the provider names it, and where its text stands. */
  readonly model: string
  readonly modelFrom: number
  readonly modelTo: number
  readonly usage: PricedUsage | undefined
  readonly tier: string | undefined
  /** The whole answer with one character for each byte, where it was read as text. */
  readonly text?: string | undefined
}

type Range = { readonly kind: ValueKind; readonly text: string | undefined; readonly from: number; readonly to: number }

/** Names within a choice or an embedding that OpenAI's answers have. Any other may be one that adapters rename or remove. */
export const known: { readonly [E in Relayed]: ReadonlySet<string> } = {
  chat: new Set([
    'index',
    'message',
    'role',
    'content',
    'refusal',
    'annotations',
    'logprobs',
    'finish_reason',
    'tool_calls',
    'id',
    'type',
    'function',
    'name',
    'arguments',
  ]),
  completions: new Set(['index', 'text', 'logprobs', 'finish_reason']),
  embeddings: new Set(['object', 'index', 'embedding']),
}
/** Members whose inside nobody reads. */
export const opaque: ReadonlySet<string> = new Set(['logprobs', 'annotations'])
/** `object` of each endpoint's answers. */
export const objects: { readonly [E in Relayed]: string } = { chat: 'chat.completion', completions: 'text_completion', embeddings: 'list' }
/** Ends that are OpenAI's own; `tool_calls` follows from the calls made. */
export const finishes: ReadonlySet<string> = new Set(['stop', 'length', 'tool_calls'])

class AnswerListener implements ScanListener {
  readonly members = new Map<string, Range>()
  isOdd = false
  calls = 0
  readonly finishes: string[] = []
  readonly contents: Range[] = []
  vectors: ValueKind | undefined
  readonly #known: ReadonlySet<string>
  readonly #list: string
  #member = ''
  /** Last key of each open object, by its depth. */
  readonly #keys: string[] = []
  /** Depth of a member whose inside is passed over. */
  #opaque = 0

  constructor(endpoint: Relayed) {
    this.#known = known[endpoint]
    this.#list = endpoint === 'embeddings' ? 'data' : 'choices'
  }

  key(key: string | undefined, depth: number): void {
    if (depth === 1) {
      if (key === undefined || this.members.has(key) || this.members.size > 100) this.isOdd = true
      this.#member = key ?? ''
      return
    }
    if (this.#member !== this.#list || this.#opaque !== 0) return
    if (key === undefined || !this.#known.has(key)) this.isOdd = true
    else {
      this.#keys[depth] = key
      if (opaque.has(key)) this.#opaque = depth
    }
  }

  value(kind: ValueKind, text: string | undefined, depth: number, from: number, to: number): void {
    if (depth === 1) this.members.set(this.#member, { kind, text, from, to })
    else if (this.#member === this.#list && depth > 1) this.#inside({ kind, text, from, to }, depth)
    else if (depth === 0 && kind !== 'object') this.isOdd = true
  }

  #inside(value: Range, depth: number): void {
    if (this.#opaque !== 0) {
      if (depth === this.#opaque) this.#opaque = 0
      return
    }
    if (depth === 2) {
      if (value.kind !== 'object') this.isOdd = true
      return
    }
    const { kind, text } = value
    if (kind === 'object') return
    switch (this.#keys[depth]) {
      case 'finish_reason':
        if (text === undefined) this.isOdd = true
        else this.finishes.push(text)
        return
      case 'content':
      case 'text':
        if (kind === 'string') this.contents.push(value)
        else if (text !== 'null') this.isOdd = true
        return
      case 'tool_calls':
        if (kind !== 'array') this.isOdd = true
        else this.calls++
        return
      case 'role':
        if (text !== 'assistant') this.isOdd = true
        return
      case 'id':
      case 'arguments':
        if (kind !== 'string' || value.to - value.from === 2) this.isOdd = true
        return
      case 'embedding':
        if (this.vectors !== undefined && this.vectors !== kind && depth === 3) this.isOdd = true
        if (depth === 3) this.vectors = kind
        return
      default:
    }
  }
}

/** What an adapter would say of the answer, or undefined where it has to be asked. `wantsText`: vectors were asked for in base64. */
export function readAnswer(bytes: Buffer, endpoint: Relayed, wantsText: boolean): ReadAnswer | undefined {
  const listener = new AnswerListener(endpoint)
  const scan = new JsonScan(listener)
  if (!scan.push(bytes) || !scan.end() || listener.isOdd) return undefined
  const { members } = listener
  const model = members.get('model')
  if (model?.kind !== 'string' || !model.text || members.has('error') || members.has('failure')) return undefined
  if (members.get('object')?.text !== objects[endpoint]) return undefined
  if (endpoint !== 'embeddings' && !hasHead(members)) return undefined
  if (endpoint === 'embeddings' ? listener.vectors !== (wantsText ? 'string' : 'array') : !areUsual(listener, bytes)) return undefined
  const counted = members.get('usage')
  const usage = counted === undefined ? undefined : usageOf(parseJson(bytes.toString('utf8', counted.from, counted.to)), endpoint)
  if (usage === 'odd') return undefined
  const tier = members.get('service_tier')
  const id = members.get('id')?.text
  return { id, model: model.text, modelFrom: model.from, modelTo: model.to, usage, tier: tier?.kind === 'string' ? tier.text : undefined }
}

function hasHead(members: ReadonlyMap<string, Range>): boolean {
  const id = members.get('id')
  const created = members.get('created')
  if (members.get('service_tier')?.text === '') return false
  return (
    id?.kind === 'string' &&
    id.text !== '' &&
    created?.kind === 'number' &&
    created.text !== '0' &&
    members.get('choices')?.kind === 'array'
  )
}

/** One end for each choice, with calls where they were made, and no reasoning written into the text. */
function areUsual({ finishes: ends, contents, calls }: AnswerListener, bytes: Buffer): boolean {
  if (ends.length === 0 || ends.some((end) => !finishes.has(end))) return false
  if (ends.includes('tool_calls') ? calls !== ends.length : calls > 0) return false
  return contents.every(({ from, to }) => {
    const said = bytes.subarray(from, to)
    // some hosts write the brackets as escapes
    return !said.includes('<think>') && !(said.includes('\\u00') && hasThoughts(String(parseJson(said.toString('utf8')))))
  })
}

/** Reasoning that stands in the text. */
export function hasThoughts(text: string): boolean {
  return text.includes('<think>')
}

/** The three counts that every host writes, and nothing else: an adapter leaves them as they are. */
function isPlain(counts: JsonRecord): counts is JsonRecord & PricedUsage {
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total } = counts
  if (!isCount(prompt) || !isCount(completion) || total !== prompt + completion) return false
  let size = 0
  for (const _ in counts) size++
  return size === 3
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value)
}

/** Counts as priced. `odd` where an adapter would write them differently. */
export function usageOf(counts: unknown, endpoint: Relayed): PricedUsage | 'odd' {
  if (!isRecord(counts)) return 'odd'
  if (endpoint === 'embeddings') {
    const { prompt_tokens: prompt, total_tokens: total } = counts
    return typeof prompt === 'number' && prompt === total ? { prompt_tokens: prompt } : 'odd'
  }
  if (isPlain(counts) || isSettled(counts)) return counts
  const settled = settleUsage(counts)
  return JSON.stringify(settled) === JSON.stringify(counts) ? settled : 'odd'
}
