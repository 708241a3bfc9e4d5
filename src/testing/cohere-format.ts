/** Cohere's v2 chat as the mock reads and writes it. */
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
  piecesOf,
  recordIn,
  recordsIn,
  textOf,
  wordsIn,
} from './mock-format.js'
import { toolsOf } from './openai-format.js'

export const cohereFormat: MockFormat = {
  name: 'cohere',
  framing: 'sse',
  read,
  whole,
  events,
  error: errorBody,
  errorEvent: (fault) => ({ event: '', data: JSON.stringify(errorBody(fault)) }),
}

function read(body: Body): Asked | BadRequest {
  const { model } = body
  if (typeof model !== 'string' || model === '') return { problem: 'invalid request: model is required', status: 400 }
  const messages = recordsIn(body.messages)
  if (messages.length === 0) return { problem: 'invalid request: must have at least 1 message', status: 400 }
  const last = messages.at(-1)
  const afterTool = last?.role === 'tool'
  const tools = toolsOf(body)
  const format = recordIn(body, 'response_format')
  return {
    model,
    stream: body.stream === true,
    prompt: contentText(afterTool ? last : messages.findLast((message) => message.role === 'user')),
    afterTool,
    promptTokens: messages.reduce((sum, message) => sum + 3 + wordsIn([contentText(message)]), 0),
    maxTokens: typeof body.max_tokens === 'number' ? body.max_tokens : undefined,
    tools,
    toolToCall: toolToCall(body.tool_choice, tools, afterTool),
    schema: format.type === 'json_object' ? (format.json_schema ?? {}) : undefined,
    thinking: recordIn(body, 'thinking').type === 'enabled',
    count: 1,
    includeUsage: true,
  }
}

/** Results may be documents, whose data is the text. */
function contentText(message: Body | undefined): string {
  const documents = recordsIn(message?.content).flatMap((part) => (isRecord(part.document) ? [part.document.data] : []))
  return textOf(message?.content) + documents.map((data) => (typeof data === 'string' ? data : JSON.stringify(data))).join('')
}

function toolToCall(choice: unknown, tools: readonly AskedTool[], afterTool: boolean): string | undefined {
  if (choice === 'REQUIRED') return tools[0]?.name
  return choice === 'NONE' || afterTool ? undefined : tools[0]?.name
}

const finishReasons = { stop: 'COMPLETE', length: 'MAX_TOKENS', tool_calls: 'TOOL_CALL', content_filter: 'ERROR_TOXIC' } as const

/** Billed and counted are the same here; with the real host the template of the prompt is counted, too. */
function usageOf({ usage }: MockAnswer): Body {
  const tokens = { input_tokens: usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens, output_tokens: usage.outputTokens }
  return { billed_units: tokens, tokens, cached_tokens: usage.cacheReadTokens }
}

function whole(answer: MockAnswer): Body {
  const { id, reasoning, pieces, toolCalls, finishReason } = answer
  const content = [
    ...(reasoning === '' ? [] : [{ type: 'thinking', thinking: reasoning }]),
    ...(pieces.length === 0 ? [] : [{ type: 'text', text: pieces.join('') }]),
  ]
  return {
    id,
    finish_reason: finishReasons[finishReason],
    message: {
      role: 'assistant',
      ...(content.length > 0 && { content }),
      ...(toolCalls.length > 0 && {
        tool_calls: toolCalls.map((call) => ({ id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } })),
      }),
    },
    usage: usageOf(answer),
  }
}

function events(answer: MockAnswer): readonly MockEvent[] {
  const { id, reasoning, pieces, toolCalls, finishReason } = answer
  const event = (type: string, members: Body): MockEvent => ({ event: type, data: JSON.stringify({ type, ...members }) })
  const part = (index: number, type: 'text' | 'thinking', texts: readonly string[]) => [
    event('content-start', { index, delta: { message: { content: { type, [type]: '' } } } }),
    ...texts.map((text) => event('content-delta', { index, delta: { message: { content: { [type]: text } } } })),
    event('content-end', { index }),
  ]
  const calls = toolCalls.flatMap(({ id: call, name, arguments: text }, index) => {
    const start = { id: call, type: 'function', function: { name, arguments: '' } }
    return [
      event('tool-call-start', { index, delta: { message: { tool_calls: start } } }),
      ...halvesOf(text).map((half) =>
        event('tool-call-delta', { index, delta: { message: { tool_calls: { function: { arguments: half } } } } }),
      ),
      event('tool-call-end', { index }),
    ]
  })
  const message = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] }
  return [
    event('message-start', { id, delta: { message } }),
    ...(reasoning === '' ? [] : part(0, 'thinking', piecesOf(reasoning))),
    ...(pieces.length === 0 ? [] : part(reasoning === '' ? 0 : 1, 'text', pieces)),
    ...calls,
    event('message-end', { delta: { finish_reason: finishReasons[finishReason], usage: usageOf(answer) } }),
  ]
}

function errorBody({ message }: MockFault) {
  return { id: 'mock-error', message }
}
