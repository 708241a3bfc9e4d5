/** Scripts around budgets and limits: what is spent is refused, what is another's goes on. */
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import type { Answer } from './kept-gateway.js'
import { type ScriptGateway, scriptKey, unique } from './script-gateway.js'

type Started = () => ScriptGateway
/** Less than any call costs, US dollars. */
const tiny = 0.000003

/** What every refusal of a budget says, whosever it is. */
function expectSpent({ status, body, headers }: Answer): void {
  expect([status, body.error.type, body.error.code]).toEqual([429, 'budget_exceeded', '429'])
  for (const part of ['Budget has been exceeded!', 'Current cost:', 'Max budget:']) expect(body.error.message).toContain(part)
  expect(headers.get('content-type')).toContain('application/json')
}

export function limitScripts(started: Started): void {
  budgetsOfKeys(started)
  budgetsOfOthers(started)
  rates(started)
}

function budgetsOfKeys(started: Started): void {
  test('the first call of a small budget passes, later ones do not, and a larger budget lets them pass again', async () => {
    const { made, url } = started()
    const { key } = await made('/key/generate', { max_budget: 0.0000000005 })
    const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 })
    const ask = () => client.chat.completions.create({ model: 'fake-openai-endpoint', messages: [{ role: 'user', content: 'Say hello!' }] })
    expect((await ask()).choices.length).toBe(1)
    for (let call = 0; call < 3; call++)
      await expect(ask()).rejects.toMatchObject({ status: 429, error: { type: 'budget_exceeded', code: '429' } })
    await made('/key/update', { key, max_budget: 0.001 })
    for (let call = 0; call < 3; call++) expect((await ask()).choices.length).toBe(1)
  })

  test('no call passes a budget of nothing; a soft one stops nobody', async () => {
    const { made, chat } = started()
    expectSpent(await chat((await made('/key/generate', { max_budget: 0 })).key))
    const { key } = await made('/key/generate', { max_budget: 1_000, soft_budget: 1e-9 })
    for (let call = 0; call < 3; call++) expect((await chat(key)).status).toBe(200)
  })

  test('the budget of one model holds back that model', async () => {
    const { made, chat } = started()
    const budgets = {
      'fake-openai-endpoint': { budget_limit: tiny, time_period: '30d' },
      'gpt-4': { budget_limit: 1_000, time_period: '30d' },
    }
    const { key } = await made('/key/generate', { model_max_budget: budgets })
    expect((await chat(key)).status).toBe(200)
    expectSpent(await chat(key))
    expect((await chat(key, 'gpt-4')).status).toBe(200)
  })

  test('of two windows the smaller is spent, and starts anew', async () => {
    const { made, chat } = started()
    const windows = [
      { budget_duration: '3s', max_budget: tiny },
      { budget_duration: '1m', max_budget: 1 },
    ]
    const { key } = await made('/key/generate', { budget_limits: windows })
    // a window may end between two calls
    await expect.poll(async () => (await chat(key)).status, { timeout: 10_000, interval: 20 }).toBe(429)
    await expect.poll(async () => (await chat(key)).status, { timeout: 10_000, interval: 100 }).toBe(200)
  })
}

function budgetsOfOthers(started: Started): void {
  const owners: { readonly [owner: string]: (made: ScriptGateway['made']) => Promise<{ readonly key: string; readonly more?: object }> } = {
    user: async (made) => made('/key/generate', { user_id: (await made('/user/new', { max_budget: tiny })).user_id }),
    team: async (made) =>
      made('/key/generate', {
        team_id: (await made('/team/new', { team_alias: 'QA Prod Bot', max_budget: tiny, budget_duration: '1d' })).team_id,
      }),
    organization: async (made) => {
      const { organization_id: id } = await made('/organization/new', { organization_alias: unique('org'), max_budget: tiny })
      return made('/key/generate', { team_id: (await made('/team/new', { organization_id: id })).team_id })
    },
    'member of a team': async (made) => {
      const { team_id: teamId } = await made('/team/new', { max_budget: 100 })
      const { user_id: userId } = await made('/user/new', { max_budget: 100 })
      await made('/team/member_add', { team_id: teamId, member: { role: 'user', user_id: userId }, max_budget_in_team: tiny })
      return made('/key/generate', { team_id: teamId, user_id: userId })
    },
    customer: async (made) => {
      const { user_id: user } = await made('/customer/new', { user_id: unique('customer'), max_budget: tiny })
      return { ...(await made('/key/generate', { models: [] })), more: { user } }
    },
    'customer with a budget of the table': async (made) => {
      const budget = unique('my-free-tier')
      await made('/budget/new', { budget_id: budget, max_budget: tiny })
      const { user_id: user } = await made('/customer/new', { user_id: unique('customer'), budget_id: budget })
      return { ...(await made('/key/generate', {})), more: { user } }
    },
    tag: async (made) => {
      const name = unique('budgeted-tag')
      await made('/tag/new', { name, max_budget: tiny })
      return { ...(await made('/key/generate', {})), more: { metadata: { tags: [name] } } }
    },
  }
  test.each(Object.keys(owners))('the budget of a %s is spent by one call, and that of others is not', async (owner) => {
    const { made, chat } = started()
    const open = owners[owner]
    if (open === undefined) throw new Error(`nobody is called ${owner}`)
    const { key, more } = await open(made)
    expect((await chat(key, 'fake-openai-endpoint', more)).status).toBe(200)
    expectSpent(await chat(key, 'fake-openai-endpoint', more))
    const other = more === undefined ? (await made('/key/generate', {})).key : key
    expect((await chat(other)).status).toBe(200)
  })
}

function rates(started: Started): void {
  test.each([
    ['rpm_limit', { rpm_limit: 1 }, 'requests', 'api_key'],
    ['tpm_limit', { tpm_limit: 2 }, 'tokens', 'api_key'],
    ['model_rpm_limit', { model_rpm_limit: { 'fake-openai-endpoint': 1 } }, 'requests', 'model_per_key'],
    ['model_tpm_limit', { model_tpm_limit: { 'fake-openai-endpoint': 2 } }, 'tokens', 'model_per_key'],
  ])('%s of a key: the second call is refused until the window is over', async (_, limits, kind, param) => {
    const { made, chat } = started()
    const { key } = await made('/key/generate', limits)
    const first = await chat(key)
    expect([first.status, first.headers.get(`x-ratelimit-${param}-limit-${kind}`)]).toEqual([200, kind === 'tokens' ? '2' : '1'])
    const { status, body, headers } = await chat(key)
    expect([status, body.error.code, body.error.param, headers.get('rate_limit_type')]).toEqual([429, '429', param, kind])
    expect(body.error.message).toMatch(/^Rate limit exceeded for .*Remaining: 0/)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await chat((await made('/key/generate', {})).key)).status).toBe(200)
  })

  test('a team’s limit binds all keys of the team', async () => {
    const { made, chat } = started()
    const { team_id: teamId } = await made('/team/new', { team_alias: 'my-new-team_4', rpm_limit: 1 })
    const [one, two] = [await made('/key/generate', { team_id: teamId }), await made('/key/generate', { team_id: teamId })]
    expect([(await chat(one.key)).status, (await chat(two.key)).status]).toEqual([200, 429])
  })

  test.each(['a key', 'the master key'])('tokens of a customer are counted, whoever calls for it: %s', async (who) => {
    const { made, chat } = started()
    const budget = unique('free-tier')
    await made('/budget/new', { budget_id: budget, tpm_limit: 2 })
    const { user_id: user } = await made('/end_user/new', { user_id: unique('end-user'), budget_id: budget })
    const key = who === 'a key' ? (await made('/key/generate', { models: [] })).key : scriptKey
    let passed = 0
    for (let call = 0; call < 10; call++) if ((await chat(key, 'fake-openai-endpoint', { user })).status === 200) passed++
    expect(passed).toBe(1)
  })
}
