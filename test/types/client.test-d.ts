/** What a client's types take and refuse. Each `@ts-expect-error` must be used, or the compiler reports it. */
import type { ChatStream, Client, Reply } from '../../src/runtime/client-types.js'
import type { ChatReply, ChatRequest } from '../../src/protocol/chat.js'
import type { ChatMessage, ChatTool } from '../../src/protocol/messages.js'

interface ChatModels {
  readonly 'gpt-4o': never
  readonly 'claude-sonnet': never
  readonly 'llama-guard': 'tools' | 'vision' | 'json_schema' | 'reasoning'
}
interface EmbeddingModels {
  readonly 'text-embedding-3-small': never
}
type Models = { readonly chat: ChatModels; readonly embedding: EmbeddingModels }
declare const llm: Client<Models>
declare const messages: ChatMessage[]
declare const tools: ChatTool[]
declare const model: keyof ChatModels
const create = llm.chat.completions.create
declare function same<A>(value: A): <B>(other: (A extends B ? 1 : 0) & (B extends A ? 1 : 0)) => B

create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], tools, reasoning_effort: 'low' })
create({ model: 'gpt-4o', messages, fallbacks: ['claude-sonnet', { model: 'gpt-4o', temperature: 0 }] })
create({ model, messages, tools })
// @ts-expect-error a misspelled model
create({ model: 'gpt-4', messages })
// @ts-expect-error an embedding model in chat
create({ model: 'text-embedding-3-small', messages })
// @ts-expect-error a fallback that does not exist
create({ model: 'gpt-4o', messages, fallbacks: ['claude-sonet'] })
// @ts-expect-error tools
create({ model: 'llama-guard', messages, tools })
// @ts-expect-error tools
create({ model: 'llama-guard', messages, tools: [{ type: 'function', function: { name: 'x' } }] })
// @ts-expect-error schema
create({ model: 'llama-guard', messages, response_format: { type: 'json_schema', json_schema: { name: 'x' } } })
create({ model: 'llama-guard', messages, response_format: { type: 'json_object' } })
// @ts-expect-error effort
create({ model: 'llama-guard', messages, reasoning_effort: 'low' })
// @ts-expect-error image
create({ model: 'llama-guard', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: '' } }] }] })
// @ts-expect-error image
create({ model: 'llama-guard', messages: [{ role: 'system', content: '' }, { role: 'user', content: [{ type: 'text', text: '' }, { type: 'image_url', image_url: { url: '' } }] }] })
create({ model: 'llama-guard', messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] })
create({ model: 'gpt-4o', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: '' } }] }] })
create({ model: 'llama-guard', messages: [...messages, { role: 'user', content: 'x' }] })

const a: ChatStream = await create({ model: 'gpt-4o', messages, stream: true })
const b: Reply<ChatReply> = await create({ model: 'gpt-4o', messages, stream: false })
const c: Reply<ChatReply> = await create({ model: 'gpt-4o', messages })
declare const flag: boolean
const d: ChatStream | Reply<ChatReply> = await create({ model: 'gpt-4o', messages, stream: flag })
// @ts-expect-error
const e: Reply<ChatReply> = await create({ model: 'gpt-4o', messages, stream: flag })

function ask<N extends keyof ChatModels>(model: N, history: ChatMessage[]) {
  return create({ model, messages: history })
}
