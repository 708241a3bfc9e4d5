/** Brings a database to the newest schema: numbered SQL files that only add, each applied once. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { packageFile } from '../package-files.js'
import { version } from '../version.js'
import type { Connection, Db } from './connection.js'
import { databaseMessage } from './sql-error.js'

export type Migration = { readonly name: string; readonly sql: string; readonly hash: string }

/** A database that this version cannot use as it is. */
export class MigrationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MigrationError'
  }
}

/** Instances that start at once wait for one another on this lock; the number is our own. */
const lockId = 7_170_113

/** The migrations of this package, oldest first. */
export function shippedMigrations(): readonly Migration[] {
  const folder = packageFile('schema/migrations/')
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8')
      return { name: name.replace(/\.sql$/, ''), sql: text, hash: createHash('sha256').update(text).digest('hex') }
    })
}

/** Those that the database does not have yet. Throws a {@link MigrationError} where it is newer than this version, or not ours. */
export async function pendingMigrations(db: Db, all: readonly Migration[]): Promise<readonly Migration[]> {
  const applied = await appliedMigrations(db)
  for (const [at, { name, hash }] of applied.entries()) {
    const ours = all[at]
    if (ours === undefined) throw new MigrationError(newerThan(all, applied.slice(at)))
    if (ours.name !== name || ours.hash !== hash)
      throw new MigrationError(
        `the migration ${name} of the database is not the ${ours.name} of this version: the database was made by another program or changed by hand`,
      )
  }
  return all.slice(applied.length)
}

/** What is to be done about a database that has been under a newer version. Migrations only add, and none is ever undone. */
function newerThan(all: readonly Migration[], unknown: readonly Applied[]): string {
  const known = all.map(({ name }) => name).join(', ')
  const ahead = unknown.map(({ name, version, appliedAt }) => {
    const by = version === undefined ? '' : ` by llmgen ${version}`
    return `${name} (applied${by} on ${appliedAt.slice(0, 10)})`
  })
  const needed = unknown.at(-1)?.version
  return (
    `the database is of a newer version: it also has ${ahead.join(', ')}. This is llmgen ${version}, which knows ${known}, and changes nothing. ` +
    `Use ${needed === undefined ? 'the version that applied them' : `llmgen ${needed}`} or a later one, or give this version a database of its own ` +
    '(general_settings.database_url, DATABASE_URL); going back needs a copy of the database from before'
  )
}

/** Applies what is missing, all or nothing, and gives their names. */
export async function migrate(connection: Connection, all: readonly Migration[] = shippedMigrations()): Promise<readonly string[]> {
  // one version check, without a lock, is all that a start usually needs
  if ((await pendingMigrations(connection.db, all)).length === 0) return []
  return connection.transaction(async (db) => {
    await db.execute(sql`select pg_advisory_xact_lock(${lockId})`)
    await db.execute(sql`create table if not exists llmgen_migrations (
      name text primary key, hash text not null, applied_at timestamptz not null default now(), version text)`)
    // made before versions were written down
    await db.execute(sql`alter table llmgen_migrations add column if not exists version text`)
    const pending = await pendingMigrations(db, all)
    for (const { name, sql: text, hash } of pending) {
      await apply(db, name, text)
      await db.execute(sql`insert into llmgen_migrations (name, hash, version) values (${name}, ${hash}, ${version})`)
    }
    return pending.map(({ name }) => name)
  })
}

async function apply(db: Db, name: string, text: string): Promise<void> {
  try {
    // the text of a file of this package
    await db.execute(sql.raw(text))
  } catch (cause) {
    throw new MigrationError(`the migration ${name} failed and changed nothing: ${databaseMessage(cause)}`, { cause })
  }
}

/** `version` is that of the llmgen that applied it, `appliedAt` begins with the day. */
type Applied = { readonly name: string; readonly hash: string; readonly version: string | undefined; readonly appliedAt: string }
type AppliedRow = { readonly name: string; readonly hash: string; readonly version?: string | null; readonly applied_at: Date | string }

async function appliedMigrations(db: Db): Promise<readonly Applied[]> {
  const { rows } = await db.execute<{ known: string | null }>(sql`select to_regclass('llmgen_migrations') as known`)
  if (rows[0]?.known == null) return []
  // whatever columns a version before or after this one has
  const applied = await db.execute<AppliedRow>(sql`select * from llmgen_migrations order by name`)
  return applied.rows.map(({ name, hash, version, applied_at: at }) => ({
    name,
    hash,
    version: version ?? undefined,
    appliedAt: at instanceof Date ? at.toISOString() : at,
  }))
}
