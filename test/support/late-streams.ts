/** How adapters stream chats, those included that import it with the first stream. */
import type { Adapter, EndpointCodec, StreamCodec } from '../../src/providers/adapter.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { openai } from '../../src/providers/openai.js'

const late = new Map(
  await Promise.all([openai, anthropic].map(async (adapter) => [adapter.format, await adapter.laterStream?.()] as const)),
)

/** The stream of an adapter's chats; throws where it has none. */
export function chatStreamOf(adapter: Adapter): StreamCodec<'chat', unknown> {
  const stream = adapter.endpoints.chat?.stream ?? late.get(adapter.format)
  if (stream === undefined) throw new Error(`the adapter ${adapter.format} does not stream`)
  return stream
}

/** An adapter's chats with their stream. */
export function wholeChat(adapter: Adapter): EndpointCodec<'chat'> & { readonly stream: StreamCodec<'chat', unknown> } {
  const { chat } = adapter.endpoints
  if (chat === undefined) throw new Error(`the adapter ${adapter.format} has no chat`)
  return { ...chat, stream: chatStreamOf(adapter) }
}
