/** LiteLLM's price keys: field, threshold, service tier. */
import { describe, expect, test } from 'vitest'
import { priceKey, RateSheet } from '../../src/catalog/price-fields.js'

describe('a key', () => {
  test.each([
    ['input_cost_per_token', undefined, { field: 'input' }],
    ['input_cost_per_token_above_128k_tokens', undefined, { field: 'input', aboveTokens: 128_000 }],
    ['cache_read_input_token_cost_above_272000_tokens', undefined, { field: 'cacheRead', aboveTokens: 272_000 }],
    ['cache_creation_input_token_cost_above_1hr', undefined, { field: 'cacheWrite1h' }],
    ['output_cost_per_token_batches', undefined, { field: 'output', service: 'batch' }],
    ['cache_read_input_token_cost_flex', undefined, { field: 'cacheRead', service: 'flex' }],
    ['input_cost_per_token_priority', undefined, { field: 'input', service: 'priority' }],
    ['input_cost_per_token_above_200k_tokens_priority', undefined, undefined],
    ['input_cost_per_image', 'image_generation', { field: 'perImage' }],
    ['input_cost_per_image', 'chat', undefined],
    ['input_cost_per_query', 'rerank', { field: 'perSearch' }],
    ['input_cost_per_pixel', undefined, undefined],
    ['max_tokens', undefined, undefined],
  ] as const)('%s of a model of mode %s', (key, mode, want) => {
    expect(priceKey(key, mode)).toEqual(want)
  })
})

test('a sheet takes the first rate of a field and orders tiers by threshold, highest first', () => {
  const sheet = new RateSheet()
  expect(sheet.isEmpty).toBe(true)
  sheet.add({ field: 'input' }, 3)
  sheet.add({ field: 'input' }, 4)
  sheet.add({ field: 'input', aboveTokens: 128_000 }, 5)
  sheet.add({ field: 'input', aboveTokens: 200_000 }, 6)
  sheet.add({ field: 'output', service: 'flex' }, 1)
  expect({ ...sheet.rates, ...sheet.rest }).toEqual({
    input: 3,
    tiers: [
      { aboveTokens: 200_000, input: 6 },
      { aboveTokens: 128_000, input: 5 },
    ],
    services: { flex: { output: 1 } },
  })
})
