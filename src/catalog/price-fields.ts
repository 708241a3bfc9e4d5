/** LiteLLM's price keys, and what of a price row each fills. Dollars per unit there, picodollars here. */
import type { Mode } from '../plan/plan.js'
import type { PriceRates, ServiceTier } from '../plan/prices.js'

/** One rate of a price row. */
export type PriceField = keyof PriceRates

/** Key → field. Where two keys fill one field, the first that is set counts. */
const fields: ReadonlyMap<string, PriceField> = new Map([
  ['input_cost_per_token', 'input'],
  ['output_cost_per_token', 'output'],
  ['output_cost_per_reasoning_token', 'reasoning'],
  ['cache_creation_input_token_cost', 'cacheWrite'],
  ['cache_creation_input_token_cost_above_1hr', 'cacheWrite1h'],
  ['cache_read_input_token_cost', 'cacheRead'],
  ['input_cost_per_token_cache_hit', 'cacheRead'],
  ['input_cost_per_audio_token', 'inputAudio'],
  ['output_cost_per_audio_token', 'outputAudio'],
  ['input_cost_per_image_token', 'inputImage'],
  ['output_cost_per_image_token', 'outputImage'],
  ['output_cost_per_image', 'perImage'],
  ['input_cost_per_image', 'perImage'],
  ['input_cost_per_second', 'perSecond'],
  ['output_cost_per_second', 'perSecond'],
  ['input_cost_per_audio_per_second', 'perSecond'],
  ['input_cost_per_character', 'perCharacter'],
  ['input_cost_per_request', 'perRequest'],
  ['input_cost_per_query', 'perSearch'],
])

/** Suffixes by which LiteLLM's keys name a service tier. */
const services: readonly (readonly [suffix: string, tier: ServiceTier])[] = [
  ['_batches', 'batch'],
  ['_flex', 'flex'],
  ['_priority', 'priority'],
]

/** Modes whose images are what is made; an image that a chat model reads is counted in tokens. */
const imageModes: ReadonlySet<Mode> = new Set<Mode>(['image_generation', 'image_edit'])

/** What a key prices. */
export type PriceKey = { readonly field: PriceField; readonly aboveTokens?: number; readonly service?: ServiceTier }

/** The meaning of `key`, or undefined where it is none that is counted with. `mode` undefined: of a model that is not known. */
export function priceKey(key: string, mode?: Mode): PriceKey | undefined {
  const service = services.find(([suffix]) => key.endsWith(suffix))
  const base = service === undefined ? key : key.slice(0, -service[0].length)
  const tier = /^(.+)_above_(\d+)(k?)_tokens$/.exec(base)
  const name = tier?.[1] ?? base
  if (name === 'input_cost_per_image' && mode !== undefined && !imageModes.has(mode)) return undefined
  const field = fields.get(name)
  // Rates of a service above a threshold are sold by no one whose replies name the service yet.
  if (field === undefined || (tier !== null && service !== undefined)) return undefined
  return {
    field,
    ...(tier !== null && { aboveTokens: Number(tier[2]) * (tier[3] === 'k' ? 1000 : 1) }),
    ...(service !== undefined && { service: service[1] }),
  }
}

/** Rates gathered key by key: the first key of a field counts. */
export class RateSheet {
  readonly #rates = new Map<PriceField, number>()
  readonly #tiers = new Map<number, Map<PriceField, number>>()
  readonly #services = new Map<ServiceTier, Map<PriceField, number>>()

  add({ field, aboveTokens, service }: PriceKey, picodollars: number): void {
    const sheet =
      aboveTokens !== undefined ? upsert(this.#tiers, aboveTokens) : service !== undefined ? upsert(this.#services, service) : this.#rates
    if (!sheet.has(field)) sheet.set(field, picodollars)
  }

  get isEmpty(): boolean {
    return this.#rates.size === 0 && this.#tiers.size === 0 && this.#services.size === 0
  }

  get rates(): PriceRates {
    return Object.fromEntries(this.#rates)
  }

  /** Tiers, highest threshold first, and rates of services; absent where there are none. */
  get rest(): {
    readonly tiers?: readonly ({ readonly aboveTokens: number } & PriceRates)[]
    readonly services?: { readonly [S in ServiceTier]?: PriceRates }
  } {
    const tiers = [...this.#tiers].sort(([a], [b]) => b - a)
    return {
      ...(tiers.length > 0 && { tiers: tiers.map(([aboveTokens, rates]) => ({ aboveTokens, ...Object.fromEntries(rates) })) }),
      ...(this.#services.size > 0 && {
        services: Object.fromEntries([...this.#services].map(([tier, rates]) => [tier, Object.fromEntries(rates)])),
      }),
    }
  }
}

function upsert<K>(sheets: Map<K, Map<PriceField, number>>, key: K): Map<PriceField, number> {
  const sheet = sheets.get(key) ?? new Map<PriceField, number>()
  sheets.set(key, sheet)
  return sheet
}
