/** Nanoseconds of the parts that run for every call: the pick, and the decoding of a stream. */

import type { StrategyName } from '../../src/plan/routing.js'
import { isFault } from '../../src/protocol/failure.js'
import { openai } from '../../src/providers/openai.js'
import { createEngine } from '../../src/runtime/engine.js'
import { learnLatency } from '../../src/runtime/latency.js'
import { pickDeployment } from '../../src/runtime/pick.js'
import { nodePlatform } from '../../src/runtime/platform/node-platform.js'
import { createRun, type Run } from '../../src/runtime/run.js'
import { putToRest } from '../../src/runtime/state.js'
import { createSseDecoder } from '../../src/runtime/transport/sse.js'
import { fakeTransport } from '../support/fake-transport.js'
import { buildPlan } from '../support/plan.js'
import { strategies } from '../support/strategies.js'
import { median } from './measure.js'

export type HotPath = {
  readonly name: string
  readonly nanoseconds: number
  readonly budget: number
  readonly bytesAllocated: number | undefined
}

const repeats = 200_000

/** Random numbers made beforehand: a fresh one is 16 bytes, which are not the pick's. The empty first place keeps the engine from unboxing them. */
const numbers: readonly (number | undefined)[] = [undefined, ...Array.from({ length: 1_023 }, Math.random)]
let used = 0
const random = (): number => {
  used = (used % 1_023) + 1
  return numbers[used] ?? 0
}

function timed(run: () => void, times: number): { readonly nanoseconds: number; readonly bytes: number } {
  for (let warm = 0; warm < times; warm++) run()
  const rounds = Array.from({ length: 7 }, () => {
    const heap = process.memoryUsage().heapUsed
    const start = process.cpuUsage()
    for (let nth = 0; nth < times; nth++) run()
    const spent = process.cpuUsage(start)
    return { nanoseconds: ((spent.user + spent.system) * 1_000) / times, bytes: (process.memoryUsage().heapUsed - heap) / times }
  })
  return { nanoseconds: median(rounds.map((round) => round.nanoseconds)), bytes: median(rounds.map((round) => round.bytes)) }
}

/** An engine with 100 deployments that differ in everything a strategy looks at; `resting` of them rest. */
function engineOf(strategy: StrategyName, resting: number) {
  const count = 100
  const deployments = Array.from({ length: count }, (_, at) => ({
    group: 'g',
    model: 'openai/m',
    apiKey: { placeholder: 'none' },
    rpm: 1 + at,
    tpm: 1_000 * (count - at),
    price: { by: 'row' as const, row: at % 10 },
    ...(strategy === 'weighted-failover' && { order: at % 4 }),
  }))
  const prices = Array.from({ length: 10 }, (_, at) => ({ model: 'm', family: 'openai', input: 1_000 + at, output: 5_000 }))
  const parts = { plan: buildPlan({ deployments, prices, routing: { strategy } }), adapters: { openai }, strategies }
  const engine = createEngine(nodePlatform, parts, { env: {}, now: () => 1_000, random, transport: fakeTransport(() => ({})) })
  for (let at = 0; at < count; at++) {
    learnLatency(engine.state, at, sampleOf(at), 0)
    engine.state.inFlight[at] = (at * 7) % 5
    if (at < resting) putToRest(engine.state, at, 9_000)
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
function pick(strategy: StrategyName, resting: 0 | 1): HotPath {
  const run = createRun(engineOf(strategy, resting), 'chat', { model: 'g', messages: [] }, undefined, false)
  if (isFault(run)) throw new Error(run.failure.message)
  workIn(run)
  const { nanoseconds, bytes } = timed(() => pickDeployment(run), repeats)
  const name = `pick of 100, ${strategy}${resting === 0 ? '' : ', one rests'}`
  return { name, nanoseconds, budget: 300, bytesAllocated: Math.max(0, Math.round(bytes)) }
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
  return [...names.flatMap((name) => [pick(name, 0), pick(name, 1)]), decode()]
}
