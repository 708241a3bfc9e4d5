/** Waits for the state store no longer than the call has time and a caller. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import { abortedBy, pastDeadline } from '../call-failures.js'
import { timerTickMs } from '../constants.js'
import { freeTrial } from '../outcomes.js'
import type { Run, Site } from '../run.js'
import { isCooling } from '../state.js'
import { offAbort, onAbort } from '../transport/abort-listeners.js'

/** What the store says; undefined where the caller leaves or the deadline comes first. */
function admittedInTime({ engine, signal, deadlineAt }: Run, admitted: Promise<boolean>): Promise<boolean | undefined> {
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

/** Whether the store admits the attempt and it may begin, or what ended the call while it was asked. */
export async function whenAdmitted(site: Site, admitted: Promise<boolean>): Promise<Outcome<boolean>> {
  const isAdmitted = await admittedInTime(site.run, admitted)
  const ended = endOf(site.run)
  if (ended === undefined) {
    if (isAdmitted !== true || !isPutToRest(site)) return isAdmitted === true
    site.run.engine.admission?.settle(site)
    return false
  }
  if (site.trial) freeTrial(site)
  // What the store grants to a call that is over, now or later, is given back.
  void admitted.then((isGranted) => isGranted && site.run.engine.admission?.settle(site))
  return ended
}

/** The failure of another call put the deployment to rest while the store was asked. */
function isPutToRest({ run, index, resolved }: Site): boolean {
  return !resolved.group.pinned && !run.insists && isCooling(run.engine.state, index, run.engine.now())
}

/** What ended the call while it waited for its turn: its caller or its deadline. */
export function endOf({ engine, signal, deadlineAt, current }: Run): Fault | undefined {
  const place = { provider: '', model: current.group.name }
  if (signal?.aborted) return { failure: abortedBy(signal, place) }
  return engine.now() < deadlineAt - timerTickMs ? undefined : { failure: pastDeadline(place, 'while it waited for its turn') }
}
