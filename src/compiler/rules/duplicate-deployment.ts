/** Several different entries under one name share the load; the same entry twice is nearly always a copy left behind. */
import type { Diagnostic } from '../diagnostic.js'
import { canonicalJson } from '../hash.js'
import { mapToJson } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* duplicateDeployment({ config }: RuleContext): Generator<Diagnostic> {
  for (const [name, entries] of config.groups) {
    if (entries.length < 2) continue
    const seen = new Set<string>()
    for (const { params, name: at } of entries) {
      const content = canonicalJson(mapToJson(params))
      if (seen.has(content)) {
        yield {
          severity: 'warning',
          rule: 'duplicate-deployment',
          message: `"${name}" has the same deployment twice`,
          at: at.at,
          label: 'same `litellm_params` as an entry above',
          help: { text: 'remove one of the two, or give it a `weight` if it should get a larger share' },
        }
      }
      seen.add(content)
    }
  }
}
