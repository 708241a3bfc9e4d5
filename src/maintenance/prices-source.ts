/** Reads the price list of `@pydantic/genai-prices` (MIT) into our facts: which families, which ids, which price is in force. */
import type { MatchLogic, ModelInfo, ModelPrice, Provider } from '@pydantic/genai-prices'
import type { ModelFacts } from '../catalog/model-facts.js'

import { bedrockBase, withoutDate } from '../catalog/model-names.js'
import { picodollars } from '../catalog/picodollars.js'
import type { PriceRates } from '../plan/prices.js'

/** Price family by the list's provider id; providers that are not here have no prefix of ours. */
export const families: { readonly [source: string]: string } = {
  anthropic: 'anthropic',
  avian: 'avian',
  aws: 'bedrock',
  azure: 'azure',
  baseten: 'baseten',
  cerebras: 'cerebras',
  cloudflare: 'cloudflare',
  cohere: 'cohere',
  deepseek: 'deepseek',
  doubleword: 'doubleword',
  fireworks: 'fireworks_ai',
  'github-copilot': 'github_copilot',
  google: 'google',
  groq: 'groq',
  minimax: 'minimax',
  mistral: 'mistral',
  moonshotai: 'moonshot',
  novita: 'novita',
  openai: 'openai',
  openrouter: 'openrouter',
  ovhcloud: 'ovhcloud',
  perplexity: 'perplexity',
  together: 'together_ai',
  voyageai: 'voyage',
  'x-ai': 'xai',
  zai: 'zai',
  zhipuai: 'zhipu',
}

type RateSource = { readonly rate: keyof PriceRates; readonly per: number }
const perToken = 1_000_000
const rateSources: { readonly [key: string]: RateSource } = {
  input_mtok: { rate: 'input', per: perToken },
  output_mtok: { rate: 'output', per: perToken },
  cache_read_mtok: { rate: 'cacheRead', per: perToken },
  cache_write_mtok: { rate: 'cacheWrite', per: perToken },
  cache_write_1h_mtok: { rate: 'cacheWrite1h', per: perToken },
  input_audio_mtok: { rate: 'inputAudio', per: perToken },
  output_audio_mtok: { rate: 'outputAudio', per: perToken },
  input_image_mtok: { rate: 'inputImage', per: perToken },
  output_image_mtok: { rate: 'outputImage', per: perToken },
  output_reasoning_mtok: { rate: 'reasoning', per: perToken },
  requests_kcount: { rate: 'perRequest', per: 1000 },
  web_searches_kcount: { rate: 'perSearch', per: 1000 },
  audio_hours: { rate: 'perSecond', per: 3600 },
}

/** Facts of every model of the list's providers that we know, by family. `asOf` is the day (YYYY-MM-DD) whose prices count. */
export function factsOfSource(providers: readonly Provider[], asOf: string): ReadonlyMap<string, readonly ModelFacts[]> {
  const found = new Map<string, readonly ModelFacts[]>()
  for (const provider of providers) {
    const family = families[provider.id]
    if (family === undefined) continue
    found.set(
      family,
      provider.models.filter((model) => belongs(family, model)).map((model) => factsOf(family, model, asOf)),
    )
  }
  return found
}

/** OpenRouter's ids name a vendor; the list's older ones do not, and no reply bears them. */
function belongs(family: string, model: ModelInfo): boolean {
  if (family === 'openrouter') return model.id.includes('/')
  // The list prices gpt-oss as others host it: OpenAI sells the weights for nothing and serves none.
  if (family === 'openai' && model.id.startsWith('gpt-oss')) return false
  return !model.id.startsWith('ft:') && !model.id.endsWith('-') && model.id !== 'moderation'
}

function factsOf(family: string, model: ModelInfo, asOf: string): ModelFacts {
  const [name = model.id, ...aliases] = family === 'bedrock' ? [bedrockName(model.id)] : namesOf(family, model)
  const price = priceInForce(model.prices, asOf)
  const rates = Object.keys(price).length === 0 && name.endsWith(':free') ? { input: 0, output: 0 } : ratesOf(price, undefined)
  const thresholds = [
    ...new Set(Object.values(price).flatMap((rate) => (typeof rate === 'object' ? rate.tiers.map((tier) => tier.start) : []))),
  ]
  return {
    model: name,
    aliases,
    ...(model.context_window !== undefined && { contextWindow: model.context_window }),
    ...(Object.keys(rates).length > 0 && { rates }),
    ...(thresholds.length > 0 && {
      tiers: thresholds.sort((a, b) => b - a).map((aboveTokens) => ({ aboveTokens, ...ratesOf(price, aboveTokens) })),
    }),
    ...(model.deprecated === true && { deprecated: 'retired' }),
  }
}

/** Rates below every threshold, or those for prompts above one; a tier states all its rates, also those that do not change. */
function ratesOf(price: ModelPrice, above: number | undefined): PriceRates {
  const rates: { -readonly [R in keyof PriceRates]: PriceRates[R] } = {}
  for (const [key, value] of Object.entries(price)) {
    const source = rateSources[key]
    if (source === undefined || value === undefined) continue
    rates[source.rate] = picodollars(typeof value === 'number' ? value : valueAbove(value, above), source.per)
  }
  return rates
}

function valueAbove(value: { base: number; tiers: readonly { start: number; price: number }[] }, above: number | undefined): number {
  if (above === undefined) return value.base
  const reached = value.tiers.filter((tier) => tier.start <= above).sort((a, b) => b.start - a.start)
  return reached[0]?.price ?? value.base
}

/** The price in force on a day. Where it changes by the hour, the one that holds for most of the day. */
export function priceInForce(prices: ModelInfo['prices'], asOf: string): ModelPrice {
  if (!Array.isArray(prices)) return prices
  const halfHours = Array.from({ length: 48 }, (_, i) => `${String(i >> 1).padStart(2, '0')}:${i % 2 === 0 ? '00' : '30'}:00Z`)
  const counts = new Map<ModelPrice, number>()
  for (const time of halfHours) {
    const active = prices.findLast(({ constraint }) => isActive(constraint, asOf, time))
    if (active !== undefined) counts.set(active.prices, (counts.get(active.prices) ?? 0) + 1)
  }
  const [longest] = [...counts].sort(([, a], [, b]) => b - a)
  if (longest === undefined) throw new Error(`no price is in force on ${asOf}: ${JSON.stringify(prices)}`)
  return longest[0]
}

type Constraint = Extract<ModelInfo['prices'], readonly unknown[]>[number]['constraint']

function isActive(constraint: Constraint, asOf: string, time: string): boolean {
  if (constraint === undefined) return true
  if (constraint.type === 'start_date') return constraint.start_date <= asOf
  return constraint.start_time <= time && time < constraint.end_time
}

/** `regional.` stands for every region but the global one: our row has no prefix then. */
function bedrockName(id: string): string {
  return bedrockBase(id.replace(/^regional\./, ''))
}

/** The id of the row and its aliases. The first is the list's own id where its pattern takes it. */
function namesOf(family: string, model: ModelInfo): readonly string[] {
  const listed = idsIn(model.match).filter((id) => isId(family, id))
  const first = matches(model.match, model.id.toLowerCase()) || listed.length === 0 ? model.id : (listed[0] ?? model.id)
  const swapped = listed.concat(first).flatMap((id) => {
    // OpenRouter's replies name Claude the other way round: anthropic/claude-4.5-sonnet-20250929.
    const claude = family === 'openrouter' ? /^anthropic\/claude-([a-z]+)-([\d.]+)$/.exec(id) : null
    return claude === null ? [] : [`anthropic/claude-${claude[2]}-${claude[1]}`]
  })
  const seen = new Set([first.toLowerCase()])
  const aliases: string[] = []
  // Shorter first, so that an id with a date finds the one without already there.
  for (const id of [...listed, ...swapped].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
    const lower = id.toLowerCase()
    if (seen.has(lower) || seen.has(withoutDate(lower))) continue
    seen.add(lower)
    aliases.push(id)
  }
  return [first, ...aliases.sort()]
}

function isId(family: string, id: string): boolean {
  // Dots spelled as dashes are Azure deployment names; `spellings` undoes that.
  if (id.startsWith('ft:') || (family === 'openai' && /^gpt-\d-\d(?:-|$)/.test(id))) return false
  return !/^(?:cerebras|x-ai|anthropic)[/:]/.test(id) || family === 'openrouter'
}

function idsIn(match: MatchLogic): readonly string[] {
  if ('or' in match) return match.or.flatMap(idsIn)
  if ('and' in match) return match.and.flatMap(idsIn)
  if ('equals' in match) return [match.equals]
  if ('regex' in match) return []
  const part = 'starts_with' in match ? match.starts_with : 'ends_with' in match ? match.ends_with : match.contains
  // A piece cut off inside a date or a version is no id.
  return /[-@:.]$|-20\d\d$|-0$/.test(part) ? [] : [part]
}

function matches(match: MatchLogic, id: string): boolean {
  if ('or' in match) return match.or.some((part) => matches(part, id))
  if ('and' in match) return match.and.every((part) => matches(part, id))
  if ('equals' in match) return match.equals.toLowerCase() === id
  if ('starts_with' in match) return id.startsWith(match.starts_with.toLowerCase())
  if ('ends_with' in match) return id.endsWith(match.ends_with.toLowerCase())
  if ('contains' in match) return id.includes(match.contains.toLowerCase())
  return new RegExp(match.regex).test(id)
}
