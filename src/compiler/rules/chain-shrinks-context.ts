/** A prompt that fits the first group may not fit its fallback; a context-window fallback must be larger, or it cannot help. */
import type { Diagnostic } from '../diagnostic.js'
import { chainFacts } from './chain-facts.js'
import type { RuleContext } from './rule.js'

/** Windows this close are taken as equal: 1,000,000 and 1,050,000 are the same class of model. */
const sameSize = 0.9

export function* chainShrinksContext(context: RuleContext): Generator<Diagnostic> {
  for (const { kind, from, source, targets } of chainFacts(context)) {
    const have = source.contextWindow
    if (have === undefined) continue
    const tooSmall = (window: number) => (kind === 'contextWindow' ? window <= have : window < have * sameSize)
    const small = targets.find(({ facts }) => facts.contextWindow !== undefined && tooSmall(facts.contextWindow))
    const window = small?.facts.contextWindow
    if (small === undefined || window === undefined) continue
    yield {
      severity: 'warning',
      rule: 'chain-shrinks-context',
      message: `"${from}" takes ${tokens(have)} tokens, its ${kind === 'contextWindow' ? 'context-window ' : ''}fallback "${small.value}" ${tokens(window)}`,
      at: small.at,
      label: kind === 'contextWindow' ? 'a prompt that was too long stays too long' : 'a long prompt fails here',
      help: {
        text:
          kind === 'contextWindow'
            ? 'name a group with a larger context window'
            : 'name a group with at least the same context window, or give `context_window_fallbacks` as well',
      },
    }
  }
}

function tokens(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
