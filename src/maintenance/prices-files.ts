/** Text of `src/catalog/prices/tables.ts`: one table a price family. */
import { formatFacts, type ModelFacts, parseFacts } from '../catalog/model-facts.js'
import type { Families } from './prices-merge.js'

const head = `/**
 * Models and prices by family, a line a model: written by \`npm run prices\`, not edited by hand. The figures come from
 * @pydantic/genai-prices (MIT License, copyright Pydantic Services Inc.) and from our own overlay.
 * One file, because every further module costs half a millisecond to load; texts, because a table nobody asks for costs nothing.
 *
 * model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated|services
 */
`

/** The file's text for a day's prices. The same facts give the same bytes. */
export function tablesFile(families: Families, asOf: string): string {
  const names = [...families.keys()].sort()
  return [
    head,
    '/** Day (YYYY-MM-DD) whose prices these are. */',
    `export const pricesAsOf = '${asOf}'`,
    '',
    '/** Table of each family; `parseFacts` reads a line. */',
    'export const priceTables: { readonly [family: string]: string } = {',
    ...names.map((family) => `  ${family}: \`\n${tableOf(families.get(family) ?? [])}\n\`,`),
    '}',
    '',
  ].join('\n')
}

/** Facts by family in tables that {@link tablesFile} wrote. */
export function familiesOf(tables: { readonly [family: string]: string }): Families {
  return new Map(Object.entries(tables).map(([family, text]) => [family, text.trim().split('\n').map(parseFacts)]))
}

/** A family's table: a line a model, sorted. Throws for a model whose name uses a sign of the table. */
export function tableOf(facts: readonly ModelFacts[]): string {
  const bad = facts.flatMap(({ model, aliases }) => [model, ...aliases]).find((name) => /[`\\$|,]/.test(name))
  if (bad !== undefined) throw new Error(`"${bad}" cannot stand in a price table: it holds a sign that the table uses`)
  return facts
    .map(formatFacts)
    .sort((a, b) => (a < b ? -1 : 1))
    .join('\n')
}
