/** Gemini's generateContent as the mock reads and writes it, as AI Studio and Vertex AI speak it. */
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
  type Place,
  piecesOf,
  recordIn,
  recordsIn,
  wordsIn,
} from './mock-format.js'

export const geminiFormat: MockFormat = {
  name: 'gemini',
  framing: 'sse-crlf',
  read,
  whole: (answer, asked) => reply(answer, asked, partsOf(answer), true),
  events,
  error: errorBody,
  errorEvent: (fault) => ({ event: '', data: JSON.stringify(errorBody(fault)) }),
}

function read(body: Body, { model, stream = false }: Place): Asked | BadRequest {
  if (model === undefined || model === '') return { problem: 'no model in the path', status: 404 }
  const contents = recordsIn(body.contents)
  if (contents.length === 0) return { problem: '* GenerateContentRequest.contents: contents is not specified', status: 400 }
  const results = recordsIn(contents.at(-1)?.parts).filter((part) => isRecord(part.functionResponse))
  const afterTool = results.length > 0
  const tools = toolsOf(body)
  const config = recordIn(body, 'generationConfig')
  return {
    model,
    stream,
    prompt: afterTool ? results.map(resultText).join('') : partsText(contents.findLast((content) => content.role !== 'model')),
    afterTool,
    promptTokens: geminiTokens(body),
    maxTokens: typeof config.maxOutputTokens === 'number' ? config.maxOutputTokens : undefined,
    tools,
    toolToCall: toolToCall(recordIn(recordIn(body, 'toolConfig'), 'functionCallingConfig'), tools, afterTool),
    schema: config.responseJsonSchema ?? config.responseSchema ?? (config.responseMimeType === 'application/json' ? {} : undefined),
    thinking: recordIn(config, 'thinkingConfig').includeThoughts === true,
    count: typeof config.candidateCount === 'number' ? config.candidateCount : 1,
    includeUsage: true,
  }
}

/** What the mock counts for a request: three for each turn, and its words. */
export function geminiTokens(body: Body): number {
  const contents = recordsIn(body.contents)
  const system = wordsIn([partsText(recordIn(body, 'systemInstruction'))])
  return contents.reduce((sum, content) => sum + 3 + wordsIn([partsText(content), ...recordsIn(content.parts).map(resultText)]), system)
}

/** Texts of a content, joined. */
export function partsText(content: Body | undefined): string {
  return recordsIn(content?.parts)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('')
}

/** A result is an object; one with a single text is read as that text. */
function resultText(part: Body): string {
  const response = recordIn(recordIn(part, 'functionResponse'), 'response')
  const values = Object.values(response)
  if (values.length === 0) return ''
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : JSON.stringify(response)
}

function toolsOf(body: Body): readonly AskedTool[] {
  return recordsIn(body.tools)
    .flatMap((tool) => recordsIn(tool.functionDeclarations))
    .map((tool) => ({ name: String(tool.name), parameters: tool.parametersJsonSchema ?? tool.parameters }))
}

function toolToCall({ mode, allowedFunctionNames: allowed }: Body, tools: readonly AskedTool[], afterTool: boolean): string | undefined {
  if (mode === 'ANY') return Array.isArray(allowed) && typeof allowed[0] === 'string' ? allowed[0] : tools[0]?.name
  return mode === 'NONE' || afterTool ? undefined : tools[0]?.name
}

const finishReasons = { stop: 'STOP', length: 'MAX_TOKENS', tool_calls: 'STOP', content_filter: 'SAFETY' } as const

/** Stands in for what the host checks on the next turn; the first part of a round of calls carries it. */
const thoughtSignature = 'bW9jay10aG91Z2h0LXNpZ25hdHVyZQ=='

function partsOf({ reasoning, pieces, toolCalls }: MockAnswer): readonly Body[] {
  return [
    ...(reasoning === '' ? [] : [{ text: reasoning, thought: true }]),
    ...(pieces.length === 0 ? [] : [{ text: pieces.join('') }]),
    ...toolCalls.map(({ name, arguments: text }, index) => ({
      functionCall: { name, args: JSON.parse(text) },
      ...(index === 0 && { thoughtSignature }),
    })),
  ]
}

function events(answer: MockAnswer, asked: Asked): readonly MockEvent[] {
  const parts = [
    ...piecesOf(answer.reasoning).map((text) => ({ text, thought: true })),
    ...answer.pieces.map((text) => ({ text })),
    ...partsOf({ ...answer, reasoning: '', pieces: [] }),
  ]
  return [...parts.map((part) => reply(answer, asked, [part], false)), reply(answer, asked, [{ text: '' }], true)].map((body) => ({
    event: '',
    data: JSON.stringify(body),
  }))
}

function reply(answer: MockAnswer, { count }: Asked, parts: readonly Body[], isLast: boolean): Body {
  const finish = isLast ? { finishReason: finishReasons[answer.finishReason] } : {}
  return {
    candidates: Array.from({ length: count }, (_, index) => ({ content: { role: 'model', parts }, index, ...finish })),
    usageMetadata: usageOf(answer, isLast),
    modelVersion: answer.model,
    responseId: answer.id,
  }
}

/** Counts grow with every event, as AI Studio's do; only the last is the bill. */
function usageOf({ usage }: MockAnswer, isLast: boolean): Body {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
  const thoughts = usage.reasoningTokens
  const candidates = isLast ? usage.outputTokens - thoughts : 1
  return {
    promptTokenCount: prompt,
    ...(usage.cacheReadTokens > 0 && { cachedContentTokenCount: usage.cacheReadTokens }),
    candidatesTokenCount: candidates,
    ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
    totalTokenCount: prompt + candidates + thoughts,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: prompt }],
  }
}

/** `error.status` as Google sends it with each HTTP status. */
const statusWords: { readonly [status: number]: string } = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

function errorBody({ status, message, code, retryAfter }: MockFault) {
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfter}s` }
  return {
    error: {
      code: status,
      message,
      status: code ?? statusWords[status] ?? 'INTERNAL',
      ...(retryAfter !== undefined && { details: [retry] }),
    },
  }
}
