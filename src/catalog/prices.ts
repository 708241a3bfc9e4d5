/** Reads the price tables: rows of a family, and the facts of one model. A table is parsed when it is first asked for. */
import type { PriceRow } from '../plan/plan.js'
import { type ModelFacts, parseFacts } from './model-facts.js'
import { priceTables } from './prices/families.js'

type Family = { readonly rows: readonly PriceRow[]; readonly facts: ReadonlyMap<string, ModelFacts> }

const parsed = new Map<string, Family>()
const unknownFamily: Family = { rows: [], facts: new Map() }

/**
 * Price rows of a family, aliases included; none for a family without a table. `model` is the id a reply names:
 * match it exactly first, then without the date at its end.
 */
export function familyPrices(family: string): readonly PriceRow[] {
  return read(family).rows
}

/** Facts of a family's models by id and alias, in lower case. */
export function familyFacts(family: string): ReadonlyMap<string, ModelFacts> {
  return read(family).facts
}

/** The price row of `facts`, under the id it is known by. Undefined where the price is unknown. */
export function priceRow(family: string, facts: ModelFacts, model = facts.model): PriceRow | undefined {
  if (facts.rates === undefined) return undefined
  return { model, family, ...facts.rates, ...(facts.tiers !== undefined && { tiers: facts.tiers }) }
}

function read(family: string): Family {
  const known = parsed.get(family)
  if (known !== undefined) return known
  const text = Object.hasOwn(priceTables, family) ? priceTables[family] : undefined
  if (text === undefined) return unknownFamily
  const lines = text.trim().split('\n').map(parseFacts)
  const names = (facts: ModelFacts): readonly string[] => [facts.model, ...facts.aliases]
  const result: Family = {
    rows: lines.flatMap((facts) => names(facts).flatMap((name) => priceRow(family, facts, name) ?? [])),
    facts: new Map(lines.flatMap((facts) => names(facts).map((name) => [name.toLowerCase(), facts] as const))),
  }
  parsed.set(family, result)
  return result
}
