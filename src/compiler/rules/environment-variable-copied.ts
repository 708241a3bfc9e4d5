/** `environment_variables` cannot pass one variable on under another name: the client reads the real environment. */
import type { Diagnostic } from '../diagnostic.js'
import { envNameOf } from '../env-reference.js'
import type { RuleContext } from './rule.js'

export function* environmentVariableCopied({ config }: RuleContext): Generator<Diagnostic> {
  for (const { key, value } of config.environmentVariables?.entries.values() ?? []) {
    const other = envNameOf(value)
    if (other === undefined || other === key) continue
    yield {
      severity: 'warning',
      rule: 'environment-variable-copied',
      message: `environment variable "${key}" is taken from "${other}"`,
      at: value.at,
      label: 'not copied: the client reads the real environment',
      help: { text: `set ${key} itself where the client runs` },
    }
  }
}
