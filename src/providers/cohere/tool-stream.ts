/** Tool calls of a Cohere stream: numbered from 0, arguments passed on as they come, `null` and nothing replaced by `{}`. */
import type { ChunkDelta, ToolCallDelta } from '../../protocol/chat.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'

type OpenCall = {
  /** Number of the call among the answer's calls. */
  readonly number: number
  /** Arguments held back while they may still turn out to be `null`. */
  held: string
  sent: boolean
}

/** Calls of one stream. */
export type ToolStream = {
  readonly open: Map<unknown, OpenCall>
  /** Where the calls stand in a delta; as `function_call`, only the first of them does. */
  readonly as: 'tool_calls' | 'function_call'
  count: number
}

/** The state before the first call. */
export function createToolStream(as: ToolStream['as']): ToolStream {
  return { open: new Map(), as, count: 0 }
}

const none: readonly ChunkDelta[] = []

/** The deltas that open a call. */
export function startCall(state: ToolStream, index: unknown, tool: JsonRecord, newId: () => string): readonly ChunkDelta[] {
  const definition = isRecord(tool.function) ? tool.function : {}
  const name = textOf(definition.name) ?? ''
  const open: OpenCall = { number: state.count, held: '', sent: false }
  const abandoned = state.open.get(index)
  const before = abandoned === undefined ? none : closed(state, abandoned)
  state.open.set(index, open)
  state.count += 1
  const id = textOf(tool.id) ?? newId()
  const start = { index: open.number, id, type: 'function' as const, function: { name, arguments: '' } }
  return [...before, ...callDelta(state, start), ...piece(state, open, textOf(definition.arguments))]
}

/** The deltas of more arguments; undefined where no such call is open. */
export function continueCall(state: ToolStream, index: unknown, tool: JsonRecord): readonly ChunkDelta[] | undefined {
  const open = state.open.get(index)
  if (open === undefined) return undefined
  return piece(state, open, isRecord(tool.function) ? textOf(tool.function.arguments) : undefined)
}

function piece(state: ToolStream, open: OpenCall, text: string | undefined): readonly ChunkDelta[] {
  if (text === undefined) return none
  if (open.sent) return argumentDelta(state, open, text)
  open.held += text
  const soFar = open.held.trim()
  if ('null'.startsWith(soFar)) return none
  open.sent = true
  return argumentDelta(state, open, open.held)
}

/** The deltas that close a call. */
export function endCall(state: ToolStream, index: unknown): readonly ChunkDelta[] {
  const open = state.open.get(index)
  if (open === undefined) return none
  state.open.delete(index)
  return closed(state, open)
}

/** The deltas that close every call that is still open. */
export function endCalls(state: ToolStream): readonly ChunkDelta[] {
  return [...state.open.keys()].flatMap((index) => endCall(state, index))
}

function closed(state: ToolStream, open: OpenCall): readonly ChunkDelta[] {
  if (open.sent) return none
  const rest = open.held.trim()
  return argumentDelta(state, open, rest === '' || rest === 'null' ? '{}' : open.held)
}

function argumentDelta(state: ToolStream, { number }: OpenCall, text: string): readonly ChunkDelta[] {
  return callDelta(state, { index: number, function: { arguments: text } })
}

function callDelta({ as }: ToolStream, call: ToolCallDelta & Required<Pick<ToolCallDelta, 'function'>>): readonly ChunkDelta[] {
  if (as === 'tool_calls') return [{ tool_calls: [call] }]
  return call.index === 0 ? [{ function_call: call.function }] : none
}
