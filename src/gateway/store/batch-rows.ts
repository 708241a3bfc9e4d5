/** What the spend log knows of a batch: the request that started it, and whether what it cost was written. */
import { sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import type { SpendRow } from './spend-row.js'

/** Whoever started a batch, as its row says. `start_time` is milliseconds since 1970. */
export type BatchOrigin = Pick<
  SpendRow,
  'api_key' | 'user_id' | 'team_id' | 'organization_id' | 'end_user' | 'request_tags' | 'session_id'
> & { readonly start_time: number }

type Row = BatchOrigin & { readonly request_id: string }

/**
 * `madeBy` and `costId` are ids of requests: of the one that started the batch, and of the row of its cost. The origin is
 * undefined where the log does not have it, or not any more: rows go in the order of their time, so that a cost that was
 * written once and removed since is not written again.
 */
export async function findBatch(
  db: Db,
  { madeBy, costId }: { readonly madeBy: string; readonly costId: string },
): Promise<{ readonly origin: BatchOrigin | undefined; readonly isCounted: boolean }> {
  const { rows } = await db.execute<Row>(sql`select request_id::text as request_id, api_key, user_id, team_id, organization_id,
      end_user, request_tags, session_id, (extract(epoch from start_time) * 1000)::float8 as start_time
    from spend_logs where request_id in (${madeBy}::uuid, ${costId}::uuid) and call_type = 'abatch'`)
  const found = rows.find((row) => row.request_id === madeBy)
  if (found === undefined) return { origin: undefined, isCounted: rows.length > 0 }
  const { request_id: _id, ...origin } = found
  return { origin, isCounted: rows.length > 1 }
}
