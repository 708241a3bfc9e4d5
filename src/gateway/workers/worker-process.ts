/** The processes of a fleet: forked by the primary, each with a channel between them. */
import cluster from 'node:cluster'
import { randomUUID } from 'node:crypto'
import { type Channel, createChannel } from './channel.js'
import type { FromWorker, ToWorker } from './messages.js'

/** One worker, as the primary sees it. */
export interface WorkerProcess {
  readonly pid: number
  readonly channel: Channel<ToWorker, FromWorker>
  /** Calls back once with how it ended: an exit code, or a signal's name. */
  onExit(listener: (how: number | string) => void): void
  /** Ends it at once. */
  kill(): void
}

/** Tells a worker of ours from one of another program that runs this one as a cluster; its value is the id of the fleet. */
const mark = 'LLMGEN_WORKER'
/** Made anew by each primary. */
const ownFleet = randomUUID()

/** True in a process that was started by {@link forkWorker}. */
export function isWorker(): boolean {
  return cluster.isWorker && process.env[mark] !== undefined
}

/** Which fleet a worker is of. */
export function fleetOfWorker(): string {
  return process.env[mark] ?? ''
}

/** Starts this program once more, with the same arguments; what it listens on, the primary listens on for it. */
export function forkWorker(): WorkerProcess {
  const worker = cluster.fork({ [mark]: ownFleet })
  let ended = false
  const exited: ((how: number | string) => void)[] = []
  const end = (how: number | string) => {
    if (ended) return
    ended = true
    for (const listener of exited) listener(how)
  }
  worker.on('exit', (code, signal) => end(signal ?? code))
  // it could not even be started: there will be no exit
  worker.on('error', (error) => end(error.message))
  return {
    pid: worker.process.pid ?? 0,
    channel: createChannel({
      // one that is gone tells so by its exit
      send: (batch, done) => void (worker.isConnected() ? worker.send([...batch], () => done()) : done()),
      onBatch: (listener) => worker.on('message', listener),
    }),
    onExit: (listener) => void exited.push(listener),
    kill: () => void worker.process.kill('SIGKILL'),
  }
}

/** The worker's end. When the primary is gone, so is this process. */
export function primaryChannel(): Channel<FromWorker, ToWorker> {
  return createChannel({
    send: (batch, done) => void (process.connected ? process.send?.([...batch], undefined, undefined, () => done()) : done()),
    onBatch: (listener) => void process.on('message', listener),
  })
}
