import { expect, test } from 'vitest'
import { Leases } from '../../../src/runtime/state-store/leases.js'

test('each is given back once, or ends by itself', () => {
  const leases = new Leases()
  const first = leases.take(2, 100)
  leases.take(3, 50)
  expect([leases.amount(0), leases.soonest]).toEqual([5, 50])
  expect([leases.end(first), leases.end(first), leases.amount(49)]).toEqual([true, false, 3])
  expect([leases.amount(50), leases.soonest]).toEqual([0, Number.POSITIVE_INFINITY])
})

test('all end together where their reason does', () => {
  const leases = new Leases()
  const one = leases.take(2, 100)
  leases.clear()
  expect([leases.amount(0), leases.end(one), leases.amount(0)]).toEqual([0, false, 0])
})

test('one that is given back leaves the others where they are', () => {
  const leases = new Leases()
  const held = [1, 2, 4, 8].map((amount, at) => leases.take(amount, 100 + at))
  const amounts = [1, 3, 0, 2].map((at) => {
    const lease = held[at]
    return [lease !== undefined && leases.end(lease), leases.amount(0)]
  })
  expect(amounts).toEqual([
    [true, 13],
    [true, 5],
    [true, 4],
    [true, 0],
  ])
})

test('those whose time is over end together, and the rest go on', () => {
  const leases = new Leases()
  const held = [30, 10, 20, 40, 10].map((until, at) => leases.take(2 ** at, until))
  expect([leases.amount(20), leases.soonest]).toEqual([9, 30])
  expect(held.map((lease) => leases.end(lease))).toEqual([true, false, false, true, false])
  expect([leases.amount(20), leases.soonest]).toEqual([0, Number.POSITIVE_INFINITY])
})

test('one that was held before all were cleared is not taken for one that came later', () => {
  const leases = new Leases()
  const old = leases.take(1, 100)
  leases.clear()
  leases.take(2, 100)
  expect([leases.end(old), leases.amount(0)]).toEqual([false, 2])
})
