/** Chains flattened: own list first, then level by level, each group once. */
import { describe, expect, test } from 'vitest'
import type { Chain } from '../../src/plan/plan.js'
import { planOf } from './plan-of.js'

const names = ['a', 'b', 'c', 'd', 'e', 'openai/x', 'gone']
const models = `model_list:\n${names
  .map((name) => `  - { model_name: ${name}, litellm_params: { model: openai/gpt-4o }, model_info: { blocked: ${name === 'gone'} } }\n`)
  .join('')}`

const show = (chains: readonly Chain[]) => chains.map(({ from, to }) => `${from}: ${to.map((step) => step.group).join(' ')}`)
const general = (settings: string) => show(planOf(`${models}router_settings: { ${settings} }\n`).chains.general)

describe('general fallbacks', () => {
  test.each([
    {
      name: 'own list first, then the lists of its groups',
      given: 'fallbacks: [{ a: [b, c] }, { b: [d] }, { c: [e] }]',
      want: ['a: b c d e', 'b: d', 'c: e'],
    },
    { name: 'cycles end', given: 'fallbacks: [{ a: [b] }, { b: [a, c] }]', want: ['a: b c', 'b: a c'] },
    { name: 'a group is never its own fallback', given: 'fallbacks: [{ a: [a, b] }]', want: ['a: b'] },
    { name: 'each group once', given: 'fallbacks: [{ a: [b, c, b] }, { b: [c] }]', want: ['a: b c', 'b: c'] },
    { name: 'the first item of a group counts', given: 'fallbacks: [{ a: [b] }, { a: [c] }]', want: ['a: b'] },
    { name: 'max_fallbacks bounds the depth', given: 'max_fallbacks: 1, fallbacks: [{ a: [b, c] }, { b: [d] }]', want: ['a: b c', 'b: d'] },
    {
      name: 'aliases are followed',
      given: 'model_group_alias: { z: b }, fallbacks: [{ a: [z] }, { b: [c] }, { z: [d] }]',
      want: ['a: b c', 'b: c', 'z: d'],
    },
    {
      name: 'the default serves groups without a list, also on the way',
      given: 'default_fallbacks: [e], fallbacks: [{ a: [b] }]',
      want: ['a: b e', '*: e'],
    },
    { name: 'a star item is the default', given: 'fallbacks: [{ "*": [e] }, { a: [b] }]', want: ['a: b e', '*: e'] },
    {
      name: 'an empty list means no fallback, not the default',
      given: 'default_fallbacks: [e], fallbacks: [{ a: [] }]',
      want: ['a: ', '*: e'],
    },
    { name: 'a bare key serves a group with provider prefix', given: 'fallbacks: [{ x: [a] }]', want: ['openai/x: a'] },
    { name: 'chains of unknown groups are left out', given: 'fallbacks: [{ nobody: [a] }]', want: [] as string[] },
    { name: 'groups left out of the Plan are no targets', given: 'fallbacks: [{ a: [gone, b] }, { gone: [a] }]', want: ['a: b'] },
  ])('$name', ({ given, want }) => {
    expect(general(given)).toEqual(want)
  })
})

test('parameters of an entry stay with it', () => {
  const { chains } = planOf(`${models}router_settings: { fallbacks: [{ a: [{ model: b, temperature: 0, user: os.environ/U }, c] }] }\n`)
  expect(chains.general).toEqual([{ from: 'a', to: [{ group: 'b', params: { temperature: 0, user: { env: 'U' } } }, { group: 'c' }] }])
})

test('the other kinds are exact: no default, no star, no bare names', () => {
  const { chains } = planOf(
    `${models}router_settings: { default_fallbacks: [e], context_window_fallbacks: [{ a: [b] }, { b: [c] }, { "*": [d] }, { x: [a] }] }\n`,
  )
  expect(show(chains.contextWindow)).toEqual(['a: b c', 'b: c'])
  expect(show(chains.contentPolicy)).toEqual([])
})

test('a long ring of groups is flattened up to the depth', () => {
  const many = Array.from({ length: 200 }, (_, i) => `g${i}`)
  const yaml = `model_list:\n${many.map((name) => `  - { model_name: ${name}, litellm_params: { model: openai/gpt-4o } }\n`).join('')}router_settings:
  fallbacks: [${many.map((name, i) => `{ ${name}: [g${(i + 1) % 200}] }`).join(', ')}]
`
  const { general: chains } = planOf(yaml).chains
  expect(show(chains).slice(0, 2)).toEqual(['g0: g1 g2 g3 g4 g5', 'g1: g2 g3 g4 g5 g6'])
})
