/** `POST /embedding/text`: texts in one list, vectors in another. */
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import type { Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingList, embeddingVector } from '../shared/embedding-reply.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { countOf, isRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { requestHeaders } from '../shared/request-headers.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import { isText } from '../shared/text-input.js'
import { embeddedFailure } from '../shared/to-failure.js'

/** Body of the endpoint; `task_type` passes beside it. Source: Nomic's API reference. */
export type NomicBody = { model: string; texts: string[]; dimensionality?: number }

const consumed: ReadonlySet<string> = new Set(['input', 'model', 'dimensions', 'encoding_format', 'user', 'extra_body'])

/** The codec of the endpoint. */
export const nomicEmbeddings: EndpointCodec<'embeddings', never> = { toRequest: embedRequest, fromResponse: embedReply }

function embedRequest(given: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const { request } = settledCall(given, target)
  const { input, dimensions } = request
  if (!isText(input)) return badRequest(target, '`input` is no text and no list of texts', 'input')
  const body: NomicBody = {
    model: target.model,
    texts: typeof input === 'string' ? [input] : input,
    ...(typeof dimensions === 'number' && { dimensionality: dimensions }),
  }
  return {
    method: 'POST',
    url: `${target.baseUrl.replace(/\/+$/, '').replace(/\/embedding\/text$/, '')}/embedding/text`,
    headers: requestHeaders(given, target, {}),
    body: JSON.stringify({ ...body, ...nativeMembers(request, consumed, target) }),
  }
}

function embedReply(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  if (!Array.isArray(body.embeddings)) {
    const isError = textOf(body.detail) !== undefined || textOf(body.message) !== undefined
    return isError ? { failure: embeddedFailure(body, target, [], reply.headers) } : lacking('embeddings', reply, target)
  }
  const vectors: (readonly number[] | string)[] = []
  for (const [position, value] of body.embeddings.entries()) {
    const vector = embeddingVector(value, call.request.encoding_format === 'base64')
    if (vector === undefined) return invalidReply(target, `an embedding ${position} that cannot be read`, reply.text(), reply.headers)
    vectors.push(vector)
  }
  const usage = isRecord(body.usage) ? body.usage : {}
  return embeddingList(vectors, textOf(body.model) ?? target.model, countOf(usage.prompt_tokens) ?? countOf(usage.total_tokens) ?? 0)
}
