/** Content blocks of a stream: each becomes deltas as it comes, and is kept whole for what the caller may send back. */
import type { ChunkDelta } from '../../protocol/chat.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { annotation, thinkingBlock } from './answer.js'
import { jsonToolName } from './structured-output.js'

type OpenBlock = {
  readonly block: JsonRecord
  /** JSON text of a tool's input so far. */
  json: string
  /** Number of the tool call, for client tools. */
  readonly call: number | undefined
  /** True for the hidden tool: its input is the answer's text. */
  readonly isJsonTool: boolean
  /** Where its text begins in the whole answer. */
  readonly start: number
}

/** What a stream remembers of its content blocks. */
export type BlockStream = {
  readonly open: Map<unknown, OpenBlock>
  readonly finished: JsonRecord[]
  readonly hasJsonTool: boolean
  /** True where the caller asked with `functions`: the first call comes as `function_call`. */
  readonly isLegacy: boolean
  calls: number
  textLength: number
  /** Text that goes out only where the hidden tool is not called: beside it, it would make the answer no JSON. */
  held: string
  isAnswered: boolean
}

/** The state before the first block. */
export function createBlocks(hasJsonTool: boolean, isLegacy: boolean): BlockStream {
  return { open: new Map(), finished: [], hasJsonTool, isLegacy, calls: 0, textLength: 0, held: '', isAnswered: false }
}

const none: readonly ChunkDelta[] = []

/** Opens a block: the deltas it begins with. */
export function startBlock(state: BlockStream, index: unknown, block: JsonRecord): readonly ChunkDelta[] {
  const isHidden = state.hasJsonTool && block.type === 'tool_use' && block.name === jsonToolName
  const isJsonTool = isHidden && !state.isAnswered
  if (isHidden) state.isAnswered = true
  const isCall = block.type === 'tool_use' && !isHidden
  const call = isCall ? state.calls : undefined
  if (isCall) state.calls += 1
  state.open.set(index, { block: { ...block }, json: '', call, isJsonTool, start: state.textLength })
  if (call !== undefined) return callStart(state, call, block)
  if (block.type === 'text') return textDelta(state, textOf(block.text))
  const thought = block.type === 'thinking' ? textOf(block.thinking) : undefined
  return thought === undefined ? none : [{ reasoning_content: thought }]
}

function textDelta(state: BlockStream, text: string | undefined): readonly ChunkDelta[] {
  if (text === undefined) return none
  state.textLength += text.length
  if (!state.hasJsonTool) return [{ content: text }]
  state.held += text
  return none
}

/** The text that was held back, where the answer turned out to be that. */
export function heldText({ held, isAnswered }: BlockStream): readonly ChunkDelta[] {
  return held === '' || isAnswered ? none : [{ content: held }]
}

function callStart(state: BlockStream, call: number, block: JsonRecord): readonly ChunkDelta[] {
  const name = String(block.name ?? '')
  if (state.isLegacy) return call === 0 ? [{ function_call: { name, arguments: '' } }] : none
  return [{ tool_calls: [{ index: call, id: String(block.id ?? ''), type: 'function', function: { name, arguments: '' } }] }]
}

/** Deltas for a piece of a block; undefined where no such block is open. */
export function blockDelta(state: BlockStream, index: unknown, delta: JsonRecord): readonly ChunkDelta[] | undefined {
  const open = state.open.get(index)
  if (open === undefined) return undefined
  const { block } = open
  switch (delta.type) {
    case 'text_delta': {
      const text = textOf(delta.text)
      if (text !== undefined) block.text = `${textOf(block.text) ?? ''}${text}`
      return textDelta(state, text)
    }
    case 'thinking_delta': {
      const text = textOf(delta.thinking)
      if (text === undefined) return none
      block.thinking = `${textOf(block.thinking) ?? ''}${text}`
      return [{ reasoning_content: text }]
    }
    case 'signature_delta':
      block.signature = `${textOf(block.signature) ?? ''}${textOf(delta.signature) ?? ''}`
      return none
    case 'input_json_delta':
      return inputDelta(state, open, textOf(delta.partial_json))
    case 'citations_delta':
      if (isRecord(delta.citation)) block.citations = [...recordsOf(block.citations), delta.citation]
      return none
    case 'compaction_delta':
      block.content = `${textOf(block.content) ?? ''}${textOf(delta.content) ?? ''}`
      return none
    default:
      return none
  }
}

function inputDelta(state: BlockStream, open: OpenBlock, piece: string | undefined): readonly ChunkDelta[] {
  if (piece === undefined) return none
  open.json += piece
  if (open.isJsonTool) return [{ content: piece }]
  return open.call === undefined ? none : argumentDelta(state, open.call, piece)
}

function argumentDelta(state: BlockStream, call: number, piece: string): readonly ChunkDelta[] {
  if (state.isLegacy) return call === 0 ? [{ function_call: { arguments: piece } }] : none
  return [{ tool_calls: [{ index: call, function: { arguments: piece } }] }]
}

/** Citations come before or behind their text, so that they are told once the text is whole. */
function citationsOf({ block, start }: OpenBlock): readonly ChunkDelta[] {
  const end = start + String(block.text ?? '').length
  const notes = recordsOf(block.citations).flatMap((citation) => annotation(citation, start, end) ?? [])
  return notes.length === 0 ? none : [{ annotations: notes }]
}

/** Closes a block. A tool without any JSON gets its start value, or `{}`. */
export function stopBlock(state: BlockStream, index: unknown): readonly ChunkDelta[] {
  const open = state.open.get(index)
  if (open === undefined) return none
  state.open.delete(index)
  const { block } = open
  if (open.json !== '') block.input = parseJson(open.json) ?? open.json
  state.finished.push(block)
  if (block.type === 'text') return citationsOf(open)
  const thought = thinkingBlock(block)
  if (thought !== undefined) return [{ thinking_blocks: [thought] }]
  if (open.json !== '') return none
  const input = JSON.stringify(block.input ?? {})
  if (open.isJsonTool) return [{ content: input }]
  return open.call === undefined ? none : argumentDelta(state, open.call, input)
}

/** A block that came complete. */
export function wholeBlock(state: BlockStream, block: JsonRecord): readonly ChunkDelta[] {
  const index = {} // a key no event can name
  return [...startBlock(state, index, block), ...stopBlock(state, index)]
}

/** The attempt was abandoned: its unfinished blocks are no part of the answer. False where a call of it has been sent on already. */
export function dropOpenBlocks(state: BlockStream): boolean {
  const isClean = [...state.open.values()].every((open) => open.call === undefined && !open.isJsonTool)
  state.open.clear()
  return isClean
}
