import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { late, within } from '../../src/redis/within.js'

beforeEach(() => void vi.useFakeTimers())
// What is left of a line ends with its timer, which no other test has.
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(1_000)
  vi.useRealTimers()
})

/** An answer that comes when it is told to. */
function pending() {
  let give: (value: string) => void = () => undefined
  let refuse: (error: Error) => void = () => undefined
  const answer = new Promise<string>((resolve, reject) => {
    give = resolve
    refuse = reject
  })
  return { answer, give: (value: string) => give(value), refuse: (error: Error) => refuse(error) }
}

test('an answer in time is handed on, and a refusal too', async () => {
  const [one, other] = [pending(), pending()]
  const [first, second] = [within(one.answer, 50), within(other.answer, 50)]
  await vi.advanceTimersByTimeAsync(49)
  one.give('here')
  other.refuse(new Error('no'))
  expect(await first).toBe('here')
  await expect(second).rejects.toThrow('no')
})

test('where none came in time that is told, some turns later, once', async () => {
  const { answer, give } = pending()
  const told: unknown[] = []
  void within(answer, 50).then((first) => told.push(first))
  await vi.advanceTimersByTimeAsync(50)
  await vi.advanceTimersByTimeAsync(10)
  give('too late')
  await vi.advanceTimersByTimeAsync(100)
  expect(told).toEqual([late])
})

test('an answer that lay in the socket when the time was up counts', async () => {
  const { answer, give } = pending()
  const told = within(answer, 50)
  vi.advanceTimersByTime(51)
  give('read at last')
  await vi.advanceTimersByTimeAsync(10)
  expect(await told).toBe('read at last')
})

test('one whose time is up while others wait leaves them their own', async () => {
  const [one, other, third] = [pending(), pending(), pending()]
  const told: unknown[] = []
  void within(one.answer, 50).then((first) => told.push(['one', first]))
  vi.advanceTimersByTime(20)
  void within(other.answer, 50).then((first) => told.push(['other', first]))
  vi.advanceTimersByTime(31)
  void within(third.answer, 50).then((first) => told.push(['third', first]))
  one.give('just in time')
  await vi.advanceTimersByTimeAsync(200)
  expect(told).toEqual([
    ['one', 'just in time'],
    ['other', late],
    ['third', late],
  ])
})
