/** Anthropic's Messages as the mock reads and writes them. */
import {
  type Asked,
  type AskedTool,
  type BadRequest,
  type Body,
  isRecord,
  type MockAnswer,
  type MockEvent,
  type MockFault,
  type MockFormat,
  type MockOperation,
  type Place,
  piecesOf,
  textOf,
} from './mock-format.js'

export const anthropicFormat: MockFormat = {
  name: 'anthropic',
  framing: 'sse',
  read,
  whole,
  events,
  error: errorBody,
  errorEvent: (fault) => ({ event: 'error', data: JSON.stringify(errorBody(fault)) }),
}

/** `POST /v1/messages/count_tokens`. */
export const anthropicTokens: MockOperation = ({ body, step }) => ({
  json: { input_tokens: step.usage?.inputTokens ?? promptTokens(body, Array.isArray(body.messages) ? body.messages.filter(isRecord) : []) },
})

/** Hosts that serve Claude name the version in the body, and some the model in the path. */
function read(body: Body, { model: pathModel, stream, headers }: Place): Asked | BadRequest {
  if (headers['anthropic-version'] === undefined && body.anthropic_version === undefined)
    return { problem: 'anthropic-version: header is required', status: 400 }
  const model = pathModel ?? body.model
  if (typeof model !== 'string' || model === '') return { problem: 'model: Field required', status: 400 }
  if (typeof body.max_tokens !== 'number') return { problem: 'max_tokens: Field required', status: 400 }
  if (!Array.isArray(body.messages) || body.messages.length === 0)
    return { problem: 'messages: at least one message is required', status: 400 }
  const messages = body.messages.filter(isRecord)
  const last = messages.at(-1)
  const results = Array.isArray(last?.content) ? last.content.filter((part: unknown) => isRecord(part) && part.type === 'tool_result') : []
  const afterTool = results.length > 0
  const tools = toolsOf(body)
  const output = isRecord(body.output_config) && isRecord(body.output_config.format) ? body.output_config.format : undefined
  return {
    model,
    stream: stream ?? body.stream === true,
    prompt: afterTool ? textOf(results) : textOf(messages.findLast((message) => message.role === 'user')?.content),
    afterTool,
    promptTokens: promptTokens(body, messages),
    maxTokens: body.max_tokens,
    tools,
    toolToCall: toolToCall(body.tool_choice, tools, afterTool),
    schema: output?.schema,
    thinking: isRecord(body.thinking) && body.thinking.type !== 'disabled',
    count: 1,
    includeUsage: true,
  }
}

function promptTokens(body: Body, messages: readonly Body[]): number {
  const system = piecesOf(textOf(body.system)).length
  return messages.reduce((sum, message) => sum + 3 + piecesOf(textOf(message.content)).length, system)
}

function toolsOf(body: Body): readonly AskedTool[] {
  const listed: readonly unknown[] = Array.isArray(body.tools) ? body.tools : []
  return listed.filter(isRecord).map((tool) => ({ name: String(tool.name), parameters: tool.input_schema }))
}

function toolToCall(choice: unknown, tools: readonly AskedTool[], afterTool: boolean): string | undefined {
  const type = isRecord(choice) ? choice.type : 'auto'
  if (type === 'tool' && isRecord(choice)) return String(choice.name)
  if (type === 'any') return tools[0]?.name
  return type === 'none' || afterTool ? undefined : tools[0]?.name
}

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use', content_filter: 'refusal' } as const

function usageBody({ usage }: MockAnswer) {
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    output_tokens: usage.outputTokens,
  }
}

/** Stands in for the signature that vendors make and check; a caller has to send it back unchanged. */
const signature = 'bW9jay1zaWduYXR1cmU='

function whole(answer: MockAnswer): unknown {
  return {
    id: `msg_${answer.id}`,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: [
      ...(answer.reasoning === '' ? [] : [{ type: 'thinking', thinking: answer.reasoning, signature }]),
      ...(answer.pieces.length === 0 ? [] : [{ type: 'text', text: answer.pieces.join('') }]),
      ...answer.toolCalls.map(({ id, name, arguments: text }) => ({ type: 'tool_use', id, name, input: JSON.parse(text) })),
    ],
    stop_reason: stopReasons[answer.finishReason],
    stop_sequence: null,
    usage: usageBody(answer),
  }
}

type Block = { readonly start: unknown; readonly deltas: readonly unknown[] }

function blocksOf(answer: MockAnswer): readonly Block[] {
  const blocks: Block[] = []
  if (answer.reasoning !== '') {
    blocks.push({
      start: { type: 'thinking', thinking: '', signature: '' },
      deltas: [
        ...piecesOf(answer.reasoning).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature },
      ],
    })
  }
  if (answer.pieces.length > 0) {
    blocks.push({ start: { type: 'text', text: '' }, deltas: answer.pieces.map((text) => ({ type: 'text_delta', text })) })
  }
  for (const { id, name, arguments: text } of answer.toolCalls) {
    const half = Math.ceil(text.length / 2)
    const parts = ['', text.slice(0, half), text.slice(half)]
    blocks.push({
      start: { type: 'tool_use', id, name, input: {} },
      deltas: parts.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
    })
  }
  return blocks
}

function events(answer: MockAnswer): readonly MockEvent[] {
  const message = { ...(whole(answer) as object), content: [], stop_reason: null, usage: { ...usageBody(answer), output_tokens: 1 } } // whole() makes an object
  const middle = blocksOf(answer).flatMap(({ start, deltas }, index) => [
    { type: 'content_block_start', index, content_block: start },
    ...(index === 0 ? [{ type: 'ping' }] : []),
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ])
  const end = [
    { type: 'message_delta', delta: { stop_reason: stopReasons[answer.finishReason], stop_sequence: null }, usage: usageBody(answer) },
    { type: 'message_stop' },
  ]
  return [{ type: 'message_start', message }, ...middle, ...end].map((event) => ({ event: event.type, data: JSON.stringify(event) }))
}

/** `error.type` as Anthropic sends it with each status. */
const errorTypes: { readonly [status: number]: string } = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

function errorBody({ status, message, code }: MockFault): unknown {
  return { type: 'error', error: { type: code ?? errorTypes[status] ?? 'api_error', message }, request_id: 'req_mock' }
}
