/** `POST /embeddings`, and `/contextualizedembeddings` for the models that read a text with its neighbours. */
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingList, embeddingVector } from '../shared/embedding-reply.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import { isText } from '../shared/text-input.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { voyageErrorRules } from './errors.js'
import { voyageUrl } from './url.js'

/** Body of either endpoint; a contextual one takes documents, each a list of its pieces. */
export type VoyageEmbedBody = {
  model: string
  output_dimension?: number
  encoding_format?: 'base64'
} & ({ input: string | string[]; inputs?: undefined } | { inputs: string[][]; input?: undefined })

const consumed: ReadonlySet<string> = new Set(['input', 'model', 'dimensions', 'encoding_format', 'user', 'extra_body'])

/** A body with the members that pass unchanged (`input_type`, `truncation`, `output_dtype`), or why there is none. */
export type BuiltVoyageEmbed = { readonly body: VoyageEmbedBody; readonly native: JsonRecord } | (Fault & { readonly body: undefined })

/** The codec of the endpoint. */
export const voyageEmbeddings: EndpointCodec<'embeddings', never> = { toRequest: embedRequest, fromResponse: embedReply }

function embedRequest(call: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const built = voyageEmbedBody(call, target)
  if (built.body === undefined) return built
  return {
    method: 'POST',
    url: voyageUrl(target.baseUrl, isContextual(target.model) ? 'contextualizedembeddings' : 'embeddings'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify({ ...built.body, ...built.native }),
  }
}

const isContextual = (model: string): boolean => model.startsWith('voyage-context')

/** The body, or why this endpoint cannot take the request. Without `encoding_format` the vectors come as numbers. */
export function voyageEmbedBody(given: Call<'embeddings'>, target: Target): BuiltVoyageEmbed {
  const { request } = settledCall(given, target)
  const { input } = request
  if (!isText(input)) {
    return { ...badRequest(target, '`input` is no text and no list of texts', 'input'), body: undefined }
  }
  const documents = typeof input === 'string' ? [input] : input
  const body: VoyageEmbedBody = {
    model: target.model,
    ...(isContextual(target.model) ? { inputs: documents.map((text) => [text]) } : { input }),
    ...(typeof request.dimensions === 'number' && { output_dimension: request.dimensions }),
    ...(request.encoding_format === 'base64' && { encoding_format: 'base64' }),
  }
  return { body, native: nativeMembers(request, consumed, target) }
}

function embedReply(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (!Array.isArray(body.data)) {
    const isError = body.error !== undefined || textOf(body.detail) !== undefined
    if (isError) return { failure: embeddedFailure(body, target, voyageErrorRules, reply.headers) }
    return invalidReply(target, 'an answer without data', text, reply.headers)
  }
  const vectors: (readonly number[] | string)[] = []
  for (const [position, entry] of inOrder(body.data).entries()) {
    const vector = embeddingVector(entry.embedding, call.request.encoding_format === 'base64')
    if (vector === undefined) return invalidReply(target, `an embedding ${position} that cannot be read`, text, reply.headers)
    vectors.push(vector)
  }
  const usage = isRecord(body.usage) ? body.usage : {}
  return embeddingList(vectors, textOf(body.model) ?? target.model, countOf(usage.total_tokens) ?? 0)
}

/** Entries by their index; a contextual answer has a list of entries for each document. */
function inOrder(data: unknown): readonly JsonRecord[] {
  const sorted = [...recordsOf(data)].sort((a, b) => (countOf(a.index) ?? 0) - (countOf(b.index) ?? 0))
  return sorted.flatMap((entry) => (Array.isArray(entry.data) ? inOrder(entry.data) : [entry]))
}
