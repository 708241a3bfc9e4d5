/** The part of a Plan that steers routing: strategy, retries, cooldowns, limits, budgets, response cache. */
import type { BooleanSetting, JsonObject, NumberSetting } from './plan.js'

export type StrategyName =
  | 'simple-shuffle'
  | 'least-busy'
  | 'latency-based-routing'
  | 'cost-based-routing'
  | 'usage-based-routing'
  | 'usage-based-routing-v2'
  | 'provider-budget-routing'
  | 'peak-ewma'
  | 'weighted-failover'

/** Error classes that policies name. */
export type PolicyClass =
  | 'BadRequest'
  | 'Authentication'
  | 'Timeout'
  | 'RateLimit'
  | 'ContentPolicyViolation'
  | 'InternalServer'
  | 'ServiceUnavailable'
  | 'BadGateway'
  | 'NotFound'
  | 'Default'
export type PerClass = { readonly [C in PolicyClass]?: number }

export type Routing = {
  /** Strategy of the config. */
  readonly strategy: StrategyName
  readonly strategyArgs: JsonObject
  /** Retries per model group after the first try. Default 2. */
  readonly numRetries: NumberSetting
  readonly retryPolicy?: PerClass
  readonly groupRetryPolicies?: readonly { readonly group: string; readonly policy: PerClass }[]
  /** Least wait between retries on the same deployment, milliseconds. Default 0. */
  readonly retryAfterMs: NumberSetting
  /** Total time of one attempt, milliseconds. Default 6,000,000 (LiteLLM's 6000 s). */
  readonly timeoutMs: NumberSetting
  readonly streamTimeoutMs?: NumberSetting
  readonly maxFallbacks: number
  /**
   * When a deployment is put to rest. `rate`: LiteLLM's default rules (section 3.2 of its router: 429 at once in a
   * group of two or more, 401 and 404 at once, over half of at least five calls failed). `count`: more than
   * `allowedFails` failures within the cooldown time.
   */
  readonly cooldown: CooldownRule
  /** Default length of a cooldown, milliseconds. Default 5,000. */
  readonly cooldownMs: NumberSetting
  readonly disableCooldowns: boolean
  readonly enablePreCallChecks: boolean
  readonly dropParams: BooleanSetting
  readonly modifyParams: BooleanSetting
  /** `router_settings.default_litellm_params`. */
  readonly defaults: JsonObject
  /** Non-secret values of `environment_variables`, read under the real environment's. */
  readonly environment: { readonly [name: string]: string }
  readonly sslVerify?: boolean
  readonly defaultMaxParallelRequests?: NumberSetting
  /** Present where tags route: whether any tag of the request has to be on the deployment, or all. */
  readonly tags?: 'any' | 'all'
  /**
   * How `rpm` and `tpm` of deployments are held. `enforce`: as limits, over which a deployment gets nothing. `prefer`: those
   * below them are preferred, and where none is left they are exceeded. Absent: no deployment has any.
   */
  readonly limits?: 'enforce' | 'prefer'
  readonly queue?: QueueSettings
  /** Longest wait for the first resting deployment to come back, milliseconds; absent or 0 fails at once. */
  readonly cooldownWaitMs?: NumberSetting
  readonly providerBudgets?: readonly NamedBudget[]
  readonly tagBudgets?: readonly NamedBudget[]
  readonly cache?: CacheSettings
  /** Each step of each call is printed: `set_verbose`. */
  readonly verbose?: BooleanSetting
}

/**
 * `rate`: share of failed calls; `share` (default 0.5, strictly more) of at least `leastCalls` (default 5) within a minute.
 * `count`: more than `allowedFails` failures within the cooldown time; 0 in `policy` is the first failure.
 */
export type CooldownRule =
  | { readonly mode: 'rate'; readonly share?: NumberSetting; readonly leastCalls?: NumberSetting }
  | { readonly mode: 'count'; readonly allowedFails: number; readonly policy?: PerClass }

/** Length of a budget's period. Months are those of the calendar, UTC. */
export type Period = { readonly ms: number } | { readonly months: number }

/** US dollars within a period that starts with the first call and starts anew with the first call after its end. */
export type Budget = { readonly maxUsd: NumberSetting; readonly period: Period }

/** A budget over all deployments of a provider (LiteLLM's name), or all calls with a tag. */
export type NamedBudget = Budget & { readonly name: string }

/** Answers kept for equal requests. LiteLLM's `litellm_settings.cache` and `cache_params`. */
export type CacheSettings = {
  /** Where answers are kept: in this process, or in what `createLlm({ cache })` was given. */
  readonly store: 'memory' | 'redis'
  /** False: only a call that asks for it (`cache: { use_cache: true }`) is cached. LiteLLM's `mode: default_off`. */
  readonly byDefault: boolean
  /** How long an answer is kept, milliseconds. Default: the store's own time, 600,000 in memory and 60,000 on Redis, as in LiteLLM. */
  readonly ttlMs?: NumberSetting
  /** Endpoints cached; absent is all that can be. */
  readonly endpoints?: readonly CachedEndpoint[]
  /** Put before every key. */
  readonly namespace?: string
}
export type CachedEndpoint = 'chat' | 'completions' | 'embeddings' | 'transcriptions' | 'rerank' | 'responses'

/** Calls that wait where every deployment of a group has all the calls under way that it may have. */
export type QueueSettings = {
  /** Longest wait, milliseconds; 0 refuses at once. Default 60,000. */
  readonly maxWaitMs?: NumberSetting
  /** Most calls that wait for one group. Default 10,000. */
  readonly maxLength?: NumberSetting
  /** Priority of calls that name none; lower goes first. Default 0. */
  readonly defaultPriority?: NumberSetting
}

/** Weights precomputed for a static strategy: `cumulative[i]` is the sum up to deployment i of the group. */
export type PickTable = { readonly group: string; readonly cumulative: readonly number[] }
