/** Wire formats that a model has beside its provider's own: decided by model, mode and what the name said. */
import type { AdapterFormat, Mode } from '../plan/plan.js'
import { servesResponses } from '../plan/serves-responses.js'
import { vertexFamily } from '../plan/vertex-family.js'
import { guessProvider } from './guess-provider.js'
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

/** Format of the Responses API at hosts of a chat format. */
const responsesFormats: ReadonlyMap<AdapterFormat, AdapterFormat> = new Map([
  ['openai', 'openai-responses'],
  ['azure', 'azure-responses'],
  ['huggingface', 'openai-responses'],
  ['github-copilot', 'github-copilot-responses'],
])

/** The first rule that answers decides. */
const rules: readonly FormatRule[] = [responsesFormat, vertexFormat, foundryFormat]

/** Models that answer on the Responses API only, and those a config sends there, where the host serves it. */
function responsesFormat({ provider, mode, responses }: FormatQuestion): AdapterFormat | undefined {
  if ((mode !== 'responses' && !responses) || !servesResponses(provider)) return undefined
  return responsesFormats.get(provider.format)
}

/** A model of Vertex AI speaks the format of its publisher; a pattern may stand for any of them. */
function vertexFormat({ provider, model }: FormatQuestion): AdapterFormat | undefined {
  return provider.format === 'vertex' && model !== undefined && !model.includes('*') ? vertexFamily(model) : undefined
}

/** Azure AI Foundry has a door for each format; LiteLLM calls OpenAI's models there as Azure OpenAI's. */
function foundryFormat({ provider, model, mode, responses }: FormatQuestion): AdapterFormat | undefined {
  if (provider.format !== 'azure-ai' || model === undefined || model.includes('*')) return undefined
  if (/claude/i.test(model)) return 'azure-anthropic'
  if (guessProvider(model) !== 'openai') return undefined
  return mode === 'responses' || responses ? 'azure-responses' : 'azure'
}

/** The format of a model, or undefined where it is its provider's. */
export function formatOf(question: FormatQuestion): AdapterFormat | undefined {
  for (const rule of rules) {
    const format = rule(question)
    if (format !== undefined && format !== question.provider.format) return format
  }
  return undefined
}
