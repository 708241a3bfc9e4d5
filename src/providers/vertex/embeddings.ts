/** Embeddings on Vertex AI: `predict` for text models, `embedContent` from gemini-embedding-2 on, and images beside text for multimodal ones. */
import type { EmbeddingReply, EmbeddingRequest } from '../../protocol/embeddings.js'
import { type Fault, isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingsCodec } from '../gemini/embeddings.js'
import { embeddedGeminiFailure } from '../gemini/errors.js'
import { camelCase } from '../gemini/native.js'
import { readDataUrl } from '../shared/data-url.js'
import { embeddingList, embeddingVector } from '../shared/embedding-reply.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, listOf, parseJson, recordsOf } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import { googleUrl } from './url.js'

/** Embeddings; what a model takes in one call is asked for in as many calls as needed. */
export const vertexEmbeddings: EndpointCodec<'embeddings', never> = {
  toRequest,
  fromResponse: (reply, call, target) =>
    isMultimodal(target) ? multimodalReply(reply, call, target) : google.fromResponse(reply, call, target),
  split,
  join,
}

const google = embeddingsCodec(googleUrl)
const consumed: ReadonlySet<string> = new Set(['input', 'model', 'dimensions', 'encoding_format', 'user', 'extra_body'])
/** Members that belong to each text, not to the call. */
const ofInstance: ReadonlySet<string> = new Set(['task_type', 'title'])
/** Most texts in one call. Source: Vertex AI's text embeddings reference. */
const mostTexts = 250

const isMultimodal = ({ model }: Target): boolean => model.includes('multimodal')
const isContentModel = ({ model }: Target): boolean => /gemini-embedding-([2-9]|\d\d)/.test(model)

function split(call: Call<'embeddings'>, target: Target): readonly EmbeddingRequest[] | undefined {
  const inputs = listOf(call.request.input)
  const most = isMultimodal(target) || target.model.includes('gemini-embedding') ? 1 : mostTexts
  // numbers are token ids, which are refused as a whole
  if (inputs.length <= most || typeof inputs[0] !== 'string') return undefined
  const texts = inputs as readonly string[] // the first is text; others in between are refused with their part
  const count = Math.ceil(texts.length / most)
  return Array.from({ length: count }, (_, part) => ({ ...call.request, input: texts.slice(part * most, (part + 1) * most) }))
}

function join(replies: readonly EmbeddingReply[], _call: Call<'embeddings'>): EmbeddingReply {
  const [first] = replies
  if (first === undefined) throw new Error('llmgen bug: an embedding call was split into nothing')
  const tokens = replies.reduce((sum, { usage }) => sum + usage.prompt_tokens, 0)
  const data = replies.flatMap((reply) => reply.data).map((entry, index) => ({ ...entry, index }))
  return { ...first, data, usage: { ...first.usage, prompt_tokens: tokens, total_tokens: tokens } }
}

function toRequest(call: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const { request } = settledCall(call, target)
  const texts = textsOf(request, target)
  if (isFault(texts)) return texts
  const native = Object.entries(nativeMembers(request, consumed, target))
  const body = isContentModel(target) ? contentBody(texts, request, native, target) : predictBody(texts, request, native, target)
  if (isFault(body)) return body
  const headers = requestHeaders(call, target, { ...target.provider.quirks.extraHeaders })
  return {
    method: 'POST',
    url: googleUrl(target, isContentModel(target) ? 'embedContent' : 'predict'),
    headers,
    body: JSON.stringify(body),
  }
}

function textsOf({ input }: EmbeddingRequest, target: Target): readonly string[] | Fault {
  const texts = typeof input === 'string' ? [input] : listOf(input)
  const isText = (value: unknown): value is string => typeof value === 'string'
  if (texts.every(isText)) return texts
  return badRequest(target, '`input` holds token ids or other things than text, which this model cannot read', 'input')
}

/** One text a call. */
function contentBody(texts: readonly string[], { dimensions }: EmbeddingRequest, native: readonly [string, unknown][], target: Target) {
  const [text, second] = texts
  if (text === undefined || second !== undefined) return badRequest(target, '`input` must be one text', 'input')
  const size = typeof dimensions === 'number' ? { outputDimensionality: dimensions } : {}
  return { content: { parts: [{ text }] }, ...size, ...Object.fromEntries(native.map(([key, value]) => [camelCase(key), value])) }
}

function predictBody(texts: readonly string[], { dimensions }: EmbeddingRequest, native: readonly [string, unknown][], target: Target) {
  const snake = (key: string) => (key === 'taskType' ? 'task_type' : key)
  const own = Object.fromEntries(native.filter(([key]) => ofInstance.has(snake(key))).map(([key, value]) => [snake(key), value]))
  const rest = native.filter(([key]) => !ofInstance.has(snake(key))).map(([key, value]) => [camelCase(key), value])
  const sizeName = isMultimodal(target) ? 'dimension' : 'outputDimensionality'
  const parameters: JsonRecord = { ...(typeof dimensions === 'number' && { [sizeName]: dimensions }), ...Object.fromEntries(rest) }
  const instances = texts.map((text) => (isMultimodal(target) ? mediaInstance(text) : { content: text, ...own }))
  return { instances, ...(Object.keys(parameters).length > 0 && { parameters }) }
}

/** A data URL or a file of Cloud Storage is an image or a video, anything else text. */
function mediaInstance(text: string): JsonRecord {
  const data = readDataUrl(text)
  if (data !== undefined) return { image: { bytesBase64Encoded: data.base64, mimeType: data.mime } }
  if (!text.startsWith('gs://')) return { text }
  return /\.(mp4|mov|mpe?g|avi|webm|wmv|flv)$/i.test(text) ? { video: { gcsUri: text } } : { image: { gcsUri: text } }
}

/** One vector of whatever the instance held; of a video the first part's. */
function multimodalReply(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (isRecord(body.error)) return { failure: embeddedGeminiFailure(body, target, reply.headers) }
  const vectors: (readonly number[] | string)[] = []
  for (const entry of recordsOf(body.predictions)) {
    const found = entry.textEmbedding ?? entry.imageEmbedding ?? recordsOf(entry.videoEmbeddings)[0]?.embedding
    const vector = embeddingVector(found, call.request.encoding_format === 'base64')
    if (vector === undefined) return invalidReply(target, 'a prediction without an embedding', text, reply.headers)
    vectors.push(vector)
  }
  if (vectors.length === 0) return invalidReply(target, 'an answer without embeddings', text, reply.headers)
  return embeddingList(vectors, target.model, 0)
}
