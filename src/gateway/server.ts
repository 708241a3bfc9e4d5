/** The gateway on the network: listening, and an end that lets calls finish. */
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** A client that takes nothing of what is ready for it for this time is given up. Milliseconds. */
const slowestReaderMs = 120_000

/** Gives up clients that do not read their answers. One whose answer is still being made may wait; idle connections end as usual. */
export function giveUpSlowReaders({ server }: FastifyInstance): void {
  server.setTimeout(slowestReaderMs, (socket: Socket & { readonly _httpMessage?: object | null }) => {
    const isWaiting = socket._httpMessage !== null && socket._httpMessage !== undefined && socket.writableLength === 0
    if (!isWaiting) socket.destroy()
  })
}

/** Connections of each app: Node counts one on which nothing was ever asked among the busy ones. */
const connections = new WeakMap<FastifyInstance, Set<Socket>>()

/** Listens, and gives the address as a URL that this machine can call. */
export async function listenOn(app: FastifyInstance, port: number, host: string): Promise<string> {
  const open = new Set<Socket>()
  connections.set(app, open)
  app.server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  await app.listen({ port, host })
  const address = app.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}

/** How often connections on which nothing is under way any more are closed during a shutdown, milliseconds. */
const sweepMs = 100

/** Accepts nothing more; what is under way after `graceMs` is told by `giveUp`, and its connections are broken. */
export async function closeApp(app: FastifyInstance, graceMs: number, giveUp: () => void): Promise<void> {
  // a client keeps its connection after its answer, for requests that will not be taken
  const sweep = setInterval(() => {
    app.server.closeIdleConnections()
    for (const socket of connections.get(app) ?? []) if (socket.bytesRead === 0) socket.destroy()
  }, sweepMs)
  const timer = setTimeout(() => {
    giveUp()
    app.server.closeAllConnections()
  }, graceMs)
  try {
    await app.close()
  } finally {
    clearInterval(sweep)
    clearTimeout(timer)
  }
}
