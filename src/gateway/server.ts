/** The gateway on the network: listening, and an end that lets calls finish. */
import type { FastifyInstance } from 'fastify'

/** Listens, and gives the address as a URL that this machine can call. */
export async function listenOn(app: FastifyInstance, port: number, host: string): Promise<string> {
  await app.listen({ port, host })
  const address = app.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}

/** Accepts nothing more; what is under way after `graceMs` is told by `giveUp`, and its connections are broken. */
export async function closeApp(app: FastifyInstance, graceMs: number, giveUp: () => void): Promise<void> {
  const timer = setTimeout(() => {
    giveUp()
    app.server.closeAllConnections()
  }, graceMs)
  try {
    await app.close()
  } finally {
    clearTimeout(timer)
  }
}
