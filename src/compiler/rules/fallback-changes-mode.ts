/** A chat cannot go on in an embedding model. */
import type { Mode } from '../../plan/plan.js'
import { fallbackKinds } from '../config-fallbacks.js'
import type { Diagnostic } from '../diagnostic.js'
import { toGroup } from '../lower-chains.js'
import { groupMode } from '../lower-groups.js'
import type { RuleContext } from './rule.js'

export function* fallbackChangesMode({ config, resolved }: RuleContext): Generator<Diagnostic> {
  const modes = new Map([...resolved.groups].map(([name, models]) => [name, callOf(groupMode(models))]))
  for (const kind of fallbackKinds) {
    for (const { from, to } of config.fallbacks[kind].chains) {
      const mode = modes.get(toGroup(from.value, config))
      const other = to.find((target) => mode !== undefined && (modes.get(toGroup(target.value, config)) ?? mode) !== mode)
      if (mode === undefined || other === undefined) continue
      yield {
        severity: 'warning',
        rule: 'fallback-changes-mode',
        message: `"${from.value}" is ${article(mode)} model, its fallback "${other.value}" ${article(modes.get(toGroup(other.value, config)) ?? mode)} model`,
        at: other.at,
        label: 'a call that comes here fails',
        help: { text: 'name a group of the same kind' },
      }
    }
  }
}

/** `responses` and `completion` models answer chats too. */
function callOf(mode: Mode): Mode {
  return mode === 'responses' || mode === 'completion' ? 'chat' : mode
}

function article(mode: Mode): string {
  return `${/^[aeio]/.test(mode) ? 'an' : 'a'} ${mode}`
}
