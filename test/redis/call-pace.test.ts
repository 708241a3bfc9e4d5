import { expect, test } from 'vitest'
import { CallPace } from '../../src/redis/call-pace.js'

const now = 1_700_000_000_000

test.each([
  { name: '8 calls within a second', everyMs: 140, calls: 8, want: true },
  { name: '7 calls within a second', everyMs: 140, calls: 7, want: false },
  { name: '20 calls within five seconds', everyMs: 250, calls: 20, want: false },
  { name: 'calls while the clock is set back', everyMs: -2_000, calls: 20, want: false },
])('$name: busy is $want', ({ everyMs, calls, want }) => {
  const pace = new CallPace()
  expect(Array.from({ length: calls }, (_, nth) => pace.isBusy(now + nth * everyMs)).at(-1)).toBe(want)
})

test('what is ahead is three times what came between two looks, and 32 calls at least', () => {
  const pace = new CallPace()
  pace.see(10, 1_000)
  expect(pace.ahead).toEqual({ requests: 32, tokens: 320, nanoUsd: 32_000 })
  for (let nth = 0; nth < 100; nth++) pace.see(10, 1_000)
  expect(pace.ahead).toEqual({ requests: 303, tokens: 3_030, nanoUsd: 303_000 })
  pace.look()
  expect(pace.ahead.requests).toBe(303)
  pace.look()
  expect(pace.ahead.requests).toBe(152)
})

test('what a call takes goes by the calls of late, and by what they took beyond what was thought', () => {
  const pace = new CallPace()
  expect(pace.each).toEqual({ requests: 1, tokens: 0, nanoUsd: 0 })
  for (let nth = 0; nth < 10; nth++) pace.see(10, 100)
  pace.seeMore(50, -80)
  expect(pace.each).toEqual({ requests: 1, tokens: 15, nanoUsd: 100 })
  for (let nth = 0; nth < 10; nth++) pace.look()
  for (let nth = 0; nth < 10; nth++) pace.see(30, 500)
  expect(pace.each).toEqual({ requests: 1, tokens: 30, nanoUsd: 500 })
})

test('one that had no call for a second is idle, until the next comes', () => {
  const pace = new CallPace()
  for (let nth = 0; nth < 50; nth++) pace.see(1, 1)
  const looks = Array.from({ length: 6 }, () => {
    pace.look()
    return pace.isIdle
  })
  expect(looks).toEqual([false, false, false, false, true, true])
  expect(pace.isSlow).toBe(true)
  pace.see(1, 1)
  expect(pace.isIdle).toBe(false)
})

test('a few calls a second are slow once those before them are forgotten', () => {
  const pace = new CallPace()
  for (let nth = 0; nth < 8; nth++) pace.see(1, 1)
  const slow = Array.from({ length: 5 }, () => {
    pace.look()
    pace.see(1, 1)
    return pace.isSlow
  })
  expect(slow).toEqual([false, false, false, true, true])
})
