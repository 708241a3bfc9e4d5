/** Texts of the files under `src/catalog/prices/`: one table a price family, and the list of them. */
import { formatFacts, type ModelFacts, parseFacts } from '../catalog/model-facts.js'
import type { Families } from './prices-merge.js'

const source = '@pydantic/genai-prices (MIT, copyright Pydantic Services Inc.)'

/** File name → text, for a day's prices. The same facts give the same bytes. */
export function priceFiles(families: Families, asOf: string): ReadonlyMap<string, string> {
  const names = [...families.keys()].sort()
  const files = new Map(names.map((family) => [`${family}.ts`, familyFile(family, families.get(family) ?? [])]))
  return files.set('families.ts', familiesFile(names, asOf))
}

/** Facts in the text of one of these files; the reverse of what {@link priceFiles} wrote. */
export function factsOfFile(text: string): readonly ModelFacts[] {
  const start = text.indexOf('`\n') + 2
  const end = text.lastIndexOf('\n`')
  if (start < 2 || end < start) throw new Error('not a price table: its lines stand between two backquotes')
  return text.slice(start, end).split('\n').map(parseFacts)
}

function familyFile(family: string, facts: readonly ModelFacts[]): string {
  const lines = facts.map(formatFacts).sort((a, b) => (a < b ? -1 : 1))
  for (const line of lines) {
    if (/[`\\$]/.test(line) || line.split('|').length > 9)
      throw new Error(`"${line}" cannot stand in a price table: it holds a sign the table uses`)
  }
  return [
    `/** Models and prices of the family \`${family}\`. Written by \`npm run prices\` from ${source} and our overlay; not edited by hand. */`,
    '// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated',
    `export const ${variable(family)} = \`\n${lines.join('\n')}\n\``,
    '',
  ].join('\n')
}

function familiesFile(names: readonly string[], asOf: string): string {
  return [
    '/** Every price table by family, and the day they hold for. Written by `npm run prices`; not edited by hand. */',
    ...names.map((family) => `import { ${variable(family)} } from './${family}.js'`),
    '',
    '/** Day (YYYY-MM-DD) whose prices these are. */',
    `export const pricesAsOf = '${asOf}'`,
    '',
    'export const priceTables: { readonly [family: string]: string } = {',
    ...names.map((family) => (variable(family) === family ? `  ${family},` : `  ${family}: ${variable(family)},`)),
    '}',
    '',
  ].join('\n')
}

const variable = (family: string): string => family.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
