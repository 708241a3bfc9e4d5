/**
 * Writes `src/catalog/prices/mapped.ts` from a copy of LiteLLM's map: `npx tsx src/maintenance/prices-mapped.ts FILE YYYY-MM-DD`.
 * It holds what our own list lacks: further models, and the rates of service tiers. The list's own figures stay.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type PriceMap, readPriceMap } from '../catalog/litellm-map.js'
import { formatServices, type ModelFacts, parseFacts } from '../catalog/model-facts.js'
import { spellings, withoutDate } from '../catalog/model-names.js'
import { priceFamilies } from '../catalog/models.js'
import { priceTables } from '../catalog/prices/tables.js'
import { findProvider, priceFamily } from '../catalog/providers.js'
import { tableOf } from './prices-files.js'

const head = `/**
 * Models that only LiteLLM's map lists, and rates of service tiers: written by \`src/maintenance/prices-mapped.ts\`, not edited
 * by hand. Figures from that map (MIT License, copyright Berri AI); a line is one of \`tables.ts\`, or a model and its services.
 */
`

type Names = ReadonlyMap<string, ModelFacts>

/** The file's text for a map of the day `asOf`. The same map gives the same bytes. */
export function mappedFile(map: PriceMap, asOf: string): string {
  const models = new Map<string, ModelFacts[]>()
  const services = new Map<string, Map<string, string>>()
  for (const { provider, facts } of map.values()) {
    if (findProvider(provider) === undefined || facts.rates === undefined) continue
    const family = priceFamily(provider)
    const own = ownFacts(provider, facts.model)
    if (own === undefined || isDearerRegion(facts, own)) upsert(models, family, () => []).push(facts)
    else if (facts.services !== undefined && withoutDate(own.model) === withoutDate(facts.model)) {
      upsert(services, family, () => new Map()).set(own.model.toLowerCase(), formatServices(facts.services))
    }
  }
  return [
    head,
    '/** Day (YYYY-MM-DD) of the map. */',
    `export const mappedAsOf = '${asOf}'`,
    '',
    '/** Models by family that `tables.ts` does not have. */',
    ...tablesText('mappedTables', new Map([...models].map(([family, facts]) => [family, tableOf(once(facts))]))),
    '',
    '/** Rates of service tiers by model, for models of `tables.ts`. */',
    ...tablesText('serviceTables', new Map([...services].map(([family, lines]) => [family, linesText(lines)]))),
    '',
  ].join('\n')
}

/** What the list knows of a model under any of its spellings. */
function ownFacts(provider: string, model: string): ModelFacts | undefined {
  for (const name of spellings(provider, model)) {
    const found = priceFamilies(provider).flatMap((family) => ownNames(family).get(name) ?? [])[0]
    if (found !== undefined) return found
  }
  return undefined
}

/** Azure's regional and data-zone names, which the list knows by the model only, cost a tenth more. */
function isDearerRegion({ model, rates }: ModelFacts, own: ModelFacts): boolean {
  return /^(eu|us|global|global-standard)\//.test(model) && (rates?.input !== own.rates?.input || rates?.output !== own.rates?.output)
}

const names = new Map<string, Names>()

/** Own facts of a family by id and alias. */
function ownNames(family: string): Names {
  return upsert(names, family, () => {
    const table = Object.hasOwn(priceTables, family) ? (priceTables[family] ?? '') : ''
    const facts = table === '' ? [] : table.trim().split('\n').map(parseFacts)
    return new Map(facts.flatMap((one) => [one.model, ...one.aliases].map((name) => [name.toLowerCase(), one] as const)))
  })
}

/** The first of those that differ in case or date only; the families share providers that write one model alike. */
function once(facts: readonly ModelFacts[]): readonly ModelFacts[] {
  const seen = new Set<string>()
  return facts.filter(({ model }) => !seen.has(model.toLowerCase()) && seen.add(model.toLowerCase()))
}

function linesText(lines: ReadonlyMap<string, string>): string {
  return [...lines]
    .map(([model, text]) => `${model}|${text}`)
    .sort()
    .join('\n')
}

function tablesText(name: string, tables: ReadonlyMap<string, string>): readonly string[] {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    `export const ${name}: { readonly [family: string]: string } = {`,
    ...sorted.map(([family, text]) => `  ${/^[a-z_]\w*$/.test(family) ? family : `'${family}'`}: \`\n${text}\n\`,`),
    '}',
  ]
}

function upsert<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}

function main(): void {
  const [file, asOf] = process.argv.slice(2)
  if (file === undefined || asOf === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(asOf))
    throw new Error('usage: prices-mapped.ts FILE YYYY-MM-DD')
  const { map, skipped } = readPriceMap(JSON.parse(readFileSync(file, 'utf8')))
  const text = mappedFile(map, asOf)
  writeFileSync(fileURLToPath(new URL('../catalog/prices/mapped.ts', import.meta.url)), text)
  process.stdout.write(`${map.size} models read, ${skipped.length} skipped\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
