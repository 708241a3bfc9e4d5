/** Makes a client for some models in memory: a Plan by the compiler's stages, the adapters it needs, the shared transport. */
import { type Failure, isFault, type Outcome } from '../protocol/failure.js'
import type { Endpoint } from '../providers/adapter.js'
import { createClient } from '../runtime/client.js'
import type { Client } from '../runtime/client-shape.js'
import { processEnvironment } from '../runtime/settings.js'
import { simpleShuffle } from '../runtime/strategies/simple-shuffle.js'
import { loadAdapters } from './adapters.js'
import type { Entry } from './lower-entries.js'
import type { Shared } from './settings.js'
import { watchEnv } from './watched-env.js'

/** A client of any names: what the functions of this package take is checked by their own types. */
export type AnyClient = Client<{ readonly chat: object; readonly embedding: object }>

/** A client, and whether the variables it was made from are still the same. */
export type OpenClient = { readonly client: AnyClient; readonly isCurrent: () => boolean }

/** The client, or why one of the models cannot be called. */
export async function openClient(entries: readonly Entry[], endpoint: Endpoint, shared: Shared): Promise<Outcome<OpenClient>> {
  const { lowerEntries } = await import('./lower-entries.js')
  const lowered = lowerEntries(entries, endpoint, shared.sections)
  if (isFault(lowered)) return lowered
  const adapters = await loadAdapters(lowered.plan)
  const { env, isCurrent } = watchEnv(shared.settings.env ?? processEnvironment())
  const client = createClient(
    { plan: lowered.plan, adapters, strategies: { 'simple-shuffle': simpleShuffle } },
    { ...shared.settings, env, secrets: lowered.secrets, errors: shared.errors, transport: shared.transport() },
  )
  return { client, isCurrent }
}

export type { Failure }
