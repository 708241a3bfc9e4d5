/** Picks by latency: the unmeasured first, then the fastest, and equals alike. */
import { describe, expect, test } from 'vitest'
import { learnFailure, learnLatency } from '../../../src/runtime/latency.js'
import { createRoutingTable } from '../../../src/runtime/routing-table.js'
import { createState, type RouterState } from '../../../src/runtime/state.js'
import { latencyBasedRouting } from '../../../src/runtime/strategies/latency-based.js'
import { buildPlan } from '../../support/plan.js'

function setup(count: number, buffer = 0) {
  const plan = buildPlan({
    deployments: Array.from({ length: count }, () => ({ group: 'g', model: 'openai/m' })),
    routing: { strategy: 'latency-based-routing', strategyArgs: { lowest_latency_buffer: buffer } },
  })
  const group = createRoutingTable(plan, { 'latency-based-routing': latencyBasedRouting }, () => undefined).resolve('g')?.group
  if (group === undefined) throw new Error('no group')
  const state = createState(count)
  const all = Int32Array.from({ length: count }, (_, index) => index)
  const pick = (random: number, streaming = false, eligible = all) =>
    latencyBasedRouting(group, eligible, eligible.length, state, () => random, streaming)
  /** Which deployments can be picked at all. */
  const candidates = (streaming = false) => [...new Set(Array.from({ length: 50 }, (_, at) => pick((at + 0.5) / 50, streaming)))].sort()
  return { state, pick, candidates }
}

const answer = (state: RouterState, index: number, durationMs: number, firstTokenMs?: number, outputTokens = 100) =>
  learnLatency(state, index, { durationMs, firstTokenMs, outputTokens }, state.now)

test('the unmeasured come first, at random, and each waits for its first answer', () => {
  const { state, candidates } = setup(3)
  answer(state, 0, 10)
  expect(candidates()).toEqual([1, 2])
  state.inFlight[1] = 1
  expect(candidates()).toEqual([2])
  state.inFlight[2] = 1
  expect(candidates()).toEqual([0])
})

test('while nothing is measured and all are busy, all are alike', () => {
  const { state, candidates } = setup(2)
  state.inFlight.fill(1)
  expect(candidates()).toEqual([0, 1])
})

describe('among the measured', () => {
  test('the fastest is chosen', () => {
    const { state, candidates } = setup(3)
    answer(state, 0, 3_000)
    answer(state, 1, 1_000)
    answer(state, 2, 2_000)
    expect(candidates()).toEqual([1])
  })

  test('those about as fast share the load', () => {
    const { state, candidates } = setup(3)
    answer(state, 0, 1_000)
    answer(state, 1, 1_090)
    answer(state, 2, 1_400)
    expect(candidates()).toEqual([0, 1])
  })

  test('a difference of a few milliseconds is noise', () => {
    const { state, candidates } = setup(2)
    answer(state, 0, 2)
    answer(state, 1, 9)
    expect(candidates()).toEqual([0, 1])
  })

  test('lowest_latency_buffer widens the circle', () => {
    const { state, candidates } = setup(3, 0.5)
    answer(state, 0, 1_000)
    answer(state, 1, 1_400)
    answer(state, 2, 1_600)
    expect(candidates()).toEqual([0, 1])
  })

  test('speed is per token: a long answer is not a slow one', () => {
    const { state, candidates } = setup(2)
    answer(state, 0, 10_000, undefined, 1_000)
    answer(state, 1, 3_000, undefined, 100)
    expect(candidates()).toEqual([0])
  })

  test('streams go by the first token', () => {
    const { state, candidates } = setup(2)
    answer(state, 0, 5_000, 900)
    answer(state, 1, 9_000, 200)
    expect([candidates(true), candidates(false)]).toEqual([[1], [0]])
  })

  test('old samples fade', () => {
    const { state, candidates } = setup(2)
    answer(state, 0, 1_000)
    answer(state, 1, 3_000)
    for (let minute = 0; minute < 10; minute++) {
      state.now += 60_000
      answer(state, 0, 1_000)
      answer(state, 1, 300)
    }
    expect(candidates()).toEqual([1])
  })

  test('a stale one is tried again, one call at a time', () => {
    const { state, candidates } = setup(2)
    answer(state, 0, 1_000)
    answer(state, 1, 5_000)
    state.now += 61_000
    answer(state, 0, 1_000)
    expect(candidates()).toEqual([0, 1])
    state.inFlight[1] = 1
    expect(candidates()).toEqual([0])
  })

  test('a timeout counts as an answer that took so long', () => {
    const { state, candidates } = setup(2)
    answer(state, 0, 1_000)
    answer(state, 1, 1_000)
    learnFailure(state, 0, { timedOutMs: 30_000 }, state.now)
    expect(candidates()).toEqual([1])
  })

  test('one that fails before it ever answered is not tried first again', () => {
    const { state, candidates } = setup(2)
    answer(state, 0, 1_000)
    learnFailure(state, 1, { timedOutMs: undefined }, state.now)
    expect(candidates()).toEqual([0])
  })
})

describe('picks are spread evenly over the candidates', () => {
  test.each([
    { name: 'all of ten', fast: 10 },
    { name: 'three of ten', fast: 3 },
    { name: 'two of a hundred, which are hardly ever met by chance', fast: 2, of: 100 },
  ])('$name', ({ fast, of = 10 }) => {
    const { state, pick } = setup(of)
    // The fast ones lie together, so that a draw that prefers places beside slow ones would show.
    for (let index = 0; index < of; index++) answer(state, index, index < fast ? 1_000 : 9_000)
    const counts = new Array<number>(of).fill(0)
    let last = 0
    for (let nth = 0; nth < 30_000; nth++) {
      last = (last + Math.SQRT2) % 1
      const index = pick(last)
      counts[index] = (counts[index] ?? 0) + 1
    }
    for (const [index, count] of counts.entries()) {
      if (index >= fast) expect(count).toBe(0)
      else expect(count / (30_000 / fast)).toBeCloseTo(1, 1)
    }
  })
})

test('a pick stays within the eligible', () => {
  const { state, pick } = setup(4)
  for (let index = 0; index < 4; index++) answer(state, index, 1_000 * (index + 1))
  expect(pick(0.5, false, Int32Array.from([2, 3]))).toBe(2)
})
