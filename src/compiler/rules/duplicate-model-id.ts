/** `model_info.id` names one deployment: calls, logs and cooldowns go by it. */
import type { Diagnostic } from '../diagnostic.js'
import { getScalar } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* duplicateModelId({ config }: RuleContext): Generator<Diagnostic> {
  const seen = new Set<string>()
  for (const { info } of config.models) {
    const id = getScalar(info, 'id')
    if (id === undefined) continue
    const text = String(id.value)
    if (seen.has(text)) {
      yield {
        severity: 'warning',
        rule: 'duplicate-model-id',
        message: `\`model_info.id\` "${text}" is given twice`,
        at: id.at,
        label: 'a call for this id finds only one of the two',
        help: { text: 'give each deployment its own id, or leave it out' },
      }
    }
    seen.add(text)
  }
}
