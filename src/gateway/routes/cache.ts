/** `/cache/…`: is the cache of answers there, and taking answers out of it. */
import { readNumber } from '../../runtime/settings.js'
import { badRequest, GatewayError } from '../errors.js'
import { readJson } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import type { AnswerCache } from '../serving.js'

export const cachePing: Route = {
  method: 'GET',
  paths: ['/cache/ping'],
  access: 'admin-read',
  errors: 'openai',
  summary: 'Puts something into the cache of answers and takes it out again.',
  tags: ['cache'],
  handle: async (call) => {
    const { kind, store } = cacheOf(call)
    // nobody's answer, for its key is no hash; one for each ping, for several may go on at once
    const key = `ping:${call.callId}`
    const sent = String(call.startedAt)
    await store.set(key, sent, 10_000)
    const found = await store.get(key)
    await store.delete(key)
    if (found !== sent) throw new GatewayError(503, 'cache_ping_error', `the cache on ${kind} does not give back what it was given`)
    call.reply.send({
      status: 'healthy',
      cache_type: kind,
      ping_response: true,
      set_cache_response: 'success',
      litellm_cache_params: paramsOf(call, kind),
    })
  },
}

export const cacheDelete: Route = {
  method: 'POST',
  paths: ['/cache/delete'],
  access: 'admin',
  errors: 'openai',
  summary: 'Takes answers out of the cache: keys are those of the header x-litellm-cache-key.',
  tags: ['cache'],
  example: { keys: ['0f3a…'] },
  handle: async (call) => {
    const { store } = cacheOf(call)
    const { keys } = readJson(call)
    if (!Array.isArray(keys) || keys.length === 0 || !keys.every((key) => typeof key === 'string'))
      throw badRequest('keys must be a list of texts with at least one entry', 'keys')
    await Promise.all(keys.map((key: string) => store.delete(key)))
    call.reply.send({ status: 'success' })
  },
}

export const cacheFlush: Route = {
  method: 'POST',
  paths: ['/cache/flushall'],
  access: 'admin',
  errors: 'openai',
  summary: 'Empties the cache of answers.',
  tags: ['cache'],
  handle: async (call) => {
    const { kind, store } = cacheOf(call)
    if (store.clear === undefined)
      throw new GatewayError(501, 'not_implemented', 'this cache cannot be emptied from here: its entries end with their ttl')
    // Differs: LiteLLM sends FLUSHALL, which also wipes what other programs keep on that Redis
    if (!(await store.clear()))
      throw new GatewayError(503, 'cache_ping_error', `the cache on ${kind} does not answer: it was not, or not wholly, emptied`)
    call.reply.send({ status: 'success' })
  },
}

/** As LiteLLM tells them: JSON in a text. Where the Redis is and how one signs in there is not among them. */
function paramsOf({ serving: { plan, env } }: GatewayCall, kind: AnswerCache['kind']): string {
  const { byDefault = true, ttlMs, namespace, endpoints } = plan.routing.cache ?? {}
  const ttl = readNumber(ttlMs, env)
  return JSON.stringify({
    type: kind,
    mode: byDefault ? 'default_on' : 'default_off',
    ttl: ttl === undefined ? null : ttl / 1_000,
    namespace: namespace ?? null,
    endpoints: endpoints ?? null,
  })
}

/** The cache of answers. Throws a 503 where there is none. */
export function cacheOf({ serving }: GatewayCall): AnswerCache {
  if (serving.cache === undefined) throw new GatewayError(503, 'cache_ping_error', 'there is no cache: litellm_settings.cache turns it on')
  return serving.cache
}
