/** Routers that share a Redis: limits and answers of one are those of the other. */
import { afterAll, describe, expect, test } from 'vitest'
import { sleepFor } from '../../src/runtime/platform/sleep.js'
import { startRedis } from '../support/servers.js'
import { at, routed } from './router-support.js'

const server = await startRedis()
afterAll(() => server?.stop())

describe.runIf(server !== undefined)('with a Redis', () => {
  const { port = 0, url = '' } = server ?? {}

  test.each([
    { name: 'redis_url', given: { redis_url: url } },
    { name: 'redis_host and redis_port', given: { redis_host: '127.0.0.1', redis_port: port } },
    { name: 'cache_kwargs', given: { cache_kwargs: { host: '127.0.0.1', port } } },
    { name: 'a reference', given: { redis_url: 'os.environ/REDIS_ADDRESS', env: { REDIS_ADDRESS: url } } },
  ])('cache_responses keeps answers there: $name', async ({ name, given }) => {
    const list = [at('a', 'd0')]
    const [first, second] = [0, 1].map(() => routed({ model_list: list, cache_responses: true, sleep: sleepFor, ...given }))
    const body = { messages: [{ role: 'user' as const, content: name }] }
    const reply = await first?.ask('a', body)
    expect((await second?.ask('a', body))?.choices).toEqual(reply?.choices)
    expect([first?.hosts, second?.hosts]).toEqual([['d0'], []])
    await Promise.all([first?.router.close(), second?.router.close()])
  })

  test('a limit is one for all', async () => {
    const list = [at('a', `limited-${port}`, { rpm: 1 })]
    const settings = {
      model_list: list,
      redis_url: url,
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
