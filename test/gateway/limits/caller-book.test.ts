/** What is worked out of a caller once: dues that requests share, and the lines that tell of the key's limits. */
import { describe, expect, test } from 'vitest'
import { CallerBook } from '../../../src/gateway/limits/caller-book.js'
import { duesOf } from '../../../src/gateway/limits/due.js'
import { ratesOf } from '../../../src/gateway/limits/rates.js'
import type { Caller } from '../../../src/gateway/store/find-caller.js'
import { callerOf } from '../auth/callers.js'

const now = Date.parse('2026-02-10T12:00:00Z')
const moment = { now, timeZone: 'UTC' }
const midnight = Date.parse('2026-02-11T00:00:00Z')

function keysOf(book: CallerBook, asked = 'm', group: string | undefined = asked, at = now): readonly string[] {
  return book.dues(asked, group, at).all.dues.map(({ key }) => key)
}

describe('dues', () => {
  test('are the same list for all requests', () => {
    const book = new CallerBook(callerOf('k', { maxBudget: '1', rpmLimit: 5 }), moment)
    expect(keysOf(book)).toEqual(['key:k:spend:ever:0', 'key:k:rpm'])
    expect(book.dues('other', 'group', now + 1)).toBe(book.dues('m', 'm', now))
  })

  test('of a model are those of all requests for it', () => {
    const book = new CallerBook(callerOf('k', { rpmLimit: 5, modelMaxBudget: { m: 1 } }), moment)
    expect([keysOf(book), keysOf(book, 'openai/m'), keysOf(book, 'alias', 'm'), keysOf(book, 'other')]).toEqual([
      ['key:k:window:model%3Am%3Aever:ever:0', 'key:k:rpm'],
      ['key:k:window:model%3Am%3Aever:ever:0', 'key:k:rpm'],
      ['key:k:window:model%3Am%3Aever:ever:0', 'key:k:rpm'],
      ['key:k:rpm'],
    ])
    expect(book.dues('m', 'm', now)).toBe(book.dues('m', 'm', now + 1))
  })

  test('of the whole gateway come last', () => {
    const global = duesOf({ rates: ratesOf({ descriptor: 'global', key: 'proxy', shown: 'gateway' }, { parallel: 3 }) })
    const caller = callerOf('k', { rpmLimit: 5, modelMaxBudget: { m: { rpm_limit: 2 } } })
    expect(keysOf(new CallerBook(caller, moment, global))).toEqual(['key:k:rpm', 'key:k:model:m:rpm', 'proxy:parallel'])
  })

  test('are worked out anew when a budget starts anew, and what was spent with them', () => {
    const row = { maxBudget: '1', spend: '0.75', budgetDuration: '1d', budgetResetAt: new Date(midnight) }
    const book = new CallerBook(callerOf('k', row), moment)
    book.add(1_000)
    const before = [keysOf(book), book.spent]
    const nextDay = midnight + 86_400_000
    expect([before, keysOf(book, 'm', 'm', midnight), book.spent]).toEqual([
      [[`key:k:spend:${midnight}:0`], 750_001_000],
      [`key:k:spend:${nextDay}:0`],
      0,
    ])
  })
})

describe('the key’s own limits are told', () => {
  const cases: readonly { readonly name: string; readonly key: Partial<Caller['key']>; readonly told: string; readonly hides: string[] }[] =
    [
      { name: 'none', key: {}, told: '', hides: [] },
      {
        name: 'all',
        key: { rpmLimit: 10, tpmLimit: 1_000, maxParallelRequests: 3, maxBudget: '2.50' },
        told: 'x-litellm-key-rpm-limit: 10\r\nx-litellm-key-tpm-limit: 1000\r\nx-litellm-key-max-budget: 2.5\r\n',
        hides: ['-requests', '-tokens'],
      },
      {
        name: 'only at a time, of which OpenAI has no header',
        key: { maxParallelRequests: 3 },
        told: '',
        hides: [],
      },
      {
        name: 'raised for now',
        key: { maxBudget: '2', metadata: { temp_budget_increase: 1, temp_budget_expiry: '2026-02-10T13:00:00Z' } },
        told: 'x-litellm-key-max-budget: 3.0\r\n',
        hides: [],
      },
    ]
  test.each(cases)('$name', ({ key, told, hides }) => {
    const book = new CallerBook(callerOf('k', key), moment)
    expect({ told: book.told, hides: book.hides }).toEqual({ told, hides })
  })

  test('until a raise is over', () => {
    const metadata = { temp_budget_increase: 1, temp_budget_expiry: '2026-02-10T13:00:00Z' }
    const book = new CallerBook(callerOf('k', { maxBudget: '2', metadata }), moment)
    book.dues('m', 'm', Date.parse('2026-02-10T13:00:00Z'))
    expect(book.told).toBe('x-litellm-key-max-budget: 2.0\r\n')
  })
})
