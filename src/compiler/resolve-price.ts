/** What a deployment's calls cost, by LiteLLM's order: `litellm_params`, `model_info`, the price list under `base_model`, under the model. */
import { priceKey, RateSheet } from '../catalog/price-fields.js'
import { familyPrices } from '../catalog/prices.js'
import { priceFamily } from '../catalog/providers.js'
import type { ModelRow } from '../catalog/rows.js'
import type { PriceRow } from '../plan/prices.js'
import { toPicodollars } from './price-keys.js'
import type { Route } from './resolve-route.js'
import type { MapNode } from './source.js'

/** How an entry is priced: by a row, by the model that the reply names, or not and why. */
export type ResolvedPrice =
  | { readonly by: 'row'; readonly row: PriceRow; readonly from: 'config' | 'catalogue' }
  | { readonly by: 'reply'; readonly family: string }
  | { readonly by: 'none'; readonly reason: string }

/** Family of rows that come from the config: no reply is looked up there, so a row serves its own deployment only. */
export const configFamily = 'config'

/** Decides how one deployment is priced. */
export function resolvePrice(route: Route, params: MapNode, info: MapNode | undefined, catalogue: ModelRow | undefined): ResolvedPrice {
  const model = 'model' in route ? route.model : ''
  const own = configRow(model, params, info)
  if (own !== undefined) return { by: 'row', row: { ...inherited(own, catalogue?.price), ...own }, from: 'config' }
  if (catalogue?.price !== undefined) return { by: 'row', row: catalogue.price, from: 'catalogue' }
  if (route.kind === 'custom') return { by: 'none', reason: `provider ${route.name} is a custom provider` }
  if (route.kind !== 'known') return { by: 'none', reason: 'the model is not known when compiling' }
  // An Azure deployment's name says nothing about its model, a wildcard's model is the caller's: the reply names it.
  const family = priceFamily(route.provider.name)
  const named = route.provider.format === 'azure' || model.includes('*')
  if (named && familyPrices(family).length > 0) return { by: 'reply', family }
  return { by: 'none', reason: `no price for ${route.provider.name}/${model} in the catalogue` }
}

/**
 * Rates the config leaves open come from the catalogue, but not when it gives both token prices: such a pair is the
 * whole price, cached tokens included.
 */
function inherited(own: PriceRow, known: PriceRow | undefined): Partial<PriceRow> {
  return known === undefined || (own.input !== undefined && own.output !== undefined) ? {} : known
}

function configRow(model: string, params: MapNode, info: MapNode | undefined): PriceRow | undefined {
  const sheet = new RateSheet()
  for (const map of [params, info]) {
    for (const { key, value } of map?.entries.values() ?? []) {
      const meaning = priceKey(key)
      const price = meaning === undefined ? undefined : toPicodollars(value)
      if (meaning !== undefined && price !== undefined) sheet.add(meaning, price)
    }
  }
  return sheet.isEmpty ? undefined : { model, family: configFamily, ...sheet.rates, ...sheet.rest }
}
