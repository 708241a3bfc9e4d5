/** With a list of its own, LiteLLM raises such an error for groups that the list leaves out and does not try `fallbacks`. */
import { fallbackKeys } from '../config-fallbacks.js'
import type { Diagnostic } from '../diagnostic.js'
import type { RuleContext } from './rule.js'

export function* contextFallbacksIncomplete({ config }: RuleContext): Generator<Diagnostic> {
  const general = config.fallbacks.general.chains.map((chain) => chain.from.value)
  for (const kind of ['contextWindow', 'contentPolicy'] as const) {
    const { key, chains } = config.fallbacks[kind]
    const own = new Set(chains.map((chain) => chain.from.value))
    const missing = general.find((name) => name !== '*' && !own.has(name) && config.groups.has(name))
    if (key === undefined || chains.length === 0 || missing === undefined) continue
    yield {
      severity: 'note',
      rule: 'context-fallbacks-incomplete',
      message: `\`${fallbackKeys[kind]}\` has no entry for "${missing}"`,
      at: key.keyAt,
      label: 'LiteLLM gives up there; this client goes on with its `fallbacks`',
    }
  }
}
