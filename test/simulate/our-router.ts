/** The real client over simulated deployments: only its transport, clock, waits and random numbers are not. */
import type { PriceRow } from '../../src/plan/prices.js'
import type { Routing, StrategyName } from '../../src/plan/routing.js'
import { ApiError } from '../../src/protocol/errors.js'
import { type Transport, TransportFault } from '../../src/protocol/http.js'
import { openai } from '../../src/providers/openai.js'
import { createClientOn } from '../../src/runtime/client.js'
import type { Client } from '../../src/runtime/client-shape.js'
import { nodePlatform } from '../../src/runtime/platform/node-platform.js'
import type { Models } from '../runtime/harness.js'
import { buildPlan, defaultRouting } from '../support/plan.js'
import { strategies } from '../support/strategies.js'
import { type DeploymentSpec, type Provider, promptTokens } from './provider.js'
import type { World } from './world.js'

/** Makes one call; true where it was answered. */
export type Caller = (call: number) => Promise<boolean>

export type RouterSources = {
  readonly world: World
  readonly provider: Provider
  readonly specs: readonly DeploymentSpec[]
  readonly strategy: StrategyName
  readonly random: () => number
  readonly timeoutMs: number
  readonly routing?: Partial<Routing>
}

const callHeader = 'x-simulated-call'

export function createOurs({ world, provider, specs, strategy, random, timeoutMs, routing }: RouterSources): Caller {
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
  return async (call) => {
    try {
      await client.chat.completions.create({ model: 'a', messages }, { headers: { [callHeader]: String(call) } })
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
  return {
    whole: async ({ url, headers }, { totalMs }) => {
      const deployment = Number(url.slice('http://'.length, url.indexOf('/', 'http://'.length)))
      const given = await provider.ask(deployment, Number(headers[callHeader]), totalMs ?? Number.POSITIVE_INFINITY)
      if (given.fault !== undefined) throw new TransportFault(given.fault, `simulated ${given.fault}`)
      const text = given.status === 200 ? answerText(given.completionTokens) : errorText
      const retryAfter = given.retryAfterMs === undefined ? {} : { 'retry-after-ms': String(Math.ceil(given.retryAfterMs)) }
      return {
        status: given.status,
        headers: { 'content-type': 'application/json', ...retryAfter },
        text: () => text,
        bytes: () => new TextEncoder().encode(text),
      }
    },
    stream: () => Promise.reject(new Error('streams are not simulated')),
    close: async () => undefined,
  }
}

const errorText = JSON.stringify({ error: { message: 'simulated', type: 'simulated', code: null, param: null } })

function answerText(completionTokens: number): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'm',
    choices: [{ index: 0, finish_reason: 'stop', logprobs: null, message: { role: 'assistant', content: 'ok', refusal: null } }],
    usage: { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: promptTokens + completionTokens },
  })
}
