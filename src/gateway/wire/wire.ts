/**
 * The short way: on connections of plain requests of hot routes, bytes are read and written here, past Node's HTTP server and
 * Fastify, which cost such a request more than all that is done for it. A connection on which anything else comes is theirs
 * from then on, with every byte that was read.
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Reception } from '../reception.js'
import type { Route } from '../route.js'
import { Connection } from './connection.js'

/** What the short way goes by. */
export type WireTerms = {
  readonly reception: Reception
  /** A client gets this long for the first byte of a request, and for a whole one; and so often connections are looked at. Milliseconds. */
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly lookEveryMs: number
  /** A connection is kept open so long between two requests, milliseconds. */
  readonly keepAliveMs: number
}

export class Wire {
  readonly terms: WireTerms
  /** No request is begun any more: what still comes is told so by Fastify. */
  isClosing = false
  readonly #routes = new Map<string, Route>()
  readonly #connections = new Set<Connection>()
  readonly #server: Server
  /** Of Node's server: what it does with a connection. */
  readonly #theirs: ReturnType<Server['listeners']>
  readonly #timer: NodeJS.Timeout

  /** Takes the connections of `server` from now on. */
  constructor(server: Server, routes: readonly Route[], terms: WireTerms) {
    this.terms = terms
    for (const route of routes)
      if (route.isHot === true && route.method === 'POST')
        for (const path of route.paths) if (!/[:*]/.test(path)) this.#routes.set(path, route)
    const listeners = server.listeners('connection')
    server.removeAllListeners('connection')
    this.#server = server
    this.#theirs = listeners
    server.on('connection', (socket: Socket) => this.#open(socket))
    this.#timer = setInterval(() => this.#look(), terms.lookEveryMs)
    this.#timer.unref()
  }

  /** The hot route behind a path as it was written. One under the root path is another when that is taken away. */
  routeOf(target: string): Route | undefined {
    const { rootPath } = this.terms.reception.desk.current.settings
    return rootPath !== '' && target.startsWith(`${rootPath}/`) ? undefined : this.#routes.get(target)
  }

  /** Has a connection read by Node's server, beginning with `unread`. */
  handOver(socket: Socket, unread: Buffer): void {
    socket.pause()
    socket.unshift(unread)
    this.#readByNode(socket)
    process.nextTick(() => socket.resume())
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection)
  }

  /** Ends idle connections, and the others with the answers that they wait for. */
  close(): void {
    this.isClosing = true
    clearInterval(this.#timer)
    for (const connection of [...this.#connections]) connection.endIfIdle()
  }

  /** Breaks off what is still there. */
  destroy(): void {
    for (const connection of [...this.#connections]) connection.socket.destroy()
  }

  #open(socket: Socket): void {
    if (this.isClosing) this.#readByNode(socket)
    else this.#connections.add(new Connection(socket, this, this.#server.timeout))
  }

  #readByNode(socket: Socket): void {
    for (const listener of this.#theirs) listener.call(this.#server, socket)
  }

  #look(): void {
    const now = Date.now()
    const { headersTimeoutMs, requestTimeoutMs, keepAliveMs } = this.terms
    for (const connection of [...this.#connections]) {
      const { socket, waitsFor, since } = connection
      const waited = now - since
      if (waitsFor === 'first request' && waited > headersTimeoutMs) connection.giveUp()
      else if (waitsFor === 'request' && waited > keepAliveMs) socket.destroy()
      else if (waitsFor === 'body' && waited > requestTimeoutMs) connection.giveUp()
    }
  }
}
