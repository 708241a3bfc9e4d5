/** `system` and turns of a Messages request as OpenAI messages. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../providers/shared/json.js'
import { contentPart } from './content.js'
import type { Door } from './door.js'

/** The messages, or what is wrong with them. */
export type Messages = { readonly messages: readonly JsonRecord[]; readonly refused?: undefined } | { readonly refused: string }

/** All messages, the system's first. */
export function chatMessages(body: JsonRecord, door: Door): Messages {
  if (!Array.isArray(body.messages)) return { refused: 'messages: a list is required' }
  const messages = systemMessages(body.system)
  for (const [at, turn] of body.messages.entries()) {
    const read = isRecord(turn) ? readTurn(turn, door) : undefined
    if (read === undefined)
      return {
        refused: `messages.${at}: a turn has a \`role\` (user, assistant or system) and \`content\`, which is text or a list of blocks`,
      }
    messages.push(...read)
  }
  return { messages }
}

function systemMessages(system: unknown): JsonRecord[] {
  const text = textOf(system)
  const content = text === undefined ? recordsOf(system) : [{ type: 'text', text }]
  return content.length > 0 ? [{ role: 'system', content }] : []
}

function readTurn({ role, content }: JsonRecord, door: Door): JsonRecord[] | undefined {
  if (role !== 'user' && role !== 'assistant' && role !== 'system') return undefined
  if (typeof content === 'string') return [{ role, content }]
  if (!Array.isArray(content) || !content.every(isRecord)) return undefined
  if (role === 'assistant') return [assistantMessage(content, door)]
  if (role === 'system') return [{ role, content }]
  return userMessages(content, door)
}

/** Results of tools are messages of their own, before what the user says with them. */
function userMessages(blocks: readonly JsonRecord[], door: Door): JsonRecord[] {
  const results = blocks.filter((block) => block.type === 'tool_result')
  const shown: JsonRecord[] = []
  const messages = results.map((result) => toolMessage(result, shown, door))
  const rest = blocks.filter((block) => block.type !== 'tool_result').map((block) => contentPart(block, door))
  const content = [...shown, ...rest]
  return content.length > 0 ? [...messages, { role: 'user', content }] : messages
}

/** Where hosts take no media inside a result `shown` gets them, which the user shows behind the results. */
function toolMessage({ tool_use_id, content, is_error, cache_control }: JsonRecord, shown: JsonRecord[], door: Door): JsonRecord {
  const parts = recordsOf(content).map((block) => contentPart(block, door))
  const kept = door.knowsBlocks ? parts : parts.filter(({ type }) => type === 'text')
  if (kept.length < parts.length) {
    shown.push({ type: 'text', text: `Shown by the tool call ${String(tool_use_id)}:` }, ...parts.filter(({ type }) => type !== 'text'))
  }
  return {
    role: 'tool',
    tool_call_id: tool_use_id,
    content: typeof content === 'string' ? content : kept.length === 0 && parts.length > 0 ? 'Shown below.' : kept,
    ...(is_error === true && { is_error }),
    ...(cache_control !== undefined && { cache_control }),
  }
}

/** Text, thinking and calls apart; a turn that holds more than that is also kept whole, as replies give it. */
function assistantMessage(blocks: readonly JsonRecord[], { isClaude }: Door): JsonRecord {
  const texts = blocks.filter((block) => block.type === 'text')
  const thinking = blocks.filter((block) => block.type === 'thinking' || block.type === 'redacted_thinking')
  const calls = blocks.filter((block) => block.type === 'tool_use')
  const reasoning = thinking.map((block) => textOf(block.thinking) ?? '').join('')
  const isWhole = isClaude && !isInOrder(blocks)
  return {
    role: 'assistant',
    content: isWhole ? texts.map((block) => String(block.text ?? '')).join('') : texts.length > 0 ? texts : noText(calls),
    ...(thinking.length > 0 && { thinking_blocks: thinking }),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls.map(toolCall) }),
    ...(isWhole && { provider_specific_fields: { content_blocks: blocks } }),
  }
}

/** Hosts refuse an empty list, and null where there are no calls either. */
const noText = (calls: readonly JsonRecord[]) => (calls.length > 0 ? null : '')

const order: readonly unknown[] = ['thinking', 'text', 'tool_use']

/** True where nothing is lost by taking thinking, text and calls apart: they stand in that order, and nothing else is there. */
function isInOrder(blocks: readonly JsonRecord[]): boolean {
  let last = 0
  for (const block of blocks) {
    const place = order.indexOf(block.type === 'redacted_thinking' ? 'thinking' : block.type)
    if (place < last || block.citations !== undefined || block.caller !== undefined) return false
    if (block.type === 'tool_use' && block.cache_control !== undefined) return false
    last = place
  }
  return true
}

function toolCall({ id, name, input }: JsonRecord): JsonRecord {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input ?? {}) } }
}
