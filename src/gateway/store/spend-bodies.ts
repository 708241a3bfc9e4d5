/** Requests and answers that are kept beside the spend log. */
import { sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import type { SpendBodies } from './spend-row.js'

/** What was kept of a request; undefined where nothing was. */
export async function bodiesOf(db: Db, requestId: string): Promise<SpendBodies | undefined> {
  const { rows } = await db.execute<SpendBodies>(sql`select messages, response from spend_bodies where request_id = ${requestId}::uuid`)
  return rows[0]
}
