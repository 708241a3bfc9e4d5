/** A chat request in OpenAI's terms as a client of Anthropic's Messages API would have written it. Independent of the gateway's own translation. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../../src/providers/shared/json.js'

/** Limit of requests that had none: the Messages API requires one. */
export const madeUpLimit = 32_000

/** Members that have another name or shape in the Messages API. */
const translated: ReadonlySet<string> = new Set([
  'messages',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'reasoning_effort',
  'max_tokens',
  'max_completion_tokens',
  'stop',
  'user',
  'stream',
  'stream_options',
])

/** The Messages request; members that the API does not know stay as they are. Throws where a turn cannot be said in it. */
export function messagesTerms(request: JsonRecord): JsonRecord {
  const { response_format: format, reasoning_effort: effort, stop, user } = request
  const rest = Object.fromEntries(Object.entries(request).filter(([name, value]) => !translated.has(name) && value !== null))
  const output = { ...formatTerms(format), ...(typeof effort === 'string' && { effort }) }
  return {
    ...rest,
    ...(isRecord(format) && format.type !== 'json_schema' && { response_format: format }),
    max_tokens: request.max_completion_tokens ?? request.max_tokens ?? madeUpLimit,
    ...turnsOf(recordsOf(request.messages)),
    ...toolTerms(request),
    ...(Object.keys(output).length > 0 && { output_config: output }),
    ...(stop !== undefined && stop !== null && { stop_sequences: typeof stop === 'string' ? [stop] : stop }),
    ...(user !== undefined && { metadata: { user_id: user } }),
  }
}

function formatTerms(format: unknown): JsonRecord {
  if (!isRecord(format) || !isRecord(format.json_schema)) return {}
  return { format: { type: 'json_schema', schema: format.json_schema.schema } }
}

function toolTerms({ tools, tool_choice: choice, parallel_tool_calls: parallel }: JsonRecord): JsonRecord {
  const names: JsonRecord = { none: { type: 'none' }, auto: { type: 'auto' }, required: { type: 'any' }, any: { type: 'any' } }
  const named = isRecord(choice) && isRecord(choice.function) ? { type: 'tool', name: choice.function.name } : undefined
  const wanted = named ?? names[String(choice)]
  const alone = parallel === false ? { disable_parallel_tool_use: true } : {}
  const isChosen = isRecord(wanted) || parallel === false
  return {
    ...(tools !== undefined && tools !== null && { tools: recordsOf(tools).map(toolOf) }),
    ...(isChosen && { tool_choice: { ...(isRecord(wanted) ? wanted : { type: 'auto' }), ...alone } }),
  }
}

function toolOf(tool: JsonRecord): JsonRecord {
  if (!isRecord(tool.function)) return tool
  const { name, description, parameters, strict } = tool.function
  const mark = tool.cache_control === undefined ? {} : { cache_control: tool.cache_control }
  return {
    name,
    input_schema: parameters ?? { type: 'object', properties: {} },
    ...(description !== undefined && { description }),
    ...(typeof strict === 'boolean' && { strict }),
    ...mark,
  }
}

/** `system` and the turns: results of tools are blocks of the user's turn behind them. */
function turnsOf(messages: readonly JsonRecord[]): JsonRecord {
  const first = messages.findIndex(({ role }) => role !== 'system' && role !== 'developer')
  const ahead = first < 0 ? messages : messages.slice(0, first)
  const turns: { role: string; content: JsonRecord[] }[] = []
  let isResults = false
  for (const message of messages.slice(ahead.length)) {
    const role = message.role === 'assistant' ? 'assistant' : message.role === 'system' || message.role === 'developer' ? 'system' : 'user'
    const content =
      role === 'assistant' ? assistantBlocks(message) : message.role === 'tool' ? [resultBlock(message)] : blocksOf(message.content)
    const last = turns.at(-1)
    if (isResults && role === 'user' && last !== undefined) last.content.push(...content)
    else turns.push({ role, content })
    isResults = message.role === 'tool'
  }
  const system = ahead.flatMap(({ content }) => blocksOf(content))
  return { ...(system.length > 0 && { system }), messages: turns }
}

function blocksOf(content: unknown): JsonRecord[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  return recordsOf(content).map(blockOf)
}

function blockOf(part: JsonRecord): JsonRecord {
  const mark = part.cache_control === undefined ? {} : { cache_control: part.cache_control }
  if (part.type === 'text') return { type: 'text', text: part.text, ...mark }
  if (part.type === 'image_url')
    return { type: 'image', source: sourceOf(isRecord(part.image_url) ? part.image_url.url : part.image_url), ...mark }
  if (part.type === 'file' && isRecord(part.file)) {
    const { file_data: data, file_id: id, filename, format } = part.file
    if (String(format).startsWith('image/')) return { type: 'image', source: sourceOf(data ?? id), ...mark }
    const title = filename === undefined ? {} : { title: filename }
    const source = data === undefined && !String(id).includes('://') ? { type: 'file', file_id: id } : sourceOf(data ?? id)
    return { type: 'document', source, ...title, ...mark }
  }
  return part
}

function sourceOf(url: unknown): JsonRecord {
  const [, mime, data] = /^data:([^;,]*);base64,(.*)$/s.exec(String(url)) ?? []
  return data === undefined ? { type: 'url', url } : { type: 'base64', media_type: mime, data }
}

function resultBlock({ tool_call_id: id, content, is_error: failed, cache_control: mark }: JsonRecord): JsonRecord {
  return {
    type: 'tool_result',
    tool_use_id: id,
    content: typeof content === 'string' ? content : blocksOf(content),
    ...(failed === true && { is_error: true }),
    ...(mark !== undefined && { cache_control: mark }),
  }
}

function assistantBlocks(message: JsonRecord): JsonRecord[] {
  const reasoning = textOf(message.reasoning_content)
  const thinking = recordsOf(message.thinking_blocks)
  const unsigned = thinking.length === 0 && reasoning !== undefined ? [{ type: 'thinking', thinking: reasoning, signature: '' }] : []
  return [...thinking, ...unsigned, ...blocksOf(message.content), ...recordsOf(message.tool_calls).map(callBlock)]
}

function callBlock({ id, function: called }: JsonRecord): JsonRecord {
  const { name, arguments: input }: JsonRecord = isRecord(called) ? called : {}
  return { type: 'tool_use', id, name, input: input === '' || input === undefined ? {} : JSON.parse(String(input)) }
}
