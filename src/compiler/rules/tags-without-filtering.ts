/** Tags route nothing until `enable_tag_filtering` is on. */
import type { Diagnostic } from '../diagnostic.js'
import { get, getEntry } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* tagsWithoutFiltering({ config }: RuleContext): Generator<Diagnostic> {
  const setting = get(config.router, 'enable_tag_filtering')
  if (setting !== undefined && !(setting.kind === 'scalar' && setting.value === false)) return
  const first = config.models.flatMap(({ params }) => getEntry(params, 'tags') ?? [])[0]
  if (first === undefined) return
  yield {
    severity: 'warning',
    rule: 'tags-without-filtering',
    message: '`tags` choose no deployment while tag filtering is off',
    at: first.keyAt,
    label: 'only added to the request',
    help: { text: 'set `router_settings.enable_tag_filtering: true`' },
  }
}
