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
