/** Text from a config must come back from its literal unchanged, and never end it early. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names and patterns hold what templates look like
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyLiteral, literal, textLiteral } from '../../../src/compiler/emit/literal.js'

/** The literal's value; other realms have other prototypes, so JSON is compared. */
const evaluated = (code: string): string => JSON.stringify(runInNewContext(`(${code})`))

describe('text', () => {
  const rows: readonly { readonly given: string; readonly want: string }[] = [
    { given: 'gpt-4o', want: "'gpt-4o'" },
    { given: "it's", want: "'it\\'s'" },
    { given: 'a\\b', want: "'a\\\\b'" },
    { given: 'two\nlines\r\n\ttab', want: "'two\\nlines\\r\\n\\ttab'" },
    { given: 'nul \u0000 bell \u0007', want: "'nul \\u0000 bell \\u0007'" },
    { given: '\u2028\u2029', want: "'\\u2028\\u2029'" },
    { given: 'lone \ud800 and \udc00', want: "'lone \\ud800 and \\udc00'" },
    { given: 'pair 😀', want: "'pair 😀'" },
    { given: 'reordered \u202e text \ufeff', want: "'reordered \\u202e text \\ufeff'" },
    { given: '${x} `y` */ //', want: "'${x} `y` */ //'" },
  ]
  test.each(rows)('$given', ({ given, want }) => expect(textLiteral(given)).toBe(want))

  test('any text comes back unchanged', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => evaluated(textLiteral(text)) === JSON.stringify(text)))
    fc.assert(
      fc.property(
        fc.array(fc.nat(0xffff)),
        (units) => evaluated(textLiteral(String.fromCharCode(...units))) === JSON.stringify(String.fromCharCode(...units)),
      ),
    )
  })

  test('any text stands on one line', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\n\r\u2028\u2029]/.test(textLiteral(text))))
  })
})

describe('keys', () => {
  const rows: readonly { readonly given: string; readonly want: string }[] = [
    { given: 'model', want: 'model' },
    { given: '$ref', want: '$ref' },
    { given: 'a b', want: "'a b'" },
    { given: '1', want: "'1'" },
    { given: '', want: "''" },
    { given: '__proto__', want: "['__proto__']" },
    { given: 'constructor', want: 'constructor' },
  ]
  test.each(rows)('"$given"', ({ given, want }) => expect(keyLiteral(given)).toBe(want))

  test('__proto__ becomes a member of its own, not the prototype', () => {
    const value: { readonly [key: string]: unknown } = runInNewContext(`(${literal(JSON.parse('{"__proto__": {"polluted": true}}'))})`)
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(value.polluted).toBeUndefined()
  })
})

describe('values', () => {
  test('what fits stands on one line, what does not has a line for each member', () => {
    expect(literal({ a: 1, b: [true, null] })).toBe('{ a: 1, b: [true, null] }')
    expect(literal({})).toBe('{}')
    expect(literal([])).toBe('[]')
    expect(literal({ first: 'x'.repeat(60), second: ['y'.repeat(60)] }, '  ')).toBe(
      `{\n    first: '${'x'.repeat(60)}',\n    second: ['${'y'.repeat(60)}'],\n  }`,
    )
  })

  test('members that are undefined are left out', () => {
    expect(literal({ a: undefined, b: 1 })).toBe('{ b: 1 }')
  })

  const numbers: readonly { readonly given: number; readonly want: string }[] = [
    { given: 0, want: '0' },
    { given: -0, want: '-0' },
    { given: 1e21, want: '1e+21' },
    { given: Number.NaN, want: 'Number.NaN' },
    { given: Number.POSITIVE_INFINITY, want: 'Number.POSITIVE_INFINITY' },
    { given: Number.NEGATIVE_INFINITY, want: 'Number.NEGATIVE_INFINITY' },
  ]
  test.each(numbers)('the number $given', ({ given, want }) => expect(literal(given)).toBe(want))

  test('any JSON comes back unchanged', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (json) => evaluated(literal(JSON.parse(json))) === JSON.stringify(JSON.parse(json))),
    )
  })
})
