import { describe, expect, test } from 'vitest'
import { pricesAsOf, priceTables } from '../../src/catalog/prices/tables.js'
import { familyFacts, familyModels, familyPrices, findFacts, isListed } from '../../src/catalog/prices.js'
import { priceFamily, providerNames } from '../../src/catalog/providers.js'
import type { PriceRow } from '../../src/plan/prices.js'

const price = (family: string, model: string): Partial<PriceRow> | undefined => familyPrices(family).find((row) => row.model === model)

describe('a list price in US dollars a million tokens is the same number of picodollars a token, times a million', () => {
  test.each<[string, string, Partial<PriceRow>]>([
    ['openai', 'gpt-4o', { input: 2_500_000, output: 10_000_000, cacheRead: 1_250_000 }],
    ['openai', 'gpt-4o-mini', { input: 150_000, output: 600_000, cacheRead: 75_000 }],
    ['openai', 'gpt-4o-2024-05-13', { input: 5_000_000, output: 15_000_000 }],
    ['openai', 'gpt-4.1', { input: 2_000_000, output: 8_000_000, cacheRead: 500_000 }],
    ['openai', 'o3', { input: 2_000_000, output: 8_000_000, cacheRead: 500_000 }],
    ['openai', 'gpt-5', { input: 1_250_000, output: 10_000_000, cacheRead: 125_000 }],
    ['openai', 'text-embedding-3-small', { input: 20_000 }],
    ['openai', 'text-embedding-3-large', { input: 130_000 }],
    ['openai', 'whisper-1', { perSecond: 100_000_000 }],
    ['openai', 'tts-1', { perCharacter: 15_000_000 }],
    ['openai', 'gpt-audio', { input: 2_500_000, output: 10_000_000, inputAudio: 32_000_000, outputAudio: 64_000_000 }],
    ['openai', 'omni-moderation-latest', { input: 0, output: 0 }],
    [
      'anthropic',
      'claude-sonnet-4',
      { input: 3_000_000, output: 15_000_000, cacheWrite: 3_750_000, cacheWrite1h: 6_000_000, cacheRead: 300_000 },
    ],
    [
      'anthropic',
      'claude-opus-4-1',
      { input: 15_000_000, output: 75_000_000, cacheWrite: 18_750_000, cacheWrite1h: 30_000_000, cacheRead: 1_500_000 },
    ],
    [
      'anthropic',
      'claude-haiku-4-5',
      { input: 1_000_000, output: 5_000_000, cacheWrite: 1_250_000, cacheWrite1h: 2_000_000, cacheRead: 100_000 },
    ],
    ['google', 'gemini-2.5-flash', { input: 300_000, output: 2_500_000, cacheRead: 30_000, inputAudio: 1_000_000 }],
    ['mistral', 'mistral-large-2512', { input: 500_000, output: 1_500_000 }],
    ['groq', 'llama-3.3-70b-versatile', { input: 590_000, output: 790_000 }],
    ['deepseek', 'deepseek-v4-flash', { input: 220_000, output: 660_000, cacheRead: 7_000 }],
    ['xai', 'grok-3-mini', { input: 300_000, output: 500_000, cacheRead: 75_000 }],
    ['cohere', 'command-r7b', { input: 37_500, output: 150_000 }],
    ['bedrock', 'amazon.nova-micro', { input: 35_000, output: 140_000, cacheRead: 8_750 }],
    ['perplexity', 'sonar', { input: 1_000_000, output: 1_000_000, perRequest: 12_000_000_000 }],
    ['cerebras', 'gpt-oss-120b', { input: 350_000, output: 750_000 }],
  ])('%s/%s', (family, model, want) => {
    expect(price(family, model)).toMatchObject({ family, model, ...want })
  })

  test('above a threshold every rate is stated, the highest threshold first', () => {
    expect(price('google', 'gemini-2.5-pro')).toEqual({
      model: 'gemini-2.5-pro',
      family: 'google',
      input: 1_250_000,
      output: 10_000_000,
      cacheRead: 125_000,
      tiers: [{ aboveTokens: 200_000, input: 2_500_000, output: 15_000_000, cacheRead: 250_000 }],
      services: { priority: { input: 1_250_000, output: 10_000_000 } },
    })
    expect(
      price('anthropic', 'claude-sonnet-4-5')?.tiers?.map((tier) => [tier.aboveTokens, tier.input, tier.output, tier.cacheWrite]),
    ).toEqual([[200_000, 6_000_000, 22_500_000, 7_500_000]])
    expect(price('openai', 'gpt-4o')?.tiers).toBeUndefined()
  })
})

describe('a reply that names a model finds its row, exactly or without the date', () => {
  const byReply = (family: string, reply: string): string | undefined => {
    const stripped = reply.replace(/-\d{4}-\d{2}-\d{2}$|-\d{8}$/, '')
    return (price(family, reply) ?? price(family, stripped))?.model
  }

  test.each([
    ['openai', 'gpt-4o-2024-11-20', 'gpt-4o'],
    ['openai', 'gpt-4o-2024-05-13', 'gpt-4o-2024-05-13'],
    ['openai', 'gpt-4o-mini-2024-07-18', 'gpt-4o-mini'],
    ['openai', 'gpt-5-nano-2025-08-07', 'gpt-5-nano'],
    ['openai', 'gpt-5.4-mini-2026-03-17', 'gpt-5.4-mini'],
    ['openai', 'gpt-35-turbo', 'gpt-35-turbo'],
    ['openai', 'gpt-5.6-sol', 'gpt-5.6-sol'],
    ['openai', 'text-embedding-3-small', 'text-embedding-3-small'],
    ['anthropic', 'claude-sonnet-4-20250514', 'claude-sonnet-4'],
    ['anthropic', 'claude-haiku-4-5-20251001', 'claude-haiku-4-5'],
    ['anthropic', 'claude-3-opus-20240229', 'claude-3-opus'],
    ['mistral', 'magistral-medium-2507', 'magistral-medium-2507'],
    ['mistral', 'no-such-model-2507', undefined],
    ['openrouter', 'anthropic/claude-4.5-sonnet-20250929', 'anthropic/claude-4.5-sonnet'],
  ])('%s: %s', (family, reply, model) => {
    expect(byReply(family, reply)).toBe(model)
  })
})

describe('the tables', () => {
  const families = Object.keys(priceTables)

  test('serve a provider each', () => {
    const used = new Set(providerNames().map(priceFamily))
    expect(families.filter((family) => !used.has(family))).toEqual([])
  })

  test('name a model once', () => {
    for (const family of families) {
      const names = familyPrices(family).map((row) => row.model.toLowerCase())
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
    }
  })

  test('hold whole picodollars only', () => {
    for (const family of families) {
      for (const { model, family: _, tiers, services, ...rates } of familyPrices(family)) {
        const all = [rates, ...(tiers ?? []), ...Object.values(services ?? {})].flatMap((one) => Object.values(one))
        expect({ model, bad: all.filter((rate) => !Number.isSafeInteger(rate) || rate < 0) }).toEqual({ model, bad: [] })
      }
    }
  })

  test('give the facts of a model under each of its names', () => {
    expect(findFacts('openai', 'text-embedding-3-small')).toEqual({
      model: 'text-embedding-3-small',
      aliases: [],
      contextWindow: 8_192,
      mode: 'embedding',
      rates: { input: 20_000 },
      services: { batch: { input: 10_000, output: 0 } },
    })
    expect(findFacts('anthropic', 'claude-opus-4.5')?.model).toBe('claude-opus-4-5')
    expect(familyFacts('anthropic').get('claude-opus-4.5')).toEqual(findFacts('anthropic', 'claude-opus-4-5'))
    expect(familyModels('anthropic')).toContain('claude-opus-4-5')
  })

  test('say the day they hold for', () => {
    expect(pricesAsOf).toMatch(/^20\d\d-\d\d-\d\d$/)
  })

  test.each(['', 'nobody', '__proto__', 'constructor'])('have no family %j', (family) => {
    expect(familyPrices(family)).toEqual([])
    expect(familyModels(family)).toEqual([])
    expect(familyFacts(family).size).toBe(0)
    expect(isListed(family, 'gpt-4o')).toBe(false)
    expect(findFacts(family, 'gpt-4o')).toBeUndefined()
  })
})
