/** Policy entries that LiteLLM accepts and never reads, and zeros that it reads as "not set". Both mean here what they say. */
import type { Diagnostic } from '../diagnostic.js'
import { getMap, toNumber } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* policyEntryNeverRead({ config }: RuleContext): Generator<Diagnostic> {
  const retries = getMap(config.router, 'retry_policy')?.entries.get('InternalServerErrorRetries')
  const fails = getMap(config.router, 'allowed_fails_policy')?.entries
  for (const entry of [retries, fails?.get('InternalServerErrorAllowedFails')]) {
    if (entry === undefined || toNumber(entry.value) === undefined) continue
    yield {
      severity: 'note',
      rule: 'policy-entry-never-read',
      message: `LiteLLM never reads \`${entry.key}\``,
      at: entry.keyAt,
      label: 'it takes effect here',
    }
  }
  for (const entry of fails?.values() ?? []) {
    if (toNumber(entry.value) !== 0) continue
    yield {
      severity: 'note',
      rule: 'policy-entry-never-read',
      message: `LiteLLM reads \`${entry.key}: 0\` as not set`,
      at: entry.value.at,
      label: 'here the first failure starts a cooldown',
    }
  }
}
