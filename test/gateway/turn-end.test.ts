/** The end of a turn: first what has to be done, then the answers. */
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { beforeAnswers, sendAtTurnEnd } from '../../src/gateway/turn-end.js'

test('all that has to be done comes before all answers, each in its order, and nothing in the turn itself', async () => {
  const done: string[] = []
  const answer = (name: string) => sendAtTurnEnd({ send: () => done.push(name) })
  answer('first answer')
  beforeAnswers(() => done.push('first row'))
  answer('second answer')
  beforeAnswers(() => done.push('second row'))
  await Promise.resolve()
  expect(done).toEqual([])
  await setImmediate()
  expect(done).toEqual(['first row', 'second row', 'first answer', 'second answer'])
})

test('what comes while a turn ends goes with the next', async () => {
  const done: string[] = []
  sendAtTurnEnd({
    send: () => {
      done.push('first')
      sendAtTurnEnd({ send: () => done.push('answer of the next') })
      beforeAnswers(() => done.push('row of the next'))
    },
  })
  sendAtTurnEnd({ send: () => done.push('second') })
  await setImmediate()
  expect(done).toEqual(['first', 'second'])
  await setImmediate()
  expect(done).toEqual(['first', 'second', 'row of the next', 'answer of the next'])
})
