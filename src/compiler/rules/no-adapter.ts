/** Providers that this version cannot call, or that nobody can any more. One finding for each provider. */
import { adapterFormats } from '../../catalog/formats.js'
import type { Diagnostic } from '../diagnostic.js'
import { providerName } from '../lower-deployment.js'
import { getText } from '../read-node.js'
import type { ResolvedModel } from '../resolve.js'
import type { RuleContext } from './rule.js'

export function* noAdapter({ resolved }: RuleContext): Generator<Diagnostic> {
  const without = new Map<string, ResolvedModel[]>()
  for (const model of resolved.models) {
    const { entry } = model
    if (!isUnspoken(model) || model.leftOut !== undefined || getText(entry.params, 'mock_response') !== undefined) continue
    const models = without.get(providerName(model)) ?? []
    without.set(providerName(model), models)
    models.push(model)
  }
  for (const [name, models] of without) {
    const [first] = models
    if (first === undefined) continue
    const { entry } = first
    const { message, help } = explain(name, first)
    yield {
      severity: 'warning',
      rule: 'no-adapter',
      message,
      at: (getText(entry.params, 'model') ?? entry.name).at,
      label: models.length === 1 ? 'calls to this deployment fail' : `calls to this and ${models.length - 1} more of its deployments fail`,
      help: { text: help },
    }
  }
}

/** A retired host may still be reached where the config gives an address of its own. */
function isUnspoken({ route, entry }: ResolvedModel): boolean {
  if (route.kind === 'custom') return true
  if (route.kind !== 'known') return false
  const { format, retired } = route.provider
  return !adapterFormats.includes(format) || (retired !== undefined && getText(entry.params, 'api_base') === undefined)
}

type Explanation = { readonly message: string; readonly help: string }

const behindServer = 'put it behind an OpenAI-compatible server and name that as `openai/…` with `api_base`'

/** What else stands where a provider is expected, by LiteLLM's prefix. */
const noProviders: ReadonlyMap<string, Explanation> = new Map([
  [
    'auto_router',
    {
      message: '"auto_router" is a router of LiteLLM’s that reads each prompt, not a provider',
      help: 'name the models it chooses between as groups of their own, and let callers or a fallback chain choose',
    },
  ],
  ['litellm_agent', { message: '"litellm_agent" is a bridge inside LiteLLM, not a provider', help: behindServer }],
  ['custom', { message: 'provider "custom" is Python code of your own', help: behindServer }],
  [
    'nvidia_riva',
    {
      message: 'provider "nvidia_riva" speaks gRPC, and this version speaks HTTP only',
      help: 'use the audio models of a provider with an HTTP API, or a gateway before Riva that has one',
    },
  ],
  [
    'cursor',
    {
      message: 'provider "cursor" starts agents that work on repositories and has no chat to call',
      help: 'call its API by itself; other deployments and fallbacks are used',
    },
  ],
])

function explain(name: string, { route }: ResolvedModel): Explanation {
  if (route.kind === 'custom') return { message: `provider "${name}" is Python code of your own`, help: behindServer }
  const retired = route.kind === 'known' ? route.provider.retired : undefined
  if (retired !== undefined) {
    return {
      message: `provider "${name}" is no longer in service: ${retired}`,
      help: 'take the deployment out; other deployments and fallbacks are used',
    }
  }
  const known = noProviders.get(name)
  if (known !== undefined) return known
  return {
    message: `provider "${name}" cannot be called yet`,
    help: `this version has no adapter for the wire format of ${name}; other deployments and fallbacks are used`,
  }
}
