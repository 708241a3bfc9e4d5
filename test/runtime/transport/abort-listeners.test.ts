/** Many waiters on one signal. */
import { expect, test, vi } from 'vitest'
import { offAbort, onAbort } from '../../../src/runtime/transport/abort-listeners.js'

test('however many wait, the signal has one listener, and none when all have left', () => {
  const { signal } = new AbortController()
  const [added, removed] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')]
  const acts = Array.from({ length: 50 }, () => () => {})
  for (const act of acts) onAbort(signal, act)
  expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([1, 0])
  for (const act of acts) offAbort(signal, act)
  expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([1, 1])
  expect(removed.mock.calls[0]?.[1]).toBe(added.mock.calls[0]?.[1])
})

test('an abort reaches all who still wait, also those who leave while it does', () => {
  const control = new AbortController()
  const heard: string[] = []
  const first = () => {
    heard.push('first')
    offAbort(control.signal, first)
  }
  const gone = () => void heard.push('gone')
  onAbort(control.signal, first)
  onAbort(control.signal, gone)
  onAbort(control.signal, () => void heard.push('last'))
  offAbort(control.signal, gone)
  offAbort(control.signal, gone)
  control.abort()
  expect(heard).toEqual(['first', 'last'])
})
