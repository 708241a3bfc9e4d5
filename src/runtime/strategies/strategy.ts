/** The contract of a routing strategy: a pure pick among eligible deployments. Allocates nothing. */
import type { Random } from '../../protocol/ports.js'
import type { GroupRuntime } from '../routing-table.js'
import type { RouterState } from '../state.js'

/**
 * Picks one deployment.
 * `eligible[0..count)` holds deployment indexes (into `Plan.deployments`); `count` is at least 1.
 * `streaming` tells whether the caller waits for the first token or for the whole answer.
 * Returns one of the eligible.
 */
export type Strategy = (
  group: GroupRuntime,
  eligible: Int32Array,
  count: number,
  state: RouterState,
  random: Random,
  streaming: boolean,
) => number
