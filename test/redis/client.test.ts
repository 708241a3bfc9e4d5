import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { redisState } from '../../src/redis/index.js'
import { type RedisServer, startRedis } from '../support/servers.js'
import { limitedClient } from './limited-client.js'
import { callFrom } from './processes.js'

const server = await startRedis()
afterAll(() => server?.stop())

const timeoutMs = 50
const slackMs = 250

describe.skipIf(server === undefined)('clients that share their limits', () => {
  // Checked above: without a server nothing of this runs.
  const redis = server as RedisServer

  test('two processes with an rpm of 100 answer 98 to 100 of 200 calls, and refuse the others with 429', async () => {
    const task = { url: redis.url, namespace: `test-${randomUUID()}`, rpm: 100, count: 100, everyMs: 10 }
    const processes = await callFrom([task, task])
    const answered = processes.reduce((sum, each) => sum + each.answered, 0)
    console.info(`two clients, rpm 100, 200 calls: ${processes.map((each) => each.answered).join(' + ')} answered`)
    expect(answered).toBeGreaterThanOrEqual(98)
    expect(answered).toBeLessThanOrEqual(100)
    expect(new Set(processes.flatMap((each) => each.codes))).toEqual(new Set(['429 no_deployment_available']))
    expect(processes.map((each) => each.lost)).toEqual([0, 0])
  })

  test('with Redis killed in mid-run every call is answered, none later than the time limit allows, and the state heals', async () => {
    let isUp = true
    const onStatus = (status: { readonly up: boolean }) => {
      isUp = status.up
    }
    const store = redisState({ url: redis.url, namespace: `test-${randomUUID()}`, timeoutMs, onStatus })
    const call = limitedClient(store, 1_000_000)
    await call()
    const times: number[] = []
    const calls: Promise<void>[] = []
    const began = performance.now()
    const once = async () => {
      const started = performance.now()
      await call()
      times.push(performance.now() - started)
    }
    const during = async (ms: number) => {
      const until = performance.now() + ms
      while (performance.now() < until) {
        calls.push(once())
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    await during(300)
    await Promise.all([redis.kill(), during(500)])
    const away = isUp
    await Promise.all([redis.restart(), during(500)])
    while (!isUp && performance.now() - began < 20_000) await during(50)
    await Promise.all(calls)
    times.sort((a, b) => a - b)
    console.info(
      `client calls: ${times.length}, median ${times[times.length >> 1]?.toFixed(2)} ms, slowest ${times.at(-1)?.toFixed(1)} ms, ${times.filter((ms) => ms > 40).length} over 40 ms`,
    )
    expect(away).toBe(false)
    expect(isUp).toBe(true)
    expect(times.length).toBe(calls.length)
    expect(times.at(-1)).toBeLessThan(timeoutMs + slackMs)
    expect(times[times.length >> 1]).toBeLessThan(40)
    await store.close()
  })
})
