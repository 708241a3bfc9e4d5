/**
 * `npm run simulate`: strategies over simulated deployments, ours beside LiteLLM's documented defaults.
 * Arguments: names of scenarios; `--seeds N` (default 3; figures are medians over them); `--full` for whole lengths instead
 * of thirds; `--json`; `--markdown`; `--out FOLDER` for the charts (default a new temporary folder).
 */
import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { StrategyName } from '../../src/plan/routing.js'
import { type Chart, svgOf } from './chart.js'
import { litellmStrategies } from './litellm-rules.js'
import { type Scenario, scenarios, shortened } from './scenarios.js'
import { markdownOf, type Row, routerTitles, rowsOf, tableOf } from './table.js'
import type { Point, TrialName, TrialResult } from './trial.js'

/** Without `order`, weighted-failover is simple-shuffle; without `tpm`, the two usage-based ones are the same. */
const strategies = [
  'simple-shuffle',
  'least-busy',
  'latency-based-routing',
  'usage-based-routing-v2',
  'cost-based-routing',
  'peak-ewma',
] as const satisfies readonly StrategyName[]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '3' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})
const unknown = positionals.find((name) => scenarios.every((scenario) => scenario.name !== name))
if (unknown !== undefined || !/^[1-9]\d{0,2}$/.test(values.seeds)) {
  const problem = unknown === undefined ? `--seeds ${values.seeds} is no number from 1 to 999` : `there is no scenario "${unknown}"`
  process.stderr.write(`${problem}; scenarios are ${scenarios.map(({ name }) => name).join(', ')}\n`)
  process.exit(2)
}

const print = (text: string) => process.stdout.write(`${text}\n`)
const length = values.full ? 1 : 1 / 3
const chosen = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const seeds = Array.from({ length: Number(values.seeds) }, (_, nth) => nth + 1)
const names = chosen.flatMap(({ name: scenario }) =>
  strategies.flatMap((strategy) =>
    (['llmgen', 'litellm-rules'] as const)
      .filter((router) => router === 'llmgen' || litellmStrategies.includes(strategy))
      .flatMap((router) => seeds.map((seed): TrialName => ({ scenario, strategy, router, seed, length }))),
  ),
)

const startedAt = performance.now()
const results = await runAll(names)
const rows = rowsOf(results)
const folder = values.out ?? mkdtempSync(join(tmpdir(), 'llmgen-simulate-'))
mkdirSync(folder, { recursive: true })
for (const scenario of chosen)
  for (const [file, chart] of chartsOf(scenario, results)) writeFileSync(join(folder, `${file}.svg`), svgOf(chart))
if (values.json) print(JSON.stringify(rows, undefined, 2))
else if (values.markdown) print(markdownOf(rows))
else report(rows)

/** One process for each core takes the next trial when it has done its last. The order of the results is that of the names. */
async function runAll(all: readonly TrialName[]): Promise<readonly TrialResult[]> {
  const found = new Map<number, TrialResult>()
  let next = 0
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(fileURLToPath(new URL('./trial.ts', import.meta.url)))
      let at = -1
      const give = () => {
        at = next++
        const name = all[at]
        if (name === undefined) child.disconnect()
        else child.send(name)
      }
      child.on('message', (result: TrialResult) => {
        found.set(at, result)
        give()
      })
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a trial ended with exit code ${code}`))))
      give()
    })
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), all.length) }, work))
  return all.flatMap((_, at) => found.get(at) ?? [])
}

function report(all: readonly Row[]): void {
  for (const { name, about } of chosen) print(`\n${name}: ${about}\n\n${tableOf(all.filter(({ scenario }) => scenario === name))}`)
  const calls = results.reduce((sum, { figures }) => sum + figures.calls, 0)
  const many = seeds.length === 1 ? 'one seed' : `medians of ${seeds.length} seeds, in brackets the worst of them`
  print(`\n${many}. "LiteLLM rules" is ${routerTitles['litellm-rules']}; see test/simulate/litellm-rules.ts.`)
  print(`${calls.toLocaleString('en')} calls simulated in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s, charts in ${folder}`)
}

/** Time to answer over time, and what the deployment in trouble gets, of the first seed. */
function chartsOf(scenario: Scenario, all: readonly TrialResult[]): readonly (readonly [string, Chart])[] {
  const { deployments } = shortened(scenario, length)
  const fault = deployments.find(({ faults }) => faults !== undefined)?.faults?.[0]
  const trouble = fault === undefined ? {} : { trouble: [fault.from, fault.to] as const }
  return (['llmgen', 'litellm-rules'] as const).flatMap((router) => {
    const shown = all.filter((each) => each.scenario === scenario.name && each.router === router && each.seed === 1)
    const draw = (what: string, y: string, points: (result: TrialResult) => readonly Point[]): Chart => ({
      title: `${scenario.name}, ${routerTitles[router]}: ${what}`,
      x: 'seconds',
      y,
      series: shown.map((result) => ({ name: result.strategy, points: points(result) })),
      ...trouble,
    })
    return [
      [`${scenario.name}-${router}-p95`, draw('95th percentile', 'ms', (result) => result.slowest)],
      [`${scenario.name}-${router}-share`, draw(`share of ${deployments[0]?.name}`, '% of requests', (result) => result.first)],
    ] as const
  })
}
