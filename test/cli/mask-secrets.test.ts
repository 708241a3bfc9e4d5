/** What is printed of a config that holds secrets. */
import { expect, test } from 'vitest'
import { maskSecrets } from '../../src/cli/mask-secrets.js'
import type { Diagnostic } from '../../src/compiler/diagnostic.js'

const at = (text: string, part: string) => ({ file: 0, start: text.indexOf(part), end: text.indexOf(part) + part.length })
const finding = (text: string, part: string, secret?: true): Diagnostic => ({
  severity: 'error',
  rule: 'r',
  message: 'm',
  at: at(text, part),
  ...(secret && { secret }),
})

test.each([
  {
    name: 'the middle of a long one',
    text: 'key: sk-abcdefghijklmnop-1234',
    secret: 'sk-abcdefghijklmnop-1234',
    want: 'key: sk-*****************1234',
  },
  { name: 'all of a short one', text: 'key: hunter2', secret: 'hunter2', want: 'key: *******' },
  { name: 'all lines', text: 'key: |\n  abc\n  def', secret: 'abc\n  def', want: 'key: |\n  ***\n*****' },
])('stars stand for $name', ({ text, secret, want }) => {
  expect(maskSecrets([{ path: 'p', text }], [finding(text, secret, true)])).toEqual([{ path: 'p', text: want }])
})

test('a line is masked for every finding that shows it, and others stay as they are', () => {
  const text = '{ api_key: sk-abcdefghijklmnop-1234, temprature: 1 }'
  const findings = [finding(text, 'temprature'), finding(text, 'sk-abcdefghijklmnop-1234', true)]
  expect(maskSecrets([{ path: 'p', text }], findings)[0]?.text).toBe('{ api_key: sk-*****************1234, temprature: 1 }')
})

test('a file that could not be read keeps what looks like a key, and other text stays as it is', () => {
  const text = 'a: { api_key: hunter2-hunter2 x }\nb: sk-abcdefghijklmnop-1234\nc: { api_key: os.environ/K, model: gpt-4o-2024-08-06 }'
  expect(maskSecrets([{ path: 'p', text }], [])[0]?.text).toBe(
    'a: { api_key: *************** x }\nb: sk-*****************1234\nc: { api_key: os.environ/K, model: gpt-4o-2024-08-06 }',
  )
})
