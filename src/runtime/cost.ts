/** What a call cost, in integers: picodollars per token, one rounding to nano-dollars at the end. */
import type { PriceRef, PriceRow } from '../plan/plan.js'

/** Tokens of one call in disjoint classes: their sum is prompt plus completion. */
export type TokenCounts = {
  /** Prompt tokens as the provider counts them, caches included: the size that price tiers go by. */
  readonly prompt: number
  readonly input: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly cacheWrite1h: number
  readonly inputAudio: number
  readonly inputImage: number
  readonly output: number
  readonly reasoning: number
  readonly outputAudio: number
  readonly outputImage: number
}

/** The part of `usage` that is priced, in OpenAI's words. `prompt_tokens` includes caches, `completion_tokens` reasoning. */
export type PricedUsage = {
  readonly prompt_tokens: number
  readonly completion_tokens?: number
  readonly prompt_tokens_details?: {
    readonly audio_tokens?: number
    readonly image_tokens?: number
    readonly cached_tokens?: number
    readonly cache_write_tokens?: number
    readonly cache_creation_tokens?: number
    readonly cache_creation_1h_tokens?: number
  }
  readonly completion_tokens_details?: {
    readonly audio_tokens?: number
    readonly image_tokens?: number
    readonly reasoning_tokens?: number
  }
  /** What the provider bills where it bills other counts than it reports (Cohere leaves out the tokens it adds itself). */
  readonly billed_units?: { readonly input_tokens: number; readonly output_tokens: number }
}

/** Nano-dollars (1e-9 USD), or why they are not known. Never 0 for not knowing. */
export type Cost = { readonly nanoUsd: number; readonly reason?: undefined } | { readonly nanoUsd?: undefined; readonly reason: string }

/** Price rows of a Plan, searchable by family and model. */
export type CostTable = {
  readonly rows: readonly PriceRow[]
  readonly byModel: ReadonlyMap<string, PriceRow>
}

/** Indexes the rows of a Plan. */
export function createCostTable(rows: readonly PriceRow[]): CostTable {
  return { rows, byModel: new Map(rows.map((row) => [keyOf(row.family, row.model), row])) }
}

/** Cost of a call by the deployment's price, the model its reply names, and the tokens it reports. */
export function costOf(table: CostTable, ref: PriceRef, replyModel: string, usage: PricedUsage | undefined): Cost {
  if (ref.by === 'none') return { reason: ref.reason }
  const row = ref.by === 'row' ? table.rows[ref.row] : findRow(table, ref.family, replyModel)
  if (row === undefined) return { reason: `no price is known for "${replyModel}", the model that the reply names` }
  if (usage === undefined) return { reason: 'the reply reports no usage' }
  return price(row, countTokens(usage))
}

function keyOf(family: string, model: string): string {
  return `${family}\n${model.toLowerCase()}`
}

/** Dates that vendors add to a model id: `-2024-08-06`, `-20250514`, `@20240620`. */
const dateSuffix = /[-@](\d{4}-\d{2}-\d{2}|\d{8})$/

/** The exact model, else the same without its date. */
function findRow(table: CostTable, family: string, model: string): PriceRow | undefined {
  return table.byModel.get(keyOf(family, model)) ?? table.byModel.get(keyOf(family, model.replace(dateSuffix, '')))
}

/** Splits usage into disjoint classes. Parts that exceed their whole leave nothing for the plain class. Billed units count as they are. */
export function countTokens(reported: PricedUsage): TokenCounts {
  const usage = billedUsage(reported) ?? reported
  const before = usage.prompt_tokens_details ?? {}
  const after = usage.completion_tokens_details ?? {}
  const prompt = usage.prompt_tokens
  const completion = usage.completion_tokens ?? 0
  const cacheRead = before.cached_tokens ?? 0
  const written = before.cache_creation_tokens ?? before.cache_write_tokens ?? 0
  const cacheWrite1h = Math.min(before.cache_creation_1h_tokens ?? 0, written)
  const inputAudio = before.audio_tokens ?? 0
  const inputImage = before.image_tokens ?? 0
  const reasoning = after.reasoning_tokens ?? 0
  const outputAudio = after.audio_tokens ?? 0
  const outputImage = after.image_tokens ?? 0
  return {
    prompt,
    input: Math.max(0, prompt - cacheRead - written - inputAudio - inputImage),
    cacheRead,
    cacheWrite: written - cacheWrite1h,
    cacheWrite1h,
    inputAudio,
    inputImage,
    output: Math.max(0, completion - reasoning - outputAudio - outputImage),
    reasoning,
    outputAudio,
    outputImage,
  }
}

function billedUsage({ billed_units: billed }: PricedUsage): PricedUsage | undefined {
  // Hosts of OpenAI's format may send a member of this name in a form of their own.
  if (typeof billed?.input_tokens !== 'number' || typeof billed.output_tokens !== 'number') return undefined
  return { prompt_tokens: billed.input_tokens, completion_tokens: billed.output_tokens }
}

/**
 * Price of these tokens. Above a tier's threshold the whole request has the tier's rates.
 * Differs: LiteLLM bills cached and audio tokens without a price of their own at 0; here they cost what plain ones cost.
 */
export function price(row: PriceRow, tokens: TokenCounts): Cost {
  const tier = row.tiers?.find((candidate) => tokens.prompt > candidate.aboveTokens)
  const rates = tier === undefined ? row : { ...row, ...tier }
  const { input, output } = rates
  const cacheWrite = rates.cacheWrite ?? input
  const parts: readonly (readonly [number, number | undefined, string])[] = [
    [tokens.input, input, 'input'],
    [tokens.cacheRead, rates.cacheRead ?? input, 'cached input'],
    [tokens.cacheWrite, cacheWrite, 'cache writes'],
    [tokens.cacheWrite1h, rates.cacheWrite1h ?? cacheWrite, 'cache writes'],
    [tokens.inputAudio, rates.inputAudio ?? input, 'audio input'],
    [tokens.inputImage, rates.inputImage ?? input, 'image input'],
    [tokens.output, output, 'output'],
    [tokens.reasoning, rates.reasoning ?? output, 'reasoning'],
    [tokens.outputAudio, rates.outputAudio ?? output, 'audio output'],
    [tokens.outputImage, rates.outputImage ?? output, 'image output'],
  ]
  const fixed = rates.perRequest ?? 0
  let picodollars = fixed
  for (const [count, rate, what] of parts) {
    if (count === 0) continue
    if (rate === undefined) return { reason: `the price list has no price for ${what} of "${row.model}"` }
    picodollars += count * rate
  }
  if (Number.isSafeInteger(picodollars)) return { nanoUsd: Math.round(picodollars / 1_000) }
  if (!Number.isFinite(picodollars)) return { reason: 'the reply reports token counts that are not numbers' }
  return { nanoUsd: Number((exactSum(fixed, parts) + 500n) / 1_000n) }
}

/** The sum in picodollars where it is beyond what a number holds exactly (some 9,000 dollars). */
function exactSum(fixed: number, parts: readonly (readonly [number, number | undefined, string])[]): bigint {
  const whole = (value: number) => BigInt(Math.round(value))
  return parts.reduce((sum, [count, rate = 0]) => sum + whole(count) * whole(rate), whole(fixed))
}
