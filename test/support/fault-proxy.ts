/** A TCP proxy before a server of tests: it passes, refuses, cuts or stalls what goes through it. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** `pass` as a network does; `refuse` new connections at once; `stall` answers nothing, to old and new ones alike. */
export type Fault = 'pass' | 'refuse' | 'stall'

export type FaultProxy = {
  readonly port: number
  set(fault: Fault): void
  /** Breaks every connection that there is. */
  cut(): void
  close(): Promise<void>
}

/** Starts it before a port of this machine. */
export async function openFaultProxy(target: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>()
  let fault: Fault = 'pass'
  const server = createServer((client) => {
    track(client)
    if (fault === 'refuse') {
      client.destroy()
      return
    }
    const upstream = connect(target, '127.0.0.1')
    track(upstream)
    join(client, upstream)
    join(upstream, client)
    if (fault === 'stall') for (const socket of [client, upstream]) socket.pause()
  })
  const track = (socket: Socket) => {
    sockets.add(socket)
    // who is cut off says so; here nothing depends on it
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const join = (from: Socket, to: Socket) => {
    from.on('data', (bytes) => to.write(bytes))
    from.on('end', () => to.end())
    from.on('close', () => to.destroy())
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    port: address.port,
    set: (next) => {
      fault = next
      for (const socket of sockets) next === 'stall' ? socket.pause() : socket.resume()
    },
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
