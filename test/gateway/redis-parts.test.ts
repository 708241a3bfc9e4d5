/** Redis for a gateway: which one a config means, and two gateways that share it, lose it and find it again. */
import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../src/gateway/config-source.js'
import type { GatewayLog } from '../../src/gateway/log.js'
import { openRedis } from '../../src/gateway/redis-parts.js'
import { type RedisServer, startRedis } from '../support/servers.js'
import { authorised, env, setUp } from './gateway-support.js'

const server = await startRedis()
afterAll(() => server?.stop())

const models = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, rpm: 5 }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`
const limited = 'num_retries: 0, disable_cooldowns: true, optional_pre_call_checks: [enforce_model_rate_limits]'

const opened = async (yaml: string, more: { readonly [name: string]: string } = {}) => {
  const { lowered } = readConfig({ source: `${models}${yaml}`.replace('MOCK', 'http://127.0.0.1:9') }, { ...env, ...more })
  if (lowered === undefined) throw new Error('the config has errors')
  const parts = await openRedis(lowered, { ...env, ...more })
  onTestFinished(async () => {
    await Promise.all([parts.state?.close(), parts.cache?.close()])
  })
  return { state: parts.state !== undefined, cache: parts.cache !== undefined }
}

const away = 'redis://127.0.0.1:1'

test.each([
  { name: 'no Redis anywhere', yaml: '', want: { state: false, cache: false } },
  { name: 'variables alone, which are for a cache', yaml: '', env: { REDIS_URL: away }, want: { state: false, cache: false } },
  { name: 'the URL of the router', yaml: `router_settings: { redis_url: "${away}" }`, want: { state: true, cache: false } },
  { name: 'its host and port', yaml: 'router_settings: { redis_host: 127.0.0.1, redis_port: 1 }', want: { state: true, cache: false } },
  {
    name: 'a cache on Redis, by its own parameters',
    yaml: `litellm_settings: { cache: true, cache_params: { type: redis, host: 127.0.0.1, port: 1 } }`,
    want: { state: true, cache: true },
  },
  {
    name: 'a cache on Redis, by variables',
    yaml: 'litellm_settings: { cache: true, cache_params: { type: redis } }',
    env: { REDIS_URL: away },
    want: { state: true, cache: true },
  },
  {
    name: 'a cache on a Redis that nothing names',
    yaml: 'litellm_settings: { cache: true, cache_params: { type: redis } }',
    want: { state: false, cache: false },
  },
  {
    name: 'a cache in memory',
    yaml: 'litellm_settings: { cache: true, cache_params: { type: local } }',
    want: { state: false, cache: false },
  },
  {
    name: 'the value of a variable',
    yaml: 'router_settings: { redis_url: os.environ/MY_REDIS }',
    env: { MY_REDIS: away },
    want: { state: true, cache: false },
  },
])('$name', async ({ yaml, env: more, want }) => expect(await opened(yaml, more)).toEqual(want))

test('settings that lead to no Redis are said, without the password that stands in them', async () => {
  const opening = opened('router_settings: { redis_url: os.environ/MY_REDIS }', { MY_REDIS: 'http://:planted@host:6379' })
  await expect(opening).rejects.toMatchObject({ name: 'GatewayStartError', message: expect.stringContaining('redis://') })
  await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('planted') })
})

const ask = async (url: string, content: string) => {
  const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }] })
  return (await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: authorised, body })).status
}

function lines() {
  const said: string[] = []
  const say = (_facts: object, message: string) => void said.push(message)
  const log: GatewayLog = { debug: () => undefined, info: say, warn: say, error: say }
  return { said, log }
}

describe.skipIf(server === undefined)('two gateways on one Redis', () => {
  // Checked above: without a server nothing of this runs.
  const redis = server as RedisServer

  test('a limit counts for both, and an answer that one cached the other finds', async () => {
    const namespace = `test-${randomUUID()}`
    const yaml = `${models}router_settings: { ${limited} }
litellm_settings: { cache: true, cache_params: { type: redis, url: "${redis.url}", namespace: ${namespace} } }
`
    const one = await setUp({ yaml })
    const other = await setUp({ yaml: yaml.replaceAll('MOCK', one.mock.url) })
    const statuses: number[] = []
    for (let call = 0; call < 8; call++) statuses.push(await ask((call % 2 === 0 ? one : other).url, `question ${call}`))
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
    // the first question's answer is there for everybody, whatever the limit
    expect([await ask(other.url, 'question 0'), one.mock.requests.length]).toEqual([200, 5])
  })

  test('while Redis is away calls are answered, the log says so once, and when it is back it counts again', async () => {
    const yaml =
      `${models}router_settings: { redis_url: "${redis.url}", num_retries: 0, disable_cooldowns: true, optional_pre_call_checks: [enforce_model_rate_limits] }\n`.replace(
        'rpm: 5',
        'rpm: 1000',
      )
    const { said, log } = lines()
    const { url, gateway } = await setUp({ yaml, gateway: { log } })
    expect([await ask(url, 'one'), gateway.serving.countsOn]).toEqual([200, 'redis'])
    await redis.kill()
    const began = performance.now()
    expect(await ask(url, 'two')).toBe(200)
    expect(performance.now() - began).toBeLessThan(1_000)
    await expect.poll(() => said).toEqual([expect.stringMatching(/^Redis does not answer/)])
    await redis.restart()
    await expect.poll(() => said, { timeout: 15_000 }).toEqual([expect.anything(), 'Redis answers again'])
    expect(await ask(url, 'three')).toBe(200)
  })

  test('a gateway starts while Redis is down, says so, and uses it when it is there', { timeout: 60_000 }, async () => {
    const late = await startRedis()
    if (late === undefined) throw new Error('there was a server for the other tests')
    onTestFinished(() => late.stop())
    await late.kill()
    const yaml = `${models}router_settings: { redis_host: 127.0.0.1, redis_port: ${late.port}, ${limited} }\n`.replace(
      'rpm: 5',
      'rpm: 1000',
    )
    const { said, log } = lines()
    const { url } = await setUp({ yaml, gateway: { log } })
    expect(await ask(url, 'one')).toBe(200)
    await expect.poll(() => said, { timeout: 5_000 }).toEqual([expect.stringMatching(/^Redis does not answer/)])
    await late.restart()
    await expect.poll(() => said, { timeout: 15_000 }).toContain('Redis answers again')
  })
})
