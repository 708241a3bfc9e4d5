/** Embeddings of Hugging Face models on SageMaker: `{inputs}` in, a list of vectors out. Source: LiteLLM's adapter, Text Embeddings Inference. */
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import type { Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingList, embeddingVector } from '../shared/embedding-reply.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, parseJson } from '../shared/json.js'
import { settleRefused } from '../shared/params.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import { isText } from '../shared/text-input.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { endpointRequest, sagemakerErrorRules } from './endpoint.js'

const consumed: ReadonlySet<string> = new Set(['input', 'model', 'dimensions', 'encoding_format', 'user', 'extra_body'])

/** The codec of the endpoint. */
export const sagemakerEmbeddings: EndpointCodec<'embeddings', never> = { toRequest, fromResponse }

function toRequest(whole: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const call = settledCall(whole, target)
  const { input } = call.request
  if (!isText(input)) return badRequest(target, '`input` is no text and no list of texts', 'input')
  const params: JsonRecord = { ...call.request }
  const refused = settleRefused(params, params.dimensions === undefined ? [] : [{ name: 'dimensions' }], call, target)
  if (refused !== undefined) return refused
  const inputs = typeof input === 'string' ? [input] : input
  // models of Voyage's marketplace listings keep Voyage's own form
  const body = /voyage/i.test(target.model) ? { input: inputs } : { inputs }
  return endpointRequest(call, target, { ...body, ...nativeMembers(call.request, consumed, target) })
}

function fromResponse(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  const body = parseJson(text)
  const given = vectorsOf(body)
  if (given === undefined) {
    if (isRecord(body) && body.error !== undefined) return { failure: embeddedFailure(body, target, sagemakerErrorRules, reply.headers) }
    return invalidReply(target, body === undefined ? 'an answer that is not JSON' : 'an answer without embeddings', text, reply.headers)
  }
  const vectors: (readonly number[] | string)[] = []
  for (const [position, value] of given.entries()) {
    const vector = embeddingVector(value, call.request.encoding_format === 'base64')
    if (vector === undefined) return invalidReply(target, `an embedding ${position} that cannot be read`, text, reply.headers)
    vectors.push(vector)
  }
  const usage = isRecord(body) && isRecord(body.usage) ? body.usage : {}
  return embeddingList(vectors, target.model, countOf(usage.prompt_tokens) ?? countOf(usage.total_tokens) ?? 0)
}

/** A bare list, `{embedding}`, or OpenAI's and Voyage's `{data: [{embedding}]}`; one vector alone counts as a list of one. */
function vectorsOf(body: unknown): readonly unknown[] | undefined {
  if (isRecord(body)) {
    if (Array.isArray(body.data)) return body.data.map((entry) => (isRecord(entry) ? entry.embedding : entry))
    return vectorsOf(body.embedding ?? body.embeddings)
  }
  if (!Array.isArray(body)) return undefined
  return typeof body[0] === 'number' ? [body] : body
}
