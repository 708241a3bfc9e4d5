/** What is changed on one instance holds on every other within a second, under load, and nobody's change undoes another's. */
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../support/postgres.js'
import { type Kept, openKept } from './kept-gateway.js'
import { type Load, startLoad } from './load.js'
import { muted } from './mute-proxy.js'

/** Longest time until another instance goes by a change, milliseconds. */
const withinMs = 1_000

/** What is made, asked with, and then changed; the refusal is told by status and type. */
type Change = {
  readonly name: string
  readonly key?: object
  /** Added to the body of each call. */
  readonly body?: object
  arrange?(first: Kept): Promise<unknown>
  change(first: Kept, token: string): Promise<{ readonly status: number }>
  readonly refusal: readonly [number, string]
}

const changes: readonly Change[] = [
  { name: 'a key is blocked', change: ({ post }, key) => post('/key/block', { key }), refusal: [403, 'auth_error'] },
  { name: 'a key is deleted', change: ({ post }, key) => post('/key/delete', { keys: [key] }), refusal: [401, 'token_not_found_in_db'] },
  {
    name: 'a key’s budget is lowered',
    key: { max_budget: 100 },
    change: ({ post }, key) => post('/key/update', { key, max_budget: 1e-9 }),
    refusal: [429, 'budget_exceeded'],
  },
  {
    name: 'a key may call other models only',
    change: ({ post }, key) => post('/key/update', { key, models: ['claude'] }),
    refusal: [403, 'key_model_access_denied'],
  },
  {
    name: 'a team is blocked',
    key: { team_id: 'blocked' },
    arrange: ({ post }) => post('/team/new', { team_id: 'blocked' }),
    change: ({ post }) => post('/team/block', { team_id: 'blocked' }),
    refusal: [403, 'auth_error'],
  },
  {
    name: 'a team is deleted',
    key: { team_id: 'deleted' },
    arrange: ({ post }) => post('/team/new', { team_id: 'deleted' }),
    change: ({ post }) => post('/team/delete', { team_ids: ['deleted'] }),
    refusal: [401, 'token_not_found_in_db'],
  },
  {
    name: 'a user may call other models only',
    key: { user_id: 'limited' },
    arrange: ({ post }) => post('/user/new', { user_id: 'limited', auto_create_key: false }),
    change: ({ post }) => post('/user/update', { user_id: 'limited', models: ['claude'] }),
    refusal: [403, 'user_model_access_denied'],
  },
  {
    name: 'a user is deleted',
    key: { user_id: 'gone' },
    arrange: ({ post }) => post('/user/new', { user_id: 'gone', auto_create_key: false }),
    change: ({ post }) => post('/user/delete', { user_ids: ['gone'] }),
    refusal: [401, 'token_not_found_in_db'],
  },
  {
    name: 'a budget that keys share is lowered',
    key: { budget_id: 'shared' },
    arrange: ({ post }) => post('/budget/new', { budget_id: 'shared', max_budget: 100 }),
    change: ({ post }) => post('/budget/update', { budget_id: 'shared', max_budget: 1e-9 }),
    refusal: [429, 'budget_exceeded'],
  },
  {
    name: 'a customer is blocked',
    body: { user: 'customer' },
    arrange: ({ post }) => post('/customer/new', { user_id: 'customer' }),
    change: ({ post }) => post('/customer/block', { user_ids: ['customer'] }),
    refusal: [403, 'auth_error'],
  },
]

describe.skipIf(!process.env[testDatabase])('two instances on one PostgreSQL', { timeout: 90_000 }, () => {
  test('go by the same: what is refused by one is refused by the other within a second, under load', async () => {
    const first = await openKept({ kind: 'postgres' })
    const second = await openKept({ kind: 'postgres', beside: first })
    const took = await eachChange(first, second)
    console.info(`told: ${took.map(({ name, ms }) => `${name} ${ms.toFixed(0)} ms`).join(', ')}`)
    expect(took.filter(({ ms }) => ms > withinMs)).toEqual([])
  })

  test('also where notifications do not come through', async () => {
    const first = await openKept({ kind: 'postgres' })
    const proxied = await muted(first.databaseUrl ?? '')
    const second = await openKept({ kind: 'postgres', beside: first, env: { DATABASE_URL: proxied.url } })
    const took = await eachChange(first, second)
    console.info(`asked: ${took.map(({ name, ms }) => `${name} ${ms.toFixed(0)} ms`).join(', ')}`)
    expect(proxied.kept()).toBeGreaterThan(changes.length)
    expect(took.filter(({ ms }) => ms > withinMs)).toEqual([])
  })

  test('changes of a key on both, and calls that it pays for meanwhile, all count', async () => {
    const first = await openKept({ kind: 'postgres' })
    const second = await openKept({ kind: 'postgres', beside: first })
    const { key, token } = await newKey(first, { max_budget: 1_000 })
    const loads = [first, second].map(({ url }) => startLoad({ url: () => url, key, clients: 2 }))
    for (let round = 1; round <= 25; round++) {
      const answers = await Promise.all([
        first.post('/key/update', { key: token, max_budget: 1_000 + round }),
        second.post('/key/update', { key: token, tpm_limit: 1_000_000 + round }),
        first.post('/key/update', { key: token, key_alias: `alias-${round}` }),
        second.post('/key/update', { key: token, metadata: { round } }),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    }
    for (const load of loads) await load.stop()
    await Promise.all([first.settled(), second.settled()])
    const asked = loads.flatMap((load) => load.asked)
    expect(asked.filter(({ whole }) => !whole)).toEqual([])
    const { info } = (await second.get(`/key/info?key=${token}`)).body
    expect(info).toMatchObject({ max_budget: 1_025, tpm_limit: 1_000_025, key_alias: 'alias-25', metadata: { round: 25 } })
    console.info(`100 updates beside ${asked.length} calls: ${info.spend} USD`)
    expect(Math.round(info.spend * 1e9)).toBe(await sumOf(first, token))
    expect(info.spend).toBeGreaterThan(0)
  })
})

async function newKey({ post }: Kept, fields: object = {}): Promise<{ readonly key: string; readonly token: string }> {
  const { status, body } = await post('/key/generate', fields)
  expect(status).toBe(200)
  return body
}

type Took = { readonly name: string; readonly ms: number }

/** Makes each change on the first while the second is called again and again, and tells after how long the second went by it. */
async function eachChange(first: Kept, second: Kept): Promise<readonly Took[]> {
  const took: Took[] = []
  for (const each of changes) {
    await each.arrange?.(first)
    const { key, token } = await newKey(first, each.key)
    const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...each.body }
    const load = startLoad({ url: () => second.url, key, clients: 3, body: () => body })
    await expect.poll(() => load.asked.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(10)
    expect([each.name, (await each.change(first, token)).status]).toEqual([each.name, 200])
    const changedAt = performance.now()
    await expect.poll(() => load.asked.at(-1)?.status, { timeout: 20_000, interval: 2 }).not.toBe(200)
    took.push({ name: each.name, ms: performance.now() - changedAt })
    const { status, body: refused } = await second.chat(key, each.body)
    expect([each.name, status, refused.error?.type]).toEqual([each.name, ...each.refusal])
    await load.stop()
    expect([each.name, ...statusesOf(load)]).toEqual([each.name, 200, each.refusal[0]])
  }
  return took
}

/** Each once, in the order in which it came first. */
function statusesOf({ asked }: Load): readonly (number | undefined)[] {
  return [...new Set(asked.map(({ status }) => status))]
}

/** The sum of the key's rows, nano-dollars. */
async function sumOf({ get }: Kept, token: string): Promise<number> {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const range = `start_date=${day(Date.now() - 86_400_000)}&end_date=${day(Date.now())}`
  const rows: readonly { readonly spend: number }[] = (await get(`/spend/logs?api_key=${token}&${range}&summarize=false`)).body
  return rows.reduce((sum, { spend }) => sum + Math.round(spend * 1e9), 0)
}
