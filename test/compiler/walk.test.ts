/** Every scalar is visited once, with its keys. */
import { expect, test } from 'vitest'
import { scalars } from '../../src/compiler/walk.js'
import { treeOf } from './plan-of.js'

test('in the order of the file, lists told from maps', () => {
  const visits = [...scalars(treeOf('a: 1\nb: { c: [x, { d: y }] }\n'))]
  expect(visits.map(({ node, path, inList }) => [path.join('.'), node.value, inList])).toEqual([
    ['a', 1, false],
    ['b.c', 'x', true],
    ['b.c.d', 'y', false],
  ])
})
