/** A `generateContent` request in OpenAI's terms, for whatever model stands behind its name. */
import type { ChatRequest } from '../../protocol/chat.js'
import { isRecord, type JsonRecord } from '../../providers/shared/json.js'
import type { GenerateBody } from './body.js'
import { chatMessages } from './contents.js'
import type { Door } from './door.js'
import { generationTerms } from './generation.js'
import { toolTerms } from './tools.js'

/** The chat request, or why the body is none: text for the caller. */
export type ChatTerms = { readonly request: ChatRequest; readonly refused?: undefined } | { readonly refused: string }

/** Members of the API. Anything else in a body is a control of the call, and passes. */
const apiMembers: ReadonlySet<string> = new Set([
  'contents',
  'systemInstruction',
  'generationConfig',
  'tools',
  'toolConfig',
  'safetySettings',
  'cachedContent',
  'labels',
  'modelArmorConfig',
  'serviceTier',
  'store',
  'model',
  '__proto__',
])

/** Translates a request, whose names are in camel case. */
export function chatTerms(body: GenerateBody, controls: JsonRecord, model: string, door: Door, stream: boolean): ChatTerms {
  const talk = chatMessages(body, door)
  if (talk.refused !== undefined) return talk
  const tools = door.isGemini ? { terms: {} } : toolTerms(body)
  if (tools.refused !== undefined) return tools
  const { maxOutputTokens: limit, ...config } = isRecord(body.generationConfig) ? body.generationConfig : {}
  const request: JsonRecord = {
    ...controls,
    model,
    messages: talk.messages,
    ...(limit !== undefined && { max_tokens: limit }),
    ...(door.isGemini
      ? ownMembers(body, config)
      : { ...generationTerms(config, door), ...tools.terms, drop_params: controls.drop_params ?? true }),
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  }
  return { request: request as unknown as ChatRequest } // adapters check every member, as they do for callers without types
}

/** Members that are none of the API's: fallbacks, tags, timeouts and the like, as LiteLLM's clients send them. */
export function controlsOf(raw: JsonRecord, camel: GenerateBody): JsonRecord {
  const own = new Set(Object.keys(camel).filter((name) => apiMembers.has(name)))
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !own.has(name) && !apiMembers.has(name) && !own.has(camelName(name))))
}

const camelName = (name: string) => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())

/** Gemini's own members go to Gemini as they came. */
function ownMembers(body: GenerateBody, config: JsonRecord): JsonRecord {
  const { tools, toolConfig, safetySettings, cachedContent, labels, modelArmorConfig } = body
  const own: JsonRecord = {
    ...(tools !== undefined && { tools: isRecord(tools) ? [tools] : tools }),
    toolConfig,
    safetySettings,
    cachedContent,
    labels,
    modelArmorConfig,
    ...(Object.keys(config).length > 0 && { generationConfig: config }),
  }
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined))
}
