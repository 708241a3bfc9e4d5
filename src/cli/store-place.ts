/** The database that a command is about: the one a gateway started here would use, unless the command line names another. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describeErrors, readConfig } from '../gateway/config-source.js'
import { MissingPackageError } from '../gateway/packages.js'
import { readSettings } from '../gateway/read-settings.js'
import type { Connection } from '../gateway/store/connection.js'
import { openEmbedded } from '../gateway/store/embedded.js'
import { FolderInUseError } from '../gateway/store/folder-lock.js'
import { MigrationError } from '../gateway/store/migrate.js'
import { openPostgres } from '../gateway/store/postgres.js'
import { databaseMessage } from '../gateway/store/sql-error.js'
import { codeOf, exitCode, Stop } from './exit.js'
import { configNames, findConfig } from './find-config.js'
import { knownEnv } from './known-env.js'
import type { Terminal } from './terminal.js'

export type StoreFlags = {
  readonly cwd?: string
  readonly config?: string
  readonly envFile?: string
  readonly databaseUrl?: string
  readonly dataFolder?: string
  readonly silent?: boolean
}

/** `name` is for people, without a password. */
export type StorePlace =
  | { readonly kind: 'postgres'; readonly url: string; readonly name: string }
  | { readonly kind: 'embedded'; readonly folder: string; readonly name: string; readonly isThere: boolean }

/**
 * `--database-url`, else `--data-folder`, else what the config says or `DATABASE_URL`, in the gateway's own order; else the
 * embedded database in `.llmgen/db`. Stops with exit 1 where the config has errors.
 */
export function findStore(flags: StoreFlags, terminal: Terminal): StorePlace {
  const cwd = resolve(terminal.cwd, flags.cwd ?? '')
  const url = flags.databaseUrl ?? (flags.dataFolder === undefined ? configuredUrl(flags, cwd, terminal) : undefined)
  if (url !== undefined) return { kind: 'postgres', url, name: nameOf(url) }
  const shown = join(flags.dataFolder ?? '.llmgen', 'db')
  const folder = resolve(cwd, shown)
  return { kind: 'embedded', folder, name: `the embedded database in ${shown}`, isThere: existsSync(folder) }
}

function configuredUrl(flags: StoreFlags, cwd: string, terminal: Terminal): string | undefined {
  const env = knownEnv(cwd, flags, terminal) ?? terminal.env
  const isThere = flags.config !== undefined || configNames.some((name) => existsSync(resolve(cwd, name)))
  if (!isThere) return env.DATABASE_URL === '' ? undefined : env.DATABASE_URL
  const { path } = findConfig(cwd, flags.config)
  // keys in the file are no business of this command
  const read = readConfig({ path, cwd, allowLiteralSecrets: true }, env)
  if (read.lowered === undefined)
    throw new Stop(
      exitCode.problems,
      `${path} has errors, and may name the database: see \`llmgen check\`, or give --database-url\n${describeErrors(read)}`,
    )
  return readSettings(read.lowered.plan, read.lowered.secrets, env).store.databaseUrl
}

/** Host and database of a URL; what is no URL is not shown at all. */
function nameOf(url: string): string {
  if (!URL.canParse(url)) return 'PostgreSQL'
  const { host, pathname } = new URL(url)
  return `PostgreSQL at ${host}${pathname}`
}

/** Opens it, does the work and closes it. Stops with exit 3 where it cannot be opened or asked, with 1 where it is of another version. */
export async function withStore<T>(place: StorePlace, terminal: Terminal, work: (connection: Connection) => Promise<T>): Promise<T> {
  let connection: Connection | undefined
  try {
    connection =
      place.kind === 'embedded'
        ? await openEmbedded(place.folder)
        : await openPostgres(place.url, (message) => terminal.err(`llmgen: ${message}\n`))
    return await work(connection)
  } catch (cause) {
    throw storeStop(place, cause)
  } finally {
    await connection?.close()
  }
}

function storeStop({ name }: StorePlace, cause: unknown): unknown {
  if (cause instanceof Stop) return cause
  if (cause instanceof MigrationError) return new Stop(exitCode.problems, `${name}: ${cause.message}`, { cause })
  if (cause instanceof FolderInUseError || cause instanceof MissingPackageError) return new Stop(exitCode.io, cause.message, { cause })
  if (!isOfDatabase(cause)) return cause
  return new Stop(exitCode.io, `${name} cannot be used: ${wordsOf(cause)}`, { cause })
}

/** What the database or the network says has a code; a bug of ours has none. */
function isOfDatabase(cause: unknown): boolean {
  const inner = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause
  return codeOf(cause) !== '' || codeOf(inner) !== '' || /timeout|terminated|database|password|SASL|SSL/i.test(databaseMessage(cause))
}

/** Some errors of the network are several in one, without a word of their own. */
function wordsOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause
  if (inner instanceof AggregateError && inner.message === '') return inner.errors.map(wordsOf).join('; ')
  const message = databaseMessage(cause)
  return message === '' ? codeOf(inner) : message
}
