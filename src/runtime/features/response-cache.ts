/** The response cache as a feature of a client: answers equal requests from kept answers. */
import type { Caching, Feature } from '../feature.js'
import { warnProcess } from '../observer.js'
import { readRules } from '../response-cache/cache-terms.js'
import { AnswerCache } from '../response-cache/caching.js'
import { guardStore } from '../response-cache/guarded-store.js'
import { createMemoryCache } from '../response-cache/memory-cache.js'
import { createShelf } from '../response-cache/shelf.js'

const withoutRedis =
  'the config keeps answers on Redis (litellm_settings.cache), and this client was given none: they are kept in this process. Hand one over: createLlm({ cache: redisCache(url) }), with redisCache of llmgen/redis; or set cache_params.type to local.'

/** `litellm_settings.cache`. Keeps answers in what `createLlm({ cache })` was given, which stays its giver's to close; else in memory. */
export const responseCache: Feature = ({ plan, env, cache }) => {
  const settings = plan.routing.cache
  if (settings === undefined) return {}
  const caching = (engine: Parameters<NonNullable<ReturnType<Feature>['caching']>>[0]): Caching => {
    if (cache === undefined && settings.store === 'redis') warnProcess(withoutRedis)
    const store = cache ?? createMemoryCache({ now: engine.now })
    return new AnswerCache(readRules(settings, env), createShelf(guardStore(store, engine.sleep, warnProcess)))
  }
  return { caching }
}
