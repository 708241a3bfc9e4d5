/** Content blocks of a ConverseStream: each becomes deltas as it comes, and is kept whole for what the caller may send back. */
import type { ChatRequest, ChunkDelta } from '../../protocol/chat.js'
import { jsonToolName } from '../anthropic/structured-output.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf, textOf } from '../shared/json.js'
import { annotation, reasoningOf, thinkingBlock } from './answer.js'
import { isHosted } from './specific-fields.js'
import { callersName } from './tool-names.js'

type OpenBlock = {
  /** The block as a whole answer would hold it. */
  readonly block: JsonRecord
  /** JSON text of a tool's input so far. */
  json: string
  /** Number of the tool call, for the caller's own tools. */
  readonly call: number | undefined
  readonly isJsonTool: boolean
  /** Where its text begins in the whole answer. */
  readonly start: number
}

/** What a stream remembers of its content blocks. */
export type BlockStream = {
  readonly open: Map<unknown, OpenBlock>
  readonly finished: JsonRecord[]
  readonly request: ChatRequest
  readonly hasJsonTool: boolean
  /** True where reasoning is signed, to be sent back. */
  readonly isSigned: boolean
  /** True where the caller asked with `functions`: the first call comes as `function_call`. */
  readonly isLegacy: boolean
  calls: number
  textLength: number
}

/** The state before the first block. */
export function createBlocks(request: ChatRequest, hasJsonTool: boolean, isSigned: boolean): BlockStream {
  const isLegacy = listOf(request.functions).length > 0
  return { open: new Map(), finished: [], request, hasJsonTool, isSigned, isLegacy, calls: 0, textLength: 0 }
}

const none: readonly ChunkDelta[] = []

/** Opens a block that announces itself: tool calls, hosted results. */
export function startBlock(state: BlockStream, index: unknown, start: JsonRecord): readonly ChunkDelta[] {
  const before = state.open.has(index) ? stopBlock(state, index) : none
  const toolUse = isRecord(start.toolUse) ? start.toolUse : undefined
  const isHostedTool = isHosted(start)
  const isJsonTool = state.hasJsonTool && toolUse?.name === jsonToolName
  const call = toolUse === undefined || isHostedTool || isJsonTool ? undefined : state.calls
  if (call !== undefined) state.calls += 1
  const block: JsonRecord = toolUse === undefined ? { ...start } : { toolUse: { ...toolUse } }
  state.open.set(index, { block, json: '', call, isJsonTool, start: state.textLength })
  if (call === undefined || toolUse === undefined) return before
  return [...before, ...callStart(state, call, toolUse)]
}

function callStart(state: BlockStream, call: number, toolUse: JsonRecord): readonly ChunkDelta[] {
  const name = callersName(String(toolUse.name ?? ''), state.request)
  if (state.isLegacy) return call === 0 ? [{ function_call: { name, arguments: '' } }] : none
  return [{ tool_calls: [{ index: call, id: String(toolUse.toolUseId ?? ''), type: 'function', function: { name, arguments: '' } }] }]
}

/** Deltas for a piece of a block. Text and reasoning blocks begin with their first piece; undefined for a piece of an unknown tool. */
export function blockDelta(state: BlockStream, index: unknown, delta: JsonRecord): readonly ChunkDelta[] | undefined {
  const open = state.open.get(index) ?? (delta.toolUse === undefined ? begun(state, index) : undefined)
  if (open === undefined) return undefined
  const { block } = open
  if (delta.text !== undefined) return textDelta(state, block, textOf(delta.text))
  if (isRecord(delta.toolUse)) return inputDelta(state, open, delta.toolUse.input)
  if (isRecord(delta.reasoningContent)) return reasoningDelta(block, delta.reasoningContent)
  if (isRecord(delta.citation)) return citationDelta(state, open, delta.citation)
  // Hosted results, media: kept for the next turn.
  for (const [key, value] of Object.entries(delta)) if (key !== '__proto__') block[key] = joined(block[key], value)
  return none
}

function begun(state: BlockStream, index: unknown): OpenBlock {
  const open: OpenBlock = { block: {}, json: '', call: undefined, isJsonTool: false, start: state.textLength }
  state.open.set(index, open)
  return open
}

/** Lists grow; a start that holds an object keeps its members and takes the content of the delta. */
function joined(before: unknown, value: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value]
  if (isRecord(before) && Array.isArray(value)) return { ...before, content: [...listOf(before.content), ...value] }
  return isRecord(before) && isRecord(value) ? { ...before, ...value } : value
}

function textDelta(state: BlockStream, block: JsonRecord, text: string | undefined): readonly ChunkDelta[] {
  if (text === undefined) return none
  block.text = `${textOf(block.text) ?? ''}${text}`
  state.textLength += text.length
  return [{ content: text }]
}

function inputDelta(state: BlockStream, open: OpenBlock, input: unknown): readonly ChunkDelta[] {
  const piece = typeof input === 'string' ? input : input === undefined ? '' : JSON.stringify(input)
  if (piece === '') return none
  open.json += piece
  if (open.isJsonTool) return [{ content: piece }]
  return open.call === undefined ? none : argumentDelta(state, open.call, piece)
}

function argumentDelta(state: BlockStream, call: number, piece: string): readonly ChunkDelta[] {
  if (state.isLegacy) return call === 0 ? [{ function_call: { arguments: piece } }] : none
  return [{ tool_calls: [{ index: call, function: { arguments: piece } }] }]
}

/** Signature and redacted content come in pieces of their own. */
function reasoningDelta(block: JsonRecord, piece: JsonRecord): readonly ChunkDelta[] {
  const kept = isRecord(block.reasoningContent) ? block.reasoningContent : {}
  const redacted = textOf(piece.redactedContent)
  if (redacted !== undefined) {
    block.reasoningContent = { redactedContent: `${textOf(kept.redactedContent) ?? ''}${redacted}` }
    return none
  }
  const { reasoningText } = kept
  const before = isRecord(reasoningText) ? reasoningText : {}
  const text = textOf(piece.text)
  const signature = `${textOf(before.signature) ?? ''}${textOf(piece.signature) ?? ''}`
  block.reasoningContent = {
    reasoningText: { text: `${textOf(before.text) ?? ''}${text ?? ''}`, ...(signature !== '' && { signature }) },
  }
  return text === undefined ? none : [{ reasoning_content: text }]
}

function citationDelta(state: BlockStream, { block, start }: OpenBlock, citation: JsonRecord): readonly ChunkDelta[] {
  block.citations = [...recordsOf(block.citations), citation]
  const note = annotation(citation, start, state.textLength)
  return note === undefined ? none : [{ annotations: [note] }]
}

/** Closes a block. A tool without any JSON gets the input it started with, or `{}`. */
export function stopBlock(state: BlockStream, index: unknown): readonly ChunkDelta[] {
  const open = state.open.get(index)
  if (open === undefined) return none
  state.open.delete(index)
  const block = finished(open)
  state.finished.push(block)
  const thought = state.isSigned ? thinkingBlock(block) : undefined
  if (thought !== undefined) return [{ thinking_blocks: [thought] }]
  if (open.json !== '' || !isRecord(block.toolUse)) return none
  const input = JSON.stringify(block.toolUse.input ?? {})
  if (open.isJsonTool) return [{ content: input }]
  return open.call === undefined ? none : argumentDelta(state, open.call, input)
}

/** The block in the form of a whole answer. */
function finished({ block, json }: OpenBlock): JsonRecord {
  if (isRecord(block.toolUse))
    return { toolUse: { ...block.toolUse, input: json === '' ? (block.toolUse.input ?? {}) : (parseJson(json) ?? json) } }
  if (Array.isArray(block.citations))
    return { citationsContent: { content: [{ text: textOf(block.text) ?? '' }], citations: block.citations } }
  return reasoningOf(block) === '' && Object.keys(block).length === 0 ? { text: '' } : block
}
