import { expect, test } from 'vitest'
import { figuresOf, jain, median, percentile } from './figures.js'
import { scenarios, shortened } from './scenarios.js'

const call = (at: number, endedAt: number, more: object = {}) => ({ at, endedAt, firstAt: undefined, ok: true, attempts: 1, ...more })

test('figures of a recording: a stream counts to its first content, a call without an answer has no time', () => {
  const figures = figuresOf({
    seconds: 2,
    specs: [
      { name: 'x', startMs: 1, tokenMs: 1 },
      { name: 'y', startMs: 1, tokenMs: 1 },
    ],
    calls: [call(0, 100), call(10, 9_000, { firstAt: 60 }), call(20, 7_020), call(30, 40, { ok: false, attempts: 3 })],
    asks: [0, 0, 0, 1].map((deployment, nth) => ({ call: nth, deployment, at: nth, status: nth === 3 ? 429 : 200 })),
    costUsd: 0.3,
  })
  expect(figures).toEqual({
    calls: 4,
    goodput: 1,
    success: 0.75,
    p50: 100,
    p95: 7_000,
    p99: 7_000,
    costPer1000: expect.closeTo(100),
    limited: 1,
    retried: 0.25,
    fairness: expect.closeTo(0.8),
    shares: [0.75, 0.25],
  })
})

test('medians, percentiles and evenness', () => {
  expect([median([3, 1, 2]), median([4, 1]), median([])]).toEqual([2, 1, 0])
  expect([percentile([1, 2, 3, 4], 0.5), percentile([], 0.5)]).toEqual([3, 0])
  expect([jain([5, 5, 5, 5]), jain([9, 0, 0]), jain([0, 0])]).toEqual([1, expect.closeTo(1 / 3), 1])
})

test('a shortened scenario keeps the shape of its load and faults', () => {
  for (const scenario of scenarios) {
    const half = shortened(scenario, 0.5)
    expect([half.seconds, half.load(scenario.seconds / 4)]).toEqual([scenario.seconds / 2, scenario.load(scenario.seconds / 2)])
    const spans = (each: typeof scenario) => each.deployments.flatMap(({ faults = [] }) => faults.map(({ from, to }) => [from, to]))
    expect(spans(half)).toEqual(spans(scenario).map((span) => span.map((second) => second / 2)))
  }
})
