import { expect, test } from 'vitest'
import { createLineBuffer } from '../../src/cli/line-buffer.js'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('lines of one turn are one write, in their order, and what must not wait goes after them at once', async () => {
  const written: string[] = []
  const lines = createLineBuffer((text) => written.push(text))
  lines.add('a\n')
  lines.add('b\n')
  expect(written).toEqual([])
  await turn()
  expect(written).toEqual(['a\nb\n'])
  lines.add('c\n')
  lines.flush()
  await turn()
  expect(written).toEqual(['a\nb\n', 'c\n'])
  lines.add('d'.repeat(70_000))
  expect(written.length).toBe(3)
})
