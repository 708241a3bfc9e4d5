/** A callback with a dot in its name is Python code of the user's, which cannot run here. */
import type { Diagnostic } from '../diagnostic.js'
import { get, texts } from '../read-node.js'
import type { Located } from '../source.js'
import type { RuleContext } from './rule.js'

export function* pythonPath({ config }: RuleContext): Generator<Diagnostic> {
  const seen = new Set<string>()
  for (const key of ['callbacks', 'success_callback', 'failure_callback']) {
    const node = get(config.litellm, key)
    const single: readonly Located<string>[] =
      key === 'callbacks' && node?.kind === 'scalar' && typeof node.value === 'string' ? [{ value: node.value, at: node.at }] : []
    for (const text of [...single, ...texts(node)]) {
      if (!/^[\w]+(\.[\w]+)+$/.test(text.value) || seen.has(text.value)) continue
      seen.add(text.value)
      yield {
        severity: 'note',
        rule: 'python-path',
        message: `callback "${text.value}" is Python code`,
        at: text.at,
        label: 'it does not run here',
        help: { text: 'use `createLlm({ onEvent })` for what it does' },
      }
    }
  }
}
