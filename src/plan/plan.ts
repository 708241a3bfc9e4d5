/** The Plan: what a config means, as plain readonly data. The compiler writes it; client, SDK and gateway run it. */

import type { EndpointQuirks, ServedEndpoint } from './endpoint-quirks.js'
import type { PriceRef, PriceRow } from './prices.js'
import type { Budget, PerClass, PickTable, Routing, StrategyName } from './routing.js'

export const planVersion = 1

/** Anything JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** Text that is known now, or read from the environment variable `env` when the client is created. */
export type TextSetting = string | { readonly env: string }
/**
 * Base URL of a deployment whose config gives none: the first of these variables that is set, else the provider's own
 * host; without one the deployment cannot be called until a variable is set.
 */
export type ProviderUrl = { readonly firstOf: readonly string[]; readonly else?: string }
/**
 * A number known now, or read when the client is created; text that is not a number counts as not set.
 * What is read is multiplied by `scale` (default 1): times are seconds in the variable and milliseconds in the Plan.
 */
export type NumberSetting = number | { readonly env: string; readonly as: 'number'; readonly scale?: number }
/** `true` and `false` (any case) in the environment become booleans, as LiteLLM reads them. */
export type BooleanSetting = boolean | { readonly env: string; readonly as: 'boolean' }
/** A default request parameter: JSON in which any map value may be an environment reference `{ env }`. */
export type ParamValue = Json

/**
 * A secret is never in a Plan: it is a variable's name, a slot filled from the `Secrets` map handed over beside
 * the Plan, or a placeholder for a server that needs no key (sent as it is).
 */
export type SecretRef = { readonly env: string } | { readonly slot: number } | { readonly placeholder: string }

/** Kind of model, LiteLLM's `model_info.mode`. */
export type Mode =
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

/** A feature is known to be there, known to be missing, or unknown. Only a known `no` narrows a type. */
export type Known = 'yes' | 'no' | 'unknown'

export type Capabilities = {
  readonly tools: Known
  readonly vision: Known
  /** `response_format: { type: 'json_schema' }`. */
  readonly jsonSchema: Known
  readonly reasoning: Known
}

/** All deployments that answer to one public name. */
export type Group = {
  /** Public name, `model_name` in the config. Never contains `*`; see {@link Wildcard}. */
  readonly name: string
  readonly mode: Mode
  /** Indexes into `Plan.deployments`, in the order of the config. */
  readonly deployments: readonly number[]
  /** Intersection over the group: one known `no` makes `no`. */
  readonly capabilities: Capabilities
  /** Smallest context window of the group in tokens; absent where none is known. */
  readonly contextWindow?: number
  /** Routing strategy, where it differs from `routing.strategy` (`routing_groups`). */
  readonly strategy?: StrategyName
}

/** A model name with `*`. `pattern` is the public name as written; `*` matches any text, also none. */
export type Wildcard = {
  readonly pattern: string
  readonly mode: Mode
  readonly deployments: readonly number[]
  readonly capabilities: Capabilities
}

export type Alias = { readonly name: string; readonly group: string; readonly hidden: boolean }

/** A group tried after another one failed, with request parameters that replace the caller's. */
export type ChainStep = { readonly group: string; readonly params?: JsonObject }
/** `from` is a public name, or `*` for every group that has no chain of its own. */
export type Chain = { readonly from: string; readonly to: readonly ChainStep[] }

export type Chains = {
  readonly general: readonly Chain[]
  readonly contextWindow: readonly Chain[]
  readonly contentPolicy: readonly Chain[]
}

/** Wire format of a provider, which is also the name of its adapter's entry point. */
export type AdapterFormat = string

/** Parameters by which an OpenAI-compatible host differs from OpenAI. Source: each host's API reference. */
export type Quirks = {
  /** OpenAI name → the host's name. */
  readonly rename?: { readonly [param: string]: string }
  /** Parameters the host refuses: an `UnsupportedParamsError`, or dropped under `drop_params`. */
  readonly unsupported?: readonly string[]
  /** If present, every other OpenAI parameter counts as unsupported. */
  readonly supported?: readonly string[]
  /** Inclusive bounds that a number is moved into. */
  readonly clamp?: { readonly [param: string]: readonly [number, number] }
  /** Text parts are joined where a message holds nothing else. */
  readonly flattenTextContent?: true
  /** Keys removed from every message (`name`, `reasoning_content`, …). */
  readonly stripMessageKeys?: readonly string[]
  readonly stripToolStrict?: true
  readonly stripAdditionalProperties?: true
  /** What `tool_choice: 'required'` is called. */
  readonly toolChoiceRequired?: string
  /** Every text `tool_choice` the host takes, where it does not take all of OpenAI's. */
  readonly toolChoiceValues?: readonly string[]
  /**
   * How a JSON schema is asked for where it is not OpenAI's way: `json_object+schema` sends
   * `{ type: 'json_object', schema }`, `prompt` sends `json_object` and writes the schema into a system message; `only` where JSON without a schema is refused.
   */
  readonly jsonSchema?: 'json_object+schema' | 'prompt' | 'none' | 'only'
  /** Tool-call ids the host takes: `alnum9` is Mistral's nine letters or digits. */
  readonly toolCallId?: 'alnum9'
  /** Prefix added to the model id (`accounts/fireworks/models/`) unless its first path segment is there already or it holds a `#`. */
  readonly modelPrefix?: string
  /**
   * `provider-suffix`: `together/org/model` is sent as `org/model:together`, Hugging Face's router form. `clarifai-url`:
   * `user.app.model` is sent as the model's address at Clarifai.
   */
  readonly modelForm?: 'provider-suffix' | 'clarifai-url'
  /** Path of chat completions below the base URL. Default `/chat/completions`. */
  readonly chatPath?: string
  /** A base URL that holds one of these texts is the whole address of chat. */
  readonly wholeUrls?: readonly string[]
  readonly extraHeaders?: { readonly [name: string]: string }
  /** Headers whose value is a setting (`Target.settings`), left out where that is not set. */
  readonly settingHeaders?: { readonly [name: string]: string }
  /** Body members always sent. The text `{model}` stands for the model id, in the Responses API. */
  readonly forceBody?: JsonObject
  /** False where `stream_options` is refused; usage then comes in the last chunk anyhow. Default true. */
  readonly streamOptions?: false
  /** Where `reasoning_content` of an earlier assistant message goes back under another name. */
  readonly reasoningField?: 'reasoning' | 'reasoning_content'
  /** Members beyond OpenAI's message shape that the host takes (`cache_control`, `reasoning_details`); others are removed. */
  readonly messageExtensions?: readonly string[]
  /** The host does not fetch media: addresses are read here and sent as data URLs. */
  readonly inlineMedia?: true
  /** Assistant messages with neither text nor calls are refused, and left out. */
  readonly dropEmptyTurns?: true
  /** Anthropic's `thinking` is turned into `reasoning_effort`. Absent: passed as it is, for hosts that have it themselves. */
  readonly thinking?: 'effort'
  /** True where the host serves the Responses API too; see `servesResponses`. */
  readonly responses?: true
  /** True where `/v1` is added to a base URL that has no path. */
  readonly addV1?: true
  /** What the host serves beyond chat and embeddings; text completions go over chat where they lack, anything else is refused. Absent: not known, all are tried. */
  readonly serves?: readonly ServedEndpoint[]
  /** How single endpoints of the host differ from OpenAI's. */
  readonly endpoints?: { readonly [E in ServedEndpoint | 'embeddings']?: EndpointQuirks }
}

/** `fields`: several secrets together, named in {@link Provider.secrets}; the adapter signs with them or signs in. */
export type AuthScheme =
  | 'bearer'
  | 'x-api-key'
  | 'x-goog-api-key'
  | 'api-key'
  | 'api_key'
  | 'x-portkey-api-key'
  | 'none'
  | 'optional-bearer'
  | 'aws'
  | 'fields'

/** One provider as the deployments of this Plan use it; copied from the catalogue. */
export type Provider = {
  /** LiteLLM's name, the text before the first `/` of `litellm_params.model`. */
  readonly name: string
  readonly format: AdapterFormat
  readonly auth: AuthScheme
  /** Environment variables tried in order when a deployment sets no key, or its own variable is not set. */
  readonly keyVariables: readonly string[]
  readonly quirks: Quirks
  /** Settings the adapter reads from `Target.settings`, by LiteLLM's name, and the variables that hold each where the config gives none. */
  readonly settings?: VariablesByName
  /** Secrets of the scheme `fields`, by LiteLLM's name, and the variables that hold each where the config gives none. */
  readonly secrets?: VariablesByName
  /** Present where a deployment's model has a `*`: what the models it stands for do differently. The first that fits counts. */
  readonly families?: readonly ModelFamily[]
}

/** Models of one provider that differ alike from the rest; copied from the catalogue. */
export type ModelFamily = {
  /** Regular expression over the name that `familyName` makes of an upstream id. */
  readonly name: string
  readonly flags: readonly ModelFlag[]
  /** As `Deployment.maxOutputTokens`. */
  readonly maxOutputTokens?: number
}

/** Names of environment variables, tried in order. */
export type VariablesByName = { readonly [name: string]: readonly string[] }

export type Deployment = {
  readonly index: number
  /** `model_info.id`, else a stable hash over name and parameters. */
  readonly id: string
  /** Public name of the group, or the wildcard pattern. */
  readonly group: string
  /** Name of a row of `Plan.providers`. */
  readonly provider: string
  /** Wire format of this model, where it is not its provider's (`openai-responses`, Claude on Vertex). */
  readonly format?: AdapterFormat
  /** Upstream model id as it is sent. `*` in a wildcard deployment is filled from the caller's name. */
  readonly model: TextSetting
  readonly mode: Mode
  readonly baseUrl: TextSetting | ProviderUrl
  readonly apiVersion?: TextSetting
  readonly organization?: TextSetting
  readonly apiKey?: SecretRef
  /** Further credentials (`aws_secret_access_key`, `vertex_credentials`, `azure_ad_token`, …) by LiteLLM's name. */
  readonly credentials?: { readonly [name: string]: SecretRef }
  /** Default request parameters, OpenAI names; a request's own value wins. Values may be `{ env }`. */
  readonly defaults: JsonObject
  readonly extraHeaders?: { readonly [name: string]: TextSetting }
  readonly extraBody?: JsonObject
  /** Requests and tokens per minute: weights for `simple-shuffle`, filters for usage-based routing. */
  readonly rpm?: NumberSetting
  readonly tpm?: NumberSetting
  readonly maxParallelRequests?: NumberSetting
  readonly weight?: NumberSetting
  /** Lower is tried first. */
  readonly order?: NumberSetting
  readonly tags?: readonly string[]
  readonly region?: TextSetting
  /** Total time of one attempt, milliseconds. */
  readonly timeoutMs?: NumberSetting
  readonly streamTimeoutMs?: NumberSetting
  readonly numRetries?: NumberSetting
  /** Rest after too many failures, milliseconds; 0 switches cooldown off for this deployment. */
  readonly cooldownMs?: NumberSetting
  /** Failures tolerated before a cooldown, for this deployment; makes the count rule hold for it. */
  readonly allowedFails?: NumberSetting
  readonly allowedFailsPolicy?: PerClass
  /** What it may cost within a period. Present only with both `max_budget` and `budget_duration`. */
  readonly budget?: Budget
  readonly dropParams?: BooleanSetting
  readonly additionalDropParams?: readonly string[]
  readonly allowedOpenAiParams?: readonly string[]
  readonly mergeReasoningContent?: BooleanSetting
  readonly supportsSystemMessage?: BooleanSetting
  readonly mockResponse?: string
  readonly mockTimeout?: BooleanSetting
  readonly contextWindow?: number
  /** Most tokens the model writes in one answer; Anthropic needs it as the default of `max_tokens`. */
  readonly maxOutputTokens?: number
  readonly capabilities: Capabilities
  /** Catalogue flags that change how a request is built (`adaptiveThinking`, `noSampling`, `openaiReasoning`, …). */
  readonly flags: readonly ModelFlag[]
  readonly price: PriceRef
  readonly caching?: readonly Json[]
}

/**
 * What a model family does differently, as catalogue data.
 * - `openai-reasoning`: o-series and gpt-5: `max_tokens` is sent as `max_completion_tokens`, sampling parameters are refused.
 * - `no-sampling-unless-effort-none`: gpt-5.1 and later take sampling parameters when effort is `none`, their default.
 * - `adaptive-thinking`: Claude 4.6 and later: `thinking: adaptive` with `output_config.effort`.
 * - `no-sampling`: temperature, top_p and top_k are refused (Claude Opus 4.7 and later).
 * - `no-prefill`: a trailing assistant message is refused.
 * - `no-forced-tool`: `tool_choice` may not force a tool.
 * - `native-json-schema`: structured output by `output_config.format`.
 * - `effort`: takes `output_config.effort` beside a thinking budget (Claude Opus 4.5).
 * - `effort-xhigh`: `xhigh` is a valid effort.
 * - `no-system-role`: system text must travel as a user message (o1-mini, o1-preview).
 * - `gemini-3`: Gemini 3 and later: effort as `thinkingLevel`, no penalties, media inside tool results, a schema beside tools.
 * - `effort-minimal`: takes the level `minimal` (Gemini 3 Flash).
 * - `no-effort-medium`: takes the levels `low` and `high` only (Gemini 3 Pro preview).
 * - `thinking-always`: a budget below 128 is refused (Gemini 2.5 Pro).
 * - `no-penalties`: `presencePenalty` and `frequencyPenalty` are refused (some 2.5 previews).
 * - `openapi-schema`: knows no JSON Schema, only the OpenAPI subset (before Gemini 2.0, Gemma).
 * - `no-stop`: `stop` and penalties are refused (Grok's reasoning models).
 * - `no-effort`: `reasoning_effort` is refused (Grok 4.20).
 * - `no-system-instruction`: knows no `systemInstruction` (Gemma).
 */
export type ModelFlag =
  | 'openai-reasoning'
  | 'no-sampling-unless-effort-none'
  | 'adaptive-thinking'
  | 'no-sampling'
  | 'no-prefill'
  | 'no-forced-tool'
  | 'native-json-schema'
  | 'effort'
  | 'effort-xhigh'
  | 'no-system-role'
  | 'gemini-3'
  | 'effort-minimal'
  | 'no-effort-medium'
  | 'thinking-always'
  | 'no-penalties'
  | 'openapi-schema'
  | 'no-system-instruction'
  | 'no-stop'
  | 'no-effort'

export type Plan = {
  readonly planVersion: typeof planVersion
  /** SHA-256 (hex) over everything here but `hash` and `gateway`. */
  readonly hash: string
  readonly groups: readonly Group[]
  readonly deployments: readonly Deployment[]
  readonly providers: readonly Provider[]
  /** Most specific first. */
  readonly wildcards: readonly Wildcard[]
  readonly aliases: readonly Alias[]
  readonly chains: Chains
  readonly routing: Routing
  /** Present for groups whose weights are all known when compiling. */
  readonly pickTables: readonly PickTable[]
  readonly prices: readonly PriceRow[]
  /** Settings that only the gateway reads; left out of emitted code and of the hash. */
  readonly gateway?: JsonObject
}

/** Secret values by slot; handed over beside a Plan and never serialised. */
export type Secrets = ReadonlyMap<number, string>
