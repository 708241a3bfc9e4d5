/** `llmgen serve`: the gateway as a process, or as several, until it is stopped. */
import { createGateway, type Gateway } from '../gateway/gateway.js'
import { factsOf } from '../gateway/workers/run-worker.js'
import { isWorker } from '../gateway/workers/worker-process.js'
import { type ExitCode, exitCode } from './exit.js'
import { guardProcess } from './last-resort.js'
import { announce } from './serve-announce.js'
import {
  checkDataFolder,
  clientOf,
  configOf,
  dataFolderOf,
  graceMs,
  listenStop,
  readServeParts,
  type ServeFlags,
  type ServeParts,
  showFindings,
  startStop,
} from './serve-parts.js'
import type { Terminal } from './terminal.js'
import { untilStopped } from './until-stopped.js'

/** Serves until the user stops it; the calls under way then may end. A second stop ends the process at once. */
export async function serve(flags: ServeFlags, terminal: Terminal): Promise<ExitCode> {
  if (isWorker()) return (await import('./serve-worker.js')).serveAsWorker(flags, terminal)
  const parts = await readServeParts(flags, terminal)
  checkDataFolder(parts)
  if (parts.workers > 1) return (await import('./serve-primary.js')).serveAsPrimary(parts)
  return serveAlone(parts)
}

async function serveAlone(parts: ServeParts): Promise<ExitCode> {
  const { flags, terminal, log } = parts
  const gateway = await open(parts)
  // from now on: whoever reads the address may send signals
  const stopped = terminal.stopped()
  const broken = new AbortController()
  const release = guardProcess(log, () => broken.abort())
  const hungUp = () => void gateway.reload()
  process.on('SIGHUP', hungUp)
  try {
    announce(factsOf(gateway, await listen(gateway, parts)), gateway.serving.plan, parts)
    await untilStopped(AbortSignal.any([stopped, broken.signal]))
    if (flags.silent !== true) terminal.err('stopping: calls under way may end, nothing new is taken; stop again to end at once\n')
    await gateway.close(graceMs)
  } finally {
    process.off('SIGHUP', hungUp)
    release()
  }
  return broken.signal.aborted ? exitCode.bug : exitCode.clean
}

async function listen(gateway: Gateway, parts: ServeParts): Promise<string> {
  try {
    return await gateway.listen({ port: parts.port, host: parts.flags.host })
  } catch (cause) {
    await gateway.close(0)
    throw listenStop(parts, cause)
  }
}

async function open(parts: ServeParts): Promise<Gateway> {
  const config = configOf(parts)
  try {
    return await createGateway({
      config,
      env: parts.env,
      log: parts.log,
      client: clientOf(parts),
      allowSampleKey: parts.flags.allowSampleKey === true,
      dataFolder: dataFolderOf(parts),
      onConfig: (read) => showFindings(read, parts),
    })
  } catch (cause) {
    throw startStop(config.path, cause)
  }
}
