/** When the store is opened, and what happens where it cannot be. */
import { expect, test } from 'vitest'
import type { Connection } from '../../../src/gateway/store/connection.js'
import { StoreClosedError, StoreDesk } from '../../../src/gateway/store/store-desk.js'

function setUp() {
  const world = { now: 0, fails: undefined as Error | undefined, opened: 0, closed: 0 }
  const reports: string[] = []
  const desk = new StoreDesk({
    open: async () => {
      world.opened++
      if (world.fails !== undefined) throw world.fails
      // The desk only hands it on, and closes it.
      return { close: async () => void world.closed++ } as unknown as Connection
    },
    now: () => world.now,
    report: (level, message) => reports.push(`${level}: ${message}`),
  })
  return { world, desk, reports }
}

test('is opened once, when it is first needed, and closed at the end', async () => {
  const { world, desk } = setUp()
  expect([desk.state, world.opened]).toEqual(['closed', 0])
  const [one, two] = await Promise.all([desk.connection(), desk.connection()])
  expect(one).toBe(two)
  expect([desk.state, world.opened]).toEqual(['open', 1])
  await desk.close()
  expect(world.closed).toBe(1)
  await expect(desk.connection()).rejects.toBeInstanceOf(StoreClosedError)
})

test('where it cannot be opened, requests hear so at once, and it is tried again more and more seldom', async () => {
  const { world, desk, reports } = setUp()
  world.fails = new Error('connect ECONNREFUSED 127.0.0.1:5432')
  const ask = () =>
    desk.connection().then(
      () => 'open',
      (error: Error) => error.message,
    )
  expect(await ask()).toBe('the database cannot be opened: connect ECONNREFUSED 127.0.0.1:5432')
  await ask()
  expect([desk.state, world.opened]).toEqual(['failed', 1])
  world.now = 250
  await ask()
  world.now = 749
  await ask()
  expect(world.opened).toBe(2)
  world.now = 750
  world.fails = undefined
  expect([await ask(), desk.state, world.opened]).toEqual(['open', 'open', 3])
  expect(reports).toEqual([
    'warn: the database cannot be opened: connect ECONNREFUSED 127.0.0.1:5432. It is tried again while requests need it',
    'info: the database is there again',
  ])
})

test('what is opened while everything ends is closed', async () => {
  const { world, desk } = setUp()
  const opening = desk.connection()
  const closing = desk.close()
  await expect(opening).rejects.toBeInstanceOf(StoreClosedError)
  await closing
  expect([world.opened, world.closed]).toEqual([1, 1])
})

test.each([
  [new AggregateError([new Error('a'), new Error('b')], ''), 'the database cannot be opened: a; b'],
  [new Error('Failed query: select 1\nparams: ', { cause: new Error('no route') }), 'the database cannot be opened: no route'],
  ['odd', 'the database cannot be opened: odd'],
])('%s', async (thrown, message) => {
  const desk = new StoreDesk({
    open: async () => {
      throw thrown
    },
    now: () => 0,
    report: () => {},
  })
  await expect(desk.connection()).rejects.toThrow(message)
})

test('one that has ended by itself is opened anew when it is needed, and said so once', async () => {
  const { world, desk, reports } = setUp()
  desk.lost('nothing was open')
  await desk.connection()
  desk.lost('its thread ran out of memory')
  desk.lost('its thread ran out of memory')
  expect([desk.state, world.closed]).toEqual(['closed', 1])
  await desk.connection()
  expect([desk.state, world.opened]).toEqual(['open', 2])
  expect(reports).toEqual(['warn: the database has ended: its thread ran out of memory. It is opened anew when it is needed'])
  await desk.close()
  desk.lost('closed')
  expect([reports.length, world.closed]).toEqual([1, 2])
})
