/** Models that their provider no longer serves. One warning for each model. */
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* deprecatedModel({ resolved }: RuleContext): Generator<Diagnostic> {
  const seen = new Set<string>()
  for (const { entry, route, catalogue } of resolved.models) {
    if (catalogue?.deprecated === undefined || route.kind !== 'known') continue
    const model = `${route.provider.name}/${route.model}`
    if (seen.has(model)) continue
    seen.add(model)
    yield {
      severity: 'warning',
      rule: 'deprecated-model',
      message: `"${model}" is retired`,
      at: (getText(entry.params, 'model') ?? entry.name).at,
      label: retired(catalogue.deprecated),
      help: { text: 'move to a model that the provider still serves' },
    }
  }
}

function retired(deprecated: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(deprecated) ? `since ${deprecated}; calls may fail` : 'calls may fail'
}
