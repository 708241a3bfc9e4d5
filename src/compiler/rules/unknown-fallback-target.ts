/** A fallback chain may only name what can be called: groups, aliases, deployment ids and names that a wildcard matches. */
import { fallbackKinds } from '../config-fallbacks.js'
import type { Diagnostic } from '../diagnostic.js'
import { callableNames, isKnownName } from '../names.js'
import { closest } from '../suggest.js'
import type { RuleContext } from './rule.js'

export function* unknownFallbackTarget({ config }: RuleContext): Generator<Diagnostic> {
  const names = callableNames(config)
  for (const kind of fallbackKinds) {
    const { chains, defaults } = config.fallbacks[kind]
    for (const target of [...chains.flatMap((chain) => chain.to), ...defaults]) {
      if (isKnownName(target.value, config)) continue
      const near = closest(target.value, names)
      yield {
        severity: 'error',
        rule: 'unknown-fallback-target',
        message: `fallback target "${target.value}" is not a model group`,
        at: target.at,
        label: 'no deployment has this model_name',
        help:
          near === undefined ? { text: 'name a `model_name` of the `model_list`' } : { text: `did you mean "${near}"?`, replacement: near },
      }
    }
  }
}
