/** What the gateway serves at a moment: a Plan with its client, swapped as a whole when the config is read anew. */
import type { Plan, Secrets } from '../plan/plan.js'
import type { Engine } from '../runtime/engine.js'
import type { Calls } from './calls.js'
import type { KeyCheck } from './identity.js'
import type { GatewaySettings } from './settings.js'

export type Serving = {
  readonly plan: Plan
  readonly secrets: Secrets
  /** The attempt engine with all strategies, features and adapters that the Plan names. */
  readonly engine: Engine
  /** Calls over that engine. */
  readonly calls: Calls
  readonly keyCheck: KeyCheck
  readonly settings: GatewaySettings
  /** When the config was read, milliseconds since 1970. */
  readonly loadedAt: number
  /** Closes connections and shared state, once no call uses it any more. */
  close(): Promise<void>
}
