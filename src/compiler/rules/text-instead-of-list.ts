/** Callbacks are lists; LiteLLM takes a text apart letter by letter, or imports it as Python. */
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* textInsteadOfList({ config }: RuleContext): Generator<Diagnostic> {
  for (const key of ['success_callback', 'failure_callback', 'callbacks']) {
    const text = getText(config.litellm, key)
    if (text === undefined || (key === 'callbacks' && text.value.includes('.'))) continue
    const imported = key === 'callbacks'
    yield {
      severity: imported ? 'error' : 'warning',
      rule: 'text-instead-of-list',
      message: `\`${key}\` is a text, not a list`,
      at: text.at,
      label: imported
        ? 'LiteLLM imports this as a Python module and does not start'
        : `LiteLLM registers ${text.value.length} callbacks of one letter`,
      help: { text: 'put it into brackets', replacement: `["${text.value}"]` },
    }
  }
}
