/** Joins what the price list, the overlay and the files of the last run say of a model. */
import type { ModelFacts } from '../catalog/model-facts.js'
import { bareName } from '../catalog/model-names.js'
import { familyRule } from '../catalog/model-rules.js'
import { picodollars } from '../catalog/picodollars.js'
import type { Capabilities, Known } from '../plan/plan.js'
import type { PriceRates } from '../plan/prices.js'
import type { OverlayEntry } from './prices-overlay.js'

type Family = readonly ModelFacts[]
export type Families = ReadonlyMap<string, Family>

/** The list's facts with the overlay's over them; entries the list does not have are added. */
export function withOverlay(listed: Families, overlay: { readonly [familyAndModel: string]: OverlayEntry }): Families {
  const families = new Map(listed)
  for (const [key, entry] of Object.entries(overlay)) {
    const slash = key.indexOf('/')
    const family = key.slice(0, slash)
    const model = key.slice(slash + 1)
    const facts = families.get(family) ?? []
    const old = facts.find((one) => one.model === model) ?? { model, aliases: [] }
    // A name belongs to one row: the overlay takes its own away from the others.
    const owned = new Set([model, ...(entry.aliases ?? [])])
    const others = facts
      .filter((one) => !owned.has(one.model))
      .map((one) => ({ ...one, aliases: one.aliases.filter((alias) => !owned.has(alias)) }))
    families.set(family, [...others, overlaid(old, entry)])
  }
  return families
}

/** Modes written down where a model's name says that it is for something else than chat, so that a table can be read alone. */
export function withModes(families: Families): Families {
  return new Map(
    [...families].map(([family, facts]) => [
      family,
      facts.map((one) => {
        const mode = one.mode ?? familyRule(bareName(one.model))?.mode
        return mode === undefined || mode === 'chat' ? one : { ...one, mode }
      }),
    ]),
  )
}

/** Models that the source no longer has stay, marked, so that a config which names one keeps its price. */
export function withVanished(current: Families, previous: Families): Families {
  const families = new Map(current)
  for (const [family, old] of previous) {
    const facts = families.get(family) ?? []
    const names = new Set(facts.flatMap((one) => [one.model, ...one.aliases]))
    const vanished = old
      .filter((one) => !names.has(one.model))
      .map((one) => ({
        ...one,
        aliases: one.aliases.filter((alias) => !names.has(alias)),
        deprecated: one.deprecated ?? 'no longer listed',
      }))
    families.set(family, [...facts, ...vanished])
  }
  return families
}

function overlaid(old: ModelFacts, entry: OverlayEntry): ModelFacts {
  const rates = { ...old.rates, ...ratesOf(entry) }
  const capabilities = capabilitiesOf(entry)
  return {
    ...old,
    aliases: [...new Set([...old.aliases, ...(entry.aliases ?? [])])].filter((alias) => alias !== old.model).sort(),
    ...(entry.max_input_tokens !== undefined && { contextWindow: entry.max_input_tokens }),
    ...(entry.max_output_tokens !== undefined && { maxOutputTokens: entry.max_output_tokens }),
    ...(entry.mode !== undefined && { mode: entry.mode }),
    ...(capabilities !== undefined && { capabilities }),
    ...(Object.keys(rates).length > 0 && { rates }),
    ...(entry.deprecation_date !== undefined && { deprecated: entry.deprecation_date }),
  }
}

const rateKeys: { readonly [key: string]: keyof PriceRates } = {
  input_cost_per_token: 'input',
  output_cost_per_token: 'output',
  cache_read_input_token_cost: 'cacheRead',
  cache_creation_input_token_cost: 'cacheWrite',
  cache_creation_input_token_cost_above_1hr: 'cacheWrite1h',
  input_cost_per_audio_token: 'inputAudio',
  output_cost_per_audio_token: 'outputAudio',
  output_cost_per_reasoning_token: 'reasoning',
  input_cost_per_request: 'perRequest',
  input_cost_per_second: 'perSecond',
  input_cost_per_character: 'perCharacter',
  input_cost_per_query: 'perSearch',
  output_cost_per_image: 'perImage',
}

function ratesOf(entry: OverlayEntry): PriceRates {
  return Object.fromEntries(
    Object.entries(entry).flatMap(([key, value]) => {
      const rate = rateKeys[key]
      return rate === undefined || typeof value !== 'number' ? [] : [[rate, picodollars(value, 1)]]
    }),
  )
}

function capabilitiesOf(entry: OverlayEntry): Capabilities | undefined {
  const known = (value: boolean | undefined): Known => (value === undefined ? 'unknown' : value ? 'yes' : 'no')
  const capabilities = {
    tools: known(entry.supports_function_calling),
    vision: known(entry.supports_vision),
    jsonSchema: known(entry.supports_response_schema),
    reasoning: known(entry.supports_reasoning),
  }
  return Object.values(capabilities).some((value) => value !== 'unknown') ? capabilities : undefined
}
