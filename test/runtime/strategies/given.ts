/** A group with one strategy, for tests of single picks. */
import type { StrategyName } from '../../../src/plan/routing.js'
import { createRoutingTable } from '../../../src/runtime/routing-table.js'
import { createState } from '../../../src/runtime/state.js'
import { seededRandom } from '../../../src/runtime/trace/seeded-random.js'
import { buildPlan, type DeploymentInput, type PlanInput } from '../../support/plan.js'
import { strategies } from '../../support/strategies.js'

export function given(strategy: StrategyName, deployments: readonly Partial<DeploymentInput>[], prices: PlanInput['prices'] = []) {
  const plan = buildPlan({
    deployments: deployments.map((each) => ({ group: 'g', model: 'openai/m', ...each })),
    prices,
    routing: { strategy },
  })
  const table = createRoutingTable(plan, strategies, () => undefined)
  const group = table.resolve('g')?.group
  if (group === undefined) throw new Error('no group')
  const state = createState(deployments.length)
  for (const { begin } of table.learners) begin?.(state, table.groups)
  const random = seededRandom(1)
  const pick = (eligible: readonly number[] = deployments.map((_, index) => index), streaming = false) =>
    group.strategy(group, Int32Array.from(eligible), eligible.length, state, random, streaming)
  /** Shares of many picks, in hundredths. */
  const shares = (eligible?: readonly number[], streaming = false) => {
    const counts = deployments.map(() => 0)
    for (let nth = 0; nth < 20_000; nth++) {
      const index = pick(eligible, streaming)
      counts[index] = (counts[index] ?? 0) + 1
    }
    return counts.map((count) => Math.round(count / 200))
  }
  return { state, pick, shares, learners: table.learners }
}
