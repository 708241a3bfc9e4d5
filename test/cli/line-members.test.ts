/** Lines of the access log are JSON, whatever stands in them. */
import { expect, test } from 'vitest'
import { membersOf, quoted } from '../../src/cli/line-members.js'

const texts = ['', 'plain', 'with "quotes"', 'back\\slash', 'a\nline\u2028', 'päßword 🦊', '\u0000\u007f\ud800', `{"a":1}`]

test.each(texts)('%j is quoted as JSON.stringify quotes it', (text) => {
  expect(JSON.parse(quoted(text))).toBe(JSON.parse(JSON.stringify(text)))
})

test('members are those of JSON.stringify', () => {
  const facts = {
    text: 'a "b"',
    'odd\nname': 'x',
    count: 1.5,
    none: undefined,
    not: Number.NaN,
    far: Number.POSITIVE_INFINITY,
    is: true,
    not_is: false,
  }
  expect(JSON.parse(`{${membersOf(facts).slice(0, -1)}}`)).toEqual(JSON.parse(JSON.stringify(facts)))
})

test('without facts there is nothing', () => {
  expect(membersOf({ none: undefined })).toBe('')
})
