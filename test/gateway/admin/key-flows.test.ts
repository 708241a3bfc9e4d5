/** Keys as scripts written for LiteLLM use them, on every database. */
import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { recordSpend } from '../../../src/gateway/store/record-spend.js'
import { auditLog, deletedKeys, keys, spendWindows } from '../../../src/gateway/store/tables.js'
import { masterKey } from '../gateway-support.js'
import { spendRow } from '../spend/spend-rows.js'
import { databases, useDatabase } from '../store/databases.js'
import { openKeys } from './key-app.js'

const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const hour = 3_600_000

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('keys', () => {
    const database = useDatabase(open)
    const start = (config?: string) => openKeys(database(), config)

    test('generate, work, update, block, unblock, regenerate with grace, delete', async () => {
      const { post, get, clock, told } = await start()
      const made = await post('/key/generate', { models: ['gpt-4o'], max_budget: 5, metadata: { project: 'x' }, key_alias: 'flow' })
      const { key, token } = made.body
      expect(made.status).toBe(200)
      expect(key).toMatch(/^sk-[\w-]{22}$/)
      expect(made.body).toMatchObject({ token: sha(key), token_id: sha(key), key_name: `sk-...${key.slice(-4)}`, max_budget: 5 })
      expect(told).toEqual([{ kind: 'key', id: token }])
      expect((await get('/v1/models', key)).status).toBe(200)

      const updated = await post('/key/update', { key, max_budget: 7 })
      expect(updated.body).toMatchObject({ key, token, max_budget: 7, models: ['gpt-4o'], key_alias: 'flow' })
      expect((await post('/key/block', { key })).body).toMatchObject({ token, blocked: true })
      expect((await get('/v1/models', key)).status).toBe(403)
      expect((await post('/key/unblock', { key: token })).body).toMatchObject({ token, blocked: false })
      expect((await get('/v1/models', key)).status).toBe(200)

      const again = await post('/key/regenerate', { key, grace_period: '24h', max_budget: 9 })
      const next: string = again.body.key
      expect(again.body).toMatchObject({ token: sha(next), token_id: sha(next), rotation_count: 1, max_budget: 9, key_alias: 'flow' })
      expect(told.slice(-2)).toEqual([
        { kind: 'key', id: token },
        { kind: 'key', id: sha(next) },
      ])
      expect([(await get('/v1/models', key)).status, (await get('/v1/models', next)).status]).toEqual([200, 200])
      expect((await get('/key/info', key)).body).toMatchObject({ key: sha(next), info: { rotation_count: 1 } })
      clock.now += 24 * hour
      expect([(await get('/v1/models', key)).error?.slice(0, 2), (await get('/v1/models', next)).status]).toEqual([
        [401, 'token_not_found_in_db'],
        200,
      ])

      expect((await post('/key/delete', { keys: [next] })).body).toEqual({ deleted_keys: [next] })
      expect((await get('/v1/models', next)).error?.slice(0, 2)).toEqual([401, 'token_not_found_in_db'])
      expect((await get(`/key/info?key=${next}`)).error).toEqual([404, 'not_found_error', 'key'])
      const [record] = await database()
        .db.select()
        .from(deletedKeys)
        .where(eq(deletedKeys.token, sha(next)))
      expect(record).toMatchObject({ deletedBy: 'default_user_id', key: { key_alias: 'flow', max_budget: 9 } })
    })

    test('every field is answered as it is stored, and by info again', async () => {
      const { post, get } = await start()
      await post('/team/new', { team_id: 'f-team', models: ['gpt-4o', 'claude'] })
      await post('/budget/new', { budget_id: 'f-budget', max_budget: 50 })
      const fields = {
        key_alias: 'all fields',
        models: ['gpt-4o'],
        aliases: { mine: 'gpt-4o' },
        user_id: 'f-user',
        team_id: 'f-team',
        project_id: 'p1',
        agent_id: 'a1',
        budget_id: 'f-budget',
        max_budget: 5.5,
        soft_budget: 2,
        spend: 1.25,
        budget_duration: '30d',
        budget_limits: [{ budget_duration: '1d', max_budget: 1 }],
        model_max_budget: { 'gpt-4o': { budget_limit: 1, time_period: '1d' } },
        budget_fallbacks: { 'gpt-4o': ['claude'] },
        tpm_limit: 1000,
        rpm_limit: 10,
        max_parallel_requests: 3,
        model_rpm_limit: { 'gpt-4o': 5 },
        model_tpm_limit: { 'gpt-4o': 50 },
        rpm_limit_type: 'best_effort_throughput',
        tpm_limit_type: 'dynamic',
        tags: ['a'],
        guardrails: ['pii'],
        policies: ['p'],
        prompts: ['greeting'],
        enforced_params: ['user'],
        allowed_routes: ['/v1/models', '/key/info'],
        allowed_cache_controls: ['no-cache'],
        permissions: { get_spend_routes: true },
        blocked: false,
        auto_rotate: true,
        rotation_interval: '30d',
        object_permission: { vector_stores: ['v'] },
        access_group_ids: ['g'],
        router_settings: { num_retries: 1 },
        config: { a: 1 },
        temp_budget_increase: 3,
      }
      const made = await post('/key/generate', { ...fields, temp_budget_expiry: '24h', duration: '90d', metadata: { free: 1 } })
      const stored = {
        ...fields,
        temp_budget_expiry: '2026-02-15T12:00:00.000Z',
        expires: '2026-05-15T12:00:00.000Z',
        budget_reset_at: '2026-03-01T00:00:00.000Z',
        key_rotation_at: '2026-03-16T12:00:00.000Z',
        organization_id: null,
        created_by: 'default_user_id',
        updated_by: 'default_user_id',
        litellm_budget_table: { budget_id: 'f-budget', max_budget: 50 },
        metadata: { free: 1, tags: ['a'], guardrails: ['pii'], model_rpm_limit: { 'gpt-4o': 5 }, temp_budget_increase: 3 },
      }
      expect(made.body).toMatchObject({ ...stored, duration: '90d' })
      const { info, key } = (await get(`/key/info?key=${made.body.token}`)).body
      expect(info).toMatchObject(stored)
      expect(key).toBe(made.body.token)
      expect(info).not.toHaveProperty('token')
      for (const own of ['from_config', 'spend_epoch']) expect(info).not.toHaveProperty(own)
      expect(JSON.stringify(info)).not.toContain(made.body.key)
      expect((await post('/key/info', { key: made.body.key })).body).toEqual({ key: made.body.key, info })
      expect((await post('/v2/key/info', { keys: [made.body.key, 'unknown'] })).body).toMatchObject({
        key: [made.body.key, 'unknown'],
        info: [{ token: made.body.token, key_alias: 'all fields' }],
      })
    })

    test('update leaves what is absent, clears what is null, and lets keys live for ever', async () => {
      const { post } = await start()
      const { key } = (await post('/key/generate', { max_budget: 5, models: ['gpt-4o'], duration: '1h', tags: ['a'], tpm_limit: 5 })).body
      const want = { max_budget: 5, models: ['gpt-4o'], tags: ['a'], tpm_limit: 5, expires: '2026-02-14T13:00:00.000Z' }
      const update = async (changes: object) => (await post('/key/update', { key, ...changes })).body
      expect(await update({})).toMatchObject(want)
      expect(await update({ metadata: { free: 1 } })).toMatchObject({ ...want, metadata: { free: 1, tags: ['a'] } })
      expect(await update({ max_budget: null, models: null })).toMatchObject({ ...want, max_budget: null, models: [] })
      expect(await update({ duration: '-1', tags: null })).toMatchObject({ expires: null, tags: null, metadata: { free: 1 } })
      expect(await update({ duration: '2h' })).toMatchObject({ expires: '2026-02-14T14:00:00.000Z' })
      expect(await update({ duration: null, tpm_limit: null })).toMatchObject({ expires: null, tpm_limit: null })
      expect(await update({ metadata: { tags: ['b'] } })).toMatchObject({ tags: ['b'], metadata: { tags: ['b'] } })
      expect(await update({ temp_budget_increase: 1, temp_budget_expiry: '2026-03-01' })).toMatchObject({
        temp_budget_increase: 1,
        temp_budget_expiry: '2026-03-01T00:00:00.000Z',
      })
      expect(await update({ temp_budget_increase: null, temp_budget_expiry: null })).toMatchObject({ temp_budget_increase: null })
    })

    test('a key that has expired is refused', async () => {
      const { post, get, clock } = await start()
      const { key } = (await post('/key/generate', { duration: '30m' })).body
      expect((await get('/v1/models', key)).status).toBe(200)
      clock.now += hour / 2
      expect((await get('/v1/models', key)).error?.slice(0, 2)).toEqual([401, 'expired_key'])
    })

    test.each<[string, object, readonly [number, string, string | null]]>([
      ['/key/generate', { key: 'pk-1' }, [400, 'bad_request_error', 'key']],
      ['/key/generate', { key: 'sk-with space' }, [400, 'bad_request_error', 'key']],
      ['/key/generate', { key: masterKey }, [400, 'bad_request_error', 'key']],
      ['/key/generate', { team_id: 'unknown' }, [400, 'bad_request_error', 'team_id']],
      ['/key/generate', { budget_id: 'unknown' }, [400, 'bad_request_error', 'budget_id']],
      ['/key/generate', { max_budget: -1 }, [400, 'bad_request_error', 'max_budget']],
      ['/key/generate', { soft_budget: -1 }, [400, 'bad_request_error', 'soft_budget']],
      ['/key/generate', { spend: -1 }, [400, 'bad_request_error', 'spend']],
      ['/key/generate', { max_budget: 'NaN' }, [422, 'validation_error', 'max_budget']],
      ['/key/generate', { models: 'gpt-4o', tpm_limit: 'x' }, [422, 'validation_error', 'models']],
      ['/key/generate', { duration: 'soon' }, [422, 'validation_error', 'duration']],
      ['/key/generate', { metadata: { tags: 'a' } }, [422, 'validation_error', 'metadata.tags']],
      ['/key/generate', { model_rpm_limit: { a: 'x' } }, [422, 'validation_error', 'model_rpm_limit.a']],
      ['/key/generate', { aliases: { a: 1 } }, [422, 'validation_error', 'aliases.a']],
      ['/key/generate', { budget_limits: [{ max_budget: 1 }] }, [422, 'validation_error', 'budget_limits.0.budget_duration']],
      ['/key/generate', { temp_budget_increase: 1 }, [400, 'bad_request_error', 'temp_budget_expiry']],
      ['/key/generate', { auto_rotate: true }, [400, 'bad_request_error', 'rotation_interval']],
      ['/key/generate', { key_type: 'root' }, [422, 'validation_error', 'key_type']],
      ['/key/service-account/generate', {}, [400, 'bad_request_error', 'team_id']],
      ['/key/service-account/generate', { team_id: 't', user_id: 'u' }, [400, 'bad_request_error', 'user_id']],
      ['/key/update', {}, [422, 'validation_error', 'key']],
      ['/key/update', { key: 'sk-unknown-unknown' }, [404, 'not_found_error', 'key']],
      ['/key/delete', {}, [422, 'validation_error', 'keys']],
      ['/key/delete', { keys: [] }, [422, 'validation_error', 'keys']],
      ['/key/delete', { keys: ['unknown'] }, [404, 'not_found_error', 'key']],
      ['/key/delete', { key_aliases: ['unknown'] }, [404, 'not_found_error', 'key_aliases']],
      ['/key/block', { key: 'unknown' }, [404, 'not_found_error', 'key']],
      ['/key/info', { key: 'unknown' }, [404, 'not_found_error', 'key']],
      ['/key/info', {}, [404, 'not_found_error', 'key']],
      ['/v2/key/info', {}, [422, 'validation_error', 'keys']],
      ['/key/regenerate', { key: 'unknown' }, [404, 'not_found_error', 'key']],
      ['/key/regenerate', { key: 'unknown', new_key: 'x' }, [400, 'bad_request_error', 'new_key']],
      ['/key/regenerate', { key: 'unknown', new_master_key: 'sk-x' }, [400, 'bad_request_error', 'new_master_key']],
      ['/key/regenerate', { key: 'unknown', grace_period: 'long' }, [422, 'validation_error', 'grace_period']],
      ['/key/unknown/reset_spend', { reset_to: 0 }, [404, 'not_found_error', 'key']],
      ['/key/bulk_update', { keys: [{}] }, [422, 'validation_error', 'keys.0.key']],
    ])('%s %j is refused with %j', async (path, body, error) => {
      const { post } = await start()
      expect((await post(path, body)).error).toEqual(error)
    })

    test('no refusal repeats a key', async () => {
      const { post, get } = await start()
      const planted = 'sk-planted-secret-0123456789'
      const answers = [
        await post('/key/update', { key: planted }),
        await post('/key/delete', { keys: [planted] }),
        await post('/key/block', { key: planted }),
        await post('/key/regenerate', { key: planted }),
        await post(`/key/${planted}/regenerate`, {}),
        await post(`/key/${planted}/reset_spend`, { reset_to: 0 }),
        await get(`/key/info?key=${planted}`),
      ]
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
      expect(JSON.stringify(answers)).not.toContain('planted-secret')
    })

    test('all that is wrong with a body is said at once', async () => {
      const { post } = await start()
      const { message } = (await post('/key/generate', { models: 1, rpm_limit: 'x', blocked: 'maybe' })).body.error
      for (const name of ['models', 'rpm_limit', 'blocked']) expect(message).toContain(name)
    })

    test('keys and aliases are there once', async () => {
      const { post } = await start()
      const own = { key: 'sk-chosen-by-me', key_alias: 'chosen' }
      expect((await post('/key/generate', own)).body).toMatchObject({ key: own.key, token: sha(own.key), key_name: 'sk-...y-me' })
      expect((await post('/key/generate', { key: own.key })).error).toEqual([400, 'bad_request_error', 'key'])
      expect((await post('/key/generate', { key_alias: 'chosen' })).error).toEqual([400, 'bad_request_error', 'key_alias'])
      const other = (await post('/key/generate', { key_alias: 'other' })).body
      expect((await post('/key/update', { key: other.key, key_alias: 'chosen' })).error).toEqual([400, 'bad_request_error', 'key_alias'])
      expect((await post('/key/update', { key: other.key, key_alias: 'other' })).status).toBe(200)
      expect((await post('/key/regenerate', { key: other.key, new_key: own.key })).error).toEqual([400, 'bad_request_error', 'new_key'])
      expect((await post('/key/regenerate', { key: own.key, new_key: own.key })).error).toEqual([400, 'bad_request_error', 'new_key'])
      const chosen = await post(`/key/${other.token}/regenerate`, { new_key: 'sk-chosen-again' })
      expect(chosen.body).toMatchObject({ key: 'sk-chosen-again', token: sha('sk-chosen-again'), rotation_count: 1 })
    })

    test('delete takes aliases, and deletes all or none', async () => {
      const { post, get } = await start()
      const [a, b] = [(await post('/key/generate', { key_alias: 'd-a' })).body, (await post('/key/generate', { key_alias: 'd-b' })).body]
      expect((await post('/key/delete', { keys: [a.key], key_aliases: ['d-unknown'] })).status).toBe(404)
      expect((await get(`/key/info?key=${a.token}`)).status).toBe(200)
      expect((await post('/key/delete', { keys: [a.token], key_aliases: ['d-b'] })).body).toEqual({ deleted_keys: [a.token, 'd-b'] })
      expect((await get(`/key/info?key=${b.token}`)).status).toBe(404)
    })

    test('lists go by pages, filters and orders', async () => {
      const { post, get } = await start()
      await post('/team/new', { team_id: 'l-team' })
      await post('/user/new', { user_id: 'l-user', auto_create_key: false })
      const made: string[] = []
      for (const nth of [0, 1, 2])
        made.push((await post('/key/generate', { key_alias: `l-${nth}`, user_id: 'l-user', spend: nth })).body.token)
      const ofTeam = (await post('/key/generate', { team_id: 'l-team', key_alias: 'l-team-key', access_group_ids: ['l-group'] })).body.token
      const session = { token: 'l-session', keyName: 'sk-...', teamId: 'litellm-dashboard', userId: 'l-user' }
      await post('/team/new', { team_id: 'litellm-dashboard' })
      await database().db.insert(keys).values(session)
      expect((await get('/key/list?user_id=l-user&sort_by=spend&sort_order=asc&size=2')).body).toEqual({
        keys: made.slice(0, 2),
        total_count: 3,
        current_page: 1,
        total_pages: 2,
      })
      expect((await get('/key/list?user_id=l-user&sort_by=spend&size=2&page=2')).body.keys).toEqual([made[0]])
      expect((await get('/key/list?team_id=l-team')).body.keys).toEqual([ofTeam])
      expect((await get('/key/list?team_id=litellm-dashboard')).body.keys).toEqual([])
      expect((await get('/key/list?access_group_id=l-group')).body.keys).toEqual([ofTeam])
      expect((await get('/key/list?key_alias=l-1')).body.keys).toEqual([made[1]])
      expect((await get(`/key/list?key_hash=${made[2]}`)).body.keys).toEqual([made[2]])
      expect((await get('/key/list?key_alias=l-1&return_full_object=true&expand=user')).body.keys).toMatchObject([
        { token: made[1], spend: 1, user: { user_id: 'l-user' } },
      ])
      expect((await get('/key/aliases?search=l-&size=2')).body).toEqual({
        aliases: ['l-0', 'l-1'],
        total_count: 4,
        current_page: 1,
        total_pages: 2,
        size: 2,
      })
      await post('/key/delete', { keys: [made[0]] })
      expect((await get('/key/list?user_id=l-user&status=deleted&return_full_object=true')).body).toMatchObject({
        keys: [{ token: made[0], key_alias: 'l-0', deleted_by: 'default_user_id' }],
        total_count: 1,
      })
      const wrong = ['sort_by=password', 'sort_order=up', 'status=alive', 'size=101', 'page=0']
      expect(await Promise.all(wrong.map(async (query) => (await get(`/key/list?${query}`)).status))).toEqual([400, 400, 400, 422, 422])
    })

    test('a key of a service account is a team’s and nobody’s', async () => {
      const { post, get } = await start()
      await post('/team/new', { team_id: 's-team' })
      const { body } = await post('/key/service-account/generate', { team_id: 's-team', key_alias: 's-job' })
      expect(body).toMatchObject({ team_id: 's-team', user_id: null, metadata: { service_account_id: 's-job' } })
      expect((await get('/v1/models', body.key)).status).toBe(200)
      expect((await post('/key/health', {}, body.key)).body).toEqual({ key: 'healthy', logging_callbacks: null })
    })

    test('several keys are changed each by itself', async () => {
      const { post } = await start()
      const { key, token } = (await post('/key/generate', { max_budget: 5 })).body
      const { body } = await post('/key/bulk_update', {
        keys: [
          { key, max_budget: 42, tags: ['x'] },
          { key: 'unknown', max_budget: 1 },
        ],
      })
      expect(body).toMatchObject({
        total_requested: 2,
        successful_updates: [{ key, key_info: { max_budget: 42, tags: ['x'] } }],
        failed_updates: [{ key: 'unknown', key_info: null }],
      })
      expect(body.failed_updates[0].failed_reason).toContain('no key')
      expect(JSON.stringify(body.successful_updates[0].key_info)).not.toContain(token)
    })

    test('a budget that is armed on a key with spend begins at nothing, and so does a reset', async () => {
      const { post, get } = await start()
      const { db } = database()
      const { key, token } = (await post('/key/generate', { spend: 12 })).body
      const epoch = async () => (await db.select().from(keys).where(eq(keys.token, token)))[0]?.spendEpoch
      expect((await post('/key/update', { key, max_budget: 10 })).body).toMatchObject({ spend: 12 })
      expect([await epoch(), (await post('/key/update', { key, budget_duration: '30d' })).body.spend, await epoch()]).toEqual([0, 0, 1])
      // another length is no new budget
      expect((await post('/key/update', { key, spend: 6 })).body).toMatchObject({ spend: 6 })
      expect((await post('/key/update', { key, budget_duration: '1d' })).body).toMatchObject({ spend: 6 })
      expect((await post(`/key/${token}/reset_spend`, { reset_to: 7 })).error).toEqual([400, 'bad_request_error', 'reset_to'])
      expect((await post(`/key/${token}/reset_spend`, { reset_to: 2 })).body).toEqual({
        key_hash: token,
        spend: 2,
        previous_spend: 6,
        max_budget: 10,
        budget_reset_at: '2026-02-15T00:00:00.000Z',
      })
      expect([await epoch(), (await get(`/key/info?key=${token}`)).body.info.spend]).toEqual([3, 2])
      // windows that were there once begin anew, and go with the key
      const window = { kind: 'key', id: token, spend: '3' }
      await db.insert(spendWindows).values([
        { ...window, window: '1h' },
        { ...window, window: '1w' },
      ])
      await post('/key/update', { key, budget_limits: [{ budget_duration: '1h', max_budget: 1 }] })
      const next = (await post('/key/regenerate', { key })).body.token
      expect(await db.select({ id: spendWindows.id, window: spendWindows.window }).from(spendWindows)).toEqual([{ id: next, window: '1w' }])
    })

    test('an update never loses spend that is written at the same time', async () => {
      const { post, get } = await start()
      const { token } = (await post('/key/generate', { max_budget: 1_000 })).body
      const count = 40
      const rows = Array.from({ length: count }, (_, nth) =>
        spendRow(9_000 + nth, { api_key: token, user_id: '', team_id: '', spend: '0.250000000' }),
      )
      const [, updates] = await Promise.all([
        Promise.all(rows.map((row) => recordSpend(database(), [row]))),
        Promise.all(rows.map((_, nth) => post('/key/update', { key: token, max_budget: 1_000 + nth, metadata: { nth } }))),
      ])
      expect(updates.map(({ status }) => status)).toEqual(rows.map(() => 200))
      expect((await get(`/key/info?key=${token}`)).body.info).toMatchObject({ spend: count / 4 })
    })

    test('spend of requests that were under way goes with a key that is regenerated, however often', async () => {
      const { post, get } = await start()
      const first = (await post('/key/generate', { max_budget: 1_000 })).body.token
      const spend = (nth: number, token: string) =>
        recordSpend(database(), [
          spendRow(8_000 + nth, {
            api_key: token,
            user_id: '',
            team_id: '',
            spend: '0.250000000',
            windows: [{ kind: 'key', id: token, window: '1h', resets_at: null }],
          }),
        ])
      let token: string = first
      const seen = [first]
      for (let nth = 0; nth < 8; nth++) {
        const regenerated = post('/key/regenerate', { key: token })
        await Promise.all(seen.map((old, at) => spend(nth * 10 + at, old)))
        token = (await regenerated).body.token
        seen.push(token)
      }
      const count = (8 * 9) / 2
      expect((await get(`/key/info?key=${token}`)).body.info).toMatchObject({ spend: count / 4, rotation_count: 8 })
      const windows = await database().db.select().from(spendWindows).where(eq(spendWindows.id, token))
      expect(windows.map((row) => Number(row.spend))).toEqual([count / 4])
    })

    test('who changed what is written down', async () => {
      const { post } = await start()
      const { token } = (await post('/key/generate', { key_alias: 'audited' }, masterKey, { 'litellm-changed-by': 'jane' })).body
      await post('/key/block', { key: token }, masterKey, { 'litellm-changed-by': 'jane' })
      await post('/key/delete', { keys: [token] }, masterKey, { 'litellm-changed-by': 'jane' })
      const rows = await database().db.select().from(auditLog).where(eq(auditLog.objectId, token))
      expect(rows.map(({ action, tableName, changedBy }) => [action, tableName, changedBy]).sort()).toEqual(
        ['blocked', 'created', 'deleted'].map((action) => [action, 'LiteLLM_VerificationToken', 'jane']),
      )
      expect(JSON.stringify(rows)).not.toMatch(/sk-[\w-]{22}/)
    })
  })
})
