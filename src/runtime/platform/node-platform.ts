/** Node: sockets, `node:crypto`, files. */

import { createTransport } from '../transport/transport.js'
import { nodeCrypto } from './crypto.js'
import { importPeer } from './import-peer.js'
import type { Platform } from './platform.js'
import { readTextFile } from './read-file.js'

export const nodePlatform: Platform = {
  createTransport,
  createPublicTransport: async (options) => (await import('../transport/public-transport.js')).createPublicTransport(options),
  crypto: nodeCrypto,
  readFile: readTextFile,
  importPeer,
}
