/** Both valid forms of an alias; others are left out. */
import { expect, test } from 'vitest'
import { analysisOf } from './plan-of.js'

test('a text and a map are aliases, a list and a map without model are not', () => {
  const { aliases } = analysisOf(`
model_list: []
router_settings:
  model_group_alias: { a: x, b: { model: y, hidden: true }, c: { model: z }, d: [x], e: { hidden: true }, f: null }
`).config
  expect([...aliases.values()].map(({ name, group, hidden, lacksHidden }) => [name.value, group.value, hidden, lacksHidden])).toEqual([
    ['a', 'x', false, false],
    ['b', 'y', true, false],
    ['c', 'z', false, true],
  ])
})
