/** `<provider>/responses/…` and `mode: responses` ask for the Responses API upstream, which not every host serves. */
import { formatOf } from '../../catalog/format-of.js'
import type { Diagnostic } from '../diagnostic.js'
import { getText } from '../read-node.js'
import type { ResolvedModel } from '../resolve.js'
import type { RuleContext } from './rule.js'

export function* responsesRoute({ resolved }: RuleContext): Generator<Diagnostic> {
  const asking = resolved.models.filter(isUnserved)
  const [first] = asking
  if (first === undefined) return
  const model = getText(first.entry.params, 'model') ?? first.entry.name
  const more = asking.length > 1 ? ` and ${asking.length - 1} more` : ''
  yield {
    severity: 'warning',
    rule: 'responses-route',
    message: `"${model.value}"${more} ${asking.length > 1 ? 'ask' : 'asks'} for the Responses API of a host that is not known to serve it`,
    at: model.at,
    label: 'Chat Completions is called instead',
    help: { text: 'write the model without `responses/` and `mode: responses`, or name the host as `openai/…` with `api_base`' },
  }
}

function isUnserved({ route, mode, modeFrom }: ResolvedModel): boolean {
  if (route.kind !== 'known' || route.provider.format === 'openai-responses') return false
  const isAsked = route.model.startsWith('responses/') || (mode === 'responses' && modeFrom === 'config')
  return (
    isAsked &&
    route.hint !== 'responses' &&
    formatOf({ provider: route.provider, model: route.model, mode, responses: false }) === undefined
  )
}
