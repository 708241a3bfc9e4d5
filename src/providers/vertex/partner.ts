/** Models on Vertex AI that speak OpenAI's format: partner models, Mistral, Jamba, and endpoints that run a model of one's own. */
import type { Provider, Quirks } from '../../plan/plan.js'
import type { ChatReply } from '../../protocol/chat.js'
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { chatReply } from '../openai/chat-reply.js'
import { chatBody, openAiHeaders } from '../openai/chat-request.js'
import { type ChatStreamState, chatStream } from '../openai/chat-stream.js'
import { isRecord, parseJson } from '../shared/json.js'
import { withText } from '../shared/json-reply.js'
import { segments } from '../shared/path-segments.js'
import { vertexUrl } from './url.js'

/** Where a model is asked, by what name its body calls it, and what its host does differently. */
type Door = {
  readonly path: string
  readonly version: 'v1' | 'v1beta1'
  readonly model: string
  readonly quirks: Quirks
  /** The body goes in as the one instance of a prediction, and the answer comes out as its result; no stream. */
  readonly wrapped?: true
}

/** Chat; streams where the door has them. */
export const partnerChat: EndpointCodec<'chat', ChatStreamState> = { toRequest, fromResponse, stream: chatStream }

/** What Mistral's API does differently, here as on its own host. */
const mistralQuirks: Quirks = {
  rename: { seed: 'random_seed', max_completion_tokens: 'max_tokens' },
  unsupported: ['logit_bias', 'logprobs', 'top_logprobs'],
  toolChoiceRequired: 'any',
  toolCallId: 'alnum9',
  streamOptions: false,
}
const noQuirks: Quirks = {}
const maxTokensQuirks: Quirks = { rename: { max_completion_tokens: 'max_tokens' } }

function doorOf(target: Target, isStreamed: boolean): Door {
  const { model } = target
  const raw = isStreamed ? 'streamRawPredict' : 'rawPredict'
  const mistral = /^(?:mistralai\/)?((?:mistral|codestral|ministral|magistral).*)$/.exec(model)?.[1]
  if (mistral !== undefined) {
    const path = `publishers/mistralai/models/${segments(mistral)}:${raw}`
    return { path, version: 'v1', model: mistral.replace(/@.*$/, ''), quirks: mistralQuirks }
  }
  const jamba = /^(?:ai21\/)?(jamba.*)$/.exec(model)?.[1]
  if (jamba !== undefined) {
    const path = `publishers/ai21/models/${segments(jamba)}:${raw}`
    return { path, version: 'v1beta1', model: jamba, quirks: maxTokensQuirks }
  }
  const gemma = /^gemma\/(.+)$/.exec(model)?.[1]
  if (gemma !== undefined)
    return { path: `endpoints/${segments(gemma)}:predict`, version: 'v1', model: '', quirks: maxTokensQuirks, wrapped: true }
  const endpoint = /^(?:openai\/)?(\d+)$/.exec(model)?.[1]
  if (endpoint !== undefined) return { path: `endpoints/${endpoint}/chat/completions`, version: 'v1beta1', model: '', quirks: noQuirks }
  return { path: 'endpoints/openapi/chat/completions', version: 'v1', model, quirks: noQuirks }
}

function toRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const door = doorOf(target, call.stream)
  const asked = door.wrapped === true && call.stream ? { ...call, stream: false } : call
  const built = chatBody(asked, { ...target, model: door.model, provider: withQuirks(target.provider, door.quirks) })
  if (built.body === undefined) return built
  const { model: _inUrl, ...instance } = built.body
  const body = door.wrapped === true ? { instances: [{ '@requestFormat': 'chatCompletions', ...instance }] } : built.body
  return {
    method: 'POST',
    url: vertexUrl(target, door.path, door.version),
    headers: openAiHeaders(call, target),
    body: JSON.stringify(body),
  }
}

/** A prediction's answer stands inside `predictions`. */
function fromResponse(reply: HttpReply, call: Call<'chat'>, target: Target): Outcome<ChatReply> {
  if (doorOf(target, false).wrapped !== true) return chatReply(reply, call, target)
  const outer = parseJson(reply.text())
  const inner = isRecord(outer) && isRecord(outer.predictions) ? JSON.stringify(outer.predictions) : reply.text()
  const outcome = chatReply(withText(reply, inner), call, target)
  return isFault(outcome) || outcome.model !== '' ? outcome : { ...outcome, model: target.model }
}

const quirked = new WeakMap<Quirks, WeakMap<Provider, Provider>>()

/** The same row for the same quirks each time: what is derived from a row is kept by it. */
function withQuirks(provider: Provider, quirks: Quirks): Provider {
  const rows = quirked.get(quirks) ?? new WeakMap<Provider, Provider>()
  quirked.set(quirks, rows)
  const row = rows.get(provider) ?? { ...provider, quirks: { ...provider.quirks, ...quirks } }
  rows.set(provider, row)
  return row
}
