/** `router_settings` beats `litellm_settings`; lists are never joined. */

import type { Diagnostic } from '../diagnostic.js'
import { canonicalJson } from '../hash.js'
import { getEntry, toJson } from '../read-node.js'
import type { Node } from '../source.js'
import type { RuleContext } from './rule.js'

const keys = ['num_retries', 'fallbacks', 'default_fallbacks', 'context_window_fallbacks', 'content_policy_fallbacks', 'max_fallbacks']

export function* givenInBothSections({ config }: RuleContext): Generator<Diagnostic> {
  for (const key of keys) {
    const winner = getEntry(config.router, key)
    const loser = getEntry(config.litellm, key)
    if (winner === undefined || loser === undefined || isEmptyList(winner.value) || isEmptyList(loser.value)) continue
    if (canonicalJson(toJson(winner.value)) === canonicalJson(toJson(loser.value))) continue
    yield {
      severity: 'warning',
      rule: 'given-in-both-sections',
      message: `\`${key}\` is given in both \`router_settings\` and \`litellm_settings\``,
      at: loser.keyAt,
      label: 'not read: the one in `router_settings` counts',
      help: { text: isList(loser.value) ? 'join both lists in `router_settings`; they are never merged' : 'remove one of the two' },
    }
  }
}

function isEmptyList(node: Node): boolean {
  return node.kind === 'list' && node.items.length === 0
}

function isList(node: Node): boolean {
  return node.kind === 'list'
}
