/** Which provider a deployment calls and by which model id: LiteLLM's reading of `litellm_params.model`. */
import { guessProvider, isAnthropicText, isGuestOfAzure } from '../catalog/guess-provider.js'
import { findProvider, providerNames } from '../catalog/providers.js'
import type { ProviderRow } from '../catalog/rows.js'
import { servesResponses } from '../plan/serves-responses.js'
import type { Config } from './config.js'
import { type Environment, envName, readEnv } from './env-reference.js'
import { getMap, getText } from './read-node.js'
import type { MapNode } from './source.js'

/** Where calls of an entry go. */
export type Route =
  | { readonly kind: 'known'; readonly provider: ProviderRow; readonly model: string; readonly hint?: RouteHint }
  /** From `custom_provider_map`: known to LiteLLM, its Python handler cannot run here. */
  | { readonly kind: 'custom'; readonly name: string; readonly model: string }
  /** `model: os.environ/NAME` whose value is not known when compiling. */
  | { readonly kind: 'by-reference'; readonly env: string }
  /** `prefix` is the text before the first `/`, when there is one. */
  | { readonly kind: 'unknown'; readonly prefix: string | undefined; readonly model: string; readonly forced: boolean }
  | { readonly kind: 'missing' }

/** Path segments of a model id that steer LiteLLM and are not part of the upstream name. */
export type RouteHint = 'responses' | 'o_series' | 'gpt5_series'

/** Resolves provider and upstream model of one entry. */
export function resolveRoute(params: MapNode, config: Config, env: Environment | undefined): Route {
  const written = getText(params, 'model')?.value
  if (written === undefined || written === '') return { kind: 'missing' }
  const variable = envName(written)
  const value = variable === undefined ? written : readEnv(env, variable)
  if (value === undefined || value === '') return { kind: 'by-reference', env: variable ?? '' }
  const model = getText(getMap(config.litellm, 'model_alias_map'), value)?.value ?? value
  const forced = getText(params, 'custom_llm_provider')?.value
  if (forced !== undefined && forced !== '') return byName(forced, withoutPrefix(forced, model), params, config, true)
  return byPrefix(model, params, config)
}

function byName(name: string, model: string, params: MapNode, config: Config, forced: boolean): Route {
  const provider = findProvider(actualName(name, model, params))
  if (provider !== undefined) return { kind: 'known', provider, ...withoutHint(provider, model) }
  return config.customProviders.has(name) ? { kind: 'custom', name, model } : { kind: 'unknown', prefix: name, model, forced }
}

/** Prefixes that LiteLLM reads as another one for some of their models. */
function actualName(name: string, model: string, params: MapNode): string {
  if (name === 'azure' && isGuestOfAzure(model) && isServerless(apiBaseOf(params))) return 'openai'
  if (name === 'anthropic' && isAnthropicText(model)) return 'anthropic_text'
  return name === 'ai21' && model.startsWith('jamba-') ? 'ai21_chat' : name
}

/**
 * Differs: LiteLLM calls Cohere's and Mistral's models so wherever they are, with the prefix left on the name; resources of
 * Azure OpenAI serve them as deployments, so here only an address that is written and is no such resource counts.
 */
function isServerless(apiBase: string | undefined): boolean {
  const host = hostOf(apiBase)
  return host !== undefined && !/\.(?:openai|cognitiveservices|services\.ai)\.azure\.com$/.test(host)
}

/** A model under the provider that `custom_llm_provider` names; a prefix that only repeats it is no part of the model. */
function withoutPrefix(provider: string, model: string): string {
  const rest = model.startsWith(`${provider}/`) ? model.slice(provider.length + 1) : model
  return provider === 'openrouter' && !rest.includes('/') ? model : rest // `openrouter/auto` is a name there
}

function byPrefix(model: string, params: MapNode, config: Config): Route {
  const slash = model.indexOf('/')
  const prefix = slash > 0 ? model.slice(0, slash) : undefined
  if (prefix !== undefined) {
    const route = byName(prefix, model.slice(slash + 1), params, config, false)
    if (route.kind !== 'unknown') return route
  }
  const name = guessProvider(model, apiBaseOf(params))
  if (name !== undefined) return byName(name, model, params, config, false)
  return { kind: 'unknown', prefix, model, forced: false }
}

/** The base URL as written. */
export function apiBaseOf(params: MapNode): string | undefined {
  return getText(params, 'api_base')?.value ?? getText(params, 'base_url')?.value
}

/** The provider whose own host `apiBase` names: `openai/grok-4` at `api.x.ai` is xAI's model. */
export function providerAtHost(apiBase: string | undefined): string | undefined {
  const host = hostOf(apiBase)
  return host === undefined ? undefined : hosts().get(host)
}

/** Hosts beside the one of a provider's row: the address in Cohere's documents of its OpenAI door. */
const otherHosts: readonly (readonly [host: string, provider: string])[] = [['api.cohere.ai', 'cohere']]
let hostTable: ReadonlyMap<string, string> | undefined

function hosts(): ReadonlyMap<string, string> {
  if (hostTable !== undefined) return hostTable
  const table = new Map<string, string>(otherHosts)
  for (const name of providerNames()) {
    const host = hostOf(findProvider(name)?.baseUrl)
    if (host !== undefined && !/^(localhost|127\.|.*\.internal$)/.test(host) && !table.has(host)) table.set(host, name)
  }
  hostTable = table
  return table
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : /^https?:\/\/([^/:?#@]+)(?:[/:?#]|$)/i.exec(url)?.[1]?.toLowerCase()
}

function withoutHint(provider: ProviderRow, model: string): { readonly model: string; readonly hint?: RouteHint } {
  const match = /^(responses|o_series|gpt5_series)\/(.+)$/.exec(model)
  if (match?.[1] === undefined || match[2] === undefined) return { model }
  if (match[1] === 'responses' ? !servesResponses(provider) : provider.name !== 'azure') return { model }
  return { model: match[2], hint: match[1] as RouteHint } // the expression allows only these three
}
