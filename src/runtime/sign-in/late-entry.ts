/** Sign-ins that have to be waited for, and answers that refuse one. Imported with the first. */
import type { Outcome } from '../../protocol/failure.js'
import type { AbortSignalLike } from '../../protocol/http.js'
import { abortedBy } from '../call-failures.js'
import type { DeploymentRuntime } from '../deployment-runtime.js'
import type { Place } from '../failures.js'
import { offAbort, onAbort } from '../transport/abort-listeners.js'
import type { SignedIn, SignIns } from './sign-in.js'

/** Opens the desk, once, and signs in there. */
export async function enterLater(signIns: SignIns, ready: DeploymentRuntime, limitMs: number): Promise<Outcome<SignedIn>> {
  signIns.opening ??= signIns.openDesk()
  signIns.desk = await signIns.opening
  return signIns.desk.enter(ready, limitMs)
}

/** The outcome, or the caller's abort where that comes first: others may wait for the same sign-in, so that it goes on. */
export async function untilAbort<T>(waited: Promise<Outcome<T>>, signal: AbortSignalLike, place: Place): Promise<Outcome<T>> {
  if (signal.aborted) return { failure: abortedBy(signal, place) }
  let stop: (() => void) | undefined
  const stopped = new Promise<Outcome<T>>((resolve) => {
    stop = () => resolve({ failure: abortedBy(signal, place) })
    onAbort(signal, stop)
  })
  try {
    return await Promise.race([waited, stopped])
  } finally {
    if (stop !== undefined) offAbort(signal, stop)
  }
}

/** True for an answer that refuses the token itself: 401, and AWS's 403 for keys that have ended, whose name stands in a header. */
export function refusesToken(status: number, text: string): boolean {
  return status === 401 || (status === 403 && /\bExpiredToken|security token included in the request is expired/.test(text))
}
