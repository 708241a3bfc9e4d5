/** Types, prices and adapters follow from the model, so it must be known when compiling. */
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* modelByReference({ resolved, env }: RuleContext): Generator<Diagnostic> {
  for (const { entry, route } of resolved.models) {
    if (route.kind !== 'by-reference') continue
    yield {
      severity: 'error',
      rule: 'model-by-reference',
      message: `the model comes from environment variable "${route.env}", which is not known when compiling`,
      at: (getText(entry.params, 'model') ?? entry.name).at,
      label: 'types, price and adapter depend on it',
      help: {
        text:
          env === undefined
            ? 'give the variables with --env-file FILE or --env, or write the model here'
            : `set ${route.env} there, or write the model here`,
      },
    }
  }
}
