/** The end of a turn: first what has to be done, then the answers. */
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
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

test('an answer behind which something breaks does not hold up the others', async () => {
  const done: string[] = []
  const caught = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', ({ message }) => done.push(message))
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException')
    for (const listener of caught) process.on('uncaughtException', listener)
  })
  sendAtTurnEnd({
    send: () => {
      throw new Error('a bug')
    },
  })
  sendAtTurnEnd({ send: () => done.push('second') })
  await setImmediate()
  await setImmediate()
  expect(done).toEqual(['second', 'a bug'])
})
