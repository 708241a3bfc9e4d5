/** Waits for the state store no longer than the call has time and a caller. */

import type { Run } from '../run.js'
import { offAbort, onAbort } from '../transport/abort-listeners.js'

/** What the store says; undefined where the caller leaves or the deadline comes first. */
export function admittedInTime({ engine, signal, deadlineAt }: Run, admitted: Promise<boolean>): Promise<boolean | undefined> {
  if (signal === undefined && deadlineAt === Number.POSITIVE_INFINITY) return admitted
  return new Promise((resolve, reject) => {
    const timer = new AbortController()
    const end = (isAdmitted: boolean | undefined) => {
      timer.abort()
      if (signal !== undefined) offAbort(signal, leave)
      resolve(isAdmitted)
    }
    const leave = () => end(undefined)
    if (signal !== undefined) onAbort(signal, leave)
    if (deadlineAt !== Number.POSITIVE_INFINITY) void engine.sleep(Math.max(0, deadlineAt - engine.now()), timer.signal).then(leave)
    admitted.then(end, reject)
  })
}
