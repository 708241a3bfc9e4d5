/** The rules run over the whole config, with what the options say. */
import { expect, test } from 'vitest'
import { analyse } from '../../src/compiler/analyse.js'
import { treeOf } from './plan-of.js'

test('findings of several rules come together, and the views beside them', () => {
  const root = treeOf(`
model_list:
  - { model_name: a, litellm_params: { model: opnai/x, api_key: sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3 } }
router_settings: { routing_strategy: simple }
`)
  const { value, diagnostics } = analyse(root, { allowLiteralSecrets: true })
  expect(diagnostics.map(({ severity, rule }) => `${severity} ${rule}`).sort()).toEqual([
    'error unknown-provider',
    'error unknown-strategy',
    'warning literal-secret',
  ])
  expect([value.config.models.length, value.resolved.models.length]).toEqual([1, 1])
})
