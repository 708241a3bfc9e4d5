import { expect, test } from 'vitest'
import type { ResponseCacheStore } from '../../../src/protocol/response-cache.js'
import { guardStore, readLimitMs } from '../../../src/runtime/response-cache/guarded-store.js'
import { fakeClock } from '../../../src/testing/fake-clock.js'

const broken = (): never => {
  throw new Error('broken')
}
const setting = (store: Partial<ResponseCacheStore>) => {
  const clock = fakeClock()
  const warnings: string[] = []
  const whole = { get: () => undefined, set: () => undefined, delete: () => undefined, close: async () => undefined, ...store }
  return { clock, warnings, guarded: guardStore(whole, clock.sleep, (message) => warnings.push(message)) }
}

test.each<[string, Partial<ResponseCacheStore>]>([
  ['throws', { get: broken, set: broken, delete: broken }],
  ['rejects', { get: async () => broken(), set: async () => broken(), delete: async () => broken() }],
])('a store that %s has nothing, and the first failure is told', async (_, store) => {
  const { clock, guarded, warnings } = setting(store)
  expect(await guarded.get('a')).toBeUndefined()
  guarded.set('a', 'text', undefined)
  guarded.delete('a')
  expect(await guarded.get('a')).toBeUndefined()
  await clock.advance(0)
  expect(warnings).toEqual([
    "the response cache failed: broken. Calls go on without it; further failures of this client's cache are not reported.",
  ])
})

test('a store that answers at once is not waited for', () => {
  const { clock, guarded } = setting({ get: (key) => `text of ${key}` })
  expect([guarded.get('a'), clock.sleeps]).toEqual(['text of a', []])
})

test('a store that is asked over a network has its time, and no timer is left behind', async () => {
  let answer: (text: string) => void = broken
  const { clock, guarded, warnings } = setting({
    get: () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  })
  const inTime = guarded.get('a')
  await clock.advance(readLimitMs - 1)
  answer('text')
  expect([await inTime, clock.waiting]).toEqual(['text', 0])
  const late = guarded.get('a')
  await clock.advance(readLimitMs)
  expect([await late, warnings.length]).toEqual([undefined, 1])
})
