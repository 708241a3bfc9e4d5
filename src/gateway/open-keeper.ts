/** Opens what a gateway keeps, where something is to be kept. The packages that this takes are loaded here, and only then. */
import { resolve } from 'node:path'
import type { KeptConfig } from './kept-config.js'
import { loadStoreKeeper } from './packages.js'
import { GatewayStartError } from './start-error.js'
import type { KeeperTerms, StoreKeeper } from './store-keeper.js'
import type { Fleet } from './workers/fleet-view.js'

/** What decides whether there is a store, and where. */
export type KeeperPlace = Omit<KeeperTerms, 'dataFolder' | 'isOnDuty'> & {
  /** Of the embedded database, and of rows on their way. Default `.llmgen` where a PostgreSQL is named; else nothing is kept. */
  readonly dataFolder: string | undefined
  readonly fleet: Fleet | undefined
}

const defaultDataFolder = '.llmgen'

/** The embedded database has one process. */
const needsDatabase =
  'several workers need a PostgreSQL for keys and spend: set general_settings.database_url or DATABASE_URL, serve with one worker, or keep nothing: general_settings.disable_spend_logs'

/**
 * Undefined where nothing is kept. Rejects with a {@link GatewayStartError} where several processes would share an embedded
 * database, and with a `MissingPackageError` where one is not installed that the database takes.
 */
export async function openKeeper(
  { fleet, dataFolder: given, ...place }: KeeperPlace,
  config: KeptConfig,
): Promise<StoreKeeper | undefined> {
  const { settings } = place
  const dataFolder = given ?? (settings.databaseUrl === undefined ? undefined : defaultDataFolder)
  if (dataFolder === undefined) return undefined
  if (fleet !== undefined && settings.databaseUrl === undefined) {
    if (settings.keepsSpend) throw new GatewayStartError(needsDatabase)
    return undefined
  }
  const Keeper = await loadStoreKeeper(settings.databaseUrl === undefined ? 'embedded' : 'postgres')
  return new Keeper({ ...place, dataFolder: resolve(dataFolder), isOnDuty: () => fleet?.isOnDuty() !== false }, config)
}
