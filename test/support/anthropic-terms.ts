/** A recorded Anthropic body in OpenAI's terms, as a caller would write the same conversation, and what counts as the same body. */
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../../src/providers/shared/json.js'

/** The request that a caller of llmgen sends for this body. */
export function openAiTerms(recorded: JsonRecord): JsonRecord {
  const { system, messages, tools, tool_choice, output_config, stop_sequences, metadata, ...same } = recorded
  const first = textOf(system) === undefined ? recordsOf(system) : [{ type: 'text', text: system }]
  return {
    ...same,
    messages: [
      ...(first.length > 0 ? [{ role: 'system', content: first }] : []),
      ...recordsOf(messages).flatMap(({ role, content }) => messagesOf(role, textOf(content) ?? recordsOf(content))),
    ],
    ...(tools !== undefined && { tools: recordsOf(tools).map(toolTerms) }),
    ...choiceTerms(tool_choice),
    ...outputTerms(output_config, same.thinking),
    ...(stop_sequences !== undefined && { stop: stop_sequences }),
    ...(isRecord(metadata) && metadata.user_id !== undefined && { user: metadata.user_id }),
  }
}

function messagesOf(role: unknown, content: string | readonly JsonRecord[]): JsonRecord[] {
  if (typeof content === 'string') return [{ role, content }]
  if (role === 'assistant') return [assistantOf(content)]
  const results = content.filter((block) => block.type === 'tool_result')
  const rest = content.filter((block) => block.type !== 'tool_result')
  return [...results.map(toolMessage), ...(rest.length > 0 ? [{ role, content: rest.map(partOf) }] : [])]
}

function assistantOf(blocks: readonly JsonRecord[]): JsonRecord {
  const texts = blocks.filter((block) => block.type === 'text')
  const thinking = blocks.filter((block) => block.type === 'thinking' || block.type === 'redacted_thinking')
  const calls = blocks.filter((block) => block.type === 'tool_use').map(callOf)
  const hosted = blocks.length > texts.length + thinking.length + calls.length
  return {
    role: 'assistant',
    content: hosted ? texts.map((block) => block.text).join('') : texts,
    ...(thinking.length > 0 && { thinking_blocks: thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
    // as replies with hosted tools give them
    ...(hosted && { provider_specific_fields: { content_blocks: blocks } }),
  }
}

const callOf = ({ id, name, input }: JsonRecord): JsonRecord => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(input) },
})

function toolMessage({ tool_use_id, content, is_error }: JsonRecord): JsonRecord {
  const parts = textOf(content) ?? recordsOf(content).map(partOf)
  return { role: 'tool', tool_call_id: tool_use_id, content: parts, ...(is_error === true && { is_error }) }
}

/** Images and documents as OpenAI's parts where it has one; what is Anthropic's own passes. */
function partOf(block: JsonRecord): JsonRecord {
  const { type, source, cache_control, title } = block
  if (!isRecord(source) || (type !== 'image' && type !== 'document')) return block
  const mark = cache_control === undefined ? {} : { cache_control }
  if (source.type === 'file') {
    return { type: 'file', file: { file_id: source.file_id, ...(type === 'image' && { format: 'image/png' }) }, ...mark }
  }
  if (source.type === 'url' && type === 'image') return { type: 'image_url', image_url: { url: source.url }, ...mark }
  const named = title === undefined ? {} : { filename: title }
  if (source.type === 'url') return { type: 'file', file: { file_id: source.url, format: 'application/pdf', ...named }, ...mark }
  const data = source.type === 'text' ? Buffer.from(String(source.data)).toString('base64') : String(source.data)
  const url = `data:${String(source.media_type)};base64,${data}`
  return type === 'image'
    ? { type: 'image_url', image_url: { url }, ...mark }
    : { type: 'file', file: { file_data: url, ...named }, ...mark }
}

/** A tool with a schema is a function; hosted tools are written as Anthropic has them. */
function toolTerms({ name, description, input_schema, strict, type, ...own }: JsonRecord): JsonRecord {
  if (input_schema === undefined) return { type, name, ...own }
  const definition = {
    name,
    parameters: input_schema,
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
  }
  return { type: 'function', function: definition, ...own }
}

function choiceTerms(choice: unknown): JsonRecord {
  if (!isRecord(choice)) return {}
  const named = { type: 'function', function: { name: choice.name } }
  const wanted = choice.type === 'any' ? 'required' : choice.type === 'tool' ? named : choice.type
  return { tool_choice: wanted, ...(choice.disable_parallel_tool_use === true && { parallel_tool_calls: false }) }
}

/** An effort alone, without thinking, is Anthropic's own; `reasoning_effort` asks for both. */
function outputTerms(config: unknown, thinking: unknown): JsonRecord {
  if (!isRecord(config)) return {}
  const { format, effort, ...rest } = config
  const native = thinking === undefined && effort !== undefined ? { effort, ...rest } : rest
  return {
    ...(isRecord(format) && { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: format.schema } } }),
    ...(thinking !== undefined && effort !== undefined && { reasoning_effort: effort }),
    ...(Object.keys(native).length > 0 && { output_config: native }),
  }
}

/**
 * The body without what llmgen changes on purpose and the API takes alike:
 * - `stream: false`, the default;
 * - system text and content that is one plain text, as that text;
 * - neighbouring turns of one role are one, and results of tools come first in theirs;
 * - `is_error: false`, the default; a tool's result that is one text, as that text;
 * - space at the end of the last assistant turn, which the API refuses.
 */
export function normalBody({ stream, system, messages, ...rest }: JsonRecord): JsonRecord {
  return {
    ...rest,
    ...(stream === true && { stream }),
    ...(system !== undefined && { system: plain(system) }),
    messages: recordsOf(messages).reduce<JsonRecord[]>(joined, []),
  }
}

function joined(turns: JsonRecord[], { role, content }: JsonRecord): JsonRecord[] {
  const own = (textOf(content) === undefined ? recordsOf(content) : [{ type: 'text', text: content }]).map(normalBlock)
  const last = turns.at(-1)
  if (last?.role !== role) return [...turns, { role, content: own }]
  const all = [...recordsOf(last?.content), ...own]
  const results = all.filter((block) => block.type === 'tool_result')
  return [...turns.slice(0, -1), { role, content: [...results, ...all.filter((block) => block.type !== 'tool_result')] }]
}

function normalBlock({ is_error: failed, ...block }: JsonRecord): JsonRecord {
  return { ...block, ...(failed === true && { is_error: failed }), ...(block.type === 'tool_result' && { content: plain(block.content) }) }
}

/** One text without anything else, as text. */
function plain(content: unknown): unknown {
  const [only] = listOf(content)
  return listOf(content).length === 1 && isRecord(only) && Object.keys(only).sort().join() === 'text,type' ? only.text : content
}
