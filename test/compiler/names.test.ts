/** Which names can be called. */
import { describe, expect, test } from 'vitest'
import { isKnownName, toPattern } from '../../src/compiler/names.js'
import { analysisOf } from './plan-of.js'

describe('patterns', () => {
  test.each([
    ['openai/*', 'openai/gpt-4o', true],
    ['openai/*', 'azure/openai/x', false],
    ['*', 'anything', true],
    ['*llama3*', 'my.llama3.1', true],
    ['my::*::x', 'my::a::x', true],
    ['my::*::x', 'my::a::y', false],
    ['gpt-4*x', 'gpt-4-x-and-more', true],
    ['a.b*', 'aXb', false],
  ])('%s matches %s: %s', (pattern, name, want) => {
    expect(toPattern(pattern).regex.test(name)).toBe(want)
  })
})

test.each([
  ['large', true],
  ['big', true],
  ['my-id', true],
  ['7', true],
  ['groq/llama', true],
  ['small', false],
  ['__proto__', false],
  ['toString', false],
])('%s can be called: %s', (name, want) => {
  const { config } = analysisOf(`
model_list:
  - model_name: large
    litellm_params: { model: openai/gpt-4o }
    model_info: { id: my-id }
  - model_name: groq/*
    litellm_params: { model: groq/* }
    model_info: { id: 7 }
router_settings:
  model_group_alias: { big: large }
`)
  expect(isKnownName(name, config)).toBe(want)
})
