/** Messages in GigaChat's order: one system message first, each call of a function followed by its result. */
import type { Outcome } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { earlierCalls, functionCallId } from '../shared/called-tools.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf, textOf } from '../shared/json.js'

/** The turns. `given` are the caller's own messages, which still hold what went in `provider_specific_fields`. */
export function gigachatMessages(
  messages: unknown,
  given: readonly unknown[],
  instruction: string | undefined,
  target: Target,
): Outcome<JsonRecord[]> {
  const list = recordsOf(messages)
  const results = resultsById(list)
  const turns: JsonRecord[] = instruction === undefined ? [] : [{ role: 'system', content: instruction }]
  for (const [position, message] of list.entries()) {
    const text = plainText(message.content)
    if (text === undefined) {
      const why = 'takes no images or files inside messages; upload them to GigaChat and name their ids in `attachments` of the message'
      return badRequest(target, why, 'messages')
    }
    const { role } = message
    if (role === 'tool' || role === 'function') continue // sent behind its call
    if (role === 'system' || role === 'developer') addSystem(turns, text)
    else if (role === 'assistant') turns.push(...assistantTurns(message, text, stateId(given[position]), results))
    else addUser(turns, text, message.attachments)
  }
  return turns
}

/** What the user says in several messages is one turn, as in LiteLLM. */
function addUser(turns: JsonRecord[], text: string, attachments?: unknown): void {
  const last = turns.at(-1)
  if (last?.role !== 'user') {
    turns.push({ ...(attachments !== undefined && { attachments }), role: 'user', content: text })
    return
  }
  last.content = `${String(last.content)}\n${text}`
  if (attachments !== undefined) last.attachments = [...listOf(last.attachments), ...listOf(attachments)]
}

/** Only the first message may be the system's; a later one speaks as the user, as in LiteLLM. */
function addSystem(turns: JsonRecord[], text: string): void {
  const [first] = turns
  if (turns.length === 0) turns.push({ role: 'system', content: text })
  else if (turns.length === 1 && first?.role === 'system') first.content = `${String(first.content)}\n\n${text}`
  else addUser(turns, text)
}

/** Differs: LiteLLM keeps the first of several calls; each becomes a turn of its own here, with its result behind it. */
function assistantTurns(message: JsonRecord, text: string, state: string | undefined, results: Map<string, JsonRecord[]>): JsonRecord[] {
  const calls = earlierCalls(message)
  if (calls.length === 0) return [{ role: 'assistant', content: text }]
  return calls.flatMap(({ id, name, input }, position) => {
    const turn: JsonRecord = { role: 'assistant', content: position === 0 ? text : '', function_call: { name, arguments: input } }
    if (state !== undefined) turn.functions_state_id = state
    const result = results.get(id)?.shift()
    return result === undefined ? [turn] : [turn, { role: 'function', name, content: jsonText(plainText(result.content) ?? '') }]
  })
}

function resultsById(messages: readonly JsonRecord[]): Map<string, JsonRecord[]> {
  const found = new Map<string, JsonRecord[]>()
  for (const message of messages) {
    const id = message.role === 'function' ? functionCallId(String(message.name ?? '')) : textOf(message.tool_call_id)
    if (id === undefined || (message.role !== 'tool' && message.role !== 'function')) continue
    found.set(id, [...(found.get(id) ?? []), message])
  }
  return found
}

/** Results must be JSON. */
function jsonText(text: string): string {
  return parseJson(text) === undefined ? JSON.stringify(text) : text
}

function stateId(message: unknown): string | undefined {
  const fields = isRecord(message) ? message.provider_specific_fields : undefined
  return isRecord(fields) ? textOf(fields.functions_state_id) : undefined
}

function plainText(content: unknown): string | undefined {
  if (typeof content === 'string') return content
  const parts = listOf(content)
  const texts = parts.map((part) => (isRecord(part) && part.type === 'text' ? (textOf(part.text) ?? '') : undefined))
  return texts.every((text) => text !== undefined) ? texts.join('\n') : undefined
}
