/** Builds the body of `POST /responses` from a chat request. */
import type { Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { type Built, openAiHeaders } from '../openai/chat-request.js'
import { familyRefusals } from '../openai/model-family.js'
import { effortOf } from '../openai/params.js'
import { isRecord, type JsonRecord, listOf, textOf } from '../shared/json.js'
import { openAiParams, type Refusal, settleRefused } from '../shared/params.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import type { OpenAiResponsesBody } from './body.js'
import { forcedBody } from './forced-body.js'
import { conversation } from './input.js'
import { inputChoice, inputTools } from './tools.js'

/** Members of a chat request that this API has under the same name and with the same meaning. */
const same = [
  'metadata',
  'moderation',
  'parallel_tool_calls',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'safety_identifier',
  'service_tier',
  'temperature',
  'top_p',
  'top_logprobs',
  'user',
] as const

/** Members that have no counterpart. */
const unknown = [
  'audio',
  'frequency_penalty',
  'function_call',
  'functions',
  'logit_bias',
  'n',
  'prediction',
  'presence_penalty',
  'seed',
  'stop',
] as const

const consumed: ReadonlySet<string> = new Set([
  ...openAiParams,
  'model',
  'messages',
  'stream',
  'extra_body',
  'thinking',
  'reasoning',
  'include',
  'text',
])

/** The request to `url`, or why this target cannot take it. */
export function responsesRequest(call: Call<'chat'>, target: Target, url: string): Outcome<HttpRequest> {
  const built = responsesBody(call, target)
  if (built.body === undefined) return built
  return { method: 'POST', url, headers: openAiHeaders(call, target), body: JSON.stringify(built.body) }
}

/** The body, or why this target cannot take the request. */
export function responsesBody(given: Call<'chat'>, target: Target): Built<OpenAiResponsesBody> {
  const call = settledCall(given, target)
  const request: JsonRecord = call.request // a copy of its own
  const reasoning = reasoningOf(request)
  if (reasoning?.effort !== undefined) request.reasoning_effort = reasoning.effort
  const refused = settleRefused(request, refusals(request, target), call, target)
  if (refused !== undefined) return { ...refused, body: undefined }
  const said = conversation(call, target)
  if ('failure' in said) return { ...said, body: undefined }
  const tools = inputTools(request)
  const text = textOptions(request)
  const include = included(request, reasoning, target)
  const maxTokens = call.request.max_completion_tokens ?? call.request.max_tokens
  const body: OpenAiResponsesBody = { model: target.model, ...said, store: call.request.store ?? false }
  const members: JsonRecord = body
  // a background answer has to be kept until it is fetched
  if (request.background === true) body.store = true
  for (const name of same) if (request[name] !== undefined) members[name] = request[name]
  if (maxTokens !== undefined && maxTokens !== null) body.max_output_tokens = maxTokens
  if (reasoning !== undefined) members.reasoning = reasoning
  if (text !== undefined) members.text = text
  if (include.length > 0) members.include = include
  if (tools !== undefined) body.tools = tools
  if (request.tool_choice !== undefined) members.tool_choice = inputChoice(request.tool_choice)
  if (call.stream) settleStream(members, request.stream_options)
  for (const name of target.deployment.allowedOpenAiParams ?? []) if (isUnknown(name)) members[name] ??= request[name]
  Object.assign(members, forcedBody(target), nativeMembers(request, consumed, target))
  return { body }
}

const isUnknown = (name: string) => (unknown as readonly string[]).includes(name)

function settleStream(body: JsonRecord, options: unknown): void {
  body.stream = true
  const hide = isRecord(options) ? options.include_obfuscation : undefined
  if (typeof hide === 'boolean') body.stream_options = { include_obfuscation: hide } // usage comes anyhow
}

function refusals(request: JsonRecord, { deployment }: Target): Refusal[] {
  const refused: Refusal[] = unknown
    .filter((name) => request[name] !== undefined)
    .map((name) => ({ name, why: 'not part of the Responses API' }))
  if (listOf(request.modalities).some((kind) => kind !== 'text')) refused.push({ name: 'modalities', why: 'the Responses API writes text' })
  const known = new Set(refused.map(({ name }) => name))
  return [...refused, ...familyRefusals(request, deployment).filter(({ name }) => !known.has(name))]
}

/** `reasoning_effort` in each of its forms, Anthropic's `thinking`, and `reasoning` as this API has it. */
function reasoningOf({ reasoning_effort: given, thinking, reasoning: own }: JsonRecord): JsonRecord | undefined {
  const reasoning: JsonRecord = isRecord(own) ? { ...own } : {}
  if (isRecord(given)) Object.assign(reasoning, given)
  else if (textOf(given) !== undefined) reasoning.effort = given
  if (reasoning.effort === undefined && isRecord(thinking) && thinking.type !== 'disabled') {
    reasoning.effort = effortOf(typeof thinking.budget_tokens === 'number' ? thinking.budget_tokens : 5000)
  }
  return Object.keys(reasoning).length > 0 ? reasoning : undefined
}

function textOptions({ text: own, verbosity, response_format: format }: JsonRecord): JsonRecord | undefined {
  const text: JsonRecord = isRecord(own) ? { ...own } : {}
  const wanted = textFormat(format)
  if (wanted !== undefined) text.format = wanted
  if (verbosity !== undefined) text.verbosity = verbosity
  return Object.keys(text).length > 0 ? text : undefined
}

function textFormat(format: unknown): JsonRecord | undefined {
  if (!isRecord(format) || format.type === 'text') return undefined
  if (isRecord(format.json_schema)) {
    const { name, schema, strict, description } = format.json_schema
    return {
      type: 'json_schema',
      name: textOf(name) ?? 'answer',
      schema: schema ?? {},
      ...(typeof strict === 'boolean' && { strict }),
      ...(textOf(description) !== undefined && { description }),
    }
  }
  // LiteLLM's form of a schema
  if (isRecord(format.response_schema)) return { type: 'json_schema', name: 'answer', schema: format.response_schema }
  return format
}

/** What an answer holds beyond its text. Without a store, reasoning has to come along to be of use in the next turn. */
function included(request: JsonRecord, reasoning: JsonRecord | undefined, { deployment }: Target): readonly unknown[] {
  const include = new Set(listOf(request.include))
  const isReasoning = deployment.flags.includes('openai-reasoning') || (reasoning?.effort !== undefined && reasoning.effort !== 'none')
  if (request.store !== true && request.background !== true && isReasoning) include.add('reasoning.encrypted_content')
  if (request.logprobs === true || request.top_logprobs !== undefined) include.add('message.output_text.logprobs')
  return [...include]
}
