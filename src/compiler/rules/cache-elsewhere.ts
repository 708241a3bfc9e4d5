/** Answers are kept in this process or on Redis; LiteLLM's other kinds of cache are not there. */
import type { Diagnostic } from '../diagnostic.js'
import { get, getMap, getText, isTrue } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* cacheElsewhere({ config }: RuleContext): Generator<Diagnostic> {
  const { litellm } = config
  if (!isTrue(get(litellm, 'cache'))) return
  const type = getText(getMap(litellm, 'cache_params'), 'type')
  if (type === undefined || type.value === 'local' || type.value === 'redis') return
  yield {
    severity: 'warning',
    rule: 'cache-elsewhere',
    message: `a response cache of type "${type.value}" is not supported`,
    at: type.at,
    label: 'answers are kept in memory instead, and only for equal requests',
    help: { text: 'use `redis` to share answers between processes, or `local`' },
  }
}
