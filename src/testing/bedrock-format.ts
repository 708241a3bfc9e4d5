/** Bedrock's Converse and ConverseStream as the mock reads and writes them. */
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
  type MockOperation,
  type Place,
  piecesOf,
  recordIn,
  recordsIn,
  textOf,
  wordsIn,
} from './mock-format.js'

export const bedrockFormat: MockFormat = {
  name: 'bedrock',
  framing: 'aws-event-stream',
  read,
  whole,
  events,
  error: ({ message }) => ({ message }),
  errorHeaders: (fault) => ({ 'x-amzn-errortype': `${exceptionName(fault)}:http://internal.amazon.com/coral/com.amazon.bedrock/` }),
  errorEvent: (fault) => ({
    event: exceptionName(fault).replace(/^./, (letter) => letter.toLowerCase()),
    data: JSON.stringify({ message: fault.message }),
    isException: true,
  }),
}

/** `POST /model/{id}/count-tokens` of a Converse request. */
export const bedrockTokens: MockOperation = ({ body, step }) => ({
  json: { inputTokens: step.usage?.inputTokens ?? promptTokens(recordIn(recordIn(body, 'input'), 'converse')) },
})

function read(body: Body, { model, stream = false }: Place): Asked | BadRequest {
  if (model === undefined || model === '') return { problem: 'The provided model identifier is invalid.', status: 400 }
  const messages = recordsIn(body.messages)
  if (messages.length === 0) return { problem: 'A conversation must start with a user message.', status: 400 }
  const results = recordsIn(messages.at(-1)?.content).flatMap((block) => (isRecord(block.toolResult) ? [block.toolResult] : []))
  const afterTool = results.length > 0
  const tools = toolsOf(body)
  const maxTokens = recordIn(body, 'inferenceConfig').maxTokens
  const fields = recordIn(body, 'additionalModelRequestFields')
  return {
    model,
    stream,
    prompt: afterTool ? results.map(resultText).join('') : textOf(messages.findLast((message) => message.role === 'user')?.content),
    afterTool,
    promptTokens: promptTokens(body),
    maxTokens: typeof maxTokens === 'number' ? maxTokens : undefined,
    tools,
    toolToCall: toolToCall(recordIn(recordIn(body, 'toolConfig'), 'toolChoice'), tools, afterTool),
    schema: schemaOf(body),
    thinking: isRecord(fields.thinking) ? fields.thinking.type !== 'disabled' : false,
    count: 1,
    includeUsage: true,
  }
}

function promptTokens(body: Body): number {
  return recordsIn(body.messages).reduce(
    (sum, message) =>
      sum + 3 + wordsIn([textOf(message.content), ...recordsIn(message.content).map((block) => resultText(recordIn(block, 'toolResult')))]),
    wordsIn([textOf(body.system)]),
  )
}

function resultText(result: Body): string {
  return recordsIn(result.content)
    .map((part) => (typeof part.text === 'string' ? part.text : part.json === undefined ? '' : JSON.stringify(part.json)))
    .join('')
}

function toolsOf(body: Body): readonly AskedTool[] {
  return recordsIn(recordIn(body, 'toolConfig').tools)
    .map((tool) => recordIn(tool, 'toolSpec'))
    .filter(({ name }) => typeof name === 'string')
    .map((spec) => ({ name: String(spec.name), parameters: recordIn(spec, 'inputSchema').json }))
}

function toolToCall(choice: Body, tools: readonly AskedTool[], afterTool: boolean): string | undefined {
  if (isRecord(choice.tool)) return String(choice.tool.name)
  if (isRecord(choice.any)) return tools[0]?.name
  return afterTool ? undefined : tools[0]?.name
}

/** The schema of structured output travels as JSON text. */
function schemaOf(body: Body): unknown {
  const format = recordIn(recordIn(recordIn(body, 'outputConfig'), 'textFormat'), 'structure')
  const { schema } = recordIn(format, 'jsonSchema')
  if (typeof schema !== 'string') return undefined
  try {
    return JSON.parse(schema)
  } catch {
    return {} // any JSON fulfils a schema that cannot be read
  }
}

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use', content_filter: 'guardrail_intervened' } as const

/** Stands in for the signature of a thinking block; a caller has to send it back unchanged. */
const signature = 'bW9jay1iZWRyb2NrLXNpZ25hdHVyZQ=='

/** Padding of every event, which readers ignore. */
const padding = { p: 'abcdefghijkl' }

const toolUseId = (id: string) => `tooluse_${id}`

function usageOf({ usage }: MockAnswer): Body {
  const cached = usage.cacheReadTokens + usage.cacheWriteTokens
  return {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    totalTokens: usage.inputTokens + cached + usage.outputTokens,
    cacheReadInputTokens: usage.cacheReadTokens,
    cacheWriteInputTokens: usage.cacheWriteTokens,
  }
}

function whole(answer: MockAnswer): Body {
  const { reasoning, pieces, toolCalls } = answer
  const content = [
    ...(reasoning === '' ? [] : [{ reasoningContent: { reasoningText: { text: reasoning, signature } } }]),
    ...(pieces.length === 0 ? [] : [{ text: pieces.join('') }]),
    ...toolCalls.map(({ id, name, arguments: text }) => ({ toolUse: { toolUseId: toolUseId(id), name, input: JSON.parse(text) } })),
  ]
  return {
    output: { message: { role: 'assistant', content } },
    stopReason: stopReasons[answer.finishReason],
    usage: usageOf(answer),
    metrics: { latencyMs: 1 },
  }
}

type Block = { readonly start?: Body; readonly deltas: readonly Body[] }

function blocksOf({ reasoning, pieces, toolCalls }: MockAnswer): readonly Block[] {
  const thoughts = piecesOf(reasoning).map((text) => ({ reasoningContent: { text } }))
  return [
    ...(thoughts.length === 0 ? [] : [{ deltas: [...thoughts, { reasoningContent: { signature } }] }]),
    ...(pieces.length === 0 ? [] : [{ deltas: pieces.map((text) => ({ text })) }]),
    ...toolCalls.map(({ id, name, arguments: text }) => ({
      start: { toolUse: { toolUseId: toolUseId(id), name } },
      deltas: halvesOf(text).map((input) => ({ toolUse: { input } })),
    })),
  ]
}

function events(answer: MockAnswer): readonly MockEvent[] {
  const event = (name: string, members: Body): MockEvent => ({ event: name, data: JSON.stringify({ ...members, ...padding }) })
  const blocks = blocksOf(answer).flatMap(({ start, deltas }, contentBlockIndex) => [
    ...(start === undefined ? [] : [event('contentBlockStart', { contentBlockIndex, start })]),
    ...deltas.map((delta) => event('contentBlockDelta', { contentBlockIndex, delta })),
    event('contentBlockStop', { contentBlockIndex }),
  ])
  return [
    event('messageStart', { role: 'assistant' }),
    ...blocks,
    event('messageStop', { stopReason: stopReasons[answer.finishReason] }),
    event('metadata', { usage: usageOf(answer), metrics: { latencyMs: 1 } }),
  ]
}

/** Name of the exception that each status comes with. */
const exceptions: { readonly [status: number]: string } = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  401: 'UnrecognizedClientException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  503: 'ServiceUnavailableException',
}

function exceptionName({ status, code }: MockFault): string {
  return code ?? exceptions[status] ?? 'InternalServerException'
}
