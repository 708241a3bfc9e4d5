/** Makes a client for some models in memory: a Plan by the compiler's stages, the adapters it needs, the shared transport. */
import type { Lowered } from '../compiler/lower.js'
import { isFault, type Outcome } from '../protocol/failure.js'
import type { Endpoint } from '../providers/adapter.js'
import type { Client } from '../runtime/client-shape.js'
import type { ApiPromise, ClientParts, RequestOptions } from '../runtime/client-types.js'
import { createClient } from '../runtime/node-client.js'
import { processEnvironment } from '../runtime/settings.js'
import { simpleShuffle } from '../runtime/strategies/simple-shuffle.js'
import { loadAdapters } from './adapters.js'
import { type Entry, lowerEntries } from './lower-entries.js'
import type { Shared } from './settings.js'
import type { RawCall } from './split-body.js'
import { watchEnv } from './watched-env.js'

/** The functions of a client by endpoint. What is called is typed by the functions of this package. */
export type Functions = { readonly [E in Endpoint]: (body: RawCall, options?: RequestOptions) => ApiPromise<unknown> }

/** A client, and whether the variables it was made from are still the same. */
export type OpenClient = { readonly functions: Functions; readonly isCurrent: () => boolean }

/** The client for calls of one endpoint, or why one of the models cannot be called. */
export async function openClient(entries: readonly Entry[], endpoint: Endpoint, shared: Shared): Promise<Outcome<OpenClient>> {
  const lowered = lowerEntries(entries, endpoint, shared.sections)
  return isFault(lowered) ? lowered : openPlan(lowered, shared)
}

/** The client of a Plan made in memory, over the shared transport. `strategies` are those that the Plan names. */
export async function openPlan(
  { plan, secrets }: Lowered,
  shared: Shared,
  strategies: ClientParts['strategies'] = { 'simple-shuffle': simpleShuffle },
): Promise<OpenClient> {
  const adapters = await loadAdapters(plan)
  const { env, isCurrent } = watchEnv(shared.settings.env ?? processEnvironment())
  const parts = { plan, adapters, strategies, transport: shared.transport() }
  const client = createClient(parts, { ...shared.settings, env, secrets, errors: shared.errors })
  return { functions: functionsOf(client), isCurrent }
}

/** The functions of a client, by endpoint. */
export function functionsOf(client: Client<{ readonly chat: object; readonly embedding: object }>): Functions {
  const functions = {
    chat: client.completion,
    completions: client.completions.create,
    embeddings: client.embeddings.create,
    images: client.images.generate,
    imageEdits: client.images.edit,
    transcriptions: client.audio.transcriptions.create,
    translations: client.audio.translations.create,
    speech: client.audio.speech.create,
    moderations: client.moderations.create,
    rerank: client.rerank,
    responses: client.responses.create,
    tokens: client.tokens.count,
  } satisfies { readonly [E in Endpoint]: unknown }
  // A client's types close its model names, which here are any; its functions take every body and check it when called.
  return functions as unknown as Functions
}
