/** What checks found and cost: by Plan, by day, for all processes, and never without bound. */
import { expect, test } from 'vitest'
import { HealthLedger } from '../../src/gateway/health-ledger.js'
import type { Fleet } from '../../src/gateway/workers/fleet-view.js'

const dayMs = 86_400_000
const alive = (at: number, costNanoUsd: number | undefined = undefined) => ({ at, probed: { is: 'alive' as const, costNanoUsd } })

/** Processes that hear each other. */
function fleets() {
  const listeners = new Map<Fleet, (key: string, text: string) => void>()
  return (isOnDuty: boolean): Fleet => {
    const fleet: Fleet = {
      id: 'fleet',
      reload: async () => ({ ok: true }),
      answer: () => undefined,
      gather: async () => [],
      isOnDuty: () => isOnDuty,
      share: (_topic, key, text) => {
        for (const [other, hear] of listeners) if (other !== fleet) hear(key, text)
      },
      onShared: (_topic, listener) => void listeners.set(fleet, listener),
    }
    return fleet
  }
}

test('a check says something under the Plan it was made under alone', () => {
  const ledger = new HealthLedger()
  ledger.note('a', 'one', alive(5))
  expect([ledger.found('a', 'one'), ledger.found('a', 'two'), ledger.found('b', 'one'), ledger.isOnDuty]).toEqual([
    alive(5),
    undefined,
    undefined,
    true,
  ])
})

test('costs add up over a day, whatever is read anew and whoever checks', () => {
  const make = fleets()
  const [one, other] = [new HealthLedger(make(true)), new HealthLedger(make(false))]
  one.note('a', 'one', alive(1, 20))
  other.note('a', 'two', alive(2, 30))
  one.note('a', 'two', { at: 3, probed: { is: 'failing', error: 'on fire' } })
  one.note('__proto__', 'two', alive(4, 1))
  const spent = (ledger: HealthLedger) => [ledger.spent('a', 4), ledger.spent('a', dayMs), ledger.spent('__proto__', 4)]
  expect([spent(one), spent(other), other.found('a', 'two')?.probed.is]).toEqual([[50, 0, 1], [50, 0, 1], 'failing'])
  expect([one.isOnDuty, other.isOnDuty]).toEqual([true, false])
})

test('those that were checked longest ago are forgotten', () => {
  const ledger = new HealthLedger()
  for (let id = 0; id < 10_000; id++) ledger.note(String(id), 'p', alive(id))
  ledger.note('0', 'p', alive(10_000))
  ledger.note('new', 'p', alive(10_001))
  expect(['0', '1', '2', 'new'].map((id) => ledger.found(id, 'p') !== undefined)).toEqual([true, false, true, true])
})
