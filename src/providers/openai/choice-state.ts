/** What a stream remembers of one choice, and how each delta of it is settled. */
import type { ChunkDelta, FinishReason } from '../../protocol/chat.js'
import { callsMade, finishReason } from '../shared/finish-reason.js'
import type { JsonRecord } from '../shared/json.js'
import { readParts, statedReasoning } from './reasoning.js'
import { noThink, type ThinkState, thinkEnd, thinkStart, thinkStep } from './think-state.js'
import { createToolDeltas, missingArguments, type ToolDeltas, toolDeltas } from './tool-deltas.js'

/** One choice of a stream. */
export type ChoiceState = {
  isStarted: boolean
  /** The host's finish reason, once it came. */
  finish: string | undefined
  /** The upstream's own word for it, where the host gives one beside. */
  native: string | undefined
  think: ThinkState
  tools: ToolDeltas | undefined
}

/** The state before the first delta. */
export function createChoice(): ChoiceState {
  return { isStarted: false, finish: undefined, native: undefined, think: thinkStart, tools: undefined }
}

/** Edits the delta in place. False where nothing of it is left to send. */
export function settleDelta(state: ChoiceState, delta: JsonRecord, mintId: () => string): boolean {
  if (state.isStarted && state.think === noThink && isPlainText(delta)) return true
  settleContent(state, delta)
  if (delta.tool_calls !== undefined) settleTools(state, delta, mintId)
  if (delta.refusal === null || delta.refusal === '') delete delta.refusal
  for (const key of ['function_call', 'audio', 'annotations'] as const) if (delta[key] === null) delete delta[key]
  moveSpecific(delta)
  if (!state.isStarted) {
    state.isStarted = true
    delta.role = 'assistant'
    if (delta.content === undefined && delta.tool_calls === undefined) delta.content = ''
    return true
  }
  if (delta.role !== undefined) delete delta.role
  return isTelling(delta)
}

/** The common case: some text and nothing that would have to be moved or removed. */
function isPlainText(delta: JsonRecord): boolean {
  return (
    typeof delta.content === 'string' &&
    delta.content !== '' &&
    delta.role === undefined &&
    delta.tool_calls === undefined &&
    delta.reasoning === undefined &&
    delta.reasoning_content === undefined &&
    delta.reasoning_details === undefined &&
    delta.refusal === undefined &&
    delta.function_call === undefined &&
    delta.audio === undefined
  )
}

function settleContent(state: ChoiceState, delta: JsonRecord): void {
  let reasoning = statedReasoning(delta)
  if (delta.reasoning !== undefined) delete delta.reasoning
  if (Array.isArray(delta.content)) {
    const parts = readParts(delta.content)
    delta.content = parts.text
    if (parts.reasoning !== '') reasoning = parts.reasoning
    if (parts.others.length > 0) delta.provider_specific_fields = { content_parts: parts.others }
  }
  if (reasoning !== undefined) state.think = noThink
  if (typeof delta.content === 'string' && delta.content !== '' && state.think !== noThink) {
    const step = thinkStep(state.think, delta.content)
    state.think = step.state
    delta.content = step.text
    if (step.reasoning !== '') reasoning = step.reasoning
  }
  if (reasoning !== undefined) delta.reasoning_content = reasoning
  else if (delta.reasoning_content !== undefined) delete delta.reasoning_content
  if (state.isStarted && (delta.content === null || delta.content === '')) delete delta.content
}

function settleTools(state: ChoiceState, delta: JsonRecord, mintId: () => string): void {
  state.tools ??= createToolDeltas()
  const settled = toolDeltas(state.tools, delta.tool_calls, mintId)
  if (settled.length > 0) delta.tool_calls = settled
  else delete delta.tool_calls
}

function moveSpecific(delta: JsonRecord): void {
  for (const key of ['reasoning_details', 'executed_tools'] as const) {
    const value = delta[key]
    if (value === undefined) continue
    delete delta[key]
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0)
    if (!isEmpty) delta.provider_specific_fields = { ...Object(delta.provider_specific_fields), [key]: value }
  }
}

function isTelling(delta: JsonRecord): boolean {
  for (const key in delta) {
    const value = delta[key]
    if (value !== null && value !== undefined && value !== '') return true
  }
  return false
}

/** What the end of the stream still owes: text that was held back, and arguments that never came. */
export function closingDelta(state: ChoiceState): ChunkDelta | undefined {
  const { text, reasoning } = thinkEnd(state.think)
  const tools = state.tools === undefined ? [] : missingArguments(state.tools)
  if (text === '' && reasoning === '' && tools.length === 0) return undefined
  return {
    ...(text !== '' && { content: text }),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(tools.length > 0 && { tool_calls: tools.map(({ index }) => ({ index: Number(index), function: { arguments: '{}' } })) }),
  }
}

/** The finish reason in OpenAI's words. */
export function finishOf(state: ChoiceState, toolChoice: unknown): FinishReason {
  return finishReason(state.finish, callsMade(state.tools !== undefined && state.tools.calls.length > 0, toolChoice))
}
