/** A template somebody did not fill in. */
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* placeholderValue({ config }: RuleContext): Generator<Diagnostic> {
  for (const { params } of config.models) {
    for (const key of ['model', 'api_base', 'api_version']) {
      const text = getText(params, key)
      if (
        text === undefined ||
        !/<[^<>]+>|\b(your|my)[-_](azure|own|resource|deployment|endpoint|model|second|gpt|host|server|instance)/i.test(text.value)
      )
        continue
      if (/\bmy[-_]/i.test(text.value) && !text.value.includes('<')) continue
      yield {
        severity: 'warning',
        rule: 'placeholder-value',
        message: `\`${key}\` still holds a placeholder: "${text.value}"`,
        at: text.at,
        label: 'calls to this deployment fail',
        help: { text: 'write the real value' },
      }
    }
  }
}
