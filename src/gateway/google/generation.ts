/** `generationConfig` in OpenAI's terms, for models that are not Gemini. */
import { effortOf } from '../../providers/openai/params.js'
import { isRecord, type JsonRecord } from '../../providers/shared/json.js'
import type { Door } from './door.js'
import { jsonSchema } from './tools.js'

/** Members that go by another name, and mean the same. */
const renamed: readonly (readonly [string, string])[] = [
  ['temperature', 'temperature'],
  ['topP', 'top_p'],
  ['seed', 'seed'],
  ['stopSequences', 'stop'],
  ['presencePenalty', 'presence_penalty'],
  ['frequencyPenalty', 'frequency_penalty'],
  ['responseLogprobs', 'logprobs'],
  ['logprobs', 'top_logprobs'],
]

/** Members of a chat request. What has no counterpart (media resolution, speech, image form) is left out. */
export function generationTerms(config: JsonRecord, { takesTopK }: Door): JsonRecord {
  const terms: JsonRecord = {}
  for (const [name, as] of renamed) if (config[name] !== undefined) terms[as] = config[name]
  if (config.topK !== undefined && takesTopK) terms.top_k = config.topK
  if (config.candidateCount !== undefined && config.candidateCount !== 1) terms.n = config.candidateCount
  const modalities = config.responseModalities
  if (Array.isArray(modalities) && modalities.length > 0) terms.modalities = modalities.map((each) => String(each).toLowerCase())
  return { ...terms, ...formatTerms(config), ...effortTerms(config.thinkingConfig) }
}

function formatTerms({ responseMimeType, responseSchema, responseJsonSchema }: JsonRecord): JsonRecord {
  const schema = responseJsonSchema ?? jsonSchema(responseSchema)
  if (schema !== undefined) return { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } } }
  return responseMimeType === 'application/json' ? { response_format: { type: 'json_object' } } : {}
}

/** A level is an effort; a budget is the effort nearest to it. A budget of the model's own (-1) and none (0) are other models' default. */
function effortTerms(thinking: unknown): JsonRecord {
  if (!isRecord(thinking)) return {}
  const { thinkingBudget: budget, thinkingLevel: level } = thinking
  if (typeof level === 'string' && /^(minimal|low|medium|high)$/i.test(level)) return { reasoning_effort: level.toLowerCase() }
  return typeof budget === 'number' && budget > 0 ? { reasoning_effort: effortOf(budget) } : {}
}
