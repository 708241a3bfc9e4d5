/** `llmgen serve --workers N`, one of the workers: it serves what the primary hands it, until that or the user stops it. */
import type { Gateway } from '../gateway/gateway.js'
import { PrimaryLink } from '../gateway/workers/primary-link.js'
import { startWorker } from '../gateway/workers/run-worker.js'
import { fleetOfWorker, primaryChannel } from '../gateway/workers/worker-process.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import { guardProcess } from './last-resort.js'
import { clientOf, dataFolderOf, graceMs, listenStop, readServeParts, type ServeFlags } from './serve-parts.js'
import type { Terminal } from './terminal.js'
import { untilStopped } from './until-stopped.js'

/** Never returns to the command line but for a bug: the channel to the primary would keep the process alive. */
export async function serveAsWorker(flags: ServeFlags, terminal: Terminal): Promise<ExitCode> {
  const link = new PrimaryLink(primaryChannel(), fleetOfWorker())
  const stopped = AbortSignal.any([terminal.stopped(), link.stopped])
  const broken = new AbortController()
  // the primary is told the same, and tells all
  process.on('SIGHUP', () => void link.reload())
  const gateway = await start(link, flags, terminal, () => broken.abort())
  await untilStopped(AbortSignal.any([stopped, broken.signal]))
  if (broken.signal.aborted) await link.tell({ is: 'leaving' })
  await gateway.close(graceMs)
  return process.exit(broken.signal.aborted ? exitCode.bug : exitCode.clean)
}

async function start(link: PrimaryLink, flags: ServeFlags, terminal: Terminal, onBroken: () => void): Promise<Gateway> {
  try {
    const parts = await readServeParts(flags, terminal, process.pid)
    guardProcess(parts.log, onBroken)
    const options = {
      log: parts.log,
      env: parts.env,
      client: clientOf(parts),
      allowSampleKey: flags.allowSampleKey === true,
      dataFolder: dataFolderOf(parts),
    }
    return await startWorker(link, { ...options, port: parts.port, host: flags.host }).catch((cause: unknown) => {
      throw listenStop(parts, cause)
    })
  } catch (cause) {
    const code = cause instanceof Stop ? cause.exitCode : exitCode.bug
    await link.tell({ is: 'unable', exitCode: code, message: cause instanceof Error ? cause.message : String(cause) })
    return process.exit(code)
  }
}
