/** A server that says what it was asked, byte for byte, and does what the path tells it to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

/** A request as it came in. */
export type Echo = {
  readonly method: string
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

export type EchoServer = {
  readonly url: string
  readonly seen: Echo[]
  /** Connections that the other side closed before their answer was whole. */
  left: number
  /** Bytes of bodies that came so far. */
  received: number
}

/** Starts it; it ends with the test. `answer` decides where it wants to: the default is the request as JSON. */
export async function startEcho(answer?: (echo: Echo, outgoing: ServerResponse) => boolean): Promise<EchoServer> {
  const seen: Echo[] = []
  const server = createServer((incoming, outgoing) => {
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) echo.left++
    })
    incoming.on('data', (bytes: Buffer) => (echo.received += bytes.length))
    void read(incoming).then(
      (request) => {
        seen.push(request)
        if (answer?.(request, outgoing) === true) return
        outgoing.writeHead(200, { 'content-type': 'application/json', 'x-from': 'echo' })
        outgoing.end(JSON.stringify(request))
      },
      () => outgoing.destroy(), // whoever asked has gone
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const echo: EchoServer = { url: `http://127.0.0.1:${port}`, seen, left: 0, received: 0 }
  return echo
}

async function read(incoming: IncomingMessage): Promise<Echo> {
  const pieces: Buffer[] = []
  for await (const piece of incoming) pieces.push(piece)
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  return { method: incoming.method ?? '', path: incoming.url ?? '', headers, body: Buffer.concat(pieces).toString('latin1') }
}
