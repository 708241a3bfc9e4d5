/**
 * Counts how often somebody set a spend, in place of adding to it: what is counted in memory or on Redis bears the number, so
 * that a spend that was set is counted anew from there.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'

/** What is to be set beside these changes: the next number where they set the spend, else nothing. `epoch` is the column of the table. */
export function epochAfter(epoch: AnyPgColumn, changes: { readonly spend?: unknown }): { readonly spendEpoch?: SQL<number> } {
  return changes.spend === undefined ? {} : { spendEpoch: sql<number>`${epoch} + 1` }
}
