/** The contract of a routing strategy: a pure pick among eligible deployments. Allocates nothing. */
import type { Plan } from '../../plan/plan.js'
import type { Random } from '../../protocol/ports.js'
import type { PricedUsage } from '../cost.js'
import type { LatencySample } from '../latency.js'
import type { GroupRuntime } from '../routing-table.js'
import type { Environment } from '../settings.js'
import type { RouterState } from '../state.js'
import type { LoadTree } from './load-tree.js'

/**
 * Picks one deployment.
 * `eligible[0..count)` holds deployment indexes (into `Plan.deployments`); `count` is at least 1.
 * `streaming` tells whether the caller waits for the first token or for the whole answer.
 * Returns one of the eligible.
 */
export type Strategy = {
  (group: GroupRuntime, eligible: Int32Array, count: number, state: RouterState, random: Random, streaming: boolean): number
  /** What stays the same for a group, worked out once, when the client is created. Not asked for groups of one. */
  readonly prepare?: (group: GroupSources) => Prepared | undefined
  /** What the strategy has to know of each attempt; clients without it carry and pay nothing. */
  readonly learner?: Learner
}

/** A group while its table is made. */
export type GroupSources = {
  readonly plan: Plan
  readonly env: Environment
  /** Deployments that can be called. */
  readonly serving: readonly number[]
  /** By deployment index. */
  readonly weights: Float64Array
  readonly orders: Float64Array
  /** An array by deployment index, empty at first. All groups of a client share that of a name: a deployment is in one group. */
  readonly table: (name: string) => Float64Array
}

/** Tables of a group, each made and read by the strategy that it is named after. Arrays are by deployment index. */
export type Prepared = {
  readonly leastBusy?: Queue
  readonly usage?: Shares
  readonly cost?: Costs
  readonly failover?: Levels
}

/** Calls under way of a group's deployments: see `least-busy.ts`. */
export type Queue = {
  readonly tree: LoadTree
  readonly weights: Float64Array
  /** The leaf of each deployment, by deployment index; 0 is none. */
  readonly leafOf: Float64Array
  /** Which list the leaves are of: see `listOf`. */
  list: number
}

/** What a token and a request are of the limits of each deployment; 0 where they do not count. */
export type Shares = { readonly perToken: Float64Array; readonly perRequest: Float64Array }

/** Prices in picodollars; an unknown one is a fixed one beyond all others. */
export type Costs = {
  readonly fixed: Float64Array
  readonly input: Float64Array
  readonly output: Float64Array
  /** Price of a call of the size below, which is that of an average call until that changes by a tenth. */
  readonly total: Float64Array
  /** The cheapest of the list that was last asked, how many they are, and which list it was: see `cost-based.ts`. */
  readonly cheapest: Int32Array
  cheapestCount: number
  list: number
  promptTokens: number
  replyTokens: number
}

/** Deployments by `order`, lowest first. */
export type Levels = {
  readonly levelOf: Float64Array
  readonly weights: Float64Array
  /** Weight of a level while all of it serves. */
  readonly full: Float64Array
  /** Deployments of the first level, and the sums of their weights. */
  readonly first: Int32Array
  readonly sums: Float64Array
}

/** Told about every attempt, before and after. Writes into the state only. */
export type Learner = {
  /** Called once, when the client is created. */
  readonly begin?: (state: RouterState, groups: readonly GroupRuntime[]) => void
  readonly started?: (state: RouterState, index: number, now: number) => void
  /** The call is no longer under way, whatever came of it. */
  readonly ended?: (state: RouterState, index: number) => void
  readonly answered?: (state: RouterState, index: number, sample: LatencySample, usage: PricedUsage | undefined, now: number) => void
  /** Not told about the caller's own faults and aborts. */
  readonly failed?: (state: RouterState, index: number, durationMs: number, now: number) => void
}
