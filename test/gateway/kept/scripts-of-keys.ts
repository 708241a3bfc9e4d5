/** Scripts around keys: every field made and read back, changed, blocked, replaced, deleted; who may do what; which models. */
import { createHash } from 'node:crypto'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { type ScriptGateway, unique } from './script-gateway.js'

type Started = () => ScriptGateway

export function keyScripts(started: Started): void {
  lifeOfKeys(started)
  strangersAndRoutes(started)
  modelAccess(started)
}

function lifeOfKeys(started: Started): void {
  test('ten keys at once: each is made, works, and shows what it was made with', async () => {
    const { made, chat, get } = started()
    const body = {
      models: ['azure-models', 'gpt-4', 'dall-e-2'],
      aliases: { 'mistral-7b': 'gpt-3.5-turbo' },
      duration: null,
      max_budget: null,
    }
    const keys = await Promise.all(Array.from({ length: 10 }, () => made('/key/generate', { ...body, budget_duration: null })))
    expect(new Set(keys.map(({ key }) => key)).size).toBe(10)
    const [{ key, token, key_name: name }] = keys
    expect([key.startsWith('sk-'), token, name]).toEqual([true, createHash('sha256').update(key).digest('hex'), `sk-...${key.slice(-4)}`])
    expect((await chat(key, 'mistral-7b')).status).toBe(403)
    expect((await chat(key, 'gpt-4')).body.choices[0].message.role).toBe('assistant')
    const { body: info } = await get(`/key/info?key=${key}`, key)
    expect([info.key, info.info.models, info.info.aliases, 'token' in info.info]).toEqual([key, body.models, body.aliases, false])
    // by its hash, and by nothing but itself
    expect((await get(`/key/info?key=${token}`)).body.info.key_name).toBe(name)
    expect((await get('/key/info', key)).body.info.key_name).toBe(name)
  })

  test('every field that is written is echoed and read back; a change leaves the others, null clears', async () => {
    const { made, get } = started()
    const teamId = (await made('/team/new', { team_alias: unique('lifecycle') })).team_id
    const written = {
      key_alias: unique('lifecycle'),
      models: ['gpt-4'],
      max_budget: 25,
      tpm_limit: 313_131,
      rpm_limit: 323_232,
      max_parallel_requests: 7,
      budget_duration: '30d',
      metadata: { tag: 'mark', nested: { is: [1, 'two', null] } },
      permissions: { allow_pii_controls: true },
      allowed_cache_controls: ['no-cache'],
      model_max_budget: { 'gpt-4': { budget_limit: 1, time_period: '1d' } },
      team_id: teamId,
    }
    const answer = await made('/key/generate', { ...written, duration: '20m', send_invite_email: false })
    expect(answer).toMatchObject(written)
    const read = async () => (await get(`/key/info?key=${answer.key}`)).body.info
    const before = await read()
    expect(before).toMatchObject(written)
    expect(Date.parse(before.expires)).toBeGreaterThan(Date.now())
    await made('/key/update', { key: answer.key, rpm_limit: 424_242 })
    expect(await read()).toMatchObject({ ...written, rpm_limit: 424_242, budget_reset_at: before.budget_reset_at })
    await made('/key/update', { key: answer.key, max_budget: null, budget_duration: null, duration: '-1' })
    const cleared = { max_budget: null, budget_duration: null, budget_reset_at: null, expires: null }
    expect(await read()).toMatchObject({ ...written, rpm_limit: 424_242, ...cleared })
  })

  test('blocked and let in again, replaced by another, found in the lists, deleted', async () => {
    const { made, post, get, chat } = started()
    const alias = unique('my-key')
    const { key } = await made('/key/generate', { key_alias: alias, models: ['gpt-4'] })
    expect((await made('/key/block', { key })).blocked).toBe(true)
    expect([(await chat(key, 'gpt-4')).status, (await get(`/key/info?key=${key}`)).body.info.blocked]).toEqual([403, true])
    expect((await made('/key/unblock', { key })).blocked).toBe(false)
    expect((await chat(key, 'gpt-4')).status).toBe(200)
    expect((await made('/key/health', {}, key)).key).toBe('healthy')
    const bulk = await made('/key/bulk_update', { keys: [{ key, max_budget: 42 }] })
    expect([bulk.total_requested, bulk.successful_updates[0].key, bulk.failed_updates]).toEqual([1, key, []])
    const { key: second, key_alias: kept } = await made('/key/regenerate', { key })
    expect([kept, (await chat(key, 'gpt-4')).status, (await chat(second, 'gpt-4')).status]).toEqual([alias, 401, 200])
    const { key: third } = await made(`/key/${second}/regenerate`, {})
    expect((await get(`/key/list?key_alias=${alias}&return_full_object=true`)).body).toMatchObject({
      keys: [{ key_alias: alias, max_budget: 42 }],
      total_count: 1,
      current_page: 1,
      total_pages: 1,
    })
    expect((await get('/key/aliases?size=100')).body.aliases).toContain(alias)
    expect((await post('/key/generate', { key_alias: alias })).status).toBe(400)
    expect((await made('/key/delete', { keys: [third] })).deleted_keys).toEqual([third])
    expect([(await chat(third, 'gpt-4')).status, (await get(`/key/info?key=${third}`)).status]).toEqual([401, 404])
    expect((await post('/key/delete', { keys: [third] })).status).toBe(404)
    const { key: named } = await made('/key/generate', { key_alias: alias })
    await made('/key/delete', { key_aliases: [alias] })
    expect((await chat(named, 'gpt-4')).status).toBe(401)
  })

  test('a key that is over is refused as expired', async () => {
    const { made, chat } = started()
    const { key } = await made('/key/generate', { duration: '1s' })
    await expect.poll(async () => (await chat(key, 'gpt-4')).body.error?.type, { timeout: 5_000 }).toBe('expired_key')
    expect((await chat(key, 'gpt-4')).status).toBe(401)
  })

  test('a service account is a key of its team and of nobody', async () => {
    const { made, chat } = started()
    const teamId = (await made('/team/new', {})).team_id
    const account = await made('/key/service-account/generate', { team_id: teamId, metadata: { service_account_id: unique('robot') } })
    expect([account.team_id, account.user_id]).toEqual([teamId, null])
    expect((await chat(account.key, 'gpt-4')).status).toBe(200)
  })
}

function strangersAndRoutes(started: Started): void {
  test('another key neither sees, changes nor deletes it, and makes nothing', async () => {
    const { made, post, get } = started()
    const { key: victim } = await made('/key/generate', { models: ['gpt-4'] })
    const { key: stranger } = await made('/key/generate', {})
    expect((await get(`/key/info?key=${victim}`, stranger)).status).toBe(403)
    const tries = [
      ['/key/delete', { keys: [victim] }],
      ['/key/update', { key: victim, models: ['gpt-3.5-turbo'] }],
      ['/key/generate', { models: ['gpt-4'] }],
      ['/team/new', { team_alias: 'x' }],
      ['/user/new', {}],
      ['/budget/new', { max_budget: 1 }],
    ] as const
    for (const [path, body] of tries) expect([path, (await post(path, body, stranger)).status]).toEqual([path, 403])
    expect((await post('/budget/new', { max_budget: 1 }, stranger)).body.error.message).toContain('not allowed')
    expect((await get(`/key/info?key=${victim}`)).body.info.models).toEqual(['gpt-4'])
  })

  test('a key for models alone is not allowed to call a route of the administration', async () => {
    const { made, post, chat } = started()
    const { key } = await made('/key/generate', { models: [], allowed_routes: ['llm_api_routes'] })
    expect((await chat(key, 'gpt-4')).status).toBe(200)
    expect((await post('/embeddings', { model: 'text-embedding-ada-002', input: ['hello world'] }, key)).status).toBe(200)
    for (const path of ['/key/generate', '/team/new', '/user/new', '/model/new']) {
      const { status, body } = await post(path, { model_name: 'x', litellm_params: { model: 'openai/x' } }, key)
      expect([path, status, body.error.message.includes('not allowed to call this route')]).toEqual([path, 403, true])
    }
  })

  test('what is no key of this gateway is refused before anything is asked of a provider', async () => {
    const { post, mock } = started()
    const asked = mock.requests.length
    const body = { model: 'gpt-4', messages: [{ role: 'user', content: 'should not run' }] }
    const headers = ['Bearer sk-forged-not-a-real-key', 'Bearer invalid_token', 'invalid_token', 'Bearer ', 'NotBearer validtoken123']
    for (const authorization of headers) expect((await post('/chat/completions', body, '', { authorization })).status).toBe(401)
    expect(mock.requests.length).toBe(asked)
  })
}

function modelAccess(started: Started): void {
  const cases: readonly (readonly [models: readonly string[] | undefined, model: string, isAllowed: boolean])[] = [
    [['openai/*'], 'bedrock/anthropic.claude-3', false],
    [['gpt-4'], 'gpt-4', true],
    [['gpt-4'], 'gpt-3.5-turbo', false],
    [['bedrock/*'], 'bedrock/anthropic.claude-3', true],
    [['bedrock/anthropic.*'], 'bedrock/anthropic.claude-3', true],
    [['bedrock/anthropic.*'], 'bedrock/amazon.titan', false],
    [['azure-models'], 'azure-gpt-3.5', true],
    [['azure-models'], 'gpt-4', false],
    [undefined, 'gpt-4', true],
    [[], 'gpt-4', true],
  ]
  test.each(cases)('a key for %j calls %s: %s', async (models, model, isAllowed) => {
    const { made, url } = started()
    const { key } = await made('/key/generate', { ...(models !== undefined && { models }) })
    const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 })
    const asked = client.chat.completions.create({ model, messages: [{ role: 'user', content: 'Say hello!' }] })
    if (isAllowed) expect((await asked).choices.length).toBe(1)
    else
      await expect(asked).rejects.toMatchObject({
        status: 403,
        error: {
          type: 'key_model_access_denied',
          param: 'model',
          code: '403',
          message: expect.stringContaining('key not allowed to access model'),
        },
      })
  })

  test('models of a key, and of the team of a key, hold as soon as they are changed', async () => {
    const { made, chat } = started()
    const { key } = await made('/key/generate', { models: ['openai/gpt-4.1'] })
    const { team_id: teamId } = await made('/team/new', { models: ['openai/gpt-4.1'], name: 'test-team' })
    const { key: teamKey } = await made('/key/generate', { team_id: teamId })
    const whose = [
      [key, 'key', { path: '/key/update', body: { key, models: ['openai/*'] } }],
      [teamKey, 'team', { path: '/team/update', body: { team_id: teamId, models: ['openai/*'] } }],
    ] as const
    for (const [asking, by, { path, body }] of whose) {
      expect((await chat(asking, 'openai/gpt-4.1')).status).toBe(200)
      const denied = { type: `${by}_model_access_denied`, message: expect.stringContaining(`${by} not allowed to access model`) }
      expect((await chat(asking, 'openai/gpt-5-mini')).body.error).toMatchObject(denied)
      await made(path, body)
      expect((await chat(asking, 'openai/gpt-5-mini')).status).toBe(200)
      expect((await chat(asking, 'bedrock/claude-2')).body.error).toMatchObject(denied)
    }
  })
}
