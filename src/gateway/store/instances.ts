/**
 * The gateways on one database, a row each that they renew as long as they live. Rows say nothing of one that ended without a
 * word, so whoever looks goes by rows that are renewed, not by rows that are there.
 */
import { sql } from 'drizzle-orm'
import type { Db } from './connection.js'

/** A row that was renewed lately. `at` is when, as the database writes it: it tells one renewal from another. */
export type Instance = { readonly id: string; readonly at: string }

/** How often an instance renews its row, milliseconds. */
export const beatMs = 15_000
/** A row counts for three beats. */
const freshSeconds = (3 * beatMs) / 1_000
/** Nobody runs so many; and nobody is told more. */
const most = 1_000

/** Renews the row of one instance, and gives those of the others. The clock is the database's. */
export async function announceInstance(db: Db, id: string): Promise<readonly Instance[]> {
  const { rows } = await db.execute<Instance>(sql`
    with own as (
      insert into instances (id) values (${id}) on conflict (id) do update set seen_at = now()),
    gone as (
      delete from instances where seen_at < now() - interval '1 day')
    select id, seen_at::text as at from instances
    where id <> ${id} and seen_at > now() - make_interval(secs => ${freshSeconds}) limit ${most}`)
  return rows
}
