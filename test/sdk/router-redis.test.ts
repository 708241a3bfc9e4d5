/** Routers that share a Redis: limits and answers of one are those of the other. */
import { afterAll, describe, expect, test } from 'vitest'
import { sleepFor } from '../../src/runtime/platform/sleep.js'
import type { RouterArguments } from '../../src/sdk/index.js'
import { startRedis } from '../support/servers.js'
import { at, routed } from './router-support.js'

const server = await startRedis()
afterAll(() => server?.stop())

describe.runIf(server !== undefined)('with a Redis', () => {
  const { port = 0, url = '' } = server ?? {}

  /** This machine may be busy. */
  const patient = { timeoutMs: 5_000 }

  test.each<{ readonly name: string; readonly given: Partial<RouterArguments<string, string>> }>([
    { name: 'redis_url', given: { redis_url: url } },
    { name: 'redis_host and redis_port', given: { redis_host: '127.0.0.1', redis_port: port } },
    { name: 'cache_kwargs', given: { cache_kwargs: { host: '127.0.0.1', port } } },
    { name: 'a reference', given: { redis_url: 'os.environ/REDIS_ADDRESS', env: { REDIS_ADDRESS: url } } },
  ])('cache_responses keeps answers there: $name', async ({ name, given }) => {
    const list = [at('a', 'd0')]
    const settings = { model_list: list, cache_responses: true, sleep: sleepFor, ...given }
    const [first, second] = [0, 1].map(() => routed({ ...settings, cache_kwargs: { ...patient, ...given.cache_kwargs } }))
    const body = { messages: [{ role: 'user' as const, content: name }] }
    const reply = await first?.ask('a', body)
    expect((await second?.ask('a', body))?.choices).toEqual(reply?.choices)
    expect([first?.hosts, second?.hosts]).toEqual([['d0'], []])
    await Promise.all([first?.router.close(), second?.router.close()])
  })

  test('the nodes of a cluster go where a URL goes', async () => {
    const told: unknown[] = []
    const { router, ask, hosts } = routed({
      model_list: [at('a', 'd0')],
      cache_kwargs: { startup_nodes: [{ host: '127.0.0.1', port }], timeoutMs: 5_000, onStatus: (status: unknown) => told.push(status) },
    })
    await ask('a')
    await router.close()
    // This Redis is no cluster, and says so.
    expect(hosts).toEqual(['d0'])
    expect(told).toEqual([
      { up: false, server: `the cluster of 127.0.0.1:${port}`, reason: 'ERR This instance has cluster support disabled' },
    ])
  })

  test('a limit is one for all', async () => {
    const list = [at('a', `limited-${port}`, { rpm: 1 })]
    const settings = {
      model_list: list,
      redis_url: url,
      cache_kwargs: patient,
      optional_pre_call_checks: ['enforce_model_rate_limits'],
      num_retries: 0,
      sleep: sleepFor,
    }
    const [first, second] = [routed(settings), routed(settings)]
    await first.ask('a')
    await expect(second.ask('a')).rejects.toMatchObject({ status: 429 })
    expect(second.hosts).toEqual([])
    await Promise.all([first.router.close(), second.router.close()])
  })
})
