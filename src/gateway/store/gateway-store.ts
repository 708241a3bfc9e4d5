/** The store as the gateway has it for as long as it runs: opened when first needed, with what is kept in memory of it. */
import type { CallerCache } from '../auth/caller-cache.js'
import type { Changed } from '../row-memory.js'
import type { AdminStore } from './admin-store.js'
import type { SpendRow } from './spend-row.js'

export interface GatewayStore {
  readonly kind: 'postgres' | 'embedded'
  /** `closed` until somebody needs it. */
  readonly state: 'closed' | 'opening' | 'open' | 'failed'
  /** The database with all migrations, opened now where it is not. Rejects with a `StoreClosedError`. */
  open(): Promise<AdminStore>
  /** Callers by the hash of their keys. */
  readonly callers: CallerCache
  /**
   * Takes a row of the spend log; it is on disk when this returns, or in memory where that is full. Throws what the disk says
   * where both are. Where `mayWait`, it is so before the answers go out that wait for the end of this turn.
   */
  record(row: SpendRow, mayWait?: boolean): void
  /** Hears of every change that this process or another one made; returns how to stop. */
  onChange(hear: (change: Changed) => void): () => void
  /** Rows on their way: how many the database does not have yet, and writes that failed since the start. */
  readonly spend: {
    readonly waiting: number
    readonly failedWrites: number
    /** Of those that wait, the ones that are in memory alone, since the disk is full. */
    readonly offDisk: number
    /** Neither the disk nor the database takes rows, and memory is about to. */
    readonly isFull: boolean
    flush(): Promise<void>
  }
  /** Brings what waits to the database, then closes it. */
  close(): Promise<void>
}
