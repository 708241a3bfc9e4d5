/** An alias is a text or `{ model, hidden }`; anything else raises in LiteLLM at the first call. */
import type { Diagnostic } from '../diagnostic.js'
import { getMap, getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* aliasShape({ config }: RuleContext): Generator<Diagnostic> {
  for (const { key, value } of getMap(config.router, 'model_group_alias')?.entries.values() ?? []) {
    if (value.kind === 'scalar' && typeof value.value === 'string') continue
    if (value.kind === 'map' && getText(value, 'model') !== undefined) {
      if (value.entries.has('hidden')) continue
      yield {
        severity: 'warning',
        rule: 'alias-shape',
        message: `alias "${key}" does not say whether it is hidden`,
        at: value.at,
        label: 'LiteLLM fails when it lists the models',
        help: { text: 'add `hidden: false`' },
      }
      continue
    }
    const list = value.kind === 'list'
    yield {
      severity: 'error',
      rule: 'alias-shape',
      message: `alias "${key}" is ${list ? 'a list' : value.kind === 'map' ? 'a map without `model`' : 'not a text'}`,
      at: value.at,
      label: 'an alias stands for one model group',
      help: {
        text: list
          ? 'name one group; to share the load, give several deployments the same `model_name`'
          : 'write the name of a model group',
      },
    }
  }
}
