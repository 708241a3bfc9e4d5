/** An engine in virtual time over scripted answers: the real routing, without network, keys or waiting. */
import { type Plan, planVersion } from '../../plan/plan.js'
import type { Failure } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest, HttpStream, Timers, Transport } from '../../protocol/http.js'
import type { Adapter, EndpointCodec } from '../../providers/adapter.js'
import { chatStream } from '../../providers/openai/chat-stream.js'
import { openai } from '../../providers/openai.js'
import { kindByStatus } from '../../providers/shared/error-rules.js'
import type { ClientOptions, ClientParts } from '../client-types.js'
import { createEngine, type Engine } from '../engine.js'
import type { Feature } from '../feature.js'
import { importPeer } from '../platform/import-peer.js'
import { webCrypto } from '../platform/web-crypto.js'
import type { Run } from '../run.js'
import { type Needs, needsOf } from '../tokens/needs.js'
import { indexOf } from './trace-plan.js'

/** One request that a deployment got. */
export type Asked = { readonly index: number; readonly model: string; readonly timers: Timers; readonly streaming: boolean }

/** What a deployment says. `failure` is told as it is; `fault` stands for no answer. */
export type Told =
  | {
      readonly status: 200
      readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number } | undefined
      readonly headers?: HttpReply['headers'] | undefined
    }
  | {
      readonly failure: Pick<Failure, 'kind' | 'code' | 'status'> & { readonly retryAfterMs?: number | undefined }
      readonly headers?: HttpReply['headers'] | undefined
    }

/** Answers a request; streams ask twice, for their first content and for their end. A rejection is a fault of transport. */
export type Answerer = (asked: Asked, part: 'whole' | 'first' | 'end') => Promise<Told>

export type WorldParts = {
  /** As `rehearsedPlan` makes it. */
  readonly plan: Plan
  readonly strategies: ClientParts['strategies']
  readonly features?: readonly Feature[] | undefined
  readonly answer: Answerer
  readonly options: Pick<ClientOptions, 'now' | 'random' | 'sleep' | 'onEvent' | 'env' | 'state' | 'trace'>
}

/** The engine of such a world. */
export function createWorld({ plan, strategies, features = [], answer, options }: WorldParts): Engine {
  const transport = scriptedTransport(answer)
  const platform = {
    createTransport: () => transport,
    createPublicTransport: async () => transport,
    crypto: webCrypto,
    readFile: undefined,
    importPeer,
  }
  return createEngine(
    platform,
    { plan: { ...plan, planVersion }, adapters: { openai: adapter }, strategies, features },
    { ...options, transport },
  )
}

/** Says what a call needs of a deployment, in the place of what its request would tell. */
export function fixNeeds(run: Run, told: Partial<Needs>): void {
  const needs: Needs = { ...needsOf(run), ...told }
  // Set anew with each group, so that only an accessor holds it.
  Object.defineProperty(run, 'needs', { get: () => needs, set: () => {} })
}

type ToldFailure = Extract<Told, { failure: object }>['failure']

/** OpenAI's adapter, but failures are taken as they are told. */
const adapter: Adapter = {
  ...openai,
  endpoints: {
    ...openai.endpoints,
    ...(openai.endpoints.chat && { chat: withToldFailures({ ...openai.endpoints.chat, stream: chatStream }) }),
  },
  toFailure: ({ text, headers }, target) => toFailure(JSON.parse(text), target.provider.name, target.model, headers),
}

function withToldFailures(chat: EndpointCodec<'chat'>): EndpointCodec<'chat'> {
  const { stream } = chat
  if (stream === undefined) return chat
  const fromEvent: typeof stream.fromEvent = (state, event) => {
    if (!event.data.startsWith(failureMark)) return stream.fromEvent(state, event)
    return { failure: toFailure(JSON.parse(event.data.slice(failureMark.length)), '', '', {}) }
  }
  return { ...chat, stream: { ...stream, fromEvent } }
}

/** Begins the event by which a stream fails. */
const failureMark = 'failure '

function toFailure({ retryAfterMs, ...told }: ToldFailure, provider: string, model: string, headers: Failure['headers']): Failure {
  return {
    message: `${provider}: ${told.kind}`,
    type: null,
    param: null,
    headers,
    requestId: null,
    provider,
    model,
    ...told,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

function scriptedTransport(answer: Answerer): Transport {
  const asked = (request: HttpRequest, timers: Timers, streaming: boolean): Asked => {
    const body: { readonly model?: unknown } = JSON.parse(String(request.body))
    return { index: indexOf(request.url), model: String(body.model), timers, streaming }
  }
  return {
    whole: async (request, timers) => {
      const one = asked(request, timers, false)
      return toReply(await answer(one, 'whole'), one.model)
    },
    stream: async (request, timers) => {
      const one = asked(request, timers, true)
      return openStream(await answer(one, 'first'), one, answer)
    },
    close: async () => {},
  }
}

const json = 'application/json'

function toReply(told: Told, model: string): HttpReply {
  if ('failure' in told) return reply(told.failure.status, { 'content-type': json, ...told.headers }, JSON.stringify(told.failure))
  const { usage, headers } = told
  const message = { role: 'assistant', content: '', refusal: null }
  const choices = [{ index: 0, finish_reason: 'stop', logprobs: null, message }]
  const total = usage === undefined ? undefined : { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens }
  return reply(
    200,
    { 'content-type': json, ...headers },
    JSON.stringify({ id: '', object: 'chat.completion', created: 0, model, choices, usage: total }),
  )
}

/** An error is told in the body, so that its HTTP status only has to be one of an error; some failures have none. */
function reply(status: number, headers: HttpReply['headers'], text: string): HttpReply {
  return {
    status: status === 200 || status >= 300 ? status : 500,
    headers,
    text: () => text,
    bytes: () => new TextEncoder().encode(text),
  }
}

/** Two events: content, and the end with its usage; a failure in between ends it as an error of the stream does. */
function openStream(first: Told, asked: Asked, answer: Answerer): HttpStream {
  const whole = toReply(first, asked.model)
  const event = (body: object) =>
    new TextEncoder().encode(
      `data: ${JSON.stringify({ id: '', object: 'chat.completion.chunk', created: 0, model: asked.model, ...body })}\n\n`,
    )
  let part = 0
  return {
    status: whole.status,
    headers: 'failure' in first ? whole.headers : { ...first.headers, 'content-type': 'text/event-stream' },
    rest: async () => whole,
    cancel: () => {},
    read: async () => {
      part++
      if (part === 1) return event({ choices: [{ index: 0, delta: { content: '-' }, finish_reason: null }] })
      if (part === 2) {
        const last = await answer(asked, 'end')
        if ('failure' in last) return new TextEncoder().encode(`data: ${failureMark}${JSON.stringify(last.failure)}\n\n`)
        const stop = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: last.usage })
        return joined(stop, new TextEncoder().encode('data: [DONE]\n\n'))
      }
      return undefined
    },
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

/** What a deployment says that answers with an error status and nothing else. */
export function toldStatus(status: number): Told {
  return { failure: { kind: kindByStatus(status), code: null, status } }
}
