/** What is known of a model of a provider: the price table's facts, completed by what the family's rules say. */
import type { Capabilities, Known, ModelFlag } from '../plan/plan.js'
import type { ModelFacts } from './model-facts.js'
import { bareName, spellings } from './model-names.js'
import { type FamilyRule, familyRule } from './model-rules.js'
import { familyModels, findFacts, isListed, priceRow } from './prices.js'
import { priceFamily } from './providers.js'
import type { ModelRow } from './rows.js'

/** OpenAI's models refuse at these doors what other hosts of them take or ignore. */
const openAiDoors: ReadonlySet<string> = new Set(['openai', 'aiohttp_openai', 'azure', 'azure_ai'])
const openAiFlags: ReadonlySet<ModelFlag> = new Set<ModelFlag>(['openai-reasoning', 'no-sampling-unless-effort-none', 'no-system-role'])
/** Doors that serve Gemini in Google's native format. */
const googleDoors: ReadonlySet<string> = new Set(['gemini', 'vertex_ai', 'vertex_ai_beta'])
const googleFlags: ReadonlySet<ModelFlag> = new Set<ModelFlag>([
  'gemini-3',
  'effort-minimal',
  'no-effort-medium',
  'thinking-always',
  'no-penalties',
  'openapi-schema',
  'no-system-instruction',
])
/** Doors at which Grok is xAI's own. */
const grokDoors: ReadonlySet<string> = new Set(['xai', 'azure_ai'])
const grokFlags: ReadonlySet<ModelFlag> = new Set<ModelFlag>(['no-stop', 'no-effort'])
/** Doors that serve Claude in a native format of its own. */
const claudeDoors: ReadonlySet<string> = new Set(['anthropic', 'bedrock', 'vertex_ai', 'vertex_ai_beta', 'azure_ai'])
/** Servers of the user's own: every model is free there, as in LiteLLM. */
const freeProviders: ReadonlySet<string> = new Set(['ollama', 'ollama_chat'])
/** Providers whose models stand in two tables: Azure sells OpenAI's models at OpenAI's prices, Vertex AI Claude at Anthropic's. */
const families: ReadonlyMap<string, readonly string[]> = new Map([
  ['azure', ['openai', 'azure']],
  ['azure_text', ['openai', 'azure']],
  ['azure_ai', ['azure', 'openai']],
  ['vertex_ai', ['google', 'anthropic']],
  ['vertex_ai_beta', ['google', 'anthropic']],
])

/**
 * The catalogue's row for `model` as a config writes it after the provider's prefix; undefined where neither a table
 * nor the name says anything. A row without `price` is a model whose price is unknown.
 */
export function findModel(provider: string, model: string): ModelRow | undefined {
  const found = factsOf(provider, model)
  const facts = found?.facts
  const rule = ruleFor(provider, model, facts)
  if (facts === undefined && rule === undefined) return undefined
  const price = isFree(provider, model)
    ? { model, family: priceFamily(provider), input: 0, output: 0 }
    : found && priceRow(found.family, found.facts)
  const contextWindow = facts?.contextWindow ?? rule?.contextWindow
  const maxOutputTokens = facts?.maxOutputTokens ?? rule?.maxOutputTokens
  return {
    provider,
    model,
    mode: isResponsesOnly(provider, model, rule) ? 'responses' : (facts?.mode ?? rule?.mode ?? 'chat'),
    ...(contextWindow !== undefined && { contextWindow }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    capabilities: joined(facts?.capabilities, rule?.capabilities),
    flags: flagsAt(provider, rule),
    ...(price !== undefined && { price }),
    ...(facts?.deprecated !== undefined && { deprecated: facts.deprecated }),
  }
}

/** At OpenAI's own doors the name decides: price lists call some of these models chat models. */
function isResponsesOnly(provider: string, model: string, rule: FamilyRule | undefined): boolean {
  return model.startsWith('responses/') || (rule?.mode === 'responses' && openAiDoors.has(provider))
}

/** Those flags of a rule that mean something to the provider's format. */
export function flagsAt(provider: string, rule: FamilyRule | undefined): readonly ModelFlag[] {
  return (rule?.flags ?? []).filter((flag) => doorsOf(flag).has(provider))
}

/** True where the provider serves Claude in a native format. */
export function servesClaude(provider: string): boolean {
  return claudeDoors.has(provider)
}

function doorsOf(flag: ModelFlag): ReadonlySet<string> {
  if (openAiFlags.has(flag)) return openAiDoors
  if (grokFlags.has(flag)) return grokDoors
  return googleFlags.has(flag) ? googleDoors : claudeDoors
}

/** Models of a provider that have a row of their own, sorted; for suggestions and completion. */
export function modelNames(provider: string): readonly string[] {
  return [...familyModels(priceFamily(provider))].sort()
}

/** Families whose rows price a provider's models, the first one first. */
export function priceFamilies(provider: string): readonly string[] {
  return families.get(provider) ?? [priceFamily(provider)]
}

function factsOf(provider: string, model: string): { readonly family: string; readonly facts: ModelFacts } | undefined {
  const own = priceFamilies(provider)
  // The likeliest spelling first: `eu/gpt-4o` has a price of its own at Azure, and OpenAI's where it has none.
  for (const name of spellings(provider, model)) {
    const family = own.find((one) => isListed(one, name))
    const facts = family === undefined ? undefined : findFacts(family, name)
    if (family !== undefined && facts !== undefined) return { family, facts }
  }
  return undefined
}

/** The name as written says most; a spelling that only the table knows comes second, a hint of Azure's last. */
function ruleFor(provider: string, model: string, facts: ModelFacts | undefined): FamilyRule | undefined {
  const named = familyRule(bareName(model)) ?? (facts === undefined ? undefined : familyRule(bareName(facts.model)))
  if (named !== undefined || provider !== 'azure') return named
  // LiteLLM's hints for a deployment whose name says nothing.
  if (model.startsWith('o_series/')) return familyRule('o3')
  return model.startsWith('gpt5_series/') ? familyRule('gpt-5') : undefined
}

function isFree(provider: string, model: string): boolean {
  return freeProviders.has(provider) || (provider === 'openrouter' && model.endsWith(':free'))
}

function joined(first: Capabilities | undefined, second: Capabilities | undefined): Capabilities {
  const one = (key: keyof Capabilities): Known => {
    const value = first?.[key] ?? 'unknown'
    return value === 'unknown' ? (second?.[key] ?? 'unknown') : value
  }
  return { tools: one('tools'), vision: one('vision'), jsonSchema: one('jsonSchema'), reasoning: one('reasoning') }
}
