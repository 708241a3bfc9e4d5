/** `Plan.prices`: the rows that deployments use, and the rows of a family where the reply names the model. */
import type { PriceMap } from '../catalog/litellm-map.js'
import { familyPrices, findFacts, priceRow } from '../catalog/prices.js'
import { priceFamily } from '../catalog/providers.js'
import type { Mode } from '../plan/plan.js'
import type { PriceRef, PriceRow } from '../plan/prices.js'
import { canonicalJson } from './hash.js'
import type { ResolvedModel } from './resolve.js'
import { configFamily } from './resolve-price.js'

/** Rows gathered so far, and the reference of a deployment to them. */
export type PriceTable = { readonly rows: readonly PriceRow[]; readonly refer: (model: ResolvedModel) => PriceRef }

/** Rows in the order of first use; the rows of the catalogue are told apart by family and model, those of the config by content. */
export function createPriceTable(prices?: PriceMap): PriceTable {
  const rows: PriceRow[] = []
  const indexes = new Map<string, number>()
  const families = new Set<string>()
  const add = (row: PriceRow): number => {
    const key = row.family === configFamily ? canonicalJson(row) : `${row.family}/${row.model}`
    const index = indexes.get(key) ?? rows.push(row) - 1
    indexes.set(key, index)
    return index
  }
  const addFamily = (family: string, mode: Mode) => {
    const key = `${kindOf(mode)} ${family}`
    if (!families.has(key)) for (const row of [...mappedRows(prices, family, mode), ...plausibleRows(family, mode)]) add(row)
    families.add(key)
  }
  const refer = ({ price, mode }: ResolvedModel): PriceRef => {
    if (price.by === 'row') return { by: 'row', row: add(price.row) }
    if (price.by === 'reply') addFamily(price.family, mode)
    return price
  }
  return { rows, refer }
}

/** Rows that a reply to a call of this kind can name: an embedding deployment never answers as a chat model. */
export function plausibleRows(family: string, mode: Mode): readonly PriceRow[] {
  return familyPrices(family).filter(
    (row) => row.input !== undefined && kindOf(findFacts(family, row.model.toLowerCase())?.mode) === kindOf(mode),
  )
}

/** Rows of the user's own map, which come first: of two rows of one name the first counts. */
function mappedRows(prices: PriceMap | undefined, family: string, mode: Mode): readonly PriceRow[] {
  return [...(prices?.values() ?? [])].flatMap(({ provider, facts }) => {
    const row = priceFamily(provider) === family && kindOf(facts.mode) === kindOf(mode) ? priceRow(family, facts) : undefined
    return row?.input === undefined ? [] : [row]
  })
}

function kindOf(mode: Mode | undefined): Mode {
  return mode === undefined || mode === 'responses' || mode === 'completion' ? 'chat' : mode
}
