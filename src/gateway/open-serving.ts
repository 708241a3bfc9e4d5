/** Opens what is served: the engine of a Plan with everything the Plan names, its settings and its key check. */
import type { Lowered } from '../compiler/lower.js'
import type { Plan } from '../plan/plan.js'
import type { ResponseCacheStore } from '../protocol/response-cache.js'
import type { StateStore } from '../protocol/state-store.js'
import type { ClientOptions } from '../runtime/client-types.js'
import { createEngine } from '../runtime/engine.js'
import { nodePlatform } from '../runtime/platform/node-platform.js'
import type { Platform } from '../runtime/platform/platform.js'
import { createMemoryCache } from '../runtime/response-cache/memory-cache.js'
import { createEnvironment } from '../runtime/settings.js'
import { memoryStore } from '../runtime/state-store/memory-store.js'
import { loadAdapters } from '../sdk/adapters.js'
import { loadRoutingParts } from '../sdk/routing-parts.js'
import { createVirtualKeyCheck } from './auth/virtual-key-check.js'
import { createCalls } from './calls.js'
import { createHealthChecks } from './health-checks.js'
import { HealthLedger } from './health-ledger.js'
import type { KeyCheck } from './identity.js'
import { createKeyCheck } from './key-check.js'
import type { GatewayLog } from './log.js'
import { createUpstream } from './pass-through/upstream.js'
import { readSettings, withExports } from './read-settings.js'
import { openRedis } from './redis-parts.js'
import type { AnswerCache, Serving } from './serving.js'
import type { GatewaySettings } from './settings.js'
import type { GatewayStore } from './store/gateway-store.js'

/** What a Plan is opened with beside itself. */
export type Opening = {
  readonly env: { readonly [name: string]: string | undefined }
  /** Settings of the engine: tests bring a clock or a transport. */
  readonly client: ClientOptions
  /** Default: Node. */
  readonly platform?: Platform
  /** Limits, budgets and rests where the config names no Redis. */
  readonly state?: StateStore
  /** Keys, teams and spend; it outlives what is served. Undefined where nothing is kept. */
  readonly store?: GatewayStore | undefined
  /** Told when the Redis of the config comes and goes. */
  readonly log?: GatewayLog
  /** What checks of deployments find. Default: one of its own. */
  readonly healthLedger?: HealthLedger
  readonly loadedAt: number
}

/** Makes the engine. Nothing is connected before the first call. */
export async function openServing(lowered: Lowered, opening: Opening): Promise<Serving> {
  const { plan, secrets } = lowered
  const { client, platform = nodePlatform, state: given = memoryStore(), store, log, loadedAt, healthLedger = new HealthLedger() } = opening
  const env = withExports(plan, secrets, opening.env)
  const [adapters, parts] = await Promise.all([loadAdapters(plan), loadRoutingParts(plan)])
  // last: what it opens would be left open where the others cannot be loaded
  const shared = await openRedis(lowered, env, log)
  const cache = cacheOf(plan, client.cache ?? shared.cache, client.now)
  const state = client.state ?? shared.state ?? given
  const engine = createEngine(
    platform,
    { plan, adapters, ...parts },
    { ...shared, ...client, state, ...(cache !== undefined && { cache: cache.store }), env, secrets },
  )
  const settings = readSettings(plan, secrets, env)
  warnOfKey(settings.masterKey, log)
  const calls = createCalls(engine)
  const health = createHealthChecks(engine, calls, settings.health, healthLedger)
  const upstream = createUpstream({ sslVerify: plan.routing.sslVerify !== false, silenceMs: settings.passThroughMs })
  return {
    plan,
    secrets,
    engine,
    calls,
    health,
    env: createEnvironment(env, plan.routing.environment),
    upstream,
    cache,
    keyCheck: keyCheckOf(settings, store, engine.now),
    store,
    settings,
    ...(log !== undefined && { log }),
    ...((settings.costInUsage || settings.store.bodies !== undefined) && { parsesAll: true }),
    loadedAt,
    state,
    countsOn: shared.state === undefined || client.state !== undefined ? 'memory' : 'redis',
    close: async () => {
      health.stop()
      for (const close of engine.closing.splice(0)) close()
      const own = client.transport === undefined ? [engine.transport.close()] : []
      await Promise.all([...own, upstream.close(), shared.state?.close(), shared.cache?.close()])
    },
  }
}

/** Virtual keys where they are kept; without a master key nobody needs one. */
function keyCheckOf(
  { masterKey, store: { admitsUnknown } }: GatewaySettings,
  store: GatewayStore | undefined,
  now: () => number,
): KeyCheck {
  if (store === undefined || masterKey === undefined) return createKeyCheck(masterKey)
  return createVirtualKeyCheck({ masterKey, callers: store.callers, now, admitsUnknown })
}

/** The store of the cache that the Plan turns on; one in memory is made here, so that it can be looked into. */
function cacheOf({ routing }: Plan, given: ResponseCacheStore | undefined, now: ClientOptions['now']): AnswerCache | undefined {
  if (routing.cache === undefined) return undefined
  if (given !== undefined) return { kind: routing.cache.store === 'redis' ? 'redis' : 'local', store: given }
  if (routing.cache.store === 'redis') return undefined
  const store = createMemoryCache(now === undefined ? {} : { now })
  return { kind: 'local', store }
}

/** LiteLLM refuses such a key in some places and takes it in others; clients that check the form of a key refuse it too. */
function warnOfKey(masterKey: string | undefined, log: GatewayLog | undefined): void {
  if (masterKey !== undefined && !masterKey.startsWith('sk-'))
    log?.warn(
      {},
      'the master key does not start with "sk-", as keys here do: set general_settings.master_key or LITELLM_MASTER_KEY to one that does',
    )
}
