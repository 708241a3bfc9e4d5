/** How many retries a call may make, from all the places that may say so. */
import type { Failure } from '../protocol/failure.js'
import { type RetryLimit, retryLimit } from './retry.js'
import type { Run } from './run.js'

/** Retries that a failure of the group's last attempt leaves a call. */
export function retriesOf(run: Run, failure: Failure): RetryLimit {
  const { engine } = run
  const { routing } = engine.plan
  const { name } = run.current.group
  return retryLimit(failure, {
    request: run.prepared.controls.numRetries,
    groupPolicy: routing.groupRetryPolicies?.find((entry) => entry.group === name)?.policy,
    policy: routing.retryPolicy,
    deployment: engine.deployments[run.tried.at(-1) ?? -1]?.ready?.numRetries,
    router: engine.limits.numRetries,
  })
}
