/** `azure/responses/…` and `openai/responses/…` ask for the Responses API upstream. */
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { RuleContext } from './rule.js'

export function* responsesRoute({ resolved }: RuleContext): Generator<Diagnostic> {
  const routed = resolved.models.filter(({ route }) => route.kind === 'known' && route.hint === 'responses')
  const [first] = routed
  if (first === undefined) return
  const model = getText(first.entry.params, 'model') ?? first.entry.name
  const more = routed.length > 1 ? ` and ${routed.length - 1} more` : ''
  yield {
    severity: 'warning',
    rule: 'responses-route',
    message: `"${model.value}"${more} ${routed.length > 1 ? 'ask' : 'asks'} for the Responses API, which this version does not call`,
    at: model.at,
    label: 'Chat Completions is called instead',
    help: { text: 'models that answer there only (`-pro`, `-codex`) will refuse' },
  }
}
