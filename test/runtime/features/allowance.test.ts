import { expect, test } from 'vitest'
import { availableAt, isLow, readAllowances } from '../../../src/runtime/features/allowance.js'

const now = 1_700_000_000_000

test.each<{ name: string; headers: { [name: string]: string }; read: unknown }>([
  {
    name: 'OpenAI',
    headers: {
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-tokens': '18000',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    read: {
      requests: { remaining: 499, limit: 500, at: now, resetAt: now + 120 },
      tokens: { remaining: 18_000, limit: 30_000, at: now, resetAt: now + 360_000 },
    },
  },
  {
    name: 'Anthropic, by the clock of its own host',
    headers: {
      date: 'Tue, 14 Nov 2023 22:00:00 GMT',
      'anthropic-ratelimit-output-tokens-limit': '8000',
      'anthropic-ratelimit-output-tokens-remaining': '1000',
      'anthropic-ratelimit-output-tokens-reset': '2023-11-14T22:00:07Z',
    },
    read: { output: { remaining: 1_000, limit: 8_000, at: now, resetAt: now + 7_000 } },
  },
  {
    name: 'Azure',
    headers: { 'x-ratelimit-remaining-tokens': '12' },
    read: { tokens: { remaining: 12, limit: undefined, at: now, resetAt: now + 10_000 } },
  },
  { name: 'too large to be a count', headers: { 'x-ratelimit-remaining-tokens': '9'.repeat(40) }, read: undefined },
  { name: 'none', headers: { 'retry-after': '3' }, read: undefined },
])('$name', ({ headers, read }) => {
  expect(readAllowances(headers, now)).toEqual(read)
})

test('what is left grows evenly to the limit, where it is known', () => {
  const allowance = { remaining: 10, limit: 110, at: now, resetAt: now + 10_000 }
  expect([0, 5_000, 10_000].map((later) => availableAt(allowance, now + later))).toEqual([10, 60, 110])
  expect(availableAt({ ...allowance, limit: undefined }, now + 5_000)).toBe(10)
})

test.each([
  ['requests', 255, undefined, true],
  ['requests', 256, undefined, false],
  ['tokens', 99_999, undefined, true],
  ['tokens', 30_000, 100_000, false],
  ['tokens', 24_999, 100_000, true],
] as const)('%s: %i left of %s is low: %s', (kind, remaining, limit, low) => {
  expect(isLow(kind, { remaining, limit, at: 0, resetAt: 1 })).toBe(low)
})
