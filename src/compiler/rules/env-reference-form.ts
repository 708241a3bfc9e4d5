/** Forms that look like a reference to the environment and that LiteLLM uses as plain text. */
import type { Diagnostic } from '../diagnostic.js'
import { malformedReference } from '../env-reference.js'
import { isSecretHeader, isSecretName } from '../param-keys.js'
import type { RuleContext } from './rule.js'

/** Keys whose value goes to a provider, a database or a caller's check as it stands. */
const sensitive = /^(model|api_base|base_url|api_version|organization|host|url|target|.*_(url|base|host|endpoint|id|region_name))$/
/** Free text, where a dollar sign means nothing. */
const prose = /^(description|mock_response|content|template|pattern|regex|tag_regex)$/

export function* envReferenceForm({ scalars }: RuleContext): Generator<Diagnostic> {
  for (const { node, path } of scalars) {
    const key = path.at(-1) ?? ''
    if (typeof node.value !== 'string' || prose.test(key)) continue
    const found = malformedReference(node.value)
    if (found === undefined || isResolvedElsewhere(path)) continue
    const exported = path[0] === 'environment_variables'
    const inert = exported || path[0] === 'mcp_servers' || path[1] === 'model_info'
    const sent = !inert && (sensitive.test(key) || isSecretName(key) || isSecretHeader(key))
    const shown = node.value.replace(/(\$\{\w+:?[-=?+])[^}]+/g, '$1…')
    yield {
      severity: sent ? 'error' : 'warning',
      rule: 'env-reference-form',
      message: `"${shown}" is not resolved: LiteLLM reads os.environ/NAME as a whole value only`,
      at: node.at,
      label: exported
        ? 'would be exported as this text; the real environment is read instead'
        : sent
          ? 'sent as this text'
          : 'used as this text',
      help: help(found.name, key, exported),
      ...(shown !== node.value && { secret: true }),
    }
  }
}

/** The headers of LiteLLM's pass-through routes are the one place where a reference may stand in mid-string. */
function isResolvedElsewhere(path: readonly string[]): boolean {
  return path.includes('pass_through_endpoints') && path.at(-2) === 'headers'
}

function help(name: string | undefined, key: string, exported: boolean): { readonly text: string; readonly replacement?: string } {
  if (exported) return { text: `remove the line and set \`${key}\` in the environment` }
  if (name === undefined) return { text: 'put the whole value into one variable and write os.environ/NAME' }
  return { text: `write os.environ/${name}`, replacement: `os.environ/${name}` }
}
