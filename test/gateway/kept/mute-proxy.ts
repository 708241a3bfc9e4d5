/** A TCP proxy before a PostgreSQL that keeps its notifications back, as a pooler of transactions does. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** The type of a notification among the server's messages. */
const notification = 'A'.charCodeAt(0)

/** The same database by way of the proxy, and how many notifications it kept back. It ends with the test. */
export async function muted(databaseUrl: string): Promise<{ readonly url: string; kept(): number }> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let kept = 0
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      // who is cut off hears of it; here nothing depends on it
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    client.pipe(upstream)
    const messages = new Messages(
      (bytes) => client.write(bytes),
      () => kept++,
    )
    upstream.on('data', (bytes: Buffer) => messages.take(bytes))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = `${address.port}`
  return { url: url.href, kept: () => kept }
}

/** Cuts what a server sends into messages: a type of one byte, then the length of the rest, its own four bytes included. */
class Messages {
  readonly #pass: (message: Buffer) => void
  readonly #keepBack: () => void
  #rest = Buffer.alloc(0)

  constructor(pass: (message: Buffer) => void, keepBack: () => void) {
    this.#pass = pass
    this.#keepBack = keepBack
  }

  take(bytes: Buffer): void {
    let all = Buffer.concat([this.#rest, bytes])
    while (all.length >= 5 && all.length > all.readUInt32BE(1)) {
      const length = 1 + all.readUInt32BE(1)
      if (all[0] === notification) this.#keepBack()
      else this.#pass(all.subarray(0, length))
      all = all.subarray(length)
    }
    this.#rest = all
  }
}
