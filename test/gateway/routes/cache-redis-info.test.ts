/** What the Redis of a cache says of itself, to administrators. */
import { expect, onTestFinished, test } from 'vitest'
import type { ResponseCacheStore } from '../../../src/protocol/response-cache.js'
import { redisCache } from '../../../src/redis/index.js'
import { redisProgram, startRedis } from '../../support/servers.js'
import { env } from '../gateway-support.js'
import { appFor } from './keyed.js'

const yaml = `
model_list: [{ model_name: gpt-4o, litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY } }]
litellm_settings: { cache: true }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`
const admin = { role: 'proxy_admin', kind: 'master' } as const
const plain = { get: () => undefined, set: () => undefined, delete: () => undefined, close: async () => undefined }

async function askOver(cache: ResponseCacheStore, caller: Parameters<typeof appFor>[0] = admin) {
  const { get } = await appFor(caller, { yaml, env, gateway: { client: { cache } } })
  return get('/cache/redis/info')
}

test.skipIf(redisProgram() === undefined)(
  'a Redis tells its version, its memory and how many are connected, and no path of its machine',
  async () => {
    const redis = await startRedis()
    if (redis === undefined) throw new Error('there was a program for it')
    onTestFinished(() => redis.stop())
    const cache = redisCache(`redis://127.0.0.1:${redis.port}`)
    onTestFinished(() => cache.close())
    const { status, body } = await askOver(cache)
    expect([status, Object.keys(body)]).toEqual([200, ['num_clients', 'clients', 'info']])
    expect(body).toMatchObject({ num_clients: 1, clients: [], info: { redis_mode: 'standalone', tcp_port: redis.port } })
    expect([typeof body.info.redis_version, typeof body.info.used_memory]).toEqual(['string', 'number'])
    expect(Object.keys(body.info).filter((name) => /executable|file$/.test(name))).toEqual([])
  },
)

test('of several servers each tells', async () => {
  const info = async () => ['# Clients\r\nconnected_clients:3\r\n', '# Clients\r\nconnected_clients:4\r\n']
  expect((await askOver({ ...plain, info })).body).toEqual({
    num_clients: 7,
    clients: [],
    info: { servers: [{ connected_clients: 3 }, { connected_clients: 4 }] },
  })
})

test.each([
  ['a cache in memory has no Redis', plain, [400, 'bad_request_error']],
  ['a Redis that is away is told as such', { ...plain, info: async () => undefined }, [503, 'cache_ping_error']],
  ['a Redis that refuses is quoted', { ...plain, info: async () => [new Error('NOPERM')] }, [503, 'cache_ping_error']],
])('%s', async (_name, cache, want) => {
  const { status, body } = await askOver(cache)
  expect([status, body.error.type]).toEqual(want)
})

test('is for administrators', async () => {
  expect((await askOver(plain, { role: 'proxy_admin_viewer' })).status).toBe(403)
})
