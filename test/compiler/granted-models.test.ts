/** What names grant, and who holds them. */
import { describe, expect, test } from 'vitest'
import { grantsSomething, isHeld } from '../../src/compiler/granted-models.js'
import { analysisOf } from './plan-of.js'

const { config } = analysisOf(`
model_list:
  - { model_name: gpt-4o, litellm_params: { model: openai/gpt-4o }, model_info: { access_groups: [beta] } }
  - { model_name: gpt-5, litellm_params: { model: openai/gpt-5 }, model_info: { access_groups: [beta, gpt-5] } }
  - { model_name: anthropic/*, litellm_params: { model: anthropic/* } }
router_settings: { model_group_alias: { quick: gpt-4o } }
`)

test.each([
  ['gpt-4o', true],
  ['quick', true],
  ['beta', true],
  ['anthropic/claude-sonnet-4-5', true],
  ['anthropic/*', true],
  ['gpt-*', true],
  ['mistral/*', false],
  ['gpt-6', false],
  ['all-team-models', true],
])('"%s" grants something: %s', (name, want) => {
  expect(grantsSomething(name, config)).toBe(want)
})

describe('whoever has', () => {
  const rows: readonly (readonly [held: readonly string[], name: string, want: boolean])[] = [
    [[], 'gpt-4o', true],
    [['*'], 'gpt-4o', true],
    [['all-proxy-models'], 'beta', true],
    [['gpt-4o'], 'gpt-4o', true],
    [['gpt-4o'], 'gpt-5', false],
    [['gpt-4o'], 'quick', true],
    [['gpt-*'], 'beta', true],
    [['gpt-4o'], 'beta', false],
    [['beta'], 'gpt-5', true],
    [['gpt-4o'], 'all-team-models', true],
    [['gpt-4o'], '*', false],
    [['anthropic/*'], 'anthropic/claude-sonnet-4-5', true],
    [['anthropic/claude-sonnet-4-5'], 'anthropic/*', false],
  ]
  test.each(rows)('%j holds "%s": %s', (held, name, want) => {
    expect(isHeld(held, name, config)).toBe(want)
  })
})
