/** Entries that do not become deployments, and those for which this cannot be told. */
import type { Diagnostic } from '../diagnostic.js'
import { readEnv } from '../env-reference.js'
import { getEntry, getList } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* leftOutDeployment({ resolved, env }: RuleContext): Generator<Diagnostic> {
  for (const { entry, leftOut } of resolved.models) {
    const key = leftOut === 'blocked' ? 'blocked' : 'supported_environments'
    const at = getEntry(entry.info, key)?.keyAt
    if (at === undefined) continue
    const environment = readEnv(env, 'LITELLM_ENVIRONMENT')
    if (leftOut !== undefined) {
      yield {
        severity: 'note',
        rule: 'left-out-deployment',
        message: `a deployment of "${entry.name.value}" is left out`,
        at,
        label: leftOut === 'blocked' ? 'it is blocked' : `LITELLM_ENVIRONMENT is "${environment ?? ''}"`,
      }
    } else if (environment === undefined && getList(entry.info, 'supported_environments') !== undefined) {
      yield {
        severity: 'warning',
        rule: 'left-out-deployment',
        message: `LITELLM_ENVIRONMENT decides whether this deployment of "${entry.name.value}" is loaded`,
        at,
        label: 'not known when compiling: it is kept',
        help: { text: 'give LITELLM_ENVIRONMENT with --env or --env-file' },
      }
    }
  }
}
