/** Servers on bare sockets that tell what came on which connection, ended with the test. */
import { createServer as createPlain, type Server, type Socket } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { HttpRequest, Transport } from '../../../src/protocol/http.js'
import { TransportFault } from '../../../src/protocol/http.js'
import { createTransport, type TransportOptions } from '../../../src/runtime/transport/transport.js'
import { cert, key } from './certificate.js'

/** A request as it came over the wire. */
export type Came = { readonly socket: Socket; readonly head: string; readonly body: Buffer; readonly connection: number }

export type RawServer = {
  readonly base: string
  readonly server: Server
  /** Open connections. */
  readonly open: ReadonlySet<Socket>
  /** Connections that were made. */
  readonly made: () => number
}

/** Starts a server that acts on each whole request. */
export async function startServer(act: (came: Came) => void, { tls = false } = {}): Promise<RawServer> {
  const open = new Set<Socket>()
  let made = 0
  const serve = (socket: Socket) => {
    const connection = ++made
    open.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
    readRequests(socket, (head, body) => act({ socket, head, body, connection }))
  }
  const server = tls ? createTls({ key, cert }, serve) : createPlain(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return { base: `${tls ? 'https' : 'http'}://127.0.0.1:${address.port}`, server, open, made: () => made }
}

function readRequests(socket: Socket, came: (head: string, body: Buffer) => void): void {
  let pieces: Buffer[] = []
  let size = 0
  let wanted = 0
  socket.on('data', (bytes: Buffer) => {
    pieces.push(bytes)
    size += bytes.length
    while (size > 0 && size >= wanted) {
      const all = Buffer.concat(pieces)
      const stop = all.indexOf('\r\n\r\n')
      if (stop === -1) return
      const head = all.toString('latin1', 0, stop + 4)
      const end = stop + 4 + Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0)
      wanted = end
      if (all.length < end) return
      pieces = [all.subarray(end)]
      size = all.length - end
      wanted = 0
      came(head, all.subarray(stop + 4, end))
    }
  })
}

/** A whole answer. */
export function answer(body: string, headers = ''): string {
  return `HTTP/1.1 200 OK\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** A transport that ends with the test. */
export function startTransport(options?: TransportOptions): Transport {
  const made = createTransport(options)
  onTestFinished(() => made.close())
  return made
}

export function post(base: string, body: string | Uint8Array = '{}', headers = {}): HttpRequest {
  return { method: 'POST', url: `${base}/v1`, headers, body }
}

/** The reason of the fault that `promise` ends with. */
export async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof TransportFault)) throw new Error(`no transport fault, but ${String(error)}`)
  return error.reason
}

/** Waits until something is so, for as long as a slow machine may need. */
export async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 10_000
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`never so: ${isSo}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
