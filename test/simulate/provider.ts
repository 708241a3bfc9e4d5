/** Simulated deployments: how long they take, what they refuse, when they fail. */
import { seededRandom } from '../../src/runtime/trace/seeded-random.js'
import { lognormal } from './random.js'
import type { World } from './world.js'

/** Something that is wrong with a deployment from second `from` up to second `to`. */
export type Fault = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'errors'; readonly status: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'slow'; readonly factor: number }
)

/** One deployment; times in milliseconds. */
export type DeploymentSpec = {
  readonly name: string
  /** Median time to the first token, and of each further one. */
  readonly startMs: number
  readonly tokenMs: number
  /** Standard deviation of the logarithm of the time. Default 0.3. */
  readonly spread?: number
  /** Calls under way from which on each takes longer in proportion. */
  readonly comfortable?: number
  /** Requests a minute, as a bucket of a tenth of a minute; over it a 429 that says when to come back. */
  readonly rpm?: number
  readonly weight?: number
  readonly order?: number
  /** US dollars per million tokens. */
  readonly price?: { readonly input: number; readonly output: number }
  readonly faults?: readonly Fault[]
}

/** One of a hundred answers takes four times as long. */
const tail = { share: 0.01, factor: 4 }
/** Every prompt has as many. */
export const promptTokens = 400
/** Median length of an answer, and the spread of it. */
const reply = { tokens: 60, spread: 0.5 }
/** Refusals are quick. */
const refusalMs = 20

/** One request as it reached a deployment. */
export type Ask = { readonly call: number; readonly deployment: number; readonly at: number; status: number }

export type ProviderAnswer = {
  /** 0 is no answer. */
  readonly status: number
  readonly fault?: 'total-timeout' | 'refused'
  readonly retryAfterMs?: number
  readonly completionTokens: number
  /** Of a stream whose first content has come: takes the time of the rest. */
  readonly rest?: () => Promise<void>
}

export interface Provider {
  /** Asks a deployment. Takes virtual time: for streams, that to the first content, and `timeoutMs` is for it. */
  ask(deployment: number, call: number, timeoutMs: number, streaming?: boolean): Promise<ProviderAnswer>
  readonly asks: readonly Ask[]
  readonly costUsd: () => number
}

/** Faults count seconds from the time at which this is called. */
export function createProvider(world: World, specs: readonly DeploymentSpec[], seed: number): Provider {
  const random = seededRandom(seed)
  const asks: Ask[] = []
  const start = world.now()
  const open = specs.map(() => 0)
  const buckets = specs.map(({ rpm = 0 }) => ({ tokens: rpm / 10, at: start }))
  let costUsd = 0

  /** Milliseconds until the deployment takes another request; 0 takes this one. */
  const limited = (deployment: number, rpm: number): number => {
    const bucket = buckets[deployment]
    if (bucket === undefined) return 0
    const now = world.now()
    const perMs = rpm / 60_000
    bucket.tokens = Math.min(rpm / 10, bucket.tokens + (now - bucket.at) * perMs)
    bucket.at = now
    if (bucket.tokens < 1) return (1 - bucket.tokens) / perMs
    bucket.tokens--
    return 0
  }

  const answer = async (spec: DeploymentSpec, deployment: number, timeoutMs: number, streaming: boolean): Promise<ProviderAnswer> => {
    const seconds = (world.now() - start) / 1_000
    const fault = spec.faults?.find(({ from, to }) => seconds >= from && seconds < to)
    const tokens = Math.max(1, Math.round(reply.tokens * lognormal(random, reply.spread)))
    const luck = lognormal(random, spec.spread ?? 0.3) * (random() < tail.share ? tail.factor : 1)
    const crowd = spec.comfortable === undefined ? 1 : Math.max(1, (open[deployment] ?? 0) / spec.comfortable)
    if (fault?.kind === 'refused') {
      await world.park(1)
      return { status: 0, fault: 'refused', completionTokens: 0 }
    }
    const waitMs = spec.rpm === undefined ? 0 : limited(deployment, spec.rpm)
    if (waitMs > 0) {
      await world.park(refusalMs)
      return { status: 429, retryAfterMs: waitMs, completionTokens: 0 }
    }
    if (fault?.kind === 'errors') {
      await world.park(refusalMs * luck)
      return { status: fault.status, completionTokens: 0 }
    }
    const slow = fault?.kind === 'slow' ? fault.factor : 1
    const pace = luck * crowd * slow
    const [startMs, restMs] = [spec.startMs * pace, spec.tokenMs * tokens * pace]
    const ms = fault?.kind === 'hang' ? Number.POSITIVE_INFINITY : streaming ? startMs : startMs + restMs
    await world.park(Math.min(ms, timeoutMs))
    if (ms > timeoutMs) return { status: 0, fault: 'total-timeout', completionTokens: 0 }
    const { input = 0, output = 0 } = spec.price ?? {}
    costUsd += (promptTokens * input + tokens * output) / 1_000_000
    return { status: 200, completionTokens: tokens, ...(streaming && { rest: () => world.park(restMs) }) }
  }

  return {
    ask: async (deployment, call, timeoutMs, streaming = false) => {
      const spec = specs[deployment]
      if (spec === undefined) throw new Error(`there is no deployment ${deployment}`)
      const ask: Ask = { call, deployment, at: world.now(), status: 0 }
      asks.push(ask)
      open[deployment] = (open[deployment] ?? 0) + 1
      const over = () => {
        open[deployment] = (open[deployment] ?? 0) - 1
      }
      const given = await answer(spec, deployment, timeoutMs, streaming)
      ask.status = given.status
      const { rest } = given
      if (rest === undefined) over()
      return rest === undefined ? given : { ...given, rest: () => rest().then(over) }
    },
    asks,
    costUsd: () => costUsd,
  }
}
