/** Cost in integers. */
import { describe, expect, test } from 'vitest'
import type { PriceRow } from '../../src/plan/prices.js'
import { cohereUsage } from '../../src/providers/cohere/answer.js'
import { costOf, countTokens, createCostTable, type PricedUsage, price, type Units } from '../../src/runtime/cost.js'

const row: PriceRow = { model: 'gpt-4o', family: 'openai', input: 2_500_000, output: 10_000_000, cacheRead: 1_250_000 }
const tiered: PriceRow = {
  model: 'gemini',
  family: 'google',
  input: 1_250_000,
  output: 10_000_000,
  cacheRead: 125_000,
  tiers: [{ aboveTokens: 200_000, input: 2_500_000, output: 15_000_000, cacheRead: 250_000 }],
}
const usage = (prompt_tokens: number, completion_tokens: number, before = {}, after = {}) => ({
  prompt_tokens,
  completion_tokens,
  prompt_tokens_details: before,
  completion_tokens_details: after,
})

describe('price', () => {
  test.each([
    { name: 'plain tokens', row, usage: usage(1_000, 100), nanoUsd: 3_500_000 },
    { name: 'cached tokens at their price', row, usage: usage(1_000, 0, { cached_tokens: 400 }), nanoUsd: 600 * 2_500 + 400 * 1_250 },
    {
      name: 'cached tokens without a price at the input price',
      row: { ...row, cacheRead: 0 },
      usage: usage(1_000, 0, { cached_tokens: 400 }),
      nanoUsd: 600 * 2_500,
    },
    {
      name: 'cache writes of both lifetimes',
      row: { ...row, input: 3_000_000, cacheWrite: 3_750_000, cacheWrite1h: 6_000_000 },
      usage: usage(1_000, 0, { cache_creation_tokens: 500, cache_creation_1h_tokens: 200 }),
      nanoUsd: 500 * 3_000 + 300 * 3_750 + 200 * 6_000,
    },
    {
      name: 'reasoning at its own price',
      row: { ...row, reasoning: 20_000_000 },
      usage: usage(0, 100, {}, { reasoning_tokens: 40 }),
      nanoUsd: 60 * 10_000 + 40 * 20_000,
    },
    { name: 'reasoning without a price as output', row, usage: usage(0, 100, {}, { reasoning_tokens: 40 }), nanoUsd: 1_000_000 },
    {
      name: 'audio',
      row: { ...row, inputAudio: 100_000_000, outputAudio: 200_000_000 },
      usage: usage(10, 10, { audio_tokens: 4 }, { audio_tokens: 5 }),
      nanoUsd: 6 * 2_500 + 4 * 100_000 + 5 * 10_000 + 5 * 200_000,
    },
    {
      name: 'checklist 17: at the threshold the base price',
      row: tiered,
      usage: usage(200_000, 10),
      nanoUsd: 200_000 * 1_250 + 10 * 10_000,
    },
    {
      name: 'checklist 17: above it the tier for every token',
      row: tiered,
      usage: usage(200_001, 10),
      nanoUsd: 200_001 * 2_500 + 10 * 15_000,
    },
    {
      name: 'billed units in place of the counts',
      row: tiered,
      usage: {
        ...usage(300_000, 40, { cached_tokens: 60 }, { reasoning_tokens: 9 }),
        billed_units: { input_tokens: 90, output_tokens: 30 },
      },
      nanoUsd: 90 * 1_250 + 30 * 10_000,
    },
    {
      name: 'the counts where billed units are in a form nobody knows',
      row,
      usage: { ...usage(1_000, 100), billed_units: JSON.parse('{"input_tokens":"90"}') },
      nanoUsd: 3_500_000,
    },
    {
      name: 'the counts where billed units are null',
      row,
      usage: { ...usage(1_000, 100), billed_units: JSON.parse('null') },
      nanoUsd: 3_500_000,
    },
    { name: 'a price per request', row: { ...row, perRequest: 5_000_000_000 }, usage: usage(0, 0), nanoUsd: 5_000_000 },
    { name: 'one rounding at the end', row: { ...row, input: 333, output: 333 }, usage: usage(1, 1), nanoUsd: 1 },
    { name: 'a free model', row: { ...row, input: 0, output: 0 }, usage: usage(5, 5), nanoUsd: 0 },
  ])('$name', ({ row, usage, nanoUsd }) => {
    expect(price(row, countTokens(usage))).toEqual({ nanoUsd })
  })

  test('cached tokens of a row without a cache price cost what plain ones cost', () => {
    expect(
      price({ model: 'm', family: 'f', input: 1_000_000, output: 1_000_000 }, countTokens(usage(10, 0, { cached_tokens: 4 }))),
    ).toEqual({ nanoUsd: 10_000 })
  })

  test('more than a number holds exactly is summed exactly', () => {
    const dear = { ...row, input: 1_000_000_000_003, output: 1_000_000_000_007 }
    expect(price(dear, countTokens(usage(90_001, 70_001)))).toEqual({
      nanoUsd: Number((90_001n * 1_000_000_000_003n + 70_001n * 1_000_000_000_007n + 500n) / 1_000n),
    })
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s tokens have no cost, and the reason', (count) => {
    expect(price(row, countTokens(usage(count, 1)))).toEqual({ reason: 'the reply reports token counts that are not numbers' })
  })

  test('a price that is missing is not 0', () => {
    expect(price({ model: 'm', family: 'f', input: 1 }, countTokens(usage(1, 1)))).toEqual({
      reason: 'the price list has no price for output of "m"',
    })
    expect(price({ model: 'm', family: 'f', input: 1_000 }, countTokens(usage(1, 0)))).toEqual({ nanoUsd: 1 })
  })
})

test('nothing of a prompt is billed twice: images and sound may be cached too', () => {
  const counts = countTokens(usage(1_000, 0, { cached_tokens: 800, audio_tokens: 50, image_tokens: 900 }))
  expect(counts).toMatchObject({ input: 0, cacheRead: 800, inputAudio: 50, inputImage: 150 })
})

test('token classes are disjoint, and parts beyond their whole leave nothing', () => {
  const counts = countTokens(
    usage(
      100,
      50,
      { cached_tokens: 30, cache_creation_tokens: 20, audio_tokens: 5, image_tokens: 5 },
      { reasoning_tokens: 10, audio_tokens: 5 },
    ),
  )
  expect(counts).toEqual({
    prompt: 100,
    input: 40,
    cacheRead: 30,
    cacheWrite: 20,
    cacheWrite1h: 0,
    inputAudio: 5,
    inputImage: 5,
    output: 35,
    reasoning: 10,
    outputAudio: 5,
    outputImage: 0,
  })
  expect(countTokens(usage(10, 5, { cached_tokens: 30 }, { reasoning_tokens: 9 }))).toMatchObject({ input: 0, output: 0 })
})

describe('which row', () => {
  const dated: PriceRow = { ...row, model: 'gpt-4o-2024-05-13', input: 5_000_000 }
  const table = createCostTable([row, dated, { ...row, model: 'claude-sonnet-4', family: 'anthropic', input: 1_000 }])
  const input = (ref: Parameters<typeof costOf>[1], model: string) => costOf(table, ref, model, { prompt_tokens: 1_000 })
  test.each([
    { name: 'the deployment names it', ref: { by: 'row', row: 0 }, model: 'anything', want: { nanoUsd: 2_500_000 } },
    {
      name: 'the reply names it exactly',
      ref: { by: 'reply', family: 'openai' },
      model: 'gpt-4o-2024-05-13',
      want: { nanoUsd: 5_000_000 },
    },
    {
      name: 'the reply names it with a date',
      ref: { by: 'reply', family: 'openai' },
      model: 'gpt-4o-2024-08-06',
      want: { nanoUsd: 2_500_000 },
    },
    {
      name: 'with a date without dashes',
      ref: { by: 'reply', family: 'anthropic' },
      model: 'claude-sonnet-4-20250514',
      want: { nanoUsd: 1_000 },
    },
    {
      name: 'another family',
      ref: { by: 'reply', family: 'anthropic' },
      model: 'gpt-4o',
      want: { reason: 'no price is known for "gpt-4o", the model that the reply names' },
    },
    {
      name: 'a longer name is another model',
      ref: { by: 'reply', family: 'openai' },
      model: 'gpt-4o-mini',
      want: { reason: 'no price is known for "gpt-4o-mini", the model that the reply names' },
    },
    { name: 'no price at all', ref: { by: 'none', reason: 'self-hosted' }, model: 'x', want: { reason: 'self-hosted' } },
  ] as const)('$name', ({ ref, model, want }) => {
    expect(input(ref, model)).toEqual(want)
  })

  test('Cohere costs what it bills, not what it counts', () => {
    const reported = {
      billed_units: { input_tokens: 9, output_tokens: 7 },
      tokens: { input_tokens: 120, output_tokens: 34 },
      cached_tokens: 20,
    }
    expect(costOf(table, { by: 'row', row: 0 }, 'command-a', cohereUsage(reported))).toEqual({ nanoUsd: 9 * 2_500 + 7 * 10_000 })
  })

  test.each<[string, PricedUsage | undefined]>([
    ['no usage', undefined],
    ['zeros, from a host that does not count', { prompt_tokens: 0, completion_tokens: 0 }],
    ['a zero', { prompt_tokens: 0 }],
  ])('%s, no cost', (_name, reported) => {
    expect(costOf(table, { by: 'row', row: 0 }, 'gpt-4o', reported)).toEqual({ reason: 'the reply reports no usage' })
  })
})

describe('what is billed by the piece', () => {
  const of = (rates: Partial<PriceRow>, units: Units | undefined, usage?: PricedUsage, tier?: string) => {
    const { nanoUsd, reason } = costOf(createCostTable([{ model: 'm', family: 'f', ...rates }]), { by: 'row', row: 0 }, 'm', usage, {
      units,
      tier,
    })
    return nanoUsd ?? reason
  }
  const tokens = { prompt_tokens: 10, completion_tokens: 20 }
  test.each([
    { name: 'images', got: of({ perImage: 40_000_000_000 }, { images: 2 }), want: 80_000_000 },
    {
      name: 'images by their tokens where these are told and priced',
      got: of({ perImage: 1, input: 5_000, output: 40_000 }, { images: 2 }, tokens),
      want: 850,
    },
    { name: 'images by the piece where tokens have no price', got: of({ perImage: 1_000 }, { images: 2 }, tokens), want: 2 },
    { name: 'parts of a second', got: of({ perSecond: 100_000_000 }, { seconds: 1.234_567 }), want: 123_457 },
    { name: 'parts of a second, rounded once', got: of({ perSecond: 4_996 }, { seconds: 0.100_06 }), want: 0 },
    {
      name: 'unknown, for pieces that cost more than the price list says',
      got: of({ perImage: 1_000 }, { images: 1, dearer: 'it costs more' }),
      want: 'it costs more',
    },
    { name: 'characters', got: of({ perCharacter: 15_000_000 }, { characters: 3 }), want: 45_000 },
    { name: 'queries, whatever tokens are told', got: of({ perSearch: 2_000_000_000, input: 0 }, { queries: 3 }, tokens), want: 6_000_000 },
    { name: 'tokens of a reranker that bills these', got: of({ input: 20_000 }, { queries: 1 }, { prompt_tokens: 10 }), want: 200 },
    { name: 'a fee for the request', got: of({ perImage: 1_000, perRequest: 5_000 }, { images: 1 }), want: 6 },
    { name: 'nothing, for what is free', got: of({}, { free: true }), want: 0 },
    { name: 'nothing, for a model that costs nothing', got: of({ input: 0, output: 0 }, undefined), want: 0 },
    { name: 'unknown, where the piece has no price', got: of({ perImage: 1 }, { seconds: 2 }), want: 'the reply reports no usage' },
    {
      name: 'unknown, where counts are no numbers',
      got: of({ perSecond: 1 }, { seconds: Number.POSITIVE_INFINITY }),
      want: 'the reply reports counts that are not numbers',
    },
    {
      name: 'searches on the way',
      got: of({ input: 0, output: 0, perSearch: 10_000_000_000 }, undefined, { ...tokens, server_tool_use: { web_search_requests: 2 } }),
      want: 20_000_000,
    },
    {
      name: 'unknown, for searches without a price',
      got: of({ input: 0, output: 0 }, undefined, { ...tokens, server_tool_use: { web_search_requests: 2 } }),
      want: 'the price list has no price for searches of "m"',
    },
    {
      name: 'the rates of a service tier',
      got: of({ input: 1_000, output: 1_000, services: { flex: { output: 500 } } }, undefined, tokens, 'flex'),
      want: 20,
    },
    {
      name: 'the plain rates, where the tier has none',
      got: of({ input: 1_000, output: 1_000, services: { flex: { output: 500 } } }, undefined, tokens, 'priority'),
      want: 30,
    },
    {
      name: 'the rates of a tier for a long prompt too',
      got: of(
        {
          input: 1,
          output: 1,
          tiers: [{ aboveTokens: 5, input: 9_000, output: 9_000 }],
          services: { priority: { input: 2_000, output: 3_000 } },
        },
        undefined,
        tokens,
        'priority',
      ),
      want: 80,
    },
  ])('costs: $name', ({ got, want }) => expect(got).toBe(want))
})
