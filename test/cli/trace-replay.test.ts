import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { parseTrace } from '../../src/cli/explain-trace.js'
import { replayTrace } from '../../src/cli/trace-replay.js'
import type { Plan } from '../../src/plan/plan.js'
import type { StrategyName } from '../../src/plan/routing.js'
import type { Transport } from '../../src/protocol/http.js'
import { openai } from '../../src/providers/openai.js'
import type { ClientOptions } from '../../src/runtime/client-types.js'
import { createClient } from '../../src/runtime/node-client.js'
import { seededRandom } from '../../src/runtime/trace/seeded-random.js'
import { loadRareParts, recordTrace } from '../../src/runtime/trace/trace-record.js'
import { loadRoutingParts } from '../../src/sdk/routing-parts.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { at, delta, end, fails, type Models, messages, ok, stop, streams, usage } from '../runtime/harness.js'
import { type FakeAnswer, fakeTransport } from '../support/fake-transport.js'
import { buildPlan, chain, type DeploymentInput, type PlanInput } from '../support/plan.js'

type Call = {
  readonly afterMs: number
  readonly model: 'a' | 'b'
  readonly stream: boolean
  readonly leavesAfterMs: number | undefined
  readonly options: { readonly maxRetries?: number; readonly deadline?: number }
}
type Load = { readonly plan: PlanInput; readonly calls: readonly Call[]; readonly seed: number; readonly grain: number }

const wide = { headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '2s' } }

/** What deployments answer, by chance: mostly well. */
function answerOf(draw: number, streaming: boolean): FakeAnswer {
  if (draw < 0.1) return fails(429, {}, { 'retry-after': '1' })
  if (draw < 0.2) return fails(503)
  if (draw < 0.25) return fails(500, { code: 'odd' })
  if (draw < 0.3) return { fault: 'reset' }
  if (draw < 0.33) return { fault: 'total-timeout' }
  if (draw < 0.36) return fails(400, { code: 'context_length_exceeded' })
  if (draw < 0.39) return fails(400)
  if (draw < 0.41) return fails(401)
  if (!streaming) return draw < 0.5 ? { ...ok(), headers: { ...ok().headers, ...wide.headers } } : ok()
  return draw < 0.5 ? streams(delta('x'), { fault: 'reset' }) : streams(delta('x'), stop, usage, end)
}

/** The trace of a load on a client in virtual time. */
async function record({ plan: input, calls, seed, grain }: Load): Promise<{ readonly text: string; readonly plan: Plan }> {
  const plan = buildPlan(input)
  const clock = fakeClock(1_000_000)
  const world = seededRandom(seed + 1)
  let text = ''
  const answer = async (streaming: boolean) => {
    const [length, draw] = [Math.ceil((world() * 900) / grain) * grain, world()]
    await clock.sleep(length)
    return answerOf(draw, streaming)
  }
  const [wholes, opens] = [fakeTransport(() => answer(false)), fakeTransport(() => answer(true))]
  const transport: Transport = { whole: wholes.whole, stream: opens.stream, close: async () => {} }
  const options: ClientOptions = {
    env: {},
    now: clock.now,
    sleep: clock.sleep,
    transport,
    trace: recordTrace({ seed, write: (line) => (text += line) }),
  }
  const client = createClient<Models>({ plan, adapters: { openai }, ...(await loadRoutingParts(plan)) }, options)
  const started = calls.map(async ({ afterMs, model, stream, leavesAfterMs, options: own }) => {
    await clock.sleep(afterMs)
    const leave = new AbortController()
    if (leavesAfterMs !== undefined) void clock.sleep(leavesAfterMs).then(() => leave.abort())
    try {
      const settings = { ...own, signal: leave.signal }
      if (!stream) await client.chat.completions.create({ model, messages }, settings)
      else for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }, settings)) void chunk
    } catch {
      // How calls end is in the trace.
    }
  })
  const all = Promise.all(started)
  let over = false
  void all.then(() => {
    over = true
  })
  while (!over) await clock.advance(500)
  await client.close()
  return { text, plan }
}

const strategies: readonly StrategyName[] = [
  'simple-shuffle',
  'latency-based-routing',
  'least-busy',
  'usage-based-routing-v2',
  'cost-based-routing',
  'peak-ewma',
  'weighted-failover',
]

const deployment = (group: string) =>
  fc
    .record(
      {
        weight: fc.integer({ min: 1, max: 3 }),
        order: fc.integer({ min: 1, max: 2 }),
        numRetries: fc.integer({ min: 0, max: 3 }),
        cooldownMs: fc.constantFrom(0, 1_000, 5_000),
        rpm: fc.integer({ min: 3, max: 20 }),
        maxParallelRequests: fc.integer({ min: 1, max: 3 }),
      },
      { requiredKeys: [] },
    )
    .map((more): Partial<DeploymentInput> & { readonly group: string } => ({ group, ...more }))

const loads: fc.Arbitrary<Load> = fc
  .record({
    first: fc.array(deployment('a'), { minLength: 1, maxLength: 4 }),
    second: fc.array(deployment('b'), { minLength: 1, maxLength: 2 }),
    strategy: fc.constantFrom(...strategies),
    limits: fc.constantFrom(undefined, 'prefer' as const, 'enforce' as const),
    calls: fc.array(
      fc.record({
        afterMs: fc.integer({ min: 0, max: 3_000 }),
        model: fc.constantFrom('a' as const, 'b' as const),
        stream: fc.boolean(),
        leavesAfterMs: fc.option(fc.integer({ min: 1, max: 2_000 }), { nil: undefined, freq: 8 }),
        options: fc.record(
          { maxRetries: fc.integer({ min: 0, max: 4 }), deadline: fc.integer({ min: 500, max: 5_000 }) },
          { requiredKeys: [] },
        ),
      }),
      { minLength: 5, maxLength: 40 },
    ),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    grain: fc.constantFrom(1, 100, 300),
  })
  .map(({ first, second, strategy, limits, calls, seed, grain }) => ({
    plan: {
      deployments: [...first, ...second].map(({ group, ...more }, index) => at(index, group, more)),
      chains: { general: [chain('a', 'b')], contextWindow: [chain('a', 'b')] },
      routing: { strategy, ...(limits !== undefined && { limits }) },
    },
    calls,
    seed,
    grain,
  }))

async function differenceOf({ text, plan }: { readonly text: string; readonly plan: Plan }) {
  const trace = parseTrace(text, 'calls.jsonl')
  const difference = await replayTrace(trace, plan)
  if (difference === undefined) return undefined
  const { at: place } = difference
  return { ...difference, around: trace.lines.slice(Math.max(0, place - 8), place + 4).map((line) => JSON.stringify(line)) }
}

// What is loaded with the first failure takes real time, which the virtual clock does not see.
beforeAll(loadRareParts)

test('any load on any plan, recorded under concurrency, replays to the same decisions', async () => {
  await fc.assert(
    fc.asyncProperty(loads, async (load) => {
      expect(await differenceOf(await record(load))).toBeUndefined()
    }),
    { numRuns: 60, seed: 7 },
  )
}, 60_000)
