/** Lines over a client with patterns that compile, and lines that must not. */
import { accepts } from '../../types/accepts.js'
import type { ChatModel, ChatRequest } from './generated/index.js'
import { llm } from './generated/index.js'

declare const messages: ChatRequest['messages']

declare const name: ChatModel

accepts<ChatModel>('openai/anything-at-all')
accepts<ChatModel>('anthropic/claude-sonnet')
llm.completion({ model: 'openai/gpt-5', messages, fallbacks: ['anthropic/claude-opus-4'] })
llm.completion({ model: name, messages, fallbacks: [name] })
llm.completion({ model: 'openai/gpt-5', messages, tools: [{ type: 'function', function: { name: 'f' } }] })
// @ts-expect-error no pattern covers it
llm.completion({ model: 'groq/llama', messages })
// @ts-expect-error no pattern covers it
accepts<ChatModel>('gpt-4o')
// @ts-expect-error there is no embedding model
llm.embeddings.create({ model: 'openai/text-embedding-3-small', input: 'a' })
