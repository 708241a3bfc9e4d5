/** Money at the full speed of many callers: a budget holds over processes, and what clients leave behind holds nothing. */
import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { useBundledCli } from '../../cli/bundled-cli.js'
import { runs } from '../../support/soak.js'
import { callUsd, mostTokens, reservedUsd, type Shared, ways } from './budget-places.js'
import { countedSum } from './counted-sum.js'

useBundledCli()

const streams = runs(100, 1_000)
const generous = { timeout: 30_000, interval: 50 }

describe.each(ways)('$name', { timeout: 60_000 + streams * 200 }, ({ name, isThere, open }) => {
  test.skipIf(!isThere)('200 calls at once on 1 USD: no more than it and one call is spent, and no less than it without one', async () => {
    const shared = await open()
    const { key, token } = await newKey(shared, { max_budget: 1 })
    const statuses = await Promise.all(Array.from({ length: 200 }, (_, nth) => call(shared, key, nth)))
    const atOnce = statuses.filter((status) => status === 200).length
    // what was reserved and not used is free again: the budget is spent when a call alone is refused
    let after = 0
    while (after < 200 && (await call(shared, key, after)) === 200) after++
    const answered = atOnce + after
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    const spent = await spentOf(shared, token, 200 + after + 1)
    console.info(`${name}: ${atOnce} of 200 at once, ${answered} in all, ${spent} USD of 1`)
    expect(spent).toBeCloseTo(answered * callUsd, 9)
    expect(spent).toBeLessThanOrEqual(1 + callUsd + 1e-9)
    expect(spent).toBeGreaterThanOrEqual(1 - reservedUsd)
    expect(shared.mock.requests.length).toBe(answered)
  })

  test.skipIf(!isThere)(`${streams} streams that their clients leave hold neither money nor slots`, async () => {
    const shared = await open()
    const { key, token } = await newKey(shared, { max_budget: streams, max_parallel_requests: 5 })
    let [left, refused] = [0, 0]
    const client = async (nth: number) => {
      while (left < streams) {
        const wasAnswered = await leave(shared.urls[nth % shared.urls.length] ?? '', key)
        if (wasAnswered) left++
        else refused++
      }
    }
    await Promise.all(Array.from({ length: 5 }, (_, nth) => client(nth)))
    await expect.poll(async () => (await sumOf(shared, token))?.reserved ?? 0, generous).toBe(0)
    const asked = await Promise.all(Array.from({ length: 5 }, (_, nth) => held(shared, key, nth)))
    expect(asked).toEqual([200, 200, 200, 200, 200])
    const more = await Promise.all(Array.from({ length: 6 }, (_, nth) => held(shared, key, nth)))
    expect(more.sort()).toEqual([200, 200, 200, 200, 200, 429])
    const spent = await spentOf(shared, token, left + refused + 11)
    console.info(`${name}: ${left} streams left, ${spent} USD spent`)
    // each stream has its prompt and the little that was sent to pay for
    expect(spent - 10 * callUsd).toBeGreaterThan(0)
    expect(spent - 10 * callUsd).toBeLessThan(left * callUsd)
    expect((await sumOf(shared, token))?.spent ?? Math.round(spent * 1e9)).toBe(Math.round(spent * 1e9))
    // five calls' reservations fit into what is left, and not one more
    await shared.post('/key/update', { key: token, max_budget: spent + 5 * reservedUsd })
    await expect.poll(async () => (await shared.get(`/key/info?key=${token}`)).body.info.max_budget).toBeCloseTo(spent + 5 * reservedUsd, 9)
    expect(await Promise.all(Array.from({ length: 5 }, (_, nth) => held(shared, key, nth)))).toEqual([200, 200, 200, 200, 200])
  })
})

async function newKey({ post }: Shared, limits: object): Promise<{ readonly key: string; readonly token: string }> {
  const { status, body } = await post('/key/generate', limits)
  expect(status).toBe(200)
  return body
}

function call(shared: Shared, key: string, nth: number): Promise<number> {
  return ask(shared, key, nth, 'gpt-4o')
}

/** A call that takes long enough for those beside it to be under way. */
function held(shared: Shared, key: string, nth: number): Promise<number> {
  return ask(shared, key, nth, 'held')
}

const messages = [{ role: 'user', content: 'hi' }]
const headersOf = (key: string) => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' })

/** A connection of its own: behind one port each goes to another worker. */
function ask({ urls }: Shared, key: string, nth: number, model: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${urls[nth % urls.length]}/chat/completions`,
      { method: 'POST', agent: false, headers: headersOf(key) },
      (answer) => {
        answer.resume()
        answer.once('end', () => resolve(answer.statusCode ?? 0))
        answer.once('error', reject)
      },
    )
    sent.once('error', reject)
    sent.end(JSON.stringify({ model, max_tokens: mostTokens, messages }))
  })
}

/** A stream of which the client reads the first event and leaves. False where it was refused, for there are five already. */
function leave(url: string, key: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/chat/completions`, { method: 'POST', agent: false, headers: headersOf(key) }, (answer) => {
      if (answer.statusCode === 200) answer.once('data', () => sent.destroy())
      else answer.resume()
      answer.once('close', () =>
        answer.statusCode === 200 || answer.statusCode === 429
          ? resolve(answer.statusCode === 200)
          : reject(new Error(`answered ${answer.statusCode}`)),
      )
      answer.on('error', () => undefined) // it is cut off on purpose
    })
    sent.on('error', (error) => reject(error))
    sent.end(JSON.stringify({ model: 'streamed', stream: true, max_tokens: mostTokens, messages }))
  })
}

/** What the key has spent, once every row of so many calls is in the database. */
async function spentOf({ get }: Shared, token: string, calls: number): Promise<number> {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const range = `start_date=${day(Date.now() - 86_400_000)}%2000:00:00&end_date=${day(Date.now())}%2023:59:59`
  const rows = async () => (await get(`/spend/logs/ui?api_key=${token}&${range}&page_size=1`)).body.total
  await expect.poll(rows, generous).toBeGreaterThanOrEqual(calls)
  return (await get(`/key/info?key=${token}`)).body.info.spend
}

/** What is counted of the key's budget, nano-dollars; undefined where nobody can be asked. */
async function sumOf({ state }: Shared, token: string): Promise<{ readonly spent: number; readonly reserved: number } | undefined> {
  return state === undefined ? undefined : countedSum(state, token)
}
