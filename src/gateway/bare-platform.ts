/** What parameters that came in a request are tried out on: the network, and nothing that this machine may sign in with. */
import { type Transport, TransportFault } from '../protocol/http.js'
import { nodePlatform } from '../runtime/platform/node-platform.js'
import type { Platform } from '../runtime/platform/platform.js'

/**
 * Where clouds give a machine its own credentials: link-local addresses, and what is there by another name. Node writes every
 * spelling of an address in one way.
 */
const metadataHost = /^(?:169\.254\.|\[fe80:|\[::ffff:a9fe:|\[fd00:ec2:|100\.100\.100\.200$|metadata(?:$|\.))/i

/** Node without files, without libraries of clouds, and with a transport that does not ask for the machine's credentials. */
export const barePlatform: Platform = {
  ...nodePlatform,
  createTransport: (options) => withoutMetadata(nodePlatform.createTransport(options)),
  readFile: undefined,
  importPeer: async () => undefined,
}

function withoutMetadata(transport: Transport): Transport {
  const { takesParts } = transport
  return {
    ...(takesParts !== undefined && { takesParts }),
    whole: async (request, timers, signal) => transport.whole(allowed(request), timers, signal),
    stream: async (request, timers, signal) => transport.stream(allowed(request), timers, signal),
    close: () => transport.close(),
  }
}

function allowed<R extends { readonly url: string }>(request: R): R {
  if (!metadataHost.test(new URL(request.url).hostname)) return request
  throw new TransportFault('refused', 'the service from which a cloud’s machines get their credentials is not asked for somebody else')
}
