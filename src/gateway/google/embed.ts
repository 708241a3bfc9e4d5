/** `embedContent` and `batchEmbedContents` of Gemini's API as embeddings in OpenAI's form, and back. */
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import { camelCase } from '../../providers/gemini/native.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../providers/shared/json.js'
import type { BatchEmbedAnswer, EmbedAnswer } from './body.js'
import type { Door } from './door.js'

/** What is to be embedded, or what is wrong with it. */
export type EmbedTerms =
  | { readonly request: { readonly input: string[]; readonly [member: string]: unknown }; readonly refused?: undefined }
  | { readonly refused: string }

/** What a request may say beside its text, and how it is called here. Only Google's models know what a text is for. */
const options = [
  ['outputDimensionality', 'dimensions', 'every host'],
  ['taskType', 'task_type', 'Google'],
  ['title', 'title', 'Google'],
  ['autoTruncate', 'auto_truncate', 'Google'],
] as const

const apiMembers: ReadonlySet<string> = new Set(['model', 'content', 'requests', '__proto__', ...options.map(([name]) => name)])

/** Members that are none of the API's: fallbacks, tags, timeouts and the like, as LiteLLM's clients send them. */
export function embedControls(raw: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !apiMembers.has(camelCase(name))))
}

/** `bodies` are in camel case: that of `embedContent`, or the requests of `batchEmbedContents`. */
export function embedTerms(bodies: readonly JsonRecord[], door: Pick<Door, 'isGemini'>): EmbedTerms {
  const [first] = bodies
  if (first === undefined) return { refused: 'requests: a list of at least one request is required' }
  const input: string[] = []
  for (const { content } of bodies) {
    const text = textIn(content)
    if (text === undefined) return { refused: 'content: parts of text are required: nothing else can be embedded here' }
    input.push(text)
  }
  const request: { input: string[]; [member: string]: unknown } = { input }
  for (const [name, own, whose] of options) {
    const value = first[name]
    if (bodies.some((body) => body[name] !== value))
      return { refused: `${name}: all requests of one call must have the same one here. Send the others in a call of their own` }
    if (value !== undefined && value !== null && (whose !== 'Google' || door.isGemini)) request[own] = value
  }
  return { request }
}

/** The text of a content; undefined where there is none, or something else. */
function textIn(content: unknown): string | undefined {
  if (typeof content === 'string') return content
  if (!isRecord(content)) return undefined
  const parts = isRecord(content.parts) ? [content.parts] : recordsOf(content.parts)
  const texts = parts.map(({ text }) => textOf(text))
  return texts.length === 0 || texts.some((text) => text === undefined) ? undefined : texts.join('')
}

/** The model of a request within a list, which may be written `models/NAME`. */
export function namedModel({ model }: JsonRecord): string | undefined {
  return typeof model === 'string' && model !== '' ? model.replace(/^models\//, '') : undefined
}

/** The vectors in the order of the requests. */
export function batchEmbedAnswer({ data, usage }: EmbeddingReply): BatchEmbedAnswer {
  const embeddings = data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => ({ values: embedding }))
  return { embeddings, usageMetadata: { promptTokenCount: usage.prompt_tokens } }
}

/** The vector of the one text. */
export function embedAnswer(reply: EmbeddingReply): EmbedAnswer {
  const { embeddings, usageMetadata } = batchEmbedAnswer(reply)
  return { embedding: embeddings[0] ?? { values: [] }, usageMetadata }
}
