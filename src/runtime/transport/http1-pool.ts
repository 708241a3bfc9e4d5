/** The connections to one origin: made when a request needs one, kept while they may be used again, never more than one request on each. */
import { Socket } from 'node:net'
import { buildConnector } from 'undici'
import { callOff, type Deadline, expireAfter, type Timed } from './deadlines.js'
import type { Exchange, Owner } from './exchange.js'
import { HeadReader } from './head-reader.js'
import { type Home, Http1Connection, readBuffer } from './http1-connection.js'
import { HeaderLines } from './request-text.js'
import type { Lookup } from './transport.js'

/** Options of every connect; `lookup` resolves names in the place of the system's own way. */
export type ConnectOptions = { readonly timeout: number; readonly rejectUnauthorized: boolean; readonly lookup?: Lookup }

/** `host` is the origin as messages show it. `hostHeader` stands in for its host, for the server and for its certificate. */
export type Origin = { readonly origin: string; readonly host: string; readonly hostHeader: string | undefined }

/** How often idle connections are looked at, milliseconds: one is closed that much late at most, and never used when it is due. */
const lookMs = 1_000

export class Http1Pool implements Home, Owner, Timed {
  /** The origin as messages show it. */
  readonly host: string
  readonly owner: Owner
  readonly lines: HeaderLines
  readonly heads = new HeadReader()
  readonly #address: buildConnector.Options
  readonly #options: ConnectOptions
  readonly #forget: () => void
  /** The one that was used last is used first, so that those too many fall out of use. */
  #idle: Http1Connection[] = []
  /** Those whose answer ended in this turn of the event loop. They are used when a whole turn has passed without a word or a close. */
  #resting: Http1Connection[] = []
  /** Requests that go out at the end of this turn of the event loop. */
  #queued: Exchange[] = []
  #isTurning = false
  #running = 0
  #look: Deadline | undefined
  /** The session of the last TLS connection, which spares the next one half of a handshake. */
  #session: Buffer | undefined
  #closed: (() => void) | undefined

  /** Throws where the origin is no address. */
  constructor({ origin, host, hostHeader }: Origin, options: ConnectOptions, forget: () => void) {
    const { protocol, hostname, port, host: named, pathname, search, hash } = new URL(origin)
    if ((protocol !== 'http:' && protocol !== 'https:') || pathname !== '/' || search !== '' || hash !== '')
      throw new TypeError('Invalid URL')
    this.host = host
    this.owner = this
    this.lines = new HeaderLines(named)
    this.#address = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, host: hostHeader ?? named }
    this.#options = options
    this.#forget = forget
    // one whose first request cannot be sent never gets any
    this.#look = expireAfter(lookMs, this)
  }

  dispatch(exchange: Exchange): void {
    this.#running++
    if (this.#idle.length === 0 && this.#resting.length <= this.#queued.length) this.#connect(exchange)
    else {
      // By the end of the turn it is known which of the idle connections the server has closed or spoken on meanwhile.
      this.#queued.push(exchange)
      this.#awaitTurn()
    }
  }

  /** The end of a turn: all that had come by its beginning has been read. */
  turn(): void {
    this.#isTurning = false
    const queued = this.#queued
    this.#queued = []
    for (const exchange of queued) {
      if (exchange.finished) continue
      const idle = this.#take()
      if (idle !== undefined) idle.send(exchange)
      else if (this.#resting.length > this.#queued.length) this.#queued.push(exchange)
      else this.#connect(exchange)
    }
    for (const connection of this.#resting) this.#idle.push(connection)
    this.#resting.length = 0
    if (this.#queued.length > 0) this.#awaitTurn()
  }

  #awaitTurn(): void {
    if (this.#isTurning) return
    this.#isTurning = true
    setImmediate(turn, this)
  }

  ended(): void {
    this.#running--
    if (this.#running > 0) return
    if (this.#closed !== undefined) this.#closed()
    else this.#look ??= expireAfter(lookMs, this)
  }

  release(connection: Http1Connection): void {
    if (this.#closed !== undefined) {
      connection.destroy()
      return
    }
    connection.usableUntil = performance.now() + connection.keptMs
    connection.rest()
    this.#resting.push(connection)
    this.#awaitTurn()
    this.#look ??= expireAfter(lookMs, this)
  }

  lost(connection: Http1Connection): void {
    leave(this.#idle, connection)
    leave(this.#resting, connection)
  }

  /** Looks which connections have been idle for too long. */
  expire(): void {
    this.#look = undefined
    const now = performance.now()
    for (const connection of this.#idle.filter(({ usableUntil }) => usableUntil <= now)) connection.destroy()
    if (this.#idle.length > 0) this.#look = expireAfter(lookMs, this)
    else if (this.#running === 0) this.#forget()
  }

  /** Closes what is idle, and is done when all that runs has ended. */
  close(): Promise<void> {
    if (this.#look !== undefined) callOff(this.#look)
    this.#look = undefined
    const done = new Promise<void>((resolve) => {
      this.#closed = resolve
    })
    for (const connection of [...this.#idle, ...this.#resting]) connection.destroy()
    if (this.#running === 0) this.#closed?.()
    return done
  }

  #take(): Http1Connection | undefined {
    const now = performance.now()
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      if (last.usableUntil > now) return last
      last.destroy()
    }
    return undefined
  }

  #connect(exchange: Exchange): void {
    const connection = new Http1Connection(this)
    exchange.connecting(connection)
    try {
      this.#open(connection, exchange)
    } catch (error) {
      connection.destroy()
      exchange.fail(error)
    }
  }

  #open(connection: Http1Connection, exchange: Exchange): void {
    const onread = {
      buffer: readBuffer,
      callback: (size: number) => {
        connection.read(size)
        return true
      },
    }
    const connector = buildConnector({ ...this.#options, onread, session: this.#session, maxCachedSessions: 0 })
    const made: unknown = connector(this.#address, (error, socket) => {
      if (error !== null) {
        connection.destroy()
        exchange.fail(error)
      } else if (exchange.finished || connection.closed) socket.destroy()
      else {
        connection.connected(socket)
        connection.send(exchange)
      }
    })
    // undici's types keep quiet about it: the socket comes back at once, so that a connect can be given up
    if (!(made instanceof Socket)) throw new Error('the connector of undici gave no socket')
    connection.attach(made)
    // plain sockets have none
    made.on('session', (session: Buffer) => {
      this.#session = session
    })
  }
}

function turn(pool: Http1Pool): void {
  pool.turn()
}

function leave(connections: Http1Connection[], one: Http1Connection): void {
  const at = connections.indexOf(one)
  if (at !== -1) connections.splice(at, 1)
}
