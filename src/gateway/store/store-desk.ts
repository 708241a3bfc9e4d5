/** The store of a gateway: opened when it is first needed, migrated, and opened again where it could not be. */
import type { Connection } from './connection.js'

/** Why the store cannot be used now. Answered as 503. */
export class StoreClosedError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StoreClosedError'
  }
}

/** What a desk works with. Times are milliseconds. */
export type DeskPorts = {
  /** Opens and migrates. */
  readonly open: () => Promise<Connection>
  readonly now: () => number
  /** Told when it is opened, and when it cannot be. */
  readonly report: (level: 'info' | 'warn', message: string) => void
}

/** Where opening fails it is tried again, but not by every request. */
const firstPauseMs = 250
const longestPauseMs = 5_000

export class StoreDesk {
  readonly #ports: DeskPorts
  #opening: Promise<Connection> | undefined
  #open: Connection | undefined
  #failure: { readonly error: unknown; readonly until: number } | undefined
  #pauseMs = firstPauseMs
  #closed = false

  constructor(ports: DeskPorts) {
    this.#ports = ports
  }

  /** `closed` until somebody needs it. */
  get state(): 'closed' | 'opening' | 'open' | 'failed' {
    if (this.#open !== undefined) return 'open'
    if (this.#opening !== undefined) return 'opening'
    return this.#failure === undefined ? 'closed' : 'failed'
  }

  /** The connection, opened now where it is not. Rejects with a {@link StoreClosedError}. */
  connection(): Promise<Connection> {
    if (this.#open !== undefined) return Promise.resolve(this.#open)
    if (this.#closed) return Promise.reject(new StoreClosedError('the gateway is being shut down'))
    const failure = this.#failure
    if (failure !== undefined && this.#ports.now() < failure.until) return Promise.reject(closedBy(failure.error))
    this.#opening ??= this.#start().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  /** What was open has ended by itself: whoever needs it next opens it anew. */
  lost(why: string): void {
    const open = this.#open
    if (open === undefined || this.#closed) return
    this.#open = undefined
    this.#ports.report('warn', `the database has ended: ${why}. It is opened anew when it is needed`)
    // nothing can be done about sessions of a database that is gone
    open.close().catch(() => undefined)
  }

  async close(): Promise<void> {
    this.#closed = true
    // one that is being opened is closed by its opener
    await this.#opening?.catch(() => undefined)
    const open = this.#open
    this.#open = undefined
    await open?.close()
  }

  async #start(): Promise<Connection> {
    try {
      const connection = await this.#ports.open()
      if (this.#closed) {
        await connection.close()
        throw new Error('the gateway is being shut down')
      }
      if (this.#failure !== undefined) this.#ports.report('info', 'the database is there again')
      this.#open = connection
      this.#failure = undefined
      this.#pauseMs = firstPauseMs
      return connection
    } catch (error) {
      if (this.#failure === undefined)
        this.#ports.report('warn', `the database cannot be opened: ${messageOf(error)}. It is tried again while requests need it`)
      this.#failure = { error, until: this.#ports.now() + this.#pauseMs }
      this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs)
      throw closedBy(error)
    }
  }
}

function closedBy(error: unknown): StoreClosedError {
  return new StoreClosedError(`the database cannot be opened: ${messageOf(error)}`, error)
}

/** Some errors of the network say nothing but their code; some are several in one; those of a query say the query. */
function messageOf(error: unknown): string {
  if (error instanceof Error && error.cause instanceof Error && error.message.startsWith('Failed query:')) return messageOf(error.cause)
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  if (!(error instanceof Error)) return String(error)
  return error.message === '' ? error.name : error.message
}
