import type { ModelInfo, Provider } from '@pydantic/genai-prices'
import { describe, expect, test } from 'vitest'
import { picodollars } from '../../src/catalog/picodollars.js'
import { pricesAsOf, priceTables } from '../../src/catalog/prices/tables.js'
import { arePricesStale, freshTables } from '../../src/maintenance/prices.js'
import { familiesOf, tablesFile } from '../../src/maintenance/prices-files.js'
import { withModes, withOverlay, withVanished } from '../../src/maintenance/prices-merge.js'
import { overlay } from '../../src/maintenance/prices-overlay.js'
import { factsOfSource, priceInForce } from '../../src/maintenance/prices-source.js'

describe('picodollars', () => {
  test.each([
    [0.15, 1_000_000, 150_000],
    [2.5, 1_000_000, 2_500_000],
    [0.0028, 1_000_000, 2_800],
    [0.003625, 1_000_000, 3_625],
    [0.1 + 0.2, 1_000_000, 300_000],
    [0.18000000000000002, 1_000_000, 180_000],
    [75, 1_000_000, 75_000_000],
    [0, 1_000_000, 0],
    [12, 1000, 12_000_000_000],
    [0.36, 3600, 100_000_000],
    [0.111, 3600, 30_833_333],
    [1.5e-7, 1, 150_000],
    [2e-8, 1, 20_000],
    [0.0000025, 1, 2_500_000],
    [0.04, 1, 40_000_000_000],
    [5e-13, 1, 1],
    [4e-13, 1, 0],
    [1e21, 1, 1e33],
  ])('%d dollars for %d are %d each', (usd, per, want) => {
    expect(picodollars(usd, per)).toBe(want)
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('%d is no price', (usd) => {
    expect(() => picodollars(usd, 1)).toThrow(`a price must be a number of dollars from 0 up, got ${usd}`)
  })
})

describe('the price in force', () => {
  const dated: ModelInfo['prices'] = [
    { prices: { input_mtok: 1 } },
    { constraint: { type: 'start_date', start_date: '2026-03-13' }, prices: { input_mtok: 2 } },
    { constraint: { type: 'start_date', start_date: '2027-01-01' }, prices: { input_mtok: 3 } },
  ]
  const hourly: ModelInfo['prices'] = [
    { prices: { input_mtok: 1 } },
    { constraint: { type: 'time_of_date', start_time: '00:30:00Z', end_time: '16:30:00Z' }, prices: { input_mtok: 2 } },
  ]
  const peaks: ModelInfo['prices'] = [
    { prices: { input_mtok: 1 } },
    { constraint: { type: 'start_date', start_date: '2026-08-17' }, prices: { input_mtok: 2 } },
    { constraint: { type: 'time_of_date', start_time: '01:00:00Z', end_time: '04:00:00Z' }, prices: { input_mtok: 4 } },
  ]

  test.each([
    { name: 'one price', prices: { input_mtok: 5 }, asOf: '2026-11-23', want: 5 },
    { name: 'before the first date', prices: dated, asOf: '2026-03-12', want: 1 },
    { name: 'on the day', prices: dated, asOf: '2026-03-13', want: 2 },
    { name: 'between two dates', prices: dated, asOf: '2026-11-23', want: 2 },
    { name: 'after the last', prices: dated, asOf: '2027-01-01', want: 3 },
    { name: 'most of the day', prices: hourly, asOf: '2026-11-23', want: 2 },
    { name: 'peak hours apart', prices: peaks, asOf: '2026-11-23', want: 2 },
    { name: 'peak hours apart, before the date', prices: peaks, asOf: '2026-01-01', want: 1 },
  ])('$name', ({ prices, asOf, want }) => {
    expect(priceInForce(prices, asOf)).toEqual({ input_mtok: want })
  })
})

describe('facts of the source', () => {
  const provider = (id: string, ...models: ModelInfo[]): Provider => ({ id, name: id, api_pattern: '', models })

  test('take ids from patterns, leave out those that only add a date, and round nothing', () => {
    const facts = factsOfSource(
      [
        provider('openai', {
          id: 'gpt-4o',
          match: {
            or: [
              { equals: 'gpt-4o' },
              { equals: 'gpt-4o-2024-08-06' },
              { equals: 'gpt-4-o' },
              { starts_with: 'gpt-4o-2024-' },
              { equals: 'gpt-35-x' },
            ],
          },
          context_window: 128_000,
          prices: { input_mtok: { base: 2.5, tiers: [{ start: 200_000, price: 5 }] }, output_mtok: 10, input_video_mtok: 1 },
        }),
        provider('unknown-host', { id: 'x', match: { equals: 'x' }, prices: {} }),
      ],
      '2026-11-23',
    )
    expect([...facts]).toEqual([
      [
        'openai',
        [
          {
            model: 'gpt-4o',
            aliases: ['gpt-35-x', 'gpt-4-o'],
            contextWindow: 128_000,
            rates: { input: 2_500_000, output: 10_000_000 },
            tiers: [{ aboveTokens: 200_000, input: 5_000_000, output: 10_000_000 }],
          },
        ],
      ],
    ])
  })

  test('know a price of nothing from no price', () => {
    const facts = factsOfSource(
      [
        provider(
          'openrouter',
          { id: 'a/b:free', match: { equals: 'a/b:free' }, prices: {} },
          { id: 'a/b', match: { equals: 'a/b' }, prices: {} },
        ),
        provider('cerebras', { id: 'q', match: { equals: 'q' }, prices: {}, deprecated: true }),
      ],
      '2026-11-23',
    )
    expect(facts.get('openrouter')).toEqual([
      { model: 'a/b:free', aliases: [], rates: { input: 0, output: 0 } },
      { model: 'a/b', aliases: [] },
    ])
    expect(facts.get('cerebras')).toEqual([{ model: 'q', aliases: [], deprecated: 'retired' }])
  })
})

describe('merging', () => {
  const listed = new Map([['openai', [{ model: 'a', aliases: ['b', 'c'], contextWindow: 10, rates: { input: 1, output: 2 } }]]])

  test('an overlay wins key by key, adds rows, and takes an id over from another row', () => {
    const merged = withOverlay(listed, {
      'openai/a': { output_cost_per_token: 3e-6, mode: 'chat' },
      'openai/d/e': { aliases: ['c'], supports_vision: false },
    })
    expect([...merged]).toEqual([
      [
        'openai',
        [
          { model: 'a', aliases: ['b'], contextWindow: 10, mode: 'chat', rates: { input: 1, output: 3_000_000 } },
          { model: 'd/e', aliases: ['c'], capabilities: { tools: 'unknown', vision: 'no', jsonSchema: 'unknown', reasoning: 'unknown' } },
        ],
      ],
    ])
  })

  test('a row that the source lost stays and says so; one that is an alias now does not come back', () => {
    const previous = new Map([
      [
        'openai',
        [
          { model: 'old', aliases: ['b', 'older'] },
          { model: 'c', aliases: [] },
          { model: 'gone', aliases: [], deprecated: '2025-01-01' },
        ],
      ],
      ['lost_family', [{ model: 'x', aliases: [] }]],
    ])
    expect([...withVanished(listed, previous)]).toEqual([
      [
        'openai',
        [
          { model: 'a', aliases: ['b', 'c'], contextWindow: 10, rates: { input: 1, output: 2 } },
          { model: 'old', aliases: ['older'], deprecated: 'no longer listed' },
          { model: 'gone', aliases: [], deprecated: '2025-01-01' },
        ],
      ],
      ['lost_family', [{ model: 'x', aliases: [], deprecated: 'no longer listed' }]],
    ])
  })
})

test('a mode other than chat is written down, one that is given stays', () => {
  const facts = [
    { model: 'text-embedding-9', aliases: [] },
    { model: 'gpt-4o', aliases: [] },
    { model: 'strange-name', aliases: [] },
    { model: 'rerank-embed', aliases: [], mode: 'ocr' },
  ] as const
  expect(withModes(new Map([['x', facts]])).get('x')).toEqual([
    { model: 'text-embedding-9', aliases: [], mode: 'embedding' },
    { model: 'gpt-4o', aliases: [] },
    { model: 'strange-name', aliases: [] },
    { model: 'rerank-embed', aliases: [], mode: 'ocr' },
  ])
})

describe('the tables file', () => {
  const families = new Map([
    [
      'open_ai',
      [
        { model: 'b', aliases: ['c'], rates: { input: 1 } },
        { model: 'a', aliases: [] },
      ],
    ],
    ['x', [{ model: 'm', aliases: [] }]],
  ])

  test('holds a sorted table a family, and its day', () => {
    const text = tablesFile(families, '2026-11-23')
    expect(text.slice(text.indexOf('/** Day'))).toBe(
      [
        '/** Day (YYYY-MM-DD) whose prices these are. */',
        "export const pricesAsOf = '2026-11-23'",
        '',
        '/** Table of each family; `parseFacts` reads a line. */',
        'export const priceTables: { readonly [family: string]: string } = {',
        '  open_ai: `\na\nb|c|||||i1\n`,',
        '  x: `\nm\n`,',
        '}',
        '',
      ].join('\n'),
    )
  })

  test('is read back as it was written', () => {
    expect([...familiesOf({ open_ai: '\na\nb|c|||||i1\n' })]).toEqual([
      [
        'open_ai',
        [
          { model: 'a', aliases: [] },
          { model: 'b', aliases: ['c'], rates: { input: 1 } },
        ],
      ],
    ])
  })

  test.each(['a`b', 'a$b', 'a|b'])('takes no model named %j', (model) => {
    expect(() => tablesFile(new Map([['x', [{ model, aliases: [], deprecated: 'x' }]]]), '2026-11-23')).toThrow(
      'cannot stand in a price table',
    )
  })
})

describe('npm run prices', () => {
  test('gives what is checked in: the tables are not stale', async () => {
    expect(await arePricesStale()).toBe(false)
  })

  test('gives the same bytes twice, and other bytes on a day with other prices', async () => {
    const previous = familiesOf(priceTables)
    const text = await freshTables(pricesAsOf, previous)
    expect(await freshTables(pricesAsOf, previous)).toBe(text)
    expect(await freshTables('2027-02-01', previous)).not.toContain('gemini-3.6-flash||1000000||||i750000 ')
    expect(text).toContain('gemini-3.6-flash||1000000||||i750000 ')
  })

  test('keeps a model that the list has lost', async () => {
    const text = await freshTables(pricesAsOf, new Map([['groq', [{ model: 'lost-model', aliases: [], rates: { input: 1 } }]]]))
    expect(text).toContain('\nlost-model||||||i1||no longer listed\n')
  })

  test('has an overlay that names families and models only', () => {
    expect(Object.keys(overlay).filter((key) => !/^[a-z_]+\/\S+$/.test(key))).toEqual([])
  })
})
