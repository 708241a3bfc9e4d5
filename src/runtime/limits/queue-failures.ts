/** Why a call that would have to wait for a permit is refused instead. */
import type { Fault } from '../../protocol/failure.js'
import { createFailure } from '../failures.js'
import type { GroupRuntime } from '../routing-table.js'

/** Permits come back with the next call that ends: a moment is long enough to wait. */
const retryAfterMs = 1_000

/** So many calls wait already. `length` 0: nobody may wait. */
export function queueFull({ name, serving }: GroupRuntime, length: number): Fault {
  const rest = length === 0 ? 'and calls may not wait for one (max_queue_wait is 0)' : `and ${length} calls wait already (max_queue_length)`
  return refusal(name, 'queue_full', `${busy(serving.length)}, ${rest}`)
}

export function queueTimeout({ name, serving }: GroupRuntime, waitedMs: number): Fault {
  return refusal(
    name,
    'queue_timeout',
    `${busy(serving.length)}; the call waited ${(waitedMs / 1_000).toFixed(1)} s for one of them (max_queue_wait)`,
  )
}

function busy(count: number): string {
  return count === 1
    ? 'its only deployment has all calls under way that it may have'
    : `all ${count} deployments have all calls under way that they may have`
}

function refusal(group: string, code: string, why: string): Fault {
  return {
    failure: createFailure(
      { provider: '', model: group },
      {
        kind: 'rate-limit',
        status: 429,
        code,
        type: 'rate_limit_error',
        message: `no deployment of "${group}" is free: ${why}. Raise max_parallel_requests, add a deployment, or add a fallback for this model.`,
        headers: { 'retry-after': String(retryAfterMs / 1_000) },
        retryAfterMs,
      },
    ),
  }
}
