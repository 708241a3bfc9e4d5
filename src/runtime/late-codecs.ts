/** Codecs that an adapter does not carry from the start: other endpoints, chat in another form, streams. Imported with the first. */
import type { Adapter, Endpoint, EndpointCodec } from '../providers/adapter.js'
import { keepCodec } from './codecs.js'

/** The codec, whole, and kept for the next call. Undefined where the format does not offer the endpoint. */
export async function loadCodec<E extends Endpoint>(adapter: Adapter, endpoint: E): Promise<EndpointCodec<E> | undefined> {
  // The tables pair each endpoint with its own codec; indexing by a type parameter loses that.
  const load = adapter.later?.[endpoint] as (() => Promise<EndpointCodec<E>>) | undefined
  const codec = load === undefined ? ((await byChat(adapter, endpoint)) as EndpointCodec<E> | undefined) : await load()
  if (codec !== undefined) keepCodec(adapter, endpoint, codec)
  return codec
}

/** A format that knows only chats answers two endpoints more by them. */
async function byChat(adapter: Adapter, endpoint: Endpoint): Promise<EndpointCodec<'chat' | 'responses' | 'completions'> | undefined> {
  const own = adapter.endpoints.chat
  if (own === undefined || (endpoint !== 'chat' && endpoint !== 'responses' && endpoint !== 'completions')) return undefined
  const stream = own.stream ?? (await adapter.laterStream?.())
  const chat = stream === undefined ? own : { ...own, stream }
  if (endpoint === 'chat') return chat
  if (endpoint === 'responses') return (await import('../providers/responses-bridge.js')).responsesOverChat(chat)
  return (await import('../providers/completions-bridge.js')).completionsOverChat(chat)
}
