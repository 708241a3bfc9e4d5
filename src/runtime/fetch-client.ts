/** The client where there is no Node. */
import { createClientOn } from './client.js'
import type { Client } from './client-shape.js'
import type { ClientOptions, ClientParts } from './client-types.js'
import type { ClientModels } from './model-types.js'
import { fetchPlatform } from './platform/fetch-platform.js'

/** A client over a Plan. Reads the environment now; connects on the first call. */
export function createClient<M extends ClientModels>(parts: ClientParts, options?: ClientOptions): Client<M> {
  return createClientOn(fetchPlatform, parts, options)
}
