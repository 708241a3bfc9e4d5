/** Any deployment of a group may get a call, so all must be of one kind. */
import type { Mode } from '../../plan/plan.js'
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* mixedModes({ resolved }: RuleContext): Generator<Diagnostic> {
  for (const [name, models] of resolved.groups) {
    const stated = models.filter((model) => model.modeFrom === 'config' || model.modeFrom === 'catalogue')
    const first = stated[0]
    const other = stated.find((model) => first !== undefined && family(model.mode) !== family(first.mode))
    if (first === undefined || other === undefined) continue
    const { entry } = other
    yield {
      severity: 'error',
      rule: 'mixed-modes',
      message: `"${name}" mixes ${first.mode} and ${other.mode} models`,
      at: (getText(entry.info, 'mode') ?? getText(entry.params, 'model') ?? entry.name).at,
      label: `${other.mode}; the first deployment is ${first.mode}`,
      help: { text: 'give the two kinds different names, or correct `model_info.mode`' },
    }
  }
}

/** `responses` only says which upstream endpoint serves a chat. */
function family(mode: Mode): Mode {
  return mode === 'responses' ? 'chat' : mode
}
