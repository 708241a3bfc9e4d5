/** What is worked out of dues once: claims that say the same, and lines of heads. */
import { describe, expect, test } from 'vitest'
import type { Due } from '../../../src/gateway/limits/due.js'
import { DueList } from '../../../src/gateway/limits/due-list.js'
import { ratesOf } from '../../../src/gateway/limits/rates.js'

const budget: Due = { kind: 'budget', object: 'key', shown: 'k', key: 'b', limit: 100, known: 7, endsAt: 9 }
const rates = ratesOf({ descriptor: 'api_key', key: 'k', shown: 'k' }, { rpm: 10, tpm: 1_000, parallel: 2 })
const others = ratesOf({ descriptor: 'organization', key: 'o', shown: 'o' }, { rpm: 5 })

describe('a claim', () => {
  const list = new DueList([budget, ...rates])

  test.each([
    {
      name: 'of money, no more than there is',
      at: 0,
      amount: 250,
      want: { kind: 'sum', key: 'b', limit: 100, amount: 100, known: 7, endsAt: 9 },
    },
    { name: 'of requests', at: 1, amount: 1, want: { kind: 'requests', key: 'k:rpm', limit: 10, windowMs: 50 } },
    { name: 'of tokens', at: 2, amount: 30, want: { kind: 'tokens', key: 'k:tpm', limit: 1_000, amount: 30, windowMs: 50 } },
    { name: 'of a place', at: 3, amount: 1, want: { kind: 'permits', key: 'k:parallel', limit: 2, leaseMs: 50 } },
  ])('$name', ({ at, amount, want }) => expect(list.claim(at, amount, 50)).toMatchObject(want))

  test('is the one before where it says the same, and another where it does not', () => {
    for (const at of [0, 1, 2, 3]) {
      const first = list.claim(at, 5, 50)
      expect(list.claim(at, 5, 50)).toBe(first)
      const before = { ...first }
      expect([list.claim(at, 6, 50) === first, list.claim(at, 5, 60) === first]).toEqual([false, false])
      expect(first).toEqual(before)
    }
  })

  test('of a due that there is not is a fault of ours', () => expect(() => list.claim(4, 1, 1)).toThrow('llmgen bug'))
})

test('lines tell what is left of each due of which callers are told, in one text', () => {
  const list = new DueList([budget, ...others, ...rates])
  const left = (used: readonly number[]) => list.lines(used.map((each) => ({ used: each, freeAt: 0 })))
  const want = (requests: number, tokens: number, places: number) =>
    [
      `x-ratelimit-api_key-remaining-requests: ${requests}`,
      `x-ratelimit-remaining-requests: ${requests}`,
      'x-ratelimit-api_key-limit-requests: 10',
      'x-ratelimit-limit-requests: 10',
      'x-ratelimit-reset-requests: 60s',
      `x-ratelimit-api_key-remaining-tokens: ${tokens}`,
      `x-ratelimit-remaining-tokens: ${tokens}`,
      'x-ratelimit-api_key-limit-tokens: 1000',
      'x-ratelimit-limit-tokens: 1000',
      'x-ratelimit-reset-tokens: 60s',
      `x-ratelimit-api_key-remaining-max_parallel_requests: ${places}`,
      'x-ratelimit-api_key-limit-max_parallel_requests: 2',
      '',
    ].join('\r\n')
  expect(left([50, 1, 4, 130.5, 1])).toBe(want(6, 869, 1))
  expect(left([50, 1, 11, 2_000, 2])).toBe(want(0, 0, 0))
  expect([new DueList([]).lines([]), new DueList([budget, ...others]).lines([])]).toEqual(['', ''])
})
