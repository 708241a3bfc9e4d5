import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { redisState } from '../../src/redis/index.js'
import { type RedisServer, startRedis } from '../support/servers.js'
import { runs } from '../support/soak.js'
import { limitedClient } from './limited-client.js'
import { callFrom } from './processes.js'

const server = await startRedis()
afterAll(() => server?.stop())

const rpm = 100
/** Between a call's time on Redis and its time here. */
const clockSlackMs = 25
const timeoutMs = 50
const slackMs = 250

describe.skipIf(server === undefined)('clients that share their limits', () => {
  // Checked above: without a server nothing of this runs.
  const redis = server as RedisServer

  /** All at once by default: within a second. In a soak as production has them: 200 a minute, for three minutes. */
  const minutes = runs(1, 3)
  const everyMs = runs(10, 600)

  test('two processes with an rpm of 100 answer 98 to 100 of 200 calls in any minute, and refuse the others with 429', async () => {
    const task = { url: redis.url, namespace: `test-${randomUUID()}`, rpm, count: 100 * minutes, everyMs }
    const processes = await callFrom([task, task])
    const answered = processes.flatMap((each) => each.answered).sort((a, b) => a - b)
    const most = Math.max(...answered.map((from) => answered.filter((at) => at >= from && at < from + 60_000 - clockSlackMs).length))
    const first = answered.filter((at) => at < (answered[0] ?? 0) + 60_000 - clockSlackMs).length
    console.info(
      `two clients, rpm ${rpm}, ${200 * minutes} calls in ${(task.count * everyMs) / 1_000} s: ${processes.map((each) => each.answered.length).join(' + ')} answered, ${first} in the first minute, at most ${most} in any`,
    )
    expect(most).toBeLessThanOrEqual(rpm)
    expect(first).toBeGreaterThanOrEqual(rpm - 2)
    expect(answered.length).toBeGreaterThanOrEqual((rpm - 2) * minutes)
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
