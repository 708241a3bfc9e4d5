/** Workers, Deno, Bun, browsers: `fetch` and Web Crypto, no files. */
import { type Transport, TransportFault } from '../../protocol/http.js'
import { createFetchTransport } from '../transport/fetch-transport.js'
import type { Platform } from './platform.js'
import { webCrypto } from './web-crypto.js'

export const fetchPlatform: Platform = {
  createTransport: createFetchTransport,
  createPublicTransport: async () => refusing,
  crypto: webCrypto,
  readFile: undefined,
  // What cannot be imported is not there; platforms differ in how they say so, and the caller names the missing package.
  importPeer: (name) => import(name).catch(() => undefined),
}

/** `fetch` does not tell where a name leads, so what strangers name is not asked unless the caller has decided so. */
const refuse = async (): Promise<never> => {
  throw new TransportFault(
    'other',
    'fetch cannot check where a host name leads; where the platform reaches no private network, as Workers and browsers, createLlm({ allowPrivateMedia: true }) lets it be fetched',
  )
}
const refusing: Transport = { whole: refuse, stream: refuse, close: async () => {} }
