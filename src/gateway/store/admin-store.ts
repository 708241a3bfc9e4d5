/** What the administration needs of the store: the database, and a way to tell every process what has changed. */
import type { Changed } from '../row-memory.js'
import type { Connection } from './connection.js'

export type AdminStore = {
  readonly connection: Connection
  /** Told after a change is committed; no process answers by what it knew before once this resolves, or within a second elsewhere. */
  tell(change: Changed): Promise<void>
}
