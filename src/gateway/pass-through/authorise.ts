/** Puts the provider's credential on a request that is passed through, by the ways of its adapter: keys, tokens, signatures. */
import { isFault } from '../../protocol/failure.js'
import type { Target } from '../../providers/adapter.js'
import { type SignedIn, signedIn, withToldSettings } from '../../runtime/sign-in/sign-in.js'
import { GatewayError } from '../errors.js'
import type { Serving } from '../serving.js'
import type { ProviderDoor } from './provider-door.js'

/** A request before its credential. `body` is what is signed where the provider wants a signature. */
export type Bare = {
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: Uint8Array | string | undefined
}

/** Longest wait for a token, milliseconds. */
const signInMs = 30_000

async function signIn({ engine }: Serving, { ready, provider }: ProviderDoor): Promise<SignedIn> {
  const entry = await signedIn(engine.signIns, ready, signInMs)
  if (isFault(entry)) throw new GatewayError(401, 'authentication_error', `${provider}: ${entry.failure.message}`)
  return entry
}

/** What is asked, with what only the sign-in tells: the project of a key file. Rejects with a 401 where signing in fails. */
export async function signedTarget(serving: Serving, door: ProviderDoor): Promise<Target> {
  return withToldSettings(door.ready.target, await signIn(serving, door))
}

/** The headers with the credential. Rejects with a 401 where signing in fails. */
export async function authorised(serving: Serving, door: ProviderDoor, bare: Bare): Promise<Bare['headers']> {
  const { engine } = serving
  const { ready, adapter } = door
  const entry = await signIn(serving, door)
  const target = withToldSettings(ready.target, entry)
  const headers = { ...bare.headers, ...target.headers }
  // adapters read nothing of the method but to sign it
  const method = bare.method as 'POST'
  const request = { method, url: bare.url, headers, ...(bare.body !== undefined && { body: bare.body }) }
  return (await adapter.authorize(request, entry.credentials, target, engine.crypto, engine.now())).headers
}

/** True where the whole body has to be there before it is sent. */
export function isSigned({ ready }: ProviderDoor): boolean {
  return ready.target.provider.auth === 'aws' || ready.credentials.kind === 'aws' || ready.target.provider.name === 'oci'
}
