import { expect, test } from 'vitest'
import { isReached, marksOf } from '../../../src/runtime/limits/limit-marks.js'
import { createState } from '../../../src/runtime/state.js'

test('a reached limit marks its deployments until it has room, for calls as large as the one that found out', () => {
  const state = createState(3)
  const marks = marksOf(state)
  const mark = marks.watch('provider:x:budget', [0, 2])
  marks.reach(mark, 500, 40, 90)
  expect([[...state.limitedUntil], state.limitUntil]).toEqual([[500, 0, 500], 500])
  expect([isReached(mark, 40, 499), isReached(mark, 39, 499), isReached(mark, 40, 500)]).toEqual([true, false, false])
})

test('one client has one set of marks, and a key one mark', () => {
  const state = createState(1)
  expect(marksOf(state)).toBe(marksOf(state))
  expect(marksOf(state).watch('k', [0])).toBe(marksOf(state).watch('k', [0]))
  expect(marksOf(state).find('other')).toBeUndefined()
  expect(marksOf(createState(1))).not.toBe(marksOf(state))
})
