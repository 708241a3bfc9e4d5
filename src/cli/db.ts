/** `llmgen db migrate`: brings the database to the schema of this version, or shows what that would be. */
import { type Migration, migrate, pendingMigrations, shippedMigrations } from '../gateway/store/migrate.js'
import { type ExitCode, exitCode } from './exit.js'
import { findStore, type StoreFlags, type StorePlace, withStore } from './store-place.js'
import type { Terminal } from './terminal.js'

export type MigrateFlags = StoreFlags & { readonly dryRun?: boolean }

/** Applies what is missing, all or nothing; with `--dry-run` prints it as SQL. Exit 3 where the database cannot be reached. */
export async function migrateDatabase(flags: MigrateFlags, terminal: Terminal): Promise<ExitCode> {
  const place = findStore(flags, terminal)
  const say = (text: string) => {
    if (flags.silent !== true) terminal.err(`${text}\n`)
  }
  if (flags.dryRun === true) {
    const pending = await pendingAt(place, terminal)
    for (const { name, sql } of pending) terminal.out(`-- ${name}.sql\n${sql.trimEnd()}\n\n`)
    say(pending.length === 0 ? `${place.name} has the newest schema: nothing would run` : `${listed(pending)} would run on ${place.name}`)
    return exitCode.clean
  }
  const isNew = place.kind === 'embedded' && !place.isThere
  const applied = await withStore(place, terminal, (connection) => migrate(connection))
  if (isNew) say(`${place.name} was made, with the newest schema`)
  else say(applied.length === 0 ? `${place.name} has the newest schema: nothing to do` : `${place.name} now has ${applied.join(', ')}`)
  return exitCode.clean
}

/** An embedded database that is not there lacks everything, and is not made for that. */
async function pendingAt(place: StorePlace, terminal: Terminal): Promise<readonly Migration[]> {
  const all = shippedMigrations()
  if (place.kind === 'embedded' && !place.isThere) return all
  return withStore(place, terminal, ({ db }) => pendingMigrations(db, all))
}

function listed(pending: readonly Migration[]): string {
  return pending.map(({ name }) => `${name}.sql`).join(', ')
}
