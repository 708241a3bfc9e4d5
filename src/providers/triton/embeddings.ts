/** Embeddings over `/infer`: texts in one tensor, vectors in another. Source: LiteLLM's adapter. */
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import type { Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingList, embeddingVector } from '../shared/embedding-reply.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { settleRefused } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { settledCall } from '../shared/settled-request.js'
import { isText } from '../shared/text-input.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { isTritonError, operationUrl, outputVectors } from './tensors.js'

/** The codec of the endpoint. */
export const tritonEmbeddings: EndpointCodec<'embeddings', never> = { toRequest, fromResponse }

function toRequest(whole: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const call = settledCall(whole, target)
  const { input } = call.request
  if (!isText(input)) return badRequest(target, '`input` is no text and no list of texts', 'input')
  const params: JsonRecord = { ...call.request }
  const refused = settleRefused(params, params.dimensions === undefined ? [] : [{ name: 'dimensions' }], call, target)
  if (refused !== undefined) return refused
  // Differs: LiteLLM gives a single text the shape of its characters
  const data = typeof input === 'string' ? [input] : input
  return {
    method: 'POST',
    url: operationUrl(target, 'infer').url,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({ inputs: [{ name: 'input_text', shape: [data.length], datatype: 'BYTES', data }] }),
  }
}

function fromResponse(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (isTritonError(body)) return { failure: embeddedFailure(body, target, [], reply.headers) }
  const given = outputVectors(body)
  if (given === undefined) return invalidReply(target, 'an answer without outputs', text, reply.headers)
  const vectors: (readonly number[] | string)[] = []
  for (const [position, value] of given.entries()) {
    const vector = embeddingVector(value, call.request.encoding_format === 'base64')
    if (vector === undefined) return invalidReply(target, `an embedding ${position} that cannot be read`, text, reply.headers)
    vectors.push(vector)
  }
  return embeddingList(vectors, textOf(body.model_name) ?? target.model, 0)
}
