/** Embeddings through InvokeModel: Titan, Cohere and Nova, each in its own form. */
import type { EmbeddingReply, EmbeddingRequest } from '../../protocol/embeddings.js'
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { toBase64Floats } from '../shared/base64-floats.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { dropNamed, dropNulls, type Refusal, settleRefused } from '../shared/params.js'
import { requestHeaders } from '../shared/request-headers.js'
import { embeddingBody } from './embedding-bodies.js'
import { bedrockEmbedded } from './errors.js'
import { modelRoute, modelUrl } from './route.js'

/** Chooses the form by the model's vendor. */
export const bedrockEmbeddings: EndpointCodec<'embeddings', never> = { toRequest: embeddingRequest, fromResponse: embeddingReply }

/** Most texts that Cohere's models take at once. */
const mostTexts = 96

function embeddingRequest(call: Call<'embeddings'>, target: Target): Outcome<HttpRequest> {
  const route = modelRoute(target)
  const members: JsonRecord = { ...call.request }
  dropNulls(members)
  dropNamed(members, target.deployment.additionalDropParams ?? [])
  const texts = textsOf(members.input, target)
  if ('failure' in texts) return texts
  const limit = route.family === 'cohere' ? mostTexts : 1
  if (texts.length > limit) {
    const takes = limit === 1 ? 'one text in a request' : `at most ${limit} texts in a request`
    return badRequest(target, `this model takes ${takes}, and \`input\` holds ${texts.length}; ask for them one after the other`, 'input')
  }
  const refused: Refusal[] = []
  if (members.dimensions !== undefined && !takesDimensions(route.id))
    refused.push({ name: 'dimensions', why: 'its vectors have one length' })
  const fault = settleRefused(members, refused, call, target)
  if (fault !== undefined) return fault
  const { input: _input, model: _model, user: _user, encoding_format: _format, extra_body: extra, ...own } = members
  const body: JsonRecord = embeddingBody(route, texts, own)
  Object.assign(body, target.deployment.extraBody, isRecord(extra) ? extra : undefined)
  return {
    method: 'POST',
    url: modelUrl(target, route, 'invoke'),
    headers: requestHeaders(call, target, { accept: 'application/json' }),
    body: JSON.stringify(body),
  }
}

/** The texts of `input`; token numbers are no text. */
function textsOf(input: unknown, target: Target): readonly string[] | Fault {
  const list = typeof input === 'string' ? [input] : Array.isArray(input) ? input : []
  const texts = list.filter((text): text is string => typeof text === 'string')
  if (texts.length === 0 || texts.length !== list.length)
    return badRequest(target, '`input` must be a text or a list of texts; Bedrock takes no token numbers', 'input')
  return texts
}

/** Source: AWS's parameter pages of the models. */
function takesDimensions(id: string): boolean {
  return !/titan-embed-(?:text-v1|g1-text)|cohere\.embed-(?:english|multilingual)-v3/.test(id)
}

function embeddingReply(reply: HttpReply, call: Call<'embeddings'>, target: Target): Outcome<EmbeddingReply> {
  const text = reply.text()
  const body = parseJson(text)
  if (!isRecord(body)) return invalidReply(target, 'an answer that is not JSON', text, reply.headers)
  const vectors = vectorsOf(body)
  if (vectors.length === 0) {
    const isError = textOf(body.message) !== undefined || textOf(body.Message) !== undefined
    if (isError) return { failure: bedrockEmbedded(body, target, reply.headers) }
    return invalidReply(target, 'an answer without embeddings', text, reply.headers)
  }
  const asText = call.request.encoding_format === 'base64'
  const data: EmbeddingReply['data'] = []
  for (const [index, vector] of vectors.entries()) {
    if (!isVector(vector)) return invalidReply(target, `an embedding ${index} that cannot be read`, text, reply.headers)
    // Base64 text only where it was asked for, as with OpenAI's own SDK.
    data.push({ object: 'embedding', index, embedding: asText ? (toBase64Floats(vector) as unknown as number[]) : vector })
  }
  const prompt = promptTokens(body, reply)
  return { object: 'list', data, model: modelRoute(target).id, usage: { prompt_tokens: prompt, total_tokens: prompt } }
}

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((number) => typeof number === 'number')
}

/** `embedding` (Titan), `embeddings` as lists, by type (Cohere) or as objects (Nova). */
function vectorsOf(body: JsonRecord): readonly unknown[] {
  const { embedding, embeddings, embeddingsByType: byType } = body
  if (Array.isArray(embedding)) return [embedding]
  if (isRecord(byType)) return [firstType(byType)]
  if (isRecord(embeddings)) {
    const lists = firstType(embeddings)
    return Array.isArray(lists) ? lists : []
  }
  if (!Array.isArray(embeddings)) return []
  const named = recordsOf(embeddings)
  return named.length > 0 ? named.map((entry) => entry.embedding) : embeddings
}

/** The floats, or whatever other type the caller asked for instead. */
function firstType(byType: JsonRecord): unknown {
  return byType.float ?? Object.values(byType)[0]
}

/** Titan counts in the body, the others in a header. */
function promptTokens(body: JsonRecord, { headers }: HttpReply): number {
  const header = headers['x-amzn-bedrock-input-token-count']
  return countOf(body.inputTextTokenCount) ?? (header === undefined ? undefined : countOf(Number(header))) ?? 0
}

/** A call for each text, for models that take one at a time; one call where all fit. */
export function splitEmbeddings(call: Call<'embeddings'>, target: Target): readonly Call<'embeddings'>[] {
  const { input } = call.request
  const limit = modelRoute(target).family === 'cohere' ? mostTexts : 1
  if (!Array.isArray(input) || input.length <= limit || !input.every((text) => typeof text === 'string')) return [call]
  const calls: Call<'embeddings'>[] = []
  for (let at = 0; at < input.length; at += limit) {
    const request: EmbeddingRequest = { ...call.request, input: input.slice(at, at + limit) }
    calls.push({ ...call, request })
  }
  return calls
}

/** The answers of a split call as one: vectors numbered through, tokens added up. */
export function joinEmbeddings(replies: readonly [EmbeddingReply, ...EmbeddingReply[]]): EmbeddingReply {
  const [first] = replies
  const prompt = replies.reduce((sum, reply) => sum + reply.usage.prompt_tokens, 0)
  const data = replies.flatMap((reply) => reply.data).map((entry, index) => ({ ...entry, index }))
  return { ...first, data, usage: { prompt_tokens: prompt, total_tokens: prompt } }
}
