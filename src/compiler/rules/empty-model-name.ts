/** A deployment needs a public name that callers can ask for. */
import type { Diagnostic } from '../diagnostic.js'
import type { RuleContext } from './rule.js'

export function* emptyModelName({ config }: RuleContext): Generator<Diagnostic> {
  for (const { name } of config.models) {
    if (name.value.trim() !== '') continue
    yield {
      severity: 'error',
      rule: 'empty-model-name',
      message: '`model_name` is empty',
      at: name.at,
      label: 'callers ask for a model by this name',
      help: { text: 'give the deployment a name; deployments with the same name share the load' },
    }
  }
}
