import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Answers } from '../../../src/gateway/workers/answers.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function waiting() {
  const statuses: boolean[] = []
  const heard: (readonly [number, string | undefined])[] = []
  const answers = new Answers<string>(50, (isUp) => void statuses.push(isUp))
  const ask = (id: number) => void answers.wait(id).then((answer) => heard.push([id, answer]))
  return { answers, statuses, heard, ask }
}

test('an answer in time is handed over, and one that nobody asked for is passed over', async () => {
  const { answers, heard, ask, statuses } = waiting()
  ask(1)
  answers.take(7, 'whose?')
  answers.take(1, 'one')
  await vi.advanceTimersByTimeAsync(1_000)
  expect([heard, statuses, answers.areUsable]).toEqual([[[1, 'one']], [], true])
})

test('each question waits its own time, and the first that is late closes the way', async () => {
  const { answers, heard, ask, statuses } = waiting()
  ask(1)
  await vi.advanceTimersByTimeAsync(30)
  ask(2)
  await vi.advanceTimersByTimeAsync(25)
  expect([heard, answers.areUsable]).toEqual([[[1, undefined]], false])
  await vi.advanceTimersByTimeAsync(30)
  expect([heard, statuses]).toEqual([
    [
      [1, undefined],
      [2, undefined],
    ],
    [false],
  ])
})

test('only an answer that came in time opens it again', async () => {
  const { answers, ask, statuses } = waiting()
  ask(1)
  await vi.advanceTimersByTimeAsync(100)
  answers.take(1, 'late')
  expect(answers.areUsable).toBe(false)
  expect(answers.expect(2)).toBe(true)
  answers.take(2, 'in time')
  expect([answers.areUsable, statuses]).toEqual([true, [false, true]])
})

test('so many answers are looked out for, and no more', () => {
  const { answers } = waiting()
  const expected = Array.from({ length: 10_001 }, (_, id) => answers.expect(id))
  expect([expected.filter(Boolean).length, expected.at(-1)]).toEqual([10_000, false])
})

test('closing answers all that wait with nothing', async () => {
  const { answers, heard, ask } = waiting()
  ask(1)
  answers.close()
  await vi.advanceTimersByTimeAsync(0)
  expect([heard, vi.getTimerCount()]).toEqual([[[1, undefined]], 0])
})
