/** OpenAI's chat completions as the mock reads and writes them, with Azure's additions. */
import {
  type Asked,
  type AskedTool,
  type BadRequest,
  type Body,
  halvesOf,
  isRecord,
  type MockAnswer,
  type MockEvent,
  type MockFault,
  type MockFormat,
  type Place,
  piecesOf,
  textOf,
} from './mock-format.js'

export const openaiFormat: MockFormat = {
  name: 'openai',
  framing: 'sse',
  read,
  whole: (answer, asked) => wholeReply(answer, asked),
  events: (answer, asked) => chunksOf(answer, asked).map(toEvent).concat({ event: '', data: '[DONE]' }),
  error: openaiError,
  errorEvent: (fault) => toEvent(openaiError(fault)),
}

/** Hosts of the format that tell usage in every stream, asked or not, and do not know `stream_options`. */
export const unaskedFormat: MockFormat = {
  ...openaiFormat,
  events: (answer, asked) => openaiFormat.events(answer, { ...asked, includeUsage: true }),
}

/** Azure: the deployment stands in the path, filter results come with every answer and in a first chunk without choices. */
export const azureFormat: MockFormat = {
  ...openaiFormat,
  name: 'azure',
  whole: (answer, asked) => ({ ...wholeReply(answer, asked), prompt_filter_results: promptFilter }),
  events: (answer, asked) => [
    toEvent({ choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: promptFilter }),
    ...openaiFormat.events(answer, asked),
  ],
}

const promptFilter = [{ prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: 'safe' } } }]

function read(body: Body, place: Place): Asked | BadRequest {
  const model = place.model ?? body.model ?? body.model_id // the last: watsonx.ai
  if (typeof model !== 'string' || model === '') return { problem: 'you must provide a model parameter', status: 400 }
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    return { problem: "Invalid 'messages': expected an array with at least one message", status: 400, code: 'invalid_type' }
  }
  const messages = body.messages.filter(isRecord)
  const last = messages.at(-1)
  const tools = toolsOf(body)
  const afterTool = last?.role === 'tool' || last?.role === 'function'
  const format = isRecord(body.response_format) ? body.response_format : {}
  const maxTokens = body.max_completion_tokens ?? body.max_tokens
  return {
    model,
    stream: place.stream ?? body.stream === true,
    prompt: textOf(afterTool ? last?.content : messages.findLast((message) => message.role === 'user')?.content),
    afterTool,
    promptTokens: messages.reduce((sum, message) => sum + 3 + piecesOf(textOf(message.content)).length, 0),
    maxTokens: typeof maxTokens === 'number' ? maxTokens : undefined,
    tools,
    toolToCall: toolToCall(body.tool_choice ?? body.function_call, tools, afterTool),
    schema:
      format.type === 'json_schema' && isRecord(format.json_schema)
        ? format.json_schema.schema
        : format.type === 'json_object'
          ? {}
          : undefined,
    thinking: typeof body.reasoning_effort === 'string' && body.reasoning_effort !== 'none',
    count: typeof body.n === 'number' ? body.n : 1,
    includeUsage: isRecord(body.stream_options) && body.stream_options.include_usage === true,
  }
}

/** Function tools as chat lists them, with those of the older `functions`. */
export function toolsOf(body: Body): readonly AskedTool[] {
  const listed = Array.isArray(body.tools) ? body.tools.map((tool: unknown) => (isRecord(tool) ? tool.function : undefined)) : []
  const legacy: readonly unknown[] = Array.isArray(body.functions) ? body.functions : []
  return [...listed, ...legacy].filter(isRecord).map((tool) => ({ name: String(tool.name), parameters: tool.parameters }))
}

/** The tool that a choice in OpenAI's words leads to. */
export function toolToCall(choice: unknown, tools: readonly AskedTool[], afterTool: boolean): string | undefined {
  if (isRecord(choice)) {
    const named = isRecord(choice.function) ? choice.function.name : choice.name
    return typeof named === 'string' ? named : undefined
  }
  if (choice === 'required') return tools[0]?.name
  return choice === 'none' || afterTool ? undefined : tools[0]?.name
}

export function usageBody({ usage }: MockAnswer) {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.outputTokens,
    total_tokens: prompt + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cacheReadTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  }
}

function wholeReply(answer: MockAnswer, asked: Asked) {
  const message = {
    role: 'assistant',
    content: answer.pieces.length === 0 && answer.toolCalls.length > 0 ? null : answer.pieces.join(''),
    refusal: null,
    ...(answer.reasoning !== '' && { reasoning_content: answer.reasoning }),
    ...(answer.toolCalls.length > 0 && {
      tool_calls: answer.toolCalls.map(({ id, name, arguments: text }) => ({ id, type: 'function', function: { name, arguments: text } })),
    }),
  }
  return {
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion',
    created: answer.created,
    model: answer.model,
    choices: Array.from({ length: asked.count }, (_, index) => ({ index, message, logprobs: null, finish_reason: answer.finishReason })),
    usage: usageBody(answer),
  }
}

function chunksOf(answer: MockAnswer, asked: Asked): readonly unknown[] {
  const head = { id: `chatcmpl-${answer.id}`, object: 'chat.completion.chunk', created: answer.created, model: answer.model }
  const usage = asked.includeUsage ? { usage: null } : {}
  const chunk = (index: number, delta: unknown, finish: string | null = null) => ({
    ...head,
    choices: [{ index, delta, logprobs: null, finish_reason: finish }],
    ...usage,
  })
  const choices = Array.from({ length: asked.count }, (_, index) => [
    chunk(index, { role: 'assistant', content: answer.toolCalls.length > 0 ? null : '', refusal: null }),
    ...piecesOf(answer.reasoning).map((text) => chunk(index, { reasoning_content: text })),
    ...answer.pieces.map((text) => chunk(index, { content: text })),
    ...answer.toolCalls.flatMap((call, i) => toolDeltas(call, i)).map((delta) => chunk(index, { tool_calls: [delta] })),
    chunk(index, {}, answer.finishReason),
  ])
  return [...choices.flat(), ...(asked.includeUsage ? [{ ...head, choices: [], usage: usageBody(answer) }] : [])]
}

/** The name first, then the arguments in two halves, as real streams cut them. */
function toolDeltas(call: MockAnswer['toolCalls'][number], index: number): readonly unknown[] {
  return [
    { index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } },
    ...halvesOf(call.arguments).map((part) => ({ index, function: { arguments: part } })),
  ]
}

function toEvent(chunk: unknown): MockEvent {
  return { event: '', data: JSON.stringify(chunk) }
}

/** `type` and `code` as OpenAI sends them with each status. */
const errorWords: { readonly [status: number]: readonly [type: string, code: string | null] } = {
  400: ['invalid_request_error', null],
  401: ['invalid_request_error', 'invalid_api_key'],
  403: ['invalid_request_error', null],
  404: ['invalid_request_error', 'model_not_found'],
  429: ['requests', 'rate_limit_exceeded'],
}

export function openaiError({ status, message, code }: MockFault) {
  const [type, usual] = errorWords[status] ?? ['server_error', null]
  return { error: { message, type, param: null, code: code ?? usual } }
}
