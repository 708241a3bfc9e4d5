/** Providers without a public host need `api_base`. */
import { adapterFormats } from '../../catalog/formats.js'
import type { Diagnostic } from '../diagnostic.js'
import { readEnv } from '../env-reference.js'
import { get, getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* missingApiBase({ config, resolved, env }: RuleContext): Generator<Diagnostic> {
  for (const { entry, route } of resolved.models) {
    if (route.kind !== 'known' || route.provider.baseUrl !== undefined || !adapterFormats.includes(route.provider.format)) continue
    const { params } = entry
    if ([get(params, 'api_base'), get(params, 'base_url'), get(config.litellm, 'api_base'), get(params, 'mock_response')].some(Boolean))
      continue
    const variables = route.provider.baseUrlVariables
    if (variables.some((name) => readEnv(env, name) !== undefined)) continue
    const [first] = variables
    yield {
      severity: first === undefined ? 'error' : 'warning',
      rule: 'missing-api-base',
      message: `"${entry.name.value}" has no \`api_base\`, and ${route.provider.displayName} has no host of its own`,
      at: (getText(params, 'model') ?? entry.name).at,
      label: first === undefined ? 'there is nowhere to send calls' : `works only where ${first} is set`,
      help: { text: 'add `api_base` with the URL of your server' },
    }
  }
}
