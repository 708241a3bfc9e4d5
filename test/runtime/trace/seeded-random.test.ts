import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/runtime/trace/seeded-random.js'

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, random)
}

test('the same seed, the same numbers; another seed, others', () => {
  expect(draw(7, 100)).toEqual(draw(7, 100))
  expect(draw(7, 100)).not.toEqual(draw(8, 100))
})

test('numbers lie in [0, 1) and are spread evenly', () => {
  const numbers = draw(1, 100_000)
  expect([numbers.every((number) => number >= 0 && number < 1)]).toEqual([true])
  const tenths = Array.from({ length: 10 }, (_, at) => numbers.filter((number) => Math.floor(number * 10) === at).length)
  // Chi-square with nine degrees of freedom: 27.9 is passed by one seed in a thousand.
  expect(tenths.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9)
})
