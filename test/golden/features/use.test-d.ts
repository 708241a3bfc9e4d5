/** Lines over the emitted client that compile, and lines that must not. */
import type OpenAI from 'openai'
import { accepts } from '../../types/accepts.js'
import type { ChatModel, ChatModelWith, ChatRequest, EmbeddingModel, EmbeddingRequest, ImageModel, Models } from './generated/index.js'
import { createLlm, llm, plan } from './generated/index.js'

declare const messages: ChatRequest['messages']
declare const tools: NonNullable<ChatRequest['tools']>
declare const name: ChatModel
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

accepts<Same<ChatModel, 'gpt-4o' | 'plain' | "it's `odd` ${name}" | '__proto__' | 'fast' | 'hidden-fast'>>(true)
accepts<Same<ChatModelWith<'tools'>, Exclude<ChatModel, 'plain' | 'fast' | 'hidden-fast'>>>(true)
accepts<Same<EmbeddingModel, 'embed'>>(true)
accepts<Same<ImageModel, 'draw'>>(true)
accepts<Same<Models['chat']['plain'], 'tools' | 'vision' | 'json_schema' | 'reasoning'>>(true)
accepts<string>(plan.hash)

export const replies = [
  llm.chat.completions.create({ model: 'gpt-4o', messages, tools, fallbacks: ['__proto__', 'fast'] }),
  llm.completion({ model: "it's `odd` ${name}", messages }),
  llm.completion({ model: name, messages, tools }),
  createLlm({ env: {} }).embeddings.create({ model: 'embed', input: 'a' }),
]

accepts<Promise<{ data?: unknown; meta: { cost: number | undefined } }>>(llm.images.generate({ model: 'draw', prompt: 'p' }))
// @ts-expect-error a chat model for images
llm.images.generate({ model: 'gpt-4o', prompt: 'p' })
// @ts-expect-error no model of the config speaks
llm.audio.speech.create({ model: 'draw', input: 'a', voice: 'b' })

// @ts-expect-error a misspelled model
llm.chat.completions.create({ model: 'gpt-4', messages })
// @ts-expect-error an embedding model in chat
llm.chat.completions.create({ model: 'embed', messages })
// @ts-expect-error an image model in chat
llm.chat.completions.create({ model: 'draw', messages })
// @ts-expect-error a fallback to an unknown name
llm.chat.completions.create({ model: 'gpt-4o', messages, fallbacks: ['claude'] })
// @ts-expect-error tools on a group without tools
llm.chat.completions.create({ model: 'plain', messages, tools })
// @ts-expect-error tools on an alias of a group without tools
llm.chat.completions.create({ model: 'fast', messages, tools })

// OpenAI's own code takes the emitted request, but for what llmgen adds, and the emitted reply.
type Additions = 'fallbacks' | 'num_retries' | 'timeout' | 'deadline' | 'mock_response' | 'drop_params'
declare const request: Omit<ChatRequest, Additions>
declare const streamed: Omit<ChatRequest<'gpt-4o'>, Additions | 'stream'> & { stream: true }
declare const embedding: Omit<EmbeddingRequest, Additions>
accepts<OpenAI.ChatCompletionCreateParams>(request)
accepts<OpenAI.ChatCompletionCreateParamsStreaming>(streamed)
accepts<OpenAI.EmbeddingCreateParams>(embedding)
accepts<OpenAI.ChatCompletion>(await llm.chat.completions.create({ model: 'gpt-4o', messages }))
accepts<AsyncIterable<OpenAI.ChatCompletionChunk>>(await llm.chat.completions.create({ model: 'gpt-4o', messages, stream: true }))
accepts<OpenAI.CreateEmbeddingResponse>(await llm.embeddings.create({ model: 'embed', input: 'a' }))
