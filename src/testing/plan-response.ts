/** Turns a request into what is to be sent, when, and where it breaks. Pure: the server only plays it. */
import { type Circumstances, deriveAnswer } from './derive-answer.js'
import { type BadRequest, isRecord, type MockEvent, type MockFault, type MockFormat, type MockResult } from './mock-format.js'
import { frameOf, streamTypes } from './mock-framing.js'
import type { MockRequest } from './mock-script.js'
import { type MockStep, mockHeader } from './mock-step.js'
import { openaiFormat } from './openai-format.js'
import type { Route } from './routes.js'

/** Written piece by piece: `stallMs` before each but the first; after the last the answer ends, the connection breaks, or stays open. */
export type MockResponse = {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly delayMs: number
  readonly stallMs: number
  readonly pieces: readonly (string | Uint8Array)[]
  readonly end: 'whole' | 'broken' | 'hangs'
  /** True where not even the headers come. */
  readonly isSilent?: boolean
}

export function planResponse(request: MockRequest, route: Route, step: MockStep, circumstances: Circumstances): MockResponse {
  const { format, dialect, operation } = route
  const isInBand = step.errorAt !== undefined
  if (!isInBand && step.status !== undefined && step.status >= 400) return refusal(format, step, step.status)
  const body = isRecord(request.body) ? request.body : {}
  const model = step.model ?? request.model
  if (dialect === undefined) {
    const result = operation?.({ body, model, step, ...circumstances }) ?? { problem: 'nothing answers here', status: 404 }
    if ('problem' in result) return badRequest(format, result)
    return isInBand ? whole(step, { json: format.error(faultOf(step)) }) : whole(step, result)
  }
  const asked = dialect.read(body, { model: route.model, stream: route.stream, headers: request.headers })
  if ('problem' in asked) return badRequest(format, asked)
  const answer = deriveAnswer(asked, step, circumstances)
  if (asked.stream) return streamed(format, step, withError(format, step, dialect.events(answer, asked)))
  return whole(step, { json: isInBand ? format.error(faultOf(step)) : dialect.whole(answer, asked) })
}

/** Answer of a server that has no such path, or could not read the request. */
export function badRequest(format: MockFormat, { problem, status, code }: BadRequest): MockResponse {
  return refusal(format, { message: problem, ...(code !== undefined && { code }) }, status)
}

function faultOf(step: MockStep, status = step.status ?? 500): MockFault {
  return { status, message: step.message ?? `the mock was told to answer ${status}`, code: step.code, retryAfter: step.retryAfter }
}

function refusal(format: MockFormat, step: MockStep, status: number): MockResponse {
  const fault = faultOf(step, status)
  const response = whole(step, { json: format.error(fault) })
  return {
    ...response,
    status,
    headers: {
      ...response.headers,
      ...format.errorHeaders?.(fault),
      ...(step.retryAfter !== undefined && { 'retry-after': String(step.retryAfter) }),
      ...step.headers,
    },
  }
}

function whole(step: MockStep, result: MockResult): MockResponse {
  const { content, type, headers } = contentOf(step, result)
  const bytes = new TextEncoder().encode(typeof content === 'string' ? content : '')
  const length = typeof content === 'string' ? bytes.length : content.length
  const isCut = step.cutAfter !== undefined && step.cutAfter < content.length
  return {
    status: statusOf(step),
    headers: { 'content-type': type, 'content-length': String(length), ...requestId, ...headers, ...step.headers },
    delayMs: step.delayMs ?? 0,
    stallMs: step.stallMs ?? 0,
    pieces: [isCut ? content.slice(0, step.cutAfter) : content],
    end: isCut ? 'broken' : 'whole',
    ...(step.hangAfter !== undefined && { isSilent: true }),
  }
}

type Content = {
  readonly content: string | Uint8Array
  readonly type: string
  readonly headers?: { readonly [name: string]: string }
}

function contentOf(step: MockStep, result: MockResult): Content {
  if (step.body !== undefined) return { content: step.body, type: step.body.trimStart().startsWith('<') ? 'text/html' : 'text/plain' }
  if (step.malformedAt !== undefined) return { content: notJson, type: 'application/json' }
  if ('bytes' in result) return { content: result.bytes, type: result.type }
  if ('text' in result) return { content: result.text, type: result.type }
  return {
    content: JSON.stringify(result.json),
    type: 'application/json',
    ...(result.headers !== undefined && { headers: result.headers }),
  }
}

/** An error inside an answer comes with a status that says nothing of it. */
function statusOf({ status = 200, errorAt }: MockStep): number {
  return errorAt === undefined ? status : 200
}

function withError(format: MockFormat, step: MockStep, events: readonly MockEvent[]): readonly MockEvent[] {
  return step.errorAt === undefined ? events : [...events.slice(0, step.errorAt), format.errorEvent(faultOf(step))]
}

function streamed({ framing }: MockFormat, step: MockStep, events: readonly MockEvent[]): MockResponse {
  const frames = events.map((event, index) => frameOf(framing, index === step.malformedAt ? { ...event, data: notJson } : event))
  const last = Math.min(step.cutAfter ?? frames.length, step.hangAfter ?? frames.length)
  return {
    status: statusOf(step),
    headers: { 'content-type': streamTypes[framing], 'cache-control': 'no-cache', ...requestId, ...step.headers },
    delayMs: step.delayMs ?? 0,
    stallMs: step.stallMs ?? 0,
    pieces: step.body !== undefined ? [step.body] : frames.slice(0, last),
    end: step.hangAfter !== undefined ? 'hangs' : last < frames.length ? 'broken' : 'whole',
  }
}

const notJson = '{"this is": not JSON'
const requestId = { 'x-request-id': 'req_mock', 'request-id': 'req_mock', 'x-amzn-requestid': 'req_mock' }

/** What a request without a route is told. */
export function unknownPath(method: string, path: string): MockResponse {
  const problem = `the mock has no ${method} ${path}; it speaks the paths of OpenAI, Azure, Anthropic, Gemini, Bedrock, Cohere and Ollama, such as …/chat/completions and …/messages. Header ${mockHeader} makes it fail on request`
  return badRequest(openaiFormat, { problem, status: 404 })
}
