/** Nanoseconds of the parts that run for every call: the pick, and the decoding of a stream. */
import { latencyBasedRouting, type Strategy, simpleShuffle } from '../../src/runtime/index.js'
import { learnLatency } from '../../src/runtime/latency.js'
import { createRoutingTable } from '../../src/runtime/routing-table.js'
import { createSseDecoder } from '../../src/runtime/sse.js'
import { createState } from '../../src/runtime/state.js'
import { buildPlan } from '../support/plan.js'
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

function pick(name: string, strategy: Strategy): HotPath {
  const count = 100
  const plan = buildPlan({ deployments: Array.from({ length: count }, (_, at) => ({ group: 'g', model: 'openai/m', rpm: 1 + at })) })
  const group = createRoutingTable(plan, { 'simple-shuffle': simpleShuffle }, () => undefined).resolve('g')?.group
  if (group === undefined) throw new Error('the plan has no group')
  const state = createState(count)
  const eligible = group.serving
  for (let at = 0; at < count; at++)
    learnLatency(state, at, { durationMs: 900 + ((at * 37) % 100) * 3, firstTokenMs: undefined, outputTokens: 100 }, 0)
  const { nanoseconds, bytes } = timed(() => strategy(group, eligible, count, state, random, false), repeats)
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
  return [pick('pick of 100, simple-shuffle', simpleShuffle), pick('pick of 100, latency-based', latencyBasedRouting), decode()]
}
