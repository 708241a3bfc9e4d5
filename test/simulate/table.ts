/** The outcome of a simulation as text: one row for each strategy and router, one table for each scenario. */
import type { Figures } from './figures.js'
import type { RouterName } from './simulate.js'

export type Row = { readonly scenario: string; readonly strategy: string; readonly router: RouterName; readonly figures: Figures }

export const routerTitles: { readonly [R in RouterName]: string } = {
  llmgen: 'llmgen',
  'litellm-rules': "LiteLLM's documented defaults (a model of them)",
}

const columns: readonly (readonly [string, (row: Row) => string])[] = [
  ['strategy', ({ strategy }) => strategy],
  ['router', ({ router }) => (router === 'llmgen' ? 'llmgen' : 'LiteLLM rules')],
  ['goodput/s', ({ figures }) => figures.goodput.toFixed(1)],
  ['answered', ({ figures }) => percent(figures.success, 3)],
  ['p50 ms', ({ figures }) => figures.p50.toFixed(0)],
  ['p95 ms', ({ figures }) => figures.p95.toFixed(0)],
  ['p99 ms', ({ figures }) => figures.p99.toFixed(0)],
  ['$/1000', ({ figures }) => (figures.costPer1000 > 0 ? figures.costPer1000.toFixed(3) : '–')],
  ['429s', ({ figures }) => String(figures.limited)],
  ['2nd attempts', ({ figures }) => percent(figures.retried, 2)],
  ['fairness', ({ figures }) => figures.fairness.toFixed(3)],
]

export function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)} %`
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

/** For a README: strategies down, scenarios across; answered calls and the 99th percentile, ours / LiteLLM's rules. */
export function markdownOf(rows: readonly Row[]): string {
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))]
  const strategies = [...new Set(rows.map(({ strategy }) => strategy))]
  const cell = (strategy: string, scenario: string, router: RouterName) => {
    const row = rows.find((each) => each.strategy === strategy && each.scenario === scenario && each.router === router)
    return row === undefined ? '–' : `${percent(row.figures.success, 2)}, ${(row.figures.p99 / 1_000).toFixed(1)} s`
  }
  return [
    `| strategy | router | ${scenarios.join(' | ')} |`,
    `|---|---|${scenarios.map(() => '---').join('|')}|`,
    ...strategies.flatMap((strategy) => {
      const routers = (['llmgen', 'litellm-rules'] as const).filter((router) =>
        rows.some((row) => row.strategy === strategy && row.router === router),
      )
      return routers.map(
        (router) =>
          `| ${strategy} | ${router === 'llmgen' ? 'llmgen' : 'LiteLLM rules'} | ${scenarios.map((scenario) => cell(strategy, scenario, router)).join(' | ')} |`,
      )
    }),
  ].join('\n')
}
