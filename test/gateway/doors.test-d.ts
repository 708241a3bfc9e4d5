/** Type test: what the doors answer is what Anthropic's and Google's own packages read, without a cast. Checked by `tsc`. */
import type Anthropic from '@anthropic-ai/sdk'
import type { CountTokensResponse, GenerateContentResponse } from '@google/genai'
import type { AnswerBlock, Message, MessageEvent, MessagesBody, MessagesCount, MessagesError } from '../../src/gateway/anthropic/body.js'
import type { CountAnswer, GenerateAnswer, GenerateBody } from '../../src/gateway/google/body.js'

/** The packages' types as they travel: members that are null may be absent, enums are their text, and getters are none. */
type Wire<T> = T extends string
  ? `${T}`
  : T extends (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [K in keyof T as null extends T[K] ? never : K]: Wire<T[K]> } & { [K in keyof T as null extends T[K] ? K : never]?: Wire<T[K]> }
      : T

/** `caller` came with programmatic calls; answers without them have none. */
type Block<B> = B extends { type: 'tool_use' } ? Omit<B, 'caller'> : B
/** What Anthropic says of its own answers is passed as it came; a model may have any name. */
type Passed = 'model' | 'container' | 'stop_details' | 'usage' | 'content'
type Usage<U> = Omit<U, 'service_tier' | 'server_tool_use'>

export function messageIsAnthropics(message: Message): Wire<Omit<Anthropic.Beta.BetaMessage, Passed | 'context_management'>> {
  return message
}

export function blockIsAnthropics(block: AnswerBlock): Wire<Block<Anthropic.ContentBlock>> {
  return block
}

export function usageIsAnthropics(usage: Omit<Message['usage'], 'iterations'>): Wire<Usage<Anthropic.Usage>> {
  return usage
}

/** Events but for the members that the tests above look at. */
type Bare<E> = E extends { type: 'message_start' }
  ? Pick<E, 'type'>
  : E extends { type: 'content_block_start' }
    ? Omit<E, 'content_block'>
    : E extends { type: 'message_delta' }
      ? Pick<E, 'type'>
      : E

export function eventIsAnthropics(
  event: Bare<Exclude<MessageEvent, { type: 'ping' } | MessagesError>>,
): Wire<Bare<Anthropic.RawMessageStreamEvent>> {
  return event
}

export function endIsAnthropics(
  end: Omit<Extract<MessageEvent, { type: 'message_delta' }>['delta'], 'container' | 'stop_details'>,
): Wire<Omit<Anthropic.Beta.BetaRawMessageDeltaEvent['delta'], 'container' | 'stop_details'>> {
  return end
}

export function errorIsAnthropics(error: MessagesError): Wire<Omit<Anthropic.ErrorResponse, 'request_id'>> {
  return error
}

export function countIsAnthropics(count: MessagesCount): Anthropic.MessageTokensCount {
  return count
}

export function takesAnthropics(body: Anthropic.MessageCreateParams | Anthropic.MessageCountTokensParams): MessagesBody {
  return { ...body }
}

export function needsId({ id: _id, ...rest }: Message): Wire<Pick<Anthropic.Message, 'id'>> {
  // @ts-expect-error without an id it is no message
  return rest
}

type GoogleAnswer = Omit<Wire<GenerateContentResponse>, 'text' | 'data' | 'functionCalls' | 'executableCode' | 'codeExecutionResult'>

export function answerIsGoogles(answer: Omit<GenerateAnswer, 'candidates'>): Partial<GoogleAnswer> {
  return answer
}

export function candidateIsGoogles(
  candidate: Omit<GenerateAnswer['candidates'][number], 'finishReason' | 'safetyRatings'>,
): NonNullable<GoogleAnswer['candidates']>[number] {
  return candidate
}

export function takesGoogles(body: { contents: object[]; generationConfig?: object }): GenerateBody {
  return body
}

export function countIsGoogles(count: CountAnswer): Partial<CountTokensResponse> {
  return count
}
