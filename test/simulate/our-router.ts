/** The real client over simulated deployments: only its transport, clock, waits and random numbers are not. */
import type { PriceRow } from '../../src/plan/prices.js'
import type { Routing, StrategyName } from '../../src/plan/routing.js'
import { ApiError } from '../../src/protocol/errors.js'
import { type HttpReply, type HttpRequest, type HttpStream, type Timers, type Transport, TransportFault } from '../../src/protocol/http.js'
import { openai } from '../../src/providers/openai.js'
import { createClientOn } from '../../src/runtime/client.js'
import type { Client } from '../../src/runtime/client-shape.js'
import { nodePlatform } from '../../src/runtime/platform/node-platform.js'
import type { Models } from '../runtime/harness.js'
import { buildPlan, defaultRouting } from '../support/plan.js'
import { strategies } from '../support/strategies.js'
import { type DeploymentSpec, type Provider, type ProviderAnswer, promptTokens } from './provider.js'
import type { World } from './world.js'

/** Makes one call; true where it was answered. `first` is told when the first content of a stream comes. */
export type Caller = (call: number, first: () => void) => Promise<boolean>

export type RouterSources = {
  readonly world: World
  readonly provider: Provider
  readonly specs: readonly DeploymentSpec[]
  readonly strategy: StrategyName
  readonly random: () => number
  readonly timeoutMs: number
  readonly streaming: boolean
  readonly routing?: Partial<Routing>
}

const callHeader = 'x-simulated-call'

export function createOurs({ world, provider, specs, strategy, random, timeoutMs, streaming, routing }: RouterSources): Caller {
  const client: Client<Models> = createClientOn<Models>(
    nodePlatform,
    {
      plan: buildPlan({
        deployments: specs.map(({ weight, order, rpm }, index) => ({
          group: 'a',
          model: 'openai/m',
          baseUrl: `http://${index}/v1`,
          apiKey: { placeholder: 'none' },
          price: { by: 'row', row: index },
          ...(weight !== undefined && { weight }),
          ...(order !== undefined && { order }),
          ...(rpm !== undefined && { rpm }),
        })),
        prices: specs.map(priceRow),
        routing: { ...defaultRouting, timeoutMs, ...routing, strategy },
      }),
      adapters: { openai },
      strategies,
    },
    { env: {}, now: world.now, random, sleep: (ms) => world.park(ms), transport: transportTo(provider) },
  )
  return async (call, first) => {
    const options = { headers: { [callHeader]: String(call) } }
    try {
      if (!streaming) await client.chat.completions.create({ model: 'a', messages }, options)
      else {
        const stream = await client.chat.completions.create({ model: 'a', messages, stream: true }, options)
        first()
        for await (const chunk of stream) void chunk
      }
      return true
    } catch (error) {
      if (ApiError.is(error)) return false
      throw error
    }
  }
}

const messages: { role: 'user'; content: string }[] = [{ role: 'user', content: 'hi' }]

/** 1 dollar per million tokens is 1e6 picodollars per token. */
function priceRow({ price }: DeploymentSpec): PriceRow {
  const rates = price === undefined ? {} : { input: price.input * 1_000_000, output: price.output * 1_000_000 }
  return { model: 'm', family: 'openai', ...rates }
}

function transportTo(provider: Provider): Transport {
  const ask = async ({ url, headers }: HttpRequest, { totalMs }: Timers, streaming: boolean) => {
    const deployment = Number(url.slice('http://'.length, url.indexOf('/', 'http://'.length)))
    const given = await provider.ask(deployment, Number(headers[callHeader]), totalMs ?? Number.POSITIVE_INFINITY, streaming)
    if (given.fault !== undefined) throw new TransportFault(given.fault, `simulated ${given.fault}`)
    return given
  }
  return {
    whole: async (request, timers) => toReply(await ask(request, timers, false)),
    stream: async (request, timers) => {
      const given = await ask(request, timers, true)
      return given.status === 200
        ? toStream(given)
        : { ...toReply(given), read: async () => undefined, rest: async () => toReply(given), cancel: () => {} }
    },
    close: async () => undefined,
  }
}

function toReply({ status, completionTokens, retryAfterMs }: ProviderAnswer): HttpReply {
  const text = status === 200 ? answerText(completionTokens) : errorText
  const retryAfter = retryAfterMs === undefined ? {} : { 'retry-after-ms': String(Math.ceil(retryAfterMs)) }
  return {
    status,
    headers: { 'content-type': 'application/json', ...retryAfter },
    text: () => text,
    bytes: () => new TextEncoder().encode(text),
  }
}

/** Two pieces: the first content, and all that follows. */
function toStream(given: ProviderAnswer): HttpStream {
  let part = 0
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    rest: async () => toReply(given),
    cancel: () => {},
    read: async () => {
      part++
      if (part === 1) return eventOf({ choices: [{ index: 0, delta: { content: 'ok' }, finish_reason: null }] })
      if (part > 2) return undefined
      await given.rest?.()
      const stop = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: usageOf(given.completionTokens) }
      return eventOf(stop)
    },
  }
}

function eventOf(body: object): Uint8Array {
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'm', ...body }
  const end = 'usage' in body ? 'data: [DONE]\n\n' : ''
  return new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n${end}`)
}

function usageOf(completionTokens: number) {
  return { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: promptTokens + completionTokens }
}

const errorText = JSON.stringify({ error: { message: 'simulated', type: 'simulated', code: null, param: null } })

/** What every answer has alike, up to its usage. */
const answerStart = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', logprobs: null, message: { role: 'assistant', content: 'ok', refusal: null } }],
}).slice(0, -1)

function answerText(completionTokens: number): string {
  return `${answerStart},"usage":${JSON.stringify(usageOf(completionTokens))}}`
}
