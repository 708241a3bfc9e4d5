/** Input items of a Responses request as chat messages. */
import type { Fault } from '../../protocol/failure.js'
import type { ChatMessage } from '../../protocol/messages.js'
import type { Target } from '../adapter.js'
import { plainText } from '../openai-responses/content.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf, textOf } from '../shared/json.js'

/** What a provider's own tools did on the way to an earlier answer: told by its text, with no counterpart in chat. */
const history: ReadonlySet<unknown> = new Set([
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'mcp_list_tools',
  'mcp_call',
  'tool_search_call',
  'tool_search_output',
])

/** The messages, instructions first; or the failure that names the item chat cannot say. */
export function inputMessages({ input, instructions }: JsonRecord, target: Target): ChatMessage[] | Fault {
  const messages: JsonRecord[] = []
  if (textOf(instructions) !== undefined) messages.push({ role: 'system', content: instructions })
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input
  if (!Array.isArray(items)) return badRequest(target, '`input` is neither text nor a list of items', 'input')
  for (const [at, item] of items.entries()) {
    if (!isRecord(item)) return badRequest(target, `\`input[${at}]\` is not an object`, 'input')
    if (history.has(item.type)) continue
    if (!addItem(messages, item)) return badRequest(target, refusal(item, at), 'input')
  }
  return messages as unknown as ChatMessage[] // made below, member by member
}

function refusal({ type }: JsonRecord, at: number): string {
  const why = type === 'item_reference' ? 'nothing is stored that it could refer to' : 'a chat model has no counterpart of it'
  return `\`input[${at}]\` is of type "${String(type)}": ${why}`
}

function addItem(messages: JsonRecord[], item: JsonRecord): boolean {
  switch (item.type) {
    case 'function_call':
      addCall(messages, { id: item.call_id, type: 'function', function: { name: item.name, arguments: textOf(item.arguments) ?? '{}' } })
      return true
    case 'custom_tool_call':
      addCall(messages, { id: item.call_id, type: 'custom', custom: { name: item.name, input: String(item.input ?? '') } })
      return true
    case 'function_call_output':
    case 'custom_tool_call_output':
      messages.push({ role: 'tool', tool_call_id: item.call_id, content: chatContent(item.output) })
      return true
    case 'reasoning':
      addReasoning(
        assistant(messages, () => true),
        item,
      )
      return true
    case 'message':
    case undefined:
    case null:
      return addMessage(messages, item)
    default:
      return false
  }
}

/** The assistant message at the end, where `goesOn` says that the item belongs to it; else a new one. */
function assistant(messages: JsonRecord[], goesOn: (message: JsonRecord) => boolean): JsonRecord {
  const last = messages.at(-1)
  if (last?.role === 'assistant' && goesOn(last)) return last
  const message: JsonRecord = { role: 'assistant', content: null }
  messages.push(message)
  return message
}

function addCall(messages: JsonRecord[], call: JsonRecord): void {
  const message = assistant(messages, () => true)
  message.tool_calls = [...listOf(message.tool_calls), call]
}

/** Signed thinking, and what else the provider wants back, travel in `encrypted_content`, where the bridge itself puts them. */
function addReasoning(message: JsonRecord, item: JsonRecord): void {
  const parts = recordsOf(item.summary).length > 0 ? item.summary : item.content
  const text = recordsOf(parts)
    .map((part) => textOf(part.text) ?? '')
    .filter((one) => one !== '')
    .join('\n\n')
  if (text !== '') message.reasoning_content = [textOf(message.reasoning_content), text].filter((one) => one !== undefined).join('\n\n')
  const carried = parseJson(textOf(item.encrypted_content) ?? '')
  if (isRecord(carried) && isRecord(carried.provider_specific_fields)) message.provider_specific_fields = carried.provider_specific_fields
  const blocks = recordsOf(carried)
  if (blocks.length > 0) message.thinking_blocks = [...listOf(message.thinking_blocks), ...blocks]
}

function addMessage(messages: JsonRecord[], { role, content }: JsonRecord): boolean {
  if (role === 'user') messages.push({ role, content: chatContent(content) })
  else if (role === 'system' || role === 'developer') messages.push({ role, content: plainText(content) })
  else if (role === 'assistant') {
    const message = assistant(messages, (last) => last.content === null && last.refusal === undefined)
    const said = recordsOf(content).filter((part) => part.type !== 'refusal')
    const refused = plainText(recordsOf(content).filter((part) => part.type === 'refusal'))
    message.content = typeof content === 'string' ? content : plainText(said)
    if (refused !== '') message.refusal = refused
  } else return false
  return true
}

/** Text as it is, parts in chat's form. */
function chatContent(content: unknown): string | readonly JsonRecord[] {
  return Array.isArray(content) ? recordsOf(content).map(chatPart) : typeof content === 'string' ? content : ''
}

function chatPart(part: JsonRecord): JsonRecord {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
      return {
        type: 'text',
        text: part.text,
        ...(isRecord(part.prompt_cache_breakpoint) && { prompt_cache_breakpoint: part.prompt_cache_breakpoint }),
      }
    case 'input_image':
      return imagePart(part)
    case 'input_file': {
      const { file_data, filename } = part
      const id = textOf(part.file_id) ?? textOf(part.file_url) // adapters take an address where the id stands
      return {
        type: 'file',
        file: { ...(textOf(file_data) && { file_data }), ...(id && { file_id: id }), ...(textOf(filename) && { filename }) },
      }
    }
    default:
      return part
  }
}

function imagePart({ image_url: url, file_id: id, detail }: JsonRecord): JsonRecord {
  if (textOf(url) === undefined) return { type: 'file', file: { file_id: id, format: 'image/png' } }
  const level = detail === 'low' || detail === 'high' || detail === 'auto' ? { detail } : {}
  return { type: 'image_url', image_url: { url, ...level } }
}
