/** `embedText`: at most 96 texts at a time. Source: the service's API reference. */
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingList, embeddingVector } from '../shared/embedding-reply.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, listOf, parseJson, textOf } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import { isText } from '../shared/text-input.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { ociPlace, ociUrl } from './place.js'

/** Most texts of one request. */
const mostInputs = 96

const consumed: ReadonlySet<string> = new Set(['input', 'model', 'dimensions', 'encoding_format', 'user', 'extra_body', 'input_type'])

/** The codec of the endpoint. */
export const ociEmbeddings: EndpointCodec<'embeddings', never> = {
  toRequest,
  fromResponse,
  split({ request }) {
    const { input } = request
    if (!isText(input) || typeof input === 'string' || input.length <= mostInputs) return undefined
    const starts = Array.from({ length: Math.ceil(input.length / mostInputs) }, (_, part) => part * mostInputs)
    return starts.map((start) => ({ ...request, input: input.slice(start, start + mostInputs) }))
  },
  join(replies) {
    const data = replies.flatMap((reply) => reply.data).map((entry, index) => ({ ...entry, index }))
    const tokens = replies.reduce((sum, { usage }) => sum + usage.prompt_tokens, 0)
    return { object: 'list', data, model: replies[0]?.model ?? '', usage: { prompt_tokens: tokens, total_tokens: tokens } }
  },
}

function toRequest(whole: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const call = settledCall(whole, target)
  const { input, dimensions } = call.request
  if (!isText(input)) return badRequest(target, '`input` is no text and no list of texts', 'input')
  const url = ociUrl(target, 'embedText')
  if (isFault(url)) return url
  const place = ociPlace(target)
  if (isFault(place)) return place
  const members: JsonRecord = call.request
  const type = textOf(members.input_type)?.toUpperCase()
  return {
    method: 'POST',
    url,
    headers: requestHeaders(call, target, {}),
    body: JSON.stringify({
      ...place,
      inputs: typeof input === 'string' ? [input] : input,
      truncate: 'END',
      ...(type !== undefined && { inputType: type }),
      ...(dimensions !== undefined && { outputDimensions: dimensions }),
      ...nativeMembers(members, consumed, target),
    }),
  }
}

function fromResponse(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (!Array.isArray(body.embeddings)) {
    if (body.message !== undefined || body.error !== undefined) return { failure: embeddedFailure(body, target, [], reply.headers) }
    return invalidReply(target, 'an answer without embeddings', text, reply.headers)
  }
  const vectors: (readonly number[] | string)[] = []
  for (const [position, value] of body.embeddings.entries()) {
    const vector = embeddingVector(value, call.request.encoding_format === 'base64')
    if (vector === undefined) return invalidReply(target, `an embedding ${position} that cannot be read`, text, reply.headers)
    vectors.push(vector)
  }
  const told = isRecord(body.usage) ? countOf(body.usage.promptTokens) : undefined
  const summed = listOf(body.inputTextTokenCounts).reduce<number>((sum, count) => sum + (countOf(count) ?? 0), 0)
  return embeddingList(vectors, textOf(body.modelId) ?? target.model, told ?? summed)
}
