/** Stands between a gateway and its database, and counts what is asked. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { freePort } from './sockets.js'

/** The address that leads to the server of `url`, and how many messages held `mark` so far. */
export async function countingProxy(url: string, mark: string): Promise<{ readonly url: string; readonly count: () => number }> {
  const behind = new URL(url)
  const front = new URL(url)
  const port = await freePort()
  front.port = String(port)
  let count = 0
  const server = createServer((client) => {
    const database = connect(Number(behind.port), behind.hostname)
    client.on('data', (bytes) => {
      if (bytes.includes(mark)) count++
    })
    client.pipe(database).pipe(client)
    client.on('error', () => database.destroy())
    database.on('error', () => client.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return { url: front.href, count: () => count }
}
