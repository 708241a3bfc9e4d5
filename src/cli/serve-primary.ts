/** `llmgen serve --workers N`, the primary: it reads the config, keeps the counters, and looks after those that serve. */
import { ConfigReader } from '../gateway/config-reader.js'
import { WorkerFleet, WorkerStartError } from '../gateway/workers/fleet.js'
import { forkWorker } from '../gateway/workers/worker-process.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import { guardProcess } from './last-resort.js'
import { announce } from './serve-announce.js'
import { configOf, graceMs, type ServeParts, showFindings, startStop } from './serve-parts.js'
import { untilStopped } from './until-stopped.js'

/** Serves until the user stops it, or until no worker stays alive. */
export async function serveAsPrimary(parts: ServeParts): Promise<ExitCode> {
  const { flags, terminal, log, env } = parts
  const config = configOf(parts)
  const reader = new ConfigReader({ config, env, onConfig: (read) => showFindings(read, parts) })
  const fleet = new WorkerFleet({ size: parts.workers, fork: forkWorker, reader, log })
  const stopped = terminal.stopped()
  const isStopped = untilStopped(stopped)
  const broken = new AbortController()
  const release = guardProcess(log, () => broken.abort())
  const hungUp = () => void fleet.reload()
  process.on('SIGHUP', hungUp)
  try {
    const start = await Promise.race([startFleet(fleet, config.path), isStopped])
    if (start !== undefined) announce(start.first, start.served.plan, parts)
    await Promise.race([isStopped, untilStopped(broken.signal), fleet.failed])
    if (flags.silent !== true) terminal.err('stopping: calls under way may end, nothing new is taken; stop again to end at once\n')
    await fleet.stop(graceMs)
  } finally {
    process.off('SIGHUP', hungUp)
    release()
  }
  return stopped.aborted ? exitCode.clean : exitCode.bug
}

async function startFleet(fleet: WorkerFleet, path: string) {
  try {
    return await fleet.start()
  } catch (cause) {
    await fleet.stop(0)
    if (cause instanceof WorkerStartError) throw new Stop(toExitCode(cause.exitCode), cause.message, { cause })
    throw startStop(path, cause)
  }
}

function toExitCode(code: number): ExitCode {
  return Object.values(exitCode).find((each) => each === code) ?? exitCode.bug
}
