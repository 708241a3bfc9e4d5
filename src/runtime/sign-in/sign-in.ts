/** The gate before a call: credentials as they were found, or a token that the desk keeps. The desk is imported when first needed. */
import type { Outcome } from '../../protocol/failure.js'
import type { AbortSignalLike } from '../../protocol/http.js'
import type { Credentials, Target } from '../../providers/adapter.js'
import type { DeploymentRuntime } from '../deployment-runtime.js'
import { abortedBy, type Place } from '../failures.js'
import { loadedAdapter, mustSignIn } from '../loaded-adapters.js'
import { offAbort, onAbort } from '../transport/abort-listeners.js'
import type { TokenDesk } from './token-desk.js'

/** What a call is authorised with. */
export type SignedIn = {
  readonly credentials: Credentials
  /** What the sign-in told; added to the settings of the target. */
  readonly settings?: Target['settings']
  /** The host has refused the token: true where it was dropped and another attempt gets a new one. */
  readonly renew?: () => boolean
}

/** Where a client keeps its tokens; empty until a deployment signs in. */
export type SignIns = { desk?: TokenDesk; opening?: Promise<TokenDesk>; readonly openDesk: () => Promise<TokenDesk> }

/** At once where no sign-in is needed or its token is still good. `limitMs` bounds the waiting. */
export function signedIn(signIns: SignIns, ready: DeploymentRuntime, limitMs: number): SignedIn | Promise<Outcome<SignedIn>> {
  const { signsIn = mustSignIn(loadedAdapter(ready.adapter), ready.credentials, ready.target.provider) } = ready
  if (!signsIn) return ready
  return signIns.desk?.enter(ready, limitMs) ?? enterLater(signIns, ready, limitMs)
}

async function enterLater(signIns: SignIns, ready: DeploymentRuntime, limitMs: number): Promise<Outcome<SignedIn>> {
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

/** The target with what the sign-in told. */
export function withToldSettings(target: Target, { settings }: SignedIn): Target {
  return settings === undefined ? target : { ...target, settings: { ...settings, ...target.settings } }
}

/** True for an answer that refuses the token itself: 401, and AWS's 403 for keys that have ended, whose name stands in a header. */
export function refusesToken(status: number, text: string): boolean {
  return status === 401 || (status === 403 && /\bExpiredToken|security token included in the request is expired/.test(text))
}
