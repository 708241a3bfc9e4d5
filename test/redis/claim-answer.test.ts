import { expect, test } from 'vitest'
import { type Claim, neverFree } from '../../src/protocol/state-store.js'
import { ClaimAnswer } from '../../src/redis/claim-answer.js'
import { sum } from '../conformance/sum-suite.js'

const now = 1_700_000_000_000
const requests: Claim = { kind: 'requests', key: 'k', limit: 10, windowMs: 60_000 }
const budget: Claim = { kind: 'budget', key: 'b', limit: 900, amount: 40, period: { ms: 10_000 }, leaseMs: 2_000 }
const endless = sum('s', 500, 30)
const month = sum('s', 500, 30, { endsAt: now + 5_000 })

test('answers are read one after the other, each for its claims', () => {
  const answer = new ClaimAnswer('1,1699999999000,3,0,0,80,250,1700000010000,0,1,9007199254740991,-1,9007199254740000,1,5,450,1000,420')
  expect(answer.admission('a', [requests, budget], now)).toEqual({
    admission: {
      id: 'a',
      claims: [requests, budget],
      meters: [
        { used: 3, freeAt: 0 },
        { used: 80, freeAt: now + 250 },
      ],
    },
    marks: { at: 1_699_999_999_000, ends: [0, 1_700_000_010_000] },
  })
  expect(answer.admission('b', [requests, endless], now)).toEqual({
    admission: { refused: 1, used: 9_007_199_254_740_991, freeAt: neverFree, spent: 9_007_199_254_740_000 },
    marks: { at: 0, ends: [] },
  })
  expect(answer.admission('c', [month], now)).toEqual({
    admission: { id: 'c', claims: [month], meters: [{ used: 450, freeAt: now + 1_000, spent: 420 }] },
    marks: { at: 5, ends: [] },
  })
})

test.each([
  {
    name: 'a sum that is spent is free when its period ends',
    claim: month,
    text: '0,0,600,-1,600',
    want: { used: 600, freeAt: now + 5_000, spent: 600 },
  },
  { name: 'a limit that is reached says how long', claim: requests, text: '0,0,10,1,0', want: { used: 10, freeAt: now + 1 } },
  { name: 'less than nothing is read', claim: endless, text: '0,0,-12,0,-34', want: { used: -12, freeAt: 0, spent: -34 } },
])('$name', ({ claim, text, want }) => {
  expect(new ClaimAnswer(text).admission('i', [claim], now).admission).toEqual({ refused: 0, ...want })
})
