/** Text from a config inside comments. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { code, commentText, docComment } from '../../../src/compiler/emit/doc-comment.js'

test.each([
  { given: 'gpt-4o', want: 'gpt-4o' },
  { given: 'ends */ here', want: 'ends *\\/ here' },
  { given: 'two\nlines', want: 'two\\nlines' },
  { given: "it's a\\b", want: "it's a\\b" },
  { given: '\u2028', want: '\\u2028' },
])('comment text of $given', ({ given, want }) => expect(commentText(given)).toBe(want))

test('no text ends a comment or its line', () => {
  const pieces = fc.array(fc.constantFrom('*', '/', '\\', "'", '\n', '\r', '\u2028', 'a'), { maxLength: 12 })
  fc.assert(fc.property(pieces, (parts) => !/\*\/|[\n\r\u2028\u2029]/.test(commentText(parts.join('')))))
})

test('inline code keeps a leading @ from being a tag and has no backtick inside', () => {
  expect(code('@cf/meta`llama')).toBe("`@cf/meta'llama`")
})

test('one line stays on one line, more get a line each', () => {
  expect(docComment(['a'], '  ')).toBe('  /** a */')
  expect(docComment(['a', 'b'], '  ')).toBe('  /**\n   * a\n   * b\n   */')
})
