/** LiteLLM takes the first item for a group; a second one is dead text. */
import { fallbackKinds } from '../config-fallbacks.js'
import type { Diagnostic } from '../diagnostic.js'
import type { RuleContext } from './rule.js'

export function* duplicateFallbackSource({ config }: RuleContext): Generator<Diagnostic> {
  for (const kind of fallbackKinds) {
    const seen = new Set<string>()
    for (const { from } of config.fallbacks[kind].chains) {
      if (seen.has(from.value)) {
        yield {
          severity: 'warning',
          rule: 'duplicate-fallback-source',
          message: `fallbacks of "${from.value}" are given twice`,
          at: from.at,
          label: 'only the first item is read',
          help: { text: 'join the two lists' },
        }
      }
      seen.add(from.value)
    }
  }
}
