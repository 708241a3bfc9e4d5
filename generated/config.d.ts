/** Types of a LiteLLM config. Made from schema/litellm-config.schema.json by `npm run generate`; do not edit. */

/**
 * Retries by kind of error.
 */
export type RetryPolicy = {
  /**
   * Retries after an error of the kind "bad request", in place of `num_retries`.
   */
  BadRequestErrorRetries?: number | string | null
  /**
   * Retries after an error of the kind "authentication", in place of `num_retries`.
   */
  AuthenticationErrorRetries?: number | string | null
  /**
   * Retries after an error of the kind "timeout", in place of `num_retries`.
   */
  TimeoutErrorRetries?: number | string | null
  /**
   * Retries after an error of the kind "rate limit", in place of `num_retries`.
   */
  RateLimitErrorRetries?: number | string | null
  /**
   * Retries after an error of the kind "content policy violation", in place of `num_retries`.
   */
  ContentPolicyViolationErrorRetries?: number | string | null
  /**
   * Retries after an error of the kind "internal server", in place of `num_retries`. LiteLLM accepts this key and does not read it.
   */
  InternalServerErrorRetries?: number | string | null
  /**
   * Retries after an error of the kind "service unavailable", in place of `num_retries`.
   */
  ServiceUnavailableErrorRetries?: number | string | null
  /**
   * Retries after an error of the kind "not found", in place of `num_retries`.
   */
  NotFoundErrorRetries?: number | string | null
  /**
   * Retries after an error that has no entry of its own.
   */
  DefaultRetries?: number | string | null
} | null
/**
 * Model names, access groups and patterns that may be called; none is every model.
 */
export type Models = string[] | null
/**
 * Dollars that may be spent until the budget starts anew.
 */
export type MaxBudget = number | string | null
/**
 * Dollars from which an alert is sent; calls go on.
 */
export type SoftBudget = number | string | null
/**
 * How long the budget lasts; without it, it never starts anew.
 */
export type BudgetDuration = string | null
/**
 * Tokens per minute.
 */
export type TPMLimit = number | string | null
/**
 * Requests per minute.
 */
export type RPMLimit = number | string | null
/**
 * Calls in flight at one time.
 */
export type MaxParallelRequests = number | string | null
/**
 * Budgets and limits of single models, by name.
 */
export type ModelMaxBudget = {
  /**
   * Budget and limits of one model.
   */
  [k: string]: {
    /**
     * Dollars in each `time_period`.
     */
    budget_limit?: number | string | null
    /**
     * Another name of `budget_limit`.
     */
    max_budget?: number | string | null
    /**
     * How long the budget lasts.
     */
    time_period?: string | null
    /**
     * Another name of `time_period`.
     */
    budget_duration?: string | null
    /**
     * Tokens per minute.
     */
    tpm_limit?: number | string | null
    /**
     * Requests per minute.
     */
    rpm_limit?: number | string | null
  }
} | null
/**
 * Several budgets at once, each with a duration of its own.
 */
export type BudgetLimits =
  | {
      /**
       * How long this budget lasts.
       */
      budget_duration: string
      /**
       * Dollars until it starts anew.
       */
      max_budget: number | string
    }[]
  | null
/**
 * Own data; `tags` and `spend_logs_metadata` in it go into the rows of the spend log.
 */
export type Metadata = {
  [k: string]: unknown
} | null
/**
 * Tags that every call carries.
 */
export type Tags = string[] | null
/**
 * Requests per minute of single models, by name.
 */
export type ModelRPMLimit = {
  /**
   * Requests per minute of one model.
   */
  [k: string]: number | string
} | null
/**
 * Tokens per minute of single models, by name.
 */
export type ModelTPMLimit = {
  /**
   * Tokens per minute of one model.
   */
  [k: string]: number | string
} | null
/**
 * Whether the limit is guaranteed, a best effort, or shared out.
 */
export type LimitType = 'guaranteed_throughput' | 'best_effort_throughput' | 'dynamic' | null
/**
 * Pass-through routes that may be called.
 */
export type AllowedPassthroughRoutes = string[] | null
/**
 * Checks of prompts and answers. Kept with the others; llmgen does nothing with it.
 */
export type Guardrails = string[] | null
/**
 * Sets of checks. Kept with the others; llmgen does nothing with it.
 */
export type Policies = string[] | null
/**
 * Prompt templates. Kept with the others; llmgen does nothing with it.
 */
export type Prompts = string[] | null
/**
 * Calls are refused. Where it is not given, what an administrator decided at run time stays.
 */
export type Blocked = boolean | string | null

/**
 * A `litellm_config.yaml` as LiteLLM reads it. `x-llmgen` says what llmgen does with a key: `compile` shapes the generated client, `runtime` is read by it, `gateway` is read by the gateway, `accept` is valid and without effect.
 */
export interface LiteLLMConfiguration {
  /**
   * Models that can be called. Entries of one `model_name` form a group and share its load.
   */
  model_list?: ModelEntry[] | null
  /**
   * Routing, retries, fallbacks, rests and timeouts. Where both sections set a key, this one wins over `litellm_settings`.
   */
  router_settings?: {
    /**
     * How a deployment is chosen within a group. `peak-ewma` and `weighted-failover` are of llmgen alone.
     */
    routing_strategy?:
      | 'simple-shuffle'
      | 'least-busy'
      | 'latency-based-routing'
      | 'cost-based-routing'
      | 'usage-based-routing'
      | 'usage-based-routing-v2'
      | 'provider-budget-routing'
      | 'peak-ewma'
      | 'weighted-failover'
      | 'lar1'
      | null
    /**
     * Arguments of the strategy.
     */
    routing_strategy_args?: {
      /**
       * Seconds that measurements count: 3600 for latency, 60 for usage.
       */
      ttl?: number | string | null
      /**
       * Share above the lowest latency within which deployments are equals; 0.5 means half as slow again.
       */
      lowest_latency_buffer?: number | string | null
      /**
       * Measurements kept for each deployment.
       */
      max_latency_list_size?: number | string | null
    } | null
    /**
     * A strategy of its own for each set of groups.
     */
    routing_groups?:
      | {
          /**
           * Name of the set.
           */
          group_name?: string | null
          /**
           * Groups in the set.
           */
          models?: string[] | null
          /**
           * Strategy of the set.
           */
          routing_strategy?:
            | 'simple-shuffle'
            | 'least-busy'
            | 'latency-based-routing'
            | 'cost-based-routing'
            | 'usage-based-routing'
            | 'usage-based-routing-v2'
            | 'provider-budget-routing'
            | 'peak-ewma'
            | 'weighted-failover'
            | 'lar1'
            | 'priority'
            | null
          /**
           * Arguments of the strategy.
           */
          routing_strategy_args?: {
            [k: string]: unknown
          } | null
          /**
           * Order of the groups, for the strategy `priority` only.
           */
          model_priorities?: {
            [k: string]: unknown
          } | null
        }[]
      | null
    /**
     * Other names for groups. One step only: an alias of an alias is not followed.
     */
    model_group_alias?: {
      /**
       * The group that the alias stands for, or a map with `model` and `hidden`.
       */
      [k: string]:
        | string
        | {
            /**
             * Group that the alias stands for.
             */
            model: string
            /**
             * Keeps the alias out of listings; it can still be called.
             */
            hidden?: boolean | string | null
          }
    } | null
    /**
     * Chooses deployments by the tags of the request.
     */
    enable_tag_filtering?: boolean | string | null
    /**
     * One shared tag is enough; false asks for all tags of the request.
     */
    tag_filtering_match_any?: boolean | string | null
    /**
     * Only tags with this prefix take part in routing. Accepted; llmgen does nothing with it.
     */
    tag_routing_prefix?: string | null
    /**
     * Drops deployments whose context window, rate limit or region does not fit the request.
     */
    enable_pre_call_checks?: boolean | string | null
    /**
     * Further filters in front of the choice.
     */
    optional_pre_call_checks?:
      | (
          | 'prompt_caching'
          | 'router_budget_limiting'
          | 'responses_api_deployment_check'
          | 'deployment_affinity'
          | 'session_affinity'
          | 'forward_client_headers_by_model_group'
          | 'enforce_model_rate_limits'
          | 'encrypted_content_affinity'
        )[]
      | null
    /**
     * Seconds that a caller stays with one deployment.
     */
    deployment_affinity_ttl_seconds?: number | string | null
    /**
     * Affinity checks by group. Accepted; llmgen does nothing with it.
     */
    model_group_affinity_config?: {
      [k: string]: unknown
    } | null
    /**
     * Dollars that may be spent at each provider and window. A provider over budget is left out.
     */
    provider_budget_config?: {
      /**
       * Budget of one provider.
       */
      [k: string]: {
        /**
         * Dollars that may be spent in each window.
         */
        budget_limit?: number | string | null
        /**
         * Dollars that may be spent in each window.
         */
        max_budget?: number | string | null
        /**
         * Length of the window.
         */
        time_period?: string | null
        /**
         * Length of the window.
         */
        budget_duration?: string | null
        /**
         * Limit per minute.
         */
        tpm_limit?: number | string | null
        /**
         * Limit per minute.
         */
        rpm_limit?: number | string | null
      }
    } | null
    /**
     * With `simple-shuffle`, a failed call picks again inside the group before fallbacks.
     */
    enable_weighted_failover?: boolean | string | null
    /**
     * Weights of groups. Accepted; llmgen does nothing with it.
     */
    weights?: {
      [k: string]: unknown
    } | null
    /**
     * Priority of calls that wait for a deployment and name none; lower goes first.
     */
    default_priority?: number | string | null
    /**
     * Seconds that a call waits for a deployment that is not busy (`max_parallel_requests`); 0 refuses at once. Of llmgen alone.
     */
    max_queue_wait?: number | string | null
    /**
     * Most calls that wait for a group whose deployments are all busy (`max_parallel_requests`). Of llmgen alone.
     */
    max_queue_length?: number | string | null
    /**
     * Seconds that a call waits for the first deployment of a resting group to come back; 0 fails at once. Of llmgen alone.
     */
    cooldown_wait?: number | string | null
    /**
     * Share of failed calls, from 0 to 1, above which a deployment rests. Of llmgen alone; LiteLLM takes it from the environment.
     */
    failure_threshold_percent?: number | string | null
    /**
     * Fewest calls within a minute whose failures can put a deployment to rest. Of llmgen alone; LiteLLM takes it from the environment.
     */
    failure_threshold_minimum_requests?: number | string | null
    /**
     * Seconds between two looks at the queue. Accepted; llmgen does nothing with it.
     */
    polling_interval?: number | string | null
    /**
     * Retries in a group before fallbacks; there is one more try than retries.
     */
    num_retries?: number | string | null
    /**
     * Least seconds between two retries.
     */
    retry_after?: number | string | null
    /**
     * Seconds one attempt may take in all.
     */
    timeout?: number | string | null
    /**
     * Seconds one streaming attempt may take in all. Taken from `timeout` when absent.
     */
    stream_timeout?: number | string | null
    /**
     * Not an argument of the router. Accepted; llmgen does nothing with it.
     */
    max_retries?: number | string | null
    /**
     * Groups tried in order when a group fails after its retries. Each item has one group as its key.
     */
    fallbacks?:
      | {
          [k: string]: (
            | string
            | {
                [k: string]: unknown
              }
          )[]
        }[]
      | null
    /**
     * Groups tried when the prompt is too long for the first one. When set, `fallbacks` is not used for that error.
     */
    context_window_fallbacks?:
      | {
          [k: string]: (
            | string
            | {
                [k: string]: unknown
              }
          )[]
        }[]
      | null
    /**
     * Groups tried when the provider refuses the content. When set, `fallbacks` is not used for that error.
     */
    content_policy_fallbacks?:
      | {
          [k: string]: (
            | string
            | {
                [k: string]: unknown
              }
          )[]
        }[]
      | null
    /**
     * Groups tried for any group that has no entry of its own.
     */
    default_fallbacks?: string[] | null
    /**
     * Fallback groups tried in one call.
     */
    max_fallbacks?: number | string | null
    /**
     * Retries by kind of error, in place of `num_retries`.
     */
    retry_policy?: {
      /**
       * Retries after an error of the kind "bad request", in place of `num_retries`.
       */
      BadRequestErrorRetries?: number | string | null
      /**
       * Retries after an error of the kind "authentication", in place of `num_retries`.
       */
      AuthenticationErrorRetries?: number | string | null
      /**
       * Retries after an error of the kind "timeout", in place of `num_retries`.
       */
      TimeoutErrorRetries?: number | string | null
      /**
       * Retries after an error of the kind "rate limit", in place of `num_retries`.
       */
      RateLimitErrorRetries?: number | string | null
      /**
       * Retries after an error of the kind "content policy violation", in place of `num_retries`.
       */
      ContentPolicyViolationErrorRetries?: number | string | null
      /**
       * Retries after an error of the kind "internal server", in place of `num_retries`. LiteLLM accepts this key and does not read it.
       */
      InternalServerErrorRetries?: number | string | null
      /**
       * Retries after an error of the kind "service unavailable", in place of `num_retries`.
       */
      ServiceUnavailableErrorRetries?: number | string | null
      /**
       * Retries after an error of the kind "not found", in place of `num_retries`.
       */
      NotFoundErrorRetries?: number | string | null
      /**
       * Retries after an error that has no entry of its own.
       */
      DefaultRetries?: number | string | null
    } | null
    /**
     * Retry policy by group; replaces `retry_policy` as a whole.
     */
    model_group_retry_policy?: {
      [k: string]: RetryPolicy
    } | null
    /**
     * Failures tolerated before a deployment rests.
     */
    allowed_fails?: number | string | null
    /**
     * Failures tolerated by kind of error.
     */
    allowed_fails_policy?: {
      /**
       * Failures of the kind "bad request" that a deployment may have before it rests.
       */
      BadRequestErrorAllowedFails?: number | string | null
      /**
       * Failures of the kind "authentication" that a deployment may have before it rests.
       */
      AuthenticationErrorAllowedFails?: number | string | null
      /**
       * Failures of the kind "timeout" that a deployment may have before it rests.
       */
      TimeoutErrorAllowedFails?: number | string | null
      /**
       * Failures of the kind "rate limit" that a deployment may have before it rests.
       */
      RateLimitErrorAllowedFails?: number | string | null
      /**
       * Failures of the kind "content policy violation" that a deployment may have before it rests.
       */
      ContentPolicyViolationErrorAllowedFails?: number | string | null
      /**
       * Failures of the kind "internal server" that a deployment may have before it rests. LiteLLM accepts this key and does not read it.
       */
      InternalServerErrorAllowedFails?: number | string | null
      /**
       * Failures of the kind "service unavailable" that a deployment may have before it rests.
       */
      ServiceUnavailableErrorAllowedFails?: number | string | null
      /**
       * Failures of the kind "bad gateway" that a deployment may have before it rests.
       */
      BadGatewayErrorAllowedFails?: number | string | null
      /**
       * Failures of the kind "not found" that a deployment may have before it rests.
       */
      NotFoundErrorAllowedFails?: number | string | null
    } | null
    /**
     * Seconds a deployment rests after failures. 0 means the default; use `disable_cooldowns` to turn rests off.
     */
    cooldown_time?: number | string | null
    /**
     * Never lets a deployment rest.
     */
    disable_cooldowns?: boolean | string | null
    /**
     * Calls in flight to a deployment that sets no limit of its own.
     */
    default_max_parallel_requests?: number | string | null
    /**
     * Defaults for all calls. They win over `litellm_params` of a deployment.
     */
    default_litellm_params?: {
      [k: string]: unknown
    } | null
    /**
     * Set by the proxy itself. Accepted; llmgen does nothing with it.
     */
    ignore_invalid_deployments?: {
      [k: string]: unknown
    }
    /**
     * Set by the proxy itself. Accepted; llmgen does nothing with it.
     */
    router_general_settings?: {
      [k: string]: unknown
    }
    /**
     * Set by the proxy itself. Accepted; llmgen does nothing with it.
     */
    assistants_config?: {
      [k: string]: unknown
    }
    /**
     * Redis that shares counters and rests between instances. Read by the gateway only.
     */
    redis_host?: string | null
    /**
     * Port of that Redis. Read by the gateway only.
     */
    redis_port?: string | number | null
    /**
     * Password of that Redis. Read by the gateway only.
     */
    redis_password?: string | null
    /**
     * URL of that Redis, in place of host and port. Read by the gateway only.
     */
    redis_url?: string | null
    /**
     * Database number. Deprecated in LiteLLM for `cache_kwargs`. Read by the gateway only.
     */
    redis_db?: number | string | null
    /**
     * Further arguments of the Redis client. Accepted; llmgen does nothing with it.
     */
    cache_kwargs?: {
      [k: string]: unknown
    } | null
    /**
     * Response cache of the router; on when `litellm_settings.cache` is on.
     */
    cache_responses?: boolean | string | null
    /**
     * Groups that share cache entries. Accepted; llmgen does nothing with it.
     */
    caching_groups?: unknown[][] | null
    /**
     * Seconds that a pooled HTTP client lives.
     */
    client_ttl?: number | string | null
    /**
     * Prints each step of each call.
     */
    set_verbose?: boolean | string | null
    /**
     * Level of what `set_verbose` prints.
     */
    debug_level?: 'DEBUG' | 'INFO' | null
    /**
     * Skips deployments whose background check failed. Read by the gateway only.
     */
    enable_health_check_routing?: boolean | string | null
    /**
     * Seconds after which a check result no longer counts; twice the interval when absent. Read by the gateway only.
     */
    health_check_staleness_threshold?: number | string | null
    /**
     * Leaves passing errors such as rate limits out of the check. Read by the gateway only.
     */
    health_check_ignore_transient_errors?: boolean | string | null
    /**
     * Groups that take part in background checks; all when absent. Read by the gateway only.
     */
    background_health_check_model_groups?: string[] | null
    /**
     * Guardrails that share load. Accepted; llmgen does nothing with it.
     */
    guardrail_list?: unknown[] | null
    /**
     * Alerts to Slack. Accepted; llmgen does nothing with it.
     */
    alerting_config?: {
      /**
       * Slack address that receives alerts. Accepted; llmgen does nothing with it.
       */
      webhook_url?: string | null
      /**
       * Seconds after which a call counts as slow. Accepted; llmgen does nothing with it.
       */
      alerting_threshold?: number | string | null
    } | null
    /**
     * Ignored in this section. Accepted; llmgen does nothing with it.
     */
    search_tools?: unknown[] | null
    /**
     * Ignored in this section. Accepted; llmgen does nothing with it.
     */
    model_list?: unknown[] | null
  } | null
  /**
   * Settings of all calls: parameters, cost, callbacks, cache.
   */
  litellm_settings?: {
    /**
     * Removes OpenAI parameters that a model does not support instead of failing.
     */
    drop_params?: boolean | string | null
    /**
     * Repairs requests: dummy tools, missing turns, empty content.
     */
    modify_params?: boolean | string | null
    /**
     * Seconds one attempt may take in all, where no other timeout is set.
     */
    request_timeout?: number | string | null
    /**
     * Retries where the router sets none.
     */
    num_retries?: number | string | null
    /**
     * Retries inside the SDK. Accepted; llmgen does nothing with it.
     */
    num_retries_per_request?: number | string | null
    /**
     * Groups tried in order when a group fails after its retries. Each item has one group as its key.
     */
    fallbacks?:
      | {
          [k: string]: (
            | string
            | {
                [k: string]: unknown
              }
          )[]
        }[]
      | null
    /**
     * Groups tried when the prompt is too long for the first one. When set, `fallbacks` is not used for that error.
     */
    context_window_fallbacks?:
      | {
          [k: string]: (
            | string
            | {
                [k: string]: unknown
              }
          )[]
        }[]
      | null
    /**
     * Groups tried when the provider refuses the content. When set, `fallbacks` is not used for that error.
     */
    content_policy_fallbacks?:
      | {
          [k: string]: (
            | string
            | {
                [k: string]: unknown
              }
          )[]
        }[]
      | null
    /**
     * Groups tried for any group that has no entry of its own.
     */
    default_fallbacks?: string[] | null
    /**
     * Fallback groups tried in one call.
     */
    max_fallbacks?: number | string | null
    /**
     * Number that `router_settings.allowed_fails` is compared with.
     */
    allowed_fails?: number | string | null
    /**
     * @deprecated
     * No effect in this section: it belongs in `router_settings`.
     */
    cooldown_time?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `router_settings`.
     */
    retry_after?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `router_settings`.
     */
    routing_strategy?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `router_settings`.
     */
    model_group_alias?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_params`.
     */
    rpm?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_params`.
     */
    max_parallel_requests?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: `request_timeout` is meant.
     */
    timeout?: {
      [k: string]: unknown
    }
    /**
     * TLS check: true, false, or the path of a CA bundle.
     */
    ssl_verify?: boolean | string | null
    /**
     * TLS setting: sSL certificate. Accepted; llmgen does nothing with it.
     */
    ssl_certificate?: string | null
    /**
     * TLS setting: sSL security level. Accepted; llmgen does nothing with it.
     */
    ssl_security_level?: string | null
    /**
     * TLS setting: sSL ECDH curve. Accepted; llmgen does nothing with it.
     */
    ssl_ecdh_curve?: string | null
    /**
     * Calls providers over IPv4 only. Accepted; llmgen does nothing with it.
     */
    force_ipv4?: boolean | string | null
    /**
     * Own providers. The prefix becomes known, the Python handler cannot run here. Accepted; llmgen does nothing with it.
     */
    custom_provider_map?:
      | {
          /**
           * Prefix of the provider. Accepted; llmgen does nothing with it.
           */
          provider?: string | null
          /**
           * Python import path of its handler. Accepted; llmgen does nothing with it.
           */
          custom_handler?: string | null
          [k: string]: unknown
        }[]
      | null
    /**
     * Checks answers against the schema in `response_format`.
     */
    enable_json_schema_validation?: boolean | string | null
    /**
     * Switch of LiteLLM: enable preview features. Accepted; llmgen does nothing with it.
     */
    enable_preview_features?: boolean | string | null
    /**
     * Switch of LiteLLM: disable stop sequence limit. Accepted; llmgen does nothing with it.
     */
    disable_stop_sequence_limit?: boolean | string | null
    /**
     * Switch of LiteLLM: disable Hugging Face tokenizer download. Accepted; llmgen does nothing with it.
     */
    disable_hf_tokenizer_download?: boolean | string | null
    /**
     * Switch of LiteLLM: disable token counter. Accepted; llmgen does nothing with it.
     */
    disable_token_counter?: boolean | string | null
    /**
     * Switch of LiteLLM: disable copilot system to assistant. Accepted; llmgen does nothing with it.
     */
    disable_copilot_system_to_assistant?: boolean | string | null
    /**
     * Switch of LiteLLM: disable anthropic gemini context caching transform. Accepted; llmgen does nothing with it.
     */
    disable_anthropic_gemini_context_caching_transform?: boolean | string | null
    /**
     * Choice of the upstream endpoint: use chat completions URL for anthropic messages. Accepted; llmgen does nothing with it.
     */
    use_chat_completions_url_for_anthropic_messages?: boolean | string | null
    /**
     * Choice of the upstream endpoint: route all chat OpenAI to responses. Accepted; llmgen does nothing with it.
     */
    route_all_chat_openai_to_responses?: boolean | string | null
    /**
     * Choice of the upstream endpoint: reasoning auto summary. Accepted; llmgen does nothing with it.
     */
    reasoning_auto_summary?: boolean | string | null
    /**
     * Connection default for every deployment that sets none: vertex project.
     */
    vertex_project?: string | null
    /**
     * Connection default for every deployment that sets none: vertex location.
     */
    vertex_location?: string | null
    /**
     * Connection default for every deployment that sets none: aPI base.
     */
    api_base?: string | null
    /**
     * Connection default for every deployment that sets none: aPI version.
     */
    api_version?: string | null
    /**
     * Default credential where a deployment has none: aPI key.
     */
    api_key?: string | null
    /**
     * Default credential where a deployment has none: openAI key.
     */
    openai_key?: string | null
    /**
     * Default credential where a deployment has none: anthropic key.
     */
    anthropic_key?: string | null
    /**
     * Default credential where a deployment has none: azure key.
     */
    azure_key?: string | null
    /**
     * Default credential where a deployment has none: groq key.
     */
    groq_key?: string | null
    /**
     * Default credential where a deployment has none: cohere key.
     */
    cohere_key?: string | null
    /**
     * Default credential where a deployment has none: mistral key.
     */
    mistral_key?: string | null
    /**
     * Default credential where a deployment has none: openrouter key.
     */
    openrouter_key?: string | null
    /**
     * Default credential where a deployment has none: replicate key.
     */
    replicate_key?: string | null
    /**
     * Default credential where a deployment has none: huggingface key.
     */
    huggingface_key?: string | null
    /**
     * Default credential where a deployment has none: together ai key.
     */
    together_ai_key?: string | null
    /**
     * Default credential where a deployment has none: togetherai API key.
     */
    togetherai_api_key?: string | null
    /**
     * Default credential where a deployment has none: gemini key.
     */
    gemini_key?: string | null
    /**
     * Default credential where a deployment has none: deepseek key.
     */
    deepseek_key?: string | null
    /**
     * Default credential where a deployment has none: databricks key.
     */
    databricks_key?: string | null
    /**
     * Default credential where a deployment has none: cloudflare API key.
     */
    cloudflare_api_key?: string | null
    /**
     * Default credential where a deployment has none: ai21 key.
     */
    ai21_key?: string | null
    /**
     * Default credential where a deployment has none: nlp cloud key.
     */
    nlp_cloud_key?: string | null
    /**
     * Default credential where a deployment has none: aleph alpha key.
     */
    aleph_alpha_key?: string | null
    /**
     * Default credential where a deployment has none: ollama key.
     */
    ollama_key?: string | null
    /**
     * Default credential where a deployment has none: predibase key.
     */
    predibase_key?: string | null
    /**
     * Default credential where a deployment has none: vertex key.
     */
    vertex_key?: string | null
    /**
     * Default credential where a deployment has none: bedrock key.
     */
    bedrock_key?: string | null
    /**
     * Headers added to every request to a provider.
     */
    headers?: {
      [k: string]: string | number | boolean | null
    } | null
    /**
     * OpenAI organization sent with every request.
     */
    organization?: string | null
    /**
     * OpenAI project sent with every request.
     */
    project?: string | null
    /**
     * Shares batch jobs among the deployments of a group. Accepted; llmgen does nothing with it.
     */
    enable_loadbalancing_on_batch_endpoints?: boolean | string | null
    /**
     * Adds the headers of the provider to the answer.
     */
    return_response_headers?: boolean | string | null
    /**
     * Adds the cost to the last chunk of a stream.
     */
    include_cost_in_streaming_usage?: boolean | string | null
    /**
     * Adds the cost to the usage of whole answers too. Read by the gateway only.
     */
    include_cost_in_usage?: boolean | string | null
    /**
     * Gives the request metrics the label `end_user`. Read by the gateway only.
     */
    enable_end_user_cost_tracking_prometheus_only?: boolean | string | null
    /**
     * Tags of requests that become labels of the request metrics; `*` is any text. Read by the gateway only.
     */
    custom_prometheus_tags?: string[] | null
    /**
     * Makes no real calls, for load tests. Accepted; llmgen does nothing with it.
     */
    network_mock?: boolean | string | null
    /**
     * Aliases of the SDK, name to model.
     */
    model_alias_map?: {
      [k: string]: string | null
    } | null
    /**
     * Dollars that the whole proxy may spend in each `budget_duration`; 0 is no limit. Read by the gateway only.
     */
    max_budget?: number | string | null
    /**
     * Window of `max_budget`. Read by the gateway only.
     */
    budget_duration?: string | null
    /**
     * Discount by provider as a fraction: 0.05 is 5 % off.
     */
    cost_discount_config?: {
      [k: string]: number | string | null
    } | null
    /**
     * Margin by provider or `global`: a fraction, or `percentage` and `fixed_amount`.
     */
    cost_margin_config?: {
      [k: string]:
        | number
        | string
        | {
            [k: string]: unknown
          }
    } | null
    /**
     * Budget by request tag. Calls with a tag over its budget are refused.
     */
    tag_budget_config?: {
      /**
       * Budget of one tag.
       */
      [k: string]: {
        /**
         * Dollars in each window.
         */
        max_budget?: number | string | null
        /**
         * Length of the window.
         */
        budget_duration?: string | null
        [k: string]: unknown
      }
    } | null
    /**
     * Dollars that a new internal user may spend. Read by the gateway only.
     */
    max_internal_user_budget?: number | string | null
    /**
     * Dollars that a new internal user may spend. Read by the gateway only.
     */
    default_max_internal_user_budget?: number | string | null
    /**
     * Window of the budget of internal users. Read by the gateway only.
     */
    internal_user_budget_duration?: string | null
    /**
     * Dollars that an end user may spend. Read by the gateway only.
     */
    max_end_user_budget?: number | string | null
    /**
     * Stored budget that end users share. Read by the gateway only.
     */
    max_end_user_budget_id?: string | null
    /**
     * Dollars that a user may spend. Read by the gateway only.
     */
    max_user_budget?: number | string | null
    /**
     * Dollars that one session of the admin page may spend. Read by the gateway only.
     */
    max_ui_session_budget?: number | string | null
    /**
     * Dollars from which an alert is sent. Read by the gateway only.
     */
    default_soft_budget?: number | string | null
    /**
     * Users, teams and keys that are created: default internal user params. Read by the gateway only.
     */
    default_internal_user_params?: {
      [k: string]: unknown
    } | null
    /**
     * Users, teams and keys that are created: default team params. Read by the gateway only.
     */
    default_team_params?: {
      [k: string]: unknown
    } | null
    /**
     * Users, teams and keys that are created: default key generate params. Read by the gateway only.
     */
    default_key_generate_params?: {
      [k: string]: unknown
    } | null
    /**
     * Users, teams and keys that are created: upperbound key generate params. Read by the gateway only.
     */
    upperbound_key_generate_params?: {
      [k: string]: unknown
    } | null
    /**
     * Users, teams and keys that are created: key generation settings. Read by the gateway only.
     */
    key_generation_settings?: {
      [k: string]: unknown
    } | null
    /**
     * Callbacks and call parameters of one team each. Read by the gateway only.
     */
    default_team_settings?:
      | {
          /**
           * Team that the settings are for. Read by the gateway only.
           */
          team_id: string
          [k: string]: unknown
        }[]
      | null
    /**
     * Shares of capacity by priority: priority reservation. Read by the gateway only.
     */
    priority_reservation?: {
      [k: string]: unknown
    } | null
    /**
     * Shares of capacity by priority: priority reservation settings. Read by the gateway only.
     */
    priority_reservation_settings?: {
      [k: string]: unknown
    } | null
    /**
     * Request headers that are stored as spend tags. Read by the gateway only.
     */
    extra_spend_tag_headers?: string[] | null
    /**
     * Spend rows: disable end user cost tracking. Read by the gateway only.
     */
    disable_end_user_cost_tracking?: boolean | string | null
    /**
     * Spend rows: disable end user cost tracking prometheus only. Read by the gateway only.
     */
    disable_end_user_cost_tracking_prometheus_only?: boolean | string | null
    /**
     * Spend rows: disable add user agent to request tags. Read by the gateway only.
     */
    disable_add_user_agent_to_request_tags?: boolean | string | null
    /**
     * Settings by group. Read by the gateway only.
     */
    model_group_settings?: {
      /**
       * Groups whose calls pass on the headers of the caller. Read by the gateway only.
       */
      forward_client_headers_to_llm_api?: string[] | null
    } | null
    /**
     * @deprecated
     * No effect in this section: it belongs in `general_settings`.
     */
    forward_client_headers_to_llm_api?: {
      [k: string]: unknown
    }
    /**
     * Time zone in which the budgets of keys, users and teams are reset. Read by the gateway only.
     */
    timezone?: string | null
    /**
     * Integrations that run for success and failure. A name with a dot is a Python path and cannot run here. Read by the gateway only.
     */
    callbacks?: string[] | null
    /**
     * Integrations that run for one outcome: success callback. Read by the gateway only.
     */
    success_callback?: string[] | null
    /**
     * Integrations that run for one outcome: failure callback. Read by the gateway only.
     */
    failure_callback?: string[] | null
    /**
     * Health of Redis and the database. LiteLLM reads another spelling, so this one has no effect there. Accepted; llmgen does nothing with it.
     */
    service_callbacks?: string[] | null
    /**
     * What is logged: turn off message logging. Read by the gateway only.
     */
    turn_off_message_logging?: boolean | string | null
    /**
     * What is logged: redact user API key info. Read by the gateway only.
     */
    redact_user_api_key_info?: boolean | string | null
    /**
     * What is logged: redact messages in exceptions. Read by the gateway only.
     */
    redact_messages_in_exceptions?: boolean | string | null
    /**
     * What is logged: log raw request response. Read by the gateway only.
     */
    log_raw_request_response?: boolean | string | null
    /**
     * What is logged: disable streaming logging. Read by the gateway only.
     */
    disable_streaming_logging?: boolean | string | null
    /**
     * What is logged: global disable no log param. Read by the gateway only.
     */
    global_disable_no_log_param?: boolean | string | null
    /**
     * Writes log lines as JSON. Read by the gateway only.
     */
    json_logs?: boolean | string | null
    /**
     * Verbose log. Deprecated in LiteLLM. Each step of each call is printed.
     */
    set_verbose?: boolean | string | null
    /**
     * Langfuse: tags added by default. Accepted; llmgen does nothing with it.
     */
    langfuse_default_tags?: string[] | null
    /**
     * LangSmith: records in one batch. Accepted; llmgen does nothing with it.
     */
    langsmith_batch_size?: number | string | null
    /**
     * Setting of one integration: s3 callback params. Accepted; llmgen does nothing with it.
     */
    s3_callback_params?: {
      [k: string]: unknown
    }
    /**
     * Setting of one integration: datadog params. Accepted; llmgen does nothing with it.
     */
    datadog_params?: {
      [k: string]: unknown
    }
    /**
     * Setting of one integration: aWS SQS callback params. Accepted; llmgen does nothing with it.
     */
    aws_sqs_callback_params?: {
      [k: string]: unknown
    }
    /**
     * Setting of one integration: generic logger headers. Accepted; llmgen does nothing with it.
     */
    generic_logger_headers?: {
      [k: string]: unknown
    }
    /**
     * Which metrics are kept, and by which labels. Read by the gateway only.
     */
    prometheus_metrics_config?: {
      [k: string]: unknown
    }
    /**
     * Setting of one integration: standard logging payload excluded fields. Accepted; llmgen does nothing with it.
     */
    standard_logging_payload_excluded_fields?: {
      [k: string]: unknown
    }
    /**
     * Setting of one integration: cold storage custom logger. Accepted; llmgen does nothing with it.
     */
    cold_storage_custom_logger?: {
      [k: string]: unknown
    }
    /**
     * Asks for a key at the metrics endpoint. Read by the gateway only.
     */
    require_auth_for_metrics_endpoint?: boolean | string | null
    /**
     * Old form of guardrails. Accepted; llmgen does nothing with it.
     */
    guardrails?: unknown[] | null
    /**
     * Python function that checks each answer. Accepted; llmgen does nothing with it.
     */
    post_call_rules?: string | null
    /**
     * Old moderation hook: lLM guard mode. Accepted; llmgen does nothing with it.
     */
    llm_guard_mode?: {
      [k: string]: unknown
    }
    /**
     * Old moderation hook: blocked user list. Accepted; llmgen does nothing with it.
     */
    blocked_user_list?: {
      [k: string]: unknown
    }
    /**
     * Old moderation hook: banned keywords list. Accepted; llmgen does nothing with it.
     */
    banned_keywords_list?: {
      [k: string]: unknown
    }
    /**
     * Old moderation hook: presidio AD hoc recognizers. Accepted; llmgen does nothing with it.
     */
    presidio_ad_hoc_recognizers?: {
      [k: string]: unknown
    }
    /**
     * Old moderation hook: prompt injection params. Accepted; llmgen does nothing with it.
     */
    prompt_injection_params?: {
      [k: string]: unknown
    }
    /**
     * Old moderation hook: azure content safety params. Accepted; llmgen does nothing with it.
     */
    azure_content_safety_params?: {
      [k: string]: unknown
    }
    /**
     * Switch of LiteLLM: add user information to LLM headers. Accepted; llmgen does nothing with it.
     */
    add_user_information_to_llm_headers?: boolean | string | null
    /**
     * Switch of LiteLLM: forward traceparent to LLM provider. Accepted; llmgen does nothing with it.
     */
    forward_traceparent_to_llm_provider?: boolean | string | null
    /**
     * Switch of LiteLLM: filter invalid headers. Accepted; llmgen does nothing with it.
     */
    filter_invalid_headers?: boolean | string | null
    /**
     * Switch of LiteLLM: store audit logs. Accepted; llmgen does nothing with it.
     */
    store_audit_logs?: boolean | string | null
    /**
     * Switch of LiteLLM: telemetry. Accepted; llmgen does nothing with it.
     */
    telemetry?: boolean | string | null
    /**
     * Names of MCP servers. Accepted; llmgen does nothing with it.
     */
    mcp_aliases?: {
      [k: string]: string | null
    } | null
    /**
     * Folder with prompt files. Accepted; llmgen does nothing with it.
     */
    global_prompt_directory?: string | null
    /**
     * Where prompts are read from: global bitbucket config. Accepted; llmgen does nothing with it.
     */
    global_bitbucket_config?: {
      [k: string]: unknown
    } | null
    /**
     * Where prompts are read from: global gitlab config. Accepted; llmgen does nothing with it.
     */
    global_gitlab_config?: {
      [k: string]: unknown
    } | null
    /**
     * Groups shown on the public page. Accepted; llmgen does nothing with it.
     */
    public_model_groups?: string[] | null
    /**
     * Settings of the responses endpoint. Accepted; llmgen does nothing with it.
     */
    responses?: {
      /**
       * Background answers. Accepted; llmgen does nothing with it.
       */
      background_mode?: {
        /**
         * Polls background answers through the cache. Accepted; llmgen does nothing with it.
         */
        polling_via_cache?: {
          [k: string]: unknown
        }
        /**
         * Seconds a background answer is kept. Accepted; llmgen does nothing with it.
         */
        ttl?: number | string | null
        [k: string]: unknown
      } | null
      [k: string]: unknown
    } | null
    /**
     * Turns the response cache on; `cache_params` alone does nothing. Answers are kept for equal requests.
     */
    cache?: boolean | string | null
    /**
     * Settings of the response cache.
     */
    cache_params?: {
      /**
       * Kind of cache: `redis` without any `cache_params`, `local` when they name no type.
       */
      type?: 'local' | 'redis' | 'redis-semantic' | 'qdrant-semantic' | 's3' | 'gcs' | 'azure-blob' | 'disk' | null
      /**
       * Whether a request must ask for the cache.
       */
      mode?: 'default_on' | 'default_off' | null
      /**
       * Seconds that an answer stays in the cache.
       */
      ttl?: number | string | null
      /**
       * Seconds that an answer stays in one layer: default in memory TTL.
       */
      default_in_memory_ttl?: number | string | null
      /**
       * Seconds that an answer stays in one layer: default in redis TTL.
       */
      default_in_redis_ttl?: number | string | null
      /**
       * Redis host. Read by the gateway only.
       */
      host?: string | null
      /**
       * Redis port. Read by the gateway only.
       */
      port?: string | number | null
      /**
       * Redis password. Read by the gateway only.
       */
      password?: string | null
      /**
       * Redis URL, in place of host and port. Read by the gateway only.
       */
      url?: string | null
      /**
       * Redis user. Read by the gateway only.
       */
      username?: string | null
      /**
       * Redis database number. Read by the gateway only.
       */
      db?: number | string | null
      /**
       * Redis over TLS. Read by the gateway only.
       */
      ssl?: boolean | string | null
      /**
       * Prefix of the cache keys.
       */
      namespace?: string | null
      /**
       * Redis connections. Read by the gateway only.
       */
      max_connections?: number | string | null
      /**
       * Whether the certificate of Redis is checked. Read by the gateway only.
       */
      ssl_cert_reqs?: string | boolean | null
      /**
       * Whether the host name in the certificate of Redis is checked. Read by the gateway only.
       */
      ssl_check_hostname?: boolean | string | null
      /**
       * Redis cluster or sentinel: redis startup nodes. Accepted; llmgen does nothing with it.
       */
      redis_startup_nodes?: unknown[] | null
      /**
       * Redis cluster or sentinel: sentinel nodes. Accepted; llmgen does nothing with it.
       */
      sentinel_nodes?: unknown[] | null
      /**
       * Redis cluster, sentinel or cloud: service name. Accepted; llmgen does nothing with it.
       */
      service_name?: string | null
      /**
       * Redis cluster, sentinel or cloud: gCP service account. Accepted; llmgen does nothing with it.
       */
      gcp_service_account?: string | null
      /**
       * Redis cluster, sentinel or cloud: gCP SSL CA certs. Accepted; llmgen does nothing with it.
       */
      gcp_ssl_ca_certs?: string | null
      /**
       * Password of the Redis sentinels. Accepted; llmgen does nothing with it.
       */
      sentinel_password?: string | null
      /**
       * Entries written to Redis at once. Accepted; llmgen does nothing with it.
       */
      redis_flush_size?: number | string | null
      /**
       * Calls that are cached; all when absent.
       */
      supported_call_types?:
        | (
            | 'completion'
            | 'acompletion'
            | 'embedding'
            | 'aembedding'
            | 'transcription'
            | 'atranscription'
            | 'text_completion'
            | 'atext_completion'
            | 'rerank'
            | 'arerank'
            | 'responses'
            | 'aresponses'
          )[]
        | null
      /**
       * How alike two prompts must be, from 0 to 1; semantic caches need it. Accepted; llmgen does nothing with it.
       */
      similarity_threshold?: number | string | null
      /**
       * Group that embeds prompts for the semantic cache. Accepted; llmgen does nothing with it.
       */
      redis_semantic_cache_embedding_model?: string | null
      /**
       * Folder of the disk cache. Accepted; llmgen does nothing with it.
       */
      disk_cache_dir?: string | null
      /**
       * Setting of one kind of cache (`qdrant_…`). Accepted; llmgen does nothing with it.
       *
       * This interface was referenced by `undefined`'s JSON-Schema definition
       * via the `patternProperty` "^qdrant_".
       *
       * Setting of one kind of cache (`s3_…`). Accepted; llmgen does nothing with it.
       *
       * This interface was referenced by `undefined`'s JSON-Schema definition
       * via the `patternProperty` "^s3_".
       *
       * Setting of one kind of cache (`gcs_…`). Accepted; llmgen does nothing with it.
       *
       * This interface was referenced by `undefined`'s JSON-Schema definition
       * via the `patternProperty` "^gcs_".
       *
       * Setting of one kind of cache (`azure_…`). Accepted; llmgen does nothing with it.
       *
       * This interface was referenced by `undefined`'s JSON-Schema definition
       * via the `patternProperty` "^azure_".
       */
      [k: string]:
        | {
            [k: string]: unknown
          }
        | 'local'
        | 'redis'
        | 'redis-semantic'
        | 'qdrant-semantic'
        | 's3'
        | 'gcs'
        | 'azure-blob'
        | 'disk'
        | null
        | 'default_on'
        | 'default_off'
        | number
        | string
        | boolean
        | unknown[]
        | (
            | 'completion'
            | 'acompletion'
            | 'embedding'
            | 'aembedding'
            | 'transcription'
            | 'atranscription'
            | 'text_completion'
            | 'atext_completion'
            | 'rerank'
            | 'arerank'
            | 'responses'
            | 'aresponses'
          )[]
        | undefined
    } | null
    /**
     * Seconds that an answer stays in the cache, for the whole proxy: default in memory TTL. Read by the gateway only.
     */
    default_in_memory_ttl?: number | string | null
    /**
     * Seconds that an answer stays in the cache, for the whole proxy: default redis TTL. Read by the gateway only.
     */
    default_redis_ttl?: number | string | null
    /**
     * Shares key look-ups in Redis. Read by the gateway only.
     */
    enable_redis_auth_cache?: boolean | string | null
    /**
     * Lets parameters of one provider take part in the cache key. Accepted; llmgen does nothing with it.
     */
    enable_caching_on_provider_specific_optional_params?: boolean | string | null
    /**
     * Argilla: own setting. Accepted; llmgen does nothing with it.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^argilla_".
     *
     * Prometheus: own labels and tags. Accepted; llmgen does nothing with it.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^custom_prometheus_".
     *
     * Prometheus: setting of the exporter. Accepted; llmgen does nothing with it.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^prometheus_".
     *
     * Llama Guard: setting of the old hook. Accepted; llmgen does nothing with it.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^llamaguard_".
     *
     * Google moderation: setting of the old hook. Accepted; llmgen does nothing with it.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^google_moderation_".
     */
    [k: string]:
      | {
          [k: string]: unknown
        }
      | boolean
      | string
      | null
      | number
      | {
          [k: string]: (
            | string
            | {
                [k: string]: unknown
              }
          )[]
        }[]
      | string[]
      | {
          /**
           * Prefix of the provider. Accepted; llmgen does nothing with it.
           */
          provider?: string | null
          /**
           * Python import path of its handler. Accepted; llmgen does nothing with it.
           */
          custom_handler?: string | null
          [k: string]: unknown
        }[]
      | {
          [k: string]: string | number | boolean | null
        }
      | {
          [k: string]: string | null
        }
      | {
          [k: string]: number | string | null
        }
      | {
          [k: string]:
            | number
            | string
            | {
                [k: string]: unknown
              }
        }
      | {
          /**
           * Budget of one tag.
           */
          [k: string]: {
            /**
             * Dollars in each window.
             */
            max_budget?: number | string | null
            /**
             * Length of the window.
             */
            budget_duration?: string | null
            [k: string]: unknown
          }
        }
      | {
          /**
           * Team that the settings are for. Read by the gateway only.
           */
          team_id: string
          [k: string]: unknown
        }[]
      | {
          /**
           * Groups whose calls pass on the headers of the caller. Read by the gateway only.
           */
          forward_client_headers_to_llm_api?: string[] | null
        }
      | unknown[]
      | {
          /**
           * Background answers. Accepted; llmgen does nothing with it.
           */
          background_mode?: {
            /**
             * Polls background answers through the cache. Accepted; llmgen does nothing with it.
             */
            polling_via_cache?: {
              [k: string]: unknown
            }
            /**
             * Seconds a background answer is kept. Accepted; llmgen does nothing with it.
             */
            ttl?: number | string | null
            [k: string]: unknown
          } | null
          [k: string]: unknown
        }
      | {
          /**
           * Kind of cache: `redis` without any `cache_params`, `local` when they name no type.
           */
          type?: 'local' | 'redis' | 'redis-semantic' | 'qdrant-semantic' | 's3' | 'gcs' | 'azure-blob' | 'disk' | null
          /**
           * Whether a request must ask for the cache.
           */
          mode?: 'default_on' | 'default_off' | null
          /**
           * Seconds that an answer stays in the cache.
           */
          ttl?: number | string | null
          /**
           * Seconds that an answer stays in one layer: default in memory TTL.
           */
          default_in_memory_ttl?: number | string | null
          /**
           * Seconds that an answer stays in one layer: default in redis TTL.
           */
          default_in_redis_ttl?: number | string | null
          /**
           * Redis host. Read by the gateway only.
           */
          host?: string | null
          /**
           * Redis port. Read by the gateway only.
           */
          port?: string | number | null
          /**
           * Redis password. Read by the gateway only.
           */
          password?: string | null
          /**
           * Redis URL, in place of host and port. Read by the gateway only.
           */
          url?: string | null
          /**
           * Redis user. Read by the gateway only.
           */
          username?: string | null
          /**
           * Redis database number. Read by the gateway only.
           */
          db?: number | string | null
          /**
           * Redis over TLS. Read by the gateway only.
           */
          ssl?: boolean | string | null
          /**
           * Prefix of the cache keys.
           */
          namespace?: string | null
          /**
           * Redis connections. Read by the gateway only.
           */
          max_connections?: number | string | null
          /**
           * Whether the certificate of Redis is checked. Read by the gateway only.
           */
          ssl_cert_reqs?: string | boolean | null
          /**
           * Whether the host name in the certificate of Redis is checked. Read by the gateway only.
           */
          ssl_check_hostname?: boolean | string | null
          /**
           * Redis cluster or sentinel: redis startup nodes. Accepted; llmgen does nothing with it.
           */
          redis_startup_nodes?: unknown[] | null
          /**
           * Redis cluster or sentinel: sentinel nodes. Accepted; llmgen does nothing with it.
           */
          sentinel_nodes?: unknown[] | null
          /**
           * Redis cluster, sentinel or cloud: service name. Accepted; llmgen does nothing with it.
           */
          service_name?: string | null
          /**
           * Redis cluster, sentinel or cloud: gCP service account. Accepted; llmgen does nothing with it.
           */
          gcp_service_account?: string | null
          /**
           * Redis cluster, sentinel or cloud: gCP SSL CA certs. Accepted; llmgen does nothing with it.
           */
          gcp_ssl_ca_certs?: string | null
          /**
           * Password of the Redis sentinels. Accepted; llmgen does nothing with it.
           */
          sentinel_password?: string | null
          /**
           * Entries written to Redis at once. Accepted; llmgen does nothing with it.
           */
          redis_flush_size?: number | string | null
          /**
           * Calls that are cached; all when absent.
           */
          supported_call_types?:
            | (
                | 'completion'
                | 'acompletion'
                | 'embedding'
                | 'aembedding'
                | 'transcription'
                | 'atranscription'
                | 'text_completion'
                | 'atext_completion'
                | 'rerank'
                | 'arerank'
                | 'responses'
                | 'aresponses'
              )[]
            | null
          /**
           * How alike two prompts must be, from 0 to 1; semantic caches need it. Accepted; llmgen does nothing with it.
           */
          similarity_threshold?: number | string | null
          /**
           * Group that embeds prompts for the semantic cache. Accepted; llmgen does nothing with it.
           */
          redis_semantic_cache_embedding_model?: string | null
          /**
           * Folder of the disk cache. Accepted; llmgen does nothing with it.
           */
          disk_cache_dir?: string | null
          /**
           * Setting of one kind of cache (`qdrant_…`). Accepted; llmgen does nothing with it.
           *
           * This interface was referenced by `undefined`'s JSON-Schema definition
           * via the `patternProperty` "^qdrant_".
           *
           * Setting of one kind of cache (`s3_…`). Accepted; llmgen does nothing with it.
           *
           * This interface was referenced by `undefined`'s JSON-Schema definition
           * via the `patternProperty` "^s3_".
           *
           * Setting of one kind of cache (`gcs_…`). Accepted; llmgen does nothing with it.
           *
           * This interface was referenced by `undefined`'s JSON-Schema definition
           * via the `patternProperty` "^gcs_".
           *
           * Setting of one kind of cache (`azure_…`). Accepted; llmgen does nothing with it.
           *
           * This interface was referenced by `undefined`'s JSON-Schema definition
           * via the `patternProperty` "^azure_".
           */
          [k: string]:
            | {
                [k: string]: unknown
              }
            | 'local'
            | 'redis'
            | 'redis-semantic'
            | 'qdrant-semantic'
            | 's3'
            | 'gcs'
            | 'azure-blob'
            | 'disk'
            | null
            | 'default_on'
            | 'default_off'
            | number
            | string
            | boolean
            | unknown[]
            | (
                | 'completion'
                | 'acompletion'
                | 'embedding'
                | 'aembedding'
                | 'transcription'
                | 'atranscription'
                | 'text_completion'
                | 'atext_completion'
                | 'rerank'
                | 'arerank'
                | 'responses'
                | 'aresponses'
              )[]
            | undefined
        }
      | undefined
  } | null
  /**
   * Settings of the gateway: keys, database, limits, health. Read by the gateway only.
   */
  general_settings?: {
    /**
     * Admin key of the gateway. Without one, requests need no key. Read by the gateway only.
     */
    master_key?: string | null
    /**
     * PostgreSQL database. Read by the gateway only.
     */
    database_url?: string | null
    /**
     * Database connections. Read by the gateway only.
     */
    database_connection_pool_limit?: number | string | null
    /**
     * Seconds to wait: database connection timeout. Read by the gateway only.
     */
    database_connection_timeout?: number | string | null
    /**
     * Seconds to wait: database connection pool timeout. Read by the gateway only.
     */
    database_connection_pool_timeout?: number | string | null
    /**
     * Seconds to wait: database connect timeout. Read by the gateway only.
     */
    database_connect_timeout?: number | string | null
    /**
     * Seconds to wait: database socket timeout. Read by the gateway only.
     */
    database_socket_timeout?: number | string | null
    /**
     * Further parameters of the database URL. Accepted; llmgen does nothing with it.
     */
    database_extra_connection_params?: {
      [k: string]: unknown
    } | null
    /**
     * For connection poolers that know no prepared statements. Accepted; llmgen does nothing with it.
     */
    database_disable_prepared_statements?: boolean | string | null
    /**
     * Abandoned choice of database. Accepted; llmgen does nothing with it.
     */
    database_type?: 'dynamo_db' | null
    /**
     * Arguments of the abandoned database choice. Accepted; llmgen does nothing with it.
     */
    database_args?: {
      [k: string]: unknown
    } | null
    /**
     * Lets calls pass while keys cannot be checked. Read by the gateway only.
     */
    allow_requests_on_db_unavailable?: boolean | string | null
    /**
     * Leaves the database schema as it is. Accepted; llmgen does nothing with it.
     */
    disable_prisma_schema_update?: boolean | string | null
    /**
     * Keeps models that are added by API. Read by the gateway only.
     */
    store_model_in_db?: boolean | string | null
    /**
     * Kinds of objects loaded from the database; all when absent. Accepted; llmgen does nothing with it.
     */
    supported_db_objects?: unknown[] | null
    /**
     * Writes prompts and answers into the spend rows. Read by the gateway only.
     */
    store_prompts_in_spend_logs?: boolean | string | null
    /**
     * Writes no row for each call. Read by the gateway only.
     */
    disable_spend_logs?: boolean | string | null
    /**
     * Keeps no sums of spend. Accepted; llmgen does nothing with it: sums are written with the rows.
     */
    disable_spend_updates?: boolean | string | null
    /**
     * Writes no rows for failed calls. Read by the gateway only.
     */
    disable_error_logs?: boolean | string | null
    /**
     * Age at which spend rows are removed. Read by the gateway only.
     */
    maximum_spend_logs_retention_period?: string | null
    /**
     * Age at which stored prompts and answers are removed; their rows stay. Default: as long as rows. Read by the gateway only; of llmgen alone.
     */
    maximum_spend_bodies_retention_period?: string | null
    /**
     * How often old spend rows are removed. Read by the gateway only.
     */
    maximum_spend_logs_retention_interval?: string | null
    /**
     * When old spend rows are removed, as a cron line. Accepted; llmgen does nothing with it.
     */
    maximum_spend_logs_cleanup_cron?: string | null
    /**
     * Seconds between two writes of spend. Accepted; llmgen does nothing with it: rows wait for others for a fifth of a second.
     */
    proxy_batch_write_at?: number | string | null
    /**
     * Least seconds between two budget resets. Read by the gateway only.
     */
    proxy_budget_rescheduler_min_time?: number | string | null
    /**
     * Most seconds between two budget resets. Read by the gateway only.
     */
    proxy_budget_rescheduler_max_time?: number | string | null
    /**
     * Never resets budgets. Read by the gateway only.
     */
    disable_reset_budget?: boolean | string | null
    /**
     * Seconds between two looks at batch jobs. Accepted; llmgen does nothing with it.
     */
    proxy_batch_polling_interval?: number | string | null
    /**
     * Gathers spend in Redis before it is written. Accepted; llmgen does nothing with it.
     */
    use_redis_transaction_buffer?: boolean | string | null
    /**
     * Master key: disable master key return. Read by the gateway only.
     */
    disable_master_key_return?: boolean | string | null
    /**
     * Master key: disable adding master key hash to DB. Read by the gateway only.
     */
    disable_adding_master_key_hash_to_db?: boolean | string | null
    /**
     * Python function, which cannot run here: custom auth. Accepted; llmgen does nothing with it.
     */
    custom_auth?: string | null
    /**
     * Python function, which cannot run here: custom key generate. Accepted; llmgen does nothing with it.
     */
    custom_key_generate?: string | null
    /**
     * Python function, which cannot run here: custom SSO. Accepted; llmgen does nothing with it.
     */
    custom_sso?: string | null
    /**
     * Python function, which cannot run here: custom UI SSO sign in handler. Accepted; llmgen does nothing with it.
     */
    custom_ui_sso_sign_in_handler?: string | null
    /**
     * Runs the usual checks after `custom_auth`. Accepted; llmgen does nothing with it.
     */
    custom_auth_run_common_checks?: boolean | string | null
    /**
     * Seconds that a key look-up is kept. Read by the gateway only.
     */
    user_api_key_cache_ttl?: number | string | null
    /**
     * Header that carries the key. Read by the gateway only.
     */
    litellm_key_header_name?: string | null
    /**
     * Deprecated way of signing in. Accepted; llmgen does nothing with it.
     */
    allow_user_auth?: boolean | string | null
    /**
     * Makes no keys without a team. Read by the gateway only.
     */
    default_team_disabled?: boolean | string | null
    /**
     * Refuses requests without `user`. Read by the gateway only.
     */
    enforce_user_param?: boolean | string | null
    /**
     * Members without which no model is called; `metadata.team` is one within another. Read by the gateway only.
     */
    enforced_params?: string[] | null
    /**
     * List that decides what is let through: public routes. Read by the gateway only.
     */
    public_routes?: string[] | null
    /**
     * Paths, paths that end in `*`, or groups of routes that only administrators may use. Read by the gateway only.
     */
    admin_only_routes?: string[] | null
    /**
     * Paths, paths that end in `*`, or groups of routes that are served at all, beside what is public. Read by the gateway only.
     */
    allowed_routes?: string[] | null
    /**
     * Addresses and ranges that may call; no other gets as far as a key. Read by the gateway only.
     */
    allowed_ips?: string[] | null
    /**
     * Status of a refused model: 403, or LiteLLM's 401. Read by the gateway only.
     */
    model_access_denied_status?: number | string | null
    /**
     * Takes the address of the caller from `X-Forwarded-For`. Read by the gateway only.
     */
    use_x_forwarded_for?: boolean | string | null
    /**
     * Sign-in by token: enable JWT auth. Accepted; llmgen does nothing with it.
     */
    enable_jwt_auth?: boolean | string | null
    /**
     * Sign-in by token: enable OAuth 2 auth. Accepted; llmgen does nothing with it.
     */
    enable_oauth2_auth?: boolean | string | null
    /**
     * Sign-in by token: enable OAuth 2 proxy auth. Accepted; llmgen does nothing with it.
     */
    enable_oauth2_proxy_auth?: boolean | string | null
    /**
     * Sign-in by token: enforce RBAC. Accepted; llmgen does nothing with it.
     */
    enforce_rbac?: boolean | string | null
    /**
     * Sign-in by token: liteLLM jwtauth. Accepted; llmgen does nothing with it.
     */
    litellm_jwtauth?: {
      [k: string]: unknown
    } | null
    /**
     * Sign-in by token: oAuth 2 config mappings. Accepted; llmgen does nothing with it.
     */
    oauth2_config_mappings?: {
      [k: string]: unknown
    } | null
    /**
     * Sign-in by token: service account settings. Accepted; llmgen does nothing with it.
     */
    service_account_settings?: {
      [k: string]: unknown
    } | null
    /**
     * Sign-in by token: what each role may do. Accepted; llmgen does nothing with it.
     */
    role_permissions?: unknown[] | null
    /**
     * Secret manager that names are looked up in. Accepted; llmgen does nothing with it.
     */
    key_management_system?:
      | 'google_secret_manager'
      | 'aws_secret_manager'
      | 'aws_kms'
      | 'google_kms'
      | 'azure_key_vault'
      | 'hashicorp_vault'
      | 'cyberark'
      | 'custom'
      | 'local'
      | null
    /**
     * Settings of the secret manager. Accepted; llmgen does nothing with it.
     */
    key_management_settings?: {
      [k: string]: unknown
    } | null
    /**
     * Older choice of secret manager: use google KMS. Accepted; llmgen does nothing with it.
     */
    use_google_kms?: boolean | string | null
    /**
     * Older choice of secret manager: use azure key vault. Accepted; llmgen does nothing with it.
     */
    use_azure_key_vault?: boolean | string | null
    /**
     * Licence of LiteLLM. Accepted; llmgen does nothing with it.
     */
    litellm_license?: string | null
    /**
     * Replaces the model of every chat request. Read by the gateway only.
     */
    completion_model?: string | null
    /**
     * Replaces the model of every request of one kind: embedding model. Read by the gateway only.
     */
    embedding_model?: string | null
    /**
     * Replaces the model of every request of one kind: image generation model. Read by the gateway only.
     */
    image_generation_model?: string | null
    /**
     * Replaces the model of every request of one kind: moderation model. Read by the gateway only.
     */
    moderation_model?: string | null
    /**
     * Lists models by the provider variables that are set. Accepted; llmgen does nothing with it.
     */
    infer_model_from_keys?: boolean | string | null
    /**
     * Calls in flight for each key. Read by the gateway only.
     */
    max_parallel_requests?: number | string | null
    /**
     * Calls in flight in the whole proxy. Read by the gateway only.
     */
    global_max_parallel_requests?: number | string | null
    /**
     * Largest body in megabytes: max request size mb. Read by the gateway only.
     */
    max_request_size_mb?: number | string | null
    /**
     * Largest body in megabytes: max response size mb. Read by the gateway only.
     */
    max_response_size_mb?: number | string | null
    /**
     * Tokens that a per-minute limit counts. Read by the gateway only.
     */
    token_rate_limit_type?: 'total' | 'input' | 'output' | null
    /**
     * Status of the answer where a budget is spent; 400 for clients of older versions. Read by the gateway only.
     */
    budget_exceeded_status?: number | string | null
    /**
     * Dollars that a call counts into budgets where its price is unknown. Read by the gateway only.
     */
    unpriced_call_floor_usd?: number | string | null
    /**
     * Asks for usage in every stream. Read by the gateway only.
     */
    always_include_stream_usage?: boolean | string | null
    /**
     * Passes `x-*` and `anthropic-beta` headers on to the provider. Read by the gateway only.
     */
    forward_client_headers_to_llm_api?: boolean | string | null
    /**
     * Passes the OpenAI organisation of the caller on. Read by the gateway only.
     */
    forward_openai_org_id?: boolean | string | null
    /**
     * Passes the provider credentials of the caller on. Read by the gateway only.
     */
    forward_llm_provider_auth_headers?: boolean | string | null
    /**
     * Lets callers send `api_key` and `api_base`. Read by the gateway only.
     */
    allow_client_side_credentials?: boolean | string | null
    /**
     * Header that names the end user. Deprecated for `user_header_mappings`. Read by the gateway only.
     */
    user_header_name?: string | null
    /**
     * Headers that name the user. Read by the gateway only.
     */
    user_header_mappings?:
      | {
          /**
           * Header that carries the user. Read by the gateway only.
           */
          header_name: string
          /**
           * What the user is. Read by the gateway only.
           */
          litellm_user_role: 'internal_user' | 'customer'
        }[]
      | null
    /**
     * Refuses tags that a caller sends. Read by the gateway only.
     */
    reject_clientside_metadata_tags?: boolean | string | null
    /**
     * Own routes that are passed through to another server. Read by the gateway only.
     */
    pass_through_endpoints?:
      | {
          /**
           * Pass-through route: path. Read by the gateway only.
           */
          path?: string | null
          /**
           * Pass-through route: target. Read by the gateway only.
           */
          target?: string | null
          /**
           * Headers that are added. Read by the gateway only.
           */
          headers?: {
            [k: string]: unknown
          } | null
          /**
           * Pass-through route: include subpath. Read by the gateway only.
           */
          include_subpath?: boolean | string | null
          /**
           * Pass-through route: forward headers. Read by the gateway only.
           */
          forward_headers?: boolean | string | null
          /**
           * Pass-through route: auth. Read by the gateway only.
           */
          auth?: boolean | string | null
          /**
           * Query parameters that are added where the caller gives none of the name. Read by the gateway only.
           */
          default_query_params?: {
            [k: string]: unknown
          } | null
          /**
           * HTTP methods that are passed through; all by default. Read by the gateway only.
           */
          methods?: string[] | null
          /**
           * Dollars charged for each request. Read by the gateway only.
           */
          cost_per_request?: number | string | null
          [k: string]: unknown
        }[]
      | null
    /**
     * Uses the credentials of the caller on pass-through routes. Accepted; llmgen does nothing with it.
     */
    use_client_credentials_pass_through_routes?: boolean | string | null
    /**
     * Seconds a pass-through request may take. Read by the gateway only.
     */
    pass_through_request_timeout?: number | string | null
    /**
     * Checks deployments in the background. Read by the gateway only.
     */
    background_health_checks?: boolean | string | null
    /**
     * Seconds between two background checks. Read by the gateway only.
     */
    health_check_interval?: number | string | null
    /**
     * Checks that run at one time. Read by the gateway only.
     */
    health_check_concurrency?: number | string | null
    /**
     * Shows details of a failed check. Read by the gateway only.
     */
    health_check_details?: boolean | string | null
    /**
     * Skips deployments whose background check failed. Read by the gateway only.
     */
    enable_health_check_routing?: boolean | string | null
    /**
     * Seconds after which a check result no longer counts; twice the interval when absent. Read by the gateway only.
     */
    health_check_staleness_threshold?: number | string | null
    /**
     * Leaves passing errors such as rate limits out of the check. Read by the gateway only.
     */
    health_check_ignore_transient_errors?: boolean | string | null
    /**
     * Shares check results between instances. Read by the gateway only.
     */
    use_shared_health_check?: boolean | string | null
    /**
     * Where alerts go. Accepted; llmgen does nothing with it.
     */
    alerting?: ('slack' | 'email' | 'webhook' | 'pagerduty' | 'sentry')[] | null
    /**
     * Seconds after which a call counts as slow. Accepted; llmgen does nothing with it.
     */
    alerting_threshold?: number | string | null
    /**
     * Alerts: alerting args. Accepted; llmgen does nothing with it.
     */
    alerting_args?: {
      [k: string]: unknown
    } | null
    /**
     * Alerts: alert to webhook URL. Accepted; llmgen does nothing with it.
     */
    alert_to_webhook_url?: {
      [k: string]: unknown
    } | null
    /**
     * Alerts: alert type config. Accepted; llmgen does nothing with it.
     */
    alert_type_config?: {
      [k: string]: unknown
    } | null
    /**
     * Alerts that are sent; all when absent. Accepted; llmgen does nothing with it.
     */
    alert_types?: string[] | null
    /**
     * How often a spend report is sent. Accepted; llmgen does nothing with it.
     */
    spend_report_frequency?: string | null
    /**
     * Switch of LiteLLM: disable retry on max parallel request limit error. Accepted; llmgen does nothing with it.
     */
    disable_retry_on_max_parallel_request_limit_error?: boolean | string | null
    /**
     * Whoever has the id of a response may use it, not its owner alone. Read by the gateway only.
     */
    disable_responses_id_security?: boolean | string | null
    /**
     * Who may use the admin page: `all` or `admin_only`. Accepted; llmgen does nothing with it.
     */
    ui_access_mode?:
      | string
      | {
          [k: string]: unknown
        }
      | null
    /**
     * Admin page: auto redirect UI login to SSO. Accepted; llmgen does nothing with it.
     */
    auto_redirect_ui_login_to_sso?: boolean | string | null
    /**
     * Admin page: enable public model hub. Accepted; llmgen does nothing with it.
     */
    enable_public_model_hub?: boolean | string | null
    /**
     * Address of the control plane. Accepted; llmgen does nothing with it.
     */
    control_plane_url?: string | null
    /**
     * How users manage MCP servers. Accepted; llmgen does nothing with it.
     */
    user_mcp_management_mode?: string | null
    /**
     * MCP: enable MCP registry. Accepted; llmgen does nothing with it.
     */
    enable_mcp_registry?: boolean | string | null
    /**
     * MCP: require end user MCP access defined. Accepted; llmgen does nothing with it.
     */
    require_end_user_mcp_access_defined?: boolean | string | null
    /**
     * Redis for limits and spend alone. Read by the gateway only.
     */
    coordination_redis?: {
      /**
       * Redis for limits and spend: host. Read by the gateway only.
       */
      host?: string | null
      /**
       * Redis for limits and spend: uRL. Read by the gateway only.
       */
      url?: string | null
      /**
       * Redis for limits and spend: service name. Read by the gateway only.
       */
      service_name?: string | null
      /**
       * Redis for limits and spend: port. Read by the gateway only.
       */
      port?: string | number | null
      /**
       * Redis for limits and spend: password. Read by the gateway only.
       */
      password?: string | null
      /**
       * Redis for limits and spend: TLS. Read by the gateway only.
       */
      ssl?: boolean | string | null
      /**
       * Redis for limits and spend: startup nodes. Read by the gateway only.
       */
      startup_nodes?: unknown[] | null
      /**
       * Redis for limits and spend: sentinel nodes. Read by the gateway only.
       */
      sentinel_nodes?: unknown[] | null
    } | null
    /**
     * Search tools; also read at the top level. Accepted; llmgen does nothing with it.
     */
    search_tools?: unknown[] | null
    /**
     * Recent setting of LiteLLM: openTelemetry. Accepted; llmgen does nothing with it.
     */
    otel?: {
      [k: string]: unknown
    }
    /**
     * Recent setting of LiteLLM: plugins. Accepted; llmgen does nothing with it.
     */
    plugins?: {
      [k: string]: unknown
    }
    /**
     * Recent setting of LiteLLM: scheduled job stagger. Accepted; llmgen does nothing with it.
     */
    scheduled_job_stagger?: {
      [k: string]: unknown
    }
    /**
     * Recent setting of LiteLLM: cancel on disconnect. Accepted; llmgen does nothing with it.
     */
    cancel_on_disconnect?: {
      [k: string]: unknown
    }
    /**
     * Recent setting of LiteLLM: disable budget reservation. Accepted; llmgen does nothing with it.
     */
    disable_budget_reservation?: {
      [k: string]: unknown
    }
    /**
     * Recent setting of LiteLLM: apply user budget to team keys. Accepted; llmgen does nothing with it.
     */
    apply_user_budget_to_team_keys?: {
      [k: string]: unknown
    }
    /**
     * Recent setting of LiteLLM: user URL validation. Accepted; llmgen does nothing with it.
     */
    user_url_validation?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    drop_params?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    set_verbose?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    request_timeout?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    cache?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    cache_params?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    success_callback?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    failure_callback?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    max_budget?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    budget_duration?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    json_logs?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `litellm_settings`.
     */
    default_key_generate_params?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `router_settings`.
     */
    redis_host?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `router_settings`.
     */
    redis_port?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `router_settings`.
     */
    redis_password?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * No effect in this section: it belongs in `router_settings`.
     */
    redis_url?: {
      [k: string]: unknown
    }
    /**
     * MCP gateway: own setting. Accepted; llmgen does nothing with it.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^mcp_".
     */
    [k: string]:
      | {
          [k: string]: unknown
        }
      | string
      | null
      | number
      | boolean
      | 'dynamo_db'
      | unknown[]
      | string[]
      | 'google_secret_manager'
      | 'aws_secret_manager'
      | 'aws_kms'
      | 'google_kms'
      | 'azure_key_vault'
      | 'hashicorp_vault'
      | 'cyberark'
      | 'custom'
      | 'local'
      | 'total'
      | 'input'
      | 'output'
      | {
          /**
           * Header that carries the user. Read by the gateway only.
           */
          header_name: string
          /**
           * What the user is. Read by the gateway only.
           */
          litellm_user_role: 'internal_user' | 'customer'
        }[]
      | {
          /**
           * Pass-through route: path. Read by the gateway only.
           */
          path?: string | null
          /**
           * Pass-through route: target. Read by the gateway only.
           */
          target?: string | null
          /**
           * Headers that are added. Read by the gateway only.
           */
          headers?: {
            [k: string]: unknown
          } | null
          /**
           * Pass-through route: include subpath. Read by the gateway only.
           */
          include_subpath?: boolean | string | null
          /**
           * Pass-through route: forward headers. Read by the gateway only.
           */
          forward_headers?: boolean | string | null
          /**
           * Pass-through route: auth. Read by the gateway only.
           */
          auth?: boolean | string | null
          /**
           * Query parameters that are added where the caller gives none of the name. Read by the gateway only.
           */
          default_query_params?: {
            [k: string]: unknown
          } | null
          /**
           * HTTP methods that are passed through; all by default. Read by the gateway only.
           */
          methods?: string[] | null
          /**
           * Dollars charged for each request. Read by the gateway only.
           */
          cost_per_request?: number | string | null
          [k: string]: unknown
        }[]
      | ('slack' | 'email' | 'webhook' | 'pagerduty' | 'sentry')[]
      | {
          /**
           * Redis for limits and spend: host. Read by the gateway only.
           */
          host?: string | null
          /**
           * Redis for limits and spend: uRL. Read by the gateway only.
           */
          url?: string | null
          /**
           * Redis for limits and spend: service name. Read by the gateway only.
           */
          service_name?: string | null
          /**
           * Redis for limits and spend: port. Read by the gateway only.
           */
          port?: string | number | null
          /**
           * Redis for limits and spend: password. Read by the gateway only.
           */
          password?: string | null
          /**
           * Redis for limits and spend: TLS. Read by the gateway only.
           */
          ssl?: boolean | string | null
          /**
           * Redis for limits and spend: startup nodes. Read by the gateway only.
           */
          startup_nodes?: unknown[] | null
          /**
           * Redis for limits and spend: sentinel nodes. Read by the gateway only.
           */
          sentinel_nodes?: unknown[] | null
        }
      | undefined
  } | null
  /**
   * Variables set when the client or gateway starts, below those of the real environment. References elsewhere in the file do not see them.
   */
  environment_variables?: {
    [k: string]: string | number | boolean | null
  } | null
  /**
   * Files joined into this one, relative to it. Lists are appended; a map section replaces the whole section.
   */
  include?: string[] | string | null
  /**
   * Named credentials that deployments refer to.
   */
  credential_list?:
    | {
        /**
         * Name that `litellm_credential_name` refers to.
         */
        credential_name: string
        /**
         * Connection keys that a deployment takes over where it has none.
         */
        credential_values: {
          [k: string]: unknown
        }
        /**
         * Own data about the credential.
         */
        credential_info: {
          [k: string]: unknown
        }
        [k: string]: unknown
      }[]
    | null
  /**
   * Keys that callers use. Written into the store when the gateway starts. Read by the gateway only; of llmgen alone.
   */
  virtual_keys?:
    | {
        /**
         * SHA-256 of the key, hex: `llmgen keys hash` tells it. Either this or `key`.
         */
        key_hash?: string | null
        /**
         * The key, by reference: `os.environ/NAME`. It begins with `sk-`. Either this or `key_hash`.
         */
        key?: string | null
        /**
         * Name of the key, of no other one.
         */
        key_alias?: string | null
        /**
         * User that the key belongs to.
         */
        user_id?: string | null
        /**
         * Team that the key belongs to.
         */
        team_id?: string | null
        /**
         * Organisation that the key belongs to, which is made at run time.
         */
        organization_id?: string | null
        /**
         * Budget whose limits count where the key has none of its own.
         */
        budget_id?: string | null
        models?: Models
        /**
         * Names that calls with this key may use for other models.
         */
        aliases?: {
          /**
           * Name that is called instead.
           */
          [k: string]: string
        } | null
        max_budget?: MaxBudget
        soft_budget?: SoftBudget
        budget_duration?: BudgetDuration
        tpm_limit?: TPMLimit
        rpm_limit?: RPMLimit
        max_parallel_requests?: MaxParallelRequests
        model_max_budget?: ModelMaxBudget
        budget_limits?: BudgetLimits
        metadata?: Metadata
        tags?: Tags
        model_rpm_limit?: ModelRPMLimit
        model_tpm_limit?: ModelTPMLimit
        rpm_limit_type?: LimitType
        tpm_limit_type?: LimitType
        allowed_passthrough_routes?: AllowedPassthroughRoutes
        guardrails?: Guardrails
        policies?: Policies
        prompts?: Prompts
        /**
         * Parameters that every call has to give.
         */
        enforced_params?: string[] | null
        /**
         * Paths, paths that end in `*`, or groups such as `llm_api_routes`; none is every route of its role.
         */
        allowed_routes?: string[] | null
        /**
         * Preset of `allowed_routes`: calls of models, administration, or looking only.
         */
        key_type?: 'default' | 'llm_api' | 'management' | 'read_only' | null
        /**
         * Access groups by id, beside those in `models`.
         */
        access_group_ids?: string[] | null
        /**
         * Models that are called instead where the budget of one is used up, by name.
         */
        budget_fallbacks?: {
          /**
           * Models in their order.
           */
          [k: string]: string[]
        } | null
        /**
         * What calls may ask of the cache.
         */
        allowed_cache_controls?: string[] | null
        /**
         * Single rights beside the role.
         */
        permissions?: {
          [k: string]: unknown
        } | null
        /**
         * Lifetime from when the key was first seeded.
         */
        duration?: string | null
        /**
         * When the key ends: a date, or date and time. Wins over `duration`.
         */
        expires?: {
          [k: string]: unknown
        }
        blocked?: Blocked
      }[]
    | null
  /**
   * Teams with their members, models and limits. Written into the store when the gateway starts. Read by the gateway only; of llmgen alone.
   */
  teams?:
    | {
        /**
         * Id of the team, to which keys refer.
         */
        team_id: string
        /**
         * Name of the team for people.
         */
        team_alias?: string | null
        /**
         * Organisation of the team, which is made at run time.
         */
        organization_id?: string | null
        models?: Models
        /**
         * Names that the team may use for other models.
         */
        model_aliases?: {
          /**
           * Name that is called instead.
           */
          [k: string]: string
        } | null
        max_budget?: MaxBudget
        soft_budget?: SoftBudget
        budget_duration?: BudgetDuration
        tpm_limit?: TPMLimit
        rpm_limit?: RPMLimit
        max_parallel_requests?: MaxParallelRequests
        model_max_budget?: ModelMaxBudget
        budget_limits?: BudgetLimits
        metadata?: Metadata
        tags?: Tags
        model_rpm_limit?: ModelRPMLimit
        model_tpm_limit?: ModelTPMLimit
        rpm_limit_type?: LimitType
        tpm_limit_type?: LimitType
        allowed_passthrough_routes?: AllowedPassthroughRoutes
        guardrails?: Guardrails
        policies?: Policies
        prompts?: Prompts
        /**
         * Users of the team. Those who were added at run time stay.
         */
        members?:
          | {
              /**
               * The user; one that is not there is made.
               */
              user_id: string
              /**
               * `admin` may manage the members of the team.
               */
              role?: 'admin' | 'user' | null
              /**
               * Dollars that the user may spend in this team.
               */
              max_budget_in_team?: number | string | null
              tpm_limit?: TPMLimit
              rpm_limit?: RPMLimit
            }[]
          | null
        /**
         * What members may do with keys of the team.
         */
        team_member_permissions?: string[] | null
        /**
         * Dollars for each member who has no budget of their own in the team.
         */
        team_member_budget?: number | string | null
        /**
         * How long that budget lasts.
         */
        team_member_budget_duration?: string | null
        /**
         * Tokens per minute of each such member.
         */
        team_member_tpm_limit?: number | string | null
        /**
         * Requests per minute of each such member.
         */
        team_member_rpm_limit?: number | string | null
        /**
         * Lifetime of keys that members make.
         */
        team_member_key_duration?: string | null
        blocked?: Blocked
      }[]
    | null
  /**
   * Users with their models and limits. Written into the store when the gateway starts. Read by the gateway only; of llmgen alone.
   */
  users?:
    | {
        /**
         * Id of the user, to which keys and teams refer.
         */
        user_id: string
        /**
         * The user's address, of no other one.
         */
        user_email?: string | null
        /**
         * Name of the user for people.
         */
        user_alias?: string | null
        /**
         * What keys of the user may administer.
         */
        user_role?: 'proxy_admin' | 'proxy_admin_viewer' | 'internal_user' | 'internal_user_viewer' | null
        /**
         * Id of the user at the single sign-on.
         */
        sso_user_id?: string | null
        models?: Models
        max_budget?: MaxBudget
        soft_budget?: SoftBudget
        budget_duration?: BudgetDuration
        tpm_limit?: TPMLimit
        rpm_limit?: RPMLimit
        max_parallel_requests?: MaxParallelRequests
        model_max_budget?: ModelMaxBudget
        metadata?: Metadata
        tags?: Tags
        model_rpm_limit?: ModelRPMLimit
        model_tpm_limit?: ModelTPMLimit
        rpm_limit_type?: LimitType
        tpm_limit_type?: LimitType
        allowed_passthrough_routes?: AllowedPassthroughRoutes
        guardrails?: Guardrails
        policies?: Policies
        prompts?: Prompts
        blocked?: Blocked
      }[]
    | null
  /**
   * Budgets that keys share. Written into the store when the gateway starts. Read by the gateway only; of llmgen alone.
   */
  budgets?:
    | {
        /**
         * Id of the budget, to which keys refer.
         */
        budget_id: string
        max_budget?: MaxBudget
        soft_budget?: SoftBudget
        budget_duration?: BudgetDuration
        tpm_limit?: TPMLimit
        rpm_limit?: RPMLimit
        max_parallel_requests?: MaxParallelRequests
        model_max_budget?: ModelMaxBudget
        allowed_models?: Models
      }[]
    | null
  /**
   * Settings by callback name. Accepted; llmgen does nothing with it.
   */
  callback_settings?: {
    [k: string]: unknown
  } | null
  /**
   * Checks of prompts and answers. Accepted; llmgen does nothing with it.
   */
  guardrails?:
    | {
        /**
         * Name that requests and models refer to. Accepted; llmgen does nothing with it.
         */
        guardrail_name?: string | null
        /**
         * Settings of the guardrail. Accepted; llmgen does nothing with it.
         */
        litellm_params?: {
          /**
           * Kind of guardrail, or a Python path. Accepted; llmgen does nothing with it.
           */
          guardrail?: string | null
          /**
           * When it runs: `pre_call`, `during_call`, `post_call`, `logging_only`, `pre_mcp_call`, `during_mcp_call`, `realtime_input_transcription`, a list of these, or a map with `tags` and `default`. Accepted; llmgen does nothing with it.
           */
          mode?:
            | string
            | unknown[]
            | {
                [k: string]: unknown
              }
            | null
          /**
           * Credential of the guardrail service. Accepted; llmgen does nothing with it.
           */
          api_key?: string | null
          /**
           * Address of the guardrail service. Accepted; llmgen does nothing with it.
           */
          api_base?: string | null
          /**
           * Runs for every request. Accepted; llmgen does nothing with it.
           */
          default_on?: boolean | string | null
          [k: string]: unknown
        } | null
        /**
         * Own data about the guardrail. Accepted; llmgen does nothing with it.
         */
        guardrail_info?: {
          [k: string]: unknown
        } | null
        [k: string]: unknown
      }[]
    | null
  /**
   * Sets of guardrails. Accepted; llmgen does nothing with it.
   */
  policies?: {
    [k: string]: unknown
  } | null
  /**
   * Teams, keys and models that a policy applies to. Accepted; llmgen does nothing with it.
   */
  policy_attachments?: unknown[] | null
  /**
   * Prompt templates. Accepted; llmgen does nothing with it.
   */
  prompts?:
    | {
        /**
         * Name of the prompt. Accepted; llmgen does nothing with it.
         */
        prompt_id?: string | null
        /**
         * Where the prompt comes from; `prompt_integration` names the integration. Accepted; llmgen does nothing with it.
         */
        litellm_params?: {
          [k: string]: unknown
        } | null
        [k: string]: unknown
      }[]
    | null
  /**
   * MCP servers by name. Accepted; llmgen does nothing with it.
   */
  mcp_servers?: {
    /**
     * One MCP server.
     */
    [k: string]: {
      /**
       * Address of the server. Accepted; llmgen does nothing with it.
       */
      url?: string | null
      /**
       * How the server is reached. Accepted; llmgen does nothing with it.
       */
      transport?: 'http' | 'sse' | 'stdio' | null
      /**
       * `none`, `api_key`, `bearer_token`, `basic`, `authorization` or `oauth2`. Accepted; llmgen does nothing with it.
       */
      auth_type?: string | null
      /**
       * Credential of the server. Accepted; llmgen does nothing with it.
       */
      auth_value?: string | null
      /**
       * Program that is started for `stdio`. Accepted; llmgen does nothing with it.
       */
      command?: string | null
      /**
       * Arguments of that program. Accepted; llmgen does nothing with it.
       */
      args?: (string | number | boolean)[] | null
      /**
       * Variables of that program. Accepted; llmgen does nothing with it.
       */
      env?: {
        [k: string]: unknown
      } | null
      /**
       * Text shown with the server. Accepted; llmgen does nothing with it.
       */
      description?: string | null
      /**
       * Tools that may be called. Accepted; llmgen does nothing with it.
       */
      allowed_tools?: string[] | null
      [k: string]: unknown
    } | null
  } | null
  /**
   * Tools made from Python functions. Accepted; llmgen does nothing with it.
   */
  mcp_tools?: unknown[] | null
  /**
   * Agents that can be called. Accepted; llmgen does nothing with it.
   */
  agent_list?: unknown[] | null
  /**
   * Web search tools. Accepted; llmgen does nothing with it.
   */
  search_tools?:
    | {
        /**
         * Name of the search tool. Accepted; llmgen does nothing with it.
         */
        search_tool_name?: string | null
        /**
         * Provider and key of the search tool. Accepted; llmgen does nothing with it.
         */
        litellm_params?: {
          [k: string]: unknown
        } | null
        [k: string]: unknown
      }[]
    | null
  /**
   * Knowledge bases. Accepted; llmgen does nothing with it.
   */
  vector_store_registry?:
    | {
        /**
         * Name of the knowledge base. Accepted; llmgen does nothing with it.
         */
        vector_store_name?: string | null
        /**
         * Id and provider of the knowledge base. Accepted; llmgen does nothing with it.
         */
        litellm_params?: {
          [k: string]: unknown
        } | null
        [k: string]: unknown
      }[]
    | null
  /**
   * Providers of one endpoint: files settings. Accepted; llmgen does nothing with it.
   */
  files_settings?:
    | {
        /**
         * Provider of the endpoint. Accepted; llmgen does nothing with it.
         */
        custom_llm_provider?: string | null
        /**
         * Credential. Accepted; llmgen does nothing with it.
         */
        api_key?: string | null
        /**
         * Address of the provider. Accepted; llmgen does nothing with it.
         */
        api_base?: string | null
        /**
         * API version. Accepted; llmgen does nothing with it.
         */
        api_version?: string | null
        [k: string]: unknown
      }[]
    | null
  /**
   * Providers of one endpoint: finetune settings. Accepted; llmgen does nothing with it.
   */
  finetune_settings?:
    | {
        /**
         * Provider of the endpoint. Accepted; llmgen does nothing with it.
         */
        custom_llm_provider?: string | null
        /**
         * Credential. Accepted; llmgen does nothing with it.
         */
        api_key?: string | null
        /**
         * Address of the provider. Accepted; llmgen does nothing with it.
         */
        api_base?: string | null
        /**
         * API version. Accepted; llmgen does nothing with it.
         */
        api_version?: string | null
        [k: string]: unknown
      }[]
    | null
  /**
   * Provider of the assistants endpoint. Accepted; llmgen does nothing with it.
   */
  assistant_settings?: {
    /**
     * `openai` or `azure`. Accepted; llmgen does nothing with it.
     */
    custom_llm_provider?: string | null
    /**
     * Connection keys. Accepted; llmgen does nothing with it.
     */
    litellm_params?: {
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Vertex pass-through. Accepted; llmgen does nothing with it.
   */
  default_vertex_config?: {
    /**
     * Google Cloud project. Accepted; llmgen does nothing with it.
     */
    vertex_project?: string | null
    /**
     * Google Cloud location. Accepted; llmgen does nothing with it.
     */
    vertex_location?: string | null
    /**
     * Service account. Accepted; llmgen does nothing with it.
     */
    vertex_credentials?:
      | string
      | {
          [k: string]: unknown
        }
      | null
    [k: string]: unknown
  } | null
  /**
   * Workers of a control plane. Accepted; llmgen does nothing with it.
   */
  worker_registry?: unknown[] | null
  /**
   * @deprecated
   * Not a section of LiteLLM: it belongs in `router_settings`.
   */
  default_litellm_params?: {
    [k: string]: unknown
  }
  /**
   * @deprecated
   * Not a section of LiteLLM: it belongs in `litellm_settings`.
   */
  callbacks?: {
    [k: string]: unknown
  }
  /**
   * @deprecated
   * Not a section of LiteLLM: `litellm_settings.cache_params` is meant.
   */
  cache_settings?: {
    [k: string]: unknown
  }
  /**
   * @deprecated
   * Not a section of LiteLLM: `environment_variables` is meant.
   */
  environment?: {
    [k: string]: unknown
  }
}
/**
 * One deployment of a model.
 */
export interface ModelEntry {
  /**
   * Public name that callers ask for. Entries of one name form a group and share its load; `*` makes a wildcard.
   */
  model_name: string
  /**
   * How the deployment is reached: provider, model, credentials, limits, default parameters. Other keys go to the provider.
   */
  litellm_params: {
    /**
     * `provider/model-id`: the text before the first slash chooses the provider, the rest is the name it knows. Without a prefix the provider is found from known model names.
     */
    model: string
    /**
     * Forces the provider; `model` is then sent as it stands.
     */
    custom_llm_provider?: string | null
    /**
     * Credential, as a reference to an environment variable. Without it the usual variable of the provider is read.
     */
    api_key?: string | null
    /**
     * Base URL to call instead of the usual one of the provider.
     */
    api_base?: string | null
    /**
     * Second name for `api_base`, read where that is absent.
     */
    base_url?: string | null
    /**
     * API version, for Azure and a few others. Put a date in quotes: YAML 1.1 makes a date value of it otherwise.
     */
    api_version?: string | null
    /**
     * OpenAI organisation. A list makes one deployment of each item.
     */
    organization?: string | string[] | null
    /**
     * Requests per minute. A weight for `simple-shuffle`, a filter for usage-based routing and the number of parallel calls; a hard limit only with `enforce_model_rate_limits`.
     */
    rpm?: number | string | null
    /**
     * Tokens per minute. A weight for `simple-shuffle` and a filter for usage-based routing.
     */
    tpm?: number | string | null
    /**
     * Tokens per minute of one direction: input TPM.
     */
    itpm?: number | string | null
    /**
     * Tokens per minute of one direction: output TPM.
     */
    otpm?: number | string | null
    /**
     * Calls in flight to this deployment at one time; further ones wait. Taken from `rpm` or `tpm` when absent.
     */
    max_parallel_requests?: number | string | null
    /**
     * Share of this deployment under `simple-shuffle`; 0 is never chosen by weight.
     */
    weight?: number | string | null
    /**
     * Priority inside the group: the lowest order among healthy deployments is used.
     */
    order?: number | string | null
    /**
     * Tags for tag routing; `default` marks the pool for requests without tags. Needs `enable_tag_filtering`.
     */
    tags?: string[] | null
    /**
     * Patterns held against `Header: value` of a request; any match selects this deployment. Read by the gateway only.
     */
    tag_regex?: string[] | null
    /**
     * Region of the deployment, also used when a caller restricts regions.
     */
    region_name?: string | null
    /**
     * Dollars this deployment may spend in each `budget_duration`.
     */
    max_budget?: number | string | null
    /**
     * Window of `max_budget`; without it no spend is tracked.
     */
    budget_duration?: string | null
    /**
     * Retries for failures on this deployment. Taken from the router when absent.
     */
    num_retries?: number | string | null
    /**
     * Retries inside the provider SDK. The router sends 0 with every call, which wins. Accepted; llmgen does nothing with it.
     */
    max_retries?: number | string | null
    /**
     * Seconds one attempt may take in all.
     */
    timeout?: number | string | null
    /**
     * Seconds one streaming attempt may take in all. Taken from `timeout` when absent.
     */
    stream_timeout?: number | string | null
    /**
     * Second name for `timeout`, in seconds.
     */
    request_timeout?: number | string | null
    /**
     * Seconds this deployment rests after failures; 0 means that it never rests.
     */
    cooldown_time?: number | string | null
    /**
     * Failures tolerated before this deployment rests.
     */
    allowed_fails?: number | string | null
    /**
     * As `router_settings.allowed_fails_policy`, for this deployment alone.
     */
    allowed_fails_policy?: {
      [k: string]: number | string | null
    } | null
    /**
     * Name of an entry of `credential_list` that fills in what is absent here.
     */
    litellm_credential_name?: string | null
    /**
     * Answers with this text without a call. A text such as `litellm.RateLimitError` raises that error.
     */
    mock_response?:
      | string
      | {
          [k: string]: unknown
        }
      | null
    /**
     * Raises a timeout after `timeout` seconds instead of calling.
     */
    mock_timeout?: boolean | string | null
    /**
     * Group that receives a copy of each request, its answer ignored. Accepted; llmgen does nothing with it.
     */
    silent_model?: string | string[] | null
    /**
     * Groups tried in order when this deployment fails.
     */
    fallbacks?:
      | (
          | string
          | {
              [k: string]: unknown
            }
        )[]
      | null
    /**
     * Larger model for each model whose context window is too small, in SDK form. Accepted; llmgen does nothing with it.
     */
    context_window_fallback_dict?: {
      [k: string]: string | null
    } | null
    /**
     * Parameters that a caller may send itself, such as `api_key` or `api_base`. Read by the gateway only.
     */
    configurable_clientside_auth_params?:
      | (
          | string
          | {
              [k: string]: unknown
            }
        )[]
      | null
    /**
     * Lets the pass-through routes use these credentials. Read by the gateway only.
     */
    use_in_pass_through?: boolean | string | null
    /**
     * Sends the call through another LiteLLM proxy. Accepted; llmgen does nothing with it.
     */
    use_litellm_proxy?: boolean | string | null
    /**
     * Limit per minute for keys that have no limit of their own for this model. Read by the gateway only.
     */
    default_api_key_rpm_limit?: number | string | null
    /**
     * Limit per minute for keys that have no limit of their own for this model. Read by the gateway only.
     */
    default_api_key_tpm_limit?: number | string | null
    /**
     * Seconds between heartbeats on a long stream. Read by the gateway only.
     */
    keepalive_seconds?: number | string | null
    /**
     * Lets a caller choose the heartbeat interval. Read by the gateway only.
     */
    allow_client_keepalive_override?: boolean | string | null
    /**
     * Largest upload in megabytes. Accepted; llmgen does nothing with it.
     */
    max_file_size_mb?: number | string | null
    /**
     * Header used for sticky routing at the provider. Accepted; llmgen does nothing with it.
     */
    provider_affinity_header?: string | null
    /**
     * Guardrails that run for each call of this model. Read by the gateway only.
     */
    guardrails?: string[] | null
    /**
     * Prompt management: prompt ID. Accepted; llmgen does nothing with it.
     */
    prompt_id?: string | number | boolean | null
    /**
     * Prompt management: prompt version. Accepted; llmgen does nothing with it.
     */
    prompt_version?: string | number | boolean | null
    /**
     * Prompt management: prompt label. Accepted; llmgen does nothing with it.
     */
    prompt_label?: string | number | boolean | null
    /**
     * Prompt management: values for the variables of the prompt. Accepted; llmgen does nothing with it.
     */
    prompt_variables?: {
      [k: string]: unknown
    } | null
    /**
     * Knowledge bases searched for each call. Accepted; llmgen does nothing with it.
     */
    vector_store_ids?: string[] | null
    /**
     * Puts prompt-cache marks on messages before they are sent.
     */
    cache_control_injection_points?:
      | {
          /**
           * Where the mark goes; `message` is the only place.
           */
          location?: string | null
          /**
           * Role of the messages that get the mark.
           */
          role?: string | null
          /**
           * Position of the message; negative counts from the end.
           */
          index?: number | string | null
          [k: string]: unknown
        }[]
      | null
    /**
     * Semantic routing with `model: auto_router/NAME`: auto router config path. Accepted; llmgen does nothing with it.
     */
    auto_router_config_path?: string | null
    /**
     * Semantic routing with `model: auto_router/NAME`: auto router config. Accepted; llmgen does nothing with it.
     */
    auto_router_config?: string | null
    /**
     * Semantic routing with `model: auto_router/NAME`: auto router default model. Accepted; llmgen does nothing with it.
     */
    auto_router_default_model?: string | null
    /**
     * Semantic routing with `model: auto_router/NAME`: auto router embedding model. Accepted; llmgen does nothing with it.
     */
    auto_router_embedding_model?: string | null
    /**
     * Routing on prompt complexity; `tiers` maps a level to a group. Accepted; llmgen does nothing with it.
     */
    complexity_router_config?: {
      [k: string]: unknown
    } | null
    /**
     * Group used when prompt complexity cannot be told. Accepted; llmgen does nothing with it.
     */
    complexity_router_default_model?: string | null
    /**
     * Azure AD bearer token, instead of a key.
     */
    azure_ad_token?: string | null
    /**
     * Azure AD application: tenant ID.
     */
    tenant_id?: string | null
    /**
     * Azure AD application: client ID.
     */
    client_id?: string | null
    /**
     * Azure AD application: its secret.
     */
    client_secret?: string | null
    /**
     * Azure AD sign-in by user name.
     */
    azure_username?: string | null
    /**
     * Password for `azure_username`.
     */
    azure_password?: string | null
    /**
     * Scope that the Azure AD token is asked for.
     */
    azure_scope?: string | null
    /**
     * Model whose price and limits apply, needed for Azure deployment names. Better placed in `model_info`.
     */
    base_model?: string | null
    /**
     * Google Cloud project.
     */
    vertex_project?: string | null
    /**
     * Google Cloud project.
     */
    vertex_ai_project?: string | null
    /**
     * Google Cloud location of the model.
     */
    vertex_location?: string | null
    /**
     * Google Cloud location of the model.
     */
    vertex_ai_location?: string | null
    /**
     * Google service account: a path, the JSON text, or a map.
     */
    vertex_credentials?:
      | string
      | {
          [k: string]: unknown
        }
      | null
    /**
     * Google service account: a path, the JSON text, or a map.
     */
    vertex_ai_credentials?:
      | string
      | {
          [k: string]: unknown
        }
      | null
    /**
     * Location used for counting tokens only.
     */
    vertex_count_tokens_location?: string | null
    /**
     * Builds Vertex URLs for a private service endpoint.
     */
    use_psc_endpoint_format?: boolean | string | null
    /**
     * Gemini safety settings, sent as they are.
     */
    safety_settings?:
      | {
          [k: string]: unknown
        }[]
      | null
    /**
     * AWS access key.
     */
    aws_access_key_id?: string | null
    /**
     * AWS secret key.
     */
    aws_secret_access_key?: string | null
    /**
     * AWS session token of temporary credentials.
     */
    aws_session_token?: string | null
    /**
     * AWS region.
     */
    aws_region_name?: string | null
    /**
     * Session name used when a role is assumed.
     */
    aws_session_name?: string | null
    /**
     * Profile of the AWS credentials file.
     */
    aws_profile_name?: string | null
    /**
     * ARN of the role to assume.
     */
    aws_role_name?: string | null
    /**
     * Web identity token, or a reference to one, for assuming the role.
     */
    aws_web_identity_token?: string | null
    /**
     * URL used in place of the usual AWS endpoint: aWS STS endpoint.
     */
    aws_sts_endpoint?: string | null
    /**
     * URL used in place of the usual AWS endpoint: aWS bedrock runtime endpoint.
     */
    aws_bedrock_runtime_endpoint?: string | null
    /**
     * External id required by the role that is assumed.
     */
    aws_external_id?: string | null
    /**
     * ARN of a Bedrock inference profile or provisioned model to call.
     */
    model_id?: string | null
    /**
     * Bedrock guardrail, sent as it is.
     */
    guardrailConfig?: {
      [k: string]: unknown
    } | null
    /**
     * Bedrock latency setting, sent as it is.
     */
    performanceConfig?: {
      [k: string]: unknown
    } | null
    /**
     * Bedrock request metadata, sent as it is.
     */
    requestMetadata?: {
      [k: string]: string | null
    } | null
    /**
     * Bedrock service tier, sent as it is.
     */
    serviceTier?:
      | string
      | {
          [k: string]: unknown
        }
      | null
    /**
     * Bedrock batch jobs: s3 bucket name. Accepted; llmgen does nothing with it.
     */
    s3_bucket_name?: string | null
    /**
     * Bedrock batch jobs: s3 region name. Accepted; llmgen does nothing with it.
     */
    s3_region_name?: string | null
    /**
     * Bedrock batch jobs: s3 access key ID. Accepted; llmgen does nothing with it.
     */
    s3_access_key_id?: string | null
    /**
     * Bedrock batch jobs: s3 secret access key. Accepted; llmgen does nothing with it.
     */
    s3_secret_access_key?: string | null
    /**
     * Bedrock batch jobs: s3 encryption key ID. Accepted; llmgen does nothing with it.
     */
    s3_encryption_key_id?: string | null
    /**
     * Bedrock batch jobs: s3 output bucket name. Accepted; llmgen does nothing with it.
     */
    s3_output_bucket_name?: string | null
    /**
     * Bedrock batch jobs: role that reads and writes the bucket. Accepted; llmgen does nothing with it.
     */
    aws_batch_role_arn?: string | null
    /**
     * watsonx: project ID.
     */
    project_id?: string | null
    /**
     * watsonx: space ID.
     */
    space_id?: string | null
    /**
     * watsonx region.
     */
    watsonx_region_name?: string | null
    /**
     * watsonx bearer token, instead of a key.
     */
    token?: string | null
    /**
     * How long Ollama keeps the model loaded.
     */
    keep_alive?: string | number | null
    /**
     * Context length that Ollama allocates, in tokens.
     */
    num_ctx?: number | string | null
    /**
     * Prompt template of a raw model: hugging Face model name. Accepted; llmgen does nothing with it.
     */
    hf_model_name?: string | null
    /**
     * Prompt template of a raw model: initial prompt value. Accepted; llmgen does nothing with it.
     */
    initial_prompt_value?: string | null
    /**
     * Prompt template of a raw model: final prompt value. Accepted; llmgen does nothing with it.
     */
    final_prompt_value?: string | null
    /**
     * Prompt template of a raw model: begin-of-sequence token. Accepted; llmgen does nothing with it.
     */
    bos_token?: string | null
    /**
     * Prompt template of a raw model: end-of-sequence token. Accepted; llmgen does nothing with it.
     */
    eos_token?: string | null
    /**
     * Prompt template of a raw model: text around each role. Accepted; llmgen does nothing with it.
     */
    roles?: {
      [k: string]: unknown
    } | null
    /**
     * Headers added to every request to the provider.
     */
    extra_headers?: {
      [k: string]: string | number | boolean | null
    } | null
    /**
     * Headers added to every request to the provider.
     */
    headers?: {
      [k: string]: string | number | boolean | null
    } | null
    /**
     * TLS check: true, false, or the path of a CA bundle.
     */
    ssl_verify?: boolean | string | null
    /**
     * Fields added to the request body as they are.
     */
    extra_body?: {
      [k: string]: unknown
    } | null
    /**
     * Default sampling temperature; a request overrides it.
     */
    temperature?: number | string | null
    /**
     * Default nucleus sampling share; a request overrides it.
     */
    top_p?: number | string | null
    /**
     * Default number of tokens to sample from, for providers that take it.
     */
    top_k?: number | string | null
    /**
     * Default number of choices.
     */
    n?: number | string | null
    /**
     * Default limit of output tokens; a request overrides it.
     */
    max_tokens?: number | string | null
    /**
     * Default limit of output tokens; a request overrides it.
     */
    max_completion_tokens?: number | string | null
    /**
     * Default stop sequences.
     */
    stop?: string | string[] | null
    /**
     * Default seed for repeatable sampling.
     */
    seed?: number | string | null
    /**
     * Default presence penalty, from -2 to 2.
     */
    presence_penalty?: number | string | null
    /**
     * Default frequency penalty, from -2 to 2.
     */
    frequency_penalty?: number | string | null
    /**
     * Default bias by token id.
     */
    logit_bias?: {
      [k: string]: number | string | null
    } | null
    /**
     * Default end-user name sent to the provider.
     */
    user?: string | number | boolean | null
    /**
     * Default response format.
     */
    response_format?: {
      [k: string]: unknown
    } | null
    /**
     * Tools added in front of those of a request.
     */
    tools?:
      | {
          [k: string]: unknown
        }[]
      | null
    /**
     * Default tool choice.
     */
    tool_choice?:
      | string
      | {
          [k: string]: unknown
        }
      | null
    /**
     * Default for calling several tools at once.
     */
    parallel_tool_calls?: boolean | string | null
    /**
     * Default reasoning effort: `none`, `minimal`, `low`, `medium`, `high`, `xhigh` or `default`.
     */
    reasoning_effort?:
      | string
      | {
          [k: string]: unknown
        }
      | null
    /**
     * Default thinking setting of Anthropic models and those that map to it.
     */
    thinking?: {
      /**
       * `enabled`, `disabled` or `adaptive`.
       */
      type?: string | null
      /**
       * Tokens the model may spend on thinking.
       */
      budget_tokens?: number | string | null
      [k: string]: unknown
    } | null
    /**
     * Default output kinds.
     */
    modalities?: string[] | null
    /**
     * Default web search options.
     */
    web_search_options?: {
      [k: string]: unknown
    } | null
    /**
     * Default service tier.
     */
    service_tier?: string | null
    /**
     * Default stream options.
     */
    stream_options?: {
      [k: string]: unknown
    } | null
    /**
     * Default metadata; `tags` in it are joined with those of the request.
     */
    metadata?: {
      [k: string]: unknown
    } | null
    /**
     * Removes OpenAI parameters that the model does not support instead of failing. Taken from `litellm_settings` when absent.
     */
    drop_params?: boolean | string | null
    /**
     * Parameters always removed before sending; a path such as `tools[*].function.strict` removes a nested one.
     */
    additional_drop_params?: string[] | null
    /**
     * Parameters sent although the model is not known to take them.
     */
    allowed_openai_params?: string[] | null
    /**
     * Puts the reasoning into `content`, inside `<think>`.
     */
    merge_reasoning_content_in_choices?: boolean | string | null
    /**
     * Checks the answer against the schema in `response_format`.
     */
    enable_json_schema_validation?: boolean | string | null
    /**
     * False turns system messages into user messages.
     */
    supports_system_message?: boolean | string | null
    /**
     * Inserts turns so that roles alternate. Accepted; llmgen does nothing with it.
     */
    ensure_alternating_roles?: boolean | string | null
    /**
     * Turn that is inserted so that roles alternate. Accepted; llmgen does nothing with it.
     */
    user_continue_message?: {
      [k: string]: unknown
    } | null
    /**
     * Turn that is inserted so that roles alternate. Accepted; llmgen does nothing with it.
     */
    assistant_continue_message?: {
      [k: string]: unknown
    } | null
    /**
     * Serves the responses endpoint by chat completions. Accepted; llmgen does nothing with it.
     */
    use_chat_completions_api?: boolean | string | null
    /**
     * Fireworks only: leaves image URLs as they are. Accepted; llmgen does nothing with it.
     */
    disable_add_transform_inline_image_block?: boolean | string | null
    /**
     * Cache controls of this model. Accepted; llmgen does nothing with it.
     */
    cache?: {
      [k: string]: unknown
    } | null
    /**
     * Turns caching on or off for this model. Accepted; llmgen does nothing with it.
     */
    caching?: boolean | string | null
    /**
     * Seconds an answer of this model stays in the cache. Accepted; llmgen does nothing with it.
     */
    ttl?: number | string | null
    /**
     * @deprecated
     * Not a parameter here: it would be sent to the provider.
     */
    context_window?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * Not a parameter here: it would be sent to the provider.
     */
    supports_function_calling?: {
      [k: string]: unknown
    }
    /**
     * @deprecated
     * Not a parameter here: it would be sent to the provider.
     */
    supports_images?: {
      [k: string]: unknown
    }
    /**
     * Dollars per input token, not per million.
     */
    input_cost_per_token?: number | string | null
    /**
     * Dollars per output token, not per million.
     */
    output_cost_per_token?: number | string | null
    /**
     * Dollars per reasoning token, where it differs from other output.
     */
    output_cost_per_reasoning_token?: number | string | null
    /**
     * Dollars per token of returned citations.
     */
    citation_cost_per_token?: number | string | null
    /**
     * Dollars per token written to the prompt cache.
     */
    cache_creation_input_token_cost?: number | string | null
    /**
     * Dollars per token written to the prompt cache for longer than an hour.
     */
    cache_creation_input_token_cost_above_1hr?: number | string | null
    /**
     * Dollars per token written to the prompt cache when the prompt has more than 200,000 tokens.
     */
    cache_creation_input_token_cost_above_200k_tokens?: number | string | null
    /**
     * Dollars per audio token written to the prompt cache.
     */
    cache_creation_input_audio_token_cost?: number | string | null
    /**
     * Dollars per token read from the prompt cache.
     */
    cache_read_input_token_cost?: number | string | null
    /**
     * Dollars per token read from the prompt cache when the prompt has more than 200,000 tokens.
     */
    cache_read_input_token_cost_above_200k_tokens?: number | string | null
    /**
     * Dollars per token read from the prompt cache on the flex service tier.
     */
    cache_read_input_token_cost_flex?: number | string | null
    /**
     * Dollars per token read from the prompt cache on the priority service tier.
     */
    cache_read_input_token_cost_priority?: number | string | null
    /**
     * Dollars per audio token read from the prompt cache.
     */
    cache_read_input_audio_token_cost?: number | string | null
    /**
     * Older name for the price of a token read from the prompt cache, in dollars.
     */
    input_cost_per_token_cache_hit?: number | string | null
    /**
     * Dollars per input token when the prompt has more than 128,000 tokens.
     */
    input_cost_per_token_above_128k_tokens?: number | string | null
    /**
     * Dollars per input token when the prompt has more than 200,000 tokens.
     */
    input_cost_per_token_above_200k_tokens?: number | string | null
    /**
     * Dollars per input token on the flex service tier.
     */
    input_cost_per_token_flex?: number | string | null
    /**
     * Dollars per input token on the priority service tier.
     */
    input_cost_per_token_priority?: number | string | null
    /**
     * Dollars per input token in a batch job.
     */
    input_cost_per_token_batches?: number | string | null
    /**
     * Dollars per second of response time, counted as input.
     */
    input_cost_per_second?: number | string | null
    /**
     * Dollars per input character.
     */
    input_cost_per_character?: number | string | null
    /**
     * Dollars per input character when the prompt has more than 128,000 tokens.
     */
    input_cost_per_character_above_128k_tokens?: number | string | null
    /**
     * Dollars per input image.
     */
    input_cost_per_image?: number | string | null
    /**
     * Dollars per input pixel.
     */
    input_cost_per_pixel?: number | string | null
    /**
     * Dollars per input audio token.
     */
    input_cost_per_audio_token?: number | string | null
    /**
     * Dollars per second of input audio.
     */
    input_cost_per_audio_per_second?: number | string | null
    /**
     * Dollars per second of input video.
     */
    input_cost_per_video_per_second?: number | string | null
    /**
     * Dollars per output token when the prompt has more than 128,000 tokens.
     */
    output_cost_per_token_above_128k_tokens?: number | string | null
    /**
     * Dollars per output token when the prompt has more than 200,000 tokens.
     */
    output_cost_per_token_above_200k_tokens?: number | string | null
    /**
     * Dollars per output token on the flex service tier.
     */
    output_cost_per_token_flex?: number | string | null
    /**
     * Dollars per output token on the priority service tier.
     */
    output_cost_per_token_priority?: number | string | null
    /**
     * Dollars per output token in a batch job.
     */
    output_cost_per_token_batches?: number | string | null
    /**
     * Dollars per second of response time, counted as output.
     */
    output_cost_per_second?: number | string | null
    /**
     * Dollars per output character.
     */
    output_cost_per_character?: number | string | null
    /**
     * Dollars per output character when the prompt has more than 128,000 tokens.
     */
    output_cost_per_character_above_128k_tokens?: number | string | null
    /**
     * Dollars per output image.
     */
    output_cost_per_image?: number | string | null
    /**
     * Dollars per output pixel.
     */
    output_cost_per_pixel?: number | string | null
    /**
     * Dollars per output audio token.
     */
    output_cost_per_audio_token?: number | string | null
    /**
     * Dollars per second of output audio.
     */
    output_cost_per_audio_per_second?: number | string | null
    /**
     * Dollars per second of output video.
     */
    output_cost_per_video_per_second?: number | string | null
    /**
     * Dollars per second of video made at 480p.
     */
    output_cost_per_second_480p?: number | string | null
    /**
     * Dollars per second of video made at 720p.
     */
    output_cost_per_second_720p?: number | string | null
    /**
     * Dollars per second of video made at 768p.
     */
    output_cost_per_second_768p?: number | string | null
    /**
     * Dollars per second of video made at 1080p.
     */
    output_cost_per_second_1080p?: number | string | null
    /**
     * Dollars per second of video made at 2k.
     */
    output_cost_per_second_2k?: number | string | null
    /**
     * Dollars per second of video made at 4k.
     */
    output_cost_per_second_4k?: number | string | null
    /**
     * Dollars per input image when the prompt has more than 128,000 tokens.
     */
    input_cost_per_image_above_128k_tokens?: number | string | null
    /**
     * Dollars per token of an image that is made.
     */
    output_cost_per_image_token?: number | string | null
    /**
     * Dollars per second of input audio when the prompt has more than 128,000 tokens.
     */
    input_cost_per_audio_per_second_above_128k_tokens?: number | string | null
    /**
     * Dollars per second of input video when the prompt has more than 128,000 tokens.
     */
    input_cost_per_video_per_second_above_128k_tokens?: number | string | null
    /**
     * Dollars per second of input video longer than 8 seconds.
     */
    input_cost_per_video_per_second_above_8s_interval?: number | string | null
    /**
     * Dollars per second of input video longer than 15 seconds.
     */
    input_cost_per_video_per_second_above_15s_interval?: number | string | null
    /**
     * Dollars per rerank query.
     */
    input_cost_per_query?: number | string | null
    /**
     * Prices by prompt length, one entry a tier.
     */
    tiered_pricing?:
      | {
          /**
           * From and up to how many prompt tokens this tier applies.
           */
          range?: (number | string)[] | null
          /**
           * Price of this tier in dollars per token: input cost per token.
           */
          input_cost_per_token?: number | string | null
          /**
           * Price of this tier in dollars per token: output cost per token.
           */
          output_cost_per_token?: number | string | null
          /**
           * Price of this tier in dollars per token: output cost per reasoning token.
           */
          output_cost_per_reasoning_token?: number | string | null
          /**
           * Price of this tier in dollars per token: cache read input token cost.
           */
          cache_read_input_token_cost?: number | string | null
          /**
           * Price of this tier in dollars per token: cache creation input token cost.
           */
          cache_creation_input_token_cost?: number | string | null
          [k: string]: unknown
        }[]
      | null
    /**
     * Dollars per web search, by size of the search context.
     */
    search_context_cost_per_query?: {
      /**
       * Dollars per web search at this context size.
       */
      search_context_size_low?: number | string | null
      /**
       * Dollars per web search at this context size.
       */
      search_context_size_medium?: number | string | null
      /**
       * Dollars per web search at this context size.
       */
      search_context_size_high?: number | string | null
      [k: string]: unknown
    } | null
    [k: string]: unknown
  }
  /**
   * What the model is: kind, limits, capabilities, prices. Other keys are returned with the model listing.
   */
  model_info?: {
    /**
     * Fixed deployment id, usable as a model name. Otherwise a hash of all parameters, which changes with them.
     */
    id?: string | number | null
    /**
     * Kind of model: decides which method of the client takes the name. Taken from the model catalogue when absent, else `chat`.
     */
    mode?:
      | 'chat'
      | 'completion'
      | 'embedding'
      | 'image_generation'
      | 'image_edit'
      | 'audio_transcription'
      | 'audio_speech'
      | 'rerank'
      | 'moderation'
      | 'responses'
      | 'realtime'
      | 'batch'
      | 'video_generation'
      | 'ocr'
      | 'search'
      | 'vector_store'
      | null
    /**
     * Catalogue name whose price and limits apply, needed for Azure deployment names.
     */
    base_model?: string | null
    /**
     * Dollars per page: oCR cost per page.
     */
    ocr_cost_per_page?: number | string | null
    /**
     * Dollars per page: annotation cost per page.
     */
    annotation_cost_per_page?: number | string | null
    /**
     * Limit of the model in tokens. From the model catalogue when absent.
     */
    max_tokens?: number | string | null
    /**
     * Limit of the model in tokens. From the model catalogue when absent.
     */
    max_input_tokens?: number | string | null
    /**
     * Limit of the model in tokens. From the model catalogue when absent.
     */
    max_output_tokens?: number | string | null
    /**
     * Whether the model supports images as input. From the model catalogue when absent.
     */
    supports_vision?: boolean | string | null
    /**
     * Whether the model supports tools. From the model catalogue when absent.
     */
    supports_function_calling?: boolean | string | null
    /**
     * Whether the model supports several tool calls in one answer. From the model catalogue when absent.
     */
    supports_parallel_function_calling?: boolean | string | null
    /**
     * Whether the model supports `tool_choice`. From the model catalogue when absent.
     */
    supports_tool_choice?: boolean | string | null
    /**
     * Whether the model supports a JSON schema as `response_format`. From the model catalogue when absent.
     */
    supports_response_schema?: boolean | string | null
    /**
     * Whether the model supports system messages. From the model catalogue when absent.
     */
    supports_system_messages?: boolean | string | null
    /**
     * Whether the model supports prompt caching. From the model catalogue when absent.
     */
    supports_prompt_caching?: boolean | string | null
    /**
     * Whether the model supports reasoning. From the model catalogue when absent.
     */
    supports_reasoning?: boolean | string | null
    /**
     * Whether the model supports web search. From the model catalogue when absent.
     */
    supports_web_search?: boolean | string | null
    /**
     * Whether the model supports reading URLs. From the model catalogue when absent.
     */
    supports_url_context?: boolean | string | null
    /**
     * Whether the model supports audio as input. From the model catalogue when absent.
     */
    supports_audio_input?: boolean | string | null
    /**
     * Whether the model supports audio as output. From the model catalogue when absent.
     */
    supports_audio_output?: boolean | string | null
    /**
     * Whether the model supports PDF files as input. From the model catalogue when absent.
     */
    supports_pdf_input?: boolean | string | null
    /**
     * Whether the model supports computer use. From the model catalogue when absent.
     */
    supports_computer_use?: boolean | string | null
    /**
     * Whether the model supports a prefilled assistant turn. From the model catalogue when absent.
     */
    supports_assistant_prefill?: boolean | string | null
    /**
     * Whether the model supports images in embedding requests. From the model catalogue when absent.
     */
    supports_embedding_image_input?: boolean | string | null
    /**
     * Whether the model supports streaming of its own. From the model catalogue when absent.
     */
    supports_native_streaming?: boolean | string | null
    /**
     * Provider under which the catalogue lists the model.
     */
    litellm_provider?: string | null
    /**
     * Parameters the model offers. Accepted; llmgen does nothing with it.
     */
    supported_openai_params?: string[] | null
    /**
     * Length of an embedding vector.
     */
    output_vector_size?: number | string | null
    /**
     * Shown in model listings only. Accepted; llmgen does nothing with it.
     */
    tpm?: number | string | null
    /**
     * Shown in model listings only. Accepted; llmgen does nothing with it.
     */
    rpm?: number | string | null
    /**
     * Names that a key or team can be granted in place of the model. Read by the gateway only.
     */
    access_groups?: string[] | null
    /**
     * Team that the entry belongs to. Read by the gateway only.
     */
    team_id?: string | null
    /**
     * Name under which that team calls the entry. Read by the gateway only.
     */
    team_public_model_name?: string | null
    /**
     * Tier of older tier routing. Accepted; llmgen does nothing with it.
     */
    tier?: 'free' | 'paid' | null
    /**
     * The entry loads only where `LITELLM_ENVIRONMENT` is in this list.
     */
    supported_environments?: ('development' | 'staging' | 'production')[] | null
    /**
     * Leaves the deployment out of background checks. Read by the gateway only.
     */
    disable_background_health_check?: boolean | string | null
    /**
     * Seconds a health check may take. Read by the gateway only.
     */
    health_check_timeout?: number | string | null
    /**
     * Model called to check a wildcard. Read by the gateway only.
     */
    health_check_model?: string | null
    /**
     * Output tokens asked for in a health check. Read by the gateway only.
     */
    health_check_max_tokens?: number | string | null
    /**
     * Output tokens asked for in a health check. Read by the gateway only.
     */
    health_check_max_tokens_reasoning?: number | string | null
    /**
     * Output tokens asked for in a health check. Read by the gateway only.
     */
    health_check_max_tokens_non_reasoning?: number | string | null
    /**
     * Voice used to check a text-to-speech model. Read by the gateway only.
     */
    health_check_voice?: string | null
    /**
     * Hugging Face tokenizer for counting. Accepted; llmgen does nothing with it.
     */
    custom_tokenizer?: {
      /**
       * Hugging Face name of the tokenizer. Accepted; llmgen does nothing with it.
       */
      identifier?: string | null
      /**
       * Branch or commit. Accepted; llmgen does nothing with it.
       */
      revision?: string | null
      /**
       * Token for a private one. Accepted; llmgen does nothing with it.
       */
      auth_token?: string | null
      [k: string]: unknown
    } | null
    /**
     * Tag rule of this group: enable tag filtering. Accepted; llmgen does nothing with it.
     */
    enable_tag_filtering?: boolean | string | null
    /**
     * Tag rule of this group: allow fail open. Accepted; llmgen does nothing with it.
     */
    allow_fail_open?: boolean | string | null
    /**
     * Pauses the deployment.
     */
    blocked?: boolean | string | null
    /**
     * False leaves the deployment out of listings.
     */
    discoverable?: boolean | string | null
    /**
     * Hours in which teams may call the deployment. Read by the gateway only.
     */
    access_windows?:
      | {
          /**
           * Time of day: start. Read by the gateway only.
           */
          start?: string | null
          /**
           * Time of day: end. Read by the gateway only.
           */
          end?: string | null
          /**
           * Time zone of the two times. Read by the gateway only.
           */
          timezone?: string | null
          /**
           * Teams that the window is for. Read by the gateway only.
           */
          team_ids?: string[] | null
          [k: string]: unknown
        }[]
      | null
    /**
     * Units of provisioned capacity. Accepted; llmgen does nothing with it.
     */
    ptu_count?: number | string | null
    /**
     * Dollars per unit of provisioned capacity and hour. Accepted; llmgen does nothing with it.
     */
    cost_per_ptu_per_hour?: number | string | null
    /**
     * Day on which the provisioned capacity begins or ends. Accepted; llmgen does nothing with it.
     */
    ptu_effective_from?: string | null
    /**
     * Day on which the provisioned capacity begins or ends. Accepted; llmgen does nothing with it.
     */
    ptu_effective_to?: string | null
    /**
     * Hints for adaptive routing. Accepted; llmgen does nothing with it.
     */
    adaptive_router_preferences?: {
      /**
       * Quality level from 1 to 3. Accepted; llmgen does nothing with it.
       */
      quality_tier?: number | string | null
      /**
       * What the model is good at. Accepted; llmgen does nothing with it.
       */
      strengths?: string[] | null
      [k: string]: unknown
    } | null
    /**
     * Bookkeeping of entries that are stored in the database. Accepted; llmgen does nothing with it.
     */
    db_model?: boolean | string | null
    /**
     * Bookkeeping of entries that are stored in the database. Accepted; llmgen does nothing with it.
     */
    created_at?: string | number | boolean | null
    /**
     * Bookkeeping of entries that are stored in the database. Accepted; llmgen does nothing with it.
     */
    created_by?: string | number | boolean | null
    /**
     * Bookkeeping of entries that are stored in the database. Accepted; llmgen does nothing with it.
     */
    updated_at?: string | number | boolean | null
    /**
     * Bookkeeping of entries that are stored in the database. Accepted; llmgen does nothing with it.
     */
    updated_by?: string | number | boolean | null
    /**
     * Text returned with the model listing. Accepted; llmgen does nothing with it.
     */
    description?: string | null
    /**
     * Own data returned with the model listing. Accepted; llmgen does nothing with it.
     */
    metadata?: {
      [k: string]: unknown
    } | null
    /**
     * Dollars per input token, not per million.
     */
    input_cost_per_token?: number | string | null
    /**
     * Dollars per output token, not per million.
     */
    output_cost_per_token?: number | string | null
    /**
     * Dollars per reasoning token, where it differs from other output.
     */
    output_cost_per_reasoning_token?: number | string | null
    /**
     * Dollars per token of returned citations.
     */
    citation_cost_per_token?: number | string | null
    /**
     * Dollars per token written to the prompt cache.
     */
    cache_creation_input_token_cost?: number | string | null
    /**
     * Dollars per token written to the prompt cache for longer than an hour.
     */
    cache_creation_input_token_cost_above_1hr?: number | string | null
    /**
     * Dollars per token written to the prompt cache when the prompt has more than 200,000 tokens.
     */
    cache_creation_input_token_cost_above_200k_tokens?: number | string | null
    /**
     * Dollars per audio token written to the prompt cache.
     */
    cache_creation_input_audio_token_cost?: number | string | null
    /**
     * Dollars per token read from the prompt cache.
     */
    cache_read_input_token_cost?: number | string | null
    /**
     * Dollars per token read from the prompt cache when the prompt has more than 200,000 tokens.
     */
    cache_read_input_token_cost_above_200k_tokens?: number | string | null
    /**
     * Dollars per token read from the prompt cache on the flex service tier.
     */
    cache_read_input_token_cost_flex?: number | string | null
    /**
     * Dollars per token read from the prompt cache on the priority service tier.
     */
    cache_read_input_token_cost_priority?: number | string | null
    /**
     * Dollars per audio token read from the prompt cache.
     */
    cache_read_input_audio_token_cost?: number | string | null
    /**
     * Older name for the price of a token read from the prompt cache, in dollars.
     */
    input_cost_per_token_cache_hit?: number | string | null
    /**
     * Dollars per input token when the prompt has more than 128,000 tokens.
     */
    input_cost_per_token_above_128k_tokens?: number | string | null
    /**
     * Dollars per input token when the prompt has more than 200,000 tokens.
     */
    input_cost_per_token_above_200k_tokens?: number | string | null
    /**
     * Dollars per input token on the flex service tier.
     */
    input_cost_per_token_flex?: number | string | null
    /**
     * Dollars per input token on the priority service tier.
     */
    input_cost_per_token_priority?: number | string | null
    /**
     * Dollars per input token in a batch job.
     */
    input_cost_per_token_batches?: number | string | null
    /**
     * Dollars per second of response time, counted as input.
     */
    input_cost_per_second?: number | string | null
    /**
     * Dollars per input character.
     */
    input_cost_per_character?: number | string | null
    /**
     * Dollars per input character when the prompt has more than 128,000 tokens.
     */
    input_cost_per_character_above_128k_tokens?: number | string | null
    /**
     * Dollars per input image.
     */
    input_cost_per_image?: number | string | null
    /**
     * Dollars per input pixel.
     */
    input_cost_per_pixel?: number | string | null
    /**
     * Dollars per input audio token.
     */
    input_cost_per_audio_token?: number | string | null
    /**
     * Dollars per second of input audio.
     */
    input_cost_per_audio_per_second?: number | string | null
    /**
     * Dollars per second of input video.
     */
    input_cost_per_video_per_second?: number | string | null
    /**
     * Dollars per output token when the prompt has more than 128,000 tokens.
     */
    output_cost_per_token_above_128k_tokens?: number | string | null
    /**
     * Dollars per output token when the prompt has more than 200,000 tokens.
     */
    output_cost_per_token_above_200k_tokens?: number | string | null
    /**
     * Dollars per output token on the flex service tier.
     */
    output_cost_per_token_flex?: number | string | null
    /**
     * Dollars per output token on the priority service tier.
     */
    output_cost_per_token_priority?: number | string | null
    /**
     * Dollars per output token in a batch job.
     */
    output_cost_per_token_batches?: number | string | null
    /**
     * Dollars per second of response time, counted as output.
     */
    output_cost_per_second?: number | string | null
    /**
     * Dollars per output character.
     */
    output_cost_per_character?: number | string | null
    /**
     * Dollars per output character when the prompt has more than 128,000 tokens.
     */
    output_cost_per_character_above_128k_tokens?: number | string | null
    /**
     * Dollars per output image.
     */
    output_cost_per_image?: number | string | null
    /**
     * Dollars per output pixel.
     */
    output_cost_per_pixel?: number | string | null
    /**
     * Dollars per output audio token.
     */
    output_cost_per_audio_token?: number | string | null
    /**
     * Dollars per second of output audio.
     */
    output_cost_per_audio_per_second?: number | string | null
    /**
     * Dollars per second of output video.
     */
    output_cost_per_video_per_second?: number | string | null
    /**
     * Dollars per second of video made at 480p.
     */
    output_cost_per_second_480p?: number | string | null
    /**
     * Dollars per second of video made at 720p.
     */
    output_cost_per_second_720p?: number | string | null
    /**
     * Dollars per second of video made at 768p.
     */
    output_cost_per_second_768p?: number | string | null
    /**
     * Dollars per second of video made at 1080p.
     */
    output_cost_per_second_1080p?: number | string | null
    /**
     * Dollars per second of video made at 2k.
     */
    output_cost_per_second_2k?: number | string | null
    /**
     * Dollars per second of video made at 4k.
     */
    output_cost_per_second_4k?: number | string | null
    /**
     * Dollars per input image when the prompt has more than 128,000 tokens.
     */
    input_cost_per_image_above_128k_tokens?: number | string | null
    /**
     * Dollars per token of an image that is made.
     */
    output_cost_per_image_token?: number | string | null
    /**
     * Dollars per second of input audio when the prompt has more than 128,000 tokens.
     */
    input_cost_per_audio_per_second_above_128k_tokens?: number | string | null
    /**
     * Dollars per second of input video when the prompt has more than 128,000 tokens.
     */
    input_cost_per_video_per_second_above_128k_tokens?: number | string | null
    /**
     * Dollars per second of input video longer than 8 seconds.
     */
    input_cost_per_video_per_second_above_8s_interval?: number | string | null
    /**
     * Dollars per second of input video longer than 15 seconds.
     */
    input_cost_per_video_per_second_above_15s_interval?: number | string | null
    /**
     * Dollars per rerank query.
     */
    input_cost_per_query?: number | string | null
    /**
     * Prices by prompt length, one entry a tier.
     */
    tiered_pricing?:
      | {
          /**
           * From and up to how many prompt tokens this tier applies.
           */
          range?: (number | string)[] | null
          /**
           * Price of this tier in dollars per token: input cost per token.
           */
          input_cost_per_token?: number | string | null
          /**
           * Price of this tier in dollars per token: output cost per token.
           */
          output_cost_per_token?: number | string | null
          /**
           * Price of this tier in dollars per token: output cost per reasoning token.
           */
          output_cost_per_reasoning_token?: number | string | null
          /**
           * Price of this tier in dollars per token: cache read input token cost.
           */
          cache_read_input_token_cost?: number | string | null
          /**
           * Price of this tier in dollars per token: cache creation input token cost.
           */
          cache_creation_input_token_cost?: number | string | null
          [k: string]: unknown
        }[]
      | null
    /**
     * Dollars per web search, by size of the search context.
     */
    search_context_cost_per_query?: {
      /**
       * Dollars per web search at this context size.
       */
      search_context_size_low?: number | string | null
      /**
       * Dollars per web search at this context size.
       */
      search_context_size_medium?: number | string | null
      /**
       * Dollars per web search at this context size.
       */
      search_context_size_high?: number | string | null
      [k: string]: unknown
    } | null
    [k: string]: unknown
  } | null
  /**
   * Moved into `litellm_params` where that has none.
   */
  rpm?: number | string | null
  /**
   * Moved into `litellm_params` where that has none.
   */
  tpm?: number | string | null
  /**
   * @deprecated
   * No effect at this level: it belongs inside `litellm_params`.
   */
  weight?: {
    [k: string]: unknown
  }
  /**
   * @deprecated
   * No effect at this level: it belongs inside `litellm_params`.
   */
  order?: {
    [k: string]: unknown
  }
  /**
   * @deprecated
   * No effect at this level: it belongs inside `litellm_params`.
   */
  model?: {
    [k: string]: unknown
  }
  /**
   * @deprecated
   * No effect at this level: it belongs inside `litellm_params`.
   */
  api_key?: {
    [k: string]: unknown
  }
  /**
   * @deprecated
   * No effect at this level: it belongs inside `litellm_params`.
   */
  api_base?: {
    [k: string]: unknown
  }
  /**
   * @deprecated
   * No effect at this level: it belongs inside `model_info`.
   */
  base_model?: {
    [k: string]: unknown
  }
}
