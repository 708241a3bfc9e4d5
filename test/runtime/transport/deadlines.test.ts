import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callOff, expireAfter, postpone } from '../../../src/runtime/transport/deadlines.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function waiting() {
  const expired: string[] = []
  return { expired, timed: (name: string) => ({ expire: () => void expired.push(name) }) }
}

test('each expires at its own time, in the order of their times', () => {
  const { expired, timed } = waiting()
  expireAfter(100, timed('a 100'))
  expireAfter(40, timed('b 40'))
  vi.advanceTimersByTime(30)
  expireAfter(100, timed('c 130'))
  expireAfter(40, timed('d 70'))
  const seen = [40, 70, 100, 130].map((at) => {
    vi.advanceTimersByTime(at - performance.now() + start)
    return expired.length
  })
  expect(expired).toEqual(['b 40', 'd 70', 'a 100', 'c 130'])
  expect(seen).toEqual([1, 2, 3, 4])
})

let start = 0
beforeEach(() => {
  start = performance.now()
})

test('one that is called off never expires, wherever in the line it stood', () => {
  const { expired, timed } = waiting()
  const all = ['a', 'b', 'c', 'd'].map((name) => expireAfter(50, timed(name)))
  for (const at of [0, 2, 3]) if (all[at] !== undefined) callOff(all[at])
  vi.advanceTimersByTime(1_000)
  expect(expired).toEqual(['b'])
})

test('one that is postponed has all of its time again, and stands behind those that were not', () => {
  const { expired, timed } = waiting()
  const [first, second, last] = ['a', 'b', 'c'].map((name) => expireAfter(50, timed(name)))
  vi.advanceTimersByTime(30)
  for (const each of [first, last]) if (each !== undefined) postpone(each)
  vi.advanceTimersByTime(25)
  expect(expired).toEqual(['b'])
  if (first !== undefined) postpone(first)
  if (last !== undefined) callOff(last)
  vi.advanceTimersByTime(45)
  expect(expired).toEqual(['b'])
  vi.advanceTimersByTime(10)
  expect([expired, second?.after, vi.getTimerCount()]).toEqual([['b', 'a'], undefined, 0])
})

test('many with one limit have one timer, which goes on no longer than it is needed', () => {
  const { timed } = waiting()
  const all = Array.from({ length: 50 }, (_, at) => expireAfter(80, timed(String(at))))
  expect(vi.getTimerCount()).toBe(1)
  for (const each of all) callOff(each)
  vi.advanceTimersByTime(80)
  expect(vi.getTimerCount()).toBe(0)
})

test('one that is added while another expires is waited for', () => {
  const { expired, timed } = waiting()
  expireAfter(20, {
    expire: () => {
      expired.push('first')
      expireAfter(20, timed('second'))
    },
  })
  vi.advanceTimersByTime(20)
  expect(expired).toEqual(['first'])
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(20)
  expect(expired).toEqual(['first', 'second'])
})

test('limits beyond those that share timers hold all the same', () => {
  const { expired, timed } = waiting()
  for (let ms = 1; ms <= 500; ms++) expireAfter(ms, timed(String(ms)))
  vi.advanceTimersByTime(500)
  expect(expired).toHaveLength(500)
  expect(vi.getTimerCount()).toBe(0)
})

test('those called off beyond the limits that share timers leave no timer behind', () => {
  const { expired, timed } = waiting()
  const all = Array.from({ length: 500 }, (_, at) => expireAfter(600_000 + at, timed(String(at))))
  expect(vi.getTimerCount()).toBe(500)
  for (const each of all) callOff(each)
  expect(vi.getTimerCount()).toBe(200)
  vi.advanceTimersByTime(600_500)
  expect([expired, vi.getTimerCount()]).toEqual([[], 0])
})
