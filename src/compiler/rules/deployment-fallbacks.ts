/** `fallbacks` of a deployment belong to LiteLLM's SDK and name raw models, not groups. */
import type { Diagnostic } from '../diagnostic.js'
import { getEntry } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* deploymentFallbacks({ config }: RuleContext): Generator<Diagnostic> {
  for (const { params, name } of config.models) {
    const entry = getEntry(params, 'fallbacks')
    if (entry === undefined) continue
    yield {
      severity: 'warning',
      rule: 'deployment-fallbacks',
      message: '`fallbacks` in `litellm_params` are not used',
      at: entry.keyAt,
      label: 'they name raw models, outside the router',
      help: { text: `write them in \`router_settings.fallbacks\` as \`- ${name.value}: […]\`` },
    }
  }
}
