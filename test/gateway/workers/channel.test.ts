import { expect, test } from 'vitest'
import { ends } from './carriers.js'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('what is sent in one turn arrives in order, in one write', async () => {
  const { here, there, batches } = ends<number, string>()
  const heard: number[] = []
  there.listen((message) => void heard.push(message))
  for (const each of [1, 2, 3]) here.send(each)
  await turn()
  here.send(4)
  for (let left = 3; left > 0; left--) await turn()
  expect([heard, batches()]).toEqual([[1, 2, 3, 4], 2])
})

test('what comes before there is a listener waits for one', async () => {
  const { here, there } = ends<number, string>()
  there.send('early')
  for (let left = 3; left > 0; left--) await turn()
  const heard: string[] = []
  here.listen((message) => void heard.push(message))
  expect(heard).toEqual(['early'])
})

test('drained is when everything has been handed over, each once', async () => {
  const { here, there, batches } = ends<number, string>()
  const heard: number[] = []
  there.listen((message) => void heard.push(message))
  here.send(1)
  await here.drained()
  expect(batches()).toBe(1)
  for (let left = 3; left > 0; left--) await turn()
  expect(heard).toEqual([1])
})
