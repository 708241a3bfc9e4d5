/** LiteLLM's JSON map of models (`model_prices_and_context_window.json`), read as it is. */
import type { Capabilities, Known, Mode } from '../plan/plan.js'
import type { ModelFacts } from './model-facts.js'
import { spellings } from './model-names.js'
import { picodollars } from './picodollars.js'
import { priceKey, RateSheet } from './price-fields.js'

/** One model of a map. */
export type MappedModel = { readonly provider: string; readonly facts: ModelFacts }

/** A map by `provider/model` in lower case, in the order of the file. */
export type PriceMap = ReadonlyMap<string, MappedModel>

/** What was read, and the entries that were not, each with its reason. */
export type ReadMap = { readonly map: PriceMap; readonly skipped: readonly { readonly name: string; readonly why: string }[] }

type Entry = { readonly [key: string]: unknown }

/** `image_generation` and the like are LiteLLM's own words; a few of its modes have another name here. */
const modes: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  ...(
    [
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
      'video_generation',
      'ocr',
      'search',
      'vector_store',
    ] as const
  ).map((mode) => [mode, mode] as const),
])

/** Providers that LiteLLM's map spells otherwise than its prefixes. */
const providers: readonly (readonly [spelling: RegExp, provider: string])[] = [
  [/^vertex_ai(-.+)?$/, 'vertex_ai'],
  [/^bedrock(_converse)?$/, 'bedrock'],
  [/^fireworks_ai(-.+)?$/, 'fireworks_ai'],
]

/** Providers whose models stand in another's rows too. */
const shared: { readonly [provider: string]: readonly string[] } = {
  azure: ['openai'],
  azure_ai: ['azure', 'openai'],
  azure_text: ['azure', 'openai'],
  aiohttp_openai: ['openai'],
  'text-completion-openai': ['openai'],
  anthropic_text: ['anthropic'],
  cohere: ['cohere_chat'],
  cohere_chat: ['cohere'],
  ollama_chat: ['ollama'],
  vertex_ai_beta: ['vertex_ai'],
  codestral: ['mistral'],
  ai21_chat: ['ai21'],
}

/** Reads a parsed map. Entries without a provider or a known mode, and those whose figures are no numbers, are skipped. */
export function readPriceMap(json: unknown): ReadMap {
  const map = new Map<string, MappedModel>()
  const skipped: { name: string; why: string }[] = []
  for (const [name, entry] of Object.entries(isEntry(json) ? json : {})) {
    if (name === 'sample_spec' || name.startsWith('_')) continue
    const read = isEntry(entry) ? readEntry(name, entry) : 'it is not an object'
    if (typeof read === 'string') skipped.push({ name, why: read })
    else if (!map.has(keyOf(read.provider, read.facts.model))) map.set(keyOf(read.provider, read.facts.model), read)
  }
  return { map, skipped }
}

/** The facts of a provider's model, under any spelling that the catalogue knows it by. */
export function findInMap(map: PriceMap, provider: string, model: string): ModelFacts | undefined {
  for (const owner of [provider, ...(Object.hasOwn(shared, provider) ? (shared[provider] ?? []) : [])]) {
    for (const name of spellings(provider, model)) {
      const found = map.get(keyOf(owner, name))
      if (found !== undefined) return found.facts
    }
  }
  return undefined
}

const keyOf = (provider: string, model: string): string => `${provider}/${model.toLowerCase()}`

function readEntry(name: string, entry: Entry): MappedModel | string {
  const spelling = entry.litellm_provider
  if (typeof spelling !== 'string') return 'it names no litellm_provider'
  const mode = modes.get(typeof entry.mode === 'string' ? entry.mode : 'chat')
  if (mode === undefined) return `the mode "${String(entry.mode)}" is not known`
  const provider = providers.find(([pattern]) => pattern.test(spelling))?.[1] ?? spelling
  const sheet = new RateSheet()
  for (const [key, value] of Object.entries(entry)) {
    const meaning = priceKey(key, mode)
    if (meaning === undefined || value === null) continue
    const usd = typeof value === 'string' ? Number(value) : value
    if (typeof usd !== 'number' || !Number.isFinite(usd) || usd < 0) return `${key} is not a number of dollars`
    sheet.add(meaning, picodollars(usd, 1))
  }
  const search = searchPrice(entry.search_context_cost_per_query)
  if (search !== undefined) sheet.add({ field: 'perSearch' }, search)
  return { provider, facts: factsOf(bareKey(name, provider, spelling), mode, entry, sheet) }
}

function factsOf(model: string, mode: Mode, entry: Entry, sheet: RateSheet): ModelFacts {
  const context = tokens(entry.max_input_tokens) ?? (mode === 'chat' ? undefined : tokens(entry.max_tokens))
  const output = tokens(entry.max_output_tokens)
  return {
    model,
    aliases: [],
    mode,
    ...(context !== undefined && { contextWindow: context }),
    ...(output !== undefined && { maxOutputTokens: output }),
    capabilities: capabilitiesOf(entry, mode),
    ...(!sheet.isEmpty && { rates: sheet.rates, ...sheet.rest }),
    ...(typeof entry.deprecation_date === 'string' && { deprecated: entry.deprecation_date }),
  }
}

/** A key without the provider before it: `azure/eu/gpt-4o` is `eu/gpt-4o` at Azure. */
function bareKey(name: string, provider: string, spelling: string): string {
  const prefix = [provider, spelling].find((one) => name.startsWith(`${one}/`))
  return prefix === undefined ? name : name.slice(prefix.length + 1)
}

/** What is said counts; LiteLLM leaves out what a model lacks as well as what nobody wrote down. */
function capabilitiesOf(entry: Entry, mode: Mode): Capabilities {
  const known = (key: string): Known => (entry[key] === true ? 'yes' : entry[key] === false ? 'no' : 'unknown')
  return {
    tools: mode === 'chat' || mode === 'responses' ? known('supports_function_calling') : 'no',
    vision: known('supports_vision'),
    jsonSchema: known('supports_response_schema'),
    reasoning: known('supports_reasoning'),
  }
}

/** Price of one search with the middle context size. */
function searchPrice(value: unknown): number | undefined {
  const medium = isEntry(value) ? value.search_context_size_medium : undefined
  return typeof medium === 'number' && medium >= 0 ? picodollars(medium, 1) : undefined
}

function tokens(value: unknown): number | undefined {
  const count = typeof value === 'string' ? Number(value) : value
  return typeof count === 'number' && Number.isInteger(count) && count > 0 ? count : undefined
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
