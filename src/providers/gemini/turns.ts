/** OpenAI messages as Gemini's `systemInstruction` and turns. */
import type { Fault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { earlierCalls, functionCallId } from '../shared/called-tools.js'
import { readDataUrl } from '../shared/data-url.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import type { GeminiContent, GeminiPart } from './body.js'
import { hasFlag } from './flags.js'
import { mediaPart } from './media.js'
import { plainId, signatureOf, unknownSignature } from './signature.js'
import { resultPart } from './tool-result.js'

/** System text, and the turns behind it. */
export type Conversation = { readonly system: string[]; readonly turns: GeminiContent[] }

/** Calls of the conversation by id: results need the name, and go in the order of the calls. */
type KnownCalls = Map<string, { readonly name: string; readonly order: number }>

/** A turn that results of tools and nothing else belong to. */
type ResultTurn = { readonly turn: GeminiContent; readonly groups: { readonly order: number; readonly parts: GeminiPart[] }[] }

/** The messages of a call, or why they cannot be sent; `words` are added to the system text. */
export function conversation(call: Call<'chat'>, target: Target, words?: string): Conversation | Fault {
  const { messages } = call.request
  if (!Array.isArray(messages)) return badRequest(target, '`messages` is not a list', 'messages')
  const talk: Conversation = { system: [], turns: [] }
  const calls: KnownCalls = new Map()
  let results: ResultTurn | undefined
  for (const message of messages) {
    if (!isRecord(message)) return badRequest(target, 'a message is not an object', 'messages')
    if (message.role === 'system' || message.role === 'developer') {
      talk.system.push(...textsOf(message.content))
      continue
    }
    if (message.role !== 'tool' && message.role !== 'function') {
      results = undefined
      const failed = addTurn(talk.turns, message, calls, target)
      if (failed !== undefined) return failed
      continue
    }
    const parts = toolResult(message, calls, target)
    if ('failure' in parts) return parts
    if (results === undefined) {
      results = { turn: { role: 'user', parts: [] }, groups: [] }
      talk.turns.push(results.turn)
    }
    results.groups.push(parts)
    results.turn.parts = results.groups.toSorted((a, b) => a.order - b.order).flatMap((group) => group.parts)
  }
  if (words !== undefined) talk.system.push(words)
  if (call.modifyParams && talk.turns[0]?.role === 'model') talk.turns.unshift({ role: 'user', parts: [{ text: '.' }] })
  return settleSystem(talk, target)
}

function addTurn(turns: GeminiContent[], message: JsonRecord, calls: KnownCalls, target: Target): Fault | undefined {
  const isModel = message.role === 'assistant'
  const parts = isModel ? assistantParts(message, calls) : contentParts(message.content, target)
  if ('failure' in parts) return parts
  append(turns, { role: isModel ? 'model' : 'user', parts })
  return undefined
}

/** Models without a system role get its text in front of the first turn. Without any turn there is nothing to answer: one is added, as LiteLLM does. */
function settleSystem({ system, turns }: Conversation, target: Target): Conversation {
  if (turns.length === 0) turns.push({ role: 'user', parts: [{ text: system.length > 0 ? '.' : ' ' }] })
  if (target.deployment.supportsSystemMessage !== false && !hasFlag(target, 'no-system-instruction')) return { system, turns }
  const parts = system.map((text) => ({ text }))
  if (turns[0]?.role === 'user') turns[0].parts.unshift(...parts)
  else if (parts.length > 0) turns.unshift({ role: 'user', parts })
  return { system: [], turns }
}

function textsOf(content: unknown): string[] {
  const parts = typeof content === 'string' ? [{ text: content }] : recordsOf(content)
  return parts.flatMap((part) => textOf(part.text) ?? textOf(part.refusal) ?? [])
}

/** Parts of a user's or a tool's content, empty texts left out; or why one cannot be sent. */
export function contentParts(content: unknown, target: Target): GeminiPart[] | Fault {
  if (typeof content === 'string') return content === '' ? [] : [{ text: content }]
  const parts: GeminiPart[] = []
  for (const entry of listOf(content)) {
    const part = isRecord(entry) ? entry : { type: 'text', text: entry }
    const media = mediaPart(part, target)
    if (media !== undefined && 'failure' in media) return media
    const text = textOf(part.text) ?? textOf(part.refusal)
    if (media !== undefined) parts.push(media)
    else if (text !== undefined) parts.push({ text })
    else if (part.type !== 'text' && part.type !== 'refusal') parts.push(part) // Gemini's own parts pass as they are
  }
  return parts
}

/** Text, images it made, then calls; or the parts of the answer itself where it holds what OpenAI's shape has no place for. */
function assistantParts(message: JsonRecord, calls: KnownCalls): GeminiPart[] {
  const wanted = toolCalls(message)
  for (const { id, name } of wanted) calls.set(id, { name, order: calls.size })
  const own = replayedParts(message, wanted.length)
  if (own !== undefined) return own
  const parts: GeminiPart[] = textsOf(message.content).map((text) => ({ text }))
  for (const image of recordsOf(message.images)) {
    const url = isRecord(image.image_url) ? textOf(image.image_url.url) : undefined
    const data = readDataUrl(url ?? '')
    if (data !== undefined) parts.push({ inlineData: { mimeType: data.mime, data: data.base64 } })
  }
  for (const [at, { id, name, args, signature }] of wanted.entries()) {
    const signed = signature ?? (at === 0 ? unknownSignature : undefined) // only the first of parallel calls carries one
    parts.push({ functionCall: { id, name, args }, ...(signed !== undefined && { thoughtSignature: signed }) })
  }
  return parts
}

function toolCalls(message: JsonRecord) {
  const given = recordsOf(message.tool_calls)
  return earlierCalls(message).map(({ id, name, input }, at) => ({
    id: plainId(id),
    name,
    args: input,
    signature: signatureOf(given[at] ?? {}),
  }))
}

/** `content_parts` of an earlier answer, as long as the caller has left its text and its calls alone. */
function replayedParts({ content, provider_specific_fields: fields }: JsonRecord, calls: number): GeminiPart[] | undefined {
  if (!isRecord(fields) || !Array.isArray(fields.content_parts)) return undefined
  const parts = recordsOf(fields.content_parts)
  const text = parts.map((part) => (part.thought === true ? '' : (textOf(part.text) ?? ''))).join('')
  if (text !== textsOf(content).join('') || parts.filter((part) => part.functionCall !== undefined).length !== calls) return undefined
  return parts as GeminiPart[] // the provider's own parts go back to it unchanged
}

function toolResult(message: JsonRecord, calls: KnownCalls, target: Target) {
  const given = message.role === 'function' ? functionCallId(String(message.name)) : String(message.tool_call_id ?? '')
  const id = plainId(given)
  const known = calls.get(id)
  const name = known?.name ?? textOf(message.name)
  if (name === undefined) {
    return badRequest(target, `a tool result answers "${given.slice(0, 80)}", which no earlier assistant message calls`, 'messages')
  }
  const parts = contentParts(message.content, target)
  if ('failure' in parts) return parts
  return { order: known?.order ?? calls.size, parts: resultPart({ id, name, isError: message.is_error === true }, parts, target) }
}

/** Adds a turn, joined with the one before where the role is the same and neither holds results of tools. */
function append(turns: GeminiContent[], turn: GeminiContent): void {
  if (turn.parts.length === 0) return
  const last = turns.at(-1)
  const isResult = last?.parts.some((part) => part.functionResponse !== undefined)
  if (last?.role === turn.role && isResult !== true) last.parts.push(...turn.parts)
  else turns.push(turn)
}
