/** Ports to listen on, and waiting for whoever listens there. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

/** Milliseconds until `url` answers anything at all. Fails after `limitMs`. */
export async function untilAnswered(url: string, init: RequestInit, limitMs: number): Promise<number> {
  const begun = performance.now()
  for (;;) {
    try {
      const response = await fetch(url, init)
      await response.arrayBuffer()
      return performance.now() - begun
    } catch (cause) {
      if (performance.now() - begun > limitMs) throw new Error(`nothing answers at ${url} after ${limitMs} ms`, { cause })
      await sleep(2)
    }
  }
}
