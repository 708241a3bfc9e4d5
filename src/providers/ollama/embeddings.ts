/** `POST /api/embed`. The server sends numbers only; base64 is made here where the caller asked for it. */
import type { EmbeddingReply } from '../../protocol/embeddings.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingList, embeddingVector } from '../shared/embedding-reply.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import { isText } from '../shared/text-input.js'
import { embeddedFailure } from '../shared/to-failure.js'
import type { OllamaEmbedBody } from './body.js'
import { ollamaErrorRules } from './errors.js'
import { mergeOptions } from './options.js'
import { ollamaUrl } from './url.js'

const consumed: ReadonlySet<string> = new Set(['input', 'model', 'dimensions', 'encoding_format', 'user', 'extra_body'])

/** A body with the members that pass unchanged (`truncate`, `keep_alive`, options), or why there is none. */
export type BuiltOllamaEmbed = { readonly body: OllamaEmbedBody; readonly native: JsonRecord } | (Fault & { readonly body: undefined })

/** The codec of the endpoint. */
export const ollamaEmbeddings: EndpointCodec<'embeddings', never> = { toRequest: embedRequest, fromResponse: embedReply }

function embedRequest(call: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const built = ollamaEmbedBody(call, target)
  if (built.body === undefined) return built
  return {
    method: 'POST',
    url: ollamaUrl(target.baseUrl, 'embed'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify({ ...built.body, ...built.native }),
  }
}

/** The body, or why this endpoint cannot take the request. */
export function ollamaEmbedBody(given: Call<'embeddings'>, target: Target): BuiltOllamaEmbed {
  const { request } = settledCall(given, target)
  const members: JsonRecord = { ...request }
  const { input } = request
  if (!isText(input)) {
    return { ...badRequest(target, '`input` is no text and no list of texts', 'input'), body: undefined }
  }
  const native = nativeMembers(members, consumed, target)
  const extra = isRecord(request.extra_body) ? request.extra_body : undefined
  const options = mergeOptions({}, native, [members, target.deployment.extraBody, extra])
  const body: OllamaEmbedBody = {
    model: target.model,
    input,
    ...(typeof request.dimensions === 'number' && { dimensions: request.dimensions }),
  }
  return { body, native: Object.keys(options).length > 0 ? { ...native, options } : native }
}

function embedReply(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (body.error !== undefined && body.error !== null) return { failure: embeddedFailure(body, target, ollamaErrorRules, reply.headers) }
  if (!Array.isArray(body.embeddings)) return invalidReply(target, 'an answer without embeddings', text, reply.headers)
  const vectors: (readonly number[] | string)[] = []
  for (const [position, value] of body.embeddings.entries()) {
    const vector = Array.isArray(value) ? embeddingVector(value, call.request.encoding_format === 'base64') : undefined
    if (vector === undefined) return invalidReply(target, `an embedding ${position} that cannot be read`, text, reply.headers)
    vectors.push(vector)
  }
  return embeddingList(vectors, textOf(body.model) ?? target.model, countOf(body.prompt_eval_count) ?? 0)
}
