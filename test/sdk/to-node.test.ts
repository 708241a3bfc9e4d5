/** Values of a program as the compiler reads them. */
import { expect, test } from 'vitest'
import { mapToJson } from '../../src/compiler/read-node.js'
import { toMapNode, toNode } from '../../src/sdk/to-node.js'

test('what JSON holds comes back the same', () => {
  const value = { a: 'b', n: 1.5, yes: true, none: null, list: [1, [{ c: 'd' }]], map: { e: {} } }
  expect(mapToJson(toMapNode(value))).toEqual(value)
})

test('what JSON does not hold is left out', () => {
  expect(mapToJson(toMapNode({ a: undefined, f: () => 1, s: Symbol('s'), list: [undefined, 1] }))).toEqual({ list: [1] })
  expect(toNode(undefined)).toBeUndefined()
})

test('__proto__ is a key like any other', () => {
  const { entries } = toMapNode(JSON.parse('{ "__proto__": { "a": 1 } }'))
  expect([...entries.keys()]).toEqual(['__proto__'])
})
