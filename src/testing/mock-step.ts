/** What a mock answers and how it fails, as data: from a script, or from the header of one request. */

/** Token counts to report instead of counted ones; classes as the providers bill them. */
export type MockUsage = {
  readonly inputTokens?: number
  readonly outputTokens?: number
  readonly cacheReadTokens?: number
  readonly cacheWriteTokens?: number
  readonly reasoningTokens?: number
}

/** One answer. Every member is optional: what is not said is derived from the request, always the same way. */
export type MockStep = {
  /** Visible text of the answer. */
  readonly text?: string
  readonly reasoning?: string
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: unknown }[]
  /** Model the reply names, where it differs from the one asked for (an Azure deployment answers with its model). */
  readonly model?: string
  /** OpenAI's word; the other formats translate it. */
  readonly finishReason?: 'stop' | 'length' | 'tool_calls' | 'content_filter'
  readonly usage?: MockUsage
  /** Answers with this status and the provider's own error body; with `errorAt`, the status that the error inside a stream stands for. */
  readonly status?: number
  /** Message of the error body. */
  readonly message?: string
  /** OpenAI's `code`, Anthropic's `error.type`, Gemini's `status`, the name of Bedrock's exception. */
  readonly code?: string
  /** Sent as `retry-after`, **seconds**. */
  readonly retryAfter?: number
  readonly headers?: { readonly [name: string]: string }
  /** Sent instead of a body in the provider's format (HTML, half a JSON text, …). */
  readonly body?: string
  /** Wait before the headers, milliseconds. */
  readonly delayMs?: number
  /** Wait before every stream event but the first, milliseconds. */
  readonly stallMs?: number
  /** Breaks the connection after this many stream events; in a whole answer, after this many bytes. */
  readonly cutAfter?: number
  /** Index of the stream event whose data is replaced by text that is not JSON; a whole answer becomes that text. */
  readonly malformedAt?: number
  /** Index of the stream event in whose place the provider's error stands (`status`, `message`, `code`), after which the stream ends. A whole answer becomes that error with status 200. */
  readonly errorAt?: number
  /** After this many stream events nothing more comes, and the connection stays open; a whole answer never begins. */
  readonly hangAfter?: number
}

/** Header by which one request says how it is to be answered: `status=429; retry-after=2`. */
export const mockHeader = 'x-llmgen-mock'
/** Header by which {@link mockTransport} passes on the host the client meant. */
export const hostHeader = 'x-llmgen-host'

/** Words of the header and the script members they set. */
const headerWords: ReadonlyMap<string, { readonly member: keyof MockStep; readonly as: 'number' | 'text' }> = new Map([
  ['status', { member: 'status', as: 'number' }],
  ['retry-after', { member: 'retryAfter', as: 'number' }],
  ['delay', { member: 'delayMs', as: 'number' }],
  ['stall', { member: 'stallMs', as: 'number' }],
  ['cut', { member: 'cutAfter', as: 'number' }],
  ['malformed', { member: 'malformedAt', as: 'number' }],
  ['error', { member: 'errorAt', as: 'number' }],
  ['hang', { member: 'hangAfter', as: 'number' }],
  ['text', { member: 'text', as: 'text' }],
  ['reasoning', { member: 'reasoning', as: 'text' }],
  ['model', { member: 'model', as: 'text' }],
  ['message', { member: 'message', as: 'text' }],
  ['code', { member: 'code', as: 'text' }],
  ['body', { member: 'body', as: 'text' }],
  ['finish', { member: 'finishReason', as: 'text' }],
])

/** Reads {@link mockHeader}. Returns what is wrong with it as text, for the 400 the mock then answers. Times in milliseconds, `retry-after` in seconds. */
export function parseMockHeader(header: string): MockStep | { readonly problem: string } {
  const step: Record<string, string | number> = {}
  for (const part of header.split(';')) {
    if (part.trim() === '') continue
    const [word = '', ...rest] = part.split('=')
    const row = headerWords.get(word.trim())
    if (row === undefined) {
      return { problem: `${mockHeader}: unknown word "${word.trim()}"; known are ${[...headerWords.keys()].join(', ')}` }
    }
    const text = rest.join('=').trim()
    const number = Number(text)
    if (row.as === 'number' && (text === '' || !Number.isFinite(number) || number < 0)) {
      return { problem: `${mockHeader}: ${word.trim()} needs a number, not "${text}"` }
    }
    step[row.member] = row.as === 'number' ? number : decodeText(text)
  }
  return step
}

/** Header values are Latin-1 and may not hold `;`: percent-encoding carries the rest. */
function decodeText(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a lone % is meant as it stands
  }
}
