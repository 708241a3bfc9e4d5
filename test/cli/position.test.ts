import { expect, test } from 'vitest'
import { Lines } from '../../src/cli/position.js'

test.each([
  ['the start', 'ab\ncd', 0, { line: 1, column: 1 }],
  ['after a line end', 'ab\ncd', 3, { line: 2, column: 1 }],
  ['the end of a line', 'ab\ncd', 2, { line: 1, column: 3 }],
  ['after \\r\\n', 'ab\r\ncd', 5, { line: 2, column: 2 }],
  ['after a lone \\r', 'ab\rcd', 4, { line: 2, column: 2 }],
  ['behind an emoji, which is one character', '😀x', 2, { line: 1, column: 2 }],
  ['behind a byte-order mark, which is none', '\uFEFFab', 1, { line: 1, column: 1 }],
  ['beyond the end', 'ab', 99, { line: 1, column: 3 }],
  ['in an empty text', '', 0, { line: 1, column: 1 }],
])('%s', (_name, text, offset, want) => {
  expect(new Lines(text).at(offset)).toEqual(want)
})

test('a line comes without its end and mark', () => {
  const lines = new Lines('\uFEFFone\r\ntwo\n')
  expect([lines.line(1), lines.line(2), lines.line(3), lines.line(9)]).toEqual(['one', 'two', '', ''])
})
