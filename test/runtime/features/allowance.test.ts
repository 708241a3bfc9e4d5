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
    read: [
      { kind: 'requests', remaining: 499, limit: 500, refills: true, at: now, resetAt: now + 120 },
      { kind: 'tokens', remaining: 18_000, limit: 30_000, refills: true, at: now, resetAt: now + 360_000 },
    ],
  },
  {
    name: 'Anthropic, by the clock of its own host',
    headers: {
      date: 'Tue, 14 Nov 2023 22:00:00 GMT',
      'anthropic-ratelimit-output-tokens-limit': '8000',
      'anthropic-ratelimit-output-tokens-remaining': '1000',
      'anthropic-ratelimit-output-tokens-reset': '2023-11-14T22:00:07Z',
    },
    read: [{ kind: 'output', remaining: 1_000, limit: 8_000, refills: true, at: now, resetAt: now + 7_000 }],
  },
  {
    name: 'Azure',
    headers: { 'x-ratelimit-remaining-tokens': '12' },
    read: [{ kind: 'tokens', remaining: 12, limit: undefined, refills: false, at: now, resetAt: now + 10_000 }],
  },
  {
    name: 'Cerebras, a day and a minute that end at once',
    headers: {
      'x-ratelimit-limit-requests-day': '14400',
      'x-ratelimit-remaining-requests-day': '7',
      'x-ratelimit-reset-requests-day': '33011.382867097855',
      'x-ratelimit-limit-tokens-minute': '60000',
      'x-ratelimit-remaining-tokens-minute': '59000',
      'x-ratelimit-reset-tokens-minute': '11.5',
    },
    read: [
      { kind: 'tokens', remaining: 59_000, limit: 60_000, refills: false, at: now, resetAt: now + 11_500 },
      { kind: 'requests', remaining: 7, limit: 14_400, refills: false, at: now, resetAt: now + 600_000 },
    ],
  },
  {
    name: 'SambaNova, two periods of requests',
    headers: {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-reset-requests': '30',
      'x-ratelimit-limit-requests-day': '12000',
      'x-ratelimit-remaining-requests-day': '0',
      'x-ratelimit-reset-requests-day': '300',
    },
    read: [
      { kind: 'requests', remaining: 59, limit: 60, refills: true, at: now, resetAt: now + 30_000 },
      { kind: 'requests', remaining: 0, limit: 12_000, refills: false, at: now, resetAt: now + 300_000 },
    ],
  },
  {
    name: 'Mistral',
    headers: { 'x-ratelimit-limit-req-minute': '720', 'x-ratelimit-remaining-req-minute': '0', 'x-ratelimit-tokens-query-cost': '52' },
    read: [{ kind: 'requests', remaining: 0, limit: 720, refills: false, at: now, resetAt: now + 10_000 }],
  },
  {
    name: 'Fireworks, tokens apart',
    headers: { 'x-ratelimit-limit-tokens-generated': '36000', 'x-ratelimit-remaining-tokens-generated': '10' },
    read: [{ kind: 'output', remaining: 10, limit: 36_000, refills: false, at: now, resetAt: now + 10_000 }],
  },
  { name: 'too large to be a count', headers: { 'x-ratelimit-remaining-tokens': '9'.repeat(40) }, read: undefined },
  { name: 'none', headers: { 'retry-after': '3' }, read: undefined },
])('$name', ({ headers, read }) => {
  expect(readAllowances(headers, now)).toEqual(read)
})

test('what is left grows evenly to the limit, where it is known and does so', () => {
  const allowance = { kind: 'tokens', remaining: 10, limit: 110, refills: true, at: now, resetAt: now + 10_000 } as const
  expect([0, 5_000, 10_000].map((later) => availableAt(allowance, now + later))).toEqual([10, 60, 110])
  expect(availableAt({ ...allowance, limit: undefined }, now + 5_000)).toBe(10)
  expect(availableAt({ ...allowance, refills: false }, now + 9_999)).toBe(10)
})

test.each([
  ['requests', 255, undefined, true],
  ['requests', 256, undefined, false],
  ['tokens', 99_999, undefined, true],
  ['tokens', 30_000, 100_000, false],
  ['tokens', 24_999, 100_000, true],
] as const)('%s: %i left of %s is low: %s', (kind, remaining, limit, low) => {
  expect(isLow({ kind, remaining, limit, refills: true, at: 0, resetAt: 1 })).toBe(low)
})
