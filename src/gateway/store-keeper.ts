/** What a gateway does with its store beside asking it: opens it, brings it what the config declares, and clears out what is too old. */
import type { Lowered } from '../compiler/lower.js'
import { createEnvironment } from '../runtime/settings.js'
import type { GatewayLog } from './log.js'
import { readSection, readSettings, withExports } from './read-settings.js'
import { declaresSomething, type Sources } from './seed/declarations.js'
import { seedStore } from './seed/seed-store.js'
import type { AdminStore } from './store/admin-store.js'
import type { GatewayStore } from './store/gateway-store.js'
import { openGatewayStore, type StoreTerms } from './store/open-gateway-store.js'
import { ensurePartitions } from './store/partitions.js'
import { runRetention } from './store/retention.js'
import { readRetention } from './store/retention-terms.js'
import { databaseMessage, isDatabaseAway } from './store/sql-error.js'

/** What a config says that concerns the store. */
export type KeptConfig = Pick<Lowered, 'plan' | 'secrets'> & {
  readonly env: { readonly [name: string]: string | undefined }
  readonly find: Sources['env']
  readonly masterKey: string | undefined
  readonly timeZone: string
}

/** The same of what is served, in an environment. */
export function keptConfig({ plan, secrets }: Pick<Lowered, 'plan' | 'secrets'>, given: KeptConfig['env']): KeptConfig {
  const env = withExports(plan, secrets, given)
  const find = createEnvironment(env, plan.routing.environment)
  const { masterKey, limits } = readSettings(plan, secrets, env)
  return { plan, secrets, env, find, masterKey, timeZone: limits.timeZone }
}

/** What the keeper works with. */
export type KeeperTerms = Omit<StoreTerms, 'prepare'> & {
  /** False in processes that leave to another one what has to be done once. */
  readonly isOnDuty: () => boolean
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
  readonly #looking: ReturnType<typeof setInterval>
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

  close(): Promise<void> {
    clearInterval(this.#looking)
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
