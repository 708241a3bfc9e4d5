/** Weighted random choice. */
import { describe, expect, test } from 'vitest'
import { createRoutingTable } from '../../../src/runtime/routing-table.js'
import { createState } from '../../../src/runtime/state.js'
import { simpleShuffle } from '../../../src/runtime/strategies/simple-shuffle.js'
import { buildPlan, type DeploymentInput } from '../../support/plan.js'

const deployment = (more: Partial<DeploymentInput> = {}): DeploymentInput => ({ group: 'g', model: 'openai/m', ...more })

/** Shares of many picks among `eligible`, with random numbers spread evenly. */
function shares(deployments: readonly DeploymentInput[], eligible = deployments.map((_, index) => index)) {
  const table = createRoutingTable(buildPlan({ deployments }), { 'simple-shuffle': simpleShuffle }, (name) => ({ W: '3' })[name])
  const group = table.resolve('g')?.group
  if (group === undefined) throw new Error('no group')
  const counts = deployments.map(() => 0)
  const steps = 6_000
  for (let step = 0; step < steps; step++) {
    const index = simpleShuffle(
      group,
      Int32Array.from(eligible),
      eligible.length,
      createState(deployments.length),
      () => (step + 0.5) / steps,
      false,
    )
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts.map((count) => Math.round((count / steps) * 1_000) / 1_000)
}

describe('shares', () => {
  test.each([
    { name: 'nothing set: evenly', given: [deployment(), deployment()], want: [0.5, 0.5] },
    { name: 'weights', given: [deployment({ weight: 3 }), deployment({ weight: 1 })], want: [0.75, 0.25] },
    { name: 'a missing weight is 1, also of the first', given: [deployment(), deployment({ weight: 2 })], want: [0.333, 0.667] },
    { name: 'rpm', given: [deployment({ rpm: 900 }), deployment({ rpm: 300 })], want: [0.75, 0.25] },
    {
      name: 'a missing rpm is the mean of the others',
      given: [deployment({ rpm: 300 }), deployment({ rpm: 100 }), deployment()],
      want: [0.5, 0.167, 0.333],
    },
    {
      name: 'weight before rpm before tpm',
      given: [deployment({ weight: 1, rpm: 9, tpm: 9 }), deployment({ weight: 1, rpm: 1, tpm: 1 })],
      want: [0.5, 0.5],
    },
    { name: 'tpm', given: [deployment({ tpm: 1_000 }), deployment({ tpm: 3_000 })], want: [0.25, 0.75] },
    { name: 'weight 0 is never chosen', given: [deployment({ weight: 0 }), deployment({ weight: 5 })], want: [0, 1] },
    { name: 'all 0: evenly', given: [deployment({ weight: 0 }), deployment({ weight: 0 })], want: [0.5, 0.5] },
    {
      name: 'a weight from the environment',
      given: [deployment({ weight: { env: 'W', as: 'number' } }), deployment({ weight: { env: 'NOT_SET', as: 'number' } })],
      want: [0.75, 0.25],
    },
  ])('$name', ({ given, want }) => {
    expect(shares(given)).toEqual(want)
  })

  test('only the eligible are chosen, in proportion', () => {
    expect(shares([deployment({ weight: 1 }), deployment({ weight: 8 }), deployment({ weight: 3 })], [0, 2])).toEqual([0.25, 0, 0.75])
  })
})
