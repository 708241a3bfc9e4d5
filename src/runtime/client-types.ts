/** The settings of a client and what it tells about an answer. Nothing here names undici, Node or the DOM. */
import type { Plan, Secrets } from '../plan/plan.js'
import type { StrategyName } from '../plan/routing.js'
import type { ErrorSet } from '../protocol/errors.js'
import type { AbortSignalLike, HttpHeaders, Transport } from '../protocol/http.js'
import type { ResponseCacheStore } from '../protocol/response-cache.js'
import type { StateStore } from '../protocol/state-store.js'
import type { Adapter } from '../providers/adapter.js'
import type { PricedUsage } from './cost.js'
import type { RouterEvent } from './events.js'
import type { Feature } from './feature.js'
import type { LogLevel } from './log-level.js'
import type { Strategy } from './strategies/strategy.js'
import type { Tracer } from './trace/trace-hooks.js'

/** What a generated client hands to `createClient`. */
export type ClientParts = {
  readonly plan: Plan
  /** By format; as a function where it is imported when a deployment is first called. */
  readonly adapters: { readonly [format: string]: Adapter | (() => Promise<Adapter>) }
  readonly strategies: { readonly [S in StrategyName]?: Strategy }
  /** Parts of routing that the Plan names. */
  readonly features?: readonly Feature[]
  readonly errors?: ErrorSet
  /** Ours, shared by several clients, in the place of one of its own; the transport of the options is the caller's. */
  readonly transport?: Transport
}

/** Settings of one client; every one has a default. */
export type ClientOptions = {
  /** Environment the client reads keys and settings from. Default: `process.env`, where there is one. */
  readonly env?: { readonly [name: string]: string | undefined }
  /** Values of the Plan's secret slots. */
  readonly secrets?: Secrets
  /** Limits, budgets and rests shared with other processes: `redisState(url)` of `llmgen/redis`. Default: this process alone. */
  readonly state?: StateStore
  /** Where answers are kept where the config turns the response cache on. Default: in memory. */
  readonly cache?: ResponseCacheStore
  /** Clock in milliseconds. Default `Date.now`. */
  readonly now?: () => number
  /** Random numbers in [0, 1). Default `Math.random`. */
  readonly random?: () => number
  /** Waits; tests replace it. Resolves early when `signal` aborts. Default: a timer. */
  readonly sleep?: (ms: number, signal?: AbortSignalLike) => Promise<void>
  /** Default: HTTP/1.1 over Node's sockets, one keep-alive pool per origin. */
  readonly transport?: Transport
  /**
   * Where a provider takes media by data only, the client fetches the addresses in a chat. True also lets it fetch from
   * addresses that are not public (`localhost`, `10.0.0.1`), which nobody should choose for you. Default false.
   */
  readonly allowPrivateMedia?: boolean
  /** Called for each attempt, pick, wait, fallback and outcome. Must not throw. */
  readonly onEvent?: (event: RouterEvent) => void
  /**
   * What is printed of each call, one line a step. Default: `LLMGEN_LOG`, `LITELLM_LOG` or `LITELLM_LOG_LEVEL` of the
   * environment, else `debug` where the config sets `set_verbose`, else `off`.
   */
  readonly logLevel?: LogLevel | 'off'
  /** Where lines are printed. Must not throw. Default: stderr (`console.error`). */
  readonly log?: (line: string, level: LogLevel) => void
  /** Records what happens, for `llmgen explain --trace`: `recordTrace` makes it, one for each client. */
  readonly trace?: Tracer
  /**
   * Tokens from a source of your own, asked for each deployment when it has none or its token is about to end. A deployment
   * for which it returns undefined signs in as the config says.
   */
  readonly getToken?: GetToken
  /** Error classes to throw; `openaiErrors` of `llmgen/openai-errors` makes them `instanceof` the `openai` package's. */
  readonly errors?: ErrorSet
}

/** A bearer token, and when it ends, milliseconds since 1970; without an end it is kept until a host refuses it. */
export type OwnToken = { readonly token: string; readonly expiresAt?: number }

/** The deployment for which a token is asked. */
export type TokenQuestion = {
  readonly deploymentId: string
  /** Public model name. */
  readonly group: string
  readonly provider: string
  /** Upstream model id. */
  readonly model: string
  readonly baseUrl: string
}

/** A token source of one's own. A rejection is an `AuthenticationError` of the call. */
export type GetToken = (deployment: TokenQuestion) => OwnToken | undefined | Promise<OwnToken | undefined>

/** Second argument of a call, as in the OpenAI SDK. Wins over the same setting in the body. */
export type RequestOptions = {
  /** Total time of one attempt, **milliseconds**. */
  readonly timeout?: number
  /** Total time of the call with all its retries, waits and fallbacks, **milliseconds**. Default: none. */
  readonly deadline?: number
  /** Retries per model group. */
  readonly maxRetries?: number
  readonly signal?: AbortSignalLike | null
  /** Headers added to the provider request. */
  readonly headers?: HttpHeaders
  /**
   * Whose answers the response cache may give this call, such as a tenant: only calls with the same one share answers. A part
   * of the hashed key, so that no `cache.namespace` of a body reaches into another. Default: calls of this config share.
   */
  readonly cacheNamespace?: string
}

/** Models in the order in which they are tried, each with parameters of its own if it needs any. */
export type FallbackList<Name extends string> = readonly (Name | ({ model: Name } & { [param: string]: unknown }))[]
/** `[{ "a": ["b", "c"] }]`: lists by the model that failed. */
export type FallbacksByModel<Name extends string> = readonly { readonly [model: string]: FallbackList<Name> }[]

/** Parameters of the body that steer the call and are not sent to the provider. LiteLLM's names; times in **seconds**. */
export type BodyOptions<Name extends string> = {
  /** Model groups tried in order when the model fails; replaces the config's chain. */
  fallbacks?: FallbackList<Name>
  /** Tried first where the prompt is too long for the model; replaces the config's chain of that kind. */
  context_window_fallbacks?: FallbacksByModel<Name>
  /** Tried first where the provider refuses the content; replaces the config's chain of that kind. */
  content_policy_fallbacks?: FallbacksByModel<Name>
  /** No other model is tried. */
  disable_fallbacks?: boolean
  /** Most models tried after the first. Default: the whole chain. */
  max_fallbacks?: number
  /** Retries per model group. */
  num_retries?: number
  /** Total time of one attempt, **seconds**. */
  timeout?: number
  /** Total time of the call with all its retries, waits and fallbacks, **seconds**. Default: none. */
  deadline?: number
  /** Answers with this text without a call. */
  mock_response?: string
  /** The first model fails without being asked, to see which fallback answers. */
  mock_testing_fallbacks?: boolean
  /** Likewise, as if the prompt were too long. */
  mock_testing_context_fallbacks?: boolean
  /** Likewise, as if the content were refused. */
  mock_testing_content_policy_fallbacks?: boolean
  /** The first attempt ends with a rate limit without a call. */
  mock_testing_rate_limit_error?: boolean
  /** Remove parameters that the target does not take, instead of an `UnsupportedParamsError`. */
  drop_params?: boolean
  /** Of calls that wait because all deployments are busy, the lower goes first. Default: `default_priority`, or 0. */
  priority?: number
  /** Only deployments with one of these tags (or all, as the config says) are asked, where the config routes by tags. */
  tags?: readonly string[]
  /** Only deployments of this `region_name` are asked, where the config has `enable_pre_call_checks`. */
  allowed_model_region?: string
  /** What this call wants of the response cache, where the config turns it on. */
  cache?: CacheControls
  /** `false` keeps this call away from the response cache; `true` asks for it under `mode: default_off`. */
  caching?: boolean
}

/** What a call wants of the response cache. LiteLLM's names; times in **seconds**. */
export type CacheControls = {
  /** How long the answer is kept. Default: the config's. */
  ttl?: number
  /** Oldest answer that is taken. Default: any that is kept. */
  's-maxage'?: number
  /** Take no kept answer; the new one is kept in its place. */
  'no-cache'?: boolean
  /** Do not keep the answer. */
  'no-store'?: boolean
  /** Take part under `mode: default_off`. */
  'use-cache'?: boolean
  /** The same as `use-cache`. */
  use_cache?: boolean
  /** Put before the key in the place of the config's namespace: answers are shared within it only. */
  namespace?: string
}

/** One attempt of a call. */
export type Attempt = {
  readonly deploymentId: string
  readonly group: string
  readonly provider: string
  /** `ok`, or the kind of failure. */
  readonly outcome: string
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  readonly durationMs: number
}

/** What llmgen knows about an answer; on replies a non-enumerable property. */
export type Meta = {
  readonly deploymentId: string
  readonly provider: string
  /** Upstream model as the deployment names it. */
  readonly model: string
  /** Group that answered; differs from the asked one after a fallback. */
  readonly group: string
  /** US dollars; undefined where the price is unknown, and `costReason` says why. */
  readonly cost: number | undefined
  /** Integer nano-dollars (1e-9 USD). */
  readonly costNanoUsd: number | undefined
  readonly costReason: string | undefined
  /** Tokens as the provider counted them, in OpenAI's words; undefined where it did not tell, or does not count in tokens. */
  readonly usage: PricedUsage | undefined
  readonly attempts: readonly Attempt[]
  /** Fallback groups tried, in order. */
  readonly fallbacks: readonly string[]
  /** From call to whole answer, or to the end of the stream. */
  readonly latencyMs: number
  /** To the first content of a stream. */
  readonly timeToFirstTokenMs: number | undefined
  readonly requestId: string | null
  /** Headers of the provider's answer; of a kept one its key alone. */
  readonly headers: HttpHeaders
  /** Key of the answer in the response cache, where the call took part in it. */
  readonly cacheKey?: string
  /**
   * True: the answer was kept. `shared`: it came to an identical call that was under way. `partial`: of a list of texts to
   * embed, some were kept. Absent: a provider was asked for all of it.
   */
  readonly cacheHit?: true | 'shared' | 'partial'
}

/** What every reply carries beside the provider's answer. */
export type WithMeta = { readonly meta: Meta }
/** An answer with its {@link Meta}, which is not enumerable. */
export type Reply<T> = T & WithMeta

/** The HTTP side of an answer. */
export type ResponseInfo = { readonly status: number; readonly headers: HttpHeaders }

/** A promise that also gives the HTTP response. */
export interface ApiPromise<T> extends Promise<T> {
  withResponse(): Promise<{ data: T; response: ResponseInfo; request_id: string | null }>
}
