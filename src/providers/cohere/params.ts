/** OpenAI's parameters under Cohere's names and bounds, and those it does not take. Source: the reference of its chat endpoint. */
import type { Target } from '../adapter.js'
import { countOf, isRecord, type JsonRecord, listOf } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import type { CohereBody, CohereThinking } from './body.js'

/** Harmless ones (`user`, `store`, …) are left out without a word, so they need no row. */
const never = ['logit_bias', 'top_logprobs', 'prediction', 'audio', 'moderation', 'verbosity'] as const

/** Most stop sequences of one request. */
const mostStops = 5

/** The parameters of a request that this model does not take, with the reason. */
export function cohereRefusals(request: JsonRecord, { deployment }: Target): Refusal[] {
  const refused: Refusal[] = never.filter((name) => request[name] !== undefined).map((name) => ({ name }))
  if (request.n !== undefined && request.n !== 1) refused.push({ name: 'n', why: 'only one choice' })
  if (request.parallel_tool_calls === false) refused.push({ name: 'parallel_tool_calls', why: 'the model decides' })
  if (listOf(request.modalities).some((modality) => modality !== 'text')) refused.push({ name: 'modalities', why: 'only text' })
  if (listOf(request.stop).length > mostStops) refused.push({ name: 'stop', why: `at most ${mostStops} sequences` })
  const effort = request.reasoning_effort
  if (deployment.capabilities.reasoning === 'no' && effort !== undefined && effort !== 'none') {
    refused.push({ name: 'reasoning_effort', why: 'the model does not reason' })
  }
  return refused
}

/** Numbers moved into the bounds of the API, which refuses what lies outside. Differs: LiteLLM sends `top_p: 1` as it is. */
export function cohereSampling(request: JsonRecord): Partial<CohereBody> {
  const stop = (typeof request.stop === 'string' ? [request.stop] : listOf(request.stop)).filter(
    (entry): entry is string => typeof entry === 'string' && entry !== '',
  )
  const members: { [name: string]: number | undefined } = {
    max_tokens: countOf(request.max_completion_tokens) ?? countOf(request.max_tokens),
    temperature: countOf(request.temperature),
    seed: typeof request.seed === 'number' ? request.seed : undefined,
    frequency_penalty: within(request.frequency_penalty, 0, 1),
    presence_penalty: within(request.presence_penalty, 0, 1),
    p: within(request.top_p, 0.01, 0.99),
    k: within(request.top_k, 0, 500),
  }
  return {
    ...Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
    ...(stop.length > 0 && { stop_sequences: stop }),
    ...(request.logprobs === true && { logprobs: true }),
  }
}

function within(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' ? Math.min(most, Math.max(least, value)) : undefined
}

/** Tokens of thinking by effort, LiteLLM's figures up to `high`; the highest efforts think as long as they like. */
const budgets: { readonly [effort: string]: number | undefined } = { minimal: 1024, low: 1024, medium: 2048, high: 4096 }

/** `thinking` in Anthropic's or Cohere's form, else `reasoning_effort`; undefined leaves it to the model. */
export function cohereThinking(request: JsonRecord): CohereThinking | undefined {
  const given = request.thinking
  if (isRecord(given)) {
    const budget = countOf(given.budget_tokens) ?? countOf(given.token_budget)
    return given.type === 'disabled' ? { type: 'disabled' } : { type: 'enabled', ...(budget !== undefined && { token_budget: budget }) }
  }
  const effort = isRecord(request.reasoning_effort) ? request.reasoning_effort.effort : request.reasoning_effort
  if (typeof effort !== 'string') return undefined
  if (effort === 'none') return { type: 'disabled' }
  const budget = Object.hasOwn(budgets, effort) ? budgets[effort] : undefined
  return { type: 'enabled', ...(budget !== undefined && { token_budget: budget }) }
}
