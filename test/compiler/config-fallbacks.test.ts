/** Which fallback list counts, and what of it is well formed. */
import { describe, expect, test } from 'vitest'
import type { FallbackKind } from '../../src/compiler/config-fallbacks.js'
import { analysisOf } from './plan-of.js'

const models = `
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o } }
`

function read(kind: FallbackKind, settings: string) {
  const { section, chains, defaults, problems } = analysisOf(models + settings).config.fallbacks[kind]
  return {
    section,
    chains: chains.map((chain) => [chain.from.value, chain.to.map((target) => target.value)]),
    defaults: defaults.map((target) => target.value),
    problems: problems.map((one) => one.problem),
  }
}

describe('the section that counts', () => {
  test('the router beats litellm_settings, and the two are not merged', () => {
    const settings = 'router_settings: { fallbacks: [{ a: [b] }] }\nlitellm_settings: { fallbacks: [{ c: [d] }], default_fallbacks: [e] }\n'
    expect(read('general', settings)).toEqual({ section: 'router_settings', chains: [['a', ['b']]], defaults: ['e'], problems: [] })
  })

  test('an empty list counts as not set', () => {
    const settings = 'router_settings: { fallbacks: [], default_fallbacks: [] }\nlitellm_settings: { fallbacks: [{ c: [d] }] }\n'
    expect(read('general', settings)).toEqual({ section: 'litellm_settings', chains: [['c', ['d']]], defaults: [], problems: [] })
  })

  test('each kind has its own list', () => {
    const settings =
      'router_settings: { context_window_fallbacks: [{ a: [b] }] }\nlitellm_settings: { content_policy_fallbacks: [{ a: [c] }] }\n'
    expect(read('contextWindow', settings).chains).toEqual([['a', ['b']]])
    expect(read('contentPolicy', settings).chains).toEqual([['a', ['c']]])
    expect(read('general', settings).section).toBeUndefined()
  })
})

describe('shapes', () => {
  test.each([
    ['[{ a: [b, { model: c, temperature: 0 }] }]', [['a', ['b', 'c']]], []],
    ['[{ a: b }]', [], ['text-value']],
    ['[a, 7]', [], ['text-item', 'item-not-a-map']],
    ['[{ a: [b], c: [d] }, {}]', [], ['not-one-key', 'not-one-key']],
    ['{ a: [b] }', [], ['not-a-list']],
    ['[{ a: [b, 7, { temperature: 0 }, [x]] }]', [['a', ['b']]], ['target-without-model', 'target-without-model', 'target-without-model']],
    ['[{ a: null }]', [], ['value-not-a-list']],
  ])('%s', (list, chains, problems) => {
    expect(read('general', `router_settings: { fallbacks: ${list} }\n`)).toEqual({
      section: 'router_settings',
      chains,
      defaults: [],
      problems,
    })
  })
})
