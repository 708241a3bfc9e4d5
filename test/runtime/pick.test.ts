/** Who may serve an attempt, in which order of preference. */
import { describe, expect, test } from 'vitest'
import { beginTrial, closeBreaker, endTrial } from '../../src/runtime/health/breaker.js'
import { openBreaker } from '../../src/runtime/health/breaker-opening.js'
import type { Hindrance } from '../../src/runtime/hindrance.js'
import { countHealthy, hindranceOf, pickDeployment, soonestReturn } from '../../src/runtime/pick.js'
import { markLimited, openedBy, type RouterState } from '../../src/runtime/state.js'
import { simpleShuffle } from '../../src/runtime/strategies/simple-shuffle.js'
import type { DeploymentInput } from '../support/plan.js'
import { havingTried, hindrances, saying, world } from './eligibility.js'
import { at } from './harness.js'

const some = (count: number): readonly DeploymentInput[] => Array.from({ length: count }, (_, index) => at(index, 'a'))

function open(state: RouterState, index: number, until: number, by: number = openedBy.failures): void {
  openBreaker(state, index, 0, until, by)
}

describe('preference', () => {
  test('the untried first, then those that did not fail just now, then any', () => {
    const { call } = world({ deployments: some(3) })
    const pick = (...tried: readonly number[]) => pickDeployment(havingTried(call(), ...tried))
    expect([pick(), pick(0), pick(0, 1), pick(0, 1, 2), pick(1, 2, 0)]).toEqual([0, 1, 2, 0, 1])
    expect(pickDeployment(havingTried(world({ deployments: some(1) }).call(), 0))).toBe(0)
  })

  test('those at rest are left out until their time has passed', () => {
    const { engine, clock, call } = world({ deployments: some(2) })
    open(engine.state, 0, 1_001)
    expect([pickDeployment(call()), pickDeployment(havingTried(call(), 1))]).toEqual([1, 1])
    open(engine.state, 1, 4_000)
    const run = call()
    expect([pickDeployment(run), soonestReturn(run), countHealthy(run, 0)]).toEqual([-1, 1, { healthy: 0, others: 0 }])
    clock.time = 1_001
    expect([pickDeployment(run), countHealthy(run, 0)]).toEqual([0, { healthy: 1, others: 0 }])
  })

  test('one called by its id is used even at rest', () => {
    const { engine, call } = world({ deployments: some(2) })
    open(engine.state, 0, 9_000)
    const run = call({ model: 'd0' })
    expect([pickDeployment(run), hindrances(run), countHealthy(run, 0)]).toEqual([0, [undefined], { healthy: 1, others: 0 }])
  })

  test('one that is being tried out is asked after all others, tried ones excepted', () => {
    const { engine, call } = world({ deployments: some(3) })
    open(engine.state, 0, 900)
    beginTrial(engine.state, 0, 1_000)
    const picks = [[], [1], [1, 2], [0, 1, 2]].map((tried) => pickDeployment(havingTried(call(), ...tried)))
    expect([hindrances(call()), picks]).toEqual([
      ['probing', undefined, undefined],
      [1, 2, 0, 1],
    ])
  })

  test('one without a key is asked only where no other is left', () => {
    const keyless = at(0, 'a', { apiKey: { env: 'NOT_SET' } })
    const shared = world({ deployments: [keyless, at(1, 'a')] }).call()
    expect([pickDeployment(shared), hindrances(shared)]).toEqual([1, ['not-ready', undefined]])
    const alone = world({ deployments: [keyless] }).call()
    expect([pickDeployment(alone), pickDeployment(havingTried(alone, 0))]).toEqual([0, -1])
  })
})

test('who is awake is worked out anew when a rest ends, a trial begins or ends, a breaker closes and the clock goes back', () => {
  const { engine, clock, call } = world({ deployments: some(3) })
  const { state } = engine
  const go = (time: number) => {
    clock.time = time
  }
  const steps: readonly (() => void)[] = [
    () => open(state, 0, 2_000),
    () => open(state, 1, 3_000),
    () => go(2_000),
    () => beginTrial(state, 0, 2_000),
    () => endTrial(state, 0),
    () => go(1_500),
    () => closeBreaker(state, 0, 1_500),
    () => closeBreaker(state, 1, 1_500),
  ]
  const candidates = steps.map((step) => {
    step()
    return [pickDeployment(call()), state.candidates]
  })
  expect(candidates).toEqual([
    [1, 2],
    [2, 1],
    [0, 2],
    [2, 1],
    [0, 2],
    [2, 1],
    [0, 2],
    [0, 3],
  ])
})

describe('order', () => {
  const deployments = [at(0, 'a'), at(1, 'a', { order: 2 }), at(2, 'a', { order: 1 }), at(3, 'a', { order: 2 })]

  test('checklist 20: the lowest of those left, the next level when it rests, the others last', () => {
    const { engine, call } = world({ deployments })
    const picks = [[], [2], [2, 1], [2, 1, 3], [2, 1, 3, 0]].map((tried) => pickDeployment(havingTried(call(), ...tried)))
    // Only when all have been tried does a lower level come again, and not the one that failed just now.
    expect(picks).toEqual([2, 1, 3, 0, 2])
    open(engine.state, 2, 9_000)
    expect([pickDeployment(call()), engine.state.candidates]).toEqual([1, 2])
  })

  test('a level whose only free deployment is being tried out gives way to the next', () => {
    const { engine, call } = world({ deployments })
    open(engine.state, 2, 900)
    beginTrial(engine.state, 2, 1_000)
    expect(pickDeployment(call())).toBe(1)
    open(engine.state, 1, 9_000)
    open(engine.state, 3, 9_000)
    open(engine.state, 0, 9_000)
    expect(pickDeployment(call())).toBe(2)
  })

  test('a strategy that spills over is given all levels', () => {
    const { engine, call } = world({ deployments })
    const run = call()
    const given: number[][] = []
    run.current = {
      match: undefined,
      group: {
        ...run.current.group,
        spillsOver: true,
        strategy: (_group, eligible, count) => {
          given.push([...eligible.subarray(0, count)])
          return eligible[0] ?? -1
        },
      },
    }
    pickDeployment(run)
    pickDeployment(havingTried(run, 2))
    expect([given, engine.state.candidates]).toEqual([
      [
        [0, 1, 2, 3],
        [0, 1, 3],
      ],
      3,
    ])
  })
})

describe('hindrances', () => {
  test('a hard one keeps a deployment out, a soft one puts it behind', () => {
    const said: { [index: number]: Hindrance } = { 0: 'tags', 1: 'provider-limit' }
    const { call } = world({ deployments: some(3) }, [saying(said)])
    const picks = [[], [2], [2, 1], [1, 2]].map((tried) => pickDeployment(havingTried(call(), ...tried)))
    expect(picks).toEqual([2, 1, 2, 1])
    said[2] = 'requests'
    said[1] = 'budget'
    expect([pickDeployment(call()), countHealthy(call(), 0)]).toEqual([-1, { healthy: 0, others: 0 }])
  })

  test('a hard one is said before a soft one, whoever says it, and cooldown after all others', () => {
    const { engine, call } = world({ deployments: some(3) }, [saying({ 0: 'preferred-requests', 1: 'tags' }), saying({ 0: 'budget' })])
    open(engine.state, 1, 9_000)
    open(engine.state, 2, 9_000)
    expect(hindrances(call())).toEqual(['budget', 'tags', 'cooldown'])
  })

  test('features that only speak of limits are asked only about deployments that are over one', () => {
    const { engine, call } = world({ deployments: some(2) }, [saying({ 0: 'requests', 1: 'requests' }, { checksWhen: 'limited' })])
    expect([hindrances(call()), pickDeployment(call())]).toEqual([[undefined, undefined], 0])
    engine.state.limitedUntil[0] = engine.state.limitUntil = 5_000
    expect([hindrances(call()), pickDeployment(call()), soonestReturn(havingTried(call(), 1))]).toEqual([['requests', undefined], 1, 4_000])
  })

  test('the soonest return is that of a deployment that fits, by its rest and its limit', () => {
    const said: { [index: number]: Hindrance } = { 0: 'region', 1: 'requests', 2: 'parallel' }
    const obstacles = { 0: { until: 1_100 }, 1: { until: 3_000 }, 2: { until: undefined } }
    const { engine, call } = world({ deployments: some(4) }, [saying(said, { obstacles })])
    open(engine.state, 3, 9_000)
    expect(soonestReturn(call())).toBe(2_000)
    open(engine.state, 1, 7_000)
    expect(soonestReturn(call())).toBe(6_000)
    said[1] = 'tags'
    expect(soonestReturn(call())).toBe(8_000)
  })

  test('what a deployment is asked about now is asked without a call, too', () => {
    const { call } = world({ deployments: some(1) }, [saying({ 0: 'context-window' })])
    expect(hindranceOf(call(), 0, 1_000)).toBe('context-window')
  })
})

describe('failing open', () => {
  const insisting = (run: ReturnType<ReturnType<typeof world>['call']>) => Object.assign(run, { insists: true })

  test('where all rest for a share of failures, a call that insists gets the one that comes back soonest', () => {
    const { engine, call } = world({ deployments: some(3) })
    for (const [index, until] of [5_000, 3_000, 4_000].entries()) open(engine.state, index, until)
    expect([pickDeployment(call()), pickDeployment(insisting(call())), engine.state.candidates]).toEqual([-1, 1, 1])
  })

  test.each([
    { name: 'a rate limit', by: openedBy.limit },
    { name: 'a fault of key or address', by: openedBy.fault },
    { name: 'an empty account', by: openedBy.quota },
  ])('never where one rests after $name', ({ by }) => {
    const { engine, call } = world({ deployments: some(2) })
    open(engine.state, 0, 5_000)
    open(engine.state, 1, 3_000, by)
    expect(pickDeployment(insisting(call()))).toBe(-1)
  })

  test('never to one that does not fit the call or is over a limit, which is no failure that passes', () => {
    const said: { [index: number]: Hindrance } = { 1: 'tags' }
    const { engine, call } = world({ deployments: some(2) }, [saying(said)])
    open(engine.state, 0, 5_000)
    open(engine.state, 1, 3_000)
    expect(pickDeployment(insisting(call()))).toBe(0)
    said[1] = 'requests'
    expect(pickDeployment(insisting(call()))).toBe(-1)
  })
})

describe('cost', () => {
  test.each([
    { name: 'all serve', rests: 0 },
    { name: 'one rests', rests: 1 },
  ])('a pick among 100 allocates nothing where $name', ({ rests }) => {
    const { engine, call } = world({ deployments: some(100) })
    if (rests > 0) open(engine.state, 7, 1e12)
    const run = call()
    const picks = 20_000
    for (let warm = 0; warm < picks; warm++) pickDeployment(run)
    let fewest = Number.POSITIVE_INFINITY
    for (let round = 0; round < 7; round++) {
      const heap = process.memoryUsage().heapUsed
      for (let nth = 0; nth < picks; nth++) pickDeployment(run)
      const used = process.memoryUsage().heapUsed - heap
      if (used >= 0) fewest = Math.min(fewest, used / picks)
    }
    // One allocation at each pick would be 16 bytes or more.
    expect(fewest).toBeLessThan(8)
    expect(run.current.group.strategy).toBe(simpleShuffle)
  })
})

describe('what is kept from pick to pick', () => {
  const limited = saying({ 0: 'requests', 2: 'requests' }, { checksWhen: 'limited' })

  test('one over a limit is left out as soon as it is marked, and back when the mark ends', () => {
    const { engine, clock, call } = world({ deployments: some(3) }, [limited])
    const { state } = engine
    const picked = () => [pickDeployment(call()), state.candidates]
    markLimited(state, 2, 3_000)
    const first = picked()
    // Known to be over a limit for longer: nothing is to be worked out anew before the first mark ends.
    const { turns } = state
    markLimited(state, 2, 5_000)
    expect([first, state.turns, picked()]).toEqual([[0, 2], turns, [0, 2]])
    markLimited(state, 0, 4_000)
    expect(picked()).toEqual([1, 1])
    clock.time = 4_000
    expect(picked()).toEqual([0, 2])
    clock.time = 5_000
    expect(picked()).toEqual([0, 3])
  })

  test('one over a limit that has room for the call stands at its place among the others', () => {
    const { engine, call } = world({ deployments: some(3) }, [saying({}, { checksWhen: 'limited' })])
    for (const index of [0, 1, 2]) markLimited(engine.state, index, 3_000)
    const picks = [[], [0], [0, 2]].map((tried) => [pickDeployment(havingTried(call(), ...tried)), engine.state.candidates])
    expect(picks).toEqual([
      [0, 3],
      [1, 2],
      [1, 1],
    ])
  })

  test('of a lower order, it is the only one that is wanted', () => {
    const deployments = [at(0, 'a', { order: 2 }), at(1, 'a', { order: 1 }), at(2, 'a', { order: 3 })]
    const { engine, call } = world({ deployments }, [saying({}, { checksWhen: 'limited' })])
    markLimited(engine.state, 1, 3_000)
    markLimited(engine.state, 2, 3_000)
    const picks = [[], [1], [1, 0]].map((tried) => [pickDeployment(havingTried(call(), ...tried)), engine.state.candidates])
    expect(picks).toEqual([
      [1, 1],
      [0, 1],
      [2, 1],
    ])
  })

  test('weights are those of the ones that serve, also after one comes back', () => {
    const deployments = [at(0, 'a', { weight: 1 }), at(1, 'a', { weight: 0 }), at(2, 'a', { weight: 3 })]
    let drawn = 0
    const { engine, clock, call } = world({ deployments }, [], { random: () => drawn })
    const picks = () =>
      [0, 0.2, 0.3, 0.9].map((number) => {
        drawn = number
        return pickDeployment(call())
      })
    open(engine.state, 2, 2_000)
    expect(picks()).toEqual([0, 0, 0, 0])
    clock.time = 2_000
    expect(picks()).toEqual([0, 0, 2, 2])
    open(engine.state, 0, 3_000)
    expect(picks()).toEqual([2, 2, 2, 2])
  })

  test('clients with calls of other sizes do not mark one another’s deployments', () => {
    const [small, large] = [world({ deployments: some(2) }), world({ deployments: some(200) })]
    const picks = [small, large, small, large].map(({ call }) => pickDeployment(havingTried(call(), 0)))
    expect(picks).toEqual([1, 1, 1, 1])
    expect(pickDeployment(havingTried(large.call(), ...Array.from({ length: 199 }, (_, index) => index)))).toBe(199)
  })
})
