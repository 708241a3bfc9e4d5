/** What the functions of `llmgen/sdk` take, refuse and return. */
import type OpenAI from 'openai'
import type { ChatReply } from '../../src/protocol/chat.js'
import type { EmbeddingReply } from '../../src/protocol/embeddings.js'
import type { ChatMessage } from '../../src/protocol/messages.js'
import type { ApiPromise, Reply } from '../../src/runtime/client-types.js'
import type { ChatStream, CompletionStream, ResponsesStream } from '../../src/runtime/streams/stream-types.js'
import { completion, configure, embedding, type Model, moderation, rerank, responses, speech, textCompletion } from '../../src/sdk/index.js'
import { accepts } from './accepts.js'

declare const messages: ChatMessage[]
declare const theirMessages: OpenAI.ChatCompletionMessageParam[]
declare const flag: boolean
declare const text: string

// Models: known ones, with and without prefix, and any other of a known provider.
completion({ model: 'gpt-4o', messages })
completion({ model: 'anthropic/claude-sonnet-4-5', messages })
completion({ model: 'openrouter/some/model-of-tomorrow', messages: theirMessages })
completion({ model: `azure/${text}`, messages, api_base: text, api_version: text })
completion({ model: text as Model, messages })
completion({ model: text, custom_llm_provider: 'hosted_vllm', messages })
embedding({ model: 'text-embedding-3-small', input: ['a'] })
rerank({ model: 'cohere/rerank-v3.5', query: 'a', documents: ['b'] })
speech({ model: 'openai/tts-1', input: 'a', voice: 'alloy' })
moderation({ model: 'omni-moderation-latest', input: 'a' })
accepts<Model<'chat'>>('gpt-4o')
accepts<Model<'embedding'>>('voyage/anything')
// @ts-expect-error a model without its prefix
completion({ model: 'mistral-large-latest', messages })
// @ts-expect-error a prefix that does not exist
completion({ model: 'antropic/claude-sonnet-4-5', messages })
// @ts-expect-error any text, without a provider beside it
completion({ model: text, messages })
// @ts-expect-error a provider that does not exist
completion({ model: text, custom_llm_provider: 'hosted_vlm', messages })
// @ts-expect-error a chat model for embeddings
embedding({ model: 'gpt-4o', input: 'a' })

// Parameters.
completion({ model: 'gpt-4o', messages, temperature: 0, tools: [{ type: 'function', function: { name: 'f' } }] })
completion({ model: 'gpt-4o', messages, num_retries: 1, timeout: 5, stream_timeout: 1, drop_params: true, mock_response: 'a' })
completion({ model: 'gpt-4o', messages, api_key: process.env.TEAM_KEY, extra_headers: { a: 'b' }, extra_body: { a: 1 } }, { maxRetries: 1 })
completion({ model: 'vertex_ai/gemini-2.5-pro', messages, vertex_project: 'p', vertex_location: 'l', vertex_credentials: { type: 'a' } })
completion({ model: 'bedrock/anthropic.claude-3-haiku-20240307-v1:0', messages, aws_region_name: 'r', aws_access_key_id: 'a' })
// @ts-expect-error a parameter that does not exist
completion({ model: 'gpt-4o', messages, temprature: 1 })
// @ts-expect-error a setting of a host that does not exist
completion({ model: 'gpt-4o', messages, vertex_projekt: 'p' })
// @ts-expect-error a role that does not exist
completion({ model: 'gpt-4o', messages: [{ role: 'bot', content: 'a' }] })

// Fallbacks.
completion({ model: 'gpt-4o', messages, fallbacks: ['anthropic/claude-sonnet-4-5', { model: 'groq/x', api_key: 'a', temperature: 0 }] })
// @ts-expect-error a fallback whose provider cannot be told
completion({ model: 'gpt-4o', messages, fallbacks: ['claude-sonet'] })
// @ts-expect-error the same with parameters
completion({ model: 'gpt-4o', messages, fallbacks: [{ model: 'claude-sonet' }] })

// Answers.
accepts<ApiPromise<Reply<ChatReply>>>(completion({ model: 'gpt-4o', messages }))
accepts<ApiPromise<Reply<ChatReply>>>(completion({ model: 'gpt-4o', messages, stream: false }))
accepts<ApiPromise<ChatStream>>(completion({ model: 'gpt-4o', messages, stream: true }))
accepts<ApiPromise<CompletionStream>>(textCompletion({ model: 'gpt-4o', prompt: 'a', stream: true }))
accepts<ApiPromise<ResponsesStream>>(responses({ model: 'gpt-4o', input: 'a', stream: true }))
accepts<Promise<Reply<ChatReply> | ChatStream>>(completion({ model: 'gpt-4o', messages, stream: flag }))
accepts<ApiPromise<Reply<EmbeddingReply>>>(embedding({ model: 'openai/text-embedding-3-small', input: 'a' }))
accepts<Promise<OpenAI.ChatCompletion>>(completion({ model: 'gpt-4o', messages }))
// @ts-expect-error it may be a stream
accepts<Promise<Reply<ChatReply>>>(completion({ model: 'gpt-4o', messages, stream: flag }))

// Settings.
configure({
  env: process.env,
  drop_params: true,
  num_retries: 1,
  timeout: 5,
  errors: undefined,
  onEvent: (event) => text.includes(event.type),
})
// @ts-expect-error a setting that does not exist
configure({ drop_parms: true })
