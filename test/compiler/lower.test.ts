/** The Plan as a whole: hash, providers, aliases, prices. */
import { describe, expect, test } from 'vitest'
import { planOf } from './plan-of.js'

const yaml = `
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o } }
  - { model_name: b, litellm_params: { model: anthropic/claude-sonnet-4-20250514 } }
  - { model_name: a, litellm_params: { model: azure/prod, api_base: http://h } }
  - { model_name: e, litellm_params: { model: azure/emb, api_base: http://h }, model_info: { mode: embedding } }
  - { model_name: gone, litellm_params: { model: groq/x }, model_info: { blocked: true } }
  - { model_name: c, litellm_params: { model: openai/gpt-4o } }
router_settings:
  model_group_alias: { z: b, y: { model: a, hidden: true }, x: gone }
`

describe('hash', () => {
  test('is the same for the same content, whatever the spelling', () => {
    expect(planOf(yaml).hash).toMatch(/^[0-9a-f]{64}$/)
    expect(planOf(yaml.replaceAll('model: openai/gpt-4o', 'model: "openai/gpt-4o"')).hash).toBe(planOf(yaml).hash)
    expect(planOf(`# a comment\n${yaml}`).hash).toBe(planOf(yaml).hash)
  })

  test('covers what the client does, and not the gateway', () => {
    expect(planOf(`${yaml}litellm_settings: { drop_params: true }\n`).hash).not.toBe(planOf(yaml).hash)
    expect(planOf(`${yaml}general_settings: { completion_model: a }\n`).hash).toBe(planOf(yaml).hash)
  })
})

test('deployments stand in the order of the file, groups name them by index, and blocked ones are gone', () => {
  const { deployments, groups, providers } = planOf(yaml)
  expect(deployments.map(({ index, group }) => [index, group])).toEqual([
    [0, 'a'],
    [1, 'b'],
    [2, 'a'],
    [3, 'e'],
    [4, 'c'],
  ])
  expect(groups.map((group) => [group.name, group.deployments])).toEqual([
    ['a', [0, 2]],
    ['b', [1]],
    ['e', [3]],
    ['c', [4]],
  ])
  expect(providers.map((provider) => provider.name)).toEqual(['anthropic', 'azure', 'openai'])
})

test('aliases keep whether they are hidden; one of a group that is left out is gone', () => {
  expect(planOf(yaml).aliases).toEqual([
    { name: 'z', group: 'b', hidden: false },
    { name: 'y', group: 'a', hidden: true },
  ])
})

test('the Plan survives JSON', () => {
  const plan = planOf(yaml)
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
})
