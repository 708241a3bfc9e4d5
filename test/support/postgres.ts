/** PostgreSQL for tests: the one of `LLMGEN_TEST_DATABASE_URL` or `DATABASE_URL`, or a server of this machine, installed where that is allowed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import pg from 'pg'
import { freePort, installPackage, keepRunning, succeeds } from './servers.js'

/** A server of one suite alone, which may take it down. */
export type PostgresServer = {
  readonly url: string
  readonly port: number
  /** Ends it at once, without a word to its clients. */
  kill(): Promise<void>
  /** Starts it again on the same port, with its data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A database that is dropped at the end. */
export type TestDatabase = { readonly url: string; drop(): Promise<void> }

/** How long a server may take to answer, milliseconds. */
const startMs = 30_000

/** Starts a PostgreSQL on a free port, with its data in a folder of its own. Undefined where there is no program for it. */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const programs = postgresPrograms()
  if (programs === undefined) return undefined
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-postgres-'))
  // it refuses to run as root
  const user = process.getuid?.() === 0 ? ordinaryUser() : undefined
  const as = user === undefined ? {} : { uid: user.uid, gid: user.gid }
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--no-sync'], {
    stdio: 'ignore',
    cwd: folder,
    ...as,
  })
  const flags = ['-D', data, '-p', `${port}`, '-k', folder, '-h', '127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=200']
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const { kill, restart, stop } = await keepRunning({
    folder,
    start: () => spawn(join(programs, 'postgres'), flags, { stdio: 'ignore', cwd: folder, ...as }),
    ready: (running) => answers(url, running),
    // "immediate": the parts of a server that is killed by SIGKILL live on
    end: 'SIGQUIT',
  })
  return { url, port, kill, restart, stop }
}

/** Where suites find it; not under the name that a gateway would read. */
export const testDatabase = 'LLMGEN_TEST_DATABASE_URL'

/** The PostgreSQL of the environment, or one that is started; undefined where there is neither. */
export async function openPostgresServer(): Promise<{ readonly url: string; stop(): Promise<void> } | undefined> {
  const url = process.env[testDatabase] || process.env.DATABASE_URL
  return url ? { url, stop: async () => {} } : startPostgres()
}

/** A database of one suite alone. */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `llmgen_test_${process.pid}_${Math.random().toString(36).slice(2)}`
  await once(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => once(serverUrl, `drop database if exists ${name} with (force)`) }
}

async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Installs PostgreSQL where it is missing and this user may. Says undefined, or why there is none. */
export function installPostgres(): string | undefined {
  return installPackage('postgresql', () => postgresPrograms() !== undefined)
}

/** Folder with `initdb` and `postgres`: on the path, or where Debian puts them. */
export function postgresPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && succeeds(join(folder, 'postgres'), ['--version']))
}

/** Whom a server runs as that may not be root's. */
function ordinaryUser(): { readonly uid: number; readonly gid: number } {
  const idOf = (flag: string, user: string) =>
    Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  const name = ['postgres', 'nobody'].find((user) => succeeds('id', [user]))
  if (name === undefined) throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as')
  return { uid: idOf('-u', name), gid: idOf('-g', name) }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + startMs
  for (;;) {
    const error = await once(url, 'select 1').catch((cause: unknown) => cause)
    if (error === undefined) return
    if (child.exitCode !== null) throw new Error(`postgres ended with code ${child.exitCode}`)
    if (Date.now() > until) throw new Error(`postgres did not answer within ${startMs} ms`, { cause: error })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
