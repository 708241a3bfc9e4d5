/** Shapes of the catalogue's tables. */
import type { AdapterFormat, AuthScheme, Capabilities, Mode, ModelFlag, Quirks, VariablesByName } from '../plan/plan.js'
import type { PriceRow } from '../plan/prices.js'

export type ProviderRow = {
  /** Text before the first `/` of `litellm_params.model`. */
  readonly name: string
  readonly displayName: string
  /** Wire format; a format without an adapter in this version is a diagnostic. */
  readonly format: AdapterFormat
  /** Absent where the config must give `api_base`. */
  readonly baseUrl?: string
  /** Variables that may hold the base URL, in order. */
  readonly baseUrlVariables: readonly string[]
  /** Variables that may hold the key, in order. */
  readonly keyVariables: readonly string[]
  readonly auth: AuthScheme
  readonly quirks?: Quirks
  /** Non-secret settings of the host and their variables; see `Provider.settings`. */
  readonly settings?: VariablesByName
  /** Parts of the sign-in and their variables; see `Provider.secrets`. */
  readonly secrets?: VariablesByName
  /** Family of price rows; default: the name. */
  readonly priceFamily?: string
  /** What became of a host that can no longer be called, in words a person reads; the row stays so that configs are understood. */
  readonly retired?: string
}

/** A row of a provider table, keyed by its name. */
export type ProviderEntry = Omit<ProviderRow, 'name'>

export type ModelRow = {
  /** Provider name in LiteLLM's spelling. */
  readonly provider: string
  /** As it was asked for. */
  readonly model: string
  readonly mode: Mode
  readonly contextWindow?: number
  readonly maxOutputTokens?: number
  readonly capabilities: Capabilities
  readonly flags: readonly ModelFlag[]
  /**
   * Its `model` is the id of the price table, without a date where all dates of a model cost the same: a reply that names
   * `gpt-4o-2024-11-20` matches no row exactly, then `gpt-4o` once its date is stripped (`-2024-11-20`, `-20250514`,
   * `@20250514`); `gpt-4o-2024-05-13`, which cost more, has a row of its own. Other spellings are rows of their own too.
   */
  readonly price?: PriceRow
  /** Set where the provider has retired the model; the row stays. */
  readonly deprecated?: string
}
