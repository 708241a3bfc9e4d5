/** What the gateway serves at a moment: a Plan with its client, swapped as a whole when the config is read anew. */
import type { Plan, Secrets } from '../plan/plan.js'
import type { ResponseCacheStore } from '../protocol/response-cache.js'
import type { StateStore } from '../protocol/state-store.js'
import type { Engine } from '../runtime/engine.js'
import type { Environment } from '../runtime/settings.js'
import type { Calls } from './calls.js'
import type { HealthChecks } from './health-checks.js'
import type { KeyCheck } from './identity.js'
import type { GatewayLog } from './log.js'
import type { Upstream } from './pass-through/upstream.js'
import type { GatewaySettings } from './settings.js'
import type { GatewayStore } from './store/gateway-store.js'

/** Where answers are kept. */
export type AnswerCache = { readonly kind: 'local' | 'redis'; readonly store: ResponseCacheStore }

export type Serving = {
  readonly plan: Plan
  readonly secrets: Secrets
  /** The attempt engine with all strategies, features and adapters that the Plan names. */
  readonly engine: Engine
  /** Every body is parsed, also where it could go on as it came: for what goes by its members, and comparisons. Default false. */
  readonly parsesAll?: boolean
  /** Calls over that engine. */
  readonly calls: Calls
  /** Variables as the engine reads them. */
  readonly env: Environment
  /** The network of what is passed through. */
  readonly upstream: Upstream
  /** Undefined where the config turns no cache on. */
  readonly cache: AnswerCache | undefined
  readonly health: HealthChecks
  readonly keyCheck: KeyCheck
  /** Keys, teams and spend; undefined where nothing is kept. */
  readonly store?: GatewayStore | undefined
  readonly settings: GatewaySettings
  /** Told what an operator should know of calls. */
  readonly log?: GatewayLog | undefined
  /** When the config was read, milliseconds since 1970. */
  readonly loadedAt: number
  /** Where limits and budgets are counted. */
  readonly state: StateStore
  /** Which that is: on the Redis of the config, or in the memory of the gateway's own processes. */
  readonly countsOn: 'memory' | 'redis'
  /** Closes connections and shared state, once no call uses it any more. */
  close(): Promise<void>
}
