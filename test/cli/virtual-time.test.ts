import { describe, expect, test } from 'vitest'
import { StandsStill, type VirtualTime, virtualTime } from '../../src/cli/virtual-time.js'

const calm = () => {}

test('waits take no time of ours, and end in their order', async () => {
  const time = virtualTime(1_000)
  const seen: string[] = []
  const wait = async (name: string, ms: number) => {
    await time.sleep(ms)
    seen.push(`${name} ${time.now()}`)
  }
  await time.run(Promise.all([wait('long', 3_600_000), wait('short', 10), wait('none', 0)]), calm)
  expect(seen).toEqual(['none 1000', 'short 1010', 'long 3601000'])
})

test('a wait beside the call does not move its time: a timer that is cut short has not passed', async () => {
  const time = virtualTime(0)
  const timer = new AbortController()
  const call = async () => {
    void time.sleep(600_000, timer.signal)
    await time.sleep(50)
    timer.abort()
    return time.now()
  }
  expect(await time.run(call(), calm)).toBe(50)
})

test('a call that reads the clock for ever is an error, not a program that hangs', async () => {
  const time = virtualTime(0)
  const call = async () => {
    for (;;) {
      time.now()
      await undefined
    }
  }
  await expect(time.run(call(), calm)).rejects.toBeInstanceOf(StandsStill)
})

describe('a call without an end is given up that', () => {
  const again = async (time: VirtualTime, ms: number) => {
    for (;;) await time.sleep(ms)
  }
  test.each([
    { name: 'waits for nothing again and again', call: (time: VirtualTime) => again(time, 0), why: 'time stands still' },
    { name: 'waits for less than nothing', call: (time: VirtualTime) => again(time, -5), why: 'time stands still' },
    { name: 'waits for what is no number', call: (time: VirtualTime) => again(time, Number.NaN), why: 'time stands still' },
    { name: 'waits a little again and again', call: (time: VirtualTime) => again(time, 10), why: 'it has waited 50000 times' },
    { name: 'waits for what never comes', call: (time: VirtualTime) => again(time, Number.POSITIVE_INFINITY), why: 'never comes' },
  ])('$name', { timeout: 30_000 }, async ({ call, why }) => {
    const time = virtualTime(0)
    const given = time.run(call(time), calm)
    await expect(given).rejects.toThrow(why)
    await expect(given).rejects.toBeInstanceOf(StandsStill)
  })
})

test('a wait without end is over when its signal aborts', async () => {
  const time = virtualTime(0)
  const stop = new AbortController()
  const call = async () => {
    const wait = time.sleep(Number.POSITIVE_INFINITY, stop.signal)
    await time.sleep(50)
    stop.abort()
    await wait
    await time.sleep(Number.POSITIVE_INFINITY, stop.signal)
    return time.now()
  }
  expect(await time.run(call(), calm)).toBe(50)
})

test('a call that waits for ever is given up where its watch says so', async () => {
  const time = virtualTime(0)
  const call = async () => {
    for (;;) await time.sleep(1)
  }
  const watch = () => {
    if (time.now() >= 500) throw new Error('five hundred is enough')
  }
  await expect(time.run(call(), watch)).rejects.toThrow('five hundred is enough')
})

test('what a call ends with is what is handed on', async () => {
  await expect(virtualTime(0).run(Promise.reject(new RangeError('its own')), calm)).rejects.toThrow(RangeError)
})
