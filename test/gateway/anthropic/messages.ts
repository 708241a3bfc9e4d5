/** Messages put together from their events, and what counts as the same Message. */
import type { MessageEvent } from '../../../src/gateway/anthropic/body.js'
import { isRecord, type JsonRecord, parseJson, recordsOf } from '../../../src/providers/shared/json.js'

/** The Message that events add up to, put together as Anthropic describes it. Every event is checked for its place. */
export function foldedMessage(events: readonly MessageEvent[]): JsonRecord {
  let message: JsonRecord = {}
  const blocks: { block: JsonRecord; json: string; isOpen: boolean }[] = []
  for (const event of events) {
    switch (event.type) {
      case 'message_start':
        message = { ...event.message }
        break
      case 'content_block_start':
        if (blocks[event.index] !== undefined) throw new Error(`block ${event.index} begins twice`)
        blocks[event.index] = { block: { ...event.content_block }, json: '', isOpen: true }
        break
      case 'content_block_delta': {
        const open = blocks[event.index]
        if (open?.isOpen !== true) throw new Error(`a piece of block ${event.index}, which is not open`)
        addPiece(open, event.delta)
        break
      }
      case 'content_block_stop': {
        const open = blocks[event.index]
        if (open?.isOpen !== true) throw new Error(`the end of block ${event.index}, which is not open`)
        open.isOpen = false
        if (open.json !== '') open.block.input = parseJson(open.json)
        break
      }
      case 'message_delta': {
        const usage = Object.fromEntries(Object.entries(event.usage).filter(([, value]) => value !== null))
        const own = event.context_management === undefined ? {} : { context_management: event.context_management }
        message = { ...message, ...event.delta, ...own, usage: { ...(isRecord(message.usage) && message.usage), ...usage } }
        break
      }
      default:
    }
  }
  if (blocks.some(({ isOpen }) => isOpen)) throw new Error('a block is still open')
  return { ...message, content: blocks.map(({ block }) => block) }
}

function addPiece(open: { block: JsonRecord; json: string }, delta: JsonRecord): void {
  const { block } = open
  if (delta.type === 'text_delta') block.text = String(block.text) + String(delta.text)
  if (delta.type === 'thinking_delta') block.thinking = String(block.thinking) + String(delta.thinking)
  if (delta.type === 'signature_delta') block.signature = String(block.signature ?? '') + String(delta.signature)
  if (delta.type === 'input_json_delta') open.json += String(delta.partial_json)
  if (delta.type === 'citations_delta') block.citations = [...recordsOf(block.citations), delta.citation]
}

/**
 * A Message without what says nothing or cannot be told in chat terms:
 * - members that are null, and counts that are 0;
 * - texts without a character;
 * - `web_fetch_requests` and other counts of hosted tools but searches;
 * - members of `usage` that are no tokens of Anthropic's;
 * - the parts of `cache_creation` where nothing is kept for an hour: streams tell a part at their start that their end outdates.
 */
export function normalMessage(message: unknown): JsonRecord {
  if (!isRecord(message)) throw new Error('no message')
  const { usage, content, ...rest } = message
  return {
    ...filled(rest),
    content: recordsOf(content).filter(({ type, text }) => type !== 'text' || text !== ''),
    usage: normalUsage(isRecord(usage) ? usage : {}),
  }
}

const counts = ['input_tokens', 'output_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens', 'cache_creation'] as const
const others = ['output_tokens_details', 'service_tier', 'inference_geo', 'iterations'] as const

function normalUsage(usage: JsonRecord): JsonRecord {
  const searches = isRecord(usage.server_tool_use) ? usage.server_tool_use.web_search_requests : undefined
  const known = Object.fromEntries([...counts, ...others].map((name) => [name, usage[name]]))
  if (!isRecord(usage.cache_creation) || usage.cache_creation.ephemeral_1h_input_tokens === 0) delete known.cache_creation
  return filled({ ...known, searches })
}

function filled(record: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => {
      const inner = isRecord(value) ? filled(value) : value
      const isEmpty = inner === null || inner === undefined || inner === 0 || (isRecord(inner) && Object.keys(inner).length === 0)
      return isEmpty ? [] : [[name, inner] as const]
    }),
  )
}
