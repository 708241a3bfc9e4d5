/** `POST /v2/embed`: texts, images given as data URLs, or both mixed. */
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingList, embeddingVector } from '../shared/embedding-reply.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, parseJson } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import { isTextList } from '../shared/text-input.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { isCohereError } from './answer.js'
import type { CohereEmbedBody } from './body.js'
import { cohereErrorRules } from './errors.js'
import { cohereUrl } from './url.js'

const consumed: ReadonlySet<string> = new Set(['input', 'model', 'dimensions', 'encoding_format', 'user', 'extra_body'])

/** A body with the members that pass unchanged (`input_type`, `truncate`, …), or why there is none. */
export type BuiltCohereEmbed = { readonly body: CohereEmbedBody; readonly native: JsonRecord } | (Fault & { readonly body: undefined })

/** The codec of the endpoint. */
export const cohereEmbeddings: EndpointCodec<'embeddings', never> = { toRequest: embedRequest, fromResponse: embedReply }

function embedRequest(call: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const built = cohereEmbedBody(call, target)
  if (built.body === undefined) return built
  return {
    method: 'POST',
    url: cohereUrl(target.baseUrl, 'embed'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify({ ...built.body, ...built.native }),
  }
}

/** The body, or why this endpoint cannot take the request. */
export function cohereEmbedBody(given: Call<'embeddings'>, target: Target): BuiltCohereEmbed {
  const { request } = settledCall(given, target)
  const inputs = typeof request.input === 'string' ? [request.input] : request.input
  if (!isTextList(inputs)) {
    return { ...badRequest(target, '`input` is no text and no list of texts', 'input'), body: undefined }
  }
  const images = inputs.filter(isImage)
  const hasOnlyImages = images.length > 0 && images.length === inputs.length
  const body: CohereEmbedBody = {
    model: target.model,
    input_type: hasOnlyImages ? 'image' : 'search_document', // required; the latter is LiteLLM's default
    embedding_types: [request.encoding_format === 'base64' ? 'base64' : 'float'],
    ...inputMembers(inputs, images),
    ...(typeof request.dimensions === 'number' && { output_dimension: request.dimensions }),
  }
  return { body, native: nativeMembers(request, consumed, target) }
}

const isImage = (input: string): boolean => /^data:image\//i.test(input)

function inputMembers(inputs: string[], images: string[]): Partial<CohereEmbedBody> {
  if (images.length === 0) return { texts: inputs }
  if (images.length === inputs.length) return { images }
  return {
    inputs: inputs.map((input) => ({
      content: [isImage(input) ? { type: 'image_url', image_url: { url: input } } : { type: 'text', text: input }],
    })),
  }
}

function embedReply(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  const given = vectorsOf(body.embeddings)
  if (given === undefined) {
    if (isCohereError(body)) return { failure: embeddedFailure(body, target, cohereErrorRules, reply.headers) }
    return invalidReply(target, 'an answer without embeddings', text, reply.headers)
  }
  const vectors: (readonly number[] | string)[] = []
  for (const [position, value] of given.entries()) {
    const vector = embeddingVector(value, call.request.encoding_format === 'base64')
    if (vector === undefined) return invalidReply(target, `an embedding ${position} that cannot be read`, text, reply.headers)
    vectors.push(vector)
  }
  return embeddingList(vectors, target.model, promptTokens(body.meta))
}

/** Vectors under their type; where the caller had several made, the most exact. A plain list is the older form. */
function vectorsOf(embeddings: unknown): readonly unknown[] | undefined {
  if (Array.isArray(embeddings)) return embeddings
  if (!isRecord(embeddings)) return undefined
  for (const type of ['float', 'base64', 'int8', 'uint8', 'binary', 'ubinary']) {
    const vectors = embeddings[type]
    if (Array.isArray(vectors)) return vectors
  }
  return undefined
}

function promptTokens(meta: unknown): number {
  const billed = isRecord(meta) && isRecord(meta.billed_units) ? meta.billed_units : {}
  return (countOf(billed.input_tokens) ?? 0) + (countOf(billed.image_tokens) ?? 0)
}
