/** The same content hashes the same, whatever the order of keys. */
import { expect, test } from 'vitest'
import { canonicalJson, sha256 } from '../../src/compiler/hash.js'

test.each([
  [{ b: 1, a: [true, null, { d: 'x', c: 2 }] }, '{"a":[true,null,{"c":2,"d":"x"}],"b":1}'],
  [{ a: undefined, b: 'é"' }, '{"b":"é\\""}'],
  [[undefined, 1], '[null,1]'],
  ['text', '"text"'],
  [Object.fromEntries([['__proto__', 1]]), '{"__proto__":1}'],
])('%j', (value, want) => {
  expect(canonicalJson(value)).toBe(want)
})

test('SHA-256 is that of the UTF-8 text', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
