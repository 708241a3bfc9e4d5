/** Kind, limits, capabilities and flags of a deployment: the catalogue's, overridden by `model_info`. */
import { chatsWithTextModels } from '../catalog/formats.js'
import { guessProvider } from '../catalog/guess-provider.js'
import { findProvider } from '../catalog/providers.js'
import type { ModelRow } from '../catalog/rows.js'
import type { Capabilities, Known, Mode, ModelFlag } from '../plan/plan.js'
import type { FindModel } from './model-finder.js'
import { get, getNumber, getText } from './read-node.js'
import { apiBaseOf, providerAtHost, type Route } from './resolve-route.js'
import type { Located, MapNode } from './source.js'

/** Every value of `model_info.mode`. */
const modes: readonly Mode[] = [
  'chat',
  'completion',
  'embedding',
  'image_generation',
  'image_edit',
  'audio_transcription',
  'audio_speech',
  'rerank',
  'moderation',
  'responses',
  'realtime',
  'batch',
  'video_generation',
  'ocr',
  'search',
  'vector_store',
]

/** What is known of an entry’s model, and where its mode comes from. */
export type Facts = {
  readonly catalogue: ModelRow | undefined
  readonly mode: Mode
  readonly modeFrom: 'config' | 'catalogue' | 'name' | 'default'
  readonly capabilities: Capabilities
  readonly contextWindow: number | undefined
  readonly maxOutputTokens: number | undefined
  readonly flags: readonly ModelFlag[]
}

/** Everything known about the model of one entry. */
export function resolveFacts(route: Route, params: MapNode, info: MapNode | undefined, findModel: FindModel): Facts {
  const catalogue = findRow(route, params, info, findModel)
  // `claude-*` sounds like the newest Claude; a call will tell which, and the provider's families what that one takes.
  const exact = catalogue?.model.includes('*') ? undefined : catalogue
  return {
    catalogue,
    ...resolveMode(route, catalogue, info),
    capabilities: {
      tools: capability(info, 'supports_function_calling', catalogue?.capabilities.tools),
      vision: capability(info, 'supports_vision', catalogue?.capabilities.vision),
      jsonSchema: capability(info, 'supports_response_schema', catalogue?.capabilities.jsonSchema),
      reasoning: capability(info, 'supports_reasoning', catalogue?.capabilities.reasoning),
    },
    contextWindow: tokens(info, 'max_input_tokens') ?? catalogue?.contextWindow,
    maxOutputTokens: tokens(info, 'max_output_tokens') ?? exact?.maxOutputTokens ?? tokens(info, 'max_tokens'),
    flags: exact?.flags ?? hintedFlags(route),
  }
}

/** The row of `base_model`, else of the model, else of the model at the provider whose host `api_base` names. */
function findRow(route: Route, params: MapNode, info: MapNode | undefined, findModel: FindModel): ModelRow | undefined {
  const base = baseModel(params, info)?.value
  const byBase = base === undefined ? undefined : findNamed(base, findModel)
  if (byBase !== undefined || route.kind !== 'known') return byBase
  const own = findModel(route.provider.name, route.model)
  if (isListed(own)) return own
  const host = providerAtHost(apiBaseOf(params))
  const atHost = host === undefined || host === route.provider.name ? undefined : findModel(host, route.model)
  return isListed(atHost) ? atHost : own
}

/** True for a row from a table; for other models the catalogue goes by the sound of the name. */
function isListed(row: ModelRow | undefined): boolean {
  return row?.contextWindow !== undefined || row?.price !== undefined
}

/** `model_info.base_model`; LiteLLM also takes it from `litellm_params`. */
export function baseModel(params: MapNode, info: MapNode | undefined): Located<string> | undefined {
  return getText(info, 'base_model') ?? getText(params, 'base_model')
}

/** A row by a price-map name: `provider/model`, or a model whose provider can be told from its name. */
function findNamed(name: string, findModel: FindModel): ModelRow | undefined {
  const slash = name.indexOf('/')
  const provider = slash > 0 ? findProvider(name.slice(0, slash)) : undefined
  if (provider !== undefined) {
    const model = name.slice(slash + 1)
    return findModel(provider.name, model) ?? (provider.name === 'azure' ? findModel('openai', model) : undefined)
  }
  const guessed = guessProvider(name)
  return guessed === undefined ? undefined : findModel(guessed, name)
}

function resolveMode(
  route: Route,
  catalogue: ModelRow | undefined,
  info: MapNode | undefined,
): { readonly mode: Mode; readonly modeFrom: Facts['modeFrom'] } {
  const written = getText(info, 'mode')?.value
  const given = modes.find((mode) => mode === written)
  if (given !== undefined) return { mode: callableMode(given, route), modeFrom: 'config' }
  const mode = callableMode(catalogue?.mode ?? 'chat', route)
  if (isListed(catalogue)) return { mode, modeFrom: 'catalogue' }
  return { mode, modeFrom: mode === 'chat' ? 'default' : 'name' }
}

/** A chat model is asked for text completions too, so a text model that holds chats counts as one: LiteLLM asks it either way. */
function callableMode(mode: Mode, route: Route): Mode {
  return mode === 'completion' && route.kind === 'known' && chatsWithTextModels(route.provider.format) ? 'chat' : mode
}

function capability(info: MapNode | undefined, key: string, known: Known | undefined): Known {
  const node = get(info, key)
  const text = node?.kind === 'scalar' ? String(node.value).toLowerCase() : ''
  return text === 'true' ? 'yes' : text === 'false' ? 'no' : (known ?? 'unknown')
}

function tokens(info: MapNode | undefined, key: string): number | undefined {
  const number = getNumber(info, key)
  return number !== undefined && Number.isInteger(number) && number > 0 ? number : undefined
}

function hintedFlags(route: Route): readonly ModelFlag[] {
  return route.kind === 'known' && (route.hint === 'o_series' || route.hint === 'gpt5_series') ? ['openai-reasoning'] : []
}
