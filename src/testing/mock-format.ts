/** What a wire format does for the mock: read a request, write an answer whole or in events, write an error. */
import type { MockStep, MockUsage } from './mock-step.js'

/** Wire formats that the mock speaks. */
export type MockFormatName = 'openai' | 'azure' | 'anthropic' | 'gemini' | 'bedrock' | 'cohere' | 'ollama'

/** Kinds of requests that the mock answers. `tokens` counts them. */
export type MockEndpoint =
  | 'chat'
  | 'embeddings'
  | 'models'
  | 'completions'
  | 'responses'
  | 'images'
  | 'imageEdits'
  | 'moderations'
  | 'speech'
  | 'transcriptions'
  | 'translations'
  | 'rerank'
  | 'tokens'

/** A request as far as the mock understands it. */
export type Asked = {
  readonly model: string
  readonly stream: boolean
  /** Text of the last user message, or of the last tool result after it. */
  readonly prompt: string
  /** True where the last message holds tool results, so that the answer is text again. */
  readonly afterTool: boolean
  readonly promptTokens: number
  readonly maxTokens: number | undefined
  readonly tools: readonly AskedTool[]
  /** Name of the tool to call, where the caller or `auto` leads to one. */
  readonly toolToCall: string | undefined
  /** Structured output: the schema to fulfil. */
  readonly schema: unknown
  readonly thinking: boolean
  /** How many answers (`n`). */
  readonly count: number
  readonly includeUsage: boolean
}

export type AskedTool = { readonly name: string; readonly parameters: unknown }

/** What is said, before it takes a provider's shape. */
export type MockAnswer = {
  readonly id: string
  readonly created: number
  readonly model: string
  readonly reasoning: string
  /** Pieces of the visible text; one stream event each. */
  readonly pieces: readonly string[]
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[]
  readonly finishReason: NonNullable<MockStep['finishReason']>
  readonly usage: Required<MockUsage>
}

/** One event of a stream; `event` is '' where the format names none. */
export type MockEvent = {
  readonly event: string
  readonly data: string
  /** True for an error inside a stream, where the framing tells them apart. */
  readonly isException?: boolean
}

/** How events become bytes; `sse-crlf` ends its lines as Google's servers do. */
export type MockFraming = 'sse' | 'sse-crlf' | 'json-lines' | 'aws-event-stream'

/** What a request says beside its body. */
export type Place = {
  /** Model in the path. */
  readonly model: string | undefined
  /** Where the path decides it. */
  readonly stream: boolean | undefined
  readonly headers: { readonly [name: string]: string }
}

export type Body = { readonly [key: string]: unknown }

/** An endpoint whose answer is text and tool calls, whole or in events. */
export type MockDialect = {
  /** The request, or what the provider would say is wrong with it. */
  read(body: Body, place: Place): Asked | BadRequest
  whole(answer: MockAnswer, asked: Asked): unknown
  events(answer: MockAnswer, asked: Asked): readonly MockEvent[]
}

/** An answer that is not text and tool calls. */
export type MockResult =
  | { readonly json: unknown; readonly headers?: { readonly [name: string]: string } }
  | { readonly text: string; readonly type: string }
  | { readonly bytes: Uint8Array; readonly type: string }

export type OperationInput = {
  readonly body: Body
  /** From step, path or body. */
  readonly model: string
  readonly step: MockStep
  /** Number of the request, for ids. */
  readonly serial: number
  /** Seconds since 1970. */
  readonly created: number
}

export type MockOperation = (input: OperationInput) => MockResult | BadRequest

/** What an error answer says. */
export type MockFault = {
  readonly status: number
  readonly message: string
  readonly code: string | undefined
  /** Seconds. */
  readonly retryAfter: number | undefined
}

export type MockFormat = MockDialect & {
  readonly name: MockFormatName
  readonly framing: MockFraming
  error(fault: MockFault): unknown
  /** Headers with which the provider names the error. */
  errorHeaders?(fault: MockFault): { readonly [name: string]: string }
  /** The error in the middle of a stream. */
  errorEvent(fault: MockFault): MockEvent
}

export type BadRequest = { readonly problem: string; readonly status: number; readonly code?: string }

export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Text of a message's content, whichever form it has. Parts that hold no text count nothing here. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: unknown) => (isRecord(part) ? textOf(part.text ?? part.content) : '')).join('')
}

/** Words with the space before them: the mock's tokens, and the pieces it streams. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/g) ?? []
}

/** A member of a record that is a record itself; else an empty one. */
export function recordIn(body: Body, name: string): Body {
  const value = body[name]
  return isRecord(value) ? value : {}
}

export function recordsIn(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

/** Halves of a text as streams cut the arguments of a call; none for an empty text. */
export function halvesOf(text: string): readonly string[] {
  const half = Math.ceil(text.length / 2)
  return [text.slice(0, half), text.slice(half)].filter((part) => part !== '')
}

/** Words of some texts: what the mock bills for them. */
export function wordsIn(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + piecesOf(text).length, 0)
}
