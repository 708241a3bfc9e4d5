/** OpenAI's Responses as the mock reads and writes them, whole and in events. */
import {
  type Asked,
  type AskedTool,
  type BadRequest,
  type Body,
  halvesOf,
  type MockAnswer,
  type MockEvent,
  type MockFormat,
  type Place,
  piecesOf,
  recordIn,
  recordsIn,
  textOf,
  wordsIn,
} from './mock-format.js'
import { openaiError, openaiFormat, toolToCall } from './openai-format.js'

/** OpenAI's errors around the bodies of Responses. */
export const responsesFormat: MockFormat = {
  ...openaiFormat,
  read,
  whole: responseOf,
  events,
  errorEvent: (fault) => named({ type: 'error', sequence_number: 0, error: openaiError(fault).error }),
}

function read(body: Body, place: Place): Asked | BadRequest {
  const model = place.model ?? body.model
  if (typeof model !== 'string' || model === '') return { problem: 'you must provide a model parameter', status: 400 }
  if (typeof body.input !== 'string' && !Array.isArray(body.input)) {
    return { problem: "Missing required parameter: 'input'.", status: 400, code: 'missing_required_parameter' }
  }
  const items = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : recordsIn(body.input)
  const outputs = items.slice(items.findLastIndex((item) => item.type !== 'function_call_output') + 1)
  const afterTool = outputs.length > 0
  const tools = toolsOf(body)
  const format = recordIn(recordIn(body, 'text'), 'format')
  return {
    model,
    stream: body.stream === true,
    prompt: afterTool ? outputs.map(itemText).join('') : itemText(items.findLast((item) => item.role === 'user')),
    afterTool,
    promptTokens: items.reduce((sum, item) => sum + 3 + wordsIn([itemText(item)]), wordsIn([textOf(body.instructions)])),
    maxTokens: typeof body.max_output_tokens === 'number' ? body.max_output_tokens : undefined,
    tools,
    toolToCall: toolToCall(body.tool_choice, tools, afterTool),
    schema: format.type === 'json_schema' ? format.schema : format.type === 'json_object' ? {} : undefined,
    thinking: typeof recordIn(body, 'reasoning').effort === 'string' && recordIn(body, 'reasoning').effort !== 'none',
    count: 1,
    includeUsage: true,
  }
}

const itemText = (item: Body | undefined): string => textOf(item?.content ?? item?.output)

function toolsOf(body: Body): readonly AskedTool[] {
  return recordsIn(body.tools)
    .filter((tool) => tool.type === 'function')
    .map((tool) => ({ name: String(tool.name), parameters: tool.parameters }))
}

function outputOf({ id, reasoning, pieces, toolCalls }: MockAnswer): readonly Body[] {
  const text = { type: 'output_text', text: pieces.join(''), annotations: [], logprobs: [] }
  return [
    ...(reasoning === ''
      ? []
      : [
          {
            type: 'reasoning',
            id: `rs_${id}`,
            summary: [{ type: 'summary_text', text: reasoning }],
            encrypted_content: 'bW9jay1lbmNyeXB0ZWQ=',
          },
        ]),
    ...(pieces.length === 0 ? [] : [{ type: 'message', id: `msg_${id}`, status: 'completed', role: 'assistant', content: [text] }]),
    ...toolCalls.map((call) => ({
      type: 'function_call',
      id: `fc_${call.id}`,
      call_id: call.id,
      name: call.name,
      arguments: call.arguments,
      status: 'completed',
    })),
  ]
}

function responseOf(answer: MockAnswer): Body {
  const { usage, finishReason } = answer
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
  const reason = finishReason === 'length' ? 'max_output_tokens' : finishReason === 'content_filter' ? 'content_filter' : undefined
  return {
    id: `resp_${answer.id}`,
    object: 'response',
    created_at: answer.created,
    status: reason === undefined ? 'completed' : 'incomplete',
    error: null,
    incomplete_details: reason === undefined ? null : { reason },
    instructions: null,
    max_output_tokens: null,
    model: answer.model,
    output: outputOf(answer),
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: false,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: usage.cacheReadTokens },
      output_tokens: usage.outputTokens,
      output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
      total_tokens: input + usage.outputTokens,
    },
    metadata: {},
  }
}

const named = (event: Body): MockEvent => ({ event: String(event.type), data: JSON.stringify(event) })

function events(answer: MockAnswer): readonly MockEvent[] {
  const last = responseOf(answer)
  const first = { ...last, status: 'in_progress', incomplete_details: null, output: [], usage: null }
  const all = [
    { type: 'response.created', response: first },
    { type: 'response.in_progress', response: first },
    ...outputOf(answer).flatMap((item, output_index) => itemEvents(item, output_index, answer)),
    { type: last.status === 'completed' ? 'response.completed' : 'response.incomplete', response: last },
  ]
  return all.map((event, sequence_number) => named({ ...event, sequence_number }))
}

function itemEvents(item: Body, output_index: number, answer: MockAnswer): readonly Body[] {
  const opened = { type: 'response.output_item.added', output_index, item: { ...item, ...emptied(item), status: 'in_progress' } }
  const inner = { output_index, item_id: item.id }
  return [opened, ...contentEvents(item, inner, answer), { type: 'response.output_item.done', output_index, item }]
}

/** An item before its content. */
function emptied(item: Body): Body {
  if (item.type === 'message') return { content: [] }
  return item.type === 'reasoning' ? { summary: [] } : { arguments: '' }
}

function contentEvents(item: Body, inner: Body, { reasoning, pieces }: MockAnswer): readonly Body[] {
  if (item.type === 'function_call') {
    const text = String(item.arguments)
    return [
      ...halvesOf(text).map((delta) => ({ type: 'response.function_call_arguments.delta', ...inner, delta })),
      { type: 'response.function_call_arguments.done', ...inner, name: item.name, arguments: text },
    ]
  }
  if (item.type === 'reasoning') {
    const place = { ...inner, summary_index: 0 }
    const part = { type: 'summary_text', text: reasoning }
    return [
      { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } },
      ...piecesOf(reasoning).map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...place, delta })),
      { type: 'response.reasoning_summary_text.done', ...place, text: reasoning },
      { type: 'response.reasoning_summary_part.done', ...place, part },
    ]
  }
  const place = { ...inner, content_index: 0 }
  const part = { type: 'output_text', text: pieces.join(''), annotations: [], logprobs: [] }
  return [
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    ...pieces.map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...place, text: part.text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part },
  ]
}
