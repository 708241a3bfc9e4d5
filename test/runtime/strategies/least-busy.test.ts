/** The fewest calls under way for their weight. */
import { describe, expect, test } from 'vitest'
import { given } from './given.js'

const weights = (...all: readonly number[]) => all.map((weight) => ({ weight }))
const near = (shares: readonly number[], want: readonly number[]) => {
  for (const [at, share] of want.entries()) expect(Math.abs((shares[at] ?? 0) - share)).toBeLessThanOrEqual(2)
}

describe('shares by calls under way', () => {
  test.each([
    { name: 'the fewest', weights: weights(1, 1, 1), calls: [2, 1, 3], want: [0, 100, 0] },
    { name: 'ties evenly, wherever they stand', weights: weights(1, 1, 1, 1, 1), calls: [1, 1, 4, 4, 1], want: [33, 33, 0, 0, 33] },
    { name: 'calls count by weight', weights: weights(1, 4), calls: [1, 3], want: [0, 100] },
    { name: 'ties by weight evenly', weights: weights(1, 2, 2, 4, 1), calls: [3, 2, 2, 4, 1], want: [0, 25, 25, 25, 25] },
    { name: 'of an odd number the last too', weights: weights(1, 2, 3), calls: [9, 9, 1], want: [0, 0, 100] },
    { name: 'the idle by weight', weights: weights(1, 3), calls: [0, 0], want: [25, 75] },
    { name: 'weight 0 only beside none', weights: weights(0, 1), calls: [0, 50], want: [0, 100] },
    { name: 'all of weight 0 are alike', weights: weights(0, 0), calls: [1, 1], want: [50, 50] },
  ])('$name', ({ weights: deployments, calls, want }) => {
    const { state, shares } = given('least-busy', deployments)
    state.inFlight.set(calls)
    near(shares(), want)
  })

  test('the least busy of 2,000 is found', () => {
    for (const deployments of [
      weights(...new Array<number>(2_000).fill(1)),
      weights(...Array.from({ length: 2_000 }, (_, at) => 1 + (at % 2))),
    ]) {
      const { state, pick } = given('least-busy', deployments)
      state.inFlight.fill(9)
      state.inFlight[1_998] = 1
      expect([pick(), pick([7, 1_998])]).toEqual([1_998, 1_998])
    }
  })
})
