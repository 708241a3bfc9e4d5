/** `POST /embeddings` on OpenAI and compatible hosts. Vectors arrive as numbers or base64; callers see what they asked for. */
import type { EmbeddingReply, EmbeddingRequest } from '../../protocol/embeddings.js'
import type { Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddingVector } from '../shared/embedding-reply.js'
import { invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { dropNamed, dropNulls, type Refusal, settleRefused } from '../shared/params.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { hasError } from './chat-reply.js'
import { type Built, openAiHeaders } from './chat-request.js'
import { openAiErrorRules } from './errors.js'
import { addExtraBody } from './params.js'
import { quirkRules } from './quirk-rules.js'
import { endpointUrl } from './url.js'

/** What travels. */
export type OpenAiEmbeddingBody = Omit<EmbeddingRequest, 'extra_body'>

/** Requests leave the encoding to the host unless the caller names one. */
export const embeddings: EndpointCodec<'embeddings', never> = { toRequest: embeddingRequest, fromResponse: embeddingReply }

function embeddingRequest(call: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const built = embeddingBody(call, target)
  if (built.body === undefined) return built
  return { method: 'POST', url: endpointUrl(target, 'embeddings'), headers: openAiHeaders(call, target), body: JSON.stringify(built.body) }
}

/** The body, or why this target cannot take the request. */
export function embeddingBody(call: Call<'embeddings'>, target: Target): Built<OpenAiEmbeddingBody> {
  const body: EmbeddingRequest = { ...call.request, model: target.model }
  const members: JsonRecord = body
  const { deployment } = target
  const rules = quirkRules(target.provider)
  dropNulls(members)
  dropNamed(members, deployment.additionalDropParams ?? [])
  const refused: Refusal[] = ['dimensions', 'encoding_format', 'user']
    .filter((name) => members[name] !== undefined && rules.unsupported.has(name))
    .map((name) => ({ name }))
  const fault = settleRefused(members, refused, call, target)
  if (fault !== undefined) return { ...fault, body: undefined }
  for (const [from, to] of Object.entries(rules.quirks.endpoints?.embeddings?.rename ?? {})) {
    if (members[from] === undefined) continue
    members[to] = members[from]
    delete members[from]
  }
  addExtraBody(members, deployment.extraBody)
  return { body }
}

function embeddingReply(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  return settledEmbeddings(parseJson(reply.text()), reply, call, target)
}

/** The same for a body that has been parsed, by hosts that wrap OpenAI's answer in one of their own. */
export function settledEmbeddings(body: unknown, reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  if (!Array.isArray(body.data)) {
    if (hasError(body)) return { failure: embeddedFailure(body, target, openAiErrorRules(target.provider.name), reply.headers) }
    return invalidReply(target, 'an answer without data', text, reply.headers)
  }
  const asText = call.request.encoding_format === 'base64'
  for (const [position, entry] of body.data.entries()) {
    const vector = isRecord(entry) ? embeddingVector(entry.embedding, asText) : undefined
    if (!isRecord(entry) || vector === undefined)
      return invalidReply(target, `an embedding ${position} that cannot be read`, text, reply.headers)
    entry.embedding = vector
    entry.object ??= 'embedding'
    if (typeof entry.index !== 'number') entry.index = position
  }
  delete body.failure // would read as a Fault
  body.object = 'list'
  if (textOf(body.model) === undefined) body.model = target.model
  body.usage = embeddingUsage(body.usage)
  return body as unknown as EmbeddingReply // data, model, object and usage were checked or set; base64 text only where it was asked for
}

function embeddingUsage(reported: unknown): JsonRecord {
  if (!isRecord(reported)) return { prompt_tokens: 0, total_tokens: 0 }
  const prompt = countOf(reported.prompt_tokens) ?? countOf(reported.total_tokens) ?? 0
  return { ...reported, prompt_tokens: prompt, total_tokens: prompt }
}
