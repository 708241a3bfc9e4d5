/** LiteLLM's map: providers, names, rates, limits, and what cannot be read. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findInMap, readPriceMap } from '../../src/catalog/litellm-map.js'

const json: unknown = JSON.parse(readFileSync(new URL('../fixtures/litellm-map.json', import.meta.url), 'utf8'))
const { map, skipped } = readPriceMap(json)

test('every model with a provider, a known mode and numbers is read; the others say why not', () => {
  expect([...map.keys()]).toEqual([
    'openai/gpt-4o',
    'house/model-1',
    'azure/gpt-4o',
    'vertex_ai/gemini-9-pro',
    'bedrock/anthropic.claude-9-v1:0',
    'bedrock/stability.sd9',
  ])
  expect(skipped).toEqual([
    { name: 'no-provider', why: 'it names no litellm_provider' },
    { name: 'odd-mode', why: 'the mode "telepathy" is not known' },
    { name: 'odd-price', why: 'input_cost_per_token is not a number of dollars' },
  ])
})

describe('a model', () => {
  test('has exact rates, service tiers, limits and abilities', () => {
    expect(map.get('openai/gpt-4o')?.facts).toEqual({
      model: 'gpt-4o',
      aliases: [],
      mode: 'chat',
      contextWindow: 128_000,
      maxOutputTokens: 16_384,
      capabilities: { tools: 'unknown', vision: 'yes', jsonSchema: 'unknown', reasoning: 'unknown' },
      rates: { input: 3_000_000, output: 12_000_000 },
      services: { priority: { input: 5_100_000 }, flex: { output: 6_000_000 } },
    })
  })

  test('has tiers and the price of a search; images that a chat model reads are tokens', () => {
    expect(map.get('vertex_ai/gemini-9-pro')?.facts).toMatchObject({
      rates: { input: 1_250_000, output: 10_000_000, perSearch: 35_000_000_000 },
      tiers: [{ aboveTokens: 200_000, input: 2_500_000 }],
    })
    expect(map.get('vertex_ai/gemini-9-pro')?.facts.rates?.perImage).toBeUndefined()
  })

  test('that makes images has a price per image', () => {
    expect(map.get('bedrock/stability.sd9')?.facts).toMatchObject({ rates: { perImage: 40_000_000_000 }, deprecated: '2027-01-01' })
  })
})

describe('findInMap', () => {
  test.each([
    ['openai', 'gpt-4o-2024-08-06', 3_000_000],
    ['azure', 'gpt-4o', 2_750_000],
    ['azure', 'eu/gpt-4o', 2_750_000],
    ['azure_ai', 'gpt-4o', 2_750_000],
    ['vertex_ai_beta', 'gemini-9-pro', 1_250_000],
    ['bedrock', 'us.anthropic.claude-9-v1:0', undefined],
    ['bedrock', 'anthropic.claude-9-v1:0', 3_000_000],
    ['nobody', 'gpt-4o', undefined],
    ['__proto__', 'gpt-4o', undefined],
  ])('%s/%s', (provider, model, input) => {
    expect(findInMap(map, provider, model)?.rates?.input).toBe(input)
  })
})

test.each([null, [], 'text', 7, {}])('%j is no map', (value) => {
  expect(readPriceMap(value).map.size).toBe(0)
})
