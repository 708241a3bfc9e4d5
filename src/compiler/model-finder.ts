/** Catalogue look-ups of one compilation: a model that many deployments share is looked up once. */

import { findInMap, type PriceMap } from '../catalog/litellm-map.js'
import type { ModelFacts } from '../catalog/model-facts.js'
import { findModel } from '../catalog/models.js'
import { priceRow } from '../catalog/prices.js'
import { priceFamily } from '../catalog/providers.js'
import type { ModelRow } from '../catalog/rows.js'
import type { Capabilities, Known } from '../plan/plan.js'

/** The catalogue’s row of a provider’s model; undefined where nothing is known of it. */
export type FindModel = (provider: string, model: string) => ModelRow | undefined

/** `findModel` of the catalogue, what the user's own price map says over it, remembered by provider and model. */
export function createModelFinder(prices?: PriceMap): FindModel {
  const known = new Map<string, ModelRow | undefined>()
  return (provider, model) => {
    const key = `${provider}/${model}`
    if (!known.has(key)) known.set(key, look(provider, model, prices))
    return known.get(key)
  }
}

function look(provider: string, model: string, prices: PriceMap | undefined): ModelRow | undefined {
  const own = findModel(provider, model)
  const facts = prices === undefined ? undefined : findInMap(prices, provider, model)
  return facts === undefined ? own : overlaid(provider, model, facts, own)
}

/** A map's price replaces the whole price, so that no rate of an older list is left beside the new ones. */
function overlaid(provider: string, model: string, facts: ModelFacts, own: ModelRow | undefined): ModelRow {
  const price = priceRow(priceFamily(provider), facts) ?? own?.price
  const contextWindow = facts.contextWindow ?? own?.contextWindow
  const maxOutputTokens = facts.maxOutputTokens ?? own?.maxOutputTokens
  return {
    provider,
    model,
    mode: facts.mode ?? own?.mode ?? 'chat',
    ...(contextWindow !== undefined && { contextWindow }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    capabilities: joined(facts.capabilities, own?.capabilities),
    flags: own?.flags ?? [],
    ...(price !== undefined && { price }),
    ...(facts.deprecated !== undefined && { deprecated: facts.deprecated }),
  }
}

function joined(first: Capabilities | undefined, second: Capabilities | undefined): Capabilities {
  const one = (key: keyof Capabilities): Known => {
    const value = first?.[key] ?? 'unknown'
    return value === 'unknown' ? (second?.[key] ?? 'unknown') : value
  }
  return { tools: one('tools'), vision: one('vision'), jsonSchema: one('jsonSchema'), reasoning: one('reasoning') }
}
