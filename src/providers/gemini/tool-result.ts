/** The result of a tool as Gemini takes it: an object under the function's name, media beside it. */
import type { Target } from '../adapter.js'
import { isRecord, parseJson } from '../shared/json.js'
import type { FileData, GeminiPart, InlineData } from './body.js'
import { hasFlag } from './flags.js'

type Answered = { readonly id: string; readonly name: string; readonly isError: boolean }

/** JSON objects go as they are, any other text as `output` or `error`; media go inside the result where the model takes them there, else behind it. */
export function resultPart({ id, name, isError }: Answered, content: readonly GeminiPart[], target: Target): GeminiPart[] {
  const texts = content.flatMap((part) => part.text ?? [])
  const media = content.filter((part) => part.text === undefined)
  const parsed = texts.length === 1 ? parseJson(texts[0] ?? '') : undefined
  const text = texts.join('')
  const wrapped: { [key: string]: unknown } = isError ? { error: text } : { output: text }
  const response = isRecord(parsed) && !isError ? parsed : text === '' && media.length > 0 ? {} : wrapped
  const inside = hasFlag(target, 'gemini-3') && media.length > 0
  const result: GeminiPart = { functionResponse: { id, name, response, ...(inside && { parts: media.map(mediaOf) }) } }
  return inside ? [result] : [result, ...media]
}

/** How closely to look, and which cut of a video, cannot be said inside a result. */
function mediaOf({ mediaResolution: _level, videoMetadata: _cut, ...media }: GeminiPart): { inlineData?: InlineData; fileData?: FileData } {
  return media
}
