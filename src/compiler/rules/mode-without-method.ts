/** Kinds of model that a client of this version has no method for. One note for each kind. */
import type { Mode } from '../../plan/plan.js'
import type { Diagnostic } from '../diagnostic.js'
import { groupMode } from '../lower-groups.js'
import type { RuleContext } from './rule.js'

const withMethod: readonly Mode[] = [
  'chat',
  'responses',
  'completion',
  'embedding',
  'image_generation',
  'image_edit',
  'audio_transcription',
  'audio_speech',
  'moderation',
  'rerank',
]

export function* modeWithoutMethod({ resolved }: RuleContext): Generator<Diagnostic> {
  const found = new Map<Mode, { readonly names: string[]; readonly at: Diagnostic['at'] }>()
  for (const [name, models] of resolved.groups) {
    const mode = groupMode(models)
    const [first] = models
    if (withMethod.includes(mode) || first === undefined) continue
    const group = found.get(mode) ?? { names: [], at: first.entry.name.at }
    found.set(mode, group)
    group.names.push(name)
  }
  for (const [mode, { names, at }] of found) {
    const more = names.length > 1 ? ` and ${names.length - 1} more` : ''
    yield {
      severity: 'note',
      rule: 'mode-without-method',
      message: `the client has no method for ${mode} models yet: "${names[0]}"${more}`,
      at,
      label: 'in the types, but not callable',
    }
  }
}
