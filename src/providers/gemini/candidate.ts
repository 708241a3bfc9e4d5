/** One candidate while it is put together, part by part; whole replies and streams end in the same answer. */
import type { ChunkDelta, ReplyImage } from '../../protocol/chat.js'
import type { FunctionToolCall } from '../../protocol/messages.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { addPieces, argumentText, createArguments, type PartialArguments } from './partial-args.js'
import { plainId, signedId } from './signature.js'

type OpenCall = { readonly at: number; readonly part: JsonRecord; readonly args: PartialArguments }

/** A candidate so far. */
export type Candidate = {
  text: string
  reasoning: string
  readonly calls: FunctionToolCall[]
  readonly images: ReplyImage[]
  /** Sound in pieces of base64. */
  audio: { readonly id: string; readonly pieces: string[] } | undefined
  /** All parts but plain thoughts, texts joined as far as signatures allow. */
  readonly parts: JsonRecord[]
  /** The last part, where it is text that the next piece may be joined to. */
  openText: { text: string } | undefined
  /** True where a part has no place in OpenAI's shape, so that the parts must come back on the next turn. */
  needsReplay: boolean
  openCall: OpenCall | undefined
  /** Members of the candidate beside its content; later ones win. */
  readonly members: JsonRecord
  readonly tokens: { chosen: readonly JsonRecord[]; top: readonly JsonRecord[] }
  readonly random: () => number
}

/** A candidate before its first part. */
export function createCandidate(random: () => number): Candidate {
  return {
    text: '',
    reasoning: '',
    calls: [],
    images: [],
    audio: undefined,
    parts: [],
    openText: undefined,
    needsReplay: false,
    openCall: undefined,
    members: {},
    tokens: { chosen: [], top: [] },
    random,
  }
}

/** Reasons that come with calls of functions nobody declared: those are not for the caller. */
const brokenCalls: ReadonlySet<unknown> = new Set(['UNEXPECTED_TOOL_CALL', 'MALFORMED_FUNCTION_CALL'])

/** Members that are read piece by piece; `__proto__` is no member. */
const apart: ReadonlySet<string> = new Set(['content', 'index', 'logprobsResult', '__proto__'])

/** Takes in a candidate of one event: its deltas, or undefined where a part cannot be read. */
export function addCandidate(into: Candidate, event: JsonRecord): readonly ChunkDelta[] | undefined {
  const { content, logprobsResult } = event
  for (const key of Object.keys(event)) {
    const value = event[key]
    if (value !== null && !apart.has(key)) into.members[key] = value
  }
  if (isRecord(logprobsResult)) {
    into.tokens.chosen = [...into.tokens.chosen, ...recordsOf(logprobsResult.chosenCandidates)]
    into.tokens.top = [...into.tokens.top, ...recordsOf(logprobsResult.topCandidates)]
  }
  const deltas: ChunkDelta[] = []
  for (const part of recordsOf(isRecord(content) ? content.parts : undefined)) {
    if (isRecord(part.functionCall) && brokenCalls.has(event.finishReason)) continue
    const delta = addPart(into, part)
    if (delta === undefined) return undefined
    deltas.push(...delta)
  }
  return deltas
}

function addPart(into: Candidate, part: JsonRecord): readonly ChunkDelta[] | undefined {
  if (isRecord(part.functionCall)) return addCall(into, part, part.functionCall)
  if (textOf(part.thoughtSignature) !== undefined) into.needsReplay = true
  if (typeof part.text === 'string') return addText(into, part, part.text)
  keep(into, part)
  if (isRecord(part.inlineData) && part.thought !== true) return addMedia(into, part.inlineData)
  into.needsReplay = true
  return []
}

function keep(into: Candidate, part: JsonRecord): void {
  into.parts.push(part)
  into.openText = undefined
}

function addText(into: Candidate, part: JsonRecord, text: string): readonly ChunkDelta[] {
  const isSigned = part.thoughtSignature !== undefined
  if (part.thought === true) {
    if (isSigned) keep(into, part)
    into.reasoning += text
    return text === '' ? [] : [{ reasoning_content: text }]
  }
  into.text += text
  if (isSigned) keep(into, part)
  else if (into.openText !== undefined) into.openText.text += text
  else if (text !== '') {
    const open = { text }
    keep(into, open)
    into.openText = open
  }
  return text === '' ? [] : [{ content: text }]
}

function addMedia(into: Candidate, { mimeType, data }: JsonRecord): readonly ChunkDelta[] {
  const type = textOf(mimeType) ?? ''
  const bytes = textOf(data) ?? ''
  if (type.startsWith('image/')) {
    const image: ReplyImage = { type: 'image_url', image_url: { url: `data:${type};base64,${bytes}` }, index: into.images.length }
    into.images.push(image)
    return [{ images: [image] }]
  }
  if (type.startsWith('audio/')) {
    into.audio ??= { id: newId(into.random, 'audio_'), pieces: [] }
    into.audio.pieces.push(bytes)
    return [{ audio: { id: into.audio.id, data: bytes } }]
  }
  into.needsReplay = true
  return []
}

/** A call by name begins; one without a name goes on with the open one, and ends it unless more is announced. */
function addCall(into: Candidate, part: JsonRecord, call: JsonRecord): readonly ChunkDelta[] | undefined {
  const name = textOf(call.name)
  const begun = name === undefined ? [] : [...closeCall(into), ...beginCall(into, part, name, call)]
  const open = into.openCall
  if (open === undefined) return begun
  if (!addPieces(open.args, call.partialArgs)) return undefined
  return call.willContinue === true ? begun : [...begun, ...closeCall(into)]
}

function beginCall(into: Candidate, part: JsonRecord, name: string, call: JsonRecord): readonly ChunkDelta[] {
  const at = into.calls.length
  const plain = textOf(call.id) ?? newId(into.random, 'call_')
  const id = signedId(plain, textOf(part.thoughtSignature))
  into.calls.push({ id, type: 'function', function: { name, arguments: '' } })
  const kept: JsonRecord = { ...part, functionCall: { id: plainId(plain), name, args: {} } }
  keep(into, kept)
  into.openCall = { at, part: kept, args: createArguments(call.args) }
  return [{ tool_calls: [{ index: at, id, type: 'function', function: { name, arguments: '' } }] }]
}

/** Ends the open call, if any: its arguments in one piece. */
export function closeCall(into: Candidate): readonly ChunkDelta[] {
  const open = into.openCall
  const call = into.calls[open?.at ?? -1]
  if (open === undefined || call === undefined) return []
  into.openCall = undefined
  call.function.arguments = argumentText(open.args)
  if (isRecord(open.part.functionCall)) open.part.functionCall.args = open.args.root
  return [{ tool_calls: [{ index: open.at, function: { arguments: call.function.arguments } }] }]
}
