/** A deployment needs a public name that callers can ask for, and a model to send them to. */
import type { Diagnostic } from '../diagnostic.js'
import { get } from '../read-node.js'
import type { Span } from '../source.js'
import type { RuleContext } from './rule.js'

export function* emptyModelName({ config, resolved }: RuleContext): Generator<Diagnostic> {
  for (const { entry, route } of resolved.models) {
    const model = get(entry.params, 'model')
    const empty = route.kind === 'missing' || ('model' in route && route.model.trim() === '')
    if (empty && model?.kind === 'scalar' && typeof model.value === 'string') yield withoutModel(model.value, model.at)
  }
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

function withoutModel(written: string, at: Span): Diagnostic {
  return {
    severity: 'error',
    rule: 'empty-model-name',
    message: written.trim() === '' ? '`model` is empty' : `\`model: ${written}\` names a provider and no model`,
    at,
    label: 'there is nothing to call',
    help: { text: 'write provider and model, as in "openai/gpt-4o"' },
  }
}
