import { expect, test } from 'vitest'
import type { Claim } from '../../src/protocol/state-store.js'
import { ClaimPlaces } from '../../src/redis/claim-places.js'

const requests: Claim = { kind: 'requests', key: 'k', limit: 10, windowMs: 60_000 }
const permits: Claim = { kind: 'permits', key: 'k', limit: 10, leaseMs: 60_000 }

test('a place is kept for claims on the same terms, and made anew for others', () => {
  const places = new ClaimPlaces('{n}:')
  const first = places.of(requests)
  expect(places.of({ ...requests })).toBe(first)
  expect(places.of(permits).keys).toEqual(['{n}:per:k'])
  expect(places.of(requests)).toBe(first)
  expect([first.keys, first.terms]).toEqual([['{n}:req:60000:k'], '1,10,60000'])
  expect(places.of({ ...requests, windowMs: 1_000 }).keys).toEqual(['{n}:req:1000:k'])
  expect(places.of({ ...requests, limit: 11 }).terms).toBe('1,11,60000')
  expect(places.of({ ...requests, limit: 20_000 })).toMatchObject({ keys: ['{n}:reb:60000:k'], kind: 'tokens', terms: '2,20000,60000' })
  expect(places.of({ ...permits, leaseMs: 1 }).terms).toBe('3,10,1')
})

test('10,000 of each kind are kept; one more, and all are made anew', () => {
  const places = new ClaimPlaces('{n}:')
  const nth = (at: number) => places.of({ ...requests, key: `k${at}` })
  const [first, permit] = [nth(0), places.of(permits)]
  for (let at = 1; at < 10_000; at++) nth(at)
  expect(nth(0)).toBe(first)
  nth(10_000)
  expect(nth(0)).not.toBe(first)
  expect(places.of(permits)).toBe(permit)
})

test('names from outside are names only', () => {
  const places = new ClaimPlaces('{n}:')
  expect(['__proto__', 'constructor', 't'.repeat(500)].map((key) => places.of({ ...permits, key }).keys)).toEqual([
    ['{n}:per:__proto__'],
    ['{n}:per:constructor'],
    [expect.stringMatching(/^\{n\}:per:sha256:[0-9a-f]{64}$/)],
  ])
})
