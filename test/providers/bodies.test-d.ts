/** Type test: the bodies that the builders write are what the vendors' own packages take, without a cast. Checked by `tsc`. */
import type { MessageCreateParams } from '@anthropic-ai/sdk/resources/messages/messages'
import type { ChatCompletionCreateParams, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions/completions'
import type { EmbeddingCreateParams } from 'openai/resources/embeddings'
import type { AnthropicBody } from '../../src/providers/anthropic/body.js'
import type { OpenAiChatBody } from '../../src/providers/openai/chat-request.js'
import type { OpenAiEmbeddingBody } from '../../src/providers/openai/embeddings.js'

export function anthropicTakes(body: AnthropicBody): MessageCreateParams {
  return body
}

export function openAiTakes(body: OpenAiChatBody): ChatCompletionCreateParams {
  return body
}

export function openAiStreams(body: OpenAiChatBody & { stream: true }): ChatCompletionCreateParamsStreaming {
  return body
}

export function openAiEmbeds(body: OpenAiEmbeddingBody): EmbeddingCreateParams {
  return body
}

export function needsLimit({ max_tokens: _limit, ...rest }: AnthropicBody): MessageCreateParams {
  // @ts-expect-error without max_tokens it is no body
  return rest
}
