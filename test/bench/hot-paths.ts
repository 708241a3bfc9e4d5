/** Nanoseconds of the parts that run for every call: the pick, and the decoding of a stream. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Routing, StrategyName } from '../../src/plan/routing.js'
import { isFault } from '../../src/protocol/failure.js'
import { openai } from '../../src/providers/openai.js'
import { createRun } from '../../src/runtime/create-run.js'
import { createEngine } from '../../src/runtime/engine.js'
import type { Feature } from '../../src/runtime/feature.js'
import { limits } from '../../src/runtime/features/limits.js'
import { learnLatency } from '../../src/runtime/latency.js'
import { deploymentKey } from '../../src/runtime/limits/limit-keys.js'
import { marksOf } from '../../src/runtime/limits/limit-marks.js'
import { pickDeployment } from '../../src/runtime/pick.js'
import { nodePlatform } from '../../src/runtime/platform/node-platform.js'
import type { Run } from '../../src/runtime/run.js'
import { putToRest } from '../../src/runtime/state.js'
import { createSseDecoder } from '../../src/runtime/transport/sse.js'
import { fakeTransport } from '../support/fake-transport.js'
import { buildPlan, type DeploymentInput } from '../support/plan.js'
import { strategies } from '../support/strategies.js'
import { median } from './measure.js'

export type HotPath = {
  readonly name: string
  readonly nanoseconds: number
  readonly budget: number
  readonly bytesAllocated: number | undefined
}

const repeats = 100_000

/** Random numbers made beforehand: a fresh one is 16 bytes, which are not the pick's. The empty first place keeps the engine from unboxing them. */
const numbers: readonly (number | undefined)[] = [undefined, ...Array.from({ length: 1_023 }, Math.random)]
let used = 0
const random = (): number => {
  used = (used % 1_023) + 1
  return numbers[used] ?? 0
}

/** Full collections on demand, without a flag of the command line. */
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Medians over rounds. Each starts with a clean heap and allocates too little for a collection, so that what was allocated is still there. */
function timed(run: () => void, times: number): { readonly nanoseconds: number; readonly bytes: number } {
  for (let warm = 0; warm < times; warm++) run()
  const rounds = Array.from({ length: 7 }, () => {
    collect()
    const heap = process.memoryUsage().heapUsed
    const start = process.cpuUsage()
    for (let nth = 0; nth < times; nth++) run()
    const spent = process.cpuUsage(start)
    return { nanoseconds: ((spent.user + spent.system) * 1_000) / times, bytes: (process.memoryUsage().heapUsed - heap) / times }
  })
  return { nanoseconds: median(rounds.map((round) => round.nanoseconds)), bytes: median(rounds.map((round) => round.bytes)) }
}

const count = 100

/** What a pick finds: a group's setting, and what is brought about before it is measured. */
type Situation = {
  readonly name: string
  readonly deployment?: (at: number) => Partial<DeploymentInput>
  readonly features?: readonly Feature[]
  readonly routing?: Partial<Routing>
  readonly bring?: (run: Run) => void
  /** Calls under way of each deployment at least; some are idle by default. */
  readonly calls?: number
  /** Nanoseconds; 300 by default. */
  readonly budget?: number
}

/** A retry lists who is left, for itself alone, and follows a failed attempt of milliseconds: nothing is kept for it. */
const retryBudget = 3_000

const plain: Situation = { name: '' }
const situations: readonly Situation[] = [
  plain,
  { name: 'all busy', calls: 1 },
  { name: 'one rests', bring: ({ engine }) => putToRest(engine.state, 7, 9_000) },
  { name: 'with orders', deployment: (at) => ({ order: at % 4 }) },
  { name: 'one over a limit', features: [limits], routing: { limits: 'enforce' }, bring: (run) => overLimit(run, 7) },
  { name: 'on a retry', budget: retryBudget, bring: ({ tried }) => tried.push(7) },
  {
    name: 'ten rest, ten over a limit, on a retry',
    budget: retryBudget,
    features: [limits],
    routing: { limits: 'enforce' },
    bring: (run) => {
      for (let at = 0; at < 10; at++) {
        putToRest(run.engine.state, at * 3, 9_000)
        overLimit(run, at * 3 + 1)
      }
      run.tried.push(5, 8)
    },
  },
]

function overLimit({ engine: { state, plan } }: Run, index: number): void {
  const marks = marksOf(state)
  const mark = marks.find(deploymentKey({ plan }, index, 'rpm'))
  if (mark === undefined) throw new Error('the limit is not watched')
  marks.reach(mark, 9_000, 0, 1)
}

/** An engine with deployments that differ in everything a strategy looks at. */
function engineOf(strategy: StrategyName, { deployment, features = [], routing, calls = 0 }: Situation) {
  const deployments = Array.from({ length: count }, (_, at) => ({
    group: 'g',
    model: 'openai/m',
    apiKey: { placeholder: 'none' },
    rpm: 1 + at,
    tpm: 1_000 * (count - at),
    price: { by: 'row' as const, row: at % 10 },
    ...(strategy === 'weighted-failover' && { order: at % 4 }),
    ...deployment?.(at),
  }))
  const prices = Array.from({ length: 10 }, (_, at) => ({ model: 'm', family: 'openai', input: 1_000 + at, output: 5_000 }))
  const plan = buildPlan({ deployments, prices, routing: { strategy, ...routing } })
  const parts = { plan, adapters: { openai }, strategies, features }
  const engine = createEngine(nodePlatform, parts, { env: {}, now: () => 1_000, random, transport: fakeTransport(() => ({})) })
  for (let at = 0; at < count; at++) {
    learnLatency(engine.state, at, sampleOf(at), 0)
    engine.state.inFlight[at] = calls + ((at * 7) % 5)
  }
  return engine
}

const sampleOf = (at: number) => ({ durationMs: 900 + ((at * 37) % 100) * 3, firstTokenMs: undefined, outputTokens: 100 })

/** The state that a strategy brings about by its own picks, of which those that follow are measured. */
function workIn(run: Run): void {
  const { engine } = run
  for (let nth = 0; nth < 5_000; nth++) {
    const index = pickDeployment(run)
    for (const { started, answered } of engine.table.learners) {
      started?.(engine.state, index, 900)
      answered?.(engine.state, index, sampleOf(index), { prompt_tokens: 300 + (nth % 50), completion_tokens: 100 }, 950)
    }
  }
}

/** The whole pick as a call makes it: who may serve, then the strategy. */
function pick(strategy: StrategyName, situation: Situation): HotPath {
  const run = createRun(engineOf(strategy, situation), 'chat', { model: 'g', messages: [] }, undefined, false)
  if (isFault(run)) throw new Error(run.failure.message)
  workIn(run)
  situation.bring?.(run)
  const { nanoseconds, bytes } = timed(() => pickDeployment(run), repeats)
  const name = ['pick of 100', strategy, situation.name].filter((part) => part !== '').join(', ')
  return { name, nanoseconds, budget: situation.budget ?? 300, bytesAllocated: Math.max(0, Math.round(bytes)) }
}

function decode(): HotPath {
  const event = `data: ${JSON.stringify({ id: 'chatcmpl-1', choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: null }] })}\n\n`
  const bytes = new TextEncoder().encode(event.repeat(200))
  const { nanoseconds } = timed(() => createSseDecoder().push(bytes), 2_000)
  return { name: 'decode 200 stream events', nanoseconds, budget: 30_000, bytesAllocated: undefined }
}

/** Measures them one after the other. */
export function hotPaths(): readonly HotPath[] {
  // The record has exactly these keys.
  const names = Object.keys(strategies) as StrategyName[]
  return [...names.flatMap((name) => situations.map((situation) => pick(name, situation))), decode()]
}
