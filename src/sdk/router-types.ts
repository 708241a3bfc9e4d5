/** What a Router is made of: LiteLLM's arguments under their names, times in **seconds**, and ours. */
import type { PolicyClass, StrategyName } from '../plan/routing.js'
import type { ClientOptions } from '../runtime/client-types.js'
import type { Connection } from './call-types.js'
import type { RoutingFunction } from './custom-strategy.js'
import type { EffectlessArgument } from './without-effect.js'

/** A public name; a `*` in it stands for any text. */
export type Callable<Name extends string> = Name extends `${infer Before}*${infer After}` ? `${Before}${string}${Callable<After>}` : Name

/** One deployment. Several of one name are balanced. */
export type RouterModel<Name extends string = string> = {
  /** What calls name it. */
  readonly model_name: Name
  /** Where it is and how it is called; parameters of requests among them are defaults, which a call overrules. */
  readonly litellm_params: RouterParams
  /** `id` names the deployment, `mode` says what kind of model it is; prices and context windows win over the catalogue's. */
  readonly model_info?: { readonly id?: string; readonly mode?: string; readonly [name: string]: unknown }
}

/** `litellm_params` of a config. A key may stand here as text, as `os.environ/NAME`, or be left to the provider's usual variable. */
export type RouterParams = Readonly<Connection> & {
  /** `provider/model`. */
  readonly model: string
  readonly custom_llm_provider?: string
  /** Requests and tokens per minute. */
  readonly rpm?: number
  readonly tpm?: number
  readonly max_parallel_requests?: number
  readonly weight?: number
  /** Lower is tried first. */
  readonly order?: number
  readonly tags?: readonly string[]
  readonly region_name?: string
  /** US dollars within `budget_duration` (`1d`, `12h`, `1mo`). */
  readonly max_budget?: number
  readonly budget_duration?: string
  readonly num_retries?: number
  /** Total time of one attempt, **seconds**. */
  readonly timeout?: number
  readonly stream_timeout?: number
  /** Rest after failures, **seconds**. */
  readonly cooldown_time?: number
  readonly mock_response?: string
  readonly [param: string]: unknown
}

/** A model of a chain, or a map with a model and parameters that replace the caller's. */
export type RouterFallback<Name extends string> = Name | { readonly model: Name; readonly [param: string]: unknown }
/** `[{ 'gpt-4o': ['claude'] }]`: who is tried, in order, after whom. `*` stands for every other model. */
export type RouterFallbacks<Name extends string> = readonly { readonly [From in Name | '*']?: readonly RouterFallback<Name>[] }[]

/** `{ RateLimitErrorRetries: 3, DefaultRetries: 1 }`. */
export type RouterRetryPolicy = { readonly [C in Exclude<PolicyClass, 'Default'> as `${C}ErrorRetries`]?: number } & {
  readonly DefaultRetries?: number
}
/** `{ RateLimitErrorAllowedFails: 100 }`. */
export type RouterFailsPolicy = { readonly [C in Exclude<PolicyClass, 'Default'> as `${C}ErrorAllowedFails`]?: number }

/** LiteLLM's arguments. A wrong one is refused when the Router is made; those of no effect here are told in `Router.warnings`. */
export type LiteLlmArguments<Name extends string, Alias extends string> = {
  readonly model_list: readonly RouterModel<Name>[]
  /** Default `simple-shuffle`. A function chooses among the deployments that can serve; see {@link RoutingFunction}. */
  readonly routing_strategy?: StrategyName | RoutingFunction
  readonly routing_strategy_args?: { readonly ttl?: number; readonly lowest_latency_buffer?: number; readonly [name: string]: unknown }
  /** A strategy of its own for some models. */
  readonly routing_groups?: readonly {
    readonly group_name?: string
    readonly models: readonly NoInfer<Name>[]
    readonly routing_strategy: StrategyName
  }[]
  readonly model_group_alias?: {
    readonly [A in Alias]: Callable<NoInfer<Name>> | { readonly model: Callable<NoInfer<Name>>; readonly hidden?: boolean }
  }
  /** Retries per model after the first try. Default 2. */
  readonly num_retries?: number
  readonly retry_policy?: RouterRetryPolicy
  readonly model_group_retry_policy?: { readonly [N in NoInfer<Name>]?: RouterRetryPolicy }
  /** Least wait before a retry, **seconds**. Default 0. */
  readonly retry_after?: number
  /** Total time of one attempt, **seconds**. Default 6,000. */
  readonly timeout?: number
  /** Wait for the first byte of a stream and for each piece after it, **seconds**. */
  readonly stream_timeout?: number
  /** Failures tolerated within the cooldown time. Default: by share of failures. */
  readonly allowed_fails?: number
  readonly allowed_fails_policy?: RouterFailsPolicy
  /** Rest after failures, **seconds**. Default 5. */
  readonly cooldown_time?: number
  readonly disable_cooldowns?: boolean
  readonly fallbacks?: RouterFallbacks<Callable<NoInfer<Name>> | NoInfer<Alias>>
  readonly context_window_fallbacks?: RouterFallbacks<Callable<NoInfer<Name>> | NoInfer<Alias>>
  readonly content_policy_fallbacks?: RouterFallbacks<Callable<NoInfer<Name>> | NoInfer<Alias>>
  /** Tried after every model without a chain of its own. */
  readonly default_fallbacks?: readonly (Callable<NoInfer<Name>> | NoInfer<Alias>)[]
  readonly max_fallbacks?: number
  readonly enable_pre_call_checks?: boolean
  readonly optional_pre_call_checks?: readonly string[]
  readonly enable_tag_filtering?: boolean
  /** One tag of the request is enough. Default true. */
  readonly tag_filtering_match_any?: boolean
  /** `{ openai: { budget_limit: 100, time_period: '1d' } }`, US dollars. */
  readonly provider_budget_config?: { readonly [provider: string]: { readonly budget_limit: number; readonly time_period: string } }
  readonly default_litellm_params?: { readonly [param: string]: unknown }
  readonly default_max_parallel_requests?: number
  readonly default_priority?: number
  /** Longest wait for a free deployment, **seconds**. */
  readonly max_queue_wait?: number
  readonly max_queue_length?: number
  readonly cooldown_wait?: number
  /** Answers are kept for equal requests: in this process, or on Redis where one is named. */
  readonly cache_responses?: boolean
  /** Further settings of the Redis connection by the names of `llmgen/redis`, such as `startup_nodes` or `sentinel_nodes`. */
  readonly cache_kwargs?: { readonly [name: string]: unknown }
  readonly redis_url?: string
  readonly redis_host?: string
  readonly redis_port?: number | string
  readonly redis_password?: string
  readonly redis_db?: number
  /** Prints each step of each call. */
  readonly set_verbose?: boolean
  /** What `set_verbose` prints. Default: every step. */
  readonly debug_level?: 'DEBUG' | 'INFO'
  /** A failed call picks again within the model before its fallbacks. Always so here. */
  readonly enable_weighted_failover?: boolean
  readonly failure_threshold_percent?: number
  readonly failure_threshold_minimum_requests?: number
}

/** LiteLLM's arguments, and the settings of a client. */
export type RouterArguments<Name extends string = string, Alias extends string = string> = LiteLlmArguments<Name, Alias> &
  Omit<ClientOptions, 'secrets'> & {
    /** Accepted without effect; `Router.warnings` says why. */
    readonly [E in EffectlessArgument]?: unknown
  }
