/** OpenAI messages as Anthropic's `system` and alternating turns. */
import type { Fault } from '../../protocol/failure.js'
import type { ChatMessage } from '../../protocol/messages.js'
import type { Call, Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { hashText, safeToolId, unsignedId } from '../shared/tool-id.js'
import type { AssistantBlock, TextBlock, ThinkingPart, ToolResultBlock, Turn, UserBlock } from './body.js'
import { type ContentBlock, cacheMark, contentBlocks } from './content.js'

/** System text, and the turns behind it. */
export type Conversation = { readonly system: TextBlock[]; readonly turns: Turn[] }

/** Longest id that the API takes. */
const longestToolId = 64

/** The messages of a call, or why they cannot be sent. */
export function conversation(call: Call<'chat'>, target: Target): Conversation | Fault {
  const system: TextBlock[] = []
  const turns: Turn[] = []
  if (!Array.isArray(call.request.messages)) return badRequest(target, '`messages` is not a list', 'messages')
  for (const message of call.request.messages) {
    if (!isRecord(message)) return badRequest(target, 'a message is not an object', 'messages')
    const blocks = messageBlocks(message, target)
    if ('failure' in blocks) return blocks
    mark(blocks.content, message)
    if (blocks.role === 'system') addSystem(system, turns, blocks.content)
    else append(turns, blocks)
  }
  return mend(system, turns, call, target)
}

/** What is no text (`tool_addition`) stays where it stands, as a turn of a kind that only the newest models take. */
function addSystem(system: TextBlock[], turns: Turn[], blocks: readonly ContentBlock[]): void {
  const texts = blocks.filter((block) => block.type === 'text')
  if (texts.length === blocks.length) system.push(...texts)
  else turns.push({ role: 'system', content: [...blocks] } as unknown as Turn) // Anthropic's own form, which OpenAI's messages do not have
}

type MessageBlocks = Turn | { readonly role: 'system'; readonly content: ContentBlock[] }

function messageBlocks(message: ChatMessage, target: Target): MessageBlocks | Fault {
  switch (message.role) {
    case 'assistant':
      return { role: 'assistant', content: assistantBlocks(message) }
    case 'tool':
      return toolResult(message.tool_call_id, message, target)
    case 'function':
      return toolResult(functionId(message.name), message, target)
    case 'system':
    case 'developer': {
      const blocks = contentBlocks(message.content, target)
      if ('failure' in blocks) return blocks
      return { role: 'system', content: [...blocks] }
    }
    default: {
      const blocks = contentBlocks(message.content, target)
      return 'failure' in blocks ? blocks : { role: 'user', content: [...blocks] }
    }
  }
}

function toolResult(id: string, message: JsonRecord, target: Target): MessageBlocks | Fault {
  const blocks = contentBlocks(message.content, target)
  if ('failure' in blocks) return blocks
  const [only] = blocks
  const isPlain = blocks.length === 1 && only?.type === 'text' && only.cache_control === undefined
  const result: ToolResultBlock = {
    type: 'tool_result',
    tool_use_id: safeToolId(unsignedId(String(id ?? '')), longestToolId),
    ...(blocks.length > 0 && { content: isPlain ? only.text : [...blocks] }),
    ...(message.is_error === true && { is_error: true }),
  }
  return { role: 'user', content: [result] }
}

/** Thinking first and unchanged, then text, then calls; or the blocks of the answer itself where it holds hosted tools. */
function assistantBlocks(message: JsonRecord): AssistantBlock[] {
  const own = replayedBlocks(message)
  if (own !== undefined) return own
  const blocks: AssistantBlock[] = []
  for (const block of recordsOf(message.thinking_blocks)) if (isThinking(block)) blocks.push(block)
  const text = assistantText(message.content)
  blocks.push(...(text.length > 0 ? text : assistantText(message.refusal)))
  for (const call of recordsOf(message.tool_calls)) {
    const definition = isRecord(call.function)
      ? call.function
      : isRecord(call.custom)
        ? { ...call.custom, arguments: call.custom.input }
        : {}
    blocks.push({
      type: 'tool_use',
      id: safeToolId(unsignedId(String(call.id ?? '')), longestToolId),
      name: String(definition.name ?? ''),
      input: toolInput(definition.arguments),
    })
  }
  if (isRecord(message.function_call)) {
    const name = String(message.function_call.name ?? '')
    blocks.push({ type: 'tool_use', id: functionId(name), name, input: toolInput(message.function_call.arguments) })
  }
  return blocks
}

function assistantText(content: unknown): TextBlock[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  const blocks: TextBlock[] = []
  for (const part of recordsOf(content)) {
    const text = textOf(part.text) ?? textOf(part.refusal)
    const cache = cacheMark(part.cache_control)
    if (text !== undefined) blocks.push({ type: 'text', text, ...(cache !== undefined && { cache_control: cache }) })
  }
  return blocks
}

/** `content_blocks` of an earlier answer, as long as the caller has left its text alone. */
function replayedBlocks(message: JsonRecord): AssistantBlock[] | undefined {
  const fields = message.provider_specific_fields
  if (!isRecord(fields) || !Array.isArray(fields.content_blocks)) return undefined
  const blocks = recordsOf(fields.content_blocks).map((block) => ({ ...block }))
  const text = blocks.map((block) => (block.type === 'text' ? (textOf(block.text) ?? '') : '')).join('')
  if (text !== (message.content ?? '')) return undefined
  return blocks.filter((block) => block.type !== 'text' || textOf(block.text) !== undefined) as AssistantBlock[] // the provider's own blocks go back to it unchanged
}

function isThinking(block: JsonRecord): block is JsonRecord & ThinkingPart {
  if (block.type === 'redacted_thinking') return textOf(block.data) !== undefined
  return block.type === 'thinking' && typeof block.thinking === 'string' && textOf(block.signature) !== undefined
}

/** Arguments as an object; text that is not one is kept under a name of its own. */
function toolInput(value: unknown): { [key: string]: unknown } {
  const input = typeof value === 'string' ? parseJson(value.trim() === '' ? '{}' : value) : value
  if (isRecord(input)) return input
  return value === undefined || value === null ? {} : { input: input ?? value }
}

function functionId(name: string): string {
  return `call_${hashText(name, 12)}`
}

/** A mark on the whole message stands at its last block that may carry one. */
function mark(blocks: (UserBlock | AssistantBlock)[], message: ChatMessage): void {
  const cache = cacheMark('cache_control' in message ? message.cache_control : undefined)
  const last = blocks.at(-1)
  if (cache !== undefined && last !== undefined && last.type !== 'thinking' && last.type !== 'redacted_thinking')
    last.cache_control ??= cache
}

/** Adds a turn, joined with the one before where the role is the same; tool results stand before anything else. */
function append(turns: Turn[], turn: Turn): void {
  if (turn.content.length === 0) return
  const last = turns.at(-1)
  if (last?.role === 'user' && turn.role === 'user') {
    const all = [...last.content, ...turn.content]
    last.content = [...all.filter((block) => block.type === 'tool_result'), ...all.filter((block) => block.type !== 'tool_result')]
  } else if (last?.role === 'assistant' && turn.role === 'assistant') last.content.push(...turn.content)
  else turns.push(turn)
}

/** What the API refuses in the shape of a conversation: repaired under `modify_params`, else reported where nothing could be sent. */
function mend(system: TextBlock[], turns: Turn[], call: Call<'chat'>, target: Target): Conversation | Fault {
  if (turns.length === 0) {
    if (!call.modifyParams) return badRequest(target, 'there is no user, assistant or tool message with content to send', 'messages')
    turns.push({ role: 'user', content: [{ type: 'text', text: 'Please continue.' }] })
  }
  if (turns[0]?.role === 'assistant' && call.modifyParams) turns.unshift({ role: 'user', content: [{ type: 'text', text: '.' }] })
  const last = turns.at(-1)
  if (last?.role === 'assistant') {
    if (target.deployment.flags.includes('no-prefill')) {
      if (!call.modifyParams)
        return badRequest(target, 'the last message is an assistant message, and this model does not continue one', 'messages')
      turns.push({ role: 'user', content: [{ type: 'text', text: 'Please continue.' }] })
    } else trimEnd(last.content)
  }
  return { system, turns }
}

function trimEnd(blocks: AssistantBlock[]): void {
  const last = blocks.at(-1)
  if (last?.type !== 'text') return
  last.text = last.text.trimEnd()
  if (last.text === '' && blocks.length > 1) blocks.pop()
}
