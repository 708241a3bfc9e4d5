/** `llmgen prices import` and `llmgen prices diff`: LiteLLM's price map for this project, and what it changes. */
import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { findInMap, type MappedModel, type PriceMap } from '../catalog/litellm-map.js'
import { findModel } from '../catalog/models.js'
import { findProvider } from '../catalog/providers.js'
import type { PriceRates, PriceRow } from '../plan/prices.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import { priceFileName, readPriceFile } from './price-file.js'
import { readText } from './read-file.js'
import type { Terminal } from './terminal.js'
import { writeOutput } from './write-output.js'

export type PricesFlags = {
  readonly cwd?: string
  readonly out?: string
  readonly json?: boolean
  readonly exitCode?: boolean
  readonly silent?: boolean
}

/** Keys of a model that are kept: prices, limits, abilities and where it belongs. */
const kept =
  /cost|^(litellm_provider|mode|max_tokens|max_input_tokens|max_output_tokens|deprecation_date)$|^supports_(function_calling|vision|response_schema|reasoning)$/

/** Writes what of LiteLLM's map is used here into the project, a model a line, so that a pull request shows what changed. */
export async function importPrices(file: string, flags: PricesFlags, terminal: Terminal): Promise<ExitCode> {
  const cwd = resolve(terminal.cwd, flags.cwd ?? '')
  const { map, skipped } = readPriceFile(cwd, file)
  const raw: { readonly [name: string]: unknown } = JSON.parse(readText(resolve(cwd, file), file))
  const left = new Set(['sample_spec', ...skipped.map(({ name }) => name)])
  const lines = Object.entries(raw)
    .filter(([name]) => !left.has(name) && !name.startsWith('_'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entry]) => `  ${JSON.stringify(name)}: ${JSON.stringify(shortened(entry))}`)
  const out = flags.out ?? priceFileName
  const before = existsSync(resolve(cwd, out)) ? readPriceFile(cwd, out).map : undefined
  writeOutput(dirname(resolve(cwd, out)), [{ path: basename(out), text: `{\n${lines.join(',\n')}\n}\n` }])
  if (flags.silent === true) return exitCode.clean
  const unknown = [...map.values()].filter(({ provider }) => findProvider(provider) === undefined).length
  terminal.out(
    `${map.size} models from ${file} written to ${out}${unknown === 0 ? '' : `; ${unknown} are of providers that no config can name`}\n`,
  )
  for (const { name, why } of skipped) terminal.err(`llmgen: ${name} was left out: ${why}\n`)
  if (before !== undefined)
    terminal.out(`${count(changes(map, (provider, model) => findInMap(before, provider, model)?.rates))} since the last import\n`)
  terminal.out(out === priceFileName ? 'check and generate read it where it stands beside the config\n' : `use it with --prices ${out}\n`)
  return exitCode.clean
}

/** Shows where a map's prices differ from the catalogue's, or from those of another map. */
export async function diffPrices(files: readonly string[], flags: PricesFlags, terminal: Terminal): Promise<ExitCode> {
  const cwd = resolve(terminal.cwd, flags.cwd ?? '')
  const [first = priceFileName, second] = files
  if (files.length === 0 && !existsSync(resolve(cwd, priceFileName))) {
    throw new Stop(exitCode.misuse, `there is no ${priceFileName} here; name a map, or make one with: llmgen prices import FILE`)
  }
  const before = second === undefined ? undefined : readPriceFile(cwd, first).map
  const map = readPriceFile(cwd, second ?? first).map
  const found = changes(map, (provider, model) =>
    before === undefined ? findModel(provider, model)?.price : findInMap(before, provider, model)?.rates,
  )
  if (flags.json === true) terminal.out(`${JSON.stringify(found, undefined, 2)}\n`)
  else {
    for (const line of table(found)) terminal.out(`${line}\n`)
    terminal.out(`${count(found)} from ${before === undefined ? 'the catalogue' : first} to ${second ?? first}\n`)
  }
  return flags.exitCode === true && found.length > 0 ? exitCode.problems : exitCode.clean
}

/** One rate of one model; dollars, for tokens by the million. `null` is unknown. */
type Change = {
  readonly model: string
  readonly rate: string
  readonly unit: string
  readonly before: number | null
  readonly after: number | null
}

const units: { readonly [R in keyof PriceRates]-?: string } = {
  input: 'million tokens',
  output: 'million tokens',
  cacheRead: 'million tokens',
  cacheWrite: 'million tokens',
  cacheWrite1h: 'million tokens',
  inputAudio: 'million tokens',
  outputAudio: 'million tokens',
  inputImage: 'million tokens',
  outputImage: 'million tokens',
  reasoning: 'million tokens',
  perRequest: 'request',
  perSecond: 'second',
  perCharacter: 'million characters',
  perImage: 'image',
  perSearch: 'search',
}

function changes(map: PriceMap, before: (provider: string, model: string) => PriceRates | PriceRow | undefined): readonly Change[] {
  return [...map.values()].flatMap((mapped) => changesOf(mapped, before(mapped.provider, mapped.facts.model)))
}

function changesOf({ provider, facts }: MappedModel, before: PriceRates | undefined): readonly Change[] {
  return Object.entries(units).flatMap(([name, unit]): Change[] => {
    const rate = name as keyof PriceRates // the table's own keys
    const [old, now] = [before?.[rate], facts.rates?.[rate]]
    if (old === now || now === undefined) return []
    const scale = unit.startsWith('million') ? 1e6 : 1e12
    return [{ model: `${provider}/${facts.model}`, rate, unit, before: old === undefined ? null : old / scale, after: now / scale }]
  })
}

function table(found: readonly Change[]): readonly string[] {
  const width = Math.max(0, ...found.map(({ model }) => model.length))
  return found.map(({ model, rate, unit, before, after }) => {
    const from = before === null ? 'unknown' : `$${before}`
    return `${model.padEnd(width)}  ${rate.padEnd(12)}  ${from} → $${after} per ${unit}`
  })
}

function count(found: readonly Change[]): string {
  const models = new Set(found.map(({ model }) => model)).size
  return `${found.length} rate${found.length === 1 ? '' : 's'} of ${models} model${models === 1 ? '' : 's'} differ`
}

function shortened(entry: unknown): object {
  return Object.fromEntries(Object.entries(typeof entry === 'object' && entry !== null ? entry : {}).filter(([key]) => kept.test(key)))
}
