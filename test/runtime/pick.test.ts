/** Who may serve an attempt, in which order of preference. */
import { describe, expect, test } from 'vitest'
import { countHealthy, pickDeployment, soonestReturn } from '../../src/runtime/pick.js'
import { putToRest } from '../../src/runtime/state.js'
import { at, engineOf } from './harness.js'

function setup(deployments: Parameters<typeof engineOf>[0]['deployments'], name = 'a') {
  const engine = engineOf({ deployments }, { now: () => 1_000 })
  const group = engine.table.resolve(name)?.group
  if (group === undefined) throw new Error('no group')
  return {
    engine,
    group,
    pick: (tried: readonly number[] = []) =>
      pickDeployment({ engine, current: { group, match: undefined }, tried: [...tried], streaming: false }),
  }
}

describe('preference', () => {
  test('the untried first, then those that did not fail just now, then any', () => {
    const { pick } = setup([at(0, 'a'), at(1, 'a'), at(2, 'a')])
    expect([pick(), pick([0]), pick([0, 1]), pick([0, 1, 2]), pick([1, 2, 0])]).toEqual([0, 1, 2, 0, 1])
    expect(setup([at(0, 'a')]).pick([0])).toBe(0)
  })

  test('those at rest are left out until their time has passed', () => {
    const { engine, group, pick } = setup([at(0, 'a'), at(1, 'a')])
    putToRest(engine.state, 0, 1_001)
    expect([pick(), pick([1])]).toEqual([1, 1])
    putToRest(engine.state, 1, 4_000)
    expect([pick(), soonestReturn(engine, group)]).toEqual([-1, 1])
    expect(countHealthy(engine, group, 0)).toEqual({ healthy: 0, others: 0 })
  })

  test('one called by its id is used even at rest', () => {
    const { engine, group, pick } = setup([at(0, 'a'), at(1, 'a')], 'd0')
    putToRest(engine.state, 0, 9_000)
    expect([pick(), countHealthy(engine, group, 0)]).toEqual([0, { healthy: 1, others: 0 }])
  })

  test('checklist 20: the lowest order of those left, the next when it rests or was tried', () => {
    const { engine, pick } = setup([at(0, 'a'), at(1, 'a', { order: 2 }), at(2, 'a', { order: 1 })])
    expect([pick(), pick([2]), pick([2, 1])]).toEqual([2, 1, 0])
    putToRest(engine.state, 2, 9_000)
    expect(pick()).toBe(1)
  })

  test('one without a key is asked only where no other is left', () => {
    const keyless = at(0, 'a', { apiKey: { env: 'NOT_SET' } })
    expect(setup([keyless, at(1, 'a')]).pick()).toBe(1)
    const alone = setup([keyless])
    expect([alone.pick(), alone.pick([0])]).toEqual([0, -1])
  })
})
