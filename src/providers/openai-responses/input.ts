/** Messages of a chat request as `instructions` and input items. */
import type { Outcome } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { functionCallId } from '../shared/called-tools.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf } from '../shared/json.js'
import type { InputItem, InputPart, ShellOutput } from './body.js'
import { inputContent, plainText } from './content.js'
import { assistantItems, callId, ownItems } from './replay.js'

/** What a conversation comes down to. */
export type Conversation = { readonly instructions?: string; readonly input: InputItem[] }

/** The messages of a call, or why they cannot be sent. */
export function conversation(call: Call<'chat'>, target: Target): Outcome<Conversation> {
  const { messages, store } = call.request
  if (!Array.isArray(messages)) return badRequest(target, '`messages` is not a list', 'messages')
  const input: InputItem[] = []
  const kinds = new Map<string, unknown>()
  const instructions = leadingText(messages, target)
  for (const message of instructions === undefined ? messages : messages.slice(1)) {
    if (!isRecord(message)) return badRequest(target, 'a message is not an object', 'messages')
    const items = messageItems(message, kinds, store === true, target)
    if ('failure' in items) return items
    input.push(...items)
  }
  return { ...(instructions !== undefined && { instructions }), input }
}

const isSystem = (message: unknown) => isRecord(message) && (message.role === 'system' || message.role === 'developer')

/** True for a model that takes system text from users only. */
function hasNoSystem({ deployment }: Target): boolean {
  return deployment.supportsSystemMessage === false || deployment.flags.includes('no-system-role')
}

/** Text of a system message that stands alone before the conversation. */
function leadingText(messages: readonly unknown[], target: Target): string | undefined {
  const [first, second] = messages
  if (!isSystem(first) || isSystem(second) || messages.length < 2 || hasNoSystem(target)) return undefined
  const content = isRecord(first) ? first.content : undefined
  return typeof content === 'string' ? content : undefined
}

function messageItems(message: JsonRecord, kinds: Map<string, unknown>, isStored: boolean, target: Target): Outcome<readonly InputItem[]> {
  if (message.role === 'assistant') {
    noteKinds(message, kinds, target)
    return assistantItems(message, target.provider.name, isStored)
  }
  // an item of this API that chat has no word for: an approval, a reference, tools that come later
  if (typeof message.type === 'string' && message.type !== 'message') return [message as InputItem]
  const content = inputContent(message.content, target)
  if (typeof content === 'object' && 'failure' in content) return content
  if (message.role === 'tool') return [resultItem(callId(message.tool_call_id), content, message, kinds)]
  if (message.role === 'function') return [{ type: 'function_call_output', call_id: functionCallId(String(message.name)), output: content }]
  const role = !isSystem(message) || hasNoSystem(target) ? 'user' : message.role === 'system' ? 'system' : 'developer'
  return [{ role, content }]
}

/** Which calls of an answer want a result of their own form. */
function noteKinds(message: JsonRecord, kinds: Map<string, unknown>, target: Target): void {
  for (const item of ownItems(message, target.provider.name)) kinds.set(callId(item.call_id ?? item.id), item.type)
  for (const call of recordsOf(message.tool_calls)) if (isRecord(call.custom)) kinds.set(callId(call.id), 'custom_tool_call')
}

/** The result of a call in the form that belongs to it. */
function resultItem(call_id: string, output: string | InputPart[], message: JsonRecord, kinds: ReadonlyMap<string, unknown>): InputItem {
  const text = plainText(message.content)
  switch (kinds.get(call_id)) {
    case 'custom_tool_call':
      return { type: 'custom_tool_call_output', call_id, output }
    case 'local_shell_call':
      return { type: 'local_shell_call_output', id: call_id, output: text }
    case 'shell_call':
      return { type: 'shell_call_output', call_id, output: shellOutput(text) }
    case 'apply_patch_call':
      return { type: 'apply_patch_call_output', call_id, status: message.is_error === true ? 'failed' : 'completed', output: text }
    case 'computer_call': {
      const image = typeof output === 'string' ? undefined : output.find((part) => part.type === 'input_image')
      return { type: 'computer_call_output', call_id, output: { type: 'computer_screenshot', image_url: image?.image_url ?? text } }
    }
    default:
      return { type: 'function_call_output', call_id, output }
  }
}

/** A list as the API writes it, or one output of plain text. */
function shellOutput(text: string): ShellOutput[] {
  const parsed = listOf(parseJson(text))
  if (parsed.length > 0 && parsed.every((entry) => isRecord(entry) && isRecord(entry.outcome))) return parsed as ShellOutput[] // the caller's own list in the API's form
  return [{ stdout: text, stderr: '', outcome: { type: 'exit', exit_code: 0 } }]
}
