/** Every place that names a strategy. */
import { expect, test } from 'vitest'
import { routingStrategies } from '../../src/compiler/config-strategies.js'
import { analysisOf } from './plan-of.js'

test('the router and its groups', () => {
  const { config } = analysisOf(`
router_settings:
  routing_strategy: least-busy
  routing_groups: [{ models: [a], routing_strategy: simple-shuffle }, text, { models: [b] }]
`)
  expect(routingStrategies(config).map((strategy) => strategy.value)).toEqual(['least-busy', 'simple-shuffle'])
})
