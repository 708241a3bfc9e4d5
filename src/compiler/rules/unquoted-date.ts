/** Python's YAML reader makes a date of `2024-06-01`, and LiteLLM wants text there. */
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* unquotedDate({ config, sources }: RuleContext): Generator<Diagnostic> {
  const seen = new Set<number>()
  for (const { params } of config.models) {
    const version = getText(params, 'api_version')
    if (version === undefined || !/^\d{4}-\d{1,2}-\d{1,2}$/.test(version.value) || seen.has(version.at.start)) continue
    seen.add(version.at.start)
    if (/^["'|>&!*]/.test(sources[version.at.file]?.text[version.at.start] ?? '"')) continue
    yield {
      severity: 'warning',
      rule: 'unquoted-date',
      message: `\`api_version: ${version.value}\` is a date in LiteLLM, not a text`,
      at: version.at,
      label: 'LiteLLM may drop the deployment',
      help: { text: 'put it into quotes', replacement: `"${version.value}"` },
    }
  }
}
