import { expect, test } from 'vitest'
import { shortDiff } from '../../src/cli/diff.js'

test.each([
  ['equal', 'a', 'a', ''],
  ['missing', undefined, 'a', '+ f is missing\n'],
  ['left over', 'a', undefined, '- f is left over from an earlier run\n'],
  ['one line changed', 'a\nb\nc', 'a\nX\nc', '--- f:2\n- b\n+ X\n'],
  ['a line added', 'a\nc', 'a\nb\nc', '--- f:2\n+ b\n'],
  ['a line removed', 'a\nb\nb', 'a\nb', '--- f:3\n- b\n'],
])('%s', (_name, before, after, want) => {
  expect(shortDiff('f', before, after)).toBe(want)
})

test('long differences and long lines are cut', () => {
  const many = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n')
  expect(shortDiff('f', '', many).split('\n')).toEqual([
    '--- f:1',
    '- ',
    ...[0, 1, 2, 3, 4, 5].map((i) => `+ line ${i}`),
    '+ … 14 more lines',
    '',
  ])
  expect(shortDiff('f', '', 'x'.repeat(500)).split('\n')[2]).toHaveLength(162)
})
