/** A virtual key is known by its hash, or by the variable that holds it: by one of the two, and in a form that can be one. */
import { declaredIn, keyLabel } from '../declared.js'
import type { Diagnostic } from '../diagnostic.js'
import { envName } from '../env-reference.js'
import { get, getEntry, getText } from '../read-node.js'
import type { MapNode, Span } from '../source.js'
import type { RuleContext } from './rule.js'

export function* virtualKeyForm({ config }: RuleContext): Generator<Diagnostic> {
  for (const key of declaredIn(config, 'virtual_keys')) {
    const hash = getEntry(key, 'key_hash')
    if (hash === undefined && get(key, 'key') === undefined) {
      yield finding(`${keyLabel(key)} has neither \`key_hash\` nor \`key\``, firstOf(key), {
        label: 'nobody can call with it',
        help: 'write `key_hash`, which `llmgen keys hash` tells, or `key: os.environ/NAME`',
      })
    } else if (hash !== undefined && get(key, 'key') !== undefined) {
      yield finding(`${keyLabel(key)} has both \`key_hash\` and \`key\``, hash.keyAt, {
        label: 'one of them has to say which key it is',
        help: 'leave one of them out',
      })
    }
    const text = getText(key, 'key_hash')
    if (text !== undefined && envName(text.value) === undefined && !/^[0-9a-f]{64}$/i.test(text.value)) {
      yield {
        ...finding('`key_hash` is not a SHA-256 in hex', text.at, {
          label: '64 digits from 0 to f are wanted',
          help: '`llmgen keys hash` tells the hash of a key',
        }),
        // whoever writes something else here may well have written the key
        secret: true,
      }
    }
  }
}

function firstOf(key: MapNode): Span {
  const [entry] = key.entries.values()
  return entry?.keyAt ?? key.at
}

function finding(message: string, at: Span, { label, help }: { readonly label: string; readonly help: string }): Diagnostic {
  return { severity: 'error', rule: 'virtual-key-form', message, at, label, help: { text: help } }
}
