/** Rows in memory: read once, read anew where they changed, and kept while the database is away. */
import { expect, test } from 'vitest'
import { RowMemory } from '../../../src/gateway/limits/row-memory.js'

function memory(most = 10) {
  const world = { now: 0, value: 'first', isAway: false, reads: 0 }
  const rows = new RowMemory<string>({
    now: () => world.now,
    most,
    find: async (id) => {
      world.reads++
      if (world.isAway) throw new Error('away')
      return `${id}:${world.value}`
    },
    touches: (change, id) => change.id === id,
  })
  return { world, rows }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a row is read once, and is there at once from then on', async () => {
  const { world, rows } = memory()
  const both = await Promise.all([rows.get('a'), rows.get('a')])
  expect([both, rows.get('a'), world.reads]).toEqual([['a:first', 'a:first'], 'a:first', 1])
})

test('one that changed is waited for, others are not', async () => {
  const { world, rows } = memory()
  await Promise.all([rows.get('a'), rows.get('b')])
  world.value = 'second'
  rows.forget({ kind: 'tag', id: 'a' })
  expect([await rows.get('a'), rows.get('b')]).toEqual(['a:second', 'b:first'])
  rows.forget({ kind: 'all', id: '' })
  expect(await rows.get('b')).toBe('b:second')
})

test('an old one counts while the new one is on its way', async () => {
  const { world, rows } = memory()
  await rows.get('a')
  world.value = 'second'
  world.now = 60_001
  expect(rows.get('a')).toBe('a:first')
  await settled()
  expect([rows.get('a'), world.reads]).toEqual(['a:second', 2])
})

test('what was known counts while the database is away, which is not asked by every request', async () => {
  const { world, rows } = memory()
  await rows.get('a')
  world.isAway = true
  rows.forget({ kind: 'all', id: '' })
  expect([await rows.get('a'), await rows.get('b'), rows.get('a'), rows.get('b'), world.reads]).toEqual([
    'a:first',
    undefined,
    'a:first',
    undefined,
    2,
  ])
  world.isAway = false
  world.now = 2_001
  world.value = 'second'
  expect([await rows.get('a'), await rows.get('b')]).toEqual(['a:second', 'b:second'])
})

test('no more are kept than may be: those unused for longest go', async () => {
  const { world, rows } = memory(2)
  await rows.get('a')
  await rows.get('b')
  rows.get('a')
  await rows.get('c')
  expect([rows.get('a'), rows.get('c'), rows.get('b') instanceof Promise, world.reads]).toEqual(['a:first', 'c:first', true, 4])
})
