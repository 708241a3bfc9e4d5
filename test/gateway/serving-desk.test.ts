import { expect, test } from 'vitest'
import type { Serving } from '../../src/gateway/serving.js'
import { ServingDesk } from '../../src/gateway/serving-desk.js'
import { setUp } from './gateway-support.js'

async function two(): Promise<{ readonly first: Serving; readonly second: Serving; readonly closed: string[] }> {
  const { gateway } = await setUp({ listens: false })
  const closed: string[] = []
  const named = (name: string): Serving => ({ ...gateway.serving, close: async () => void closed.push(name) })
  return { first: named('first'), second: named('second'), closed }
}

test('what was lent out is closed when the last call that uses it is over', async () => {
  const { first, second, closed } = await two()
  const desk = new ServingDesk(first)
  const [one, other] = [desk.take(), desk.take()]
  desk.swap(second)
  expect([desk.take(), desk.inFlight, closed]).toEqual([second, 3, []])
  desk.giveBack(one)
  expect(closed).toEqual([])
  desk.giveBack(other)
  expect([closed, desk.inFlight]).toEqual([['first'], 1])
})

test('what nobody uses is closed at once, and everything is closed once', async () => {
  const { first, second, closed } = await two()
  const desk = new ServingDesk(first)
  desk.swap(second)
  expect(closed).toEqual(['first'])
  await desk.close()
  await desk.close()
  expect(closed).toEqual(['first', 'second'])
})
