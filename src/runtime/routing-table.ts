/** Names to deployments: groups, aliases, deployment ids and wildcards of a Plan, looked up without a search on the hot path. */
import type { Mode, NumberSetting, Plan } from '../plan/plan.js'
import type { StrategyName } from '../plan/routing.js'
import type { Check } from './feature.js'
import { type Environment, readNumber } from './settings.js'
import type { Learner, Prepared, Strategy, GroupSources as StrategySources } from './strategies/strategy.js'
import { createPattern, type Match, matchPattern, type Pattern, withProvider } from './wildcards.js'

/** A group as the router uses it. */
export type GroupRuntime = {
  readonly name: string
  readonly mode: Mode
  /** Indexes into `Plan.deployments`. */
  readonly deployments: Int32Array
  /** Those of them that can be called at all: key, address and adapter are there. */
  readonly serving: Int32Array
  /** Sum of the weights of `serving` up to each position. */
  readonly cumulative: Float64Array
  /** Weight of each deployment of the Plan, by deployment index. */
  readonly weights: Float64Array
  /** `order` by deployment index, NaN where not set; absent where no deployment of the group has one. */
  readonly orders: Float64Array | undefined
  /** `routing_strategy_args.lowest_latency_buffer`, a fraction of the lowest latency. */
  readonly latencyBuffer: number
  readonly strategy: Strategy
  readonly strategyName: StrategyName
  /** Tables that the strategy has made for this group; undefined where it needs none. */
  readonly prepared: Prepared | undefined
  /** True for a deployment called by its id: it is used even while it rests. */
  readonly pinned: boolean
  /** What the client's features ask of each deployment; filled when the client is created. */
  readonly checks: Check[]
  /** Likewise, of those that are over a limit: see `FeatureRuntime.checksWhen`. */
  readonly limitChecks: Check[]
  /** Those that a call may take as it comes, as last worked out. Written by picks alone. */
  clear: Clear | undefined
  /** True where the strategy chooses among all `order`s itself. */
  readonly spillsOver: boolean
}

/** Who of a group neither rests nor is being tried out nor is over a limit, of the lowest `order` that has one, and how long that holds. */
export type Clear = {
  readonly list: Int32Array
  count: number
  /** Their `order`; Infinity for none. */
  order: number
  /** Those of that `order` or a lower one that are over a limit and nothing else: some calls may still fit. */
  readonly limited: Int32Array
  limitedCount: number
  /** Grows each time it is worked out; 1 at first. */
  version: number
  /** `RouterState.turns` for which it holds, and the time until which it does. */
  turns: number
  until: number
  /** The strategy's weights of `list` up to each place, where it draws by weight; `areWeighed` once they are worked out. */
  readonly sums: Float64Array
  areWeighed: boolean
}

/** What a name stands for. `match` is set for wildcards. */
export type Resolved = { readonly group: GroupRuntime; readonly match: Match | undefined }

export type RoutingTable = {
  /** The group, alias, deployment id or wildcard that answers to `name`. */
  resolve(name: string): Resolved | undefined
  /** Every group, wildcard and deployment that can be called by a name. */
  readonly groups: readonly GroupRuntime[]
  /** Public names, for messages. */
  readonly names: readonly string[]
  /**
   * How many deployments that can be called share a group with this one, itself included. One without a key is no help
   * to the others, so it does not count.
   */
  readonly groupSize: Int32Array
  /** 1 for the deployments of a wildcard, which are never put to rest. */
  readonly isWildcard: Uint8Array
  /** What the strategies of this client want to know of each attempt, each once. */
  readonly learners: readonly Learner[]
}

type Strategies = { readonly [S in StrategyName]?: Strategy }

/**
 * Reads weights and orders from the Plan and the environment. `isReady` tells which deployments can be called.
 * Throws where a strategy that the Plan names was not handed over.
 */
export function createRoutingTable(
  plan: Plan,
  strategies: Strategies,
  env: Environment,
  isReady: (index: number) => boolean = () => true,
): RoutingTable {
  const groupSize = new Int32Array(plan.deployments.length).fill(1)
  const isWildcard = new Uint8Array(plan.deployments.length)
  const shared = {
    orders: ordersOf(plan, env),
    weights: new Float64Array(plan.deployments.length),
    latencyBuffer: bufferOf(plan),
    table: tablesOf(plan.deployments.length),
  }
  const made: GroupRuntime[] = []
  const byName = new Map<string, Resolved>()
  const make = (named: Named, deployments: readonly number[], strategy = plan.routing.strategy, pinned = false): Resolved => {
    const chosen = strategyOf(strategies, strategy)
    const group = createGroup(named, deployments, deployments.filter(isReady), { plan, env, shared, strategy, chosen, pinned })
    made.push(group)
    return { group, match: undefined }
  }
  const ids = plan.deployments.map(({ id, group: name, mode, index }) => [id, make({ name, mode }, [index], undefined, true)] as const)
  for (const group of plan.groups) {
    fillWeights(shared.weights, plan, group.name, group.deployments, env)
    byName.set(group.name, make(group, group.deployments, group.strategy))
    countPeers(groupSize, group.deployments, isReady)
  }
  const wildcards: (readonly [Pattern, GroupRuntime])[] = plan.wildcards.map((wildcard) => {
    fillWeights(shared.weights, plan, wildcard.pattern, wildcard.deployments, env)
    countPeers(groupSize, wildcard.deployments, isReady)
    for (const index of wildcard.deployments) isWildcard[index] = 1
    return [createPattern(wildcard.pattern), make({ name: wildcard.pattern, mode: wildcard.mode }, wildcard.deployments, undefined).group]
  })
  for (const alias of plan.aliases) {
    const target = byName.get(alias.group) ?? resolveWildcard(wildcards, alias.group)
    if (target !== undefined) byName.set(alias.name, target)
  }
  // A deployment's id wins over a group of the same name, as in LiteLLM; wildcard deployments need a name to fill in.
  for (const [id, resolved] of ids) if (isWildcard[resolved.group.deployments[0] ?? 0] === 0) byName.set(id, resolved)
  const hidden = plan.aliases.filter((alias) => alias.hidden).map((alias) => alias.name)
  const names = [...plan.groups.map((group) => group.name), ...plan.aliases.map((alias) => alias.name)].filter(
    (name) => !hidden.includes(name),
  )
  return {
    resolve: (name) => byName.get(name) ?? resolveWildcard(wildcards, name),
    groups: made,
    names,
    groupSize,
    isWildcard,
    learners: [...new Set(made.flatMap(({ strategy }) => strategy.learner ?? []))],
  }
}

type Named = Pick<GroupRuntime, 'name' | 'mode'>

type GroupSources = {
  readonly plan: Plan
  readonly env: Environment
  /** What all groups of a client have in common. */
  readonly shared: Pick<StrategySources, 'orders' | 'weights' | 'table'> & { readonly latencyBuffer: number }
  readonly strategy: StrategyName
  readonly chosen: Strategy
  readonly pinned: boolean
}

function createGroup(
  { name, mode }: Named,
  deployments: readonly number[],
  serving: readonly number[],
  { plan, env, shared, strategy, chosen, pinned }: GroupSources,
): GroupRuntime {
  const { orders, weights, table, latencyBuffer } = shared
  return {
    name,
    mode,
    deployments: Int32Array.from(deployments),
    serving: Int32Array.from(serving),
    cumulative: cumulate(serving, weights),
    weights,
    orders: deployments.some((index) => !Number.isNaN(orders[index])) ? orders : undefined,
    latencyBuffer,
    strategy: chosen,
    strategyName: strategy,
    prepared: serving.length > 1 ? chosen.prepare?.({ plan, env, serving, weights, orders, table }) : undefined,
    pinned,
    checks: [],
    limitChecks: [],
    clear: undefined,
    spillsOver: strategy === 'weighted-failover',
  }
}

/** Arrays by name, made when they are first asked for. */
function tablesOf(size: number): StrategySources['table'] {
  const tables = new Map<string, Float64Array>()
  return (name) => {
    const known = tables.get(name) ?? new Float64Array(size)
    tables.set(name, known)
    return known
  }
}

function countPeers(groupSize: Int32Array, deployments: readonly number[], isReady: (index: number) => boolean): void {
  const ready = deployments.filter(isReady).length
  for (const index of deployments) groupSize[index] = Math.max(1, ready)
}

/** The most specific pattern that matches; then the same with the provider's prefix. */
function resolveWildcard(wildcards: readonly (readonly [Pattern, GroupRuntime])[], name: string): Resolved | undefined {
  for (const [pattern, group] of wildcards) {
    const match = matchPattern(pattern, name)
    if (match !== undefined) return { group, match }
  }
  const prefixed = withProvider(name)
  return prefixed === undefined ? undefined : resolveWildcard(wildcards, prefixed)
}

function strategyOf(strategies: Strategies, name: StrategyName): Strategy {
  const strategy = strategies[name]
  if (strategy === undefined) throw new Error(`llmgen bug: the client was made without the strategy "${name}" that its Plan names`)
  return strategy
}

function bufferOf(plan: Plan): number {
  const buffer = plan.routing.strategyArgs.lowest_latency_buffer
  return typeof buffer === 'number' && buffer > 0 ? buffer : 0
}

function ordersOf(plan: Plan, env: Environment): Float64Array {
  return Float64Array.from(plan.deployments, (deployment) => readNumber(deployment.order, env) ?? Number.NaN)
}

function cumulate(deployments: readonly number[], weights: Float64Array): Float64Array {
  let sum = 0
  return Float64Array.from(deployments, (index) => {
    sum += weights[index] ?? 0
    return sum
  })
}

/** Weights of one group: the Plan's table where all were known when compiling, else worked out now. */
function fillWeights(weights: Float64Array, plan: Plan, name: string, deployments: readonly number[], env: Environment): void {
  const table = plan.pickTables.find((candidate) => candidate.group === name)
  const values = table?.cumulative.map((sum, at, all) => sum - (all[at - 1] ?? 0)) ?? weightsOf(plan, deployments, env)
  for (const [at, index] of deployments.entries()) weights[index] = values[at] ?? 0
}

/**
 * By `weight` if any deployment has one (missing is 1), else by `rpm`, else by `tpm` (missing is the mean of the others),
 * else all alike.
 * Differs: LiteLLM looks at the first deployment only, and gives a deployment without the key no traffic at all.
 */
function weightsOf(plan: Plan, deployments: readonly number[], env: Environment): readonly number[] {
  const read = (key: 'weight' | 'rpm' | 'tpm') => deployments.map((index) => positive(plan.deployments[index]?.[key], env))
  const explicit = read('weight')
  if (explicit.some((weight) => weight !== undefined)) return explicit.map((weight) => weight ?? 1)
  for (const limits of [read('rpm'), read('tpm')]) {
    const known = limits.filter((limit) => limit !== undefined)
    if (known.length === 0) continue
    const mean = known.reduce((sum, limit) => sum + limit, 0) / known.length
    return limits.map((limit) => limit ?? mean)
  }
  return deployments.map(() => 1)
}

function positive(setting: NumberSetting | undefined, env: Environment): number | undefined {
  const number = readNumber(setting, env)
  return number === undefined ? undefined : Math.max(number, 0)
}
