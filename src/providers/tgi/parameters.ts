/** OpenAI's parameters under the names of Text Generation Inference. Sources: its OpenAPI document and LiteLLM's maps. */
import type { Call } from '../adapter.js'
import { isRecord, type JsonRecord } from '../shared/json.js'
import type { Refusal } from '../shared/params.js'
import { requestedSchema } from '../shared/requested-schema.js'
import { given, stopTexts, tokenLimit } from '../shared/text-request.js'

/** Those that the server takes. */
export const tgiTakes: readonly string[] = ['temperature', 'top_p', 'stop', 'n', 'seed', 'frequency_penalty', 'response_format']

/** Values of them that it refuses. */
export function tgiRefusals(params: JsonRecord, { stream }: Call<'chat'>): readonly Refusal[] {
  const format = params.response_format
  return [
    ...(stream && params.n !== undefined && params.n !== 1 ? [{ name: 'n', why: 'only one choice in a stream' }] : []),
    ...(isRecord(format) && format.type !== 'text' && requestedSchema(format) === undefined
      ? [{ name: 'response_format', why: 'only with a JSON schema' }]
      : []),
  ]
}

/** `lorax` is Predibase's server, which asks for a schema in its own way. */
export function tgiParameters(params: JsonRecord, server: 'tgi' | 'lorax'): JsonRecord {
  const limit = tokenLimit(params)
  const schema = requestedSchema(params.response_format)
  const several = typeof params.n === 'number' && params.n > 1
  const format = server === 'lorax' ? { response_format: { type: 'json_object', schema } } : { grammar: { type: 'json', value: schema } }
  return given({
    // the server refuses 0 for both of these
    max_new_tokens: limit === 0 ? 1 : limit,
    temperature: params.temperature === 0 ? 0.01 : params.temperature,
    // and a nucleus of everything
    top_p: params.top_p === 1 ? undefined : params.top_p,
    stop: stopTexts(params),
    seed: params.seed,
    frequency_penalty: params.frequency_penalty === 0 ? undefined : params.frequency_penalty,
    ...(several && { best_of: params.n, do_sample: true }),
    ...(schema !== undefined && format),
  })
}
