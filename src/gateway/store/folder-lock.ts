/** One process for each data folder: a lock file that names it. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** The folder is another process's. */
export class FolderInUseError extends Error {
  constructor(folder: string, pid: number) {
    super(
      `the data folder ${folder} is in use by process ${pid}. Stop that one, give this one another folder, or let both use PostgreSQL: general_settings.database_url`,
    )
    this.name = 'FolderInUseError'
  }
}

/** Takes the folder, and gives how to let go of it. Throws a {@link FolderInUseError}; the lock of a process that is gone is taken over. */
export function lockFolder(folder: string): () => void {
  const path = `${folder}.lock`
  mkdirSync(dirname(path), { recursive: true })
  for (;;) {
    try {
      const file = openSync(path, 'wx')
      writeSync(file, String(process.pid))
      closeSync(file)
      return () => rmSync(path, { force: true })
    } catch (error) {
      if (!isTaken(error)) throw error
    }
    const pid = ownerOf(path)
    if (pid !== undefined && isAlive(pid)) throw new FolderInUseError(folder, pid)
    rmSync(path, { force: true })
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

function ownerOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    return Number.isInteger(pid) && pid > 0 ? pid : undefined
  } catch {
    // it was let go of meanwhile
    return undefined
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and somebody else's
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
