/** The gateway's own settings, read from `Plan.gateway` and the environment when a config is loaded. */
import type { AccessRules } from './auth/access-rules.js'
import type { CallerSettings } from './caller-facts.js'
import type { CorsSettings } from './cors.js'
import type { HealthSettings } from './health-checks.js'
import type { LimitSettings } from './limits/limit-settings.js'
import type { MetricSettings } from './metrics/metric-settings.js'
import type { StoreSettings } from './store/store-settings.js'

export type GatewaySettings = {
  /** `general_settings.master_key`, else `LITELLM_MASTER_KEY`; undefined lets everybody in. */
  readonly masterKey: string | undefined
  /** What ids that are handed out are signed with: `LITELLM_SALT_KEY`, else the master key; '' where everybody is let in. */
  readonly idSecret: string
  /** `general_settings.disable_responses_id_security`: whoever has a response's id may use it. Default false. */
  readonly openResponseIds: boolean
  /** `general_settings.litellm_key_header_name`: that header alone then carries the key. */
  readonly keyHeader: string | undefined
  /** Largest body, bytes. `general_settings.max_request_size_mb`, default 100 MB. */
  readonly maxBodyBytes: number
  /** Largest body that is sent on as it comes and never held, bytes: `max_request_size_mb` where it is set, else no limit. */
  readonly maxStreamBytes: number
  /** Put before every path. `SERVER_ROOT_PATH`. */
  readonly rootPath: string
  /** Routes that need no key beside the usual ones. `general_settings.public_routes`. */
  readonly publicRoutes: readonly string[]
  /** Longest silence of a host that is passed through to, milliseconds. `general_settings.pass_through_request_timeout`, default 600 s. */
  readonly passThroughMs: number
  /** `general_settings.pass_through_endpoints`. */
  readonly passThrough: readonly PassThrough[]
  /** What `/metrics` keeps, and for whom. `litellm_settings.prometheus_metrics_config` and its relatives. */
  readonly metrics: MetricSettings
  /** `litellm_settings.include_cost_in_usage`: whole answers too tell their cost in `usage.cost`. Default false. */
  readonly costInUsage: boolean
  /** Checks of deployments by calls. */
  readonly health: HealthSettings
  /** For whom callers call, and under which tags. */
  readonly caller: CallerSettings
  /** Addresses, routes and members that are asked of everybody. */
  readonly access: AccessRules
  /** Pages of other sites. */
  readonly cors: CorsSettings
  /** Budgets and limits as a whole. */
  readonly limits: LimitSettings
  /** The database, and what is kept in it. */
  readonly store: StoreSettings
}

/** One custom pass-through. */
export type PassThrough = {
  readonly path: string
  readonly target: string
  readonly headers: { readonly [name: string]: string }
  readonly includeSubpath: boolean
  /** Added to the query where the caller does not give them. */
  readonly defaultQuery: { readonly [name: string]: string }
  /** The caller's headers go on beside `headers`. Default false, as in LiteLLM; content headers always do. */
  readonly forwardHeaders: boolean
  /** What a request costs, nano-dollars. */
  readonly costNanoUsd: number
  /** Header in which callers may put their key, lower case. `headers.litellm_user_api_key`. */
  readonly keyHeader: string | undefined
  /** Default true: LiteLLM's was false for years, which forwarded requests without any key. */
  readonly auth: boolean
  readonly methods: readonly string[] | undefined
}
