/** What one run of seeding works with and finds out. */
import type { Desk } from '../admin/admin-route.js'
import { GatewayError } from '../errors.js'
import type { Changed } from '../row-memory.js'
import type { Db } from '../store/connection.js'
import { type Ledger, savepoint } from '../store/declared-rows.js'
import { KeyTakenError } from '../store/keys.js'
import { NoSuchRowError, TakenError } from '../store/sql-error.js'
import type { Section } from './declared-fields.js'

export type Outcome = 'made' | 'changed' | 'kept'

/** Who the rows say made them. */
export const author = 'config'

export type Seeding = {
  readonly db: Db
  readonly desk: Pick<Desk, 'now' | 'timeZone' | 'by'>
  /** What was declared last time. */
  readonly ledger: Ledger
  /** What is declared now, for the next time. */
  readonly next: { readonly [section: string]: Map<string, readonly string[]> }
  /** What was declared last time of keys that have another hash now. */
  readonly renamed: Map<string, readonly string[]>
  readonly tally: Tally
}

/** What became of each object, by the names that messages have for them. */
export type Tally = {
  readonly made: string[]
  readonly changed: string[]
  readonly removed: string[]
  kept: number
  readonly warnings: string[]
  /** To be told once it is committed. */
  readonly changes: Changed[]
}

export function newTally(): Tally {
  return { made: [], changed: [], removed: [], kept: 0, warnings: [], changes: [] }
}

/** What was declared of an object still counts where nothing is written of it now. */
export function remember({ ledger, next }: Seeding, section: Section, id: string): void {
  const fields = ledger[section]?.get(id)
  if (fields !== undefined) next[section]?.set(id, fields)
}

/** Does one object's part. What the database refuses of it leaves that object out, as it was. */
export async function settle(
  { db, tally }: Seeding,
  { label, change }: { readonly label: string; readonly change: Changed },
  work: () => Promise<Outcome>,
): Promise<void> {
  let outcome: Outcome
  try {
    outcome = await savepoint(db, work)
  } catch (error) {
    const why = refusalOf(error)
    if (why === undefined) throw error
    tally.warnings.push(`${label} is left out: ${why}`)
    return
  }
  if (outcome === 'kept') tally.kept++
  else {
    tally[outcome].push(label)
    tally.changes.push(change)
  }
}

/** Why an object cannot be written; undefined for what has nothing to do with it. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof GatewayError) return error.message
  if (error instanceof KeyTakenError) return `its ${error.what} is in use by another key`
  if (error instanceof TakenError) return `another row has the same value (${error.constraint})`
  return error instanceof NoSuchRowError ? `what it refers to is not there (${error.constraint})` : undefined
}
