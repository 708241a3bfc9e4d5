/** What happens to an error that nobody caught: it is told as a bug with its stack, and calls are served on as long as that is safe. */
import type { GatewayLog } from '../gateway/log.js'

/**
 * Takes over errors that would end the process. A rejection that nobody waited for, and the error of a connection that nobody
 * listened to, leave nothing half done: the process serves on. After any other exception `onBroken` is called, once: what was
 * being changed is in no known state, so it is better served by a process that begins anew. Returns how to stop.
 */
export function guardProcess(log: GatewayLog, onBroken: () => void): () => void {
  let isBroken = false
  const rejected = (reason: unknown) => log.error({ stack: stackOf(reason) }, 'bug: a rejection was not handled; calls are served on')
  const thrown = (error: unknown) => {
    if (isOfSystem(error))
      return log.error({ stack: stackOf(error) }, 'bug: the error of a connection was not handled; calls are served on')
    log.error({ stack: stackOf(error) }, 'bug: an exception was not caught; calls under way may end, then this process does')
    if (!isBroken) onBroken()
    isBroken = true
  }
  process.on('unhandledRejection', rejected)
  process.on('uncaughtException', thrown)
  return () => {
    process.off('unhandledRejection', rejected)
    process.off('uncaughtException', thrown)
  }
}

/** A system call failed (`ECONNRESET`, `EPIPE`): the object that it belongs to is dead, and nothing else is. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'errno' in error
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
