/** Members that are Gemini's own: they pass, each to the place where the API wants it, in camel case. */
import type { Target } from '../adapter.js'
import { isRecord, type JsonRecord } from '../shared/json.js'
import { openAiParams } from '../shared/params.js'
import { nativeMembers } from '../shared/settled-request.js'
import type { GeminiBody } from './body.js'

/** Members of a request that are translated or used up. */
const consumed: ReadonlySet<string> = new Set([...openAiParams, 'messages', 'model', 'stream', 'thinking', 'top_k', 'extra_body'])

/** Members of `generationConfig` that callers name at the top. Source: the API reference. */
const generationMembers: ReadonlySet<string> = new Set([
  'stopSequences',
  'responseMimeType',
  'responseSchema',
  'responseJsonSchema',
  'responseModalities',
  'candidateCount',
  'maxOutputTokens',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
  'responseLogprobs',
  'enableEnhancedCivicAnswers',
  'speechConfig',
  'thinkingConfig',
  'imageConfig',
  'mediaResolution',
  'audioTimestamp',
  'routingConfig',
  'modelSelectionConfig',
])

/** `safety_settings` → `safetySettings`. */
export function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase())
}

/** The body with the request's own members added; extra bodies win over all. */
export function withNative(body: GeminiBody, request: JsonRecord, target: Target): JsonRecord {
  const out: JsonRecord = { ...body }
  const generation: JsonRecord = {}
  for (const [key, value] of Object.entries(nativeMembers(request, consumed, target))) {
    const name = camelCase(key)
    if (generationMembers.has(name)) generation[name] = value
    else if (name !== '__proto__') merge(out, name, value)
  }
  if (Object.keys(generation).length > 0) merge(out, 'generationConfig', generation)
  return out
}

const merged: ReadonlySet<string> = new Set(['generationConfig', 'toolConfig'])

/** Configs are joined member by member, everything else replaces. */
function merge(body: JsonRecord, name: string, value: unknown): void {
  const own = body[name]
  if (!merged.has(name) || !isRecord(value)) body[name] = value
  else
    body[name] = {
      ...(isRecord(own) && own),
      ...Object.fromEntries(Object.entries(value).map(([key, member]) => [camelCase(key), member])),
    }
}
