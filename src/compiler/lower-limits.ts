/** The parts of `Plan.routing` that refuse or keep back calls: tags, limits, queue, budgets; and the response cache. */
import type { NumberSetting } from '../plan/plan.js'
import type { Budget, CachedEndpoint, CacheSettings, NamedBudget, QueueSettings, Routing, StrategyName } from '../plan/routing.js'
import type { Config } from './config.js'
import type { ModelEntry } from './config-models.js'
import { toNumberSetting } from './env-reference.js'
import { toPeriod } from './period.js'
import { present } from './present.js'
import { get, getList, getMap, getText, isTrue, texts } from './read-node.js'
import type { MapNode } from './source.js'

type Limits = Pick<Routing, 'tags' | 'limits' | 'queue' | 'cooldownWaitMs' | 'providerBudgets' | 'tagBudgets' | 'cache'>

/** Reads them; `strategies` are those that the config names. */
export function lowerLimits(config: Config, strategies: readonly StrategyName[]): { readonly [K in keyof Limits]: Limits[K] | undefined } {
  const { router, litellm } = config
  return {
    tags: isTrue(get(router, 'enable_tag_filtering')) ? tagMatch(router) : undefined,
    limits: limitMode(config, strategies),
    queue: queue(router),
    cooldownWaitMs: toNumberSetting(get(router, 'cooldown_wait'), 1000),
    providerBudgets: budgets(getMap(router, 'provider_budget_config'), 'budget_limit', 'time_period'),
    tagBudgets: budgets(getMap(litellm, 'tag_budget_config'), 'max_budget', 'budget_duration'),
    cache: cache(config),
  }
}

function tagMatch(router: MapNode | undefined): 'any' | 'all' {
  const any = get(router, 'tag_filtering_match_any')
  return any === undefined || isTrue(any) ? 'any' : 'all'
}

/**
 * LiteLLM holds `rpm` and `tpm` under the usage-based strategies, with pre-call checks, and where it is asked to.
 * Differs: elsewhere they are mere weights there; here a deployment below its limits goes before one that is over them.
 */
function limitMode({ models, groups, router }: Config, strategies: readonly StrategyName[]): Routing['limits'] {
  const isLimited = ({ params }: ModelEntry) => get(params, 'rpm') !== undefined || get(params, 'tpm') !== undefined
  if (!models.some(isLimited)) return undefined
  const isUsageBased = strategies.some((name) => name === 'usage-based-routing' || name === 'usage-based-routing-v2')
  const isAsked = texts(getList(router, 'optional_pre_call_checks')).some(({ value }) => value === 'enforce_model_rate_limits')
  if (isUsageBased || isAsked || isTrue(get(router, 'enable_pre_call_checks'))) return 'enforce'
  const hasOthers = [...groups.values()].some((group) => group.length > 1 && group.some(isLimited))
  return hasOthers ? 'prefer' : undefined
}

function queue(router: MapNode | undefined): QueueSettings | undefined {
  const settings = present<QueueSettings>({
    maxWaitMs: toNumberSetting(get(router, 'max_queue_wait'), 1000),
    maxLength: toNumberSetting(get(router, 'max_queue_length')),
    defaultPriority: toNumberSetting(get(router, 'default_priority')),
  })
  return Object.keys(settings).length === 0 ? undefined : settings
}

/** `{ name: { limit, period } }`; the names of a provider's budget and of a deployment's are taken in both. A limit of 0 is none. */
function budgets(map: MapNode | undefined, limit: string, duration: string): readonly NamedBudget[] | undefined {
  const found = [...(map?.entries.values() ?? [])].flatMap(({ key: name, value }): readonly NamedBudget[] => {
    if (value.kind !== 'map') return []
    const budget = toBudget(value, limit, duration) ?? toBudget(value, 'max_budget', 'budget_duration')
    return budget === undefined ? [] : [{ name, ...budget }]
  })
  return found.length === 0 ? undefined : found
}

/** A limit and its period; undefined where either is missing, or the limit is 0, which is none in LiteLLM. */
export function toBudget(map: MapNode | undefined, limit = 'max_budget', duration = 'budget_duration'): Budget | undefined {
  const maxUsd: NumberSetting | undefined = toNumberSetting(get(map, limit))
  const period = toPeriod(getText(map, duration)?.value ?? '')
  return maxUsd === undefined || maxUsd === 0 || period === undefined ? undefined : { maxUsd, period }
}

/** LiteLLM's names of what may be cached, without their asynchronous doubles. */
const callTypes: { readonly [name: string]: CachedEndpoint } = {
  completion: 'chat',
  text_completion: 'completions',
  embedding: 'embeddings',
  transcription: 'transcriptions',
  rerank: 'rerank',
  responses: 'responses',
}

/** `cache: true` turns it on; without `cache_params` it is Redis, with some but no `type` it is this process, as in LiteLLM. */
function cache({ litellm, router }: Config): CacheSettings | undefined {
  if (!isTrue(get(litellm, 'cache')) && !isTrue(get(router, 'cache_responses'))) return undefined
  const params = getMap(litellm, 'cache_params')
  const type = getText(params, 'type')?.value ?? (params === undefined && isTrue(get(litellm, 'cache')) ? 'redis' : 'local')
  const store = type === 'redis' ? 'redis' : 'memory'
  const named = getList(params, 'supported_call_types')
  const kinds = texts(named).flatMap(
    ({ value }) => callTypes[value.replace(/^a(?=completion|embedding|transcription|text_|rerank|responses)/, '')] ?? [],
  )
  return present<CacheSettings>({
    store,
    byDefault: getText(params, 'mode')?.value !== 'default_off',
    // The store's own default goes before `ttl`, as in LiteLLM.
    ttlMs:
      toNumberSetting(get(params, store === 'redis' ? 'default_in_redis_ttl' : 'default_in_memory_ttl'), 1000) ??
      toNumberSetting(get(params, 'ttl'), 1000),
    endpoints: named === undefined ? undefined : [...new Set(kinds)],
    namespace: getText(params, 'namespace')?.value,
  })
}
