/** Turns a request into what is to be sent, when, and where it breaks. Pure: the server only plays it. */
import { anthropicFormat } from './anthropic-format.js'
import { type Circumstances, deriveAnswer, deriveVector } from './derive-answer.js'
import { type BadRequest, isRecord, type MockEvent, type MockFormat, piecesOf, textOf } from './mock-format.js'
import type { MockRequest } from './mock-script.js'
import { type MockStep, mockHeader } from './mock-step.js'
import { azureFormat, openaiFormat } from './openai-format.js'

/** Written piece by piece: `stallMs` before each but the first; after the last the answer ends, or the connection breaks. */
export type MockResponse = {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly delayMs: number
  readonly stallMs: number
  readonly pieces: readonly string[]
  readonly end: 'whole' | 'broken'
}

/** What stands in the path: format, endpoint, and the model where the path names it. */
export type Route = { readonly format: MockFormat; readonly endpoint: MockRequest['endpoint']; readonly model?: string }

/** Routes by path alone: whatever host and prefix a provider has, its operation stands at the end. */
export function routeOf(path: string): Route | undefined {
  const [pathname = ''] = path.split('?')
  const deployment = /\/openai\/deployments\/([^/]+)\/(chat\/completions|embeddings)$/.exec(pathname)
  if (deployment !== null) {
    const [, name = '', operation] = deployment
    return { format: azureFormat, endpoint: operation === 'embeddings' ? 'embeddings' : 'chat', model: safeDecode(name) }
  }
  if (pathname.endsWith('/chat/completions')) return { format: openaiFormat, endpoint: 'chat' }
  if (pathname.endsWith('/embeddings')) return { format: openaiFormat, endpoint: 'embeddings' }
  if (pathname.endsWith('/messages')) return { format: anthropicFormat, endpoint: 'chat' }
  if (pathname.endsWith('/models')) return { format: openaiFormat, endpoint: 'models' }
  return undefined
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // taken as it stands; the model is unknown either way
  }
}

export function planResponse(request: MockRequest, route: Route, step: MockStep, circumstances: Circumstances): MockResponse {
  const { format, endpoint } = route
  if (step.status !== undefined && step.status >= 400) return refusal(format, step, step.status)
  if (endpoint === 'models') return whole(step, { object: 'list', data: [] })
  const body = isRecord(request.body) ? request.body : {}
  if (endpoint === 'embeddings') return embeddings(format, body, route.model, step)
  const asked = format.read(body, route.model, request.headers)
  if ('problem' in asked) return badRequest(format, asked)
  const answer = deriveAnswer(asked, step, circumstances)
  return asked.stream ? streamed(step, format.events(answer, asked)) : whole(step, format.whole(answer, asked))
}

/** Answer of a server that has no such path, or could not read the request. */
export function badRequest(format: MockFormat, { problem, status, code }: BadRequest): MockResponse {
  return refusal(format, { message: problem, ...(code !== undefined && { code }) }, status)
}

function refusal(format: MockFormat, step: MockStep, status: number): MockResponse {
  const message = step.message ?? `the mock was told to answer ${status}`
  const response = whole(step, format.error(status, message, step.code))
  return {
    ...response,
    status,
    headers: { ...response.headers, ...(step.retryAfter !== undefined && { 'retry-after': String(step.retryAfter) }) },
  }
}

function whole(step: MockStep, body: unknown): MockResponse {
  const text = step.body ?? (step.malformedAt !== undefined ? notJson : JSON.stringify(body))
  const cut = step.cutAfter !== undefined && step.cutAfter < text.length
  const type = step.body === undefined ? 'application/json' : text.trimStart().startsWith('<') ? 'text/html' : 'text/plain'
  return {
    status: step.status ?? 200,
    headers: { 'content-type': type, 'content-length': String(new TextEncoder().encode(text).length), ...requestId, ...step.headers },
    delayMs: step.delayMs ?? 0,
    stallMs: step.stallMs ?? 0,
    pieces: [cut ? text.slice(0, step.cutAfter) : text],
    end: cut ? 'broken' : 'whole',
  }
}

function streamed(step: MockStep, events: readonly MockEvent[]): MockResponse {
  const frames = events.map((event, index) => frameOf(index === step.malformedAt ? { ...event, data: notJson } : event))
  const cut = step.cutAfter !== undefined && step.cutAfter < frames.length
  return {
    status: step.status ?? 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...requestId, ...step.headers },
    delayMs: step.delayMs ?? 0,
    stallMs: step.stallMs ?? 0,
    pieces: step.body !== undefined ? [step.body] : frames.slice(0, step.cutAfter),
    end: cut ? 'broken' : 'whole',
  }
}

function frameOf({ event, data }: MockEvent): string {
  return `${event === '' ? '' : `event: ${event}\n`}data: ${data}\n\n`
}

const notJson = '{"this is": not JSON'
const requestId = { 'x-request-id': 'req_mock', 'request-id': 'req_mock' }

function embeddings(
  format: MockFormat,
  body: { readonly [key: string]: unknown },
  pathModel: string | undefined,
  step: MockStep,
): MockResponse {
  const model = step.model ?? pathModel ?? body.model
  if (typeof model !== 'string' || model === '') return badRequest(format, { problem: 'you must provide a model parameter', status: 400 })
  const inputs = inputsOf(body.input)
  if (inputs === undefined) return badRequest(format, { problem: "'$.input' is invalid", status: 400, code: 'invalid_input' })
  const dimensions = typeof body.dimensions === 'number' ? body.dimensions : 8
  const tokens = step.usage?.inputTokens ?? inputs.reduce((sum, text) => sum + piecesOf(text).length, 0)
  const data = inputs.map((text, index) => {
    const vector = deriveVector(text, dimensions)
    return { object: 'embedding', index, embedding: body.encoding_format === 'base64' ? toBase64(vector) : vector }
  })
  return whole(step, { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } })
}

/** Texts as they are, lists of token numbers as their text; undefined where neither. */
function inputsOf(input: unknown): readonly string[] | undefined {
  if (typeof input === 'string') return [input]
  if (!Array.isArray(input) || input.length === 0) return undefined
  if (typeof input[0] === 'number') return [input.join(' ')]
  return input.map((each: unknown) => (Array.isArray(each) ? each.join(' ') : textOf(each)))
}

/** Little-endian 32-bit floats, as OpenAI packs them. */
function toBase64(vector: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4))
  for (const [i, value] of vector.entries()) view.setFloat32(i * 4, value, true)
  return btoa(String.fromCharCode(...new Uint8Array(view.buffer)))
}

/** What a request without a route is told. */
export function unknownPath(method: string, path: string): MockResponse {
  const problem = `the mock has no ${method} ${path}; it speaks …/chat/completions, …/embeddings, …/models and …/messages. Header ${mockHeader} makes it fail on request`
  return badRequest(openaiFormat, { problem, status: 404 })
}
