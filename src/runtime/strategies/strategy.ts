/** The contract of a routing strategy: a pure pick among eligible deployments. Allocates nothing. */
import type { Random } from '../../protocol/ports.js'
import type { RouterState } from '../state.js'
import type { GroupRuntime } from '../routing-table.js'

/**
 * Picks one deployment.
 * `eligible[0..count)` holds deployment indexes (into `Plan.deployments`); `count` is at least 1.
 * Returns one of them.
 */
export type Strategy = (group: GroupRuntime, eligible: Int32Array, count: number, state: RouterState, random: Random) => number
