/** The gate before a call: credentials as they were found, or a token that the desk keeps. The desk is imported when first needed. */
import type { Outcome } from '../../protocol/failure.js'
import type { Credentials, Target } from '../../providers/adapter.js'
import type { DeploymentRuntime } from '../deployment-runtime.js'
import { loadedAdapter, mustSignIn } from '../loaded-adapters.js'
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
  return signIns.desk?.enter(ready, limitMs) ?? import('./late-entry.js').then(({ enterLater }) => enterLater(signIns, ready, limitMs))
}

/** The target with what the sign-in told. */
export function withToldSettings(target: Target, { settings }: SignedIn): Target {
  return settings === undefined ? target : { ...target, settings: { ...settings, ...target.settings } }
}
