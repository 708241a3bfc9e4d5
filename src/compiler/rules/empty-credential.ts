/** An empty credential counts as not given, and another account's may be used instead. */
import type { Diagnostic } from '../diagnostic.js'
import { secretParams } from '../param-keys.js'
import { getScalar } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* emptyCredential({ resolved }: RuleContext): Generator<Diagnostic> {
  for (const { entry, route } of resolved.models) {
    for (const key of ['api_key', ...secretParams]) {
      const node = getScalar(entry.params, key)
      if (node === undefined || String(node.value).trim() !== '') continue
      const usual = route.kind === 'known' && key === 'api_key' ? route.provider.keyVariables[0] : key.toUpperCase()
      yield {
        severity: 'warning',
        rule: 'empty-credential',
        message: `\`${key}\` is empty, which counts as not given`,
        at: node.at,
        label: usual === undefined ? 'calls are sent without a key' : `${usual} is read instead`,
        help: { text: 'remove the line, or write os.environ/NAME' },
      }
    }
  }
}
