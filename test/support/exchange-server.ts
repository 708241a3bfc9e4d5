/** A local server that answers with recorded exchanges, its bytes cut anywhere. For tests that need real sockets. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { cutBytes, seededRandom } from './codec.js'
import { type Exchange, replyBytes } from './corpus.js'

/** Header by which a request says which exchange it wants; without it the first step of the path is its id. */
export const exchangeHeader = 'x-test-exchange'

export type Received = { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: unknown }

export type ExchangeServer = {
  /** `http://127.0.0.1:port`. */
  readonly origin: string
  /** The last request for an exchange. */
  received(id: string): Received | undefined
  close(): Promise<void>
}

/** Serves `exchanges` by id. The same `seed` cuts at the same places. */
export async function createExchangeServer(exchanges: readonly Exchange[], seed: number): Promise<ExchangeServer> {
  const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]))
  const requests = new Map<string, Received>()
  const server = createServer((request, response) => {
    const id = String(request.headers[exchangeHeader] ?? request.url?.split('/')[1])
    const exchange = byId.get(id)
    void readBody(request).then((body) => {
      requests.set(id, { path: request.url ?? '', headers: request.headers, body })
      if (exchange !== undefined) return answer(response, exchange, seed)
      response.writeHead(599).end(`no exchange ${id}`)
      return undefined
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return {
    origin: `http://127.0.0.1:${port}`,
    received: (id) => requests.get(id),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(Buffer.from(piece))
  return JSON.parse(Buffer.concat(pieces).toString('utf8'))
}

async function answer(response: ServerResponse, exchange: Exchange, seed: number): Promise<void> {
  const bytes = replyBytes(exchange)
  response.writeHead(exchange.status, exchange.response_headers)
  response.flushHeaders()
  response.socket?.setNoDelay(true)
  for (const piece of cutBytes(bytes, seededRandom(seed + bytes.length), Math.max(24, bytes.length / 20))) {
    response.write(piece)
    await nextTurn()
  }
  response.end()
}
