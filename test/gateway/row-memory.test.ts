/** Rows in memory: read once, anew after changes, and still known while the database is away. */
import { describe, expect, test } from 'vitest'
import { knownOf } from '../../src/gateway/limits/known-rows.js'
import { type MemoryTerms, RowMemory, StoreAwayError } from '../../src/gateway/row-memory.js'

type Row = { readonly id: string; readonly version: number }

function setUp(terms: Partial<MemoryTerms<Row>> = {}) {
  const world = { now: 0, version: 1, isAway: false, before: async () => {} }
  const asked: string[] = []
  const rows = new RowMemory<Row>({
    find: async (id) => {
      asked.push(id)
      const found = id.startsWith('nobody') ? undefined : { id, version: world.version }
      await world.before()
      if (world.isAway) throw new Error('away')
      return found
    },
    now: () => world.now,
    touches: (change, id) => change.id === id,
    ttlMs: 60_000,
    oldestMs: 120_000,
    graceMs: 3_600_000,
    most: 10,
    ...terms,
  })
  return { world, asked, rows }
}

const change = (id: string) => ({ kind: 'tag', id }) as const

test('a row is asked for once, by many at a time, and is there at once from then on', async () => {
  const { asked, rows } = setUp()
  const found = await Promise.all([rows.get('a'), rows.get('a'), rows.get('a')])
  expect(found).toEqual([1, 1, 1].map((version) => ({ id: 'a', version })))
  expect(rows.get('a')).toBe(found[0])
  expect(asked).toEqual(['a'])
})

test('is asked for again when its time is over', async () => {
  const { asked, rows, world } = setUp()
  await rows.get('a')
  world.now = 60_000
  expect(rows.get('a')).not.toBeInstanceOf(Promise)
  // who asks all along does not wait for it
  world.version = 2
  world.now = 60_001
  expect([rows.get('a'), asked]).toEqual([{ id: 'a', version: 1 }, ['a', 'a']])
  await expect.poll(() => rows.get('a')).toEqual({ id: 'a', version: 2 })
  // who comes back after a while does
  world.now = 200_000
  expect(rows.get('a')).toBeInstanceOf(Promise)
  expect(asked).toEqual(['a', 'a', 'a'])
})

test('one that is not there is asked for again only after a while', async () => {
  const { asked, rows, world } = setUp()
  expect(await rows.get('nobody')).toBeUndefined()
  world.now = 5_000
  expect(rows.get('nobody')).toBeUndefined()
  world.now = 5_001
  await rows.get('nobody')
  expect(asked).toEqual(['nobody', 'nobody'])
})

describe('a change', () => {
  test('is waited for, and others are there at once', async () => {
    const { rows, world } = setUp()
    await Promise.all([rows.get('a'), rows.get('b')])
    world.version = 2
    rows.forget(change('a'))
    expect([await rows.get('a'), rows.get('b')]).toEqual([
      { id: 'a', version: 2 },
      { id: 'b', version: 1 },
    ])
    rows.forget({ kind: 'all', id: '' })
    expect(await rows.get('b')).toEqual({ id: 'b', version: 2 })
  })

  test('while it is being read is not missed', async () => {
    const { asked, rows, world } = setUp()
    world.before = async () => {
      world.before = async () => {}
      world.version = 2
      rows.forget(change('a'))
    }
    expect(await rows.get('a')).toEqual({ id: 'a', version: 2 })
    expect(asked).toEqual(['a', 'a'])
  })

  test('that comes faster than answers do makes the newest answer count, which is not kept', async () => {
    const { asked, rows, world } = setUp()
    world.before = async () => rows.forget(change('b'))
    expect(await rows.get('a')).toEqual({ id: 'a', version: 1 })
    expect([asked.length, rows.size]).toEqual([5, 0])
  })
})

describe('while the database is away', () => {
  test('what is known counts for its grace, changed or not', async () => {
    const { rows, world } = setUp()
    const known = await rows.get('a')
    rows.forget({ kind: 'all', id: '' })
    world.isAway = true
    world.now = 3_600_000
    expect(await rows.get('a')).toBe(known)
    world.now = 3_600_001
    await expect(rows.get('a')).rejects.toBeInstanceOf(StoreAwayError)
  })

  test('it is asked once a second: nobody else waits for the same silence', async () => {
    const { asked, rows, world } = setUp({ ttlMs: 0, oldestMs: 0 })
    const known = await rows.get('a')
    world.isAway = true
    world.now = 10
    await rows.get('a')
    world.now = 500
    expect(rows.get('a')).toBe(known)
    await expect(rows.get('b')).rejects.toThrow(StoreAwayError)
    expect(asked).toEqual(['a', 'a'])
    world.isAway = false
    world.now = 1_010
    await rows.get('a')
    await rows.get('b')
    expect(asked).toEqual(['a', 'a', 'a', 'b'])
  })

  test('of what is not known nobody says that it is not there', async () => {
    const { rows, world } = setUp()
    await rows.get('nobody')
    world.isAway = true
    world.now = 5_001
    await expect(rows.get('nobody')).rejects.toBeInstanceOf(StoreAwayError)
    await expect(rows.get('a')).rejects.toBeInstanceOf(StoreAwayError)
    expect(rows.size).toBe(1)
  })

  test('limits go by what is known, and by nothing where nothing is', async () => {
    const { rows, world } = setUp()
    await knownOf(rows, 'a')
    world.isAway = true
    rows.forget({ kind: 'all', id: '' })
    const found = [await knownOf(rows, 'a'), await knownOf(rows, 'b'), knownOf(rows, 'a'), await knownOf(rows, 'b')]
    expect(found).toEqual([{ id: 'a', version: 1 }, undefined, { id: 'a', version: 1 }, undefined])
  })
})

test('keeps so many, those that were used last', async () => {
  const { asked, rows } = setUp({ most: 2 })
  await rows.get('a')
  await rows.get('b')
  rows.get('a')
  await rows.get('c')
  expect([rows.size, rows.get('a'), rows.get('c')].map((each) => (each instanceof Promise ? 'asked' : each))).toEqual([
    2,
    { id: 'a', version: 1 },
    { id: 'c', version: 1 },
  ])
  await rows.get('b')
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
})
