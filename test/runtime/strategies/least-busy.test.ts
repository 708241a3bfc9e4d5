/** The fewest calls under way for their weight. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openai } from '../../../src/providers/openai.js'
import { createEngine } from '../../../src/runtime/engine.js'
import { occupy, release } from '../../../src/runtime/outcomes.js'
import { pickDeployment } from '../../../src/runtime/pick.js'
import { nodePlatform } from '../../../src/runtime/platform/node-platform.js'
import type { Site } from '../../../src/runtime/run.js'
import { putToRest } from '../../../src/runtime/state.js'
import { seededRandom } from '../../../src/runtime/trace/seeded-random.js'
import { fakeTransport } from '../../support/fake-transport.js'
import { buildPlan } from '../../support/plan.js'
import { strategies } from '../../support/strategies.js'
import { callOn, havingTried } from '../eligibility.js'
import { at, messages } from '../harness.js'
import { given } from './given.js'

const weights = (...all: readonly number[]) => all.map((weight) => ({ weight }))
const near = (shares: readonly number[], want: readonly number[]) => {
  for (const [at, share] of want.entries()) expect(Math.abs((shares[at] ?? 0) - share)).toBeLessThanOrEqual(2)
}

describe('shares by calls under way', () => {
  test.each([
    { name: 'the fewest', weights: weights(1, 1, 1), calls: [2, 1, 3], want: [0, 100, 0] },
    { name: 'ties evenly, wherever they stand', weights: weights(1, 1, 1, 1, 1), calls: [1, 1, 4, 4, 1], want: [33, 33, 0, 0, 33] },
    { name: 'calls count by weight', weights: weights(1, 4), calls: [1, 3], want: [0, 100] },
    { name: 'ties by weight evenly', weights: weights(1, 2, 2, 4, 1), calls: [3, 2, 2, 4, 1], want: [0, 25, 25, 25, 25] },
    { name: 'of an odd number the last too', weights: weights(1, 2, 3), calls: [9, 9, 1], want: [0, 0, 100] },
    { name: 'the idle by weight', weights: weights(1, 3), calls: [0, 0], want: [25, 75] },
    { name: 'weight 0 only beside none', weights: weights(0, 1), calls: [0, 50], want: [0, 100] },
    { name: 'all of weight 0 are alike', weights: weights(0, 0), calls: [1, 1], want: [50, 50] },
  ])('$name', ({ weights: deployments, calls, want }) => {
    const { state, shares } = given('least-busy', deployments)
    state.inFlight.set(calls)
    near(shares(), want)
  })

  test('the least busy of 2,000 is found', () => {
    for (const deployments of [
      weights(...new Array<number>(2_000).fill(1)),
      weights(...Array.from({ length: 2_000 }, (_, at) => 1 + (at % 2))),
    ]) {
      const { state, pick } = given('least-busy', deployments)
      state.inFlight.fill(9)
      state.inFlight[1_998] = 1
      expect([pick(), pick([7, 1_998])]).toEqual([1_998, 1_998])
    }
  })
})

/** What happens to a group while calls go on; numbers are taken modulo what there is. */
const step = fc.oneof(
  fc.record({ do: fc.constant('begin' as const), tried: fc.array(fc.nat(), { maxLength: 2 }) }),
  fc.record({ do: fc.constant('end' as const), nth: fc.nat() }),
  fc.record({ do: fc.constant('rest' as const), nth: fc.nat(), ms: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 10 }) }),
)

test('the least loaded of those that may serve is asked, however calls, rests and retries follow', () => {
  const weighed = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 7 })
  fc.assert(
    fc.property(weighed, fc.array(step, { maxLength: 80 }), (all, steps) => {
      const clock = { time: 1_000 }
      const deployments = all.map((weight, index) => at(index, 'a', { weight }))
      const engine = createEngine(
        nodePlatform,
        { plan: buildPlan({ deployments, routing: { strategy: 'least-busy' } }), adapters: { openai }, strategies },
        { env: {}, now: () => clock.time, random: seededRandom(1), transport: fakeTransport(() => ({})) },
      )
      const { state } = engine
      const open: Site[] = []
      const load = (index: number) =>
        all[index] === 0 ? 1e9 + (state.inFlight[index] ?? 0) : (state.inFlight[index] ?? 0) / (all[index] ?? 0)
      for (const each of steps) {
        if (each.do === 'pass') clock.time += each.ms
        else if (each.do === 'rest') putToRest(state, each.nth % all.length, clock.time + each.ms)
        else if (each.do === 'end') for (const site of open.splice(each.nth % Math.max(1, open.length), 1)) release(site)
        else {
          const tried = each.tried.map((nth) => nth % all.length)
          const run = havingTried(callOn(engine, 'chat', { messages }), ...tried)
          const index = pickDeployment(run)
          if (index < 0) continue
          const wanted = all
            .map((_, other) => other)
            .filter((other) => !tried.includes(other) && (state.coolUntil[other] ?? 0) <= clock.time)
          if (wanted.length > 0) expect([wanted.includes(index), load(index)]).toEqual([true, Math.min(...wanted.map(load))])
          occupy(engine, index)
          open.push({ run, index, resolved: run.current, startedAt: 0, trial: false, reservation: undefined, spent: undefined })
        }
      }
    }),
  )
})
