/**
 * `npm run simulate`: strategies over simulated deployments, ours beside LiteLLM's documented defaults.
 * Arguments: names of scenarios; `--seed N`; `--json`; `--markdown`; `--out FOLDER` for the charts (default a new temporary folder).
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { StrategyName } from '../../src/plan/routing.js'
import { type Chart, type Series, svgOf } from './chart.js'
import { figuresOf, percentile, shareOf } from './figures.js'
import { litellmStrategies } from './litellm-rules.js'
import { type Scenario, scenarios } from './scenarios.js'
import { type Recording, type RouterName, simulate } from './simulate.js'
import { markdownOf, type Row, routerTitles, tableOf } from './table.js'

const strategies = [
  'simple-shuffle',
  'least-busy',
  'latency-based-routing',
  'usage-based-routing',
  'usage-based-routing-v2',
  'cost-based-routing',
  'peak-ewma',
  'weighted-failover',
] as const satisfies readonly StrategyName[]

type Outcome = { readonly row: Row; readonly recording: Recording }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})
const unknown = positionals.find((name) => scenarios.every((scenario) => scenario.name !== name))
if (unknown !== undefined || !Number.isInteger(Number(values.seed))) {
  const problem = unknown === undefined ? `--seed ${values.seed} is not a whole number` : `there is no scenario "${unknown}"`
  process.stderr.write(`${problem}; scenarios are ${scenarios.map(({ name }) => name).join(', ')}\n`)
  process.exit(2)
}

const print = (text: string) => process.stdout.write(`${text}\n`)
const isText = !values.json && !values.markdown

async function runScenario(scenario: Scenario): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const strategy of strategies)
    for (const router of ['llmgen', 'litellm-rules'] as const satisfies readonly RouterName[]) {
      if (router === 'litellm-rules' && !litellmStrategies.includes(strategy)) continue
      const recording = await simulate({ scenario, router, strategy, seed: Number(values.seed) })
      outcomes.push({ row: { scenario: scenario.name, strategy, router, figures: figuresOf(recording) }, recording })
    }
  return outcomes
}

const all: Outcome[] = []
const folder = values.out ?? mkdtempSync(join(tmpdir(), 'llmgen-simulate-'))
mkdirSync(folder, { recursive: true })
const startedAt = performance.now()
for (const scenario of scenarios) {
  if (positionals.length > 0 && !positionals.includes(scenario.name)) continue
  const outcomes = await runScenario(scenario)
  all.push(...outcomes)
  for (const [file, chart] of chartsOf(scenario, outcomes)) writeFileSync(join(folder, `${file}.svg`), svgOf(chart))
  if (isText) print(`\n${scenario.name}: ${scenario.about}\n\n${tableOf(outcomes.map(({ row }) => row))}`)
}
const rows = all.map(({ row }) => row)
if (values.json) print(JSON.stringify(rows, undefined, 2))
if (values.markdown) print(markdownOf(rows))
if (isText) {
  const calls = rows.reduce((sum, { figures }) => sum + figures.calls, 0)
  print(`\n"LiteLLM rules" is ${routerTitles['litellm-rules']}; see test/simulate/litellm-rules.ts.`)
  print(`${calls.toLocaleString('en')} calls simulated in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s, charts in ${folder}`)
}

/** Calls answered and time to answer over time, and what the deployment in trouble gets. */
function chartsOf(scenario: Scenario, outcomes: readonly Outcome[]): readonly (readonly [string, Chart])[] {
  const fault = scenario.deployments.find(({ faults }) => faults !== undefined)?.faults?.[0]
  const trouble = fault === undefined ? {} : { trouble: [fault.from, fault.to] as const }
  const draw = (router: RouterName, value: (recording: Recording, second: number) => number): readonly Series[] =>
    outcomes
      .filter(({ row }) => row.router === router)
      .map(({ row, recording }) => ({
        name: row.strategy,
        points: Array.from({ length: scenario.seconds / 2 }, (_, nth) => [nth * 2 + 1, value(recording, nth * 2)] as const),
      }))
  return (['llmgen', 'litellm-rules'] as const).flatMap((router) => {
    const title = (what: string) => `${scenario.name}, ${routerTitles[router]}: ${what}`
    const base = { x: 'seconds', ...trouble }
    return [
      [`${scenario.name}-${router}-p95`, { ...base, title: title('95th percentile'), y: 'ms', series: draw(router, slowest) }],
      [
        `${scenario.name}-${router}-share`,
        {
          ...base,
          title: title(`share of ${scenario.deployments[0]?.name}`),
          y: '% of requests',
          series: draw(router, (recording, second) => shareOf(recording, 0, second, second + 2) * 100),
        },
      ],
    ] as const
  })
}

/** 95th percentile of the calls that began within two seconds; those without an answer count until they ended. */
function slowest({ calls }: Recording, second: number): number {
  const begun = calls.filter(({ at }) => at >= second * 1_000 && at < (second + 2) * 1_000)
  return percentile(
    begun.map(({ at, endedAt }) => endedAt - at).sort((a, b) => a - b),
    0.95,
  )
}
