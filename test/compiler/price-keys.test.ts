/** Prices: exact picodollars from decimal text, and LiteLLM's key names. */
import { describe, expect, test } from 'vitest'
import { isPriceKey, toPicodollars } from '../../src/compiler/price-keys.js'
import { get } from '../../src/compiler/read-node.js'
import { treeOf } from './plan-of.js'

describe('toPicodollars', () => {
  test.each([
    ['0.0000025', 2_500_000],
    ['2.5e-6', 2_500_000],
    ['1e-6', 1_000_000],
    ['"3e-7"', 300_000],
    ['25e-7', 2_500_000],
    ['0.00000000000149', 1],
    ['0.0000000000015', 2],
    ['0.000000075', 75_000],
    ['1.1e-7', 110_000],
    ['0', 0],
    ['2.5', 2_500_000_000_000],
    ['"free"', undefined],
    ['-1', undefined],
    ['""', undefined],
    ['"."', undefined],
    ['[1]', undefined],
    ['1e40', undefined],
  ])('%s', (yaml, want) => {
    expect(toPicodollars(get(treeOf(`p: ${yaml}\n`), 'p'))).toBe(want)
  })
})

describe('key names', () => {
  test.each([
    ['input_cost_per_token', true],
    ['output_cost_per_video_per_second', true],
    ['cache_creation_input_token_cost', true],
    ['cache_read_input_token_cost_flex', true],
    ['tiered_pricing', true],
    ['cost_per_ptu_per_hour', false],
    ['costFactor', false],
    ['max_tokens', false],
  ])('%s names a price: %s', (key, want) => {
    expect(isPriceKey(key)).toBe(want)
  })
})
