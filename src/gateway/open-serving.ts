/** Opens what is served: the engine of a Plan with everything the Plan names, its settings and its key check. */
import type { Lowered } from '../compiler/lower.js'
import type { ClientOptions } from '../runtime/client-types.js'
import { createEngine } from '../runtime/engine.js'
import { nodePlatform } from '../runtime/platform/node-platform.js'
import { loadAdapters } from '../sdk/adapters.js'
import { loadRoutingParts } from '../sdk/routing-parts.js'
import { createCalls } from './calls.js'
import { createKeyCheck } from './key-check.js'
import { readSettings } from './read-settings.js'
import { openRedis } from './redis-parts.js'
import type { Serving } from './serving.js'

/** What a Plan is opened with beside itself. */
export type Opening = {
  readonly env: { readonly [name: string]: string | undefined }
  /** Settings of the engine: tests bring a clock or a transport. */
  readonly client: ClientOptions
  readonly loadedAt: number
}

/** Makes the engine. Nothing is connected before the first call. */
export async function openServing({ plan, secrets }: Lowered, { env, client, loadedAt }: Opening): Promise<Serving> {
  const [adapters, parts, shared] = await Promise.all([loadAdapters(plan), loadRoutingParts(plan), openRedis(plan, secrets, env)])
  const engine = createEngine(nodePlatform, { plan, adapters, ...parts }, { ...shared, ...client, env, secrets })
  const settings = readSettings(plan, secrets, env)
  return {
    plan,
    secrets,
    engine,
    calls: createCalls(engine),
    keyCheck: createKeyCheck(settings.masterKey),
    settings,
    loadedAt,
    close: async () => {
      for (const close of engine.closing.splice(0)) close()
      const own = client.transport === undefined ? [engine.transport.close()] : []
      await Promise.all([...own, shared.state?.close(), shared.cache?.close()])
    },
  }
}
