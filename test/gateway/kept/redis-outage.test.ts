/** A Redis that is cut off, silent or refusing while keys with limits and budgets call: they go on, and what they spent meanwhile counts. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { redisState } from '../../../src/redis/index.js'
import { openFaultProxy } from '../../support/fault-proxy.js'
import { type RedisServer, redisProgram, startRedis } from '../../support/servers.js'
import { yaml } from '../gateway-support.js'
import { countedSum } from './counted-sum.js'
import { openKept } from './kept-gateway.js'
import { type Load, startLoad } from './load.js'

/** What a call waits for Redis once, and what a busy machine adds, milliseconds. */
const timeoutMs = 50
const slackMs = 2_000
const generous = { timeout: 20_000, interval: 5 }

/** With slots each call asks Redis; without them callers are allotted a part of their limits. */
const high = { max_budget: 1_000, rpm_limit: 1_000_000, tpm_limit: 1_000_000_000 }
const faults = [
  { name: 'refuses', fault: 'refuse', isCut: true, limits: { ...high, max_parallel_requests: 100 } },
  { name: 'says nothing', fault: 'stall', isCut: false, limits: { ...high, max_parallel_requests: 100 } },
  { name: 'is cut off and comes back at once', fault: 'pass', isCut: true, limits: { ...high, max_parallel_requests: 100 } },
  { name: 'refuses those it allotted a part', fault: 'refuse', isCut: true, limits: high },
  { name: 'says nothing to those it allotted a part', fault: 'stall', isCut: false, limits: high },
] as const

describe.skipIf(redisProgram() === undefined)('a Redis', { timeout: 90_000 }, () => {
  test.each(faults)(
    'that $name under load: every call goes on, and what it cost counts when Redis is back',
    async ({ name, fault, isCut, limits }) => {
      const server = await started()
      const proxy = await openFaultProxy(server.port)
      onTestFinished(() => proxy.close())
      const shared = yaml.replace('router_settings:\n', `router_settings:\n  redis_url: redis://127.0.0.1:${proxy.port}\n`)
      const kept = await openKept({ kind: 'embedded', yaml: shared })
      const { key, token } = (await kept.post('/key/generate', limits)).body
      const load = startLoad({
        url: () => kept.url,
        key,
        clients: 4,
        body: () => ({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }),
      })
      const before = await answered(load, 40)
      proxy.set(fault)
      if (isCut) proxy.cut()
      const meanwhile = await answered(load, 80)
      proxy.set('pass')
      // a connection that was silent for long is not one that a network gives back
      if (!isCut) proxy.cut()
      // on a busy machine it may be found slow once more
      await expect.poll(() => lastOf(kept.log), generous).toContain('Redis answers again')
      expect(kept.log.some((line) => line.includes('Redis does not answer'))).toBe(true)
      const after = await answered(load, 40)
      await load.stop()
      await kept.settled()
      const usual = [before, meanwhile, after].map((times) => middle(times).toFixed(0))
      console.info(
        `${name}: ${load.asked.length} calls; ${usual.join(', ')} ms before, meanwhile, after; slowest ${Math.max(...meanwhile).toFixed(0)} ms`,
      )
      expect(load.asked.filter(({ whole }) => !whole)).toEqual([])
      expect(Math.max(...meanwhile)).toBeLessThan(timeoutMs + slackMs)
      // one of them may wait, the usual one does not
      expect(middle(meanwhile)).toBeLessThan(3 * middle(before) + timeoutMs)
      const { info } = (await kept.get(`/key/info?key=${token}`)).body
      await expect.poll(() => sumOn(server, token), generous).toEqual({ spent: Math.round(info.spend * 1e9), reserved: 0 })
    },
  )
})

async function started(): Promise<RedisServer> {
  const server = await startRedis()
  if (server === undefined) throw new Error('there is a program, and no Redis came of it')
  onTestFinished(() => server.stop())
  return server
}

/** Waits for so many more calls, and tells how long each took. */
async function answered({ asked }: Load, more: number): Promise<readonly number[]> {
  const from = asked.length
  await expect.poll(() => asked.length - from, generous).toBeGreaterThanOrEqual(more)
  return asked.slice(from).map(({ ms }) => ms)
}

function middle(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
}

/** What was said of Redis last. */
function lastOf(log: readonly string[]): string {
  return log.findLast((line) => / Redis (does not answer|answers again)/.test(line)) ?? ''
}

/** What Redis knows of the key's budget, by a client of its own. */
async function sumOn({ url }: RedisServer, token: string) {
  const state = redisState({ url, timeoutMs: 5_000 })
  const counted = await countedSum(state, token)
  await state.close()
  return counted
}
