/** The contract of a routing strategy: a pure pick among eligible deployments. Allocates nothing. */
import type { Plan } from '../../plan/plan.js'
import type { Random } from '../../protocol/ports.js'
import type { PricedUsage } from '../cost.js'
import type { LatencySample } from '../latency.js'
import type { GroupRuntime } from '../routing-table.js'
import type { Environment } from '../settings.js'
import type { RouterState } from '../state.js'

/**
 * Picks one deployment.
 * `eligible[0..count)` holds deployment indexes (into `Plan.deployments`); `count` is at least 1.
 * `streaming` tells whether the caller waits for the first token or for the whole answer.
 * Returns one of the eligible.
 */
export type Strategy = {
  (group: GroupRuntime, eligible: Int32Array, count: number, state: RouterState, random: Random, streaming: boolean): number
  /** What stays the same for a group, worked out once, when the client is created. Not asked for groups of one. */
  readonly prepare?: (group: GroupSources) => Prepared
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
}

/** Tables of a group, each made and read by the strategy that it is named after. Arrays are by deployment index. */
export type Prepared = {
  readonly leastBusy?: { readonly inverse: Float64Array }
  readonly usage?: Shares
  readonly cost?: Costs
  readonly failover?: Levels
}

/** One over the limit of each deployment; undefined where no deployment of the group has one. `even`: all 1, `none`: all 0. */
export type Shares = {
  readonly perToken: Float64Array | undefined
  readonly perRequest: Float64Array | undefined
  readonly even: Float64Array
  readonly none: Float64Array
}

/** Prices in picodollars; an unknown one is a fixed one beyond all others. */
export type Costs = {
  readonly fixed: Float64Array
  readonly input: Float64Array
  readonly output: Float64Array
  /** Price of a call of the size below, which is that of an average call until that changes by a tenth. */
  readonly total: Float64Array
  promptTokens: number
  replyTokens: number
}

/** Deployments by `order`, lowest first. */
export type Levels = {
  readonly levelOf: Uint16Array
  readonly weights: Float64Array
  /** Weight of a level while all of it serves. */
  readonly full: Float64Array
  /** Deployments of each level, and the sums of their weights. */
  readonly members: readonly Int32Array[]
  readonly sums: readonly Float64Array[]
}

/** Told about every attempt, before and after. Writes into the state only. */
export type Learner = {
  readonly started?: (state: RouterState, index: number, now: number) => void
  readonly answered?: (state: RouterState, index: number, sample: LatencySample, usage: PricedUsage | undefined, now: number) => void
  /** Not told about the caller's own faults and aborts. */
  readonly failed?: (state: RouterState, index: number, durationMs: number, now: number) => void
}
