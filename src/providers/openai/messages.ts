/** Messages as an OpenAI-compatible host takes them. Returns the caller's own list where nothing has to change. */
import type { Deployment, ModelFlag } from '../../plan/plan.js'
import type { ChatMessage } from '../../protocol/messages.js'
import { isRecord, type JsonRecord, listOf, recordsOf } from '../shared/json.js'
import { alnum9, shortToolId, unsignedId } from '../shared/tool-id.js'
import type { QuirkRules } from './quirk-rules.js'

/** Role under which system messages travel to a model; undefined where the caller's stays. */
type SystemRole = 'system' | 'developer' | 'user' | undefined

/** Messages without what the host refuses, under the roles that the model knows. */
export function hostMessages(messages: readonly ChatMessage[], rules: QuirkRules, deployment: Deployment): ChatMessage[] {
  const role = systemRole(deployment, rules)
  let changed: ChatMessage[] | undefined
  for (let i = 0; i < messages.length; i += 1) {
    const message = messages[i]
    if (message === undefined) continue
    if (!rules.rewritesMessages && isPlain(message, rules, role)) continue
    changed ??= [...messages]
    changed[i] = hostMessage(message, rules, role)
  }
  if (rules.quirks.dropEmptyTurns === true) changed = (changed ?? messages).filter((message) => !isEmptyTurn(message))
  return changed ?? (messages as ChatMessage[]) // only read from here on: the body is turned into text next
}

function systemRole({ flags, supportsSystemMessage }: Deployment, { takesDeveloper }: QuirkRules): SystemRole {
  const has = (flag: ModelFlag) => flags.includes(flag)
  if (supportsSystemMessage === false || has('no-system-role')) return 'user'
  if (has('openai-reasoning')) return 'developer'
  return takesDeveloper ? undefined : 'system'
}

/** True for an assistant message that says nothing and calls nothing. */
function isEmptyTurn({ role, content, tool_calls: calls }: JsonRecord): boolean {
  return role === 'assistant' && listOf(calls).length === 0 && (content ?? '') === ''
}

/** True for a message that any OpenAI-compatible host takes as it is. */
function isPlain(message: JsonRecord, rules: QuirkRules, role: SystemRole): boolean {
  for (const key in message) {
    const value = message[key]
    switch (key) {
      case 'role':
        if ((value === 'system' || value === 'developer') && value !== (role ?? value)) return false
        break
      case 'content':
        if (typeof value !== 'string' && value !== null && !isPlainContent(value, rules)) return false
        break
      case 'tool_calls':
        if (!isPlainCalls(value, rules)) return false
        break
      case 'tool_call_id':
        if (!isShort(value, rules)) return false
        break
      default:
        if (value === null || value === undefined || rules.stripped.has(key)) return false
    }
  }
  return true
}

function isPlainContent(content: unknown, rules: QuirkRules): boolean {
  if (!Array.isArray(content)) return false
  return content.every((part) => {
    if (!isRecord(part)) return false
    if (part.type === 'text') return Object.keys(part).every((key) => !rules.stripped.has(key))
    return false
  })
}

function isPlainCalls(calls: unknown, rules: QuirkRules): boolean {
  return (
    Array.isArray(calls) &&
    calls.every((call) => isRecord(call) && Object.keys(call).every((key) => callKeys.has(key)) && isShort(call.id, rules))
  )
}

const callKeys: ReadonlySet<string> = new Set(['id', 'type', 'function', 'custom', 'index'])
const isShort = (id: unknown, rules: QuirkRules) => typeof id !== 'string' || (id.length <= rules.longestToolId && ownId(id, rules) === id)

function hostMessage(message: ChatMessage, rules: QuirkRules, role: SystemRole): ChatMessage {
  const out: JsonRecord = {}
  for (const [key, value] of Object.entries(message)) {
    if (rules.stripped.has(key) || key === '__proto__') continue
    if (value === undefined || (value === null && key !== 'content')) continue
    out[key] = value
  }
  if (role !== undefined && (out.role === 'system' || out.role === 'developer')) out.role = role
  restoreReasoning(message, out, rules)
  if (out.cache_control !== undefined) markContent(out)
  if (Array.isArray(out.content)) out.content = hostContent(out.content, rules)
  if (Array.isArray(out.tool_calls)) out.tool_calls = recordsOf(out.tool_calls).map((call) => hostCall(call, rules))
  if (typeof out.tool_call_id === 'string') out.tool_call_id = hostToolId(out.tool_call_id, rules)
  return out as ChatMessage // same members as the message it was copied from, less what the host refuses
}

/** Reasoning of an earlier turn, under the name the host reads it by. DeepSeek wants its own field also where it is empty. */
function restoreReasoning(message: JsonRecord, out: JsonRecord, { quirks, accepted }: QuirkRules): void {
  const { reasoningField: field } = quirks
  const reasoning = message.reasoning_content
  if (field !== undefined && typeof reasoning === 'string' && (reasoning !== '' || field === 'reasoning_content')) out[field] = reasoning
  const details = isRecord(message.provider_specific_fields) ? message.provider_specific_fields.reasoning_details : undefined
  if (details !== undefined && accepted.has('reasoning_details')) out.reasoning_details ??= details
}

/** Hosts read cache marks on content parts only, so that a mark on the whole message moves to its last part. */
function markContent(out: JsonRecord): void {
  const { cache_control: mark, content } = out
  const parts: readonly unknown[] = typeof content === 'string' && content !== '' ? [{ type: 'text', text: content }] : listOf(content)
  const last = parts.at(-1)
  delete out.cache_control
  if (isRecord(last)) out.content = [...parts.slice(0, -1), { cache_control: mark, ...last }]
}

function hostContent(content: readonly unknown[], rules: QuirkRules): unknown {
  const parts = content.map((part) => (isRecord(part) ? hostPart(part, rules) : part))
  if (rules.quirks.flattenTextContent !== true) return parts
  const texts = parts.map((part) => (isRecord(part) && part.type === 'text' && typeof part.text === 'string' ? part.text : undefined))
  return texts.every((text) => text !== undefined) ? texts.join('') : parts
}

function hostPart(part: JsonRecord, rules: QuirkRules): JsonRecord {
  const kept = Object.fromEntries(Object.entries(part).filter(([key, value]) => !rules.stripped.has(key) && value !== null))
  if (isRecord(kept.image_url) && 'format' in kept.image_url) kept.image_url = without(kept.image_url, 'format')
  if (isRecord(kept.file) && 'format' in kept.file) kept.file = without(kept.file, 'format')
  return kept
}

function hostCall(call: JsonRecord, rules: QuirkRules): JsonRecord {
  const kept = Object.fromEntries(Object.entries(call).filter(([key]) => callKeys.has(key)))
  if (typeof kept.id === 'string') kept.id = hostToolId(kept.id, rules)
  return kept
}

/** Gemini's signature leaves the id, but for a LiteLLM proxy, which reads it there. */
function ownId(id: string, { accepted }: QuirkRules): string {
  return accepted.has('provider_specific_fields') ? id : unsignedId(id)
}

function hostToolId(given: string, rules: QuirkRules): string {
  const id = ownId(given, rules)
  return rules.quirks.toolCallId === 'alnum9' ? alnum9(id) : shortToolId(id, rules.longestToolId)
}

function without(record: JsonRecord, key: string): JsonRecord {
  const { [key]: _removed, ...rest } = record
  return rest
}
