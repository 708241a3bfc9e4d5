/** Prices by LiteLLM's order, each for its own deployment. */
import { describe, expect, test } from 'vitest'
import { resolveOne } from './resolve-one.js'

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
