/** The cheapest call, by the size that calls have. */
import { expect, test } from 'vitest'
import { given } from './given.js'

const priced = (row: number) => ({ price: { by: 'row' as const, row } })
const rows = (...rates: readonly object[]) => rates.map((rate) => ({ model: 'm', family: 'openai', ...rate }))

test.each([
  { name: 'the cheapest', prices: rows({ input: 3, output: 9 }, { input: 1, output: 2 }), want: [0, 100] },
  { name: '0 is a price', prices: rows({ input: 0, output: 0 }, { input: 1, output: 2 }), want: [100, 0] },
  {
    name: 'what a request costs counts',
    prices: rows({ input: 1, output: 1, perRequest: 1_000_000 }, { input: 2, output: 2 }),
    want: [0, 100],
  },
  { name: 'a price that is not known comes last', prices: rows({}, { input: 9_000, output: 9_000 }), want: [0, 100] },
])('$name', ({ prices, want }) => {
  expect(given('cost-based-routing', [priced(0), priced(1)], prices).shares()).toEqual(want)
})

test('long prompts and long answers have different cheapest deployments', () => {
  const { state, pick, learners } = given(
    'cost-based-routing',
    [priced(0), priced(1)],
    rows({ input: 1, output: 10 }, { input: 3, output: 3 }),
  )
  const answer = (prompt: number, completion: number) => {
    const sample = { durationMs: 1, firstTokenMs: undefined, outputTokens: completion }
    for (let nth = 0; nth < 200; nth++)
      for (const { answered } of learners) answered?.(state, 0, sample, { prompt_tokens: prompt, completion_tokens: completion }, nth)
  }
  answer(10_000, 10)
  expect(pick()).toBe(0)
  answer(10, 1_000)
  expect(pick()).toBe(1)
})

test('equal prices go to the fewest calls under way, then at random; so do unknown ones', () => {
  for (const deployments of [
    [priced(0), priced(0), priced(0)],
    [{}, {}, {}],
  ]) {
    const { state, shares } = given('cost-based-routing', deployments, rows({ input: 1, output: 1 }))
    state.inFlight.set([2, 1, 1])
    const [busy, one = 0, other = 0] = shares()
    expect([busy, one + other]).toEqual([0, 100])
    expect(Math.abs(one - other)).toBeLessThanOrEqual(4)
  }
})

test('where the reply tells the price, the model of the config is looked up', () => {
  const prices = [
    { model: 'm', family: 'azure', input: 9, output: 9 },
    { model: 'other', family: 'openai', input: 1, output: 1 },
  ]
  const byReply = { price: { by: 'reply' as const, family: 'azure' } }
  expect(given('cost-based-routing', [byReply, priced(1)], prices).shares()).toEqual([0, 100])
})
