/** Chat over `POST /ml/v1/text/generation`: the conversation becomes one prompt, the generated text one answer. */
import { isFault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import type { Built } from '../openai/chat-request.js'
import { wrappedChat } from '../openai/wrapped.js'
import { badRequest } from '../shared/failure.js'
import { countOf, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { promptOf } from './prompt.js'
import { modelMembers, watsonxUrl } from './url.js'

/** Counts so far: the prompt's comes once, the answer's grows. */
type Counts = { prompt: number; completion: number }

/** The chat codec. Parameters are renamed by the quirks of the row. */
export const generation = wrappedChat<Counts>({
  url: ({ stream }, target) => watsonxUrl(target, stream ? 'text/generation_stream' : 'text/generation'),
  headers: () => ({ accept: 'application/json' }),
  body: generationBody,
  answer(body, { now }) {
    const [result] = recordsOf(body.results)
    if (result === undefined) return body
    const counts = { prompt: 0, completion: 0 }
    const choice = { index: 0, message: { role: 'assistant', content: result.generated_text }, finish_reason: finishOf(result) ?? 'stop' }
    return { ...head(body, now()), choices: [choice], usage: usageOf(result, counts) }
  },
  memo: () => ({ prompt: 0, completion: 0 }),
  event(body, counts, { now }) {
    const [result] = recordsOf(body.results)
    if (result === undefined) return body
    const choice = { index: 0, delta: { content: result.generated_text }, finish_reason: finishOf(result) ?? null }
    return { ...head(body, now()), choices: [choice], usage: usageOf(result, counts) }
  },
})

function generationBody(body: JsonRecord, _call: Call<'chat'>, target: Target): Built<JsonRecord> {
  const members = modelMembers(target)
  if (isFault(members)) return { ...members, body: undefined }
  const media = recordsOf(body.messages).flatMap(({ content }) => recordsOf(content).filter((part) => part.type !== 'text'))
  if (media.length > 0) return { ...badRequest(target, `takes text only, not "${String(media[0]?.type)}"`, 'messages'), body: undefined }
  const { model: _model, messages, stream: _stream, stream_options: _options, moderations, stop_sequences: stop, ...parameters } = body
  if (stop !== undefined) parameters.stop_sequences = typeof stop === 'string' ? [stop] : stop
  // `greedy`, the host's default, takes no temperature, top_p or seed
  parameters.decoding_method ??= 'sample'
  return {
    body: { ...members, input: promptOf(recordsOf(messages), target.model), parameters, ...(moderations !== undefined && { moderations }) },
  }
}

function head({ model_id, created_at, id }: JsonRecord, now: number): JsonRecord {
  const at = Date.parse(String(created_at))
  return { ...(id !== undefined && { id }), model: model_id, created: Math.floor((Number.isNaN(at) ? now : at) / 1000) }
}

function finishOf({ stop_reason: reason }: JsonRecord): string | undefined {
  const native = textOf(reason)?.toLowerCase()
  return native === 'not_finished' ? undefined : native
}

function usageOf(result: JsonRecord, counts: Counts): JsonRecord {
  counts.prompt = Math.max(counts.prompt, countOf(result.input_token_count) ?? 0)
  counts.completion = Math.max(counts.completion, countOf(result.generated_token_count) ?? 0)
  return { prompt_tokens: counts.prompt, completion_tokens: counts.completion }
}
