/** Whether a small whole answer may go to the client as it came. It is parsed, which costs less than scanning does. */
import { isAscii } from 'node:buffer'
import { isRecord, type JsonRecord, parseJson } from '../../providers/shared/json.js'
import { beyondAscii, bytewise } from './event-template.js'
import { placeOfModel } from './place-of-model.js'
import { finishes, hasThoughts, known, objects, opaque, type ReadAnswer, usageOf } from './read-answer.js'
import type { Relayed } from './samples.js'

type Endpoint = Exclude<Relayed, 'embeddings'>

/** Largest answer that is parsed, bytes. */
export const smallAnswer = 16_384

/**
 * The same as `readAnswer` finds out; embeddings are never small. Parsed is the text with one character for each byte, for a third of
 * what UTF-8 with other letters takes: names, numbers and brackets are the same in both. Where a text that is told has other letters,
 * it is parsed again.
 */
export function readSmall(bytes: Buffer, endpoint: Endpoint): ReadAnswer | undefined {
  const text = bytes.toString('latin1')
  const read = readText(text, text, endpoint)
  if (read === undefined || isAscii(bytes) || !tellsOtherLetters(read)) return read
  return readText(bytes.toString('utf8'), text, endpoint)
}

/** Whether a text that the answer tells of itself is beyond ASCII. */
function tellsOtherLetters({ id = '', model, tier = '', usage }: ReadAnswer): boolean {
  return beyondAscii.test(id) || beyondAscii.test(model) || beyondAscii.test(tier) || beyondAscii.test(JSON.stringify(usage) ?? '')
}

/** `json` is what is parsed, `text` the same with one character for each byte. */
function readText(json: string, text: string, endpoint: Endpoint): ReadAnswer | undefined {
  const body = parseJson(json)
  if (!isRecord(body) || !hasHead(body, endpoint) || !Array.isArray(body.choices) || body.choices.length === 0) return undefined
  for (const choice of body.choices) if (!isRecord(choice) || !isUsual(choice, endpoint)) return undefined
  const { id, model, usage, service_tier: tier } = body
  if (typeof model !== 'string' || model === '') return undefined
  const written = json === text ? model : bytewise(model)
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
function isUsual(choice: JsonRecord, endpoint: Endpoint): boolean {
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
