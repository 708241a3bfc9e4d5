/** What a call cost, in integers: picodollars per token, one rounding to nano-dollars at the end. */
import type { PriceRef, PriceRow } from '../plan/prices.js'

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
  /** Searches that the host made on the way to the answer. */
  readonly server_tool_use?: { readonly web_search_requests?: number }
  /** What the provider bills where it bills other counts than it reports (Cohere leaves out the tokens it adds itself). */
  readonly billed_units?: { readonly input_tokens: number; readonly output_tokens: number }
}

/** What is billed by the piece, in place of tokens where a price says so. */
export type Units = {
  /** Images made. */
  readonly images?: number
  /** Seconds of audio. */
  readonly seconds?: number
  /** Characters of the text that was spoken. */
  readonly characters?: number
  /** Rerank queries, as the provider counts them. */
  readonly queries?: number
  /** Set where the host takes nothing for the call (token counts). */
  readonly free?: true
  /** Why a price by the piece does not tell what these pieces cost. */
  readonly dearer?: string
}

/** What a price depends on beside tokens. */
export type Billing = {
  readonly units?: Units | undefined
  /** `service_tier` as the reply reports it. A tier without rates of its own costs what the plain one costs, as in LiteLLM. */
  readonly tier?: unknown
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

/** Cost of a call by the deployment's price, the model its reply names, and what it reports to have used. */
export function costOf(
  table: CostTable,
  ref: PriceRef,
  replyModel: string,
  reported: PricedUsage | undefined,
  { units, tier }: Billing = plainBilling,
): Cost {
  if (units?.free === true) return { nanoUsd: 0 }
  if (ref.by === 'none') return { reason: ref.reason }
  const found = rowOf(table, ref, replyModel)
  if (found === undefined) return { reason: `no price is known for "${replyModel}", the model that the reply names` }
  const usage = reported !== undefined && isCounted(reported) ? reported : undefined
  const row = found.services === undefined ? found : withService(found, tier)
  const byPiece = units === undefined ? undefined : priceUnits(row, units, usage !== undefined && isByToken(row))
  if (byPiece !== undefined) return byPiece
  if (usage === undefined) return isFree(row) ? { nanoUsd: 0 } : { reason: 'the reply reports no usage' }
  return price(row, countTokens(usage), usage.server_tool_use?.web_search_requests)
}

/** The row by which a call is priced; undefined where none is known. */
export function rowOf(table: CostTable, ref: PriceRef, replyModel: string): PriceRow | undefined {
  if (ref.by === 'none') return undefined
  return ref.by === 'row' ? table.rows[ref.row] : findRow(table, ref.family, replyModel)
}

const plainBilling: Billing = {}

/** The row with the rates of a service tier over its own. A tier's rates are for prompts of any length. */
function withService(row: PriceRow, tier: unknown): PriceRow {
  const rates = tier === 'batch' || tier === 'flex' || tier === 'priority' ? row.services?.[tier] : undefined
  if (rates === undefined) return row
  const { tiers, ...plain } = row
  return { ...plain, ...rates, ...(tiers !== undefined && { tiers: tiers.map((each) => ({ ...each, ...rates })) }) }
}

/** Hosts that count nothing report zeros: no call is made of nothing. */
function isCounted({ prompt_tokens, completion_tokens, server_tool_use: tools, billed_units: billed }: PricedUsage): boolean {
  return prompt_tokens !== 0 || Boolean(completion_tokens || tools?.web_search_requests || billed?.input_tokens || billed?.output_tokens)
}

function isByToken({ input, output }: PriceRow): boolean {
  return input !== undefined || output !== undefined
}

/** Models that cost nothing (OpenAI's moderation) need not report what they used. */
function isFree({ input, output, perRequest }: PriceRow): boolean {
  return input === 0 && (output ?? 0) === 0 && (perRequest ?? 0) === 0
}

/** Undefined where tokens are what is billed. Rerank queries are billed where they have a price, whatever tokens are told. */
function priceUnits(row: PriceRow, { queries, images, characters, seconds, dearer }: Units, hasTokens: boolean): Cost | undefined {
  const pieces: readonly (readonly [number | undefined, number | undefined])[] = [
    [queries, row.perSearch],
    ...(hasTokens
      ? []
      : ([
          [images, row.perImage],
          [characters, row.perCharacter],
          [seconds, row.perSecond],
        ] as const)),
  ]
  const piece = pieces.find(([count, rate]) => count !== undefined && rate !== undefined)
  if (piece === undefined) return undefined
  if (dearer !== undefined) return { reason: dearer }
  const [count = 0, rate = 0] = piece
  return toNano((row.perRequest ?? 0) + count * rate)
}

function toNano(picodollars: number): Cost {
  if (Number.isFinite(picodollars)) return { nanoUsd: Math.round(picodollars / 1_000) }
  return { reason: 'the reply reports counts that are not numbers' }
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
  // Sound and images may stand in the cache as well: nothing of the prompt is billed twice.
  const left = Math.max(0, prompt - cacheRead - written)
  const inputAudio = Math.min(before.audio_tokens ?? 0, left)
  const inputImage = Math.min(before.image_tokens ?? 0, left - inputAudio)
  const reasoning = after.reasoning_tokens ?? 0
  const outputAudio = after.audio_tokens ?? 0
  const outputImage = after.image_tokens ?? 0
  return {
    prompt,
    input: left - inputAudio - inputImage,
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
 * Price of these tokens, and of searches made on the way. Above a tier's threshold the whole request has the tier's rates.
 * Differs: LiteLLM bills cached and audio tokens without a price of their own at 0; here they cost what plain ones cost.
 */
export function price(row: PriceRow, tokens: TokenCounts, searches = 0): Cost {
  const tier = row.tiers?.find((candidate) => tokens.prompt > candidate.aboveTokens)
  const rates = tier === undefined ? row : { ...row, ...tier }
  const { input, output } = rates
  const cacheWrite = rates.cacheWrite ?? input
  // called, not listed: a list of eleven lists for each call costs more than all the rest
  const each = (see: (count: number, rate: number | undefined, what: string) => void) => {
    see(tokens.input, input, 'input')
    see(tokens.cacheRead, rates.cacheRead ?? input, 'cached input')
    see(tokens.cacheWrite, cacheWrite, 'cache writes')
    see(tokens.cacheWrite1h, rates.cacheWrite1h ?? cacheWrite, 'cache writes')
    see(tokens.inputAudio, rates.inputAudio ?? input, 'audio input')
    see(tokens.inputImage, rates.inputImage ?? input, 'image input')
    see(tokens.output, output, 'output')
    see(tokens.reasoning, rates.reasoning ?? output, 'reasoning')
    see(tokens.outputAudio, rates.outputAudio ?? output, 'audio output')
    see(tokens.outputImage, rates.outputImage ?? output, 'image output')
    see(searches, rates.perSearch, 'searches')
  }
  let picodollars = rates.perRequest ?? 0
  let missing: string | undefined
  each((count, rate, what) => {
    if (count === 0) return
    if (rate === undefined) missing ??= what
    else picodollars += count * rate
  })
  if (missing !== undefined) return { reason: `the price list has no price for ${missing} of "${row.model}"` }
  if (Number.isSafeInteger(picodollars)) return { nanoUsd: Math.round(picodollars / 1_000) }
  if (!Number.isFinite(picodollars)) return { reason: 'the reply reports token counts that are not numbers' }
  // beyond what a number holds exactly, some 9,000 dollars
  let exact = whole(rates.perRequest ?? 0)
  each((count, rate = 0) => {
    exact += whole(count) * whole(rate)
  })
  return { nanoUsd: Number((exact + 500n) / 1_000n) }
}

function whole(value: number): bigint {
  return BigInt(Math.round(value))
}
