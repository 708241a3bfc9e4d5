/** `default_litellm_params` is merged into the request first, so it beats the deployment's own parameters. */
import type { Diagnostic } from '../diagnostic.js'
import { secretParams } from '../param-keys.js'
import { get, getMap } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* defaultParamsWin({ config }: RuleContext): Generator<Diagnostic> {
  for (const { key, keyAt, value } of getMap(config.router, 'default_litellm_params')?.entries.values() ?? []) {
    if (
      key === 'timeout' ||
      key === 'metadata' ||
      key === 'api_key' ||
      key === 'api_base' ||
      secretParams.has(key) ||
      (value.kind === 'scalar' && value.value === null)
    )
      continue
    const beaten = config.models.find(({ params }) => get(params, key) !== undefined)
    if (beaten === undefined) continue
    yield {
      severity: 'warning',
      rule: 'default-params-win',
      message: `\`${key}\` of \`default_litellm_params\` beats that of "${beaten.name.value}"`,
      at: keyAt,
      label: "it counts as part of every request, before the deployment's own parameters",
      help: { text: 'remove it here, and give it to the deployments that need it' },
    }
  }
}
