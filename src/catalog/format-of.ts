/** Wire formats that a model has beside its provider's own: decided by model, mode and what the name said. */
import type { AdapterFormat, Mode } from '../plan/plan.js'
import type { ProviderRow } from './rows.js'

/** What is known of a model when its format is chosen. */
export type FormatQuestion = {
  readonly provider: ProviderRow
  /** Upstream model id; undefined where the environment will tell. */
  readonly model: string | undefined
  readonly mode: Mode
  /** `responses/` stood before the model. */
  readonly responses: boolean
}

type FormatRule = (question: FormatQuestion) => AdapterFormat | undefined

/** The first rule that answers decides. */
const rules: readonly FormatRule[] = []

/** The format of a model, or undefined where it is its provider's. */
export function formatOf(question: FormatQuestion): AdapterFormat | undefined {
  for (const rule of rules) {
    const format = rule(question)
    if (format !== undefined && format !== question.provider.format) return format
  }
  return undefined
}
