/** Node: undici, `node:crypto`, files. */
import { nodeCrypto } from './crypto.js'
import { importPeer } from './import-peer.js'
import type { Platform } from './platform.js'
import { readTextFile } from './read-file.js'
import { createTransport } from './transport.js'

export const nodePlatform: Platform = {
  createTransport,
  createPublicTransport: async (options) => (await import('./public-transport.js')).createPublicTransport(options),
  crypto: nodeCrypto,
  readFile: readTextFile,
  importPeer,
}
