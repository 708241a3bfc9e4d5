/** Tool-call deltas of a stream: indexes count calls from 0, ids and names come once, arguments are never missing. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { argumentText, idOf } from './choice-parts.js'

type OpenCall = { readonly id: string; named: boolean; hasArguments: boolean }

/** Calls of one choice so far. */
export type ToolDeltas = {
  readonly calls: OpenCall[]
  /** The host's index → position in `calls`. */
  readonly byIndex: Map<number, number>
  last: number
}

/** The state before the first call. */
export function createToolDeltas(): ToolDeltas {
  return { calls: [], byIndex: new Map(), last: -1 }
}

/** The deltas to send on; `mintId` makes an id where the host gives none. */
export function toolDeltas(state: ToolDeltas, deltas: unknown, mintId: () => string): JsonRecord[] {
  const out: JsonRecord[] = []
  let hasName = false
  for (const delta of recordsOf(deltas)) {
    const isNamed = textOf(definitionOf(delta).name) !== undefined
    const at = hasName && isNamed && isAnonymous(delta) ? undefined : findCall(state, delta)
    hasName ||= isNamed
    const settled = at === undefined ? openCall(state, delta, mintId) : continueCall(state, at, delta)
    if (settled !== undefined) out.push(settled)
  }
  return out
}

/** Neither index nor id: two names in one list are then two calls. */
function isAnonymous(delta: JsonRecord): boolean {
  return typeof delta.index !== 'number' && idOf(delta) === undefined
}

/** Position of the call that a delta continues; undefined where it begins one. */
function findCall(state: ToolDeltas, delta: JsonRecord): number | undefined {
  const id = idOf(delta)
  const at = typeof delta.index === 'number' ? state.byIndex.get(delta.index) : withoutIndex(state, id)
  if (at === undefined) return undefined
  const name = textOf(definitionOf(delta).name)
  if (id !== undefined && id !== state.calls[at]?.id && name !== undefined) return undefined
  if (id === undefined && name !== undefined && typeof delta.index !== 'number' && state.calls[at]?.hasArguments === true) return undefined
  return at
}

/** The call that has the id, else the last one. */
function withoutIndex({ calls, last }: ToolDeltas, id: string | undefined): number | undefined {
  const known = id === undefined ? -1 : calls.findIndex((call) => call.id === id)
  if (known >= 0) return known
  return last >= 0 ? last : undefined
}

function openCall(state: ToolDeltas, delta: JsonRecord, mintId: () => string): JsonRecord {
  const position = state.calls.length
  const definition = definitionOf(delta)
  const name = textOf(definition.name)
  const text = argumentText(definition.arguments)
  const id = idOf(delta) ?? mintId()
  state.calls.push({ id, named: name !== undefined, hasArguments: text !== '' })
  if (typeof delta.index === 'number') state.byIndex.set(delta.index, position)
  state.last = position
  if (isRecord(delta.custom)) {
    const call = state.calls[position]
    if (call !== undefined) call.hasArguments = true // free text may be empty
    return { ...delta, index: position, id, type: 'custom' }
  }
  return { ...extras(delta), index: position, id, type: 'function', function: { ...(name !== undefined && { name }), arguments: text } }
}

/** A later fragment; undefined where it says nothing. */
function continueCall(state: ToolDeltas, at: number, delta: JsonRecord): JsonRecord | undefined {
  const call = state.calls[at]
  if (call === undefined) return undefined
  state.last = at
  if (isRecord(delta.custom)) return { index: at, custom: delta.custom }
  const definition = definitionOf(delta)
  const text = argumentText(definition.arguments)
  const lateName = call.named ? undefined : textOf(definition.name)
  if (lateName !== undefined) call.named = true
  if (text === '' && lateName === undefined) return undefined
  if (text !== '') call.hasArguments = true
  const isPlain =
    delta.id === undefined && delta.type === undefined && definition.name === undefined && typeof definition.arguments === 'string'
  if (isPlain && delta.index === at) return delta
  return { index: at, function: { ...(lateName !== undefined && { name: lateName }), arguments: text } }
}

/** `{}` for every call that got no arguments. */
export function missingArguments(state: ToolDeltas): JsonRecord[] {
  const out: JsonRecord[] = []
  state.calls.forEach((call, index) => {
    if (call.hasArguments) return
    call.hasArguments = true
    out.push({ index, function: { arguments: '{}' } })
  })
  return out
}

function definitionOf(delta: JsonRecord): JsonRecord {
  return isRecord(delta.function) ? delta.function : {}
}

function extras(delta: JsonRecord): JsonRecord {
  return isRecord(delta.extra_content) ? { extra_content: delta.extra_content } : {}
}
