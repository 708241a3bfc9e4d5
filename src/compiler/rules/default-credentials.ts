/** `default_litellm_params` is for request parameters; credentials of all deployments have their own place. */
import type { Diagnostic } from '../diagnostic.js'
import { secretParams } from '../param-keys.js'
import { getMap } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* defaultCredentials({ config }: RuleContext): Generator<Diagnostic> {
  for (const { key, keyAt } of getMap(config.router, 'default_litellm_params')?.entries.values() ?? []) {
    if (key !== 'api_key' && key !== 'api_base' && !secretParams.has(key)) continue
    yield {
      severity: 'warning',
      rule: 'default-credentials',
      message: `\`${key}\` in \`default_litellm_params\` is not used`,
      at: keyAt,
      label: 'request parameters only',
      help: { text: 'give it to each deployment, or share it through `credential_list`' },
    }
  }
}
