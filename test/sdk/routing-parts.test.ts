/** The records of strategies and features hold what the Plan can name, under the names the runtime has for it. */
import { describe, expect, test } from 'vitest'
import { featureExports, featuresOf } from '../../src/plan/features.js'
import { strategyExports } from '../../src/plan/strategies.js'
import { featureLoaders, loadRoutingParts, strategyLoaders } from '../../src/sdk/routing-parts.js'
import { buildPlan } from '../support/plan.js'

describe('every strategy', () => {
  test('that is implemented is listed', () => expect(Object.keys(strategyLoaders).sort()).toEqual(Object.keys(strategyExports).sort()))
  test.each(Object.entries(strategyLoaders))('%s loads', async (_, load) => expect(typeof (await load())).toBe('function'))
})

describe('every feature', () => {
  test('of a Plan is listed', () => expect(Object.keys(featureLoaders).sort()).toEqual(Object.keys(featureExports).sort()))
  test.each(Object.entries(featureLoaders))('%s loads', async (_, load) => expect(typeof (await load())).toBe('function'))
})

test('a Plan loads what it names and no more', async () => {
  const group = { group: 'a', model: 'openai/gpt-4o' }
  const plain = await loadRoutingParts(buildPlan({ deployments: [group] }))
  expect([Object.keys(plain.strategies), plain.features]).toEqual([['simple-shuffle'], []])
  const plan = buildPlan({ deployments: [{ ...group, maxParallelRequests: 1 }], routing: { strategy: 'least-busy', tags: 'any' } })
  const more = await loadRoutingParts(plan)
  expect([Object.keys(more.strategies), more.features?.length]).toEqual([['least-busy'], featuresOf(plan).length])
})
