/** The gateway on the network: listening, and an end that lets calls finish. */
import type { FastifyInstance } from 'fastify'

/** Listens, and gives the address as a URL that this machine can call. */
export async function listenOn(app: FastifyInstance, port: number, host: string): Promise<string> {
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
  const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs)
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
