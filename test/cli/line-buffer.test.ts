import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLineBuffer } from '../../src/cli/line-buffer.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('lines of a tenth of a second are one write, in their order, and what must not wait goes after them at once', () => {
  const written: string[] = []
  const lines = createLineBuffer((text) => written.push(text))
  lines.add('a\n')
  vi.advanceTimersByTime(99)
  lines.add('b\n')
  expect(written).toEqual([])
  vi.advanceTimersByTime(1)
  expect(written).toEqual(['a\nb\n'])
  lines.add('c\n')
  lines.flush()
  vi.advanceTimersByTime(1_000)
  expect(written).toEqual(['a\nb\n', 'c\n'])
  lines.add('d'.repeat(70_000))
  expect(written.length).toBe(3)
  expect(vi.getTimerCount()).toBe(0)
})
