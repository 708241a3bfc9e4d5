/** What a wire format does for the mock: read a request, write an answer whole or in events, write an error. */
import type { MockStep, MockUsage } from './mock-step.js'

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

/** One server-sent event; `event` is '' where the format names none. */
export type MockEvent = { readonly event: string; readonly data: string }

export type MockFormat = {
  readonly name: 'openai' | 'azure' | 'anthropic'
  /** The request, or what the provider would say is wrong with it. */
  read(
    body: { readonly [key: string]: unknown },
    pathModel: string | undefined,
    headers: { readonly [name: string]: string },
  ): Asked | BadRequest
  whole(answer: MockAnswer, asked: Asked): unknown
  events(answer: MockAnswer, asked: Asked): readonly MockEvent[]
  error(status: number, message: string, code: string | undefined): unknown
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
