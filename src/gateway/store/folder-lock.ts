/** One process for each data folder: a lock file that names it, and that it touches for as long as it lives. */
import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs'
import { hostname, uptime } from 'node:os'
import { dirname } from 'node:path'
import { runs } from '../spend/owners.js'
import { hasCode } from '../system-error.js'
import { makeFolder } from './make-folder.js'

/** The folder is another process's. */
export class FolderInUseError extends Error {
  constructor(folder: string, { pid, host }: Holder) {
    const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}, or was until a minute ago`
    super(
      `the data folder ${folder} is in use by ${where}. Stop that one, give this one another folder, or let both use PostgreSQL: general_settings.database_url`,
    )
    this.name = 'FolderInUseError'
  }
}

type Holder = { readonly pid: number; readonly host: string }

/** How often a process says that it lives, and how long one of another host may be silent, milliseconds. */
const touchMs = 10_000
const silentMs = 60_000

/** Locks of this process. In a container each start has the number of the one before, so the number alone proves nothing. */
const held = new Set<string>()

/** Takes the folder, and gives how to let go of it. Throws a {@link FolderInUseError}; the lock of a process that is gone is taken over. */
export function lockFolder(folder: string): () => void {
  const path = `${folder}.lock`
  makeFolder(dirname(path))
  for (;;) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeSync(file, `${process.pid} ${hostname()}`)
      closeSync(file)
      return keep(path)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
    const holder = holderOf(path)
    if (holder !== undefined && isAlive(path, holder)) throw new FolderInUseError(folder, holder)
    rmSync(path, { force: true })
  }
}

function keep(path: string): () => void {
  held.add(path)
  const timer = setInterval(() => touch(path), touchMs)
  timer.unref()
  let isOurs = true
  return () => {
    if (!isOurs) return
    isOurs = false
    clearInterval(timer)
    held.delete(path)
    rmSync(path, { force: true })
  }
}

function touch(path: string): void {
  const now = Date.now() / 1_000
  try {
    utimesSync(path, now, now)
  } catch {
    // a disk that takes nothing, or a lock that somebody removed by hand: the database itself says what is wrong with its folder
  }
}

function isTaken(error: unknown): boolean {
  return hasCode(error, 'EEXIST')
}

function holderOf(path: string): Holder | undefined {
  try {
    const [pid, host = hostname()] = readFileSync(path, 'utf8').split(' ')
    return Number.isInteger(Number(pid)) && Number(pid) > 0 ? { pid: Number(pid), host } : undefined
  } catch {
    // it was let go of meanwhile
    return undefined
  }
}

/** Who may still use the folder: by the processes of this host since it was started, or by what another host touched last. */
function isAlive(path: string, { pid, host }: Holder): boolean {
  if (held.has(path)) return true
  const touchedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  if (touchedAt === undefined) return false
  if (host !== hostname()) return Date.now() - touchedAt < silentMs
  return pid !== process.pid && touchedAt > Date.now() - uptime() * 1_000 && runs(pid)
}
