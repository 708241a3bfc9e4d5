/**
 * `POST cortex/inference:complete`: tools as `tool_spec`, calls and results in `content_list`, streams that name no finish
 * reason and end with the usage. Sources: Snowflake's Cortex REST API reference, LiteLLM's first snowflake provider.
 */
import { wrappedChat } from '../openai/wrapped.js'
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { nativeBody } from './body.js'
import { cortexUrl } from './url.js'

/** Calls of a stream so far: id of each, by its number. */
type Calls = { readonly ids: string[] }

/** The chat codec. Its stream also reads what the OpenAI door sends. */
export const nativeChat = wrappedChat<Calls>({
  url: (_call, target) => cortexUrl(target, 'inference:complete'),
  headers: () => ({ accept: 'application/json, text/event-stream' }),
  body: nativeBody,
  answer(body) {
    for (const choice of recordsOf(body.choices)) {
      const { message } = choice
      if (isRecord(message)) choice.message = openAiMessage(message)
    }
    return body
  },
  memo: () => ({ ids: [] }),
  event(chunk, calls) {
    if (chunk.object !== undefined) return chunk // from the OpenAI door
    for (const choice of recordsOf(chunk.choices)) if (isRecord(choice.delta)) choice.delta = openAiDelta(choice.delta, calls)
    if (!isLast(chunk)) return chunk
    if (recordsOf(chunk.choices).length === 0) chunk.choices = [{ index: 0, delta: {} }]
    for (const choice of recordsOf(chunk.choices)) choice.finish_reason ??= 'stop'
    return chunk
  },
})

/** `usage` is empty in every chunk but the last. */
const isLast = ({ usage }: JsonRecord): boolean => isRecord(usage) && typeof usage.completion_tokens === 'number'

function openAiMessage(message: JsonRecord): JsonRecord {
  const { content_list: list, ...rest } = message
  const entries = recordsOf(list)
  const calls = entries.filter((entry) => entry.type === 'tool_use').map(callOf)
  const texts = entries.filter((entry) => entry.type === 'text').map(({ text }) => textOf(text) ?? '')
  if (textOf(rest.content) === undefined && texts.length > 0) rest.content = texts.join('')
  return calls.length > 0 ? { ...rest, tool_calls: calls } : rest
}

/** `{type: 'tool_use', tool_use: {tool_use_id, name, input}}`; some versions leave the inner object out. */
function callOf(entry: JsonRecord): JsonRecord {
  const { tool_use_id: id, name, input } = isRecord(entry.tool_use) ? entry.tool_use : entry
  return { id, type: 'function', function: { name, arguments: isRecord(input) ? JSON.stringify(input) : (input ?? '') } }
}

function openAiDelta(delta: JsonRecord, { ids }: Calls): JsonRecord {
  if (delta.type !== 'tool_use')
    return { ...(delta.role !== undefined && { role: delta.role }), content: delta.content ?? delta.text ?? '' }
  const entry = recordsOf(delta.content_list)[0] ?? delta
  const { id, function: called } = callOf({ ...entry, ...delta, tool_use: entry.tool_use })
  const known = textOf(id)
  if (known !== undefined && ids.at(-1) !== known) ids.push(known)
  return { tool_calls: [{ index: Math.max(0, ids.length - 1), ...(known !== undefined && { id: known }), function: called }] }
}
