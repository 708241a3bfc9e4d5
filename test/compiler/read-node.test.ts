/** Readers: a wrong shape is undefined, `null` is not set. */
import { describe, expect, test } from 'vitest'
import { get, getEntry, getList, getMap, getNumber, getScalar, getText, isTrue, mapToJson, texts } from '../../src/compiler/read-node.js'
import { treeOf } from './plan-of.js'

const tree = treeOf(
  'text: a\nnumber: 2\nnumeric: "3e2"\nflag: true\nspoken: "True"\nlist: [a, 1, b]\nmap: { __proto__: 1 }\nnothing: null\n',
)

describe('by shape', () => {
  test.each([
    ['text', 'a', undefined],
    ['number', undefined, 2],
    ['numeric', '3e2', 300],
    ['list', undefined, undefined],
    ['nothing', undefined, undefined],
    ['absent', undefined, undefined],
  ])('%s as text is %j, as number %j', (key, text, number) => {
    expect(getText(tree, key)?.value).toBe(text)
    expect(getNumber(tree, key)).toBe(number)
  })

  test('maps, lists and scalars are not taken for each other', () => {
    expect([getMap(tree, 'map')?.kind, getMap(tree, 'list'), getList(tree, 'list')?.kind, getList(tree, 'map')]).toEqual([
      'map',
      undefined,
      'list',
      undefined,
    ])
    expect([getScalar(tree, 'number')?.value, getScalar(tree, 'map')]).toEqual([2, undefined])
  })

  test('null is not set', () => {
    expect([get(tree, 'nothing'), getEntry(tree, 'nothing'), getEntry(tree, 'text')?.key]).toEqual([undefined, undefined, 'text'])
  })

  test('true is a boolean or its text', () => {
    expect(['text', 'flag', 'spoken', 'absent'].map((key) => isTrue(get(tree, key)))).toEqual([false, true, true, false])
  })
})

test('texts of a list carry their places', () => {
  expect(texts(get(tree, 'list')).map((text) => text.value)).toEqual(['a', 'b'])
  expect(texts(get(tree, 'text'))).toEqual([])
})

test('JSON keeps odd keys as own members', () => {
  expect(JSON.stringify(mapToJson(tree))).toContain('"map":{"__proto__":1}')
})
