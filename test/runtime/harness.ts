/** A client over scripted deployments, with a clock that moves only when something waits. */
import { isFault } from '../../src/protocol/failure.js'
import type { AbortSignalLike, HttpRequest } from '../../src/protocol/http.js'
import type { Adapter } from '../../src/providers/adapter.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { openai } from '../../src/providers/openai.js'
import type { Client } from '../../src/runtime/client-shape.js'
import type { ClientOptions, RequestOptions } from '../../src/runtime/client-types.js'
import { createRun } from '../../src/runtime/create-run.js'
import { createEngine } from '../../src/runtime/engine.js'
import type { RouterEvent } from '../../src/runtime/events.js'
import type { Feature } from '../../src/runtime/feature.js'
import { ApiError, createClient, latencyBasedRouting, simpleShuffle } from '../../src/runtime/index.js'
import { nodePlatform } from '../../src/runtime/platform/node-platform.js'
import { type FakeAnswer, fakeTransport } from '../support/fake-transport.js'
import { buildPlan, type DeploymentInput, type PlanInput } from '../support/plan.js'

export type Models = {
  readonly chat: { a: never; b: never; c: never; [name: `x/${string}`]: never }
  readonly embedding: { e: never }
  readonly completion: { t: never }
  readonly responses: { r: never }
  readonly image: { i: never }
  readonly imageEdit: { ie: never }
  readonly transcription: { w: never }
  readonly speech: { s: never }
  readonly moderation: { m: never }
  readonly rerank: { k: never }
}

export const messages: { role: 'user'; content: string }[] = [{ role: 'user', content: 'hi' }]

/** A deployment whose requests go to a host of its own name: `d0`, `d1`, … */
export function at(index: number, group: string, more: Partial<DeploymentInput> = {}): DeploymentInput {
  return { group, model: 'openai/gpt-4o', id: `d${index}`, baseUrl: `http://d${index}/v1`, apiKey: { placeholder: 'none' }, ...more }
}

/** What a deployment answers, by host; a list is used up, its last entry stays. */
export type Script = {
  readonly [host: string]: FakeAnswer | readonly FakeAnswer[] | ((request: HttpRequest) => FakeAnswer | Promise<FakeAnswer>)
}

type Adapters = { readonly [format: string]: Adapter }

export function harness(
  input: PlanInput,
  script: Script,
  options: Partial<ClientOptions> = {},
  adapters: Adapters = { openai, anthropic },
  features: readonly Feature[] = [],
) {
  const clock = { time: 1_000_000 }
  const sleeps: number[] = []
  const events: RouterEvent[] = []
  const ends: RouterEvent[] = []
  const hosts: string[] = []
  const counts = new Map<string, number>()
  const transport = fakeTransport(async (request) => {
    const host = new URL(request.url).host
    hosts.push(host)
    const given = script[host] ?? { status: 500, text: `no script for ${host}` }
    if (typeof given === 'function') return given(request)
    if (!isList(given)) return given
    const nth = counts.get(host) ?? 0
    counts.set(host, nth + 1)
    return given[Math.min(nth, given.length - 1)] ?? {}
  })
  const parts = {
    plan: buildPlan(input),
    adapters,
    strategies: { 'simple-shuffle': simpleShuffle, 'latency-based-routing': latencyBasedRouting },
    features,
  }
  const client: Client<Models> = createClient<Models>(parts, {
    env: {},
    now: () => clock.time,
    random: () => 0,
    sleep: async (ms: number, _signal?: AbortSignalLike) => {
      sleeps.push(ms)
      clock.time += ms
    },
    transport,
    onEvent: (event) => (event.type === 'done' ? ends : events).push(event),
    ...options,
  })
  return { client, transport, clock, sleeps, events, ends, hosts }
}

function isList(given: FakeAnswer | readonly FakeAnswer[]): given is readonly FakeAnswer[] {
  return Array.isArray(given)
}

/** A whole answer as OpenAI gives it. */
export const ok = (content = 'hello'): FakeAnswer => ({
  headers: { 'x-request-id': 'req_1', 'content-type': 'application/json' },
  json: {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, finish_reason: 'stop', logprobs: null, message: { role: 'assistant', content, refusal: null } }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  },
})

/** An error answer as OpenAI gives it. */
export const fails = (status: number, error: { message?: string; code?: string; type?: string } = {}, headers = {}): FakeAnswer => ({
  status,
  headers,
  json: { error: { message: 'refused', type: 'some_error', code: null, param: null, ...error } },
})

const chunk = (body: object) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt-4o-2024-08-06', ...body })}\n\n`

export const delta = (content: string) => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })
export const role = chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] })
export const stop = chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
export const usage = chunk({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } })
export const end = 'data: [DONE]\n\n'

/** A streamed answer, one piece a read. */
export const streams = (...pieces: NonNullable<FakeAnswer['pieces']>): FakeAnswer => ({
  headers: { 'x-request-id': 'req_s', 'content-type': 'text/event-stream' },
  pieces,
})

/** The error that `promise` ends with, as one of ours. */
export async function errorOf(promise: PromiseLike<unknown>) {
  try {
    await promise
  } catch (error) {
    if (ApiError.is(error)) return error
    throw error
  }
  throw new Error('the call succeeded')
}

/** An engine with the same parts, for tests of single functions. */
export function engineOf(input: PlanInput, options: Partial<ClientOptions> = {}) {
  return createEngine(
    nodePlatform,
    {
      plan: buildPlan(input),
      adapters: { openai, anthropic },
      strategies: { 'simple-shuffle': simpleShuffle, 'latency-based-routing': latencyBasedRouting },
    },
    { env: {}, now: () => 0, random: () => 0, transport: fakeTransport(() => ok()), ...options },
  )
}

/** A call on such an engine that has not begun. */
export function runOf(input: PlanInput, body: { model: string }, options: Partial<ClientOptions> = {}, settings?: RequestOptions) {
  const run = createRun(engineOf(input, options), 'chat', { messages, ...body }, settings, false)
  if (isFault(run)) throw new Error(run.failure.message)
  return run
}
