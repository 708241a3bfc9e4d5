/** Whether a small whole answer may go to the client as it came. It is parsed, which costs less than scanning does. */
import { isRecord, type JsonRecord, parseJson } from '../../providers/shared/json.js'
import type { AnswerMemory } from './answer-memory.js'
import { bytewise } from './event-template.js'
import { finishes, hasThoughts, known, objects, opaque, type ReadAnswer, usageOf } from './read-answer.js'
import type { Relayed } from './samples.js'

/** Largest answer that is parsed, bytes. */
export const smallAnswer = 16_384

/** The same as `readAnswer` finds out; embeddings are never small. */
export function readSmall(bytes: Buffer, endpoint: Exclude<Relayed, 'embeddings'>, memory: AnswerMemory): ReadAnswer | undefined {
  const text = bytes.toString('latin1')
  const known = endpoint === 'chat' ? memory.read(text) : undefined
  if (known !== undefined) return known
  const body = parseJson(bytes.toString('utf8'))
  const read = isRecord(body) ? readBody(body, text, endpoint) : undefined
  if (endpoint === 'chat' && read?.usage !== undefined) memory.learn({ text, read })
  return read
}

function readBody(body: JsonRecord, text: string, endpoint: Exclude<Relayed, 'embeddings'>): ReadAnswer | undefined {
  if (!hasHead(body, endpoint) || !Array.isArray(body.choices) || body.choices.length === 0) return undefined
  for (const choice of body.choices) if (!isRecord(choice) || !isUsual(choice, endpoint)) return undefined
  const { id, model, usage, service_tier: tier } = body
  if (typeof model !== 'string' || model === '') return undefined
  const written = bytewise(model)
  const at = placeOfModel(text, written)
  const counted = usage === undefined ? undefined : usageOf(usage, endpoint)
  if (at === -1 || counted === 'odd') return undefined
  return {
    id: typeof id === 'string' ? id : undefined,
    model,
    modelFrom: at,
    modelTo: at + written.length + 2,
    usage: counted,
    tier: typeof tier === 'string' ? tier : undefined,
    text,
  }
}

/**
 * Where the value of the only member of this name stands, or -1: within a text its quotes would be escaped. A model that is
 * written with escapes is not found either. `all` and `model` have one character for each byte.
 */
function placeOfModel(all: string, model: string): number {
  const name = all.indexOf('"model"')
  if (name === -1 || all.indexOf('"model"', name + 7) !== -1) return -1
  let at = name + 7
  for (let code = all.charCodeAt(at); isBetween(code); code = all.charCodeAt(at)) at++
  const isThere = all.charCodeAt(at) === 0x22 && all.startsWith(model, at + 1) && all.charCodeAt(at + 1 + model.length) === 0x22
  return isThere ? at : -1
}

/** What stands between a name and its value. */
function isBetween(code: number): boolean {
  return code === 0x3a || code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

function hasHead({ id, object, created, error, failure, service_tier: tier }: JsonRecord, endpoint: Relayed): boolean {
  return (
    typeof id === 'string' &&
    id !== '' &&
    object === objects[endpoint] &&
    typeof created === 'number' &&
    created !== 0 &&
    error === undefined &&
    failure === undefined &&
    tier !== ''
  )
}

/** One choice, all of whose members are OpenAI's, with the end that its calls say. */
function isUsual(choice: JsonRecord, endpoint: Exclude<Relayed, 'embeddings'>): boolean {
  const names = known[endpoint]
  const { finish_reason: finish, message } = choice
  if (typeof finish !== 'string' || !finishes.has(finish) || !areKnown(choice, names)) return false
  if (endpoint === 'completions') return typeof choice.text === 'string' && finish !== 'tool_calls' && !hasThoughts(choice.text)
  if (!isRecord(message) || message.role !== 'assistant' || !areKnown(message, names)) return false
  const { content, tool_calls: calls } = message
  if (content !== null && (typeof content !== 'string' || hasThoughts(content))) return false
  if ((finish === 'tool_calls') !== (calls !== undefined)) return false
  return calls === undefined || (Array.isArray(calls) && calls.length > 0 && calls.every((call) => isRecord(call) && isCall(call, names)))
}

function isCall(call: JsonRecord, names: ReadonlySet<string>): boolean {
  const { id, type, function: called } = call
  if (typeof id !== 'string' || id === '' || type !== 'function' || !areKnown(call, names) || call.index !== undefined) return false
  return isRecord(called) && areKnown(called, names) && typeof called.arguments === 'string' && called.arguments !== ''
}

function areKnown(record: JsonRecord, names: ReadonlySet<string>): boolean {
  for (const name in record) if (!names.has(name) && !opaque.has(name)) return false
  return true
}
