/** One look-up per model and compilation. */
import { expect, test } from 'vitest'
import { createModelFinder } from '../../src/compiler/model-finder.js'

test('the same model gives the same row, an unknown one stays unknown', () => {
  const find = createModelFinder()
  const row = find('openai', 'gpt-4o')
  expect(row?.contextWindow).toBe(128_000)
  expect(find('openai', 'gpt-4o')).toBe(row)
  expect(find('nobody', 'nothing-at-all')).toBeUndefined()
})
