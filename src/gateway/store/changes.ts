/**
 * Tells every instance what was changed in the store: this process at once, others on the same PostgreSQL by its notifications.
 * Whoever may have missed some is told that everything may have changed.
 */
import { sql } from 'drizzle-orm'
import type { Changed } from '../auth/caller-cache.js'
import type { Connection } from './connection.js'

const channel = 'llmgen_changes'
/** What PostgreSQL carries in one notification, bytes. */
const longestPayload = 7_900

export type Changes = {
  /** To be called once the change is committed. Others hear of it when this resolves, or soon after. */
  tell(change: Changed): Promise<void>
  close(): Promise<void>
}

const everything: Changed = { kind: 'all', id: '' }

/** Hears of the changes of all instances from now on, its own included. */
export async function followChanges(connection: Connection, hear: (change: Changed) => void): Promise<Changes> {
  const close = await connection.listen(channel, (payload) => hear(payload === undefined ? everything : read(payload)))
  return {
    tell: async (change) => {
      hear(change)
      if (connection.kind !== 'postgres') return
      const payload = JSON.stringify(change)
      const text = Buffer.byteLength(payload) > longestPayload ? JSON.stringify(everything) : payload
      await connection.db.execute(sql`select pg_notify(${channel}, ${text})`)
    },
    close,
  }
}

const kinds: ReadonlySet<string> = new Set<Changed['kind']>([
  'key',
  'user',
  'team',
  'organization',
  'budget',
  'end_user',
  'tag',
  'model',
  'all',
])

/** What cannot be read came from another version: anything may have changed. */
function read(payload: string): Changed {
  try {
    const change: unknown = JSON.parse(payload)
    return isChange(change) ? change : everything
  } catch {
    return everything
  }
}

function isChange(value: unknown): value is Changed {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('id' in value)) return false
  return typeof value.kind === 'string' && kinds.has(value.kind) && typeof value.id === 'string'
}
