/** A parameter that is a map with the one key `env` looks like a reference of the Plan, and would be read as one. */
import type { Diagnostic } from '../diagnostic.js'
import { isRequestParam } from '../param-keys.js'
import { getMap } from '../read-node.js'
import type { Node } from '../source.js'
import type { RuleContext } from './rule.js'

export function* envMap({ config }: RuleContext): Generator<Diagnostic> {
  const shared = getMap(config.router, 'default_litellm_params')
  for (const params of [...config.models.map((model) => model.params), ...(shared === undefined ? [] : [shared])]) {
    for (const { key, value } of params.entries.values()) {
      if (key === 'extra_body' || isRequestParam(key)) yield* find(value)
    }
  }
}

function* find(node: Node): Generator<Diagnostic> {
  if (node.kind === 'list') for (const item of node.items) yield* find(item)
  if (node.kind !== 'map') return
  const env = node.entries.size === 1 ? node.entries.get('env') : undefined
  if (env?.value.kind === 'scalar' && typeof env.value.value === 'string' && !env.value.value.startsWith('os.environ/')) {
    yield {
      severity: 'warning',
      rule: 'env-map',
      message: `a map with the one key \`env\` is read as the environment variable "${env.value.value}"`,
      at: env.keyAt,
      label: 'not sent as it stands',
      help: { text: 'add a second key, or choose another name than `env`' },
    }
  }
  for (const entry of node.entries.values()) yield* find(entry.value)
}
