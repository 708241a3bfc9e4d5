/** The endpoint `responses` where the host serves it: the request as it is, the answer as it comes. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { ResponsesEvent, ResponsesReply } from '../../protocol/responses.js'
import type { Call, EndpointCodec, StreamEvent, Target } from '../adapter.js'
import { openAiHeaders } from '../openai/chat-request.js'
import { familyRefusals } from '../openai/model-family.js'
import { incompleteStream } from '../shared/failure.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'
import { newId } from '../shared/new-id.js'
import { settleRefused } from '../shared/params.js'
import { nativeMembers, settledCall } from '../shared/settled-request.js'
import { followed } from './follow.js'
import { forcedBody } from './forced-body.js'
import { outputText } from './output-text.js'
import { responseBody } from './reply.js'
import { readEvent } from './stream.js'

/** A codec that streams. */
export type Streamed<Codec extends { readonly stream?: unknown }> = Codec & { readonly stream: NonNullable<Codec['stream']> }

type State = { readonly target: Target; isDone: boolean }
const none: readonly ResponsesEvent[] = []

/**
 * The codec of a host that answers at the URL `urlOf` gives.
 * Differs: LiteLLM hands back what a host has only accepted (`background: true`); here a whole call waits for the answer.
 */
export function nativeResponses(urlOf: (target: Target) => string): Streamed<EndpointCodec<'responses', State>> {
  return {
    toRequest: (call, target) => nativeRequest(call, target, urlOf(target)),
    fromResponse: nativeReply,
    stream: nativeStream,
    ...followed<'responses'>(urlOf),
  }
}

const taken: ReadonlySet<string> = new Set(['model', 'stream', 'stream_options', 'extra_body'])

function nativeRequest(given: Call<'responses'>, target: Target, url: string): Outcome<HttpRequest> {
  const call = settledCall(given, target)
  const request: JsonRecord = call.request // a copy of its own
  const effort = isRecord(request.reasoning) ? request.reasoning.effort : undefined
  const refusals = familyRefusals({ ...request, ...(effort !== undefined && { reasoning_effort: effort }) }, target.deployment)
  const refused = settleRefused(request, refusals, call, target)
  if (refused !== undefined) return refused
  const hide = isRecord(request.stream_options) ? request.stream_options.include_obfuscation : undefined
  const body = {
    model: target.model,
    ...forcedBody(target),
    ...nativeMembers(request, taken, target),
    ...(call.stream && { stream: true, ...(typeof hide === 'boolean' && { stream_options: { include_obfuscation: hide } }) }),
  }
  return { method: 'POST', url, headers: openAiHeaders(call, target), body: JSON.stringify(body) }
}

function nativeReply(reply: HttpReply, call: Call<'responses'>, target: Target): Outcome<ResponsesReply> {
  const body = responseBody(reply, target)
  if ('failure' in body) return body as Fault // a body's own member of that name was removed
  return settledResponse(body, call, target)
}

function settledResponse(body: JsonRecord, call: Call<'responses'>, target: Target): ResponsesReply {
  body.id = textOf(body.id) ?? newId(call.random, 'resp_')
  body.object = 'response'
  if (typeof body.created_at !== 'number') body.created_at = Math.floor(call.now() / 1000)
  body.model = textOf(body.model) ?? target.model
  body.output_text = outputText(body.output)
  return body as unknown as ResponsesReply // id, object, created_at, model and output were checked or set
}

const nativeStream = {
  start: (_call: Call<'responses'>, target: Target): State => ({ target, isDone: false }),
  fromEvent(state: State, event: StreamEvent): Outcome<readonly ResponsesEvent[]> {
    if (state.isDone) return none
    const read = readEvent(event, state.target)
    if (read === undefined || (!('failure' in read) && typeof read.type !== 'string')) return none
    if ('failure' in read) return read as Fault // an event's own member of that name was removed
    state.isDone = read.type === 'response.completed' || read.type === 'response.incomplete'
    if (state.isDone && isRecord(read.response)) read.response.output_text = outputText(read.response.output)
    return [read as unknown as ResponsesEvent] // the provider's own event; its type is text
  },
  end: (state: State): Outcome<readonly ResponsesEvent[]> => (state.isDone ? none : incompleteStream(state.target)),
  isDone: (state: State) => state.isDone,
}
