/** Lets every key and team begin anew; the rows and the sums of days stay. */
import { sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { spendLockId } from './spend-sums.js'

/** Sets what keys and teams have spent to nothing. Rows that are on their way count from here on. */
export async function resetAllSpend(db: Db): Promise<void> {
  // whoever writes rows would have to wait in the midst of it
  await db.execute(sql`select pg_advisory_xact_lock(${spendLockId})`)
  await db.execute(sql`update keys set spend = 0, spend_epoch = spend_epoch + 1`)
  await db.execute(sql`update teams set spend = 0, spend_epoch = spend_epoch + 1`)
}
