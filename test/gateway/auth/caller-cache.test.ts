/** Callers in memory: asked for once, anew after changes, and still known while the database is away. */
import { describe, expect, test } from 'vitest'
import { CallerCache, type Changed, StoreAwayError } from '../../../src/gateway/auth/caller-cache.js'
import type { Caller } from '../../../src/gateway/store/find-caller.js'
import { callerOf } from './callers.js'

function setUp(terms?: ConstructorParameters<typeof CallerCache>[2]) {
  const known = new Map<string, Caller>()
  const asked: string[] = []
  const world = { now: 0, isAway: false, before: async () => {} }
  const cache = new CallerCache(
    async (token) => {
      asked.push(token)
      const found = known.get(token)
      await world.before()
      if (world.isAway) throw new Error('away')
      return found
    },
    () => world.now,
    terms,
  )
  return { known, asked, world, cache }
}

test('a caller is asked for once, by many at a time, and answered at once from then on', async () => {
  const { known, asked, cache } = setUp()
  known.set('a', callerOf('a'))
  const found = await Promise.all([cache.get('a'), cache.get('a'), cache.get('a')])
  expect(found.map((caller) => caller?.key.token)).toEqual(['a', 'a', 'a'])
  expect(cache.get('a')).toBe(found[0])
  expect(asked).toEqual(['a'])
})

test('is asked for again when its time is over', async () => {
  const { known, asked, cache, world } = setUp()
  known.set('a', callerOf('a'))
  await cache.get('a')
  world.now = 60_000
  expect(cache.get('a')).not.toBeInstanceOf(Promise)
  // who calls all along does not wait for it
  known.set('a', callerOf('a'))
  world.now = 60_001
  const before = cache.get('a')
  expect([before instanceof Promise, asked]).toEqual([false, ['a', 'a']])
  await expect.poll(() => cache.get('a') !== before).toBe(true)
  // who comes back after a while does
  world.now = 200_000
  expect(cache.get('a')).toBeInstanceOf(Promise)
  expect(asked).toEqual(['a', 'a', 'a'])
})

test('while changes come faster than answers, the newest answer counts, and is not kept', async () => {
  const { known, asked, cache, world } = setUp()
  known.set('a', callerOf('a'))
  world.before = async () => cache.forget({ kind: 'key', id: 'b' })
  expect((await cache.get('a'))?.key.token).toBe('a')
  expect([asked.length, cache.size]).toEqual([5, 0])
})

test('a key that nobody has is asked for again only after a while', async () => {
  const { asked, cache, world } = setUp()
  expect(await cache.get('x')).toBeUndefined()
  world.now = 5_000
  expect(cache.get('x')).toBeUndefined()
  world.now = 5_001
  await cache.get('x')
  expect(asked).toEqual(['x', 'x'])
})

describe('a change', () => {
  const whole = callerOf('a', { userId: 'u', teamId: 't', organizationId: 'o' }, 'b')
  test.each<{ change: Changed; touches: boolean }>([
    { change: { kind: 'key', id: 'a' }, touches: true },
    { change: { kind: 'key', id: 'z' }, touches: false },
    { change: { kind: 'user', id: 'u' }, touches: true },
    { change: { kind: 'user', id: 'a' }, touches: false },
    { change: { kind: 'team', id: 't' }, touches: true },
    { change: { kind: 'organization', id: 'o' }, touches: true },
    { change: { kind: 'budget', id: 'b' }, touches: true },
    { change: { kind: 'budget', id: 'c' }, touches: false },
    { change: { kind: 'all', id: '' }, touches: true },
  ])('of $change.kind $change.id is read by the next request: $touches', async ({ change, touches }) => {
    const { known, asked, cache } = setUp()
    known.set('a', whole)
    await cache.get('a')
    cache.forget(change)
    await cache.get('a')
    expect(asked.length).toBe(touches ? 2 : 1)
  })

  test('of the organisation of a team is one of the keys of the team', async () => {
    const { known, asked, cache } = setUp()
    const { team, ...caller } = callerOf('a', { teamId: 't' })
    known.set('a', { ...caller, team: team && { ...team, organizationId: 'of-team' } })
    for (const id of ['other', 'of-team']) {
      await cache.get('a')
      cache.forget({ kind: 'organization', id })
    }
    await cache.get('a')
    expect(asked).toEqual(['a', 'a'])
  })

  test('while it is being read is not missed', async () => {
    const { known, asked, cache, world } = setUp()
    known.set('a', callerOf('a'))
    world.before = async () => {
      world.before = async () => {}
      known.set('a', callerOf('a', { blocked: true }))
      cache.forget({ kind: 'key', id: 'a' })
    }
    expect((await cache.get('a'))?.key.blocked).toBe(true)
    expect(asked).toEqual(['a', 'a'])
  })
})

describe('while the database is away', () => {
  test('what is known counts for its grace, changed or not', async () => {
    const { known, cache, world } = setUp()
    known.set('a', callerOf('a'))
    await cache.get('a')
    cache.forget({ kind: 'all', id: '' })
    world.isAway = true
    world.now = 3_600_000
    expect((await cache.get('a'))?.key.token).toBe('a')
    world.now = 3_600_001
    await expect(cache.get('a')).rejects.toBeInstanceOf(StoreAwayError)
  })

  test('it is asked once a second: nobody else waits for the same silence', async () => {
    const { known, asked, cache, world } = setUp({ ttlMs: 0, graceMs: 60_000, most: 10 })
    known.set('a', callerOf('a'))
    const caller = await cache.get('a')
    world.isAway = true
    world.now = 10
    await cache.get('a')
    world.now = 500
    expect(cache.get('a')).toBe(caller)
    await expect(cache.get('b')).rejects.toThrow(StoreAwayError)
    expect(asked).toEqual(['a', 'a'])
    world.isAway = false
    world.now = 1_010
    await cache.get('a')
    await cache.get('b')
    expect(asked).toEqual(['a', 'a', 'a', 'b'])
  })

  test('a key that is not known is not said to be nobody’s', async () => {
    const { cache, world } = setUp()
    world.isAway = true
    await expect(cache.get('a')).rejects.toBeInstanceOf(StoreAwayError)
    expect(cache.size).toBe(0)
  })
})

test('keeps so many, those that were used last', async () => {
  const { known, asked, cache } = setUp({ ttlMs: 60_000, graceMs: 0, most: 2 })
  for (const token of ['a', 'b', 'c']) known.set(token, callerOf(token))
  await cache.get('a')
  await cache.get('b')
  cache.get('a')
  await cache.get('c')
  expect(cache.size).toBe(2)
  await cache.get('a')
  await cache.get('b')
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
})
