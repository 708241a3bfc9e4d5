/** Which entries become deployments. */
import { describe, expect, test } from 'vitest'
import { analysisOf } from './plan-of.js'
import { resolveOne } from './resolve-one.js'

describe('left out', () => {
  test.each([
    ['blocked: true', undefined, 'blocked'],
    ['blocked: false', undefined, undefined],
    ['supported_environments: [production]', { LITELLM_ENVIRONMENT: 'staging' }, 'environment'],
    ['supported_environments: [production]', { LITELLM_ENVIRONMENT: 'production' }, undefined],
    ['supported_environments: [production]', undefined, undefined],
  ])('%s with %j: %s', (info, env, want) => {
    expect(resolveOne('model: openai/gpt-4o', info, env).leftOut).toBe(want)
  })

  test('what is left out is in no group', () => {
    const yaml = 'model_list:\n  - { model_name: a, litellm_params: { model: openai/gpt-4o }, model_info: { blocked: true } }\n'
    expect([...analysisOf(yaml).resolved.groups]).toEqual([])
  })
})
