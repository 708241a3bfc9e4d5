/** Where numbers and chains of a walk stand in the config. */
import type { Chain, Plan } from '../plan/plan.js'
import type { ErrorKind } from '../protocol/failure.js'
import { policyClassOf } from '../runtime/class-rules.js'
import type { Engine } from '../runtime/engine.js'

/** How many retries a group has for a failure, and the setting that says so, in the order in which they count. */
export function retriesOf(
  engine: Engine,
  plan: Plan,
  failed: { readonly group: string; readonly deploymentId: string; readonly kind: string },
): { readonly allowed: number; readonly from: string } {
  const { routing } = plan
  // Events carry the kinds of failures.
  const name = policyClassOf(failed.kind as ErrorKind)
  const own = routing.groupRetryPolicies?.find(({ group }) => group === failed.group)?.policy
  const policy = own ?? routing.retryPolicy
  const where = own === undefined ? 'retry_policy' : `model_group_retry_policy of "${failed.group}"`
  const byClass = policy?.[name]
  if (byClass !== undefined) return { allowed: byClass, from: `${name}ErrorRetries of ${where}` }
  if (policy?.Default !== undefined) return { allowed: policy.Default, from: `DefaultErrorRetries of ${where}` }
  const index = plan.deployments.find(({ id }) => id === failed.deploymentId)?.index ?? -1
  const numRetries = engine.deployments[index]?.ready?.numRetries
  if (numRetries !== undefined) return { allowed: numRetries, from: 'num_retries of the deployment' }
  return { allowed: engine.limits.numRetries, from: 'num_retries of the router' }
}

/** The chain in which `to` follows after `from` failed, in the words of the config. */
export function chainName({ chains }: Plan, from: string, to: string, because: string): string {
  const lists: readonly (readonly [string, readonly Chain[]])[] = [
    ...(because === 'context-window' ? [['context_window_fallbacks', chains.contextWindow] as const] : []),
    ...(because === 'content-policy' ? [['content_policy_fallbacks', chains.contentPolicy] as const] : []),
    ['fallbacks', chains.general],
  ]
  for (const exact of [true, false])
    for (const [name, list] of lists) {
      const found = list.find((chain) => (!exact || chain.from === from) && chain.to.some(({ group }) => group === to))
      if (found !== undefined)
        return found.from === '*' ? (name === 'fallbacks' ? 'default_fallbacks' : `${name} of "*"`) : `${name} of "${found.from}"`
    }
  return 'fallbacks'
}
