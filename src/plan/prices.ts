/** Prices in a Plan: rows of integer rates, and how a deployment refers to them. */

/**
 * How a deployment's calls are priced: by rows of `Plan.prices`, or not at all and why.
 * `own` (config prices, `base_model`, or the exact model) wins; else the row of the family whose `model` matches
 * the model the reply names (Azure deployment names, wildcards).
 */
export type PriceRef =
  | { readonly by: 'row'; readonly row: number }
  | { readonly by: 'reply'; readonly family: string }
  | { readonly by: 'none'; readonly reason: string }

/** Rates in integer **picodollars per unit** (1 USD = 1e12): per token, image, second, character or query. Absent is unknown; 0 is free. */
export type PriceRates = {
  readonly input?: number
  readonly output?: number
  readonly cacheRead?: number
  readonly cacheWrite?: number
  readonly cacheWrite1h?: number
  readonly inputAudio?: number
  readonly outputAudio?: number
  readonly inputImage?: number
  readonly outputImage?: number
  readonly reasoning?: number
  readonly perRequest?: number
  /** Per second of audio, heard or spoken. */
  readonly perSecond?: number
  /** Per character of text turned into speech. */
  readonly perCharacter?: number
  /** Per image made. */
  readonly perImage?: number
  /** Per search the provider runs on the way to an answer, or per rerank query. */
  readonly perSearch?: number
}

/** Prices of one model. The disjoint token classes are those of {@link TokenCounts}. */
export type PriceRow = PriceRates & {
  /** Model id this row prices, as the provider names it in a reply. */
  readonly model: string
  /** Price family (`openai`, `anthropic`, …): rows searched when a reply names the model. */
  readonly family: string
  /** Rates for the whole request when the prompt exceeds `aboveTokens`; highest threshold first. */
  readonly tiers?: readonly PriceTier[]
  /** Rates of a service tier the reply reports (`service_tier`), over the plain ones. */
  readonly services?: { readonly [S in ServiceTier]?: PriceRates }
}
export type PriceTier = { readonly aboveTokens: number } & PriceRates
export type ServiceTier = 'batch' | 'flex' | 'priority'
