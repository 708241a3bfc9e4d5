/** Scripts around users, organizations, customers, budgets and tags: made, read back, changed, listed, deleted. */
import { expect, test } from 'vitest'
import { type ScriptGateway, scriptKey, unique } from './script-gateway.js'

type Started = () => ScriptGateway

export function objectScripts(started: Started): void {
  users(started)
  organizations(started)
  customers(started)
  budgets(started)
}

function users(started: Started): void {
  test('ten users at once, each with a key that works and shows its own user alone', async () => {
    const { made, get, chat } = started()
    const body = {
      models: ['azure-models', 'gpt-4'],
      aliases: { 'mistral-7b': 'gpt-3.5-turbo' },
      duration: null,
      max_budget: null,
      user_email: null,
    }
    const all = await Promise.all(Array.from({ length: 10 }, () => made('/user/new', body)))
    expect(new Set(all.map(({ user_id: id }) => id)).size).toBe(10)
    const [{ user_id: userId, key }, { key: other }] = all
    expect((await chat(key, 'gpt-4')).status).toBe(200)
    for (const asking of [scriptKey, key])
      expect((await get(`/user/info?user_id=${userId}`, asking)).body).toMatchObject({
        user_id: userId,
        user_info: { user_id: userId },
        teams: [],
      })
    expect((await get(`/user/info?user_id=${userId}`, other)).status).toBe(403)
  })

  test('an address with a plus, a role and a budget are read back; found in the list, changed, deleted', async () => {
    const { made, post, get, chat } = started()
    const userId = `${unique('krrish')}+test@example.org`
    const { key } = await made('/user/new', {
      user_id: userId,
      user_email: userId,
      user_role: 'internal_user',
      max_budget: 10,
      budget_duration: '5s',
    })
    const read = async () => (await get(`/user/info?user_id=${userId}`)).body.user_info
    const { budget_reset_at: before, ...info } = await read()
    expect(info).toMatchObject({
      user_id: userId,
      user_email: userId,
      user_role: 'internal_user',
      max_budget: 10,
      budget_duration: '5s',
      spend: 0,
    })
    expect((await get(`/user/list?user_ids=${userId}`)).body).toMatchObject({ users: [{ user_id: userId, key_count: 1 }], total: 1 })
    const { data } = await made('/user/update', { user_id: userId, user_role: 'internal_user_viewer', max_budget: 20 })
    expect([data.user_role, data.max_budget, data.user_email]).toEqual(['internal_user_viewer', 20, userId])
    expect((await post('/user/new', { user_id: userId })).status).toBe(409)
    // a budget that starts anew says when it does next
    await expect.poll(async () => (await read()).budget_reset_at, { timeout: 12_000, interval: 250 }).not.toBe(before)
    expect(await made('/user/delete', { user_ids: [userId] })).toBe(1)
    expect([(await get(`/user/info?user_id=${userId}`)).status, (await chat(key, 'gpt-4')).status]).toEqual([404, 401])
    expect((await get(`/user/list?user_ids=${userId}`)).body.total).toBe(0)
  })

  test('a user without a key, and one who administers', async () => {
    const { made, get } = started()
    expect((await made('/user/new', { auto_create_key: false })).key).toBe('')
    const { key } = await made('/user/new', { user_role: 'proxy_admin' })
    expect((await made('/key/generate', { models: ['gpt-4'] }, key)).key).toMatch(/^sk-/)
    expect((await get('/user/list', key)).status).toBe(200)
  })
}

function organizations(started: Started): void {
  test('an organization with a team and a member', async () => {
    const { made, get, ask } = started()
    const alias = `Organization: ${unique('org')}`
    const { organization_id: id } = await made('/organization/new', {
      organization_alias: alias,
      models: ['azure-models'],
      max_budget: null,
    })
    expect((await get(`/organization/info?organization_id=${id}`)).body).toMatchObject({
      organization_alias: alias,
      models: ['azure-models'],
    })
    expect((await get('/organization/list')).body.map((each: { organization_id: string }) => each.organization_id)).toContain(id)
    const { user_id: userId } = await made('/user/new', { user_email: `${unique('user')}@example.org` })
    const added = await made('/organization/member_add', { organization_id: id, member: { role: 'internal_user', user_id: userId } })
    expect(added).toMatchObject({ organization_id: id, updated_organization_memberships: [{ user_id: userId, organization_id: id }] })
    expect((await get(`/organization/info?organization_id=${id}`)).body.members).toMatchObject([{ user_id: userId }])
    const changed = await ask('PATCH', '/organization/update', { organization_id: id, organization_alias: 'another' })
    expect([changed.status, changed.body.organization_alias, changed.body.models]).toEqual([200, 'another', ['azure-models']])
    expect((await ask('DELETE', '/organization/delete', { organization_ids: [id] })).status).toBe(200)
    expect((await get(`/organization/info?organization_id=${id}`)).status).toBe(404)
  })
}

function customers(started: Started): void {
  test.each(['/customer', '/end_user'])('%s: made, read back, blocked, changed, deleted', async (path) => {
    const { made, get, chat } = started()
    const id = unique('customer')
    const { key } = await made('/key/generate', { models: [] })
    const created = await made(`${path}/new`, {
      user_id: id,
      alias: 'my-customer',
      allowed_model_region: null,
      default_model: null,
      max_budget: 7,
    })
    expect(created).toMatchObject({ user_id: id, alias: 'my-customer', blocked: false, spend: 0, litellm_budget_table: { max_budget: 7 } })
    expect((await get(`${path}/info?end_user_id=${id}`)).body).toEqual(created)
    expect((await get(`${path}/list`)).body.map((each: { user_id: string }) => each.user_id)).toContain(id)
    expect((await made(`${path}/block`, { user_ids: [id] })).blocked_users[0]).toMatchObject({ user_id: id, blocked: true })
    const said = await chat(key, 'gpt-4', { user: id })
    expect([said.status, said.body.error.message.includes('blocked')]).toEqual([403, true])
    await made(`${path}/unblock`, { user_ids: [id] })
    expect((await chat(key, 'gpt-4', { user: id })).status).toBe(200)
    // a row of spend that comes later would make the customer anew
    await expect.poll(async () => (await get(`${path}/info?end_user_id=${id}`)).body.spend, { timeout: 5_000 }).toBeGreaterThan(0)
    await made(`${path}/update`, { user_id: id, max_budget: 9 })
    expect((await get(`${path}/info?end_user_id=${id}`)).body.litellm_budget_table.max_budget).toBe(9)
    expect((await made(`${path}/delete`, { user_ids: [id] })).deleted_customers).toBe(1)
    expect((await get(`${path}/info?end_user_id=${id}`)).status).toBe(404)
  })

  test('a customer of a region is served there', async () => {
    const { made, chat } = started()
    const { user_id: user } = await made('/end_user/new', { user_id: unique('european'), allowed_model_region: 'eu' })
    const { key } = await made('/key/generate', { models: ['gpt-3.5-turbo-end-user-test'] })
    expect((await chat(key, 'gpt-3.5-turbo-end-user-test', { user })).headers.get('x-litellm-model-region')).toBe('eu')
  })
}

function budgets(started: Started): void {
  test('a budget: made, attached to a key, changed, listed, deleted', async () => {
    const { made, get } = started()
    const { budget_id: id, budget_reset_at: resetsAt } = await made('/budget/new', {
      max_budget: 12.5,
      soft_budget: 10,
      budget_duration: '30d',
    })
    expect(Date.parse(resetsAt)).toBeGreaterThan(Date.now())
    expect(await made('/budget/info', { budgets: [id] })).toMatchObject([{ budget_id: id, max_budget: 12.5, soft_budget: 10 }])
    const { key } = await made('/key/generate', { budget_id: id })
    expect((await get(`/key/info?key=${key}`)).body.info).toMatchObject({ budget_id: id, litellm_budget_table: { max_budget: 12.5 } })
    await made('/budget/update', { budget_id: id, max_budget: 91.25 })
    expect(await made('/budget/info', { budgets: [id] })).toMatchObject([{ max_budget: 91.25, soft_budget: 10 }])
    expect((await get('/budget/list')).body.map((each: { budget_id: string }) => each.budget_id)).toContain(id)
    await made('/budget/delete', { id })
    expect(await made('/budget/info', { budgets: [id] })).toEqual([])
  })

  test('a tag: made, listed with what it is for, deleted', async () => {
    const { made, get } = started()
    const name = unique('tag')
    const listed = async () => (await get('/tag/list')).body.find((each: { name: string }) => each.name === name)
    await made('/tag/new', { name, description: 'coverage: tag inventory' })
    expect((await listed()).description).toBe('coverage: tag inventory')
    expect((await made('/tag/info', { names: [name] }))[name]).toMatchObject({ name })
    await made('/tag/delete', { name })
    expect(await listed()).toBeUndefined()
  })
}
