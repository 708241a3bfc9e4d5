/** OpenAI's parameters as `generationConfig`, and those that Gemini does not take. */
import type { ChatRequest } from '../../protocol/chat.js'
import type { Target } from '../adapter.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import { requestedSchema } from '../shared/requested-schema.js'
import type { GenerationConfig } from './body.js'
import { hasFlag } from './flags.js'
import { detailLevel } from './media.js'
import { openApiSchema } from './openapi-schema.js'
import { thinkingConfig } from './thinking.js'

/** Source: the API reference, which has no counterpart for these. */
const never = [
  'logit_bias',
  'prediction',
  'verbosity',
  'moderation',
  'store',
  'prompt_cache_key',
  'prompt_cache_retention',
  'safety_identifier',
]
const penalties = ['presence_penalty', 'frequency_penalty'] as const
const mostStops = 5

/** The parameters of a request that this model does not take, with the reason. */
export function refusals(request: JsonRecord, target: Target): Refusal[] {
  const refused: Refusal[] = never.filter((name) => request[name] !== undefined).map((name) => ({ name }))
  if (target.deployment.capabilities.reasoning === 'no') {
    const wanted = {
      reasoning_effort: request.reasoning_effort !== 'none',
      thinking: !isRecord(request.thinking) || request.thinking.type !== 'disabled',
    }
    for (const [name, isWanted] of Object.entries(wanted)) {
      if (isWanted && request[name] !== undefined) refused.push({ name, why: 'the model does not reason' })
    }
  }
  if (hasFlag(target, 'gemini-3') || hasFlag(target, 'no-penalties')) {
    refused.push(...penalties.filter((name) => request[name] !== undefined).map((name) => ({ name, why: 'this model has no penalties' })))
  }
  if (stopsOf(request.stop).length > mostStops) refused.push({ name: 'stop', why: 'at most five' })
  const { audio } = request
  if (isRecord(audio) && audio.format !== undefined && audio.format !== 'pcm16')
    refused.push({ name: 'audio', why: 'only the format pcm16' })
  return refused
}

/** `generationConfig` of what is left of a request. */
export function generationConfig(request: JsonRecord & ChatRequest, output: OutputSetup, target: Target): GenerationConfig {
  const stops = stopsOf(request.stop)
  const limit = request.max_completion_tokens ?? request.max_tokens
  const thinking = thinkingConfig(request, target)
  const resolution = hasFlag(target, 'gemini-3') ? undefined : mediaResolution(request)
  return {
    ...number('temperature', request.temperature),
    ...number('topP', request.top_p),
    ...number('topK', request.top_k),
    ...number('maxOutputTokens', limit),
    ...number('seed', request.seed),
    ...(stops.length > 0 && { stopSequences: stops }),
    ...(request.n !== 1 && number('candidateCount', request.n)),
    ...number('presencePenalty', request.presence_penalty),
    ...number('frequencyPenalty', request.frequency_penalty),
    ...(request.logprobs === true && { responseLogprobs: true, ...number('logprobs', request.top_logprobs) }),
    ...modalities(request),
    ...output.config,
    ...(thinking !== undefined && { thinkingConfig: thinking }),
    ...(resolution !== undefined && { mediaResolution: resolution }),
  }
}

function number<Name extends keyof GenerationConfig>(name: Name, value: unknown): { [N in Name]?: number } {
  return typeof value === 'number' ? ({ [name]: value } as { [N in Name]?: number }) : {} // a computed key widens to string
}

function stopsOf(stop: unknown): string[] {
  const list = typeof stop === 'string' ? [stop] : listOf(stop)
  return list.filter((entry): entry is string => typeof entry === 'string' && entry !== '')
}

type Modality = NonNullable<GenerationConfig['responseModalities']>[number]

/** A voice without modalities asks for speech. */
function modalities(request: JsonRecord): Pick<GenerationConfig, 'responseModalities' | 'speechConfig'> {
  const voice = isRecord(request.audio) ? request.audio.voice : undefined
  const voiceName = textOf(isRecord(voice) ? voice.id : voice)
  const named = listOf(request.modalities).map((modality) => String(modality).toUpperCase() as Modality) // others are refused by the API by name
  const wanted = named.length === 0 && request.audio !== undefined ? ['AUDIO' as const] : named
  return {
    ...(wanted.length > 0 && { responseModalities: wanted }),
    ...(voiceName !== undefined && { speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName } } } }),
  }
}

/** Models before Gemini 3 look at all media alike: as closely as any part asks for. */
function mediaResolution({ messages }: ChatRequest) {
  const levels = recordsOf(messages).flatMap((message) =>
    recordsOf(message.content).map((part) => detailLevel(isRecord(part.image_url) ? part.image_url.detail : undefined)),
  )
  return levels.find((level) => level === 'MEDIA_RESOLUTION_HIGH') ?? levels.find((level) => level !== undefined)
}

/** How JSON is asked for: members of `generationConfig`, or a sentence in the system text. */
export type OutputSetup = { readonly config: Partial<GenerationConfig>; readonly words?: string }

/**
 * `response_format` as this model takes it. Before Gemini 3 the API refuses it beside functions, so words ask for it there.
 */
export function outputSetup(request: ChatRequest, hasFunctions: boolean, target: Target): OutputSetup {
  const format = request.response_format
  const schema = requestedSchema(format)
  if (schema === undefined && format?.type !== 'json_object') return { config: {} }
  if (hasFunctions && !hasFlag(target, 'gemini-3')) return { config: {}, words: inWords(schema) }
  const config: Partial<GenerationConfig> = { responseMimeType: 'application/json' }
  if (schema === undefined) return { config }
  if (hasFlag(target, 'openapi-schema')) return { config: { ...config, responseSchema: openApiSchema(schema) } }
  return { config: { ...config, responseJsonSchema: schema } }
}

function inWords(schema: unknown): string {
  const plain = 'Give the final answer as one JSON object and nothing else: no text around it and no code fence.'
  return schema === undefined ? plain : `${plain} It follows this JSON Schema: ${JSON.stringify(schema)}`
}
