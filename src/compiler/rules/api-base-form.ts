/** `api_base` is put before the path of each call: it must be a URL, and not that of one endpoint. */

import type { Diagnostic } from '../diagnostic.js'
import { envName, malformedReference } from '../env-reference.js'
import { getText } from '../read-node.js'
import type { Located } from '../source.js'
import type { RuleContext } from './rule.js'

export function* apiBaseForm({ config, resolved }: RuleContext): Generator<Diagnostic> {
  for (const { entry, route } of resolved.models) {
    const key = getText(entry.params, 'api_base') === undefined ? 'base_url' : 'api_base'
    const url = getText(entry.params, key)
    if (url !== undefined) yield* judge(key, url, route.kind === 'known' && route.provider.format === 'openai')
  }
  const shared = getText(config.litellm, 'api_base')
  if (shared !== undefined) yield* judge('api_base', shared, false)
}

function* judge(key: string, { value, at }: Located<string>, appends: boolean): Generator<Diagnostic> {
  if (value === '' || envName(value) !== undefined || malformedReference(value) !== undefined || value.includes('<')) return
  if (!/^https?:\/\//i.test(value.trim())) {
    const scheme = /^(localhost|127\.|0\.0\.0\.0|host\.docker|\d+\.\d+\.\d+\.\d+)/.test(value) ? 'http' : 'https'
    const replacement = value.includes('://') ? undefined : `${scheme}://${value.trim()}`
    yield {
      severity: 'error',
      rule: 'api-base-form',
      message: `\`${key}\` is not a URL: "${value}"`,
      at,
      label: 'calls to this deployment fail',
      help: { text: 'begin it with http:// or https://', ...(replacement !== undefined && { replacement }) },
    }
    return
  }
  const path = /\/(?:chat\/completions|completions|embeddings|responses)\/*$/.exec(value)
  if (path === null || !appends) return
  yield {
    severity: 'warning',
    rule: 'api-base-form',
    message: `\`${key}\` ends with the path of one endpoint`,
    at,
    label: 'LiteLLM appends the path again',
    help: { text: 'write the URL without it', replacement: value.slice(0, path.index) },
  }
}
