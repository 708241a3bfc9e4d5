/** Processes of the bench: started in groups of their own, watched through `/proc`, and ended whatever happens. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const running = new Set<number>()

/** Ends the group of a process we started. Nothing happens when it is gone. */
function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // it has ended by itself
  }
}

/** Starts `command` in a process group of its own, which ends with this process at the latest. */
export function start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess & { readonly pid: number } {
  const child = spawn(command, args, { ...options, detached: true })
  const { pid } = child
  if (pid === undefined) throw new Error(`cannot start ${command}`)
  running.add(pid)
  return Object.assign(child, { pid })
}

/** Ends a process and all it started; settles when it is gone. */
export async function stop(child: ChildProcess & { readonly pid: number }, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? new Promise((done) => child.once('exit', done)) : undefined
  killGroup(child.pid, signal)
  await gone
  killGroup(child.pid, 'SIGKILL')
  running.delete(child.pid)
}

/** Ends all that was started when this process ends, by itself or by a signal. */
export function endAllAtExit(cleanUp: () => void): void {
  process.once('exit', () => {
    for (const pid of running) killGroup(pid, 'SIGKILL')
    cleanUp()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
}

const treeOf = (pid: number): readonly number[] => [pid, ...childrenOf(pid).flatMap(treeOf)]

/** Seconds of user and system time that a `stat` of `/proc` tells, `ended`: and those of children that are gone. Linux counts in hundredths. */
function secondsIn(path: string, ended: boolean): number {
  // the name, which may hold blanks, ends at the last bracket; after it the 12th to 15th are utime, stime, cutime, cstime
  const fields = readFileSync(path, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return fields.slice(11, ended ? 15 : 13).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
}

/** CPU seconds that a process and all below it have used, those that ended included. */
export function cpuSeconds(pid: number): number {
  return treeOf(pid).reduce((sum, each) => sum + secondsIn(`/proc/${each}/stat`, true), 0)
}

/** CPU seconds of the thread of a process that has used most, beside its first: that of an embedded database, where there is one. */
export function besideSeconds(pid: number): number {
  const others = readdirSync(`/proc/${pid}/task`).filter((thread) => thread !== String(pid))
  return Math.max(0, ...others.map((thread) => secondsIn(`/proc/${pid}/task/${thread}/stat`, false)))
}

/** Rows of the spend log wait so long before they go to the database, at most, milliseconds. */
const gatherMs = 1_100
const quietMs = 300
const mostQuietChecks = 40

/** Waits until a process that was under load has done what is left, and does next to nothing. */
export async function untilQuiet(pid: number): Promise<void> {
  await sleep(gatherMs)
  for (let nth = 0, before = cpuSeconds(pid); nth < mostQuietChecks; nth++) {
    await sleep(quietMs)
    const now = cpuSeconds(pid)
    if (now - before <= 0.01) return
    before = now
  }
}

/** Resident memory of a process and all below it, megabytes. */
export function residentMegabytes(pid: number): number {
  let kilobytes = 0
  for (const each of treeOf(pid)) kilobytes += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1] ?? 0)
  return kilobytes / 1_024
}
