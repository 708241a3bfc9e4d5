import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RedisCacheSettings, redisCache } from '../../src/redis/index.js'
import { openRedis } from '../support/servers.js'

const redis = await openRedis()
afterAll(() => redis?.stop())

describe.skipIf(redis === undefined)('answers on Redis', () => {
  const caches: { close(): Promise<void> }[] = []
  let admin: Redis
  const open = (settings: RedisCacheSettings = {}) => {
    const namespace = `test-${randomUUID()}`
    const cache = redisCache({ url: redis?.url, namespace, timeoutMs: 5_000, ...settings })
    caches.push(cache)
    return { cache, namespace }
  }
  beforeAll(() => {
    admin = new Redis(redis?.url ?? '')
  })
  afterAll(() => admin?.disconnect())
  afterEach(async () => {
    for (const cache of caches.splice(0)) await cache.close()
  })

  test.each([
    { name: 'nothing', text: '' },
    { name: 'a word', text: 'pong' },
    { name: 'letters of every kind', text: 'née 你好 🙂 \u0000 \ud83d' },
    { name: 'a long text', text: 'word '.repeat(40_000) },
  ])('$name comes back as it was kept', async ({ text }) => {
    const { cache } = open()
    await cache.set('key', text, 60_000)
    expect(await cache.get('key')).toBe(Buffer.from(text).toString())
  })

  test('what is not there, was deleted, or is under another namespace is not found', async () => {
    const { cache } = open()
    expect(await cache.get('key')).toBeUndefined()
    await cache.set('key', 'text', 60_000)
    expect(await open().cache.get('key')).toBeUndefined()
    await cache.delete('key')
    expect(await cache.get('key')).toBeUndefined()
  })

  test('another process with the same namespace finds it', async () => {
    const { cache, namespace } = open()
    await cache.set('key', 'text', 60_000)
    expect(await open({ namespace }).cache.get('key')).toBe('text')
  })

  test.each([
    { name: 'the time that the call says', settings: { ttl: 5 }, ttlMs: 90_000, want: 90_000 },
    { name: 'the time of the settings', settings: { ttl: 5 }, ttlMs: undefined, want: 5_000 },
    { name: 'a minute where nobody says', settings: {}, ttlMs: undefined, want: 60_000 },
  ])('an answer is kept for $name', async ({ settings, ttlMs, want }) => {
    const { cache, namespace } = open(settings)
    await cache.set('key', 'text', ttlMs)
    const left = await admin.pttl(`${namespace}:cache:key`)
    expect(left).toBeGreaterThan(want - 4_000)
    expect(left).toBeLessThanOrEqual(want)
  })

  test('a time of nothing keeps nothing', async () => {
    const { cache } = open()
    await cache.set('key', 'text', 0)
    expect(await cache.get('key')).toBeUndefined()
  })

  test('a text over the limit is not kept', async () => {
    const { cache } = open({ maxValueBytes: 10 })
    await cache.set('fits', '12345678é', 60_000)
    await cache.set('long', '123456789é', 60_000)
    expect([await cache.get('fits'), await cache.get('long')]).toEqual(['12345678é', undefined])
  })

  test('long texts take less room than their length, and a bomb is no answer', async () => {
    const { cache, namespace } = open()
    await cache.set('key', '{"role":"assistant"}'.repeat(1_000), 60_000)
    expect(await admin.strlen(`${namespace}:cache:key`)).toBeLessThan(1_000)
    const small = open({ namespace, maxValueBytes: 1_000 })
    expect(await small.cache.get('key')).toBeUndefined()
  })

  test('values of others are no answers', async () => {
    const { cache, namespace } = open()
    await admin.set(`${namespace}:cache:a`, '{"plain":1}')
    await admin.set(`${namespace}:cache:b`, 'zzzz')
    expect([await cache.get('a'), await cache.get('b')]).toEqual([undefined, undefined])
  })

  test('keys of any length are names of a bounded one', async () => {
    const { cache, namespace } = open()
    const long = 'k'.repeat(100_000)
    await cache.set(long, 'text', 60_000)
    expect(await cache.get(long)).toBe('text')
    const keys = await admin.keys(`${namespace}:*`)
    expect(keys.map((key) => key.length < 200)).toEqual([true])
  })

  test('it forgets its own answers, and nothing of others', async () => {
    const namespace = `test-${randomUUID()}-[a*]?`
    const { cache } = open({ namespace })
    const other = open({ namespace: namespace.replace('*', 'xx').replace('?', '') })
    await Promise.all(Array.from({ length: 1_500 }, (_, index) => cache.set(`key-${index}`, 'text', 60_000)))
    await other.cache.set('key', 'text', 60_000)
    await admin.set(`${namespace}:limits`, '1')
    expect(await cache.clear?.()).toBe(true)
    expect([await cache.get('key-0'), await cache.get('key-1499'), await other.cache.get('key')]).toEqual([undefined, undefined, 'text'])
    expect(await admin.exists(`${namespace}:limits`)).toBe(1)
    expect(await cache.clear?.()).toBe(true)
    await cache.close()
    expect(await cache.clear?.()).toBe(false)
  })

  test('it closes more than once', async () => {
    const { cache } = open()
    await cache.close()
    await expect(cache.close()).resolves.toBeUndefined()
    expect(await cache.get('key')).toBeUndefined()
  })
})
