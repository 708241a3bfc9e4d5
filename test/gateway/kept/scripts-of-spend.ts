/** Scripts around spend: one call is found by the id of its answer, and every sum that it goes into is the same. */
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { callCost, type ScriptGateway, unique } from './script-gateway.js'

type Started = () => ScriptGateway
type Row = { readonly request_id: string; readonly spend: number; readonly [name: string]: unknown }
const today = () => new Date().toISOString().slice(0, 10)
/** Scripts wait ten seconds and more. */
const soon = { timeout: 5_000, interval: 50 }

export function spendScripts(started: Started): void {
  singleCalls(started)
  sums(started)
  reports(started)
}

function singleCalls(started: Started): void {
  const rowsOf = async (filter: string): Promise<readonly Row[]> => (await started().get(`/spend/logs?${filter}`)).body

  test('the row of a call is found by the id of its answer, with its organization, team, user, customer and tags', async () => {
    const { made, chat } = started()
    const { organization_id: organizationId } = await made('/organization/new', { organization_alias: unique('org') })
    const { team_id: teamId } = await made('/team/new', { organization_id: organizationId })
    const userId = unique('spender')
    await made('/user/new', { user_id: userId })
    const { key, token } = await made('/key/generate', { team_id: teamId, user_id: userId })
    const tag = unique('tag')
    const { body: answer, headers } = await chat(key, 'fake-openai-endpoint', { user: 'palantir', metadata: { tags: [tag] } })
    await expect.poll(async () => (await rowsOf(`request_id=${answer.id}`)).length, soon).toBe(1)
    const [row] = await rowsOf(`request_id=${answer.id}`)
    expect(row).toMatchObject({
      request_id: answer.id,
      litellm_call_id: headers.get('x-litellm-call-id'),
      api_key: token,
      call_type: 'acompletion',
      status: 'success',
      spend: callCost,
      prompt_tokens: 4,
      completion_tokens: 3,
      total_tokens: 7,
      model: 'fake',
      model_group: 'fake-openai-endpoint',
      custom_llm_provider: 'openai',
      user: userId,
      team_id: teamId,
      end_user: 'palantir',
      cache_hit: 'False',
      metadata: { user_api_key: token, user_api_key_team_id: teamId, user_api_key_org_id: organizationId, user_api_key_user_id: userId },
    })
    expect(row?.request_tags).toContain(tag)
    expect(Number(headers.get('x-litellm-response-cost'))).toBe(callCost)
    // by the id in the header of the answer, too
    expect(await rowsOf(`request_id=${headers.get('x-litellm-call-id')}`)).toEqual([row])
    expect(await rowsOf(`api_key=${key}`)).toEqual([row])
  })

  test('a stream costs what the whole answer costs, and is found by the id of its chunks', async () => {
    const { made, get, url } = started()
    const { key } = await made('/key/generate', {})
    const client = new OpenAI({ apiKey: key, baseURL: url })
    const messages = [{ role: 'user' as const, content: 'Hello!' }]
    let id = ''
    let text = ''
    for await (const chunk of await client.chat.completions.create({ model: 'fake-openai-endpoint', messages, stream: true })) {
      id = chunk.id
      text += chunk.choices[0]?.delta.content ?? ''
    }
    expect(text).toBe('fake heard: Hello!')
    await expect
      .poll(() => rowsOf(`request_id=${id}`), soon)
      .toMatchObject([{ request_id: id, spend: callCost, total_tokens: 7, status: 'success' }])
    await expect.poll(async () => (await get(`/key/info?key=${key}`, key)).body.info.spend, soon).toBe(callCost)
  })

  test('embeddings, images, completions and Anthropic’s messages have rows with a cost', async () => {
    const { made, post } = started()
    const { key } = await made('/key/generate', { models: ['gpt-4', 'text-embedding-ada-002', 'dall-e-2'] })
    await made('/embeddings', { model: 'text-embedding-ada-002', input: ['hello world'] }, key)
    await made('/images/generations', { model: 'dall-e-2', prompt: 'A cute baby sea otter' }, key)
    const completion = await made('/completions', { model: 'gpt-4', prompt: 'Hello!' }, key)
    const message = await post('/v1/messages', { model: 'gpt-4', max_tokens: 16, messages: [{ role: 'user', content: 'Hello!' }] }, key)
    await expect.poll(async () => (await rowsOf(`api_key=${key}`)).filter(({ spend }) => spend > 0).length, soon).toBe(4)
    const types = (await rowsOf(`api_key=${key}`)).map(({ call_type: type }) => type)
    expect(types.toSorted()).toEqual(['aembedding', 'aimage_generation', 'anthropic_messages', 'atext_completion'])
    const ids = [completion.id, message.body.id]
    for (const id of ids) expect(await rowsOf(`request_id=${id}`)).toMatchObject([{ request_id: id, api_key: expect.any(String) }])
  })

  test('a call that fails has a row that says so and costs nothing', async () => {
    const { made, chat } = started()
    const { key } = await made('/key/generate', {})
    expect((await chat(key, 'fake-openai-endpoint', { messages: [] })).status).toBe(400)
    await expect.poll(() => rowsOf(`api_key=${key}`), soon).toMatchObject([{ status: 'failure', spend: 0, total_tokens: 0 }])
  })

  test('a call that is refused for its model, a rate or a budget has a row that says for what', async () => {
    const { made, chat } = started()
    for (const [limits, calls, type] of [
      [{ models: ['gpt-4'] }, 1, 'key_model_access_denied'],
      [{ rpm_limit: 1 }, 2, 'rate_limit_error'],
      [{ max_budget: callCost / 2 }, 2, 'budget_exceeded'],
    ] as const) {
      const { key, token } = await made('/key/generate', limits)
      let last = await chat(key)
      if (calls === 2) last = await chat(key)
      expect([last.status >= 400, last.body.error.type]).toEqual([true, type])
      await expect.poll(async () => (await rowsOf(`api_key=${key}`)).length, soon).toBe(calls)
      const refused = (await rowsOf(`api_key=${key}`)).find(({ status }) => status === 'failure')
      expect(refused).toMatchObject({ api_key: token, spend: 0, metadata: { error_information: { error_class: type } } })
    }
  })
}

function sums(started: Started): void {
  test('calls one after the other and at once: key, user, team and organization have spent the same, to the last digit', async () => {
    const { made, get, chat } = started()
    const { organization_id: organizationId } = await made('/organization/new', { organization_alias: unique('org') })
    const { team_id: teamId } = await made('/team/new', { organization_id: organizationId, team_alias: unique('test-team') })
    const { user_id: userId } = await made('/user/new', { user_name: unique('test-user') })
    const { key } = await made('/key/generate', { user_id: userId, team_id: teamId })
    for (let call = 0; call < 8; call++) expect((await chat(key)).status).toBe(200)
    const burst = await Promise.all(Array.from({ length: 12 }, () => chat(key)))
    expect(burst.map(({ status }) => status)).toEqual(burst.map(() => 200))
    const expected = Number((20 * callCost).toFixed(9))
    await expect.poll(async () => (await get(`/key/info?key=${key}`)).body.info.spend, soon).toBe(expected)
    const spent = [
      (await get(`/team/info?team_id=${teamId}`)).body.team_info.spend,
      (await get(`/user/info?user_id=${userId}`)).body.user_info.spend,
      (await get(`/organization/info?organization_id=${organizationId}`)).body.spend,
    ]
    expect(spent).toEqual([expected, expected, expected])
    const rows: readonly Row[] = (await get(`/spend/logs?api_key=${key}`)).body
    expect([rows.length, new Set(rows.map(({ request_id: id }) => id)).size]).toEqual([20, 20])
    const { headers } = await chat(key)
    expect(Number(headers.get('x-litellm-key-spend'))).toBeCloseTo(expected + callCost, 9)
  })

  test('activity and report of the day have the sum of the key', async () => {
    const { made, get, chat } = started()
    const alias = unique('reported')
    const { team_id: teamId } = await made('/team/new', { team_alias: alias })
    const userId = unique('jane_smith')
    await made('/user/new', { user_id: userId, auto_create_key: false })
    const { key, token } = await made('/key/generate', { team_id: teamId, user_id: userId })
    const tag = unique('tag')
    for (let call = 0; call < 3; call++) await chat(key, 'fake-openai-endpoint', { user: alias, metadata: { tags: [tag] } })
    const days = `start_date=${today()}&end_date=${today()}`
    const expected = Number((3 * callCost).toFixed(9))
    await expect.poll(async () => (await get(`/key/info?key=${key}`)).body.info.spend, soon).toBe(expected)
    for (const path of [
      `/user/daily/activity?user_id=${userId}`,
      `/team/daily/activity?team_ids=${teamId}`,
      `/tag/daily/activity?tags=${tag}`,
    ]) {
      const { body } = await get(`${path}&${days}`)
      const counts = { spend: expected, api_requests: 3, successful_requests: 3, failed_requests: 0, total_tokens: 21 }
      expect([path, body.results.length, body.results[0].date]).toEqual([path, 1, today()])
      expect(body.results[0].metrics).toMatchObject(counts)
      expect(body.results[0].breakdown.models.fake.metrics).toMatchObject(counts)
      expect(body.metadata).toMatchObject({ total_spend: expected, total_api_requests: 3, page: 1, total_pages: 1, has_more: false })
    }
    const { body: report } = await get(`/global/spend/report?${days}&group_by=team`)
    expect(report[0].teams.find(({ team_name: name }: { team_name: string }) => name === alias)).toMatchObject({
      total_spend: expected,
      metadata: [{ model: 'fake', api_key: token, spend: expected, total_tokens: 21 }],
    })
    expect((await get(`/global/spend/report?${days}&api_key=${key}`)).body).toMatchObject([{ api_key: token, total_cost: expected }])
    expect((await get(`/spend/logs?${days}`)).body[0]).toMatchObject({
      startTime: today(),
      [token]: expected,
      users: { [userId]: expected },
    })
    const tags: readonly { individual_request_tag: string }[] = (await get(`/spend/tags?${days}`)).body
    expect(tags.find((each) => each.individual_request_tag === tag)).toMatchObject({ log_count: 3, total_spend: expected })
    expect((await get(`/customer/info?end_user_id=${alias}`)).body.spend).toBe(expected)
  })
}

function reports(started: Started): void {
  test('pages of rows: as many as asked for, the same count on each, nothing past the end', async () => {
    const { made, get, chat } = started()
    const { key, token } = await made('/key/generate', {})
    for (let call = 0; call < 2; call++) await chat(key)
    const page = async (more: string) => {
      const times = `start_date=${today()}%2000:00:00&end_date=${today()}%2023:59:59`
      return (await get(`/spend/logs/v2?${times}&page_size=1&${more}`)).body
    }
    await expect.poll(async () => (await page(`page=1&api_key=${token}`)).total, soon).toBe(2)
    expect(await page(`page=1&api_key=${token}`)).toMatchObject({
      data: [{ api_key: token }],
      total: 2,
      page: 1,
      page_size: 1,
      total_pages: 2,
    })
    expect(await page(`page=9&api_key=${token}`)).toMatchObject({ data: [], total: 2 })
    expect(await page('page=1&api_key=sk-no-such-key')).toMatchObject({ data: [], total: 0 })
  })

  const days = `start_date=${today()}&end_date=${today()}`
  test.each([
    ...['/spend/keys', '/spend/users', '/spend/tags', '/spend/logs', '/global/spend', '/global/spend/keys', '/global/spend/teams'],
    ...['/global/spend/models', '/global/spend/provider', '/global/spend/report', '/global/spend/tags', '/global/spend/logs'],
    ...['/global/spend/all_tag_names', '/global/activity', '/global/activity/model', '/key/list', '/user/list', '/team/list'],
    ...['/organization/list', '/customer/list', '/budget/list', '/tag/list', '/user/daily/activity', '/team/daily/activity'],
  ])('%s answers', async (path) => {
    expect((await started().get(`${path}?${days}`)).status).toBe(200)
  })
}
