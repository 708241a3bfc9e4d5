/** `Plan.routing`: strategy, retries, timeouts and cooldown, from `router_settings`, else `litellm_settings`, else LiteLLM's defaults. */
import type { JsonObject, NumberSetting } from '../plan/plan.js'
import type { CooldownRule, Routing, StrategyName } from '../plan/routing.js'
import type { Config } from './config.js'
import { envName, malformedReference, toBooleanSetting, toNumberSetting, toParam } from './env-reference.js'
import { maxFallbacks } from './lower-chains.js'
import { nonZero } from './lower-deployment.js'
import { lowerLimits } from './lower-limits.js'
import { hasPassword, isSecretName, secretParams } from './param-keys.js'
import { failsOf, policy, retriesOf } from './policies.js'
import { present } from './present.js'
import { get, getList, getMap, getNumber, getScalar, getText, isTrue, texts } from './read-node.js'
import { holdsSecret } from './redact.js'
import type { MapNode } from './source.js'

/** LiteLLM's defaults. Source: its router and constants. */
const defaults = { numRetries: 2, timeoutMs: 6_000_000, cooldownMs: 5_000, allowedFails: 3 }

/** Every strategy that this project knows: LiteLLM's, and two of its own. */
export const strategies: readonly StrategyName[] = [
  'simple-shuffle',
  'least-busy',
  'latency-based-routing',
  'cost-based-routing',
  'usage-based-routing',
  'usage-based-routing-v2',
  'provider-budget-routing',
  'peak-ewma',
  'weighted-failover',
]

/** The strategy a text names, or undefined. */
export function toStrategy(text: string | undefined): StrategyName | undefined {
  return strategies.find((strategy) => strategy === text)
}

/** Reads all of `routing`. */
export function lowerRouting(config: Config): Routing {
  const { router, litellm } = config
  const args = getMap(router, 'routing_strategy_args')
  const strategy = toStrategy(getText(router, 'routing_strategy')?.value) ?? 'simple-shuffle'
  return present<Routing>({
    strategy,
    strategyArgs: args === undefined ? {} : toJsonObject(args),
    numRetries: either('num_retries', config) ?? defaults.numRetries,
    retryPolicy: policy(getMap(router, 'retry_policy'), retriesOf),
    groupRetryPolicies: groupPolicies(getMap(router, 'model_group_retry_policy')),
    retryAfterMs: toNumberSetting(get(router, 'retry_after'), 1000) ?? 0,
    timeoutMs: time(router, 'timeout') ?? time(litellm, 'request_timeout') ?? defaults.timeoutMs,
    streamTimeoutMs: time(router, 'stream_timeout'),
    maxFallbacks: maxFallbacks(config),
    cooldown: cooldownRule(config),
    cooldownMs: time(router, 'cooldown_time') ?? defaults.cooldownMs,
    disableCooldowns: isTrue(get(router, 'disable_cooldowns')),
    enablePreCallChecks: isTrue(get(router, 'enable_pre_call_checks')),
    dropParams: toBooleanSetting(get(litellm, 'drop_params')) ?? false,
    modifyParams: toBooleanSetting(get(litellm, 'modify_params')) ?? false,
    defaults: sharedDefaults(getMap(router, 'default_litellm_params')),
    environment: environment(config.environmentVariables),
    sslVerify: sslVerify(litellm),
    defaultMaxParallelRequests: toNumberSetting(get(router, 'default_max_parallel_requests')),
    ...lowerLimits(config, [strategy, ...groupStrategies(config, strategy).values()]),
    verbose: toBooleanSetting(get(litellm, 'set_verbose')) ?? toBooleanSetting(get(router, 'set_verbose')),
  })
}

function toJsonObject(map: MapNode): JsonObject {
  return Object.fromEntries([...map.entries.values()].map((entry) => [entry.key, toParam(entry.value)]))
}

function either(key: string, { router, litellm }: Config): NumberSetting | undefined {
  return toNumberSetting(get(router, key)) ?? toNumberSetting(get(litellm, key))
}

/** Seconds in the file, milliseconds here; 0 reads as not set. */
function time(map: MapNode | undefined, key: string): NumberSetting | undefined {
  return nonZero(toNumberSetting(get(map, key), 1000))
}

function groupPolicies(map: MapNode | undefined): Routing['groupRetryPolicies'] {
  if (map === undefined) return undefined
  return [...map.entries.values()].flatMap(({ key, value }) => {
    const found = value.kind === 'map' ? policy(value, retriesOf) : undefined
    return found === undefined ? [] : [{ group: key, policy: found }]
  })
}

/**
 * LiteLLM counts failures only where a policy is given or the router's `allowed_fails` differs from that of
 * `litellm_settings` (3 where absent); otherwise its failure-rate rules hold.
 * Differs: an entry of 0 in the policy means the first failure, where LiteLLM falls back to `allowed_fails`.
 */
function cooldownRule({ router, litellm }: Config): CooldownRule {
  const usual = getNumber(litellm, 'allowed_fails') ?? defaults.allowedFails
  const allowedFails = getNumber(router, 'allowed_fails') ?? usual
  const perClass = policy(getMap(router, 'allowed_fails_policy'), failsOf)
  if (perClass === undefined && allowedFails === usual) {
    const share = toNumberSetting(get(router, 'failure_threshold_percent'))
    const leastCalls = toNumberSetting(get(router, 'failure_threshold_minimum_requests'))
    return present<CooldownRule & { mode: 'rate' }>({ mode: 'rate', share, leastCalls })
  }
  return present<CooldownRule & { mode: 'count' }>({ mode: 'count', allowedFails, policy: perClass })
}

/** Defaults of every call; credentials do not belong there and never enter the Plan. */
function sharedDefaults(map: MapNode | undefined): JsonObject {
  if (map === undefined) return {}
  const kept = [...map.entries.values()].filter(
    (entry) => entry.key !== 'api_key' && entry.key !== 'api_base' && !secretParams.has(entry.key),
  )
  return Object.fromEntries(kept.map((entry) => [entry.key, toParam(entry.value)]))
}

function environment(map: MapNode | undefined): { readonly [name: string]: string } {
  const kept: [string, string][] = []
  for (const { key, value } of map?.entries.values() ?? []) {
    if (value.kind !== 'scalar' || value.value === null) continue
    const text = String(value.value)
    if (
      isSecretName(key) ||
      hasPassword(text) ||
      holdsSecret(text) ||
      envName(text) !== undefined ||
      malformedReference(text) !== undefined
    )
      continue
    kept.push([key, text])
  }
  return Object.fromEntries(kept)
}

function sslVerify(litellm: MapNode | undefined): boolean | undefined {
  const setting = toBooleanSetting(getScalar(litellm, 'ssl_verify'))
  return typeof setting === 'boolean' ? setting : undefined
}

/** Strategies of `routing_groups` by public name, where they differ from the config's. */
export function groupStrategies(config: Config, usual: StrategyName): ReadonlyMap<string, StrategyName> {
  const found = new Map<string, StrategyName>()
  for (const item of getList(config.router, 'routing_groups')?.items ?? []) {
    if (item.kind !== 'map') continue
    const strategy = toStrategy(getText(item, 'routing_strategy')?.value)
    if (strategy === undefined || strategy === usual) continue
    for (const name of texts(getList(item, 'models'))) if (!found.has(name.value)) found.set(name.value, strategy)
  }
  return found
}
