/** A deployment of a client as the rules of health look at it. */
import type { Engine } from '../engine.js'
import type { Patient } from './health.js'

/** What health needs to know about the deployment at `index`. */
export function patientOf({ table, deployments }: Engine, index: number): Patient {
  const ready = deployments[index]?.ready
  return {
    index,
    groupSize: table.groupSize[index] ?? 1,
    // Less than 0 counts as not set, as in LiteLLM.
    restMs: (ready?.restMs ?? -1) < 0 ? undefined : ready?.restMs,
    isWildcard: table.isWildcard[index] === 1,
    allowedFails: ready?.allowedFails,
    allowedFailsPolicy: ready?.target.deployment.allowedFailsPolicy,
  }
}
