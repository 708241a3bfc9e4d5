/** The items of the wire checklist that stand and fall with virtual keys and their store, over real sockets. */
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { type Kept, openKept, places } from './kept-gateway.js'

const day = () => new Date().toISOString().slice(0, 10)
const range = () => `start_date=${day()}&end_date=${day()}`
/** Dollars as the store counts them. */
const nano = (usd: number) => Math.round(usd * 1e9)

async function newKey({ post }: Kept, fields: object = {}) {
  const { status, body } = await post('/key/generate', fields)
  expect(status).toBe(200)
  return body
}

describe.each(places)('$kind', { timeout: 60_000 }, ({ kind, isThere }) => {
  const kept = (more = {}) => openKept({ kind, ...more })

  test.skipIf(!isThere)('8: a new key is shown once with all that was asked, and works at once on every instance', async () => {
    const one = await kept()
    const fields = {
      key_alias: 'ours',
      models: ['gpt-4o'],
      max_budget: 3,
      tpm_limit: 1_000,
      rpm_limit: 10,
      metadata: { team: 'a' },
      duration: '1d',
    }
    const key = await newKey(one, fields)
    expect(key).toMatchObject({
      key_alias: 'ours',
      models: ['gpt-4o'],
      max_budget: 3,
      tpm_limit: 1_000,
      rpm_limit: 10,
      user_id: null,
      team_id: null,
    })
    expect([/^sk-[\w-]{22}$/.test(key.key), /^[0-9a-f]{64}$/.test(key.token), key.key_name]).toEqual([
      true,
      true,
      `sk-...${key.key.slice(-4)}`,
    ])
    expect(Date.parse(key.expires)).toBeGreaterThan(Date.now() + 86_000_000)
    const instances = kind === 'postgres' ? [one, await kept({ beside: one })] : [one]
    for (const { url } of instances) {
      const client = new OpenAI({ baseURL: url, apiKey: key.key, maxRetries: 0 })
      const reply = await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] })
      expect(reply.choices[0]?.message.content).toBe('gpt-4o heard: hi')
      await expect(client.chat.completions.create({ model: 'claude', messages: [] })).rejects.toMatchObject({
        status: 403,
        type: 'key_model_access_denied',
        param: 'model',
      })
    }
  })

  test.skipIf(!isThere)('9: a key is shown by itself, by its hash, and to whoever has it', async () => {
    const one = await kept()
    const { key, token } = await newKey(one, { key_alias: 'shown' })
    const shown = await Promise.all([one.get(`/key/info?key=${key}`), one.get(`/key/info?key=${token}`), one.get('/key/info', key)])
    expect(shown.map(({ status, body }) => [status, body.info.key_alias, body.info.token])).toEqual([
      [200, 'shown', undefined],
      [200, 'shown', undefined],
      [200, 'shown', undefined],
    ])
    expect((await one.get('/key/info?key=sk-nobody')).body.error).toMatchObject({ type: 'not_found_error', code: '404' })
  })

  test.skipIf(!isThere)('10: an update changes what it names; null clears, and "-1" never expires', async () => {
    const one = await kept()
    const { key } = await newKey(one, { max_budget: 3, rpm_limit: 10, duration: '1d', key_alias: 'old' })
    await one.post('/key/update', { key, rpm_limit: null, key_alias: 'new' })
    const { info } = (await one.get(`/key/info?key=${key}`)).body
    expect([info.max_budget, info.rpm_limit, info.key_alias, info.expires === null]).toEqual([3, null, 'new', false])
    await one.post('/key/update', { key, duration: '-1' })
    expect((await one.get(`/key/info?key=${key}`)).body.info.expires).toBeNull()
  })

  test.skipIf(!isThere)('11: deleted by key or alias, and refused everywhere within a second', async () => {
    const one = await kept()
    const two = kind === 'postgres' ? await kept({ beside: one }) : one
    const [first, second] = [await newKey(one, {}), await newKey(one, { key_alias: 'by alias' })]
    for (const { key } of [first, second]) expect((await two.chat(key)).status).toBe(200)
    expect((await one.post('/key/delete', { keys: [first.key] })).body).toEqual({ deleted_keys: [first.key] })
    expect((await one.post('/key/delete', { key_aliases: ['by alias'] })).status).toBe(200)
    for (const { key } of [first, second])
      await expect
        .poll(async () => (await two.chat(key)).body.error, { timeout: 1_000, interval: 50 })
        .toMatchObject({ type: 'token_not_found_in_db', code: '401' })
  })

  test.skipIf(!isThere)('12 and 20: one sum everywhere, and the calls of the guide as they are typed', async () => {
    const one = await kept()
    await one.post('/team/new', { team_id: 'team', team_alias: 'Team' })
    await one.post('/user/new', { user_id: 'jane_smith', auto_create_key: false })
    const { key, token } = await newKey(one, { team_id: 'team', user_id: 'jane_smith' })
    const costs: number[] = []
    for (let call = 0; call < 3; call++) {
      const { headers, status } = await one.chat(key)
      expect(status).toBe(200)
      costs.push(nano(Number(headers.get('x-litellm-response-cost'))))
    }
    expect((await one.chat(key, { stream: true })).body).toMatch(/\[DONE\]/)
    await one.settled()
    const asked = [
      `/key/info?key=${token}`,
      '/team/info?team_id=team',
      '/user/info?user_id=jane_smith',
      `/spend/logs?api_key=${token}&summarize=false&${range()}`,
      `/user/daily/activity?user_id=jane_smith&${range()}`,
      `/team/daily/activity?team_ids=team&${range()}`,
      `/global/spend/report?${range()}&group_by=team`,
    ]
    const [info, team, user, logs, activity, ofTeam, report] = await Promise.all(asked.map(async (path) => (await one.get(path)).body))
    const sum = logs.reduce((all: number, row: { spend: number }) => all + nano(row.spend), 0)
    expect([logs.length, sum]).toEqual([4, costs.reduce((all, cost) => all + cost, 0) + (costs[0] ?? 0)])
    expect({
      key: nano(info.info.spend),
      team: nano(team.team_info.spend),
      user: nano(user.user_info.spend),
      activity: nano(activity.metadata.total_spend),
      ofTeam: nano(ofTeam.metadata.total_spend),
      report: nano(report[0].teams[0].total_spend),
    }).toEqual({ key: sum, team: sum, user: sum, activity: sum, ofTeam: sum, report: sum })
    expect([report[0].teams[0].team_name, activity.results[0].date]).toEqual(['Team', day()])
    const seeds = [
      '/user/info?user_id=jane_smith',
      '/user/daily/activity?start_date=2026-02-01&end_date=2026-02-14',
      '/global/spend/report?start_date=2026-02-01&end_date=2026-02-14&group_by=team',
    ]
    expect(await Promise.all(seeds.map(async (path) => (await one.get(path)).status))).toEqual([200, 200, 200])
  })

  const ends = [
    { name: '`user` of the body', body: { user: 'customer' }, headers: {} },
    { name: 'x-litellm-customer-id', body: {}, headers: { 'x-litellm-customer-id': 'customer' } },
    { name: 'x-litellm-end-user-id', body: {}, headers: { 'x-litellm-end-user-id': 'customer' } },
  ]

  test.skipIf(!isThere)('13: an end user has a row as soon as it was named, and its budget counts', async () => {
    const one = await kept()
    const { key } = await newKey(one)
    for (const { body, headers } of ends) {
      const asked = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...body }
      expect((await one.post('/chat/completions', asked, key, headers)).status).toBe(200)
    }
    const anthropic = { model: 'claude', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }], metadata: { user_id: 'customer' } }
    expect((await one.post('/v1/messages', anthropic, key)).status).toBe(200)
    await one.settled()
    const { body } = await one.get('/customer/info?end_user_id=customer')
    const logs = (await one.get(`/spend/logs?summarize=false&${range()}`)).body
    expect(logs.map((row: { end_user: string }) => row.end_user)).toEqual(Array(4).fill('customer'))
    expect(nano(body.spend)).toBe(logs.reduce((all: number, row: { spend: number }) => all + nano(row.spend), 0))
    await one.post('/customer/update', { user_id: 'customer', max_budget: 0 })
    const refused = await one.chat(key, { user: 'customer' })
    expect([refused.status, refused.body.error.type, refused.body.error.param]).toEqual([429, 'budget_exceeded', 'end_user'])
    expect((await one.chat(key, { user: 'another' })).status).toBe(200)
  })

  test.skipIf(!isThere)('14: tags of body, header, key and team count together, in rows and in the activity of tags', async () => {
    const one = await kept()
    await one.post('/team/new', { team_id: 'team', metadata: { tags: ['of-team'] } })
    const { key } = await newKey(one, { team_id: 'team', metadata: { tags: ['of-key'] } })
    const asked = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], metadata: { tags: ['of-body'] } }
    expect((await one.post('/chat/completions', asked, key, { 'x-litellm-tags': 'of-header, of-key' })).status).toBe(200)
    await one.settled()
    const [row] = (await one.get(`/spend/logs?summarize=false&${range()}`)).body
    const tags = row.request_tags.filter((tag: string) => tag.startsWith('of-'))
    expect(tags.sort()).toEqual(['of-body', 'of-header', 'of-key', 'of-team'])
    const { body } = await one.get(`/tag/daily/activity?tags=of-team,of-body&${range()}`)
    expect(nano(body.metadata.total_spend)).toBeGreaterThan(0)
    const { entities } = body.results[0].breakdown
    expect(Object.keys(entities).sort()).toEqual(['of-body', 'of-team'])
  })
})
