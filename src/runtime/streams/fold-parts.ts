/** Pieces of a stream that are more than text: tool calls, audio, and members that single providers add. */
import type { ChunkDelta, ReplyMessage, ToolCallDelta } from '../../protocol/chat.js'
import type { ToolCall } from '../../protocol/messages.js'

type Fields = { [key: string]: unknown }

/** Puts a piece of a tool call to its call; custom calls carry free text instead of arguments. */
export function addToolCall(calls: ToolCall[], delta: ToolCallDelta): void {
  calls[delta.index] ??= openCall(delta)
  const call = calls[delta.index]
  if (call === undefined) return
  if (call.id === '' && delta.id !== undefined) call.id = delta.id
  if (call.type === 'custom') {
    const { name, input } = customOf(delta) ?? {}
    call.custom.name ||= textOf(name)
    call.custom.input += textOf(input)
    return
  }
  call.function.name ||= delta.function?.name ?? ''
  call.function.arguments += delta.function?.arguments ?? ''
}

function openCall(delta: ToolCallDelta): ToolCall {
  const id = delta.id ?? ''
  if (customOf(delta) !== undefined) return { id, type: 'custom', custom: { name: '', input: '' } }
  return { id, type: 'function', function: { name: '', arguments: '' } }
}

/** OpenAI's own types leave custom calls out of streams. */
function customOf(delta: object): { readonly name?: unknown; readonly input?: unknown } | undefined {
  const custom = 'custom' in delta ? delta.custom : undefined
  return typeof custom === 'object' && custom !== null ? custom : undefined
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Audio so far: texts as they came, sound in pieces of base64. */
export type AudioFold = { id: string; expiresAt: number; transcript: string; readonly data: string[] }

/** Takes a piece of audio in. */
export function addAudio(fold: AudioFold | undefined, piece: NonNullable<ChunkDelta['audio']>): AudioFold {
  const audio = fold ?? { id: '', expiresAt: 0, transcript: '', data: [] }
  audio.id ||= piece.id ?? ''
  audio.expiresAt ||= piece.expires_at ?? 0
  audio.transcript += piece.transcript ?? ''
  if (typeof piece.data === 'string') audio.data.push(piece.data)
  return audio
}

/** The audio of the whole message. Each piece is base64 of its own, so padded ones are decoded before they are joined. */
export function toAudio({ id, expiresAt, transcript, data }: AudioFold): NonNullable<ReplyMessage['audio']> {
  const isPadded = data.slice(0, -1).some((piece) => piece.endsWith('='))
  const isWhole = data.every((piece) => piece.length % 4 === 0)
  return { id, expires_at: expiresAt, transcript, data: isPadded && isWhole ? btoa(data.map(atob).join('')) : data.join('') }
}

/** Lists grow, anything else is replaced. Pieces of one reasoning text become one entry again, for it must go back as it was. */
export function mergeFields(before: Fields | undefined, more: Fields): Fields {
  const merged: Fields = { ...before }
  for (const [key, value] of Object.entries(more)) {
    const known = merged[key]
    if (!Array.isArray(known) || !Array.isArray(value)) merged[key] = value
    else merged[key] = key === 'reasoning_details' ? joinDetails(known, value) : [...known, ...value]
  }
  return merged
}

function joinDetails(before: readonly unknown[], more: readonly unknown[]): unknown[] {
  const all = [...before]
  for (const entry of more) {
    const last = all.at(-1)
    if (isFields(entry) && isFields(last) && isSameDetail(last, entry)) all[all.length - 1] = joinDetail(last, entry)
    else all.push(entry)
  }
  return all
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Readable text of the same kind at the same place, not signed yet: the signature is a text's last piece. */
function isSameDetail(last: Fields, entry: Fields): boolean {
  if (entry.type === 'reasoning.encrypted') return false
  return last.type === entry.type && last.index === entry.index && (last.id ?? entry.id) === (entry.id ?? last.id) && !last.signature
}

function joinDetail(last: Fields, entry: Fields): Fields {
  const joined: Fields = { ...last }
  for (const [key, value] of Object.entries(entry)) {
    if (value === null) continue
    const isPiece = key === 'text' || key === 'summary'
    joined[key] = isPiece ? textOf(last[key]) + textOf(value) : value
  }
  return joined
}
