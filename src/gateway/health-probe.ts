/** Asks a deployment the least there is to ask, by the kind of its model, and says whether it lives. */
import type { Deployment, JsonObject, Mode } from '../plan/plan.js'
import { ApiError } from '../protocol/errors.js'
import type { AbortSignalLike } from '../protocol/http.js'
import type { Endpoint } from '../providers/adapter.js'
import type { Calls } from './calls.js'

/** What a probe found. `unasked`: a model of this kind is not asked; why. */
export type Probed =
  | { readonly is: 'alive'; readonly costNanoUsd: number | undefined }
  | { readonly is: 'failing'; readonly error: string }
  | { readonly is: 'unasked'; readonly why: string }

/** What is asked, and with which settings of `model_info`. */
export type ProbeTarget = { readonly deployment: Deployment; readonly info: JsonObject; readonly name: string }

type Question = { readonly endpoint: Endpoint; readonly body: { readonly [name: string]: unknown } }

/** LiteLLM's default is 1, which some models refuse to think with. */
const usualTokens = 5
/** OpenAI's least for the Responses API. */
const leastResponseTokens = 16
const usualTimeoutMs = 60_000
const longestError = 300

/** Makes the call: one attempt, no fallback, nothing from a cache. Never rejects. */
export async function probe(calls: Calls, { deployment, info, name }: ProbeTarget, signal: AbortSignalLike): Promise<Probed> {
  const question = questionOf(deployment.mode, info)
  if (question === undefined) return { is: 'unasked', why: `models of the kind ${deployment.mode} are not asked: it would cost too much` }
  const seconds = info.health_check_timeout
  const timeout = typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : usualTimeoutMs
  try {
    const body = { ...question.body, model: name, disable_fallbacks: true, caching: false }
    const { meta } = await calls.whole(question.endpoint, body, { signal, timeout, maxRetries: 0 })
    return { is: 'alive', costNanoUsd: meta.costNanoUsd }
  } catch (error) {
    return isAboutLength(error) ? { is: 'alive', costNanoUsd: undefined } : { is: 'failing', error: messageOf(error) }
  }
}

function questionOf(mode: Mode, info: JsonObject): Question | undefined {
  const given = info.health_check_max_tokens
  const tokens = typeof given === 'number' && given >= 1 ? Math.floor(given) : usualTokens
  switch (mode) {
    case 'chat':
      return { endpoint: 'chat', body: { messages: [{ role: 'user', content: 'hi' }], max_tokens: tokens } }
    case 'completion':
      return { endpoint: 'completions', body: { prompt: 'hi', max_tokens: tokens } }
    case 'responses':
      return { endpoint: 'responses', body: { input: 'hi', max_output_tokens: Math.max(tokens, leastResponseTokens) } }
    case 'embedding':
      return { endpoint: 'embeddings', body: { input: ['hi'] } }
    case 'moderation':
      return { endpoint: 'moderations', body: { input: 'hi' } }
    case 'rerank':
      return { endpoint: 'rerank', body: { query: 'hi', documents: ['hi'] } }
    case 'audio_speech': {
      const voice = typeof info.health_check_voice === 'string' ? info.health_check_voice : 'alloy'
      return { endpoint: 'speech', body: { input: 'hi', voice } }
    }
    default:
      return undefined
  }
}

/**
 * A 400 that complains of so few tokens comes from a model that lives. Providers have no code for it, so the text decides:
 * OpenAI's says that `max_tokens or model output limit was reached`.
 */
function isAboutLength(error: unknown): boolean {
  return ApiError.is(error) && error.status === 400 && /max_(?:completion_|output_)?tokens|output limit/i.test(error.message)
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, longestError)
}
