/** OpenAI's chat body as Oracle takes it: the GENERIC format, or COHERE for Cohere's models. Sources: the API reference, LiteLLM's adapter. */
import type { Fault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { type WantedTools, wantedTools } from '../shared/called-tools.js'
import { isRecord, type JsonRecord, listOf } from '../shared/json.js'
import { isHarmless, openAiParams, type Refusal, settleRefused } from '../shared/params.js'
import { requestedSchema } from '../shared/requested-schema.js'
import { given, stopTexts, tokenLimit } from '../shared/text-request.js'
import { cohereHistory } from './cohere-history.js'
import { genericMessages } from './messages.js'
import { isCohere, ociPlace } from './place.js'
import { cohereTool, genericTool } from './tools.js'

/** Tokens of an answer where the caller sets no limit: the service's own limit cuts after a few words. LiteLLM's figure. */
const usualLimit = 4096

const takenByAll = ['frequency_penalty', 'presence_penalty', 'max_tokens', 'max_completion_tokens', 'seed', 'stop', 'temperature', 'top_p']
const takenBoth: readonly string[] = [...takenByAll, 'tools', 'functions', 'stream_options', 'response_format']
const takenGeneric: readonly string[] = [
  ...takenBoth,
  ...['tool_choice', 'function_call', 'n', 'logit_bias', 'logprobs', 'top_logprobs', 'reasoning_effort'],
]

type Built = { readonly body: JsonRecord } | (Fault & { readonly body: undefined })

/** The body, or why this model cannot take the request. `members` are OpenAI's. */
export function ociBody(members: JsonRecord, call: Call<'chat'>, target: Target): Built {
  const place = ociPlace(target)
  if ('failure' in place) return { ...place, body: undefined }
  const cohere = isCohere(target)
  const tools = wantedTools(members)
  const refused = settleRefused(members, [...refusals(members, cohere ? takenBoth : takenGeneric), ...tools.refused], call, target)
  if (refused !== undefined) return { ...refused, body: undefined }
  const chatRequest = cohere ? cohereRequest(members, tools, call, target) : genericRequest(members, tools, call, target)
  if ('failure' in chatRequest) return { failure: chatRequest.failure as Fault['failure'], body: undefined } // only a fault has this member
  return { body: { ...place, chatRequest: { ...given(chatRequest), ...native(members) } } }
}

function refusals(members: JsonRecord, taken: readonly string[]): Refusal[] {
  return Object.keys(members)
    .filter((name) => openAiParams.has(name) && !taken.includes(name) && !isHarmless(name, members[name]))
    .map((name) => ({ name }))
}

/** What is Oracle's own (`topK`, `documents`, `safetyMode`, …) passes as it is. */
function native(members: JsonRecord): JsonRecord {
  const own = Object.entries(members).filter(([name]) => !openAiParams.has(name) && !consumed.has(name))
  return Object.fromEntries(own.map(([name, value]) => [name === 'top_k' ? 'topK' : name, value]))
}
const consumed: ReadonlySet<string> = new Set(['messages', 'model', 'stream', 'thinking', '__proto__', 'failure'])

function common(members: JsonRecord, { stream }: Call<'chat'>): JsonRecord {
  return {
    temperature: members.temperature,
    topP: members.top_p,
    frequencyPenalty: members.frequency_penalty,
    presencePenalty: members.presence_penalty,
    seed: members.seed,
    isStream: stream,
    ...(stream && { streamOptions: { isIncludeUsage: true } }),
  }
}

function genericRequest(members: JsonRecord, tools: WantedTools, call: Call<'chat'>, target: Target): JsonRecord | Fault {
  const messages = genericMessages(members.messages, target)
  if ('failure' in messages) return messages
  const effort = typeof members.reasoning_effort === 'string' ? members.reasoning_effort.toUpperCase() : undefined
  return {
    apiFormat: 'GENERIC',
    messages,
    ...common(members, call),
    [limitName(target)]: tokenLimit(members) ?? limitOf(target),
    stop: stopTexts(members),
    numGenerations: members.n,
    logitBias: members.logit_bias,
    logProbs: members.logprobs === true ? (members.top_logprobs ?? 0) : undefined,
    reasoningEffort: effort === 'DISABLE' ? 'NONE' : effort,
    responseFormat: genericFormat(members.response_format),
    ...(tools.tools.length > 0 && { tools: tools.tools.map(genericTool), toolChoice: toolChoice(members, tools) }),
  }
}

/** OpenAI's own models there, and others that reason, refuse the older name; OpenAI's open models are served by Oracle and want it. Source: LiteLLM. */
function limitName({ model, deployment }: Target): string {
  if (/^openai\./i.test(model)) return /^openai\.gpt-oss/i.test(model) ? 'maxTokens' : 'maxCompletionTokens'
  return deployment.capabilities.reasoning === 'yes' ? 'maxCompletionTokens' : 'maxTokens'
}

function limitOf({ deployment }: Target): number {
  return Math.min(usualLimit, deployment.maxOutputTokens ?? usualLimit)
}

/** `wantedTools` has left only the tool that may be called, where the caller names one. */
function toolChoice(members: JsonRecord, { tools, choice }: WantedTools): JsonRecord {
  const isNamed = isRecord(members.tool_choice ?? members.function_call) && choice === 'required' && tools.length === 1
  return isNamed ? { type: 'FUNCTION', name: tools[0]?.name } : { type: choice.toUpperCase() }
}

/** The service refuses members it does not know, OpenAI's `strict` among them. */
function genericFormat(format: unknown): JsonRecord | undefined {
  if (!isRecord(format) || format.type === 'text') return undefined
  const schema = requestedSchema(format)
  if (schema === undefined) return { type: 'JSON_OBJECT' }
  const asked = isRecord(format.json_schema) ? format.json_schema : {}
  const jsonSchema = { name: asked.name ?? 'response', description: asked.description, schema, isStrict: asked.strict ?? undefined }
  return { type: 'JSON_SCHEMA', jsonSchema: given(jsonSchema) }
}

function cohereRequest(members: JsonRecord, tools: WantedTools, call: Call<'chat'>, target: Target): JsonRecord | Fault {
  const history = cohereHistory(listOf(members.messages), target)
  if ('failure' in history) return history
  const schema = requestedSchema(members.response_format)
  const isJson = schema !== undefined || (isRecord(members.response_format) && members.response_format.type === 'json_object')
  return {
    apiFormat: 'COHERE',
    ...history,
    ...common(members, call),
    maxTokens: tokenLimit(members) ?? limitOf(target),
    stopSequences: stopTexts(members),
    ...(isJson && { responseFormat: { type: 'JSON_OBJECT', ...(schema !== undefined && { schema }) } }),
    ...(tools.tools.length > 0 && tools.choice !== 'none' && { tools: tools.tools.map(cohereTool) }),
  }
}
