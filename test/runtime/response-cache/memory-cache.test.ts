import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryCache } from '../../../src/runtime/response-cache/memory-cache.js'

const overhead = 120
const sizeOf = (key: string, text: string) => 2 * (key.length + text.length) + overhead

test('gives back what it was given until its time is over, ten minutes by default', () => {
  let time = 0
  const cache = createMemoryCache({ now: () => time })
  cache.set('usual', 'u', undefined)
  cache.set('short', 's', 1_000)
  time = 999
  expect([cache.get('usual'), cache.get('short')]).toEqual(['u', 's'])
  time = 1_000
  expect([cache.get('usual'), cache.get('short')]).toEqual(['u', undefined])
  time = 599_999
  expect(cache.get('usual')).toBe('u')
  time = 600_000
  expect([cache.get('usual'), cache.entries, cache.bytes]).toEqual([undefined, 0, 0])
})

test('drops what was not asked for the longest', () => {
  const cache = createMemoryCache({ maxEntries: 2 })
  cache.set('a', '1', undefined)
  cache.set('b', '2', undefined)
  cache.get('a')
  cache.set('c', '3', undefined)
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual(['1', undefined, '3'])
})

test('counts bytes, and takes no text that alone is too large', () => {
  const cache = createMemoryCache({ maxBytes: sizeOf('a', 'xx') * 2 })
  cache.set('a', 'xx', undefined)
  cache.set('b', 'xx', undefined)
  expect(cache.bytes).toBe(sizeOf('a', 'xx') * 2)
  cache.set('c', 'xxx', undefined)
  expect([cache.entries, cache.bytes]).toEqual([1, sizeOf('c', 'xxx')])
  cache.set('c', 'x'.repeat(1_000), undefined)
  expect([cache.get('c'), cache.entries, cache.bytes]).toEqual([undefined, 0, 0])
})

test('keeps nothing for no time', () => {
  const cache = createMemoryCache()
  cache.set('a', '1', 0)
  expect([cache.get('a'), cache.entries]).toEqual([undefined, 0])
})

test.each(['close', 'clear'] as const)('is empty after %s', async (end) => {
  const cache = createMemoryCache()
  cache.set('a', '1', undefined)
  await cache[end]()
  expect([cache.get('a'), cache.bytes]).toEqual([undefined, 0])
})

test('never takes more than it may, and its count is what is there', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const step = fc.oneof(
    fc.record({ do: fc.constant('set' as const), key, text: fc.string({ maxLength: 60 }), ttl: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ do: fc.constantFrom('get' as const, 'delete' as const), key, text: fc.constant(''), ttl: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let time = 0
      const limits = { maxBytes: 700, maxEntries: 4 }
      const cache = createMemoryCache({ ...limits, now: () => time })
      const last = new Map<string, { text: string; until: number }>()
      for (const { do: act, key: name, text, ttl } of steps) {
        time += 3
        if (act === 'set') {
          cache.set(name, text, ttl)
          last.set(name, { text, until: time + ttl })
        } else if (act === 'delete') {
          cache.delete(name)
          last.delete(name)
        } else {
          const found = cache.get(name)
          const known = last.get(name)
          if (found !== undefined) expect([found, (known?.until ?? 0) > time]).toEqual([known?.text, true])
        }
        expect(cache.bytes).toBeLessThanOrEqual(limits.maxBytes)
        expect(cache.entries).toBeLessThanOrEqual(limits.maxEntries)
        if (cache.entries === 0) expect(cache.bytes).toBe(0)
      }
    }),
  )
})
