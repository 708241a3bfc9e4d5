/** What a client takes, refuses and returns, over tables as the emitter writes them. */
import type OpenAI from 'openai'
import type { ChatReply } from '../../src/protocol/chat.js'
import type { CompletionReply } from '../../src/protocol/completions.js'
import type { EmbeddingReply } from '../../src/protocol/embeddings.js'
import type { ImageReply } from '../../src/protocol/images.js'
import type { ChatMessage, ChatTool, UserMessage } from '../../src/protocol/messages.js'
import type { ResponsesReply } from '../../src/protocol/responses.js'
import type { ChatBody } from '../../src/runtime/body-types.js'
import type { Client, EmbeddingBody } from '../../src/runtime/client-shape.js'
import type { ApiPromise, BodyOptions, Reply } from '../../src/runtime/client-types.js'
import type { ChatName, Lacks, Matching } from '../../src/runtime/model-types.js'
import type { ChatStream, CompletionStream, ResponsesStream } from '../../src/runtime/streams/stream-types.js'
import { accepts } from './accepts.js'

interface ChatModels {
  readonly 'gpt-4o': never
  readonly 'claude-sonnet': never
  readonly guard: 'tools' | 'vision' | 'json_schema' | 'reasoning'
  readonly 'groq/fast': never
}
interface ChatWildcards {
  readonly 'groq/*': 'tools'
  readonly 'a*b*': never
}
interface EmbeddingModels {
  readonly 'text-embedding-3-small': never
}
type Models = {
  readonly chat: ChatModels
  readonly embedding: EmbeddingModels
  readonly wildcards: { readonly chat: ChatWildcards; readonly embedding: object }
}
type Additions = keyof BodyOptions<string>
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

declare const llm: Client<Models>
declare const messages: ChatMessage[]
declare const theirMessages: OpenAI.ChatCompletionMessageParam[]
declare const user: UserMessage
declare const tools: ChatTool[]
declare const anyName: keyof ChatModels
declare const flag: boolean
const { create } = llm.chat.completions

// Names.
create({ model: 'gpt-4o', messages })
create({ model: anyName, messages })
create({ model: anyName, messages, tools, reasoning_effort: 'low' })
create({ model: 'groq/llama-3', messages })
create({ model: 'a1b2', messages })
llm.embeddings.create({ model: 'text-embedding-3-small', input: ['a'] })
// @ts-expect-error a misspelled model
create({ model: 'gpt-4', messages })
// @ts-expect-error a text that no pattern covers
create({ model: 'a1', messages })
// @ts-expect-error an embedding model in chat
create({ model: 'text-embedding-3-small', messages })
// @ts-expect-error a chat model for embeddings
llm.embeddings.create({ model: 'gpt-4o', input: 'a' })
// @ts-expect-error any text
create({ model: String(flag), messages })

// Fallbacks.
create({ model: 'gpt-4o', messages, fallbacks: ['claude-sonnet', 'groq/x', { model: 'guard', temperature: 0 }] })
const chain = ['claude-sonnet', 'guard'] as const
create({ model: 'gpt-4o', messages, fallbacks: chain })
// @ts-expect-error a fallback that does not exist
create({ model: 'gpt-4o', messages, fallbacks: ['claude-sonet'] })
// @ts-expect-error a fallback with parameters that does not exist
create({ model: 'gpt-4o', messages, fallbacks: [{ model: 'claude-sonet' }] })
// @ts-expect-error an embedding model as a fallback of a chat model
create({ model: 'gpt-4o', messages, fallbacks: ['text-embedding-3-small'] })
// @ts-expect-error an unknown parameter
create({ model: 'gpt-4o', messages, temprature: 1 })

// Features.
create({ model: 'gpt-4o', messages, tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: 'auto' })
create({ model: 'groq/fast', messages, tools })
// @ts-expect-error tools on a group without tools
create({ model: 'guard', messages, tools })
// @ts-expect-error tools on a group without tools, written in place
create({ model: 'guard', messages, tools: [{ type: 'function', function: { name: 'f' } }] })
// @ts-expect-error a tool choice on a group without tools
create({ model: 'guard', messages, tool_choice: 'auto' })
// @ts-expect-error tools on a pattern without tools
create({ model: 'groq/llama', messages, tools })
// @ts-expect-error a JSON schema on a group that follows none
create({ model: 'guard', messages, response_format: { type: 'json_schema', json_schema: { name: 'x' } } })
create({ model: 'guard', messages, response_format: { type: 'json_object' } })
create({ model: 'gpt-4o', messages, response_format: { type: 'json_schema', json_schema: { name: 'x' } } })
// @ts-expect-error effort on a group that does not reason
create({ model: 'guard', messages, reasoning_effort: 'low' })
create({ model: 'guard', messages, reasoning_effort: null })
accepts<Lacks<Models, 'guard', 'tools'>>(true)
accepts<Lacks<Models, 'guard' | 'gpt-4o', 'tools'>>(false)
accepts<Lacks<Models, 'groq/fast', 'tools'>>(false)
accepts<Lacks<Models, 'groq/other', 'tools'>>(true)

// Images.
create({ model: 'gpt-4o', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:' } }] }] })
create({ model: 'guard', messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }] }] })
create({ model: 'guard', messages })
create({ model: 'guard', messages: theirMessages })
create({ model: 'guard', messages: [...messages, user, { role: 'user', content: 'a' }] })
// @ts-expect-error an image for a group that does not see
create({ model: 'guard', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:' } }] }] })
create({
  model: 'guard',
  // @ts-expect-error an image among other parts and messages
  messages: [
    { role: 'system', content: 'a' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'a' },
        { type: 'image_url', image_url: { url: 'data:' } },
      ],
    },
  ],
})

// Messages.
create({ model: 'gpt-4o', messages: theirMessages })
// @ts-expect-error a role that does not exist
create({ model: 'gpt-4o', messages: [{ role: 'bot', content: 'a' }] })
// @ts-expect-error a tool answer without its call
create({ model: 'gpt-4o', messages: [{ role: 'tool', content: 'a' }] })

// Replies.
accepts<ApiPromise<Reply<ChatReply>>>(create({ model: 'gpt-4o', messages }))
accepts<ApiPromise<Reply<ChatReply>>>(create({ model: 'gpt-4o', messages, stream: false }))
accepts<ApiPromise<ChatStream>>(create({ model: 'gpt-4o', messages, stream: true }))
accepts<ApiPromise<ChatStream>>(llm.completion({ model: 'gpt-4o', messages, stream: true }))
accepts<Promise<Reply<ChatReply> | ChatStream>>(create({ model: 'gpt-4o', messages, stream: flag }))
accepts<ApiPromise<Reply<EmbeddingReply>>>(llm.embeddings.create({ model: 'text-embedding-3-small', input: 'a' }))
// @ts-expect-error it may be a stream
accepts<Promise<Reply<ChatReply>>>(create({ model: 'gpt-4o', messages, stream: flag }))

/** A wrapper over any model keeps its name open. */
export function ask<N extends ChatName<Models>>(model: N, history: ChatMessage[]): ApiPromise<Reply<ChatReply>> {
  return create({ model, messages: history, temperature: 0 })
}
ask('gpt-4o', messages)
// @ts-expect-error a misspelled model
ask('gpt-4', messages)

// OpenAI's own code takes what goes in and what comes out.
declare const body: ChatBody<Models>
declare const bodyOfOne: ChatBody<Models, 'gpt-4o', true> & { stream: true }
declare const embeddingBody: EmbeddingBody<Models>
declare const reply: Reply<ChatReply>
declare const embeddings: Reply<EmbeddingReply>
declare const stream: ChatStream
declare function without<T>(value: T): Omit<T, Additions>
accepts<OpenAI.ChatCompletionCreateParams>(without(body))
accepts<OpenAI.ChatCompletionCreateParamsStreaming>(without(bodyOfOne))
accepts<OpenAI.EmbeddingCreateParams>(without(embeddingBody))
accepts<OpenAI.ChatCompletion>(reply)
accepts<OpenAI.CreateEmbeddingResponse>(embeddings)
accepts<AsyncIterable<OpenAI.ChatCompletionChunk>>(stream)
type Chains = 'fallbacks' | 'context_window_fallbacks' | 'content_policy_fallbacks' | 'disable_fallbacks' | 'max_fallbacks'
type Steering =
  | Chains
  | 'num_retries'
  | 'timeout'
  | 'deadline'
  | 'drop_params'
  | 'tags'
  | 'allowed_model_region'
  | 'cache'
  | 'caching'
  | 'priority'
type Staged = 'fallbacks' | 'context_fallbacks' | 'content_policy_fallbacks' | 'rate_limit_error'
accepts<Same<Additions, Steering | 'mock_response' | `mock_testing_${Staged}`>>(true)
accepts<OpenAI.RequestOptions['timeout']>(0 as NonNullable<Parameters<typeof create>[1]>['timeout'])

// Patterns.
accepts<Same<Matching<'openai/*'>, `openai/${string}`>>(true)
accepts<Same<Matching<'a*b*'>, `a${string}b${string}`>>(true)
accepts<Same<Matching<'*'>, string>>(true)
accepts<Same<Matching<'plain'>, 'plain'>>(true)

// What a caller builds around the client.
type Body = Parameters<typeof create>[0]
declare const anyBody: Body
declare const theirs: Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, 'model'>
declare const theirTools: OpenAI.ChatCompletionTool[]
accepts<OpenAI.ChatCompletionCreateParams>(without(anyBody))
create(anyBody)
create({ ...theirs, model: 'gpt-4o', tools: theirTools })
create({ model: 'gpt-4o', messages: ['a', 'b'].map((content) => ({ role: 'user', content })) })
/** The answer goes back as history, in our terms and in OpenAI's. */
export async function loop(history: ChatMessage[], theirHistory: OpenAI.ChatCompletionMessageParam[]): Promise<void> {
  const { choices } = await create({ model: 'gpt-4o', messages: history })
  const message = choices[0]?.message
  if (message === undefined) return
  history.push(message)
  theirHistory.push(message)
  await create({ model: 'guard', messages: [...history, message, { role: 'user', content: 'a' }] })
}
const withDefaults = { model: 'gpt-4o', messages: [{ role: 'user', content: 'a' }], temperature: 0 } satisfies ChatBody<Models>
create(withDefaults)

// The other endpoints.
type All = Models & {
  readonly completion: { readonly davinci: never }
  readonly responses: { readonly 'o3-pro': 'tools' }
  readonly image: { readonly 'dall-e-3': never }
  readonly imageEdit: { readonly edit: never }
  readonly transcription: { readonly whisper: never }
  readonly speech: { readonly tts: never }
  readonly moderation: { readonly guardian: never }
  readonly rerank: { readonly ranker: never }
  readonly wildcards: { readonly speech: { readonly 'voice/*': never } }
}
declare const all: Client<All>
declare const blob: { arrayBuffer(): Promise<ArrayBuffer> }
all.completion({ model: 'o3-pro', messages, fallbacks: ['gpt-4o'] })
accepts<ApiPromise<Reply<CompletionReply>>>(all.completions.create({ model: 'davinci', prompt: 'a', fallbacks: ['gpt-4o'] }))
accepts<ApiPromise<CompletionStream>>(all.completions.create({ model: 'gpt-4o', prompt: 'a', stream: true }))
accepts<ApiPromise<Reply<ResponsesReply>>>(all.responses.create({ model: 'o3-pro', input: 'a' }))
accepts<ApiPromise<ResponsesStream>>(all.responses.create({ model: 'gpt-4o', input: 'a', stream: true }))
accepts<Promise<Reply<ResponsesReply> | ResponsesStream>>(all.responses.create({ model: 'gpt-4o', input: 'a', stream: flag }))
accepts<ApiPromise<Reply<ImageReply>>>(all.images.generate({ model: 'dall-e-3', prompt: 'a' }))
all.images.edit({ model: 'edit', prompt: 'a', image: [blob, { bytes: new Uint8Array(), name: 'a.png' }], fallbacks: ['dall-e-3'] })
accepts<Promise<{ text: string }>>(all.audio.transcriptions.create({ model: 'whisper', file: blob }))
all.audio.translations.create({ model: 'whisper', file: blob })
all.audio.speech.create({ model: 'tts', input: 'a', voice: 'b' })
all.audio.speech.create({ model: 'voice/any', input: 'a', voice: 'b' })
all.moderations.create({ model: 'guardian', input: 'a' })
accepts<Promise<{ results: { index: number }[]; meta: { billed_units?: object; cost: number | undefined } }>>(
  all.rerank({ model: 'ranker', query: 'a', documents: ['b'] }),
)
all.rerank.create({ model: 'ranker', query: 'a', documents: ['b'] })
accepts<Promise<{ input_tokens: number }>>(all.tokens.count({ model: 'davinci', messages }))
// @ts-expect-error a model that takes no tools
all.responses.create({ model: 'o3-pro', input: 'a', tools: [] })
// @ts-expect-error a model that takes no tools, in a chat
all.completion({ model: 'o3-pro', messages, tools })
// @ts-expect-error a responses model for completions
all.completions.create({ model: 'o3-pro', prompt: 'a' })
// @ts-expect-error an image model that only edits
all.images.generate({ model: 'edit', prompt: 'a' })
// @ts-expect-error a chat model for speech
all.audio.speech.create({ model: 'gpt-4o', input: 'a', voice: 'b' })
// @ts-expect-error a fallback of another mode
all.rerank({ model: 'ranker', query: 'a', documents: ['b'], fallbacks: ['gpt-4o'] })
// @ts-expect-error a config without a table for it
llm.images.generate({ model: 'gpt-4o', prompt: 'a' })
// @ts-expect-error a misspelled parameter
all.images.generate({ model: 'dall-e-3', prompt: 'a', sizes: '1x1' })
