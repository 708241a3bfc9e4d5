import { describe, expect, test } from 'vitest'
import { formatFacts, type ModelFacts, parseFacts } from '../../src/catalog/model-facts.js'

const cases: readonly { readonly name: string; readonly line: string; readonly facts: ModelFacts }[] = [
  { name: 'a name alone', line: 'm', facts: { model: 'm', aliases: [] } },
  {
    name: 'prices',
    line: 'gpt-4o|gpt-4o-latest|128000||||i2500000 o10000000 r1250000',
    facts: {
      model: 'gpt-4o',
      aliases: ['gpt-4o-latest'],
      contextWindow: 128_000,
      rates: { input: 2_500_000, output: 10_000_000, cacheRead: 1_250_000 },
    },
  },
  {
    name: 'everything',
    line: 'a/b:c|x,y|1|2|embedding|yn?y|i1 o2 r3 w4 h5 ia6 oa7 ii8 oi9 t10 q11 s12 c13 m14 f15|200000:i2 o4;128000:i3|2026-01-31',
    facts: {
      model: 'a/b:c',
      aliases: ['x', 'y'],
      contextWindow: 1,
      maxOutputTokens: 2,
      mode: 'embedding',
      capabilities: { tools: 'yes', vision: 'no', jsonSchema: 'unknown', reasoning: 'yes' },
      rates: {
        input: 1,
        output: 2,
        cacheRead: 3,
        cacheWrite: 4,
        cacheWrite1h: 5,
        inputAudio: 6,
        outputAudio: 7,
        inputImage: 8,
        outputImage: 9,
        reasoning: 10,
        perRequest: 11,
        perSecond: 12,
        perCharacter: 13,
        perImage: 14,
        perSearch: 15,
      },
      tiers: [
        { aboveTokens: 200_000, input: 2, output: 4 },
        { aboveTokens: 128_000, input: 3 },
      ],
      deprecated: '2026-01-31',
    },
  },
]

describe('a line of a price table', () => {
  test.each(cases)('holds $name', ({ line, facts }) => {
    expect(formatFacts(facts)).toBe(line)
    expect(parseFacts(line)).toEqual(facts)
  })

  test('with an unknown rate is refused', () => {
    expect(() => parseFacts('m||||||zz5')).toThrow('llmgen bug: "zz5" is no rate of a price table; run npm run prices')
  })
})
