/** OpenAI's messages in Oracle's COHERE format: the question by itself, what was said before it as a history. */
import type { Fault } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { type EarlierCall, earlierCalls, functionCallId } from '../shared/called-tools.js'
import { contentText } from '../shared/content-text.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'

/** One entry of the history, its role in OpenAI's words still known. */
type Entry = { readonly role: 'USER' | 'CHATBOT' | 'TOOL'; readonly entry: JsonRecord }

/** `message`, `chatHistory`, `preambleOverride`, and `toolResults` where the conversation ends with results. */
export function cohereHistory(messages: readonly unknown[], target: Target): JsonRecord | Fault {
  const system: string[] = []
  const entries: Entry[] = []
  const calls = new Map<string, EarlierCall>()
  for (const message of messages) {
    if (!isRecord(message)) return badRequest(target, 'a message is not an object', 'messages')
    const text = contentText(message.content, target)
    if (typeof text !== 'string') return text
    if (message.role === 'system' || message.role === 'developer') system.push(text)
    else add(entries, message, text, calls)
  }
  const last = entries.at(-1)
  // results of the turn that is still open are not history yet, and nobody says anything with them
  if (last?.role === 'TOOL') return settled(entries.slice(0, -1), '', system, { toolResults: last.entry.toolResults })
  const asked = entries.findLastIndex(({ role }) => role === 'USER')
  const question = entries[asked]
  if (question === undefined) return badRequest(target, 'the conversation holds no message of the user', 'messages')
  return settled(entries.toSpliced(asked, 1), String(question.entry.message), system, {})
}

function settled(history: readonly Entry[], message: string, system: readonly string[], more: JsonRecord): JsonRecord {
  return {
    message,
    ...(history.length > 0 && { chatHistory: history.map(({ entry }) => entry) }),
    ...(system.length > 0 && { preambleOverride: system.join('\n') }),
    ...more,
  }
}

function add(entries: Entry[], message: JsonRecord, text: string, calls: Map<string, EarlierCall>): void {
  if (message.role === 'tool' || message.role === 'function') {
    addResult(entries, calls.get(textOf(message.tool_call_id) ?? functionCallId(String(message.name ?? ''))), text)
    return
  }
  if (message.role !== 'assistant') {
    if (text !== '') entries.push({ role: 'USER', entry: { role: 'USER', message: text } })
    return
  }
  const made = earlierCalls(message)
  for (const call of made) calls.set(call.id, call)
  if (text === '' && made.length === 0) return
  const toolCalls = made.map(({ name, input }) => ({ name, parameters: input }))
  entries.push({ role: 'CHATBOT', entry: { role: 'CHATBOT', message: text, ...(toolCalls.length > 0 && { toolCalls }) } })
}

/** Results of calls made together belong into one entry. */
function addResult(entries: Entry[], call: EarlierCall | undefined, text: string): void {
  const result = { call: { name: call?.name ?? '', parameters: call?.input ?? {} }, outputs: [{ output: text }] }
  const last = entries.at(-1)
  if (last?.role === 'TOOL' && Array.isArray(last.entry.toolResults)) last.entry.toolResults.push(result)
  else entries.push({ role: 'TOOL', entry: { role: 'TOOL', toolResults: [result] } })
}
