import { expect, test } from 'vitest'
import { displayWidth, showLine, showText } from '../../src/cli/display-width.js'

test.each([
  ['abc', 3],
  ['\t', 4],
  ['模型', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['🙂', 2],
  ['', 0],
])('%j takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width)
})

test('what is shown takes the columns that were counted', () => {
  for (const text of ['a\tb', '\u001b[31mred', '模\t型']) expect(displayWidth(showLine(text))).toBe(displayWidth(text))
})

test('escape sequences and direction marks never reach the terminal', () => {
  expect(showLine('a\u001b[31m\u202eb\u0000\r')).toBe('a\uFFFD[31m\uFFFDb\uFFFD\uFFFD')
  expect(showText('two\nlines\u0007')).toBe('two\nlines\uFFFD')
})
