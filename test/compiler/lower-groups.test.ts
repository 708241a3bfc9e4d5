/** Groups, wildcards and pick tables. */
import { describe, expect, test } from 'vitest'
import { bySpecificity } from '../../src/compiler/lower-groups.js'
import { planOf } from './plan-of.js'

const entries = (list: readonly string[]) => `model_list:\n${list.map((params) => `  - { model_name: a, ${params} }\n`).join('')}`
const weighted = (list: readonly string[]) =>
  entries(list.map((params, i) => `litellm_params: { model: openai/gpt-4o, seed: ${i}${params} }`))

test('a group is as capable and as large as its weakest deployment', () => {
  const { groups } = planOf(
    entries([
      'litellm_params: { model: openai/gpt-4o }',
      'litellm_params: { model: openai/mine }, model_info: { max_input_tokens: 8000, supports_vision: false, supports_function_calling: true }',
    ]),
  )
  expect(groups).toEqual([
    {
      name: 'a',
      mode: 'chat',
      deployments: [0, 1],
      capabilities: { tools: 'yes', vision: 'no', jsonSchema: 'unknown', reasoning: 'no' },
      contextWindow: 8000,
    },
  ])
})

test('a mode that is only guessed gives way to a known one', () => {
  const { groups, deployments } = planOf(
    entries(['litellm_params: { model: openai/my-embedder }', 'litellm_params: { model: openai/gpt-4o }']),
  )
  expect([groups[0]?.mode, ...deployments.map((deployment) => deployment.mode)]).toEqual(['chat', 'chat', 'chat'])
})

describe('pick tables', () => {
  test.each([
    { name: 'weights', given: [', weight: 1', ', weight: 3'], want: [1, 4] },
    { name: 'a missing weight is 1', given: [', weight: 3', ''], want: [3, 4] },
    { name: 'a missing limit is the mean of the others', given: [', rpm: 900', '', ', rpm: 500'], want: [900, 1600, 2100] },
    { name: 'weight beats rpm beats tpm', given: [', rpm: 1, tpm: 9', ', rpm: 3, tpm: 9'], want: [1, 4] },
    { name: 'nothing given is uniform', given: ['', ''], want: [1, 2] },
    { name: 'a zero gets no calls', given: [', weight: 0', ', weight: 2'], want: [0, 2] },
    { name: 'numbers may be text', given: [', tpm: "100"', ', tpm: 300'], want: [100, 400] },
  ])('$name', ({ given, want }) => {
    expect(planOf(weighted(given)).pickTables).toEqual([{ group: 'a', cumulative: want }])
  })

  test('there is none for one deployment, nor where a weight comes from the environment', () => {
    expect(planOf(weighted([', weight: 2'])).pickTables).toEqual([])
    expect(planOf(weighted([', weight: 2', ', weight: os.environ/W'])).pickTables).toEqual([])
  })
})

test('patterns are sorted, the most specific first', () => {
  const patterns = ['*', 'openai/*', 'openai/gpt-4*', 'openai/gpt-4-*', 'a*b*']
  expect(patterns.toSorted(bySpecificity)).toEqual(['openai/gpt-4-*', 'openai/gpt-4*', 'openai/*', 'a*b*', '*'])
})

test('a name with a star is a wildcard and no group', () => {
  const { groups, wildcards } = planOf('model_list:\n  - { model_name: "openai/*", litellm_params: { model: openai/* } }\n')
  expect(groups).toEqual([])
  expect(wildcards).toEqual([
    {
      pattern: 'openai/*',
      mode: 'chat',
      deployments: [0],
      capabilities: { tools: 'unknown', vision: 'unknown', jsonSchema: 'unknown', reasoning: 'unknown' },
    },
  ])
})

test('routing_groups give a group its own strategy', () => {
  const settings = `router_settings:
  routing_strategy: simple-shuffle
  routing_groups: [{ group_name: g, models: [a], routing_strategy: latency-based-routing }]
`
  expect(planOf(weighted(['']) + settings).groups[0]?.strategy).toBe('latency-based-routing')
})
