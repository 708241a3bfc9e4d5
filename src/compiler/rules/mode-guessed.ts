/** A model that no table knows, filed by its name. */
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* modeGuessed({ resolved }: RuleContext): Generator<Diagnostic> {
  for (const { entry, mode, modeFrom, leftOut } of resolved.models) {
    if (modeFrom !== 'name' || leftOut !== undefined) continue
    yield {
      severity: 'note',
      rule: 'mode-guessed',
      message: `"${entry.name.value}" is taken for ${/^[aeiou]/.test(mode) ? 'an' : 'a'} ${mode} model by its name`,
      at: (getText(entry.params, 'model') ?? entry.name).at,
      help: { text: 'set `model_info.mode` to be sure' },
    }
  }
}
