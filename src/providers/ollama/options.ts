/** Parameters of a call as Ollama's options, and those it does not take. Source: its API reference. */
import type { Target } from '../adapter.js'
import { countOf, isRecord, type JsonRecord, listOf } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import type { OllamaOptions, OllamaThink } from './body.js'

/** Options that callers and configs write beside the other parameters, as LiteLLM lets them. */
export const nativeOptions: ReadonlySet<string> = new Set([
  'num_ctx',
  'num_predict',
  'num_keep',
  'num_batch',
  'num_gpu',
  'num_thread',
  'main_gpu',
  'low_vram',
  'f16_kv',
  'logits_all',
  'vocab_only',
  'use_mmap',
  'use_mlock',
  'embedding_only',
  'numa',
  'min_p',
  'tfs_z',
  'typical_p',
  'repeat_last_n',
  'repeat_penalty',
  'mirostat',
  'mirostat_tau',
  'mirostat_eta',
  'penalize_newline',
  'draft_num_predict',
])

/** Harmless ones (`user`, `store`, …) are left out without a word, so they need no row. */
const never = ['logit_bias', 'prediction', 'audio', 'moderation', 'verbosity', 'web_search_options'] as const

/** The parameters of a request that this model does not take, with the reason. */
export function ollamaRefusals(request: JsonRecord, choice: 'auto' | 'required' | 'none', { deployment }: Target): Refusal[] {
  const refused: Refusal[] = never.filter((name) => request[name] !== undefined).map((name) => ({ name }))
  if (request.n !== undefined && request.n !== 1) refused.push({ name: 'n', why: 'only one choice' })
  if (choice === 'required') {
    refused.push({ name: request.tool_choice === undefined ? 'function_call' : 'tool_choice', why: 'a call cannot be forced' })
  }
  if (request.parallel_tool_calls === false) refused.push({ name: 'parallel_tool_calls', why: 'the model decides' })
  if (listOf(request.modalities).some((modality) => modality !== 'text')) refused.push({ name: 'modalities', why: 'only text' })
  const effort = request.reasoning_effort
  if (deployment.capabilities.reasoning === 'no' && effort !== undefined && effort !== 'none') {
    refused.push({ name: 'reasoning_effort', why: 'the model does not reason' })
  }
  return refused
}

/** Differs: LiteLLM sends `frequency_penalty` as `repeat_penalty`, which is another quantity. */
export function ollamaOptions(request: JsonRecord): OllamaOptions {
  const stop = (typeof request.stop === 'string' ? [request.stop] : listOf(request.stop)).filter(
    (entry): entry is string => typeof entry === 'string' && entry !== '',
  )
  const members: { [name: string]: number | undefined } = {
    num_predict: countOf(request.max_completion_tokens) ?? countOf(request.max_tokens),
    temperature: numberOf(request.temperature),
    top_p: numberOf(request.top_p),
    top_k: numberOf(request.top_k),
    seed: numberOf(request.seed),
    presence_penalty: numberOf(request.presence_penalty),
    frequency_penalty: numberOf(request.frequency_penalty),
  }
  return {
    ...Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
    ...(stop.length > 0 && { stop }),
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/**
 * Options in all the forms they come in, later ones winning: translated, named beside the parameters, in `options`.
 * Takes them out of `native`.
 */
export function mergeOptions(translated: OllamaOptions, native: JsonRecord, extras: readonly (JsonRecord | undefined)[]): JsonRecord {
  const options: JsonRecord = { ...translated }
  for (const name of nativeOptions) {
    if (native[name] === undefined) continue
    options[name] = native[name]
    delete native[name]
  }
  for (const extra of extras) if (isRecord(extra?.options)) Object.assign(options, extra.options)
  delete native.options
  return options
}

/** gpt-oss cannot stop thinking; it takes levels and ignores true and false. Local models have no catalogue row to say so. */
const takesLevels = (model: string): boolean => /(^|\/)gpt-oss\b/i.test(model)

/** `thinking` and `reasoning_effort`; undefined leaves it to the model. */
export function ollamaThink(request: JsonRecord, model: string): OllamaThink | undefined {
  const effort = effortOf(request)
  if (effort === undefined) return undefined
  if (!takesLevels(model)) return effort !== 'none'
  if (effort === 'medium' || effort === 'high') return effort
  return effort === 'xhigh' || effort === 'max' ? 'high' : 'low'
}

/** LiteLLM's thresholds where a budget is given. */
function effortOf(request: JsonRecord): string | undefined {
  const given = request.thinking
  if (isRecord(given)) {
    if (given.type === 'disabled') return 'none'
    const budget = countOf(given.budget_tokens) ?? 5000
    if (budget >= 10_000) return 'high'
    return budget >= 5000 ? 'medium' : 'low'
  }
  const effort = isRecord(request.reasoning_effort) ? request.reasoning_effort.effort : request.reasoning_effort
  return typeof effort === 'string' ? effort : undefined
}
