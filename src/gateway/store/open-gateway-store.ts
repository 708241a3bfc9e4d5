/** The store of a running gateway: its database, what is kept in memory of it, and the rows that are on their way there. */
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { type CallerCache, createCallerCache } from '../auth/caller-cache.js'
import type { GatewayLog } from '../log.js'
import type { Changed } from '../row-memory.js'
import { SpendDesk } from '../spend/spend-desk.js'
import type { AdminStore } from './admin-store.js'
import { type Changes, followChanges } from './changes.js'
import type { Connection } from './connection.js'
import { openEmbedded } from './embedded.js'
import { findCaller } from './find-caller.js'
import type { GatewayStore } from './gateway-store.js'
import { migrate } from './migrate.js'
import { openPostgres } from './postgres.js'
import { inTime, messageOf, Reach } from './reach.js'
import { recordSpendList } from './record-spend.js'
import type { SpendRow } from './spend-row.js'
import { StoreClosedError, StoreDesk } from './store-desk.js'
import type { StoreSettings } from './store-settings.js'

/** What a store is opened with. */
export type StoreTerms = {
  readonly settings: StoreSettings
  /** Folder of the embedded database and of rows on their way: `.llmgen`. */
  readonly dataFolder: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: GatewayLog
  /** Done with the database before anybody gets it. */
  readonly prepare?: (admin: AdminStore) => Promise<void>
}

/** A configured database is asked for again and again while it is away, milliseconds. */
const retryMs = 1_000
/** Longest wait for a caller, milliseconds: one who is known goes on, one who is not is told that nobody can be asked. */
const lookUpMs = 3_000
/** The embedded one may have to start first. */
const embeddedMs = 60_000
/** How long a shutdown waits for sessions to end, milliseconds. */
const goodbyeMs = 3_000

/**
 * The store, opened when it is first needed; a PostgreSQL at once, in the background. Never rejects for a database that is
 * away: what needs it is told. Throws what the disk says of the data folder.
 */
export function openGatewayStore(terms: StoreTerms): GatewayStore {
  return new RunningStore(terms)
}

class RunningStore implements GatewayStore {
  readonly kind: 'postgres' | 'embedded'
  readonly callers: CallerCache
  readonly #terms: StoreTerms
  readonly #desk: StoreDesk
  readonly #spend: SpendDesk
  readonly #reach: Reach
  readonly #listeners = new Set<(change: Changed) => void>()
  #admin: AdminStore | undefined
  #changes: Changes | undefined
  #retry: NodeJS.Timeout | undefined

  constructor(terms: StoreTerms) {
    const { settings, now, log } = terms
    this.#terms = terms
    this.kind = settings.databaseUrl === undefined ? 'embedded' : 'postgres'
    const report = (level: 'info' | 'warn', message: string) => log[level]({}, message)
    this.#desk = new StoreDesk({ open: () => this.#open(), now, report })
    this.#reach = new Reach({ ask: () => this.#ask(), now: () => performance.now(), after: afterMs, report })
    const longestMs = this.kind === 'postgres' ? lookUpMs : embeddedMs
    this.callers = createCallerCache((token) => inTime(this.#findCaller(token), longestMs, afterMs), now, settings.cache)
    this.#spend = new SpendDesk(join(terms.dataFolder, 'spend'), (list) => this.#record(list), log)
    if (this.kind === 'postgres' || this.#spend.waiting > 0) this.#keepOpen()
  }

  get state(): GatewayStore['state'] {
    return this.#reach.isAway ? 'failed' : this.#desk.state
  }

  get spend(): GatewayStore['spend'] {
    return this.#spend
  }

  async open(): Promise<AdminStore> {
    await this.#desk.connection()
    if (this.kind === 'postgres' && !(await this.#reach.sure())) throw new StoreClosedError('the database does not answer')
    if (this.#admin === undefined) throw new Error('llmgen bug: a database was opened of whose changes nobody hears')
    return this.#admin
  }

  record(row: SpendRow, mayWait?: boolean): void {
    this.#spend.record(row, mayWait)
  }

  onChange(hear: (change: Changed) => void): () => void {
    this.#listeners.add(hear)
    return () => this.#listeners.delete(hear)
  }

  async close(): Promise<void> {
    clearTimeout(this.#retry)
    await this.#spend.close()
    this.#reach.close()
    this.#listeners.clear()
    const closing = Promise.all([this.#changes?.close(), this.#desk.close()])
    // sessions of a database that is silent end with this process; what it wrote is on disk
    if (this.kind === 'postgres')
      await inTime(closing, goodbyeMs, afterMs).catch((error: unknown) => this.#terms.log.warn({}, messageOf(error)))
    else await closing
  }

  async #findCaller(token: string) {
    const { db } = await this.#desk.connection()
    // who is known need not wait to find out once more
    if (this.#reach.isAway) throw new StoreClosedError('the database does not answer')
    return this.#watched(findCaller(db, token, new Date(this.#terms.now()), this.#terms.settings.timeZone))
  }

  async #record(list: Buffer): Promise<unknown> {
    const connection = await this.#desk.connection()
    if (this.#reach.isAway) throw new StoreClosedError('the database does not answer')
    return this.#watched(recordSpendList(connection, list))
  }

  /** The embedded database is away with its process only, and answers one after the other. */
  #watched<T>(work: Promise<T>): Promise<T> {
    return this.kind === 'postgres' ? this.#reach.watch(work) : work
  }

  async #ask(): Promise<unknown> {
    const { db } = await this.#desk.connection()
    return db.execute(sql`select 1`)
  }

  async #open(): Promise<Connection> {
    const { settings, dataFolder, log } = this.#terms
    const warn = (message: string) => log.warn({}, message)
    const connection =
      settings.databaseUrl === undefined
        ? await openEmbedded(join(dataFolder, 'db'), (why) => this.#desk.lost(why))
        : await openPostgres(settings.databaseUrl, warn, settings.sessions)
    try {
      const applied = await migrate(connection)
      if (applied.length > 0) log.info({ migrations: applied.join(', ') }, 'the database was brought to the newest schema')
      const changes = await followChanges(connection, (change) => this.#hear(change))
      this.#changes = changes
      this.#admin = { connection, tell: (change) => changes.tell(change) }
      await this.#terms.prepare?.(this.#admin)
      return connection
    } catch (error) {
      await connection.close()
      throw error
    }
  }

  #hear(change: Changed): void {
    // also when the session is lost that hears of changes
    if (change.kind === 'all' && this.kind === 'postgres' && this.#desk.state === 'open') this.#reach.doubt()
    this.callers.forget(change)
    for (const hear of [...this.#listeners]) hear(change)
  }

  /** Opens it now, and tries again until it is open. */
  #keepOpen(): void {
    this.#desk.connection().catch(() => {
      // the desk has said why
      this.#retry = setTimeout(() => this.#keepOpen(), retryMs)
      this.#retry.unref()
    })
  }
}

function afterMs(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
