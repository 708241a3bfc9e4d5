/** What of requests and answers is kept, and attempts without what their row says already. */
import { expect, test } from 'vitest'
import { withoutRepeats, withRepeats } from '../../../src/gateway/store/spend-attempts.js'
import { bodiesToKeep } from '../../../src/gateway/store/spend-bodies.js'
import type { Json } from '../../../src/gateway/store/tables.js'
import { spendRow } from '../spend/spend-rows.js'

const kept = (value: unknown, longest?: number) => bodiesToKeep(value, {}, longest).messages
const key = `sk-${'a1B2'.repeat(8)}`

test.each<readonly [string, unknown, Json]>([
  [
    'plain JSON',
    [{ role: 'user', content: 'hello', n: 1, on: true, none: null }],
    [{ role: 'user', content: 'hello', n: 1, on: true, none: null }],
  ],
  [
    'a vector is its length',
    { data: [{ embedding: Array.from({ length: 1_536 }, (_, nth) => nth / 7) }] },
    { data: [{ embedding: '[1536 numbers]' }] },
  ],
  ['a short list of numbers is kept', [1, 2, 3], [1, 2, 3]],
  [
    'members that hold keys',
    { api_key: 'x', Authorization: 'y', 'x-api-key': 'z', client_secret: 'w', max_tokens: 5 },
    { api_key: '[removed]', Authorization: '[removed]', 'x-api-key': '[removed]', client_secret: '[removed]', max_tokens: 5 },
  ],
  ['keys within texts', `mine is ${key}, and Bearer abcdefghijkl`, 'mine is [key removed], and [key removed]'],
  ['what is no JSON', { a: undefined, b: Number.NaN, c: 1n }, { b: null, c: null }],
])('%s', (_, given, want) => {
  expect(kept(given)).toEqual(want)
})

test('a long text is its start and its end, and a key at the cut does not come through', () => {
  const text = `${'a'.repeat(340)} ${key} ${'b'.repeat(5_000)} ${key}`
  const short = String(kept(text))
  expect(short.length).toBeLessThan(1_100)
  expect(short).toContain('characters left out')
  expect(short).not.toContain(key.slice(0, 20))
  expect(short).not.toContain(key.slice(-10))
  expect(kept('x'.repeat(100), 40)).toBe(`${'x'.repeat(14)}… [60 characters left out] …${'x'.repeat(26)}`)
})

test('lists within lists, long lists and large objects are bounded', () => {
  const deep = Array.from({ length: 100 }).reduce<unknown>((inner) => [inner], 'x')
  expect(JSON.stringify(kept(deep))).toContain('nested too deep')
  expect(JSON.stringify(kept(Array.from({ length: 2_000 }, () => 'x')))).toContain('1500 more')
  expect(JSON.stringify(kept(Object.fromEntries(Array.from({ length: 600 }, (_, nth) => [`k${nth}`, 1]))))).toContain('100 more')
})

test.each<Json>([
  [{ id: 'd1', outcome: 'success', status: 200, ms: 12 }],
  [
    { id: 'd2', outcome: 'failed', status: 500, ms: 3 },
    { id: 'd1', outcome: 'success', status: 200, ms: 12, cost: '0.1' },
  ],
  [{ id: 'd1', outcome: 'failed', ms: 12 }],
  [{ id: 'd1', outcome: 'success', ms: 12 }],
  [],
])('attempts come back as they were: %j', (attempts) => {
  const row = spendRow(1, { metadata: { attempts, stream: true } })
  const slim = withoutRepeats(row)
  expect(withRepeats(slim.metadata, row.model_id)).toEqual(row.metadata)
  expect(JSON.stringify(slim.metadata).length).toBeLessThanOrEqual(JSON.stringify(row.metadata).length)
})

test('the only attempt of a request that went well is its time alone', () => {
  const attempts = [{ id: 'd1', outcome: 'success', status: 200, ms: 12 }]
  expect(withoutRepeats(spendRow(1, { metadata: { attempts } })).metadata).toEqual({ attempts: [{ ms: 12 }] })
})
