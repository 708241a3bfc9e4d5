/** What a gateway does with its store beside asking it: opens it, brings it what the config declares, and clears out what is too old. */
import type { KeptConfig } from './kept-config.js'
import type { GatewayLog } from './log.js'
import { Neighbours } from './neighbours.js'
import { readSection } from './read-settings.js'
import { declaresSomething } from './seed/declarations.js'
import { seedStore } from './seed/seed-store.js'
import type { AdminStore } from './store/admin-store.js'
import type { GatewayStore } from './store/gateway-store.js'
import { announceInstance, beatMs } from './store/instances.js'
import { openGatewayStore, type StoreTerms } from './store/open-gateway-store.js'
import { ensurePartitions } from './store/partitions.js'
import { runRetention } from './store/retention.js'
import { readRetention } from './store/retention-terms.js'
import { databaseMessage, isDatabaseAway } from './store/sql-error.js'

/** What the keeper works with. */
export type KeeperTerms = Omit<StoreTerms, 'prepare'> & {
  /** False in processes that leave to another one what has to be done once. */
  readonly isOnDuty: () => boolean
  /** This gateway's own among those on the database, the same in all its processes. */
  readonly instance: string
  /** False where limits and budgets are counted in a place that all gateways share. */
  readonly countsAlone: () => boolean
}

/** How often it is looked whether something is too old, or a day needs a partition, milliseconds. */
const lookMs = 600_000
/** A database that went away while it was brought what is declared is tried again, milliseconds. */
const againMs = 5_000

export class StoreKeeper {
  readonly store: GatewayStore
  readonly #terms: KeeperTerms
  readonly #log: GatewayLog
  #config: KeptConfig
  readonly #neighbours: Neighbours
  readonly #looking: ReturnType<typeof setInterval>
  readonly #beating: ReturnType<typeof setInterval>
  #again: ReturnType<typeof setTimeout> | undefined

  /** Throws what the disk says of the data folder. */
  constructor(terms: KeeperTerms, config: KeptConfig) {
    this.#terms = terms
    this.#log = terms.log
    this.#config = config
    this.store = openGatewayStore({ ...terms, prepare: (admin) => this.#prepare(admin) })
    // a key of the config is known from the start
    if (declaresSomething(config.plan)) void this.#open()
    this.#looking = setInterval(() => void this.#look(), lookMs)
    this.#looking.unref()
    this.#neighbours = new Neighbours(terms)
    this.#beating = setInterval(() => void this.#beat(), beatMs)
    this.#beating.unref()
  }

  /** Takes over a config that is served from now on. */
  async serve(config: KeptConfig): Promise<void> {
    this.#config = config
    clearTimeout(this.#again)
    if (this.store.state !== 'open' && !declaresSomething(config.plan)) return
    const admin = await this.#open()
    // one that is opened later is brought all of it then
    if (admin === undefined) return
    await this.#seed(admin).catch(() => {
      this.#again = setTimeout(() => void this.serve(this.#config), againMs)
      this.#again.unref()
    })
  }

  /** Other gateways on the same database, where each counts limits and budgets by itself. */
  get countingApart(): number {
    return this.#neighbours.countingApart
  }

  close(): Promise<void> {
    clearInterval(this.#looking)
    clearInterval(this.#beating)
    clearTimeout(this.#again)
    return this.store.close()
  }

  /** Undefined while it cannot be opened, which the store has said, and tries again. */
  #open(): Promise<AdminStore | undefined> {
    return this.store.open().catch(() => undefined)
  }

  /** Nobody has the database before this is done. Rejects where it went away meanwhile: then it is opened again. */
  async #prepare(admin: AdminStore): Promise<void> {
    await this.#seed(admin)
    await this.#clear(admin)
    await this.#announce(admin)
  }

  async #seed(admin: AdminStore): Promise<void> {
    const { plan, secrets, find, masterKey, timeZone } = this.#config
    try {
      await seedStore(admin, { plan, secrets, env: find, masterKey, timeZone, now: this.#terms.now(), log: this.#log })
    } catch (error) {
      if (isDatabaseAway(error)) throw error
      this.#log.error({}, `what the config declares of keys, teams, users and budgets was not written: ${databaseMessage(error)}`)
    }
  }

  async #look(): Promise<void> {
    if (this.store.state !== 'open' || !this.#terms.isOnDuty()) return
    const admin = await this.#open()
    if (admin !== undefined) await this.#clear(admin)
  }

  /** Says that this gateway lives, and sees who else does. The embedded database has one process. */
  async #beat(): Promise<void> {
    if (this.store.kind !== 'postgres' || this.store.state !== 'open') return
    const admin = await this.#open()
    if (admin !== undefined) await this.#announce(admin)
  }

  async #announce({ connection }: AdminStore): Promise<void> {
    if (connection.kind !== 'postgres') return
    try {
      this.#neighbours.note(await announceInstance(connection.db, this.#terms.instance))
    } catch (error) {
      this.#log.debug({}, `this gateway could not make itself known in the database, and does so again soon: ${databaseMessage(error)}`)
    }
  }

  /** Tried again at the next look: nothing depends on when it is done. */
  async #clear({ connection }: AdminStore): Promise<void> {
    const { plan, secrets, env } = this.#config
    const now = this.#terms.now()
    try {
      await ensurePartitions(connection, now)
      const removed = await runRetention(connection, readRetention(readSection(plan, 'general_settings', secrets, env)), now)
      if (removed !== undefined) this.#log.info({ ...removed, partitions: removed.partitions.join(', ') }, 'old spend rows were removed')
    } catch (error) {
      this.#log.warn({}, `old spend rows were not removed, and it is tried again later: ${databaseMessage(error)}`)
    }
  }
}
