/** A connection to the store's database: PostgreSQL, or the embedded one. Both speak PostgreSQL's protocol through one driver. */
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Pool, PoolClient } from 'pg'
import { loadDrizzle } from '../packages.js'

/** What queries are written with. */
export type Db = NodePgDatabase

/** One statement as text with its parameters. A named one is planned once for as long as its session lasts. */
export type Ask = (query: {
  readonly text: string
  readonly values: unknown[]
  readonly name?: string
}) => Promise<{ readonly rows: readonly { readonly [column: string]: unknown }[] }>

export interface Connection {
  readonly kind: 'postgres' | 'embedded'
  /** Queries of their own, each by itself. */
  readonly db: Db
  /** Several queries, all or none. What `work` rejects with undoes them. Nothing else runs on its session meanwhile. */
  transaction<T>(work: (db: Db, ask: Ask) => Promise<T>): Promise<T>
  /** Several statements without parameters, as a migration has them. All or none. */
  script(sql: string): Promise<void>
  /** Called for each notification on `channel`, and with undefined when some may have been missed; returns how to stop. */
  listen(channel: string, hear: (payload: string | undefined) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** What the two kinds share. `pool` is closed with it. */
export async function connectionOver(
  pool: Pool,
  { kind, listen, closed }: Pick<Connection, 'kind' | 'listen'> & { readonly closed: () => Promise<void> },
): Promise<Connection> {
  const drizzle = await loadDrizzle()
  return {
    kind,
    listen,
    db: drizzle(pool),
    transaction: (work) => inTransaction(pool, (client) => work(drizzle(client), (query) => client.query(query))),
    script: (sql) => inTransaction(pool, async (client) => void (await client.query(sql))),
    close: async () => {
      await pool.end()
      await closed()
    },
  }
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // a session that is cut off between two statements says so by an event, and without a listener the process would end
  const cut = (error: Error) => {
    broken = error
  }
  client.on('error', cut)
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    // a session that cannot even undo is thrown away
    await client.query('rollback').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause))
    })
    throw error
  } finally {
    client.off('error', cut)
    client.release(broken)
  }
}
