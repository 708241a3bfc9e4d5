/**
 * Which processes write into a folder of write-ahead files, and which of them are gone: what those left behind is taken over.
 * A process is known by its host, its number and its start; one of another host, as containers that share a volume are, by a
 * file that it touches.
 */
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasCode } from '../system-error.js'

/** How often a process says that it lives, and how long it may be silent, milliseconds. */
export const touchMs = 10_000
const silentMs = 60_000

const extension = '.alive'

/** What tells one process from all others. */
export type Owner = { readonly host: string; readonly pid: number; readonly startedAt: number }

/** The name of an owner, as its files have it. */
export function ownerName({ host, pid, startedAt }: Owner): string {
  return `${host.replace(/[^A-Za-z0-9.]/g, '_').slice(0, 100)}~${pid}~${startedAt.toString(36)}`
}

/** Owners within this process: a number alone does not tell them from a process that had it before. */
const here = new Set<string>()

/** Says that this process lives. Throws what the disk says. */
export function touch(folder: string, name: string, now: number): void {
  here.add(name)
  const path = join(folder, name + extension)
  writeFileSync(path, '', { mode: 0o600 })
  utimesSync(path, now / 1_000, now / 1_000)
}

/** This process is done with the folder. */
export function leave(folder: string, name: string): void {
  here.delete(name)
  rmSync(join(folder, name + extension), { force: true })
}

/** Whether a process that wrote files here still lives, to its own host's knowledge or by what it touched last. */
export function isAlive(folder: string, name: string, own: Owner, now: number): boolean {
  if (here.has(name)) return true
  const [host, pid] = name.split('~')
  // a number of this host that is ours by now was another process's
  if (host === ownerName(own).split('~')[0] && (Number(pid) === own.pid || !runs(Number(pid)))) return false
  const seen = statSync(join(folder, name + extension), { throwIfNoEntry: false })
  return seen !== undefined && now - seen.mtimeMs < silentMs
}

/** Forgets processes that are gone. */
export function sweep(folder: string, own: Owner, now: number): void {
  for (const file of readdirSync(folder)) {
    const name = file.slice(0, -extension.length)
    if (file.endsWith(extension) && !isAlive(folder, name, own, now)) rmSync(join(folder, file), { force: true })
  }
}

/** Whether this host has a process of this number. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and somebody else's
    return hasCode(error, 'EPERM')
  }
}
