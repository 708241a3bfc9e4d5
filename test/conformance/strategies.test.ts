/** What every strategy has to hold, over all of them. An exception is a row with its reason. */
import { describe, expect, test } from 'vitest'
import type { StrategyName } from '../../src/plan/routing.js'
import { createRoutingTable } from '../../src/runtime/routing-table.js'
import { createState, putToRest, type RouterState } from '../../src/runtime/state.js'
import { seededRandom } from '../../src/runtime/trace/seeded-random.js'
import { buildPlan, type DeploymentInput } from '../support/plan.js'
import { strategies } from '../support/strategies.js'

// The record has exactly these keys.
const names = Object.keys(strategies) as StrategyName[]

/** Alike in everything, unless `more` says otherwise. */
const alike = (count: number, more: Partial<DeploymentInput> = {}): readonly DeploymentInput[] =>
  Array.from({ length: count }, () => ({ group: 'g', model: 'openai/m', price: { by: 'row', row: 0 }, ...more }))

function setup(name: StrategyName, deployments: readonly DeploymentInput[], seed = 1) {
  const prices = [{ model: 'm', family: 'openai', input: 1_000, output: 2_000 }]
  const plan = buildPlan({ deployments, prices, routing: { strategy: name } })
  const table = createRoutingTable(plan, strategies, () => undefined)
  const group = table.resolve('g')?.group
  if (group === undefined) throw new Error('no group')
  const state = createState(deployments.length)
  state.now = 1_000_000
  for (const { begin } of table.learners) begin?.(state, table.groups)
  const random = seededRandom(seed)
  const pick = (eligible: Int32Array = group.serving, streaming = false) =>
    group.strategy(group, eligible, eligible.length, state, random, streaming)
  const start = (index: number) => {
    state.inFlight[index] = (state.inFlight[index] ?? 0) + 1
    for (const { started } of table.learners) started?.(state, index, state.now)
  }
  const finish = (index: number, durationMs = 1_000) => {
    state.inFlight[index] = (state.inFlight[index] ?? 0) - 1
    const sample = { durationMs, firstTokenMs: undefined, outputTokens: 100 }
    for (const { answered, ended } of table.learners) {
      ended?.(state, index)
      answered?.(state, index, sample, { prompt_tokens: 300, completion_tokens: 100 }, state.now)
    }
  }
  return { state, pick, start, finish }
}

/** How often each is picked in `picks` calls that come every 10 ms and take a second. */
function counts({ state, pick, start, finish }: ReturnType<typeof setup>, picks: number, eligible?: Int32Array): readonly number[] {
  const counted = new Array<number>(state.inFlight.length).fill(0)
  const open: number[] = []
  for (let nth = 0; nth < picks; nth++) {
    state.now += 10
    const index = pick(eligible)
    start(index)
    open.push(index)
    counted[index] = (counted[index] ?? 0) + 1
    const oldest = open.length > 100 ? open.shift() : undefined
    if (oldest !== undefined) finish(oldest)
  }
  return counted
}

/** A state in which deployments differ in what strategies look at. */
function disturb(state: RouterState): void {
  for (let index = 0; index < state.inFlight.length; index++) {
    state.inFlight[index] = (index * 7) % 5
    state.perToken[index] = 0.01 + index * 0.001
    state.streamScore[index] = 0.5 + index * 0.01
    state.learnedAt[index] = state.now - 100
    state.requestUse[index] = (index * 13) % 7
    state.tokenUse[index] = ((index * 13) % 7) * 500
    state.peakWhole[index] = 0.02 + index * 0.002
    state.peakFirst[index] = 0.3
    state.peakAt[index] = state.now - 50
  }
}

describe.each(names)('%s', (name) => {
  test('returns one of the eligible, whatever the state, and never looks beyond the count', () => {
    const eligible = Int32Array.from([1, 3, 4, 7, 8, 0, 0, 0])
    for (const streaming of [false, true]) {
      const { state, pick } = setup(name, alike(9))
      disturb(state)
      putToRest(state, 0, state.now + 5_000)
      for (let nth = 0; nth < 500; nth++) expect([1, 3, 4, 7, 8]).toContain(pick(eligible.subarray(0, 5), streaming))
    }
  })

  test('picks the only one there is', () => {
    const { pick } = setup(name, alike(3))
    expect(pick(Int32Array.from([2]))).toBe(2)
  })

  test('makes the same picks with the same seed, and others with another', () => {
    const picks = (seed: number) => {
      const { pick } = setup(name, alike(8), seed)
      return Array.from({ length: 40 }, () => pick())
    }
    expect(picks(4)).toEqual(picks(4))
    expect(picks(5)).not.toEqual(picks(4))
  })

  test('shares evenly among those that are alike', () => {
    const shares = counts(setup(name, alike(4)), 8_000)
    for (const count of shares) expect(count).toBeGreaterThan(2_000 * 0.9)
  })

  test('draws among those that are alike at random, not in turn', () => {
    const { pick } = setup(name, alike(4))
    const followed = new Set<string>()
    let last = pick()
    for (let nth = 0; nth < 400; nth++) {
      const next = pick()
      followed.add(`${last}-${next}`)
      last = next
    }
    expect(followed.size).toBe(16)
  })

  test('gives nothing to those that are not eligible, and lets none of the others starve', () => {
    const shares = counts(setup(name, alike(6)), 3_000, Int32Array.from([0, 2, 3, 5]))
    expect(shares.map((count) => count > 600)).toEqual([true, false, true, true, false, true])
    expect([shares[1], shares[4]]).toEqual([0, 0])
  })

  test('manages a hundred of which one rests', () => {
    const { state, pick } = setup(name, alike(100))
    disturb(state)
    putToRest(state, 17, state.now + 5_000)
    const awake = Int32Array.from({ length: 99 }, (_, at) => (at < 17 ? at : at + 1))
    for (let nth = 0; nth < 300; nth++) expect(awake).toContain(pick(awake))
  })
})

/** Strategies that share by weight; the others go by speed or price alone. */
const weighted: readonly StrategyName[] = ['simple-shuffle', 'least-busy', 'provider-budget-routing', 'peak-ewma', 'weighted-failover']

describe.each(weighted)('%s by weight', (name) => {
  test('a weight of 3 gets about three times as much', () => {
    const [light = 0, heavy = 0] = counts(setup(name, [...alike(1, { weight: 1 }), ...alike(1, { weight: 3 })]), 8_000)
    expect(heavy / light).toBeGreaterThan(2.5)
    expect(heavy / light).toBeLessThan(3.5)
  })

  test('a weight of 0 gets nothing while another is there', () => {
    const trial = setup(name, [...alike(1, { weight: 0 }), ...alike(1, { weight: 5 })])
    expect(counts(trial, 500)).toEqual([0, 500])
    expect(trial.pick(Int32Array.from([0]))).toBe(0)
  })
})

describe.each(['usage-based-routing', 'usage-based-routing-v2'] as const)('%s by limits', (name) => {
  test.each([
    { by: 'tpm', deployments: [...alike(1, { tpm: 1_000 }), ...alike(1, { tpm: 3_000 })] },
    { by: 'rpm', deployments: [...alike(1, { rpm: 100 }), ...alike(1, { rpm: 300 })] },
  ])('three times the $by gets about three times as much', ({ deployments }) => {
    const [small = 0, large = 0] = counts(setup(name, deployments), 8_000)
    expect(large / small).toBeGreaterThan(2.7)
    expect(large / small).toBeLessThan(3.3)
  })
})
