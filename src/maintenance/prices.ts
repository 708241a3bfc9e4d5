/**
 * Writes `src/catalog/prices/`: run `npm run prices` after an update of `@pydantic/genai-prices` or of the overlay.
 * `npm run prices -- --date YYYY-MM-DD` takes another day's prices. Nothing here runs in the published package.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { waitForUpdate } from '@pydantic/genai-prices'
import { factsOfFile, priceFiles } from './prices-files.js'
import { type Families, withOverlay, withVanished } from './prices-merge.js'
import { overlay } from './prices-overlay.js'
import { factsOfSource } from './prices-source.js'

/** Where the tables stand. */
export const pricesFolder = fileURLToPath(new URL('../catalog/prices/', import.meta.url))

/** File name → text as they should be on `asOf`, given the tables that are there. */
export async function freshPriceFiles(asOf: string, folder = pricesFolder): Promise<ReadonlyMap<string, string>> {
  const providers = await waitForUpdate()
  if (providers === null) throw new Error('@pydantic/genai-prices holds no prices; reinstall it')
  const current = withOverlay(factsOfSource(providers, asOf), overlay)
  return priceFiles(withVanished(current, readTables(folder)), asOf)
}

/** Names of tables that differ from what the list and the overlay give for `asOf`. Empty: nothing is stale. */
export async function stalePriceFiles(asOf: string, folder = pricesFolder): Promise<readonly string[]> {
  const fresh = await freshPriceFiles(asOf, folder)
  return [...fresh]
    .filter(([name, text]) => !existsSync(join(folder, name)) || readFileSync(join(folder, name), 'utf8') !== text)
    .map(([name]) => name)
}

function readTables(folder: string): Families {
  if (!existsSync(folder)) return new Map()
  const tables = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'families.ts')
  return new Map(tables.map((name) => [name.slice(0, -'.ts'.length), factsOfFile(readFileSync(join(folder, name), 'utf8'))]))
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { date: { type: 'string' } } })
  const asOf = values.date ?? new Date().toISOString().slice(0, 10)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf)) throw new Error(`--date takes a day as YYYY-MM-DD, got "${asOf}"`)
  const files = await freshPriceFiles(asOf)
  mkdirSync(pricesFolder, { recursive: true })
  for (const [name, text] of files) writeFileSync(join(pricesFolder, name), text)
  const models = [...files.values()].reduce((sum, text) => sum + text.split('\n').filter((line) => line.includes('|')).length - 1, 0)
  process.stdout.write(`${files.size - 1} price tables with ${models} models as of ${asOf} in ${pricesFolder}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
