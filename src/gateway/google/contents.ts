/** `systemInstruction` and `contents` of a Gemini request as OpenAI messages. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../providers/shared/json.js'
import type { Door } from './door.js'

/** The messages, or what is wrong with them. */
export type Messages = { readonly messages: readonly JsonRecord[]; readonly refused?: undefined } | { readonly refused: string }

/** Calls and results without an id meet by name, and by their number under that name. */
type Ids = { readonly calls: Map<string, number>; readonly results: Map<string, number> }

/** All messages, the system's first. */
export function chatMessages(body: JsonRecord, door: Door): Messages {
  const contents = contentList(body.contents)
  if (contents === undefined) return { refused: 'contents: text, a content, or a list of contents is required' }
  const ids: Ids = { calls: new Map(), results: new Map() }
  const messages: JsonRecord[] = []
  for (const { text } of partsOf(body.systemInstruction)) if (textOf(text) !== undefined) messages.push({ role: 'system', content: text })
  for (const content of contents) {
    const parts = partsOf(content)
    if (content.role === 'model') messages.push(assistantMessage(parts, ids, door))
    else messages.push(...userMessages(parts, ids, door))
  }
  return { messages }
}

/** The API takes a list of contents; one content or one text alone is a list of one. */
function contentList(contents: unknown): readonly JsonRecord[] | undefined {
  if (typeof contents === 'string') return [{ role: 'user', parts: [{ text: contents }] }]
  if (isRecord(contents)) return [contents]
  return Array.isArray(contents) && contents.length > 0 && contents.every(isRecord) ? contents : undefined
}

function partsOf(content: unknown): readonly JsonRecord[] {
  if (typeof content === 'string') return [{ text: content }]
  if (!isRecord(content)) return []
  return isRecord(content.parts) ? [content.parts] : recordsOf(content.parts)
}

/** Results of functions are messages of their own, but for Gemini, which gets its own parts back as they came. */
function userMessages(parts: readonly JsonRecord[], ids: Ids, door: Door): JsonRecord[] {
  if (door.isGemini) return parts.length === 0 ? [] : [{ role: 'user', content: parts.map(contentPart) }]
  const shown: JsonRecord[] = []
  const results = parts.flatMap(({ functionResponse: result }) => (isRecord(result) ? [toolMessage(result, ids, shown)] : []))
  const rest = parts.filter((part) => part.functionResponse === undefined && isSaid(part)).map(contentPart)
  const content = [...shown, ...rest]
  return content.length > 0 ? [...results, { role: 'user', content }] : results
}

/** False for parts that only Gemini reads: code that ran at its host, and what it gave. */
const isSaid = (part: JsonRecord) => part.text !== undefined || part.inlineData !== undefined || part.fileData !== undefined

function toolMessage(result: JsonRecord, ids: Ids, shown: JsonRecord[]): JsonRecord {
  const { output, error, ...others } = isRecord(result.response) ? result.response : {}
  const said = error ?? output
  const text = Object.keys(others).length === 0 && typeof said === 'string' ? said : JSON.stringify(result.response ?? {})
  const media = recordsOf(result.parts).filter(isSaid).map(contentPart)
  const id = idOf(result, ids.results)
  if (media.length > 0) shown.push({ type: 'text', text: `Shown by the tool call ${id}:` }, ...media)
  return { role: 'tool', tool_call_id: id, content: text, ...(error !== undefined && { is_error: true }) }
}

function idOf(call: JsonRecord, counts: Map<string, number>): string {
  const own = textOf(call.id)
  if (own !== undefined) return own
  const name = String(call.name)
  const count = (counts.get(name) ?? 0) + 1
  counts.set(name, count)
  return count === 1 ? `call_${name}` : `call_${name}_${count}`
}

/** Text and calls, and the thoughts for whoever reads them; Gemini gets the parts back as they came. */
function assistantMessage(parts: readonly JsonRecord[], ids: Ids, { isGemini }: Door): JsonRecord {
  const said = parts.filter((part) => part.thought !== true)
  const texts = said.flatMap((part) => (textOf(part.text) === undefined ? [] : [{ type: 'text', text: part.text }]))
  const reasoning = parts.map((part) => (part.thought === true ? (textOf(part.text) ?? '') : '')).join('')
  const calls = parts.flatMap(({ functionCall: call }) => (isRecord(call) ? [toolCall(call, ids)] : []))
  return {
    role: 'assistant',
    content: texts.length > 0 ? texts : calls.length > 0 ? null : '', // hosts refuse an empty list, and null without calls
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(isGemini && { provider_specific_fields: { content_parts: parts } }),
  }
}

function toolCall(call: JsonRecord, ids: Ids): JsonRecord {
  return { id: idOf(call, ids.calls), type: 'function', function: { name: call.name, arguments: JSON.stringify(call.args ?? {}) } }
}

/** Text, images and files as OpenAI's parts; what is Gemini's own stays. */
function contentPart(part: JsonRecord): JsonRecord {
  const { inlineData, fileData, videoMetadata } = part
  const isPlain = Object.keys(part).every((key) => plainKeys.has(key))
  if (!isPlain) return part
  if (typeof part.text === 'string') return { type: 'text', text: part.text }
  const details = videoMetadata === undefined ? {} : { video_metadata: videoMetadata }
  if (isRecord(fileData)) return { type: 'file', file: { file_id: fileData.fileUri, format: fileData.mimeType, ...details } }
  if (!isRecord(inlineData)) return part
  const url = `data:${String(inlineData.mimeType)};base64,${String(inlineData.data)}`
  return String(inlineData.mimeType).startsWith('image/')
    ? { type: 'image_url', image_url: { url, ...details } }
    : { type: 'file', file: { file_data: url, ...details } }
}

const plainKeys: ReadonlySet<string> = new Set(['text', 'inlineData', 'fileData', 'videoMetadata'])
