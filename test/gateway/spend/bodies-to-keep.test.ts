/** What of requests and answers is kept. */
import { expect, test } from 'vitest'
import { bodiesToKeep } from '../../../src/gateway/spend/bodies-to-keep.js'
import type { Json } from '../../../src/gateway/store/tables.js'

const kept = (value: unknown, longest = 1_000) => bodiesToKeep(value, {}, longest).messages
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

test('what is kept of a body is bounded as a whole, however it is made', () => {
  const wide = (depth: number): unknown => (depth === 0 ? 'x'.repeat(900) : Array.from({ length: 30 }, () => wide(depth - 1)))
  expect(JSON.stringify(kept(wide(3))).length).toBeLessThan(300_000)
  const numbers = Array.from({ length: 400 }, () => Array.from({ length: 400 }, (_, nth) => ({ n: nth })))
  expect(JSON.stringify(kept(numbers)).length).toBeLessThan(400_000)
  expect(JSON.stringify(kept(numbers))).toContain(' more]')
})

test('names that mean something to JavaScript are names', () => {
  const given: unknown = JSON.parse('{"__proto__":{"x":1},"constructor":"y"}')
  const found = kept(given)
  expect(JSON.stringify(found)).toBe('{"__proto__":{"x":1},"constructor":"y"}')
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
})
