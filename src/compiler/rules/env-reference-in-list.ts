/** LiteLLM resolves `os.environ/` where it is the value of a key; in a list the text stays as it is. */
import type { Diagnostic } from '../diagnostic.js'
import { envName } from '../env-reference.js'
import type { RuleContext } from './rule.js'

export function* envReferenceInList({ scalars }: RuleContext): Generator<Diagnostic> {
  for (const { node, path, inList } of scalars) {
    if (!inList || envName(node.value) === undefined) continue
    yield {
      severity: 'error',
      rule: 'env-reference-in-list',
      message: `"${node.value}" stands in a list, where it is not resolved`,
      at: node.at,
      label: 'used as this text',
      help: { text: `write the value itself; in \`${path.at(-1) ?? ''}\` only values of keys may refer to the environment` },
    }
  }
}
