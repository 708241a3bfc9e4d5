/**
 * Writes `src/catalog/prices/tables.ts`: run `npm run prices` after an update of `@pydantic/genai-prices` or of the overlay.
 * `npm run prices -- --date YYYY-MM-DD` takes another day's prices. Nothing here runs in the published package.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { waitForUpdate } from '@pydantic/genai-prices'
import { pricesAsOf, priceTables } from '../catalog/prices/tables.js'
import { familiesOf, tablesFile } from './prices-files.js'
import { type Families, withModes, withOverlay, withVanished } from './prices-merge.js'
import { overlay } from './prices-overlay.js'
import { factsOfSource } from './prices-source.js'

/** The file with the tables. */
export const tablesPath = fileURLToPath(new URL('../catalog/prices/tables.ts', import.meta.url))

/** The file's text as it should be on `asOf`. Models of `previous` that the list has lost stay. */
export async function freshTables(asOf: string, previous: Families): Promise<string> {
  const providers = await waitForUpdate()
  if (providers === null) throw new Error('@pydantic/genai-prices holds no prices; reinstall it')
  return tablesFile(withModes(withVanished(withOverlay(factsOfSource(providers, asOf), overlay), previous)), asOf)
}

/** True where the checked-in file is not what the list and the overlay give for its own day: run `npm run prices`. */
export async function arePricesStale(): Promise<boolean> {
  return readFileSync(tablesPath, 'utf8') !== (await freshTables(pricesAsOf, familiesOf(priceTables)))
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { date: { type: 'string' } } })
  const asOf = values.date ?? new Date().toISOString().slice(0, 10)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf)) throw new Error(`--date takes a day as YYYY-MM-DD, got "${asOf}"`)
  const text = await freshTables(asOf, familiesOf(priceTables))
  writeFileSync(tablesPath, text)
  const models = text.split('\n').filter((line) => /^[^ *].*\|/.test(line)).length
  process.stdout.write(`${models} models as of ${asOf} in ${tablesPath}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
