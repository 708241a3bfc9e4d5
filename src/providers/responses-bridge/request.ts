/** A Responses request in chat terms. */
import type { ChatRequest } from '../../protocol/chat.js'
import type { Outcome } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import { type Refusal, settleRefused } from '../shared/params.js'
import { settledCall } from '../shared/settled-request.js'
import { inputMessages } from './messages.js'
import { chatTools, isOwn, textMembers } from './tools.js'

/** Members that mean the same in chat. */
const same = [
  'metadata',
  'moderation',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'safety_identifier',
  'service_tier',
  'store',
  'temperature',
  'top_p',
  'top_logprobs',
  'user',
  'extra_body',
] as const

/** Members that are put into other words here, or change nothing without a store. */
const translated = ['model', 'input', 'instructions', 'tools', 'tool_choice', 'text', 'reasoning', 'include', 'stream', 'stream_options']
const limits = ['max_output_tokens', 'parallel_tool_calls', 'truncation', 'background', 'prompt', 'context_management', 'max_tool_calls']
const stored = ['previous_response_id', 'conversation'] as const
const known: ReadonlySet<string> = new Set([...same, ...translated, ...limits, ...stored])

/** The chat call that answers a Responses call, or why there is none. */
export function chatCall(given: Call<'responses'>, target: Target): Outcome<Call<'chat'>> {
  const call = settledCall(given, target)
  const request: JsonRecord = call.request // a copy of its own
  for (const name of stored) {
    if (request[name] !== undefined) return badRequest(target, noStore(name), name)
  }
  if (call.dropParams && Array.isArray(request.tools)) request.tools = recordsOf(request.tools).filter(isOwn)
  const refused = settleRefused(request, refusals(request), call, target)
  if (refused !== undefined) return refused
  const messages = inputMessages(request, target)
  if (!Array.isArray(messages)) return messages
  const chat: JsonRecord = { model: request.model, messages }
  for (const name of same) if (request[name] !== undefined) chat[name] = request[name]
  for (const [name, value] of Object.entries(request)) if (!known.has(name) && name !== '__proto__') chat[name] = value
  Object.assign(chat, limitsOf(request), textMembers(request.text), chatTools(request))
  if (isRecord(request.reasoning) && textOf(request.reasoning.effort) !== undefined) chat.reasoning_effort = request.reasoning.effort
  if (request.top_logprobs !== undefined || listOf(request.include).includes('message.output_text.logprobs')) chat.logprobs = true
  return { ...call, endpoint: 'chat', request: chat as unknown as ChatRequest } // its members are chat's, model and messages were set
}

function noStore(name: string): string {
  return (
    `\`${name}\` needs a store of earlier answers, which this model does not have: ` +
    'send the whole conversation as `input`, the output items of earlier answers included'
  )
}

function limitsOf({ max_output_tokens: most, parallel_tool_calls: parallel, tools }: JsonRecord): JsonRecord {
  return {
    ...(most !== undefined && { max_tokens: most }),
    ...(parallel !== undefined && listOf(tools).length > 0 && { parallel_tool_calls: parallel }),
  }
}

function refusals(request: JsonRecord): Refusal[] {
  const refused: Refusal[] = ['prompt', 'context_management', 'max_tool_calls']
    .filter((name) => request[name] !== undefined)
    .map((name) => ({ name, why: 'only where the provider serves the Responses API itself' }))
  if (request.background === true) refused.push({ name: 'background', why: 'nothing is stored' })
  if (request.truncation === 'auto') refused.push({ name: 'truncation', why: 'only `disabled`' })
  const hosted = recordsOf(request.tools).filter((tool) => !isOwn(tool))
  if (hosted.length > 0) refused.push({ name: 'tools', why: `hosted: ${hosted.map((tool) => String(tool.type)).join(', ')}` })
  if (isRecord(request.tool_choice) && !choices.has(request.tool_choice.type))
    refused.push({ name: 'tool_choice', why: 'of a hosted tool' })
  return refused
}

const choices: ReadonlySet<unknown> = new Set(['function', 'custom', 'allowed_tools'])
