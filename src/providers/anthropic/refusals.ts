/** Which OpenAI parameters a Claude model does not take, and how the others are called there. */
import type { Target } from '../adapter.js'
import { countOf, isRecord, type JsonRecord, listOf, textOf } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import type { AnthropicBody } from './body.js'
import type { ThinkingSetup } from './thinking.js'

/** Source: the Messages API reference, which has no counterpart for these. */
const never = [
  'seed',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'presence_penalty',
  'frequency_penalty',
  'prediction',
  'audio',
  'moderation',
  'verbosity',
  'store',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'safety_identifier',
] as const

/** Least top_p that goes together with thinking. */
const leastThinkingTopP = 0.95

/** The parameters of a request that this model does not take, with the reason. */
export function refusals(request: JsonRecord, { thinking }: ThinkingSetup, target: Target): Refusal[] {
  const { flags, capabilities } = target.deployment
  const refused: Refusal[] = never.filter((name) => request[name] !== undefined).map((name) => ({ name }))
  if (request.n !== undefined && request.n !== 1) refused.push({ name: 'n', why: 'only one choice' })
  if (listOf(request.modalities).some((modality) => modality !== 'text')) refused.push({ name: 'modalities', why: 'only text' })
  if (capabilities.reasoning === 'no' && request.reasoning_effort !== undefined && request.reasoning_effort !== 'none') {
    refused.push({ name: 'reasoning_effort', why: 'the model does not reason' })
  }
  if (flags.includes('no-sampling')) refused.push(...given(request, ['temperature', 'top_p', 'top_k'], 'this model samples by itself'))
  else if (thinking !== undefined && thinking.type !== 'disabled') refused.push(...thinkingConflicts(request))
  return refused
}

function given(request: JsonRecord, names: readonly string[], why: string): Refusal[] {
  return names.filter((name) => request[name] !== undefined).map((name) => ({ name, why }))
}

function thinkingConflicts(request: JsonRecord): Refusal[] {
  const why = 'not together with thinking'
  const refused = given(request, ['top_k'], why)
  if (request.temperature !== undefined && request.temperature !== 1) refused.push({ name: 'temperature', why })
  if (typeof request.top_p === 'number' && request.top_p < leastThinkingTopP) refused.push({ name: 'top_p', why })
  return refused
}

/** Parameters that have another name or other bounds. Differs: LiteLLM sends a temperature above 1, which the API refuses. */
export function samplingOf(request: JsonRecord): Partial<AnthropicBody> {
  const temperature = countOf(request.temperature)
  const topP = countOf(request.top_p)
  const topK = countOf(request.top_k)
  const stop = stopSequences(request.stop)
  const user = userId(request)
  const tier = serviceTier(request.service_tier)
  return {
    ...(temperature !== undefined && { temperature: Math.min(1, temperature) }),
    ...(topP !== undefined && { top_p: topP }),
    ...(topK !== undefined && { top_k: topK }),
    ...(stop.length > 0 && { stop_sequences: stop }),
    ...(user !== undefined && { metadata: { user_id: user } }),
    ...(tier !== undefined && { service_tier: tier }),
  }
}

/** Entries of nothing but white space are refused by the API. */
function stopSequences(stop: unknown): string[] {
  const list = typeof stop === 'string' ? [stop] : listOf(stop)
  return list.filter((entry): entry is string => typeof entry === 'string' && entry.trim() !== '')
}

/** `metadata.user_id`; the API refuses e-mail addresses and telephone numbers, so those are left out. */
function userId(request: JsonRecord): string | undefined {
  const id = textOf(request.user) ?? (isRecord(request.metadata) ? textOf(request.metadata.user_id) : undefined)
  if (id === undefined || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(id) || /^\+?[\d\s()-]{7,20}$/.test(id)) return undefined
  return id
}

function serviceTier(tier: unknown): 'auto' | 'standard_only' | undefined {
  if (tier === 'auto' || tier === 'priority') return 'auto'
  return tier === 'default' || tier === 'standard_only' ? 'standard_only' : undefined
}
