/** One trial of the comparison and what is kept of it: figures, and points for the charts. Run as a process of its own it serves trials. */
import type { StrategyName } from '../../src/plan/routing.js'
import { type Figures, figuresOf, percentile, shareOf } from './figures.js'
import { scenarios, shortened } from './scenarios.js'
import { type Recording, type RouterName, simulate } from './simulate.js'

export type TrialName = {
  readonly scenario: string
  readonly router: RouterName
  readonly strategy: StrategyName
  readonly seed: number
  /** Part of the scenario's length that is simulated. */
  readonly length: number
}
export type Point = readonly [x: number, y: number]
export type TrialResult = TrialName & {
  readonly figures: Figures
  /** 95th percentile of the time of the calls that began within two seconds, milliseconds. */
  readonly slowest: readonly Point[]
  /** Percent of the requests that the first deployment got in two seconds. */
  readonly first: readonly Point[]
}

export async function runTrial(name: TrialName): Promise<TrialResult> {
  const usual = scenarios.find((each) => each.name === name.scenario)
  if (usual === undefined) throw new Error(`there is no scenario ${name.scenario}`)
  const scenario = shortened(usual, name.length)
  const recording = await simulate({ scenario, router: name.router, strategy: name.strategy, seed: name.seed })
  const seconds = Array.from({ length: Math.floor(scenario.seconds / 2) }, (_, nth) => nth * 2)
  return {
    ...name,
    figures: figuresOf(recording),
    slowest: seconds.map((second) => [second + 1, slowest(recording, second)]),
    first: seconds.map((second) => [second + 1, shareOf(recording, 0, second, second + 2) * 100]),
  }
}

/** Those without an answer count until they ended. */
function slowest({ calls }: Recording, second: number): number {
  const begun = calls.filter(({ at }) => at >= second * 1_000 && at < (second + 2) * 1_000)
  return percentile(
    begun.map(({ at, firstAt, endedAt }) => (firstAt ?? endedAt) - at).sort((a, b) => a - b),
    0.95,
  )
}

/** Asked by the parent: a trial in, its result out. */
process.on('message', (name: TrialName) => {
  void runTrial(name).then((result) => process.send?.(result))
})
