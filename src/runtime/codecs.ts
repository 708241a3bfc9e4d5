/** The codec of an adapter for an endpoint: at hand, imported at the first call, or chat in another form. */
import type { Adapter, Endpoint, EndpointCodec } from '../providers/adapter.js'

type Codecs = { [E in Endpoint]?: EndpointCodec<E> }

/** Codecs that were imported, by adapter. */
const loaded = new WeakMap<Adapter, Codecs>()

/** At once where the adapter carries it or it was imported before. Undefined where the format does not offer the endpoint. */
export function codecOf<E extends Endpoint>(
  adapter: Adapter,
  endpoint: E,
): EndpointCodec<E> | undefined | Promise<EndpointCodec<E> | undefined> {
  // The tables pair each endpoint with its own codec; indexing by a type parameter loses that.
  const codec = (adapter.endpoints[endpoint] ?? loaded.get(adapter)?.[endpoint]) as EndpointCodec<E> | undefined
  if (codec !== undefined) return codec
  const load = adapter.later?.[endpoint] as (() => Promise<EndpointCodec<E>>) | undefined
  if (load !== undefined) return load().then((found) => keep(adapter, endpoint, found))
  const { chat } = adapter.endpoints
  return chat === undefined ? undefined : bridged(adapter, endpoint, chat)
}

function keep<E extends Endpoint>(adapter: Adapter, endpoint: E, codec: EndpointCodec<E>): EndpointCodec<E> {
  loaded.set(adapter, { ...loaded.get(adapter), [endpoint]: codec })
  return codec
}

/** A format that knows only chats answers two endpoints more by them. */
function bridged<E extends Endpoint>(
  adapter: Adapter,
  endpoint: E,
  chat: EndpointCodec<'chat'>,
): Promise<EndpointCodec<E> | undefined> | undefined {
  const bridge = endpoint === 'responses' ? responses(chat) : endpoint === 'completions' ? completions(chat) : undefined
  // The branches above follow the endpoint, which the type parameter stands for.
  return (bridge as Promise<EndpointCodec<E>> | undefined)?.then((codec) => keep(adapter, endpoint, codec))
}

async function responses(chat: EndpointCodec<'chat'>): Promise<EndpointCodec<'responses'>> {
  const { responsesOverChat } = await import('../providers/responses-bridge.js')
  return responsesOverChat(chat)
}

async function completions(chat: EndpointCodec<'chat'>): Promise<EndpointCodec<'completions'>> {
  const { completionsOverChat } = await import('../providers/completions-bridge.js')
  return completionsOverChat(chat)
}
