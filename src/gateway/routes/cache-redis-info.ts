/** `/cache/redis/info`: what the Redis of the cache says of itself. */
import { GatewayError } from '../errors.js'
import type { Route } from '../route.js'
import { cacheOf } from './cache.js'

/** Differs: LiteLLM also lists the clients of that Redis with their addresses; here their number is told. */
export const cacheRedisInfo: Route = {
  method: 'GET',
  paths: ['/cache/redis/info'],
  access: 'admin',
  errors: 'openai',
  summary: 'Shows what the Redis of the cache says of itself.',
  tags: ['cache'],
  handle: async (call) => {
    const { store } = cacheOf(call)
    if (store.info === undefined)
      throw new GatewayError(400, 'bad_request_error', 'the cache is not on a Redis: litellm_settings.cache_params says where it is')
    const told = await store.info()
    if (told === undefined) throw new GatewayError(503, 'cache_ping_error', 'the Redis of the cache does not answer')
    const refused = told.find((each) => typeof each !== 'string')
    if (refused instanceof Error)
      throw new GatewayError(503, 'cache_ping_error', `the Redis of the cache does not tell: ${refused.message}`)
    const servers = told.map((each) => membersOf(String(each)))
    const clients = servers.reduce((sum, { connected_clients: count }) => sum + (typeof count === 'number' ? count : 0), 0)
    // of a cluster each master tells
    call.reply.send({ num_clients: clients, clients: [], info: servers.length === 1 ? servers[0] : { servers } })
  },
}

/** Where files of that machine lie, which is nobody's business here. */
const untold = /(^executable$|_file$|_path$|^config_file$)/

/** Lines of `name:value`; numbers as such. */
function membersOf(text: string): { readonly [name: string]: string | number } {
  const members: { [name: string]: string | number } = Object.create(null)
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf(':')
    const [name, value] = [line.slice(0, at), line.slice(at + 1)]
    if (at > 0 && !line.startsWith('#') && !untold.test(name)) members[name] = /^-?\d{1,15}(\.\d+)?$/.test(value) ? Number(value) : value
  }
  return members
}
