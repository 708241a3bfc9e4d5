/** Embeddings over `batchEmbedContents`; replies of `embedContent` and of Vertex AI's `predict` are read as well. */
import type { EmbeddingReply, EmbeddingRequest } from '../../protocol/embeddings.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingList, embeddingVector } from '../shared/embedding-reply.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, listOf, parseJson, recordsOf, textOf } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import { embeddedGeminiFailure } from './errors.js'
import { camelCase } from './native.js'
import { type ModelUrl, studioModel } from './url.js'

/** Body of `batchEmbedContents`. */
export type GeminiEmbeddingBody = { requests: EmbedRequest[] }
/** One text. */
export type EmbedRequest = { model: string; content: { parts: { text: string }[] }; outputDimensionality?: number }

/** Embeddings at the addresses of one host. */
export function embeddingsCodec(url: ModelUrl): EndpointCodec<'embeddings', never> {
  return { toRequest: (call, target) => embeddingRequest(call, target, url), fromResponse: embeddingReply }
}

/** Members of a request that are translated or used up. */
const consumed: ReadonlySet<string> = new Set(['input', 'model', 'dimensions', 'encoding_format', 'user', 'extra_body'])

function embeddingRequest(call: Call<'embeddings'>, target: Target, url: ModelUrl): Outcome<HttpRequest> {
  const { request } = settledCall(call, target)
  const built = embeddingBody(request, target)
  if ('failure' in built) return built
  // `task_type`, `title` and the like stand in every entry
  const own = Object.entries(nativeMembers(request, consumed, target)).filter(([key]) => key !== '__proto__')
  const native = Object.fromEntries(own.map(([key, value]) => [camelCase(key), value]))
  const body = { requests: built.requests.map((entry) => ({ ...entry, ...native })) }
  const headers = requestHeaders(call, target, { ...target.provider.quirks.extraHeaders })
  return { method: 'POST', url: url(target, 'batchEmbedContents'), headers, body: JSON.stringify(body) }
}

/** One entry for each text, in order. Token ids have no counterpart. */
export function embeddingBody({ input, dimensions }: EmbeddingRequest, target: Target): GeminiEmbeddingBody | Fault {
  const texts = typeof input === 'string' ? [input] : listOf(input)
  const requests: EmbedRequest[] = []
  for (const text of texts) {
    if (typeof text !== 'string')
      return badRequest(target, '`input` holds token ids or other things than text, which this model cannot read', 'input')
    const size = typeof dimensions === 'number' ? { outputDimensionality: dimensions } : {}
    requests.push({ model: studioModel(target), content: { parts: [{ text }] }, ...size })
  }
  return { requests }
}

function embeddingReply(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (isRecord(body.error)) return { failure: embeddedGeminiFailure(body, target, reply.headers) }
  const found = entriesOf(body)
  if (found.length === 0) return invalidReply(target, 'an answer without embeddings', text, reply.headers)
  const vectors: (readonly number[] | string)[] = []
  for (const [index, { values }] of found.entries()) {
    const vector = embeddingVector(values, call.request.encoding_format === 'base64')
    if (vector === undefined) return invalidReply(target, `an embedding ${index} that cannot be read`, text, reply.headers)
    vectors.push(vector)
  }
  return embeddingList(vectors, target.model, reportedTokens(body) ?? estimatedTokens(call.request))
}

function entriesOf(body: JsonRecord): readonly JsonRecord[] {
  if (isRecord(body.embedding)) return [body.embedding]
  if (Array.isArray(body.embeddings)) return recordsOf(body.embeddings)
  return recordsOf(body.predictions).map(({ embeddings }) => (isRecord(embeddings) ? embeddings : {}))
}

function reportedTokens(body: JsonRecord): number | undefined {
  if (isRecord(body.usageMetadata)) return countOf(body.usageMetadata.promptTokenCount)
  const counts = recordsOf(body.predictions).map(({ embeddings }) =>
    isRecord(embeddings) && isRecord(embeddings.statistics) ? countOf(embeddings.statistics.token_count) : undefined,
  )
  return counts.length === 0 ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}

/** Models before gemini-embedding-2 report nothing: four characters to a token, the vendor's own rule of thumb. */
function estimatedTokens({ input }: EmbeddingRequest): number {
  const texts = typeof input === 'string' ? [input] : listOf(input)
  return texts.reduce<number>((sum, text) => sum + Math.ceil((textOf(text)?.length ?? 0) / 4), 0)
}
