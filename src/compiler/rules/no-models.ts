/** LiteLLM starts without models; a client without them can call nothing. */
import type { Diagnostic } from '../diagnostic.js'
import { get } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* noModels({ config }: RuleContext): Generator<Diagnostic> {
  if (config.models.length > 0) return
  const list = config.root.entries.get('model_list')
  const written = get(config.root, 'model_list')
  if (written !== undefined && !(written.kind === 'list' && written.items.length === 0)) return
  yield {
    severity: 'warning',
    rule: 'no-models',
    message: list === undefined ? 'the config has no `model_list`' : '`model_list` is empty',
    at: list?.keyAt ?? { ...config.root.at, end: config.root.at.start },
    label: 'the client will have no model to call',
    help: { text: 'add a `model_list` with at least one entry' },
  }
}
