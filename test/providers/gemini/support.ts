/** Targets, bodies and replies for the tests of the format `gemini`. */
import type { Deployment, ModelFlag } from '../../../src/plan/plan.js'
import type { ChatReply, ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { HttpRequest } from '../../../src/protocol/http.js'
import type { Call, Target } from '../../../src/providers/adapter.js'
import { gemini } from '../../../src/providers/gemini.js'
import { chatCall, foldStream, httpReply, sse, testTarget } from '../../support/codec.js'

/** What a caller without a type checker writes. */
export type Loose = { readonly [key: string]: unknown }
export type Options = Partial<Omit<Call<'chat'>, 'request'>>

export function geminiTarget(flags: readonly ModelFlag[] = [], deployment: Partial<Deployment> = {}): Target {
  return testTarget({
    provider: { name: 'gemini', format: 'gemini', auth: 'x-goog-api-key' },
    deployment: { flags, ...deployment },
    baseUrl: 'https://generativelanguage.example/v1beta',
  })
}

/** The request as it travels, or the failure. */
export function built(request: Loose, target: Target = geminiTarget(), options: Options = {}) {
  const http = gemini.endpoints.chat?.toRequest(chatCall(request as Partial<ChatRequest>, options), target)
  if (http === undefined) throw new Error('no chat codec')
  return http
}

/** The body, or what is refused. */
export function body(request: Loose, flags: readonly ModelFlag[] = [], options: Options = {}, deployment: Partial<Deployment> = {}): Loose {
  const http: HttpRequest | ReturnType<typeof built> = built(request, geminiTarget(flags, deployment), options)
  if (isFault(http)) return { kind: http.failure.kind, param: http.failure.param, refused: http.failure.message }
  return JSON.parse(String(http.body))
}

/** What is added to the smallest body. */
export function added(
  request: Loose,
  flags: readonly ModelFlag[] = [],
  options: Options = {},
  deployment: Partial<Deployment> = {},
): Loose {
  const { contents: _contents, ...rest } = body(request, flags, options, deployment)
  return rest
}

/** The turns of a conversation, or what is refused. */
export function turns(messages: readonly Loose[], flags: readonly ModelFlag[] = []): unknown {
  const sent = body({ messages }, flags)
  return sent.contents ?? sent
}

/** A candidate in the API's form. */
export const answer = (parts: readonly Loose[], more: object = {}, reply: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', ...more }],
  responseId: 'r-1',
  modelVersion: 'gemini-x',
  ...reply,
})

/** The reply, which must not be a failure. */
export function replyOf(wire: object, request: Partial<ChatRequest> = {}): ChatReply {
  const reply = gemini.endpoints.chat?.fromResponse(httpReply(wire), chatCall(request), geminiTarget())
  if (reply === undefined || isFault(reply)) throw new Error(`no reply: ${JSON.stringify(reply)}`)
  return reply
}

export const messageOf = (wire: object, request: Partial<ChatRequest> = {}) => replyOf(wire, request).choices[0]?.message

/** Events folded by the stream's codec. */
export const streamed = (events: readonly object[], request: Partial<ChatRequest> = {}) =>
  foldStream(gemini, [sse(...events)], geminiTarget(), chatCall(request, { stream: true }))
