/** Runs one scenario with one router and one strategy, and counts what came of it. */
import type { Routing, StrategyName } from '../../src/plan/routing.js'
import { seededRandom } from '../../src/runtime/trace/seeded-random.js'
import { createLitellmRules } from './litellm-rules.js'
import { type Caller, createOurs, type RouterSources } from './our-router.js'
import { type Ask, createProvider, type DeploymentSpec } from './provider.js'
import { nextGap } from './random.js'
import type { Scenario } from './scenarios.js'
import { createWorld } from './world.js'

export type RouterName = 'llmgen' | 'litellm-rules'

export type Trial = {
  readonly scenario: Scenario
  readonly router: RouterName
  readonly strategy: StrategyName
  readonly seed?: number
  readonly routing?: Partial<Routing>
  /** Total time of an attempt, milliseconds. Default 10,000. */
  readonly timeoutMs?: number
}

/** A call; times in milliseconds from the start. */
export type CallRecord = {
  readonly at: number
  /** Of a stream: its first content. */
  firstAt: number | undefined
  endedAt: number
  ok: boolean
  attempts: number
}

export type Recording = {
  readonly seconds: number
  readonly specs: readonly DeploymentSpec[]
  readonly calls: readonly CallRecord[]
  /** Times from the start, milliseconds. */
  readonly asks: readonly Ask[]
  readonly costUsd: number
}

const routers: { readonly [R in RouterName]: (sources: RouterSources) => Caller } = {
  llmgen: createOurs,
  'litellm-rules': createLitellmRules,
}

export async function simulate(trial: Trial): Promise<Recording> {
  const { scenario, strategy, seed = 1, timeoutMs = 10_000, routing = {} } = trial
  const world = createWorld()
  const start = world.now()
  const specs = scenario.deployments
  const provider = createProvider(world, specs, seed)
  const streaming = scenario.streaming === true
  const ask = routers[trial.router]({ world, provider, specs, strategy, random: seededRandom(seed + 1_000), timeoutMs, streaming, routing })
  const calls: CallRecord[] = []
  const arrivals = seededRandom(seed + 2_000)

  const arrive = () => {
    const at = world.now() - start
    if (at >= scenario.seconds * 1_000) return
    const record: CallRecord = { at, firstAt: undefined, endedAt: at, ok: false, attempts: 0 }
    const number = calls.push(record) - 1
    world.call(async () => {
      const first = () => {
        record.firstAt = streaming ? world.now() - start : undefined
      }
      record.ok = await ask(number, first)
      record.endedAt = world.now() - start
    })
    world.after(nextGap(arrivals, scenario.load(at / 1_000)), arrive)
  }
  world.after(nextGap(arrivals, scenario.load(0)), arrive)
  await world.run()

  const asks = provider.asks.map((each) => ({ ...each, at: each.at - start }))
  for (const { call } of asks) {
    const record = calls[call]
    if (record !== undefined) record.attempts++
  }
  return { seconds: scenario.seconds, specs, calls, asks, costUsd: provider.costUsd() }
}
