/** One line of a price table, `prices/*.ts`: what is known of a model, in a text that costs nothing to load and little to read. */
import type { Capabilities, Known, Mode } from '../plan/plan.js'
import type { PriceRates, PriceTier, ServiceTier } from '../plan/prices.js'

export type ModelFacts = {
  readonly model: string
  /** Further ids with the same price. Ids that only add a date to one of these are left out: lookups strip the date. */
  readonly aliases: readonly string[]
  readonly contextWindow?: number
  readonly maxOutputTokens?: number
  /** Absent: the family rules of `model-rules.ts` decide. */
  readonly mode?: Mode
  /** Absent: the family rules decide. */
  readonly capabilities?: Capabilities
  /** Absent: the price is unknown. */
  readonly rates?: PriceRates
  readonly tiers?: readonly PriceTier[]
  /** Rates of the provider's service tiers. */
  readonly services?: { readonly [S in ServiceTier]?: PriceRates }
  /** Why or since when the model is not offered any more. */
  readonly deprecated?: string
}

/** Code of each rate in a line; the order is the order written. */
const rateCodes: { readonly [R in keyof PriceRates]-?: string } = {
  input: 'i',
  output: 'o',
  cacheRead: 'r',
  cacheWrite: 'w',
  cacheWrite1h: 'h',
  inputAudio: 'ia',
  outputAudio: 'oa',
  inputImage: 'ii',
  outputImage: 'oi',
  reasoning: 't',
  perRequest: 'q',
  perSecond: 's',
  perCharacter: 'c',
  perImage: 'm',
  perSearch: 'f',
}
const rateNames: ReadonlyMap<string, string> = new Map(Object.entries(rateCodes).map(([name, code]) => [code, name]))

const knownCodes: { readonly [K in Known]: string } = { yes: 'y', no: 'n', unknown: '?' }
const known = (code: string | undefined): Known => (code === 'y' ? 'yes' : code === 'n' ? 'no' : 'unknown')

/** `model|aliases|context window|most output|mode|capabilities|rates|tiers|deprecated|services`, empty columns at the end left out. */
export function formatFacts(facts: ModelFacts): string {
  const { capabilities: can } = facts
  const columns = [
    facts.model,
    facts.aliases.join(','),
    facts.contextWindow ?? '',
    facts.maxOutputTokens ?? '',
    facts.mode ?? '',
    can === undefined ? '' : [can.tools, can.vision, can.jsonSchema, can.reasoning].map((value) => knownCodes[value]).join(''),
    facts.rates === undefined ? '' : formatRates(facts.rates),
    (facts.tiers ?? []).map(({ aboveTokens, ...rates }) => `${aboveTokens}:${formatRates(rates)}`).join(';'),
    facts.deprecated ?? '',
    formatServices(facts.services),
  ]
  return columns.join('|').replace(/\|+$/, '')
}

/** The reverse of {@link formatFacts}. Throws on a line it did not write. */
export function parseFacts(line: string): ModelFacts {
  const [model = '', aliases = '', context = '', output = '', mode = '', can = '', rates = '', tiers = '', deprecated = '', services = ''] =
    line.split('|')
  return {
    model,
    aliases: aliases === '' ? [] : aliases.split(','),
    ...(context !== '' && { contextWindow: Number(context) }),
    ...(output !== '' && { maxOutputTokens: Number(output) }),
    // The line was written by formatFacts, whose column holds a Mode.
    ...(mode !== '' && { mode: mode as Mode }),
    ...(can !== '' && {
      capabilities: { tools: known(can[0]), vision: known(can[1]), jsonSchema: known(can[2]), reasoning: known(can[3]) },
    }),
    ...(rates !== '' && { rates: parseRates(rates) }),
    ...(tiers !== '' && { tiers: tiers.split(';').map(parseTier) }),
    ...(deprecated !== '' && { deprecated }),
    ...(services !== '' && { services: parseServices(services) }),
  }
}

function formatRates(rates: PriceRates): string {
  const given = new Map(Object.entries(rates))
  return Object.entries(rateCodes)
    .filter(([name]) => given.has(name))
    .map(([name, code]) => `${code}${given.get(name)}`)
    .join(' ')
}

function parseRates(text: string): PriceRates {
  return Object.fromEntries(text.split(' ').map(parseRate))
}

function parseRate(text: string): readonly [string, number] {
  const digits = text.search(/\d/)
  const name = rateNames.get(text.slice(0, digits))
  if (name === undefined) throw new Error(`llmgen bug: "${text}" is no rate of a price table; run npm run prices`)
  return [name, Number(text.slice(digits))]
}

/** `flex:i625000 o5000000;priority:…`; empty where there are none. */
export function formatServices(services: ModelFacts['services']): string {
  return Object.entries(services ?? {})
    .map(([tier, rates]) => `${tier}:${formatRates(rates)}`)
    .join(';')
}

/** The reverse of {@link formatServices}. */
export function parseServices(text: string): NonNullable<ModelFacts['services']> {
  return Object.fromEntries(text.split(';').map(parseService))
}

function parseService(text: string): readonly [string, PriceRates] {
  const colon = text.indexOf(':')
  return [text.slice(0, colon), parseRates(text.slice(colon + 1))]
}

function parseTier(text: string): PriceTier {
  const colon = text.indexOf(':')
  return { aboveTokens: Number(text.slice(0, colon)), ...parseRates(text.slice(colon + 1)) }
}
