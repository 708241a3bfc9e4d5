/** A recorded Responses request as a client of chat completions would have written it. */
import type { ChatRequest } from '../../src/protocol/chat.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../../src/providers/shared/json.js'

/** The body in chat terms; what chat has no word for stays as it is. `provider` is whose answers the items were. */
export function responsesTerms(body: JsonRecord, provider: string): Partial<ChatRequest> {
  const { input, instructions, tools, tool_choice: choice, text, reasoning, stream: _stream, max_output_tokens: most, ...rest } = body
  const { effort, ...thinking }: JsonRecord = isRecord(reasoning) ? reasoning : {}
  const { format, ...writing }: JsonRecord = isRecord(text) ? text : {}
  const terms = {
    ...rest,
    messages: [
      ...(instructions === undefined ? [] : [{ role: 'system', content: instructions }]),
      ...messagesOf(typeof input === 'string' ? [{ role: 'user', content: input }] : recordsOf(input), provider),
    ],
    ...(tools !== undefined && { tools: recordsOf(tools).map(toolTerms) }),
    ...(choice !== undefined && { tool_choice: choiceTerms(choice) }),
    ...(effort !== undefined && { reasoning_effort: effort }),
    ...(Object.keys(thinking).length > 0 && { reasoning: thinking }),
    ...(format !== undefined && { response_format: formatTerms(format) }),
    ...(most !== undefined && { max_completion_tokens: most }),
    ...writing,
  }
  return terms as Partial<ChatRequest> // what a caller without a type checker would hand over
}

/** Items of the model in a row are one answer; a message in short form is one of its own. */
function messagesOf(items: readonly JsonRecord[], provider: string): JsonRecord[] {
  const messages: JsonRecord[] = []
  let answer: JsonRecord[] = []
  const close = () => {
    if (answer.length > 0) messages.push(answerTerms(answer, provider))
    answer = []
  }
  for (const item of items) {
    if (isSaid(item) || textOf(item.type)?.endsWith('_output') !== true || item.type === 'tool_search_output') {
      if (item.role === undefined || isSaid(item)) {
        answer.push(item)
        continue
      }
    }
    close()
    messages.push(messageTerms(item))
  }
  close()
  return messages
}

const isSaid = (item: JsonRecord) => item.type === 'message' && item.role === 'assistant'

function answerTerms(items: readonly JsonRecord[], provider: string): JsonRecord {
  const said = items.filter(isSaid).flatMap((item) => recordsOf(item.content))
  const calls = items.filter((item) => item.type === 'function_call')
  return {
    role: 'assistant',
    content: said.length === 0 ? null : said.map((part) => part.text).join(''),
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ call_id: id, name, arguments: input }) => ({ id, type: 'function', function: { name, arguments: input } })),
    }),
    provider_specific_fields: { output_provider: provider, output_items: items },
  }
}

function messageTerms(item: JsonRecord): JsonRecord {
  if (item.type === 'function_call_output') return { role: 'tool', tool_call_id: item.call_id, content: contentTerms(item.output) }
  const { type, role, content } = item
  return type === undefined || type === 'message' ? { role, content: contentTerms(content) } : item
}

function contentTerms(content: unknown): unknown {
  return Array.isArray(content) ? recordsOf(content).map(partTerms) : content
}

function partTerms(part: JsonRecord): JsonRecord {
  const { type, text, image_url: url, file_id: id, file_url: address, detail, ...file } = part
  if (type === 'input_text') return { type: 'text', text }
  if (type === 'input_image') {
    return id === undefined
      ? { type: 'image_url', image_url: { url, detail } }
      : { type: 'file', file: { file_id: id, format: 'image/png' } }
  }
  const fileId = id ?? address
  return { type: 'file', file: { ...file, ...(fileId !== undefined && { file_id: fileId }) } }
}

function toolTerms(tool: JsonRecord): JsonRecord {
  const { type, ...definition } = tool
  return type === 'function' ? { type, function: definition } : tool
}

function choiceTerms(choice: unknown): unknown {
  if (!isRecord(choice)) return choice
  const { type, mode, tools, ...named } = choice
  if (type === 'allowed_tools') return { type, allowed_tools: { mode, tools: listOf(tools).map(choiceTerms) } }
  return type === 'function' ? { type, function: named } : choice
}

function formatTerms(format: unknown): unknown {
  const { type, ...schema }: JsonRecord = isRecord(format) ? format : {}
  return type === 'json_schema' ? { type, json_schema: schema } : format
}
