/** What the routing has to hold, in simulation: the real client over virtual time, with fixed seeds. */
import { describe, expect, test, vi } from 'vitest'
import type { StrategyName } from '../../src/plan/routing.js'
import { shareOf } from './figures.js'
import { type Scenario, scenarios } from './scenarios.js'
import { type Recording, simulate } from './simulate.js'

// A simulated minute takes about a second of work, on a busy machine several.
vi.setConfig({ testTimeout: 60_000 })

const made = new Map<string, Promise<Recording>>()

/** The recording of a trial; what several tests look at is simulated once. */
function ours(name: string, strategy: StrategyName, seed: number): Promise<Recording> {
  const key = `${name} ${strategy} ${seed}`
  const recording = made.get(key) ?? simulate({ scenario: scenarioOf(name), router: 'llmgen', strategy, seed })
  made.set(key, recording)
  return recording
}

function scenarioOf(name: string): Scenario {
  const scenario = scenarios.find((each) => each.name === name)
  if (scenario === undefined) throw new Error(`no scenario ${name}`)
  return scenario
}

const shared = [
  'simple-shuffle',
  'least-busy',
  'latency-based-routing',
  'usage-based-routing',
  'usage-based-routing-v2',
  'peak-ewma',
] as const satisfies readonly StrategyName[]

/** Calls begun in [from, to) seconds. */
const callsIn = ({ calls }: Recording, from: number, to: number) => calls.filter(({ at }) => at >= from * 1_000 && at < to * 1_000)

describe('one of four deployments fails for a minute at 200 calls a second, from second 20 on', () => {
  test.each([
    ...shared.map((strategy) => ({ strategy, name: 'failing' })),
    ...(['simple-shuffle', 'least-busy'] as const).map((strategy) => ({ strategy, name: 'refusing' })),
  ])('$strategy, $name: 99.9 % succeed, and after 2 s at most 1 % pay a second attempt', async ({ strategy, name }) => {
    const recording = await ours(name, strategy, 7)
    const during = callsIn(recording, 20, 80)
    const settled = callsIn(recording, 22, 80)
    expect(during.filter(({ ok }) => ok).length / during.length).toBeGreaterThanOrEqual(0.999)
    expect(settled.filter(({ attempts }) => attempts > 1).length / settled.length).toBeLessThanOrEqual(0.01)
  })
})

describe('one of four deployments becomes five times as slow from second 20 to 80', () => {
  test.each([1, 2, 3])('latency-based routing leaves it within 5 s and is back within 30 s (seed %d)', async (seed) => {
    const recording = await ours('slow', 'latency-based-routing', seed)
    const even = 1 / recording.specs.length
    expect(shareOf(recording, 0, 25, 80)).toBeLessThan(even * 0.1)
    expect(shareOf(recording, 0, 110, 140)).toBeGreaterThan(even * 0.5)
  })
})

describe('among healthy deployments none starves', () => {
  test.each(shared)('%s gives every one a call in any 10 s, and in any 60 s beside one that fails', async (strategy) => {
    const { asks, specs } = await ours('healthy', strategy, 3)
    for (const [index] of specs.entries()) expect(longestGap(asks, index, 60)).toBeLessThan(10)
    const failing = await ours('failing', strategy, 7)
    for (const index of [1, 2, 3]) expect(longestGap(failing.asks, index, 120)).toBeLessThan(60)
  })
})

/** Longest time without a request to a deployment, seconds. */
function longestGap(asks: Recording['asks'], index: number, seconds: number): number {
  const times = asks.filter(({ deployment }) => deployment === index).map(({ at }) => at / 1_000)
  return [...times, seconds].reduce(({ last, longest }, at) => ({ last: at, longest: Math.max(longest, at - last) }), {
    last: 0,
    longest: 0,
  }).longest
}

test('the same seed gives the same simulation', async () => {
  const trial = { scenario: scenarioOf('healthy'), router: 'llmgen', strategy: 'peak-ewma', seed: 5 } as const
  expect(await simulate(trial)).toEqual(await simulate(trial))
})
