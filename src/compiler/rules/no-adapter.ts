/** Providers whose wire format this version does not speak. One finding for each provider. */
import { adapterFormats } from '../../catalog/formats.js'
import type { Diagnostic } from '../diagnostic.js'
import { providerName } from '../lower-deployment.js'
import { getText } from '../read-node.js'
import type { ResolvedModel } from '../resolve.js'
import type { RuleContext } from './rule.js'

export function* noAdapter({ resolved }: RuleContext): Generator<Diagnostic> {
  const without = new Map<string, ResolvedModel[]>()
  for (const model of resolved.models) {
    const { route, entry } = model
    const unspoken = route.kind === 'custom' || (route.kind === 'known' && !adapterFormats.includes(route.provider.format))
    if (!unspoken || model.leftOut !== undefined || getText(entry.params, 'mock_response') !== undefined) continue
    const models = without.get(providerName(model)) ?? []
    without.set(providerName(model), models)
    models.push(model)
  }
  for (const [name, models] of without) {
    const [first] = models
    if (first === undefined) continue
    const { entry, route } = first
    yield {
      severity: 'warning',
      rule: 'no-adapter',
      message: route.kind === 'custom' ? `provider "${name}" is Python code of your own` : `provider "${name}" cannot be called yet`,
      at: (getText(entry.params, 'model') ?? entry.name).at,
      label: models.length === 1 ? 'calls to this deployment fail' : `calls to this and ${models.length - 1} more of its deployments fail`,
      help: { text: helpFor(route.kind === 'custom', name) },
    }
  }
}

function helpFor(custom: boolean, name: string): string {
  if (custom) return 'put it behind an OpenAI-compatible server and name that as `openai/…` with `api_base`'
  return `this version has no adapter for the wire format of ${name}; other deployments and fallbacks are used`
}
