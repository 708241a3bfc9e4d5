/** Builds the request for a prediction from an OpenAI chat request. Each model has inputs of its own; these are the usual ones. */
import type { Outcome } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { chatPrompt, promptStyle, type Turn } from '../shared/chat-prompt.js'
import type { JsonRecord } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { given, stopTexts, textRequest, tokenLimit } from '../shared/text-request.js'
import { predictionsUrl } from './url.js'

/** How long the host may hold a request open before it answers with an unfinished prediction, seconds: its own maximum. */
const longestHold = 60

/** The request, or why this model cannot take it. */
export function replicateRequest(call: Call<'chat'>, target: Target): Outcome<HttpRequest> {
  const read = textRequest(call, target, ['temperature', 'top_p', 'stop', 'seed'])
  if (read.failure !== undefined) return read
  const { supports_system_prompt: takesSystem, ...native } = read.native
  const { url, version } = predictionsUrl(target)
  const input = {
    ...prompts(read.turns, target.model, takesSystem === true),
    ...given({
      [limitName(target.model)]: tokenLimit(read.params),
      temperature: read.params.temperature,
      top_p: read.params.top_p,
      seed: read.params.seed,
      stop_sequences: stopTexts(read.params)?.join(','),
    }),
    ...native,
  }
  return {
    method: 'POST',
    url,
    headers: requestHeaders(call, target, call.stream ? {} : { prefer: `wait=${longestHold}` }),
    body: JSON.stringify({ ...(version !== undefined && { version }), input, ...(call.stream && { stream: true }) }),
  }
}

/**
 * Differs: LiteLLM writes the model's template around the prompt, and Replicate's Llama models write it once more; those
 * are told to leave the prompt as it is. `supports_system_prompt` of the config hands system text over by itself.
 */
function prompts(turns: readonly Turn[], model: string, takesSystem: boolean): JsonRecord {
  const style = promptStyle(model)
  const system = takesSystem ? turns.filter(({ by }) => by === 'system').map(({ text }) => text) : []
  const rest = takesSystem ? turns.filter(({ by }) => by !== 'system') : turns
  return {
    prompt: chatPrompt(rest, style),
    ...(system.length > 0 && { system_prompt: system.join('\n\n') }),
    ...(style !== undefined && !takesSystem && /^meta\/(meta-)?llama-[23]/.test(model) && { prompt_template: '{prompt}' }),
  }
}

/** Which of three names the model's input has for the longest answer. Sources: the models' schemas, LiteLLM's map. */
function limitName(model: string): string {
  if (/vicuna|flan/.test(model)) return 'max_length'
  if (/llama-[34]|codellama-13b|^(openai|anthropic|deepseek-ai|google|ibm-granite|qwen|xai)\//.test(model)) return 'max_tokens'
  return 'max_new_tokens'
}
