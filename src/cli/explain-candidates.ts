/** The deployments that a name leads to, as routing sees them before the first attempt. */
import type { Deployment, NumberSetting, Plan, TextSetting } from '../plan/plan.js'
import { hindranceOf, pickDeployment } from '../runtime/pick.js'
import type { GroupRuntime, Resolved } from '../runtime/routing-table.js'
import type { Run } from '../runtime/run.js'
import { type Environment, readNumber, readText } from '../runtime/settings.js'
import type { Candidate, ResolvedName } from './explain-types.js'

/** Picks drawn to see how a strategy shares traffic out: half a percent either way. */
const draws = 10_000

export function resolvedName(plan: Plan, name: string, { group, match }: Resolved): ResolvedName {
  if (match !== undefined) return { as: 'wildcard', group: group.name, captures: match.captures }
  if (group.pinned) return { as: 'deployment', group: group.name }
  return { as: plan.aliases.some((alias) => alias.name === name) ? 'alias' : 'group', group: group.name }
}

/** Every deployment of the call's group, in the order of the config. `run` is a call that has not begun; its engine is used up. */
export function candidatesOf(run: Run, plan: Plan, env: Environment): readonly Candidate[] {
  const { engine } = run
  const { group } = run.current
  const now = engine.now()
  const hindrances = new Map([...group.deployments].map((index) => [index, hindranceOf(run, index, now)] as const))
  const open = lowestOrder(
    group,
    [...group.serving].filter((index) => hindrances.get(index) === undefined),
  )
  const shares = sharesOf(run, open)
  return [...group.deployments].flatMap((index): readonly Candidate[] => {
    const deployment = plan.deployments[index]
    if (deployment === undefined) return []
    const hindrance = hindrances.get(index) ?? (open.includes(index) ? undefined : 'order')
    return [{ ...describe(deployment, plan, env), ...(hindrance !== undefined && { hindrance }), share: shares.get(index) ?? 0 }]
  })
}

function lowestOrder({ orders }: GroupRuntime, indexes: readonly number[]): readonly number[] {
  if (orders === undefined) return indexes
  const known = indexes.map((index) => orders[index] ?? Number.NaN).filter((order) => !Number.isNaN(order))
  return known.length === 0 ? indexes : indexes.filter((index) => orders[index] === Math.min(...known))
}

/** By picking many times from a state in which nothing was measured; those of simple-shuffle are known exactly. */
function sharesOf(run: Run, open: readonly number[]): ReadonlyMap<number, number> {
  const { group } = run.current
  if (group.strategyName === 'simple-shuffle' && group.orders === undefined) {
    const total = open.reduce((sum, index) => sum + (group.weights[index] ?? 0), 0)
    return new Map(open.map((index) => [index, total > 0 ? (group.weights[index] ?? 0) / total : 1 / open.length]))
  }
  const counts = new Map<number, number>()
  for (let nth = 0; nth < draws; nth++) {
    const index = pickDeployment(run)
    counts.set(index, (counts.get(index) ?? 0) + 1)
  }
  return new Map([...counts].map(([index, count]) => [index, count / draws]))
}

function describe(deployment: Deployment, plan: Plan, env: Environment): Omit<Candidate, 'share'> {
  const number = (key: 'weight' | 'rpm' | 'tpm' | 'order') => {
    const setting: NumberSetting | undefined = deployment[key]
    const value = readNumber(setting, env)
    return value === undefined ? {} : { [key]: value }
  }
  const region = textOf(deployment.region, env)
  const { tags, contextWindow } = deployment
  return {
    index: deployment.index,
    id: deployment.id,
    provider: deployment.provider,
    model: textOf(deployment.model, env) ?? '',
    ...number('weight'),
    ...number('rpm'),
    ...number('tpm'),
    ...number('order'),
    ...(tags !== undefined && { tags }),
    ...(region !== undefined && { region }),
    ...pricesOf(deployment, plan),
    ...(contextWindow !== undefined && { contextWindow }),
  }
}

/** Rates are integer picodollars a token, so a millionth of them is dollars per million tokens. */
function pricesOf({ price }: Deployment, { prices }: Plan): Pick<Candidate, 'inputUsd' | 'outputUsd' | 'priceReason'> {
  if (price.by === 'none') return { priceReason: price.reason }
  if (price.by === 'reply') return { priceReason: 'by the model that the reply names' }
  const { input, output } = prices[price.row] ?? {}
  if (input === undefined && output === undefined) return { priceReason: 'not priced by the token' }
  return { ...(input !== undefined && { inputUsd: input / 1e6 }), ...(output !== undefined && { outputUsd: output / 1e6 }) }
}

/** Text of a setting; a variable that is not set stands as `<NAME>`. */
function textOf(setting: TextSetting | undefined, env: Environment): string | undefined {
  return readText(setting, env) ?? (typeof setting === 'object' ? `<${setting.env}>` : undefined)
}
