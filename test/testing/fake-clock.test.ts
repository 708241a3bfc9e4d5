import { expect, test } from 'vitest'
import { fakeClock } from '../../src/testing/index.js'

test('sleepers wake in order, each at its own time', async () => {
  const clock = fakeClock(100)
  const log: [string, number][] = []
  const nap = async (name: string, ms: number) => {
    await clock.sleep(ms)
    log.push([name, clock.now()])
  }
  const all = Promise.all([nap('late', 30), nap('soon', 10), nap('never', 500), nap('at once', 0)])
  await clock.advance(30)
  expect(log).toEqual([
    ['at once', 100],
    ['soon', 110],
    ['late', 130],
  ])
  expect({ now: clock.now(), sleeps: clock.sleeps, waiting: clock.waiting }).toEqual({ now: 130, sleeps: [30, 10, 500, 0], waiting: 1 })
  await clock.advance(470)
  await all
  expect(log.at(-1)).toEqual(['never', 600])
})

test('a sleep begun while the clock moves is woken in the same move', async () => {
  const clock = fakeClock()
  const twice = (async () => {
    await clock.sleep(10)
    await clock.sleep(10)
    return clock.now()
  })()
  await clock.advance(25)
  expect(await twice).toBe(20)
})

test('an abort ends a sleep', async () => {
  const clock = fakeClock()
  const stop = new AbortController()
  const sleep = clock.sleep(1000, stop.signal)
  stop.abort()
  await sleep
  await clock.sleep(1000, stop.signal)
  expect([clock.now(), clock.waiting]).toEqual([0, 0])
})

test('next moves to the end of the shortest wait, and says where nobody waits', async () => {
  const clock = fakeClock(100)
  const ended: number[] = []
  for (const ms of [30, 10]) void clock.sleep(ms).then(() => ended.push(clock.now()))
  expect([await clock.next(), await clock.next(), await clock.next()]).toEqual([true, true, false])
  expect([ended, clock.now(), clock.waiting]).toEqual([[110, 130], 130, 0])
})
