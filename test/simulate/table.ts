/** The outcome of a simulation as text: medians over the seeds, one row for each strategy and router. */
import type { StrategyName } from '../../src/plan/routing.js'
import { type Figures, median } from './figures.js'
import type { RouterName } from './simulate.js'
import type { TrialResult } from './trial.js'

/** `seeds` are the figures of each seed. */
export type Row = {
  readonly scenario: string
  readonly strategy: StrategyName
  readonly router: RouterName
  readonly seeds: readonly Figures[]
}

export const routerTitles: { readonly [R in RouterName]: string } = {
  llmgen: 'llmgen',
  'litellm-rules': "LiteLLM's documented defaults (a model of them)",
}

export function rowsOf(results: readonly TrialResult[]): readonly Row[] {
  const rows = new Map<string, Row & { readonly seeds: Figures[] }>()
  for (const { scenario, strategy, router, figures } of results) {
    const key = `${scenario} ${strategy} ${router}`
    const row = rows.get(key) ?? { scenario, strategy, router, seeds: [] }
    row.seeds.push(figures)
    rows.set(key, row)
  }
  return [...rows.values()]
}

type Figure = (figures: Figures) => number

const middle = ({ seeds }: Row, of: Figure): number => median(seeds.map(of))

/** The median, and in brackets the worst of the seeds where it reads otherwise. */
function withWorst({ seeds }: Row, of: Figure, worst: 'most' | 'least', show: (value: number) => string): string {
  const values = seeds.map(of)
  const [usual, bad] = [show(median(values)), show(worst === 'most' ? Math.max(...values) : Math.min(...values))]
  return usual === bad ? usual : `${usual} (${bad})`
}

const whole = (value: number) => value.toFixed(0)
const busiest: Figure = ({ shares }) => Math.max(...shares)

const columns: readonly (readonly [string, (row: Row) => string])[] = [
  ['strategy', ({ strategy }) => strategy],
  ['router', ({ router }) => nameOf(router)],
  ['goodput/s', (row) => middle(row, ({ goodput }) => goodput).toFixed(1)],
  [
    'answered %',
    (row) =>
      withWorst(
        row,
        ({ success }) => success,
        'least',
        (value) => percent(value, 3),
      ),
  ],
  ['p50 ms', (row) => whole(middle(row, ({ p50 }) => p50))],
  ['p95 ms', (row) => withWorst(row, ({ p95 }) => p95, 'most', whole)],
  ['p99 ms', (row) => withWorst(row, ({ p99 }) => p99, 'most', whole)],
  ['$/1000', (row) => dollars(middle(row, ({ costPer1000 }) => costPer1000))],
  ['429s', (row) => whole(middle(row, ({ limited }) => limited))],
  [
    '2nd attempts %',
    (row) =>
      percent(
        middle(row, ({ retried }) => retried),
        2,
      ),
  ],
  ['fairness', (row) => middle(row, ({ fairness }) => fairness).toFixed(3)],
  ['busiest %', (row) => withWorst(row, busiest, 'most', (value) => percent(value, 0))],
  ['shares, seed 1', ({ seeds }) => (seeds[0]?.shares ?? []).map((share) => percent(share, 0)).join('/')],
]

function nameOf(router: RouterName): string {
  return router === 'llmgen' ? 'llmgen' : 'LiteLLM rules'
}

function dollars(value: number): string {
  return value > 0 ? value.toFixed(3) : '–'
}

function percent(share: number, digits: number): string {
  return (share * 100).toFixed(digits)
}

/** Columns as wide as what stands in them; text to the left, numbers to the right. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, text]) => text(row)))]
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)))
  return cells
    .map((line) =>
      line
        .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** For a README: strategies down, scenarios across. Answered calls and the 99th percentile, each with the worst seed in brackets. */
export function markdownOf(rows: readonly Row[]): string {
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))]
  const lines = new Map(rows.map(({ strategy, router }) => [`${strategy} | ${nameOf(router)}`, { strategy, router }]))
  const cell = (scenario: string, { strategy, router }: Pick<Row, 'strategy' | 'router'>) => {
    const row = rows.find((each) => each.strategy === strategy && each.router === router && each.scenario === scenario)
    if (row === undefined) return '–'
    const answered = withWorst(
      row,
      ({ success }) => success,
      'least',
      (value) => percent(value, 1),
    )
    const slow = withWorst(
      row,
      ({ p99 }) => p99 / 1_000,
      'most',
      (value) => value.toFixed(1),
    )
    return `${answered} %, ${slow} s`
  }
  const load = (place: Pick<Row, 'strategy' | 'router'>) => {
    const row = rows.find((each) => each.strategy === place.strategy && each.router === place.router && each.scenario === scenarios[0])
    return row === undefined ? '–' : `${withWorst(row, busiest, 'most', (value) => percent(value, 0))} %`
  }
  return [
    `| strategy | router | busiest of four, ${scenarios[0]} | ${scenarios.join(' | ')} |`,
    `|---|---|---|${scenarios.map(() => '---').join('|')}|`,
    ...[...lines].map(([title, place]) => `| ${title} | ${load(place)} | ${scenarios.map((each) => cell(each, place)).join(' | ')} |`),
  ].join('\n')
}
