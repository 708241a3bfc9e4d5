/** A credential name that the file does not have; LiteLLM goes on without it. */
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import { closest } from '../suggest.js'
import type { RuleContext } from './rule.js'

export function* unknownCredential({ config }: RuleContext): Generator<Diagnostic> {
  for (const { params } of config.models) {
    const name = getText(params, 'litellm_credential_name')
    if (name === undefined || config.credentials.has(name.value)) continue
    const near = closest(name.value, config.credentials.keys())
    yield {
      severity: 'warning',
      rule: 'unknown-credential',
      message: `credential "${name.value}" is not in the \`credential_list\``,
      at: name.at,
      label: "the provider's usual variable is read instead",
      help: near === undefined ? { text: 'add it to `credential_list`' } : { text: `did you mean "${near}"?`, replacement: near },
    }
  }
}
