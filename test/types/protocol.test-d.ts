/** The wire types and those of the `openai` package take each other's values, in both directions. */
import type OpenAI from 'openai'
import type { ChatChunk, ChatReply, ChatRequest, Usage } from '../../src/protocol/chat.js'
import type { EmbeddingReply, EmbeddingRequest } from '../../src/protocol/embeddings.js'
import type { ChatMessage, ChatTool, ChatToolChoice, ContentPart, ResponseFormat, ToolCall } from '../../src/protocol/messages.js'
import { accepts } from './accepts.js'

type Chat = OpenAI.ChatCompletionCreateParams
type NonStreaming = OpenAI.ChatCompletionCreateParamsNonStreaming
type Streaming = OpenAI.ChatCompletionCreateParamsStreaming

declare const ours: {
  request: ChatRequest
  whole: ChatRequest & { stream?: false | null }
  streamed: ChatRequest & { stream: true }
  reply: ChatReply
  chunk: ChatChunk
  usage: Usage
  message: ChatMessage
  part: ContentPart
  tool: ChatTool
  toolChoice: ChatToolChoice
  toolCall: ToolCall
  format: ResponseFormat
  embeddingRequest: EmbeddingRequest
  embeddingReply: EmbeddingReply
}
declare const theirs: {
  request: Chat
  whole: NonStreaming
  streamed: Streaming
  reply: OpenAI.ChatCompletion
  chunk: OpenAI.ChatCompletionChunk
  usage: OpenAI.CompletionUsage
  message: OpenAI.ChatCompletionMessageParam
  part: OpenAI.ChatCompletionContentPart
  tool: OpenAI.ChatCompletionTool
  toolChoice: OpenAI.ChatCompletionToolChoiceOption
  toolCall: OpenAI.ChatCompletionMessageToolCall
  format: NonNullable<Chat['response_format']>
  embeddingRequest: OpenAI.EmbeddingCreateParams
  embeddingReply: OpenAI.CreateEmbeddingResponse
}

accepts<Chat>(ours.request)
accepts<ChatRequest>(theirs.request)
accepts<NonStreaming>(ours.whole)
accepts<ChatRequest & { stream?: false | null }>(theirs.whole)
accepts<Streaming>(ours.streamed)
accepts<ChatRequest & { stream: true }>(theirs.streamed)
accepts<OpenAI.ChatCompletion>(ours.reply)
accepts<ChatReply>(theirs.reply)
accepts<OpenAI.ChatCompletionChunk>(ours.chunk)
accepts<ChatChunk>(theirs.chunk)
accepts<OpenAI.CompletionUsage>(ours.usage)
accepts<Usage>(theirs.usage)
accepts<OpenAI.ChatCompletionMessageParam>(ours.message)
accepts<ChatMessage>(theirs.message)
accepts<OpenAI.ChatCompletionContentPart>(ours.part)
accepts<ContentPart>(theirs.part)
accepts<OpenAI.ChatCompletionTool>(ours.tool)
accepts<ChatTool>(theirs.tool)
accepts<OpenAI.ChatCompletionToolChoiceOption>(ours.toolChoice)
accepts<ChatToolChoice>(theirs.toolChoice)
accepts<OpenAI.ChatCompletionMessageToolCall>(ours.toolCall)
accepts<ToolCall>(theirs.toolCall)
accepts<NonNullable<Chat['response_format']>>(ours.format)
accepts<ResponseFormat>(theirs.format)
accepts<OpenAI.EmbeddingCreateParams>(ours.embeddingRequest)
accepts<EmbeddingRequest>(theirs.embeddingRequest)
accepts<OpenAI.CreateEmbeddingResponse>(ours.embeddingReply)
accepts<EmbeddingReply>(theirs.embeddingReply)

// An answer goes back as a message of the next turn.
accepts<ChatMessage>(ours.reply.choices[0]?.message ?? theirs.message)
accepts<OpenAI.ChatCompletionMessageParam>(ours.reply.choices[0]?.message ?? theirs.message)

// Optional members that one side lacks would pass all of the above, so the names are compared too.
type KeysOf<T> = T extends unknown ? keyof T : never
declare function missing<Theirs, Ours>(): Exclude<KeysOf<Theirs>, KeysOf<Ours>>
accepts<never>(missing<Chat, ChatRequest>())
accepts<never>(missing<OpenAI.ChatCompletion, ChatReply>())
accepts<never>(missing<OpenAI.ChatCompletion.Choice, ChatReply['choices'][number]>())
accepts<never>(missing<OpenAI.ChatCompletionMessage, ChatReply['choices'][number]['message']>())
accepts<never>(missing<OpenAI.ChatCompletionChunk, ChatChunk>())
accepts<never>(missing<OpenAI.ChatCompletionChunk.Choice.Delta, ChatChunk['choices'][number]['delta']>())
accepts<never>(missing<OpenAI.ChatCompletionMessageParam, ChatMessage>())
accepts<never>(missing<OpenAI.ChatCompletionContentPart, ContentPart>())
accepts<never>(missing<OpenAI.EmbeddingCreateParams, EmbeddingRequest>())
accepts<never>(missing<OpenAI.CompletionUsage.PromptTokensDetails, NonNullable<Usage['prompt_tokens_details']>>())
accepts<never>(missing<OpenAI.CompletionUsage.CompletionTokensDetails, NonNullable<Usage['completion_tokens_details']>>())
