/** LiteLLM drops a deployment whose provider it cannot tell, with a log line; callers then get "model not found". */
import { providerNames } from '../../catalog/providers.js'
import type { ModelEntry } from '../config-models.js'
import type { Diagnostic } from '../diagnostic.js'
import { envName } from '../env-reference.js'
import { get, getText } from '../read-node.js'
import type { Route } from '../resolve-route.js'
import { closest } from '../suggest.js'
import type { RuleContext } from './rule.js'

/** Names people write for providers that LiteLLM calls otherwise. */
const spokenNames: ReadonlyMap<string, string> = new Map([
  ['google', 'gemini'],
  ['googleai', 'gemini'],
  ['google_ai', 'gemini'],
  ['vertex', 'vertex_ai'],
  ['vertexai', 'vertex_ai'],
  ['mistralai', 'mistral'],
  ['together', 'together_ai'],
  ['togetherai', 'together_ai'],
  ['fireworks', 'fireworks_ai'],
  ['claude', 'anthropic'],
  ['aws', 'bedrock'],
  ['amazon', 'bedrock'],
  ['azure_openai', 'azure'],
  ['azureopenai', 'azure'],
  ['grok', 'xai'],
  ['x-ai', 'xai'],
  ['kimi', 'moonshot'],
  ['moonshotai', 'moonshot'],
  ['zhipu', 'zai'],
  ['zhipuai', 'zai'],
  ['nvidia', 'nvidia_nim'],
  ['alibaba', 'dashscope'],
  ['qwen', 'dashscope'],
  ['lmstudio', 'lm_studio'],
  ['hf', 'huggingface'],
])

export function* unknownProvider({ config, resolved }: RuleContext): Generator<Diagnostic> {
  for (const { entry, route } of resolved.models) {
    if (route.kind !== 'unknown') continue
    const key = route.forced ? 'custom_llm_provider' : 'model'
    const at = get(entry.params, key)?.at ?? entry.at
    const written = getText(entry.params, key)?.value ?? ''
    const origin = envName(written) === undefined ? '' : `, which is what ${written} holds`
    const help = suggestion(entry, route, route.forced || origin === '' ? written : route.model, [
      ...providerNames(),
      ...config.customProviders,
    ])
    yield {
      severity: 'error',
      rule: 'unknown-provider',
      message:
        route.prefix === undefined ? `cannot tell the provider of model "${route.model}"` : `unknown provider "${route.prefix}"${origin}`,
      at,
      label: route.prefix === undefined ? 'no prefix, and no table knows the name' : 'LiteLLM drops this deployment at start',
      help,
    }
  }
}

function nearest(prefix: string, names: readonly string[]): string | undefined {
  const word = spokenNames.has(prefix.toLowerCase()) ? prefix.toLowerCase() : closest(prefix, [...names, ...spokenNames.keys()])
  return word === undefined ? undefined : (spokenNames.get(word) ?? word)
}

type Help = { readonly text: string; readonly replacement?: string }

function suggestion(entry: ModelEntry, route: Route & { kind: 'unknown' }, written: string, names: readonly string[]): Help {
  if (route.prefix !== undefined) {
    const near = nearest(route.prefix, names)
    const replacement = near === undefined ? undefined : route.forced ? near : `${near}${written.slice(route.prefix.length)}`
    if (near !== undefined && replacement !== undefined) return { text: `did you mean "${near}"?`, replacement }
  }
  const base = getText(entry.params, 'api_base')?.value
  if (base?.includes(':11434'))
    return { text: `write "ollama_chat/${written}" for an Ollama server`, replacement: `ollama_chat/${written}` }
  if (base !== undefined)
    return { text: `write "openai/${written}" for a server that speaks OpenAI's format`, replacement: `openai/${written}` }
  return { text: 'write the provider before the model, as in "openai/gpt-4o"' }
}
