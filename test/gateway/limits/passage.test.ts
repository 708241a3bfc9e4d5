/** What a request is told to have used, by how it ended. */
import { describe, expect, test } from 'vitest'
import type { CallEnd, CallFacts } from '../../../src/gateway/call-record.js'
import { CallerBook } from '../../../src/gateway/limits/caller-book.js'
import { DueList } from '../../../src/gateway/limits/due-list.js'
import { readLimitSettings } from '../../../src/gateway/limits/limit-settings.js'
import { Passage } from '../../../src/gateway/limits/passage.js'
import type { Reservation, Settlement, StateStore } from '../../../src/protocol/state-store.js'
import type { Meta } from '../../../src/runtime/client-types.js'
import { memoryStore } from '../../../src/runtime/state-store/memory-store.js'
import { callerOf } from '../auth/callers.js'

const reservation: Reservation = { id: '1', claims: [], meters: [] }

function passage(general = {}, book?: CallerBook) {
  const settled: Settlement[] = []
  const store: StateStore = Object.assign(memoryStore(), {
    settle: (_reservation: Reservation, settlement: Settlement) => void settled.push(settlement),
  })
  const made = new Passage({ store, settings: readLimitSettings(general, {}), now: () => 0 }, undefined, book)
  return { made, settled }
}

const usage = { prompt_tokens: 30, completion_tokens: 12 }
const meta = (costNanoUsd: number | undefined, more: Partial<Meta> = {}): Meta => ({
  deploymentId: 'd',
  provider: 'openai',
  model: 'm',
  group: 'g',
  cost: costNanoUsd === undefined ? undefined : costNanoUsd / 1e9,
  costNanoUsd,
  costReason: undefined,
  usage,
  attempts: [],
  fallbacks: [],
  latencyMs: 1,
  timeToFirstTokenMs: undefined,
  requestId: null,
  headers: {},
  ...more,
})

describe('a request', () => {
  const cases: readonly {
    readonly name: string
    readonly end: CallEnd
    readonly facts: CallFacts
    readonly general?: object
    readonly want: Settlement
  }[] = [
    { name: 'that was answered', end: 'answered', facts: { meta: meta(500), usage }, want: { tokens: 42, costNanoUsd: 500 } },
    {
      name: 'whose read tokens count',
      end: 'answered',
      facts: { meta: meta(500), usage },
      general: { token_rate_limit_type: 'input' },
      want: { tokens: 30, costNanoUsd: 500 },
    },
    {
      name: 'whose written tokens count',
      end: 'answered',
      facts: { meta: meta(500), usage },
      general: { token_rate_limit_type: 'output' },
      want: { tokens: 12, costNanoUsd: 500 },
    },
    { name: 'that reached nobody', end: 'refused', facts: {}, want: { tokens: 0, costNanoUsd: 0 } },
    { name: 'given up before its answer', end: 'left', facts: {}, want: { tokens: 0, costNanoUsd: 0 } },
    { name: 'without a price', end: 'answered', facts: { meta: meta(undefined), usage }, want: { tokens: 42, costNanoUsd: 0 } },
    {
      name: 'without a price, where the config has a floor',
      end: 'answered',
      facts: { meta: meta(undefined), usage },
      general: { unpriced_call_floor_usd: 0.01 },
      want: { tokens: 42, costNanoUsd: 10_000_000 },
    },
    {
      name: 'answered from kept answers',
      end: 'answered',
      facts: { meta: meta(undefined, { cacheHit: true }), usage },
      general: { unpriced_call_floor_usd: 0.01 },
      want: { tokens: 42, costNanoUsd: 0 },
    },
    {
      name: 'whose provider told no tokens leaves what was reserved',
      end: 'answered',
      facts: { meta: meta(500) },
      want: { tokens: undefined, costNanoUsd: 500 },
    },
    { name: 'that was passed through', end: 'answered', facts: { usage, costNanoUsd: 7 }, want: { tokens: 42, costNanoUsd: 7 } },
  ]
  test.each(cases)('$name', ({ end, facts, general = {}, want }) => {
    const { made, settled } = passage(general)
    made.hold(new DueList([]), reservation)
    made.settle(end, facts, 0)
    made.settle('left', {}, 0)
    expect(settled).toEqual([want])
  })

  test('that ended before the store answered gives back what it is granted then', () => {
    const { made, settled } = passage()
    made.settle('left', {}, 0)
    made.hold(new DueList([]), reservation)
    expect(settled).toEqual([{ tokens: 0, costNanoUsd: 0 }])
  })
})

test('a key’s spend grows with its requests, and its soft budget is told of', () => {
  const caller = callerOf('hash', { spend: '1.5', softBudget: '1.5', keyAlias: 'mine' })
  const book = new CallerBook(caller, { now: 0, timeZone: 'UTC' })
  const { made } = passage({}, book)
  made.settle('answered', { meta: meta(250_000_000), usage }, 0)
  expect([book.spent, book.softBudgets(0)]).toEqual([1.75e9, [{ shown: 'key mine', limit: 1.5e9, spent: 1.75e9, period: '' }]])
})
