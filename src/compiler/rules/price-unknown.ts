/** A call without a price has no cost, and no budget holds for it. One note for each model, however many deployments it has. */
import type { Mode } from '../../plan/plan.js'
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

const callable: readonly Mode[] = ['chat', 'embedding', 'completion', 'responses']

export function* priceUnknown({ resolved }: RuleContext): Generator<Diagnostic> {
  const seen = new Set<string>()
  for (const { entry, route, price, mode } of resolved.models) {
    if (price.by !== 'none' || route.kind !== 'known' || !callable.includes(mode)) continue
    const model = `${route.provider.name}/${route.model}`
    if (seen.has(model)) continue
    seen.add(model)
    yield {
      severity: 'note',
      rule: 'price-unknown',
      message: `no price is known for "${model}"`,
      at: (getText(entry.params, 'model') ?? entry.name).at,
      label: 'the cost of a call is undefined',
      help: { text: 'give `input_cost_per_token` and `output_cost_per_token`, or `model_info.base_model`' },
    }
  }
}
