/**
 * Models to a Plan, by the compiler's own stages: resolution, catalogue flags and prices are those of a config. What only
 * serves a file is left out: reading YAML, the schema, and the rules about the file as a whole.
 */
import { type Config, readConfig } from '../compiler/config.js'
import type { Diagnostic } from '../compiler/diagnostic.js'
import { type Lowered, lower } from '../compiler/lower.js'
import { type Resolved, type ResolvedModel, resolve } from '../compiler/resolve.js'
import { missingApiBase } from '../compiler/rules/missing-api-base.js'
import { noAdapter } from '../compiler/rules/no-adapter.js'
import { unknownProvider } from '../compiler/rules/unknown-provider.js'
import type { Mode } from '../plan/plan.js'
import type { Failure, Outcome } from '../protocol/failure.js'
import type { Endpoint } from '../providers/adapter.js'
import { badRequest } from '../runtime/call-failures.js'
import { takesMode } from '../runtime/endpoint-terms.js'
import { nearestModels } from './nearest-models.js'
import type { Sections } from './settings.js'
import { toMapNode } from './to-node.js'

/** One model to be called, as an entry of a `model_list`. */
export type Entry = {
  /** What it is called in the client. */
  readonly name: string
  /** `provider/model`, or a name that LiteLLM knows without prefix. */
  readonly model: string
  /** Everything else that `litellm_params` takes. */
  readonly params: { readonly [name: string]: unknown }
}

/** What an endpoint takes for a model whose mode is not known, or known to be another one: whoever calls says what it is. */
const ownMode: { readonly [E in Endpoint]: Mode } = {
  chat: 'chat',
  completions: 'completion',
  embeddings: 'embedding',
  images: 'image_generation',
  imageEdits: 'image_edit',
  transcriptions: 'audio_transcription',
  translations: 'audio_transcription',
  speech: 'audio_speech',
  moderations: 'moderation',
  rerank: 'rerank',
  responses: 'responses',
  tokens: 'chat',
}

/**
 * The Plan for calls of one endpoint, the first entry's own connection shared with those after it that are of the same
 * provider; or the failure for an entry that cannot be called.
 */
export function lowerEntries(entries: readonly Entry[], endpoint: Endpoint, sections: Sections): Outcome<Lowered> {
  const [first] = entries
  if (first === undefined) throw new Error('llmgen bug: a client of no model')
  const shared = entries.map((entry) => (entry === first ? entry : withConnection(entry, first, sections)))
  const found = read(shared, sections, () => undefined)
  const failure = findFailure(shared, found)
  if (failure !== undefined) return { failure }
  const isOther = ({ mode }: ResolvedModel) => !takesMode(endpoint, mode)
  if (!found.resolved.models.some(isOther)) return lower(found.config, found.resolved)
  const models = new Map(found.resolved.models.map((model) => [model.entry.name.value, model]))
  const fitting = read(shared, sections, ({ name }) => {
    const model = models.get(name)
    return model !== undefined && isOther(model) ? ownMode[endpoint] : undefined
  })
  return lower(fitting.config, fitting.resolved)
}

type Read = { readonly config: Config; readonly resolved: Resolved }

function read(entries: readonly Entry[], sections: Sections, modeOf: (entry: Entry) => Mode | undefined): Read {
  const model_list = entries.map((entry) => ({
    model_name: entry.name,
    litellm_params: { ...entry.params, model: entry.model },
    // the name is what messages call it; of two deployments with one id the second gets a number
    model_info: { id: entry.name, mode: modeOf(entry) },
  }))
  const config = readConfig(toMapNode({ model_list, ...sections }))
  return { config, resolved: resolve(config, undefined) }
}

/**
 * The entry with the connection of the call, where it is a model of the same provider or of none that is known.
 * Differs: LiteLLM hands `api_key` and `api_base` of the call to every fallback, also to another vendor's.
 */
function withConnection(entry: Entry, first: Entry, sections: Sections): Entry {
  if (Object.keys(first.params).length === 0) return entry
  const [own, shared] = read([entry, first], sections, () => undefined).resolved.models.map(({ route }) => route)
  const isSame = own?.kind !== 'known' || (shared?.kind === 'known' && own.provider.name === shared.provider.name)
  return isSame ? { ...entry, params: { ...first.params, ...entry.params } } : entry
}

/** The first entry that cannot be called, in words for whoever called it. */
function findFailure(entries: readonly Entry[], { config, resolved }: Read): Failure | undefined {
  const one = (index: number) => {
    const model = resolved.models[index]
    const models = model === undefined ? [] : [model]
    return { config, resolved: { ...resolved, models }, scalars: [], env: undefined, allowLiteralSecrets: true }
  }
  for (const [index, entry] of entries.entries()) {
    const param = index === 0 ? 'model' : 'fallbacks'
    const fail = (message: string, code: string) => badRequest({ provider: '', model: entry.model }, param, message, code)
    const [unknown] = unknownProvider(one(index))
    if (unknown !== undefined) return fail(`${words(unknown)}${hint(entry.model, unknown)} ${form}`, 'provider_not_found')
    const [unspoken] = noAdapter(one(index))
    if (unspoken !== undefined) return fail(`${words(unspoken)}; name a model of another provider.`, 'provider_not_supported')
    const [homeless] = [...missingApiBase(one(index))].filter((each) => each.severity === 'error')
    if (homeless !== undefined) return fail(`${words(homeless)}: ${homeless.help?.text}.`, 'missing_setting')
  }
  return undefined
}

const form =
  'A model is written provider/model, as in "openai/gpt-4o"; or pass custom_llm_provider, or api_base with "openai/…" for a server that speaks its format.'

function words({ message }: Diagnostic): string {
  return message
}

function hint(model: string, { help }: Diagnostic): string {
  const near = nearestModels(model, help?.replacement)
  return near.length === 0 ? '.' : `. Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
}
