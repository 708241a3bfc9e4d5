/** Facts and prices of an entry: the catalogue's, overridden by the config. */
import { describe, expect, test } from 'vitest'
import { analysisOf } from './plan-of.js'

function resolveOne(params: string, info = '', env?: { readonly [name: string]: string }) {
  const yaml = `model_list:\n  - model_name: a\n    litellm_params: { ${params} }\n    model_info: { ${info} }\n`
  const model = analysisOf(yaml, env).resolved.models[0]
  if (model === undefined) throw new Error('no entry')
  return model
}

describe('facts', () => {
  test('come from the catalogue', () => {
    const { mode, modeFrom, contextWindow, capabilities } = resolveOne('model: openai/gpt-4o')
    expect({ mode, modeFrom, contextWindow, tools: capabilities.tools, vision: capabilities.vision }).toEqual({
      mode: 'chat',
      modeFrom: 'catalogue',
      contextWindow: 128_000,
      tools: 'yes',
      vision: 'yes',
    })
  })

  test('model_info wins', () => {
    const info = 'mode: embedding, max_input_tokens: 9, max_output_tokens: "7", supports_vision: false, supports_reasoning: true'
    const { mode, contextWindow, maxOutputTokens, capabilities } = resolveOne('model: openai/gpt-4o', info)
    expect({ mode, contextWindow, maxOutputTokens, vision: capabilities.vision, reasoning: capabilities.reasoning }).toEqual({
      mode: 'embedding',
      contextWindow: 9,
      maxOutputTokens: 7,
      vision: 'no',
      reasoning: 'yes',
    })
  })

  test('base_model says what an Azure deployment is', () => {
    const azure = resolveOne('model: azure/prod, api_base: http://h', 'base_model: azure/gpt-4o')
    expect([azure.contextWindow, azure.price.by]).toEqual([128_000, 'row'])
    expect(resolveOne('model: azure/prod, api_base: http://h').contextWindow).toBeUndefined()
  })

  test('an unknown mode counts as not given', () => {
    const { mode, modeFrom } = resolveOne('model: openai/text-embedding-3-small', 'mode: embeddings')
    expect([mode, modeFrom]).toEqual(['embedding', 'catalogue'])
  })

  test('the model of another provider is found by its host', () => {
    expect(resolveOne('model: openai/grok-4, api_base: "https://api.x.ai/v1"').contextWindow).toBe(
      resolveOne('model: xai/grok-4').contextWindow,
    )
  })

  test('series hints mark reasoning models under any deployment name', () => {
    expect(resolveOne('model: azure/o_series/prod, api_base: http://h').flags).toEqual(['openai-reasoning'])
  })
})

describe('price', () => {
  test('litellm_params beat model_info, both beat the catalogue', () => {
    const { price } = resolveOne(
      'model: openai/gpt-4o, input_cost_per_token: 1e-6',
      'input_cost_per_token: 9, output_cost_per_token: "2e-6", output_cost_per_token_above_200k_tokens: 0.000003',
    )
    expect(price).toEqual({
      by: 'row',
      from: 'config',
      row: { model: 'gpt-4o', family: 'config', input: 1_000_000, output: 2_000_000, tiers: [{ aboveTokens: 200_000, output: 3_000_000 }] },
    })
  })

  test('one price alone is completed by the catalogue', () => {
    const known = resolveOne('model: openai/gpt-4o').price
    const { price } = resolveOne('model: openai/gpt-4o', 'output_cost_per_token: 0')
    expect(known.by === 'row' && price.by === 'row' && { ...known.row, family: 'config', model: 'gpt-4o', output: 0 }).toEqual(
      price.by === 'row' && price.row,
    )
  })

  test('Azure deployments and wildcards are priced by the reply', () => {
    expect(resolveOne('model: azure/prod, api_base: http://h').price).toEqual({ by: 'reply', family: 'openai' })
    expect(resolveOne('model: anthropic/*').price).toEqual({ by: 'reply', family: 'anthropic' })
  })

  test('otherwise there is none, with a reason', () => {
    expect(resolveOne('model: openai/mine').price).toEqual({ by: 'none', reason: 'no price for openai/mine in the catalogue' })
    expect(resolveOne('model: hosted_vllm/*').price).toEqual({ by: 'none', reason: 'no price for hosted_vllm/* in the catalogue' })
  })
})

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
