/** The codec of an adapter for an endpoint where it is at hand; others are loaded by `late-codecs.ts`. */
import type { Adapter, Endpoint, EndpointCodec } from '../providers/adapter.js'

type Codecs = { [E in Endpoint]?: EndpointCodec<E> }

/** Codecs that were imported, by adapter. */
const loaded = new WeakMap<Adapter, Codecs>()

/** At once where the adapter carries it or it was imported before. Undefined where the format does not offer the endpoint. */
export function codecOf<E extends Endpoint>(
  adapter: Adapter,
  endpoint: E,
  streaming: boolean,
): EndpointCodec<E> | undefined | Promise<EndpointCodec<E> | undefined> {
  // The tables pair each endpoint with its own codec; indexing by a type parameter loses that.
  const codec = (loaded.get(adapter)?.[endpoint] ?? adapter.endpoints[endpoint]) as EndpointCodec<E> | undefined
  const lacksStream = streaming && codec !== undefined && codec.stream === undefined && adapter.laterStream !== undefined
  if (codec !== undefined && !lacksStream) return codec
  return import('./late-codecs.js').then(({ loadCodec }) => loadCodec(adapter, endpoint))
}

/** Keeps a codec that was imported. */
export function keepCodec<E extends Endpoint>(adapter: Adapter, endpoint: E, codec: EndpointCodec<E>): void {
  loaded.set(adapter, { ...loaded.get(adapter), [endpoint]: codec })
}
