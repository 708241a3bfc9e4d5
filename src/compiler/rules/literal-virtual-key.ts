/** A key of a caller that stands in the file is known to everybody who reads it. The sample keys of manuals are keys too, and worse. */
import { declaredIn, keyLabel } from '../declared.js'
import type { Diagnostic } from '../diagnostic.js'
import { envName, malformedReference } from '../env-reference.js'
import { getText } from '../read-node.js'
import type { MapNode } from '../source.js'
import type { RuleContext } from './rule.js'

export function* literalVirtualKey({ config, allowLiteralSecrets }: RuleContext): Generator<Diagnostic> {
  for (const entry of declaredIn(config, 'virtual_keys')) {
    const key = getText(entry, 'key')
    if (key === undefined || key.value === '' || envName(key.value) !== undefined || malformedReference(key.value) !== undefined) continue
    const reference = `os.environ/${variableFor(entry, key.value)}`
    yield {
      severity: allowLiteralSecrets ? 'warning' : 'error',
      rule: 'literal-virtual-key',
      message: `${keyLabel(entry)} is written into the config`,
      at: key.at,
      label: 'whoever reads this file can call with it',
      help: {
        text: `put it into an environment variable and write ${reference}, or write its hash: \`key_hash\`, which \`llmgen keys hash\` tells`,
        replacement: reference,
      },
      secret: true,
    }
  }
}

/** A text in capitals is the name that was meant; otherwise one is made of the alias. */
function variableFor(entry: MapNode, text: string): string {
  if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(text)) return text
  const alias = getText(entry, 'key_alias')?.value ?? ''
  const name = alias
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
  return name === '' ? 'VIRTUAL_KEY' : name.endsWith('_KEY') ? name : `${name}_KEY`
}
