/** Reads the price tables: rows of a family, and the facts of one model. A line is parsed when it is asked for. */
import type { PriceRow } from '../plan/prices.js'
import { type ModelFacts, parseFacts, parseServices } from './model-facts.js'
import { mappedTables, serviceTables } from './prices/mapped.js'
import { priceTables } from './prices/tables.js'

/** Lines of a family by the ids and aliases they begin with, in lower case. */
type Index = ReadonlyMap<string, string>

const indexes = new Map<string, Index>()
const rows = new Map<string, readonly PriceRow[]>()

/**
 * Price rows of a family, aliases included; none for a family without a table. `model` is the id a reply names:
 * match it exactly first, then without the date at its end.
 */
export function familyPrices(family: string): readonly PriceRow[] {
  const known = rows.get(family)
  if (known !== undefined) return known
  const all = linesOf(family)
    .map((line) => factsOf(family, line))
    .flatMap((facts) => [facts.model, ...facts.aliases].flatMap((name) => priceRow(family, facts, name) ?? []))
  if (all.length > 0) rows.set(family, all)
  return all
}

/** Facts of all models of a family by id and alias, in lower case. Parses the whole table: for one model ask {@link findFacts}. */
export function familyFacts(family: string): ReadonlyMap<string, ModelFacts> {
  const facts = new Map<string, ModelFacts>()
  for (const [name, line] of index(family)) facts.set(name, factsOf(family, line))
  return facts
}

/** Facts of the model a family lists under `name`, an id or alias in lower case. */
export function findFacts(family: string, name: string): ModelFacts | undefined {
  const line = index(family).get(name)
  return line === undefined ? undefined : factsOf(family, line)
}

/** True where a family lists `name`, an id or alias in lower case. */
export function isListed(family: string, name: string): boolean {
  return index(family).has(name)
}

/** Ids of a family's models, without aliases, in the table's order. */
export function familyModels(family: string): readonly string[] {
  return linesOf(family).map((line) => line.slice(0, line.indexOf('|') === -1 ? line.length : line.indexOf('|')))
}

/** The price row of `facts`, under the id it is known by. Undefined where the price is unknown. */
export function priceRow(family: string, facts: ModelFacts, model = facts.model): PriceRow | undefined {
  if (facts.rates === undefined) return undefined
  const { rates, tiers, services } = facts
  return { model, family, ...rates, ...(tiers !== undefined && { tiers }), ...(services !== undefined && { services }) }
}

/** Lines of a family: its own table's, then those of models that only LiteLLM's map prices. */
function linesOf(family: string): readonly string[] {
  return [...tableLines(priceTables, family), ...tableLines(mappedTables, family)]
}

function tableLines(tables: { readonly [family: string]: string }, family: string): readonly string[] {
  const table = Object.hasOwn(tables, family) ? tables[family] : undefined
  return table === undefined ? [] : table.trim().split('\n')
}

function index(family: string): Index {
  const known = indexes.get(family)
  if (known !== undefined) return known
  const lines = new Map<string, string>()
  for (const line of linesOf(family)) {
    const [model = '', aliases = ''] = line.split('|', 2)
    for (const name of aliases === '' ? [model] : [model, ...aliases.split(',')]) {
      if (!lines.has(name.toLowerCase())) lines.set(name.toLowerCase(), line)
    }
  }
  // Family names may come from the user: only those with a table are remembered.
  if (lines.size > 0) indexes.set(family, lines)
  return lines
}

/** The facts of a line, with the rates of service tiers, which a table of their own holds. */
function factsOf(family: string, line: string): ModelFacts {
  const facts = parseFacts(line)
  if (facts.services !== undefined) return facts
  const services = serviceLines(family).get(facts.model.toLowerCase())
  return services === undefined ? facts : { ...facts, services: parseServices(services) }
}

const serviceIndexes = new Map<string, ReadonlyMap<string, string>>()

function serviceLines(family: string): ReadonlyMap<string, string> {
  const known = serviceIndexes.get(family)
  if (known !== undefined) return known
  const lines = new Map(
    tableLines(serviceTables, family).map((line) => [line.slice(0, line.indexOf('|')), line.slice(line.indexOf('|') + 1)]),
  )
  if (lines.size > 0) serviceIndexes.set(family, lines)
  return lines
}
