/** Who may do what with keys, and that nobody grants what they do not hold: tried through the routes. */
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { keys } from '../../../src/gateway/store/tables.js'
import { databases, useDatabase } from '../store/databases.js'
import type { AdminApp } from './admin-app.js'
import { openKeys } from './key-app.js'

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('privileges of keys', () => {
    const database = useDatabase(open)
    const start = (config?: string) => openKeys(database(), config)
    const rowOf = async (token: string) => (await database().db.select().from(keys).where(eq(keys.token, token)))[0]
    /** A user, and a key that they made themselves: `root` is one that an administrator made. */
    const user = async ({ post }: AdminApp, id: string, more: object = {}) => {
      const root = (await post('/user/new', { user_id: id, ...more })).body
      const own = (await post('/key/generate', {}, root.key)).body
      return { root: root.key as string, rootToken: root.token as string, key: own.key as string, token: own.token as string }
    }

    test('users make, change, show and delete their own keys, and no others', async () => {
      const app = await start()
      const { post, get } = app
      const [me, other] = [await user(app, 'u-me'), await user(app, 'u-other')]
      const made = await post('/key/generate', { key_alias: 'u-own', max_budget: 3 }, me.key)
      expect(made.body).toMatchObject({ user_id: 'u-me', created_by: 'u-me', max_budget: 3 })
      expect((await post('/key/update', { key: made.body.key, max_budget: 9, models: ['gpt-4o'] }, me.key)).body).toMatchObject({
        max_budget: 9,
      })
      expect((await get('/key/info', me.key)).body.info).toMatchObject({ user_id: 'u-me' })
      expect((await get(`/key/info?key=${made.body.token}`, me.key)).status).toBe(200)
      expect((await get('/key/list', me.key)).body).toMatchObject({ total_count: 3 })
      const again = await post('/key/regenerate', { key: made.body.key }, me.key)
      expect(again.status).toBe(200)
      const foreign = other.token
      const refusedAll = [
        await get(`/key/info?key=${foreign}`, me.key),
        await post('/v2/key/info', { keys: [foreign] }, me.key),
        await post('/key/update', { key: foreign, max_budget: 1 }, me.key),
        await post('/key/delete', { keys: [again.body.key, foreign] }, me.key),
        await post('/key/regenerate', { key: foreign }, me.key),
        await post(`/key/${foreign}/regenerate`, {}, me.key),
        await post('/key/block', { key: foreign }, me.key),
        await post('/key/block', { key: me.token }, me.key),
        await post('/key/unblock', { key: me.token }, me.key),
        await post(`/key/${me.token}/reset_spend`, { reset_to: 0 }, me.key),
        await get('/key/list?user_id=u-other', me.key),
        await get('/key/list?organization_id=o', me.key),
        await get('/key/list?team_id=t', me.key),
        await post('/key/generate', { user_id: 'u-other' }, me.key),
        await post('/key/generate', { user_id: 'nobody-yet' }, me.key),
      ]
      expect(refusedAll.map(({ error }) => error?.slice(0, 2))).toEqual(refusedAll.map(() => [403, 'auth_error']))
      expect((await get(`/key/info?key=${again.body.token}`, me.key)).status).toBe(200)
      const bulk = await post('/key/bulk_update', { keys: [{ key: foreign, max_budget: 1 }] }, me.key)
      expect(bulk.body).toMatchObject({ successful_updates: [], failed_updates: [{ key: foreign }] })
      expect((await rowOf(foreign))?.maxBudget).toBeNull()
      expect((await post('/key/delete', { keys: [again.body.key] }, me.key)).status).toBe(200)
    })

    test('fields of administrators are closed to users, in new keys and old ones', async () => {
      const app = await start()
      const { post } = app
      const { key, token } = await user(app, 'm-user')
      const before = await rowOf(token)
      for (const raise of [
        { spend: 0 },
        { permissions: { get_spend_routes: true } },
        { blocked: true },
        { budget_id: 'b' },
        { access_group_ids: ['g'] },
        { allowed_passthrough_routes: ['/x'] },
        { object_permission: { mcp_servers: ['m'] } },
        { router_settings: { model_group_alias: {} } },
        { config: { a: 1 } },
        { project_id: 'p' },
        { temp_budget_increase: 5, temp_budget_expiry: '1d' },
        { rpm_limit_type: 'guaranteed_throughput' },
        { metadata: { temp_budget_increase: 5, temp_budget_expiry: '1d' } },
        { metadata: { service_account_id: 'x' } },
        { metadata: { logging: [{ callback_name: 'langfuse' }] } },
        { metadata: { priority: 'prod' } },
        { metadata: { allowed_passthrough_routes: ['/x'] } },
        { allowed_routes: ['/budget/new'] },
        { allowed_routes: ['management_routes'] },
        { allowed_routes: ['/*'] },
        { key_type: 'management' },
        { organization_id: 'somebody-elses' },
      ])
        expect([
          raise,
          (await post('/key/generate', raise, key)).status,
          (await post('/key/update', { key: token, ...raise }, key)).status,
        ]).toEqual([raise, 403, 403])
      expect(await rowOf(token)).toEqual(before)
      expect((await post('/key/generate', { key_type: 'llm_api' }, key)).body).toMatchObject({ allowed_routes: ['llm_api_routes'] })
      expect((await post('/key/generate', { allowed_routes: ['/v1/chat/completions'] }, key)).status).toBe(200)
    })

    test('fields that are no fields are not read: mass assignment changes nothing', async () => {
      const { post } = await start()
      const sneaky = {
        created_by: 'x',
        from_config: true,
        fromConfig: true,
        token: 'x',
        rotation_count: 9,
        spend_epoch: 9,
        budget_reset_at: '2036-01-01',
        expires: '2036-01-01',
        ...JSON.parse('{"__proto__":{"blocked":true},"constructor":{"blocked":true}}'),
      }
      const { token } = (await post('/key/generate', sneaky)).body
      const want = {
        createdBy: 'default_user_id',
        fromConfig: false,
        rotationCount: 0,
        spendEpoch: 0,
        blocked: false,
        expires: null,
        budgetResetAt: null,
      }
      expect(await rowOf(token)).toMatchObject(want)
      await post('/key/update', { key: token, ...sneaky })
      expect(await rowOf(token)).toMatchObject(want)
    })

    test('what somebody else limited stays limited', async () => {
      const app = await start()
      const { post } = app
      const { key } = await user(app, 'r-user')
      const given = {
        user_id: 'r-user',
        models: ['gpt-4o'],
        max_budget: 5,
        budget_duration: '30d',
        tpm_limit: 10,
        duration: '30d',
        guardrails: ['g'],
      }
      const { token } = (await post('/key/generate', given)).body
      const before = await rowOf(token)
      for (const raise of [
        { models: [] },
        { models: ['*'] },
        { models: ['claude'] },
        { max_budget: 6 },
        { max_budget: null },
        { tpm_limit: 11 },
        { tpm_limit: null },
        { duration: '-1' },
        { duration: '31d' },
        { budget_duration: '1d' },
        { budget_duration: null },
        { guardrails: null },
        { metadata: { guardrails: [] } },
        { allowed_routes: [] },
      ])
        expect([raise, (await post('/key/update', { key: token, ...raise }, key)).status]).toEqual([raise, 403])
      expect(await rowOf(token)).toEqual(before)
      expect((await post('/key/update', { key: token, metadata: {} }, key)).body).toMatchObject({ guardrails: ['g'] })
      expect((await post('/key/update', { key: token, max_budget: 4, key_alias: 'r-alias' }, key)).body).toMatchObject({ max_budget: 4 })
    })

    test('a key that is made with a limited key has its limits, and no more', async () => {
      const app = await start()
      const { post } = app
      const { token: free } = await user(app, 'k-user')
      const limits = { models: ['gpt-4o'], max_budget: 5, budget_duration: '30d', rpm_limit: 10, duration: '30d', guardrails: ['g'] }
      const { key } = (await post('/key/generate', { user_id: 'k-user', ...limits })).body
      for (const [raise, status] of [
        [{ models: ['claude'] }, 403],
        [{ max_budget: 6 }, 403],
        [{ max_budget: 5, budget_duration: '1d' }, 403],
        [{ rpm_limit: 11 }, 403],
        [{ duration: '31d' }, 403],
        [{ max_budget: 5, rpm_limit: 1 }, 200],
      ] as const)
        expect([raise, (await post('/key/generate', raise, key)).status]).toEqual([raise, status])
      const want = {
        models: ['gpt-4o'],
        max_budget: 5,
        budget_duration: '30d',
        rpm_limit: 10,
        expires: '2026-03-16T12:00:00.000Z',
        guardrails: ['g'],
      }
      expect((await post('/key/generate', {}, key)).body).toMatchObject(want)
      expect((await post('/key/generate', { models: null, max_budget: null, guardrails: [] }, key)).body).toMatchObject(want)
      // nor does it get hold of one that has more
      expect((await post('/key/regenerate', { key: free }, key)).status).toBe(403)
      const narrow = (await post('/key/generate', { user_id: 'k-user', allowed_routes: ['/key/generate', 'llm_api_routes'] })).body.key
      expect((await post('/key/generate', {}, narrow)).body).toMatchObject({ allowed_routes: ['/key/generate', 'llm_api_routes'] })
      expect((await post('/key/generate', { allowed_routes: ['/key/list'] }, narrow)).status).toBe(403)
    })

    test('a key never exceeds its team or its user, whoever makes it', async () => {
      const app = await start()
      const { post } = app
      await post('/team/new', { team_id: 'c-team', models: ['gpt-4o'], max_budget: 10, tpm_limit: 100, model_aliases: { fast: 'gpt-4o' } })
      await post('/user/new', { user_id: 'c-user', models: ['claude'], max_budget: 3, auto_create_key: false })
      for (const [asked, error] of [
        [{ team_id: 'c-team', models: ['claude'] }, [403, 'auth_error', 'models']],
        [{ team_id: 'c-team', models: ['*'] }, [403, 'auth_error', 'models']],
        [{ team_id: 'c-team', max_budget: 11 }, [400, 'bad_request_error', 'max_budget']],
        [{ team_id: 'c-team', tpm_limit: 101 }, [400, 'bad_request_error', 'tpm_limit']],
        [{ user_id: 'c-user', models: ['gpt-4o'] }, [403, 'auth_error', 'models']],
        [{ user_id: 'c-user', max_budget: 4 }, [400, 'bad_request_error', 'max_budget']],
        [{ team_id: 'c-team', models: ['all-team-models'] }, undefined],
        [{ team_id: 'c-team', models: ['fast'] }, undefined],
        [{ team_id: 'c-team', user_id: 'c-user', max_budget: 4 }, undefined],
      ] as const)
        expect([asked, (await post('/key/generate', asked)).error]).toEqual([asked, error])
      const { key } = (await post('/key/generate', { models: ['claude'], max_budget: 50 })).body
      expect((await post('/key/update', { key, team_id: 'c-team' })).error).toEqual([403, 'auth_error', 'models'])
      expect((await post('/key/update', { key, team_id: 'c-team', models: [] })).error).toEqual([400, 'bad_request_error', 'max_budget'])
      expect((await post('/key/update', { key, team_id: 'c-team', models: [], max_budget: 5 })).body).toMatchObject({ team_id: 'c-team' })
      expect((await post('/key/update', { key, max_budget: 11 })).error).toEqual([400, 'bad_request_error', 'max_budget'])
    })

    test('admins of a team manage its keys, members as it lets them, and nobody takes the key of who may do more', async () => {
      const app = await start()
      const { post, get } = app
      const [admin, member, stranger] = [await user(app, 't-admin'), await user(app, 't-member'), await user(app, 't-stranger')]
      await user(app, 't-boss', { user_role: 'proxy_admin' })
      await post('/team/new', { team_id: 't', max_budget: 10, admins: ['t-admin'], members: ['t-member', 't-boss'] })
      await post('/team/new', { team_id: 't2' })
      const generate = (body: object, key: string) => post('/key/generate', { team_id: 't', ...body }, key)
      const made = await generate({ user_id: 't-member' }, admin.key)
      // whoever sees the key of another calls models with it, and does nothing in their name
      expect(made.body).toMatchObject({ user_id: 't-member', team_id: 't', allowed_routes: ['llm_api_routes'] })
      const outcomes = async (key: string) => [
        (await generate({}, key)).status,
        (await generate({ user_id: 't-boss' }, key)).status,
        (await generate({ user_id: 't-stranger' }, key)).status,
        (await generate({ user_id: 't-unknown' }, key)).status,
        (await generate({ user_id: 't-member', allowed_routes: ['/key/generate'] }, key)).status,
        (await post('/key/service-account/generate', { team_id: 't' }, key)).status,
        (await post('/key/generate', { team_id: 't2' }, key)).status,
        (await post('/key/update', { key: made.body.key, max_budget: 5 }, key)).status,
        (await post('/key/update', { key: made.body.key, max_budget: 11 }, key)).status,
        (await post('/key/update', { key: made.body.key, allowed_routes: [] }, key)).status,
        (await post('/key/update', { key: made.body.key, user_id: 't-admin' }, key)).status,
        (await post('/key/update', { key: made.body.key, team_id: 't2' }, key)).status,
        (await post('/key/block', { key: made.body.key }, key)).status,
        (await post('/key/unblock', { key: made.body.key }, key)).status,
        (await post(`/key/${made.body.token}/reset_spend`, { reset_to: 0 }, key)).status,
        (await post('/key/update', { key: made.body.key, spend: 0 }, key)).status,
        (await get('/key/list?team_id=t', key)).status,
      ]
      expect(await outcomes(admin.key)).toEqual([200, 403, 403, 403, 403, 200, 403, 200, 400, 403, 403, 403, 200, 200, 200, 403, 200])
      expect(await outcomes(stranger.key)).toEqual(Array.from({ length: 17 }, () => 403))
      // the member owns the key that was made for them
      expect(await outcomes(member.key)).toEqual([403, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 403, 200])
      const boss = (await post('/key/generate', { team_id: 't', user_id: 't-boss' })).body
      expect((await post('/key/regenerate', { key: boss.token }, admin.key)).status).toBe(403)
      expect((await post('/key/regenerate', { key: boss.token, new_key: 'sk-taken-over' }, admin.key)).status).toBe(403)
      expect((await get(`/key/info?key=${boss.token}`, admin.key)).status).toBe(200)
      const open = (await post('/key/generate', { team_id: 't', user_id: 't-member' })).body
      const taken = await post('/key/regenerate', { key: open.token, max_budget: 2 }, admin.key)
      expect(taken.body).toMatchObject({ user_id: 't-member', max_budget: 2, allowed_routes: ['llm_api_routes'] })
      expect((await post('/key/generate', {}, taken.body.key)).status).toBe(403)
      const wide = (await post('/key/generate', { team_id: 't', user_id: 't-member', allowed_routes: ['/key/generate'] })).body
      expect((await post('/key/regenerate', { key: wide.token }, admin.key)).status).toBe(403)
      expect((await post('/key/generate', { team_id: 't', user_id: 't-member' }, wide.key)).status).toBe(403)
      await post('/team/permissions_update', { team_id: 't', team_member_permissions: ['/key/generate', '/key/delete'] })
      const own = await generate({}, member.key)
      expect(own.body).toMatchObject({ team_id: 't', user_id: 't-member' })
      expect((await generate({ user_id: 't-admin' }, member.key)).status).toBe(403)
      expect((await generate({ max_budget: 11 }, member.key)).status).toBe(400)
      expect((await post('/key/delete', { keys: [made.body.key] }, member.key)).status).toBe(200)
      expect((await get(`/key/info?key=${boss.token}`, member.key)).status).toBe(403)
    })

    test('admins of an organization keep to its keys', async () => {
      const app = await start()
      const { post, get } = app
      const { key } = await user(app, 'o-admin')
      await user(app, 'o-outsider')
      await post('/organization/new', { organization_id: 'o1', organization_alias: 'O1', models: ['gpt-4o'], max_budget: 10 })
      await post('/organization/new', { organization_id: 'o2', organization_alias: 'O2' })
      await post('/organization/member_add', { organization_id: 'o1', member: { role: 'org_admin', user_id: 'o-admin' } })
      await post('/team/new', { team_id: 'o-team', organization_id: 'o1' })
      await post('/team/new', { team_id: 'o-free' })
      const ofOrganization = (await post('/key/generate', { team_id: 'o-team' })).body
      expect(ofOrganization).toMatchObject({ organization_id: 'o1' })
      expect((await post('/key/update', { key: ofOrganization.token, max_budget: 5 }, key)).status).toBe(200)
      expect((await post('/key/update', { key: ofOrganization.token, max_budget: 11 }, key)).status).toBe(400)
      expect((await post('/key/update', { key: ofOrganization.token, models: ['claude'] }, key)).status).toBe(403)
      expect((await post('/key/generate', { team_id: 'o-team', user_id: 'o-admin' }, key)).status).toBe(200)
      expect((await post('/key/generate', { team_id: 'o-free', organization_id: 'o1' }, key)).status).toBe(400)
      expect((await post('/key/generate', { organization_id: 'o2' }, key)).status).toBe(403)
      expect((await post('/key/generate', { organization_id: 'o1', user_id: 'o-outsider' }, key)).status).toBe(403)
      expect((await get('/key/list?organization_id=o1', key)).body.keys).toContain(ofOrganization.token)
      expect((await get('/key/list?organization_id=o2', key)).status).toBe(403)
      const made = (await post('/user/new', { user_id: 'o-new', organizations: ['o1'] }, key)).body
      expect(made).toMatchObject({ user_id: 'o-new', organization_id: 'o1', allowed_routes: ['llm_api_routes'] })
      const raise = { user_id: 'o-sneaky', organizations: ['o1'], permissions: { get_spend_routes: true } }
      expect((await post('/user/new', raise, key)).status).toBe(403)
    })

    test('who only looks changes nothing, and a key without a user makes none', async () => {
      const app = await start()
      const { post, get } = app
      const victim = (await post('/key/generate', {})).body
      const looks = async (key: string) => [
        (await post('/key/generate', {}, key)).status,
        (await post('/key/update', { key: victim.token, max_budget: 1 }, key)).status,
        (await post('/key/delete', { keys: [victim.token] }, key)).status,
        (await post('/key/regenerate', { key: victim.token }, key)).status,
        (await get(`/key/info?key=${victim.token}`, key)).status,
        (await get('/key/info', key)).status,
        (await get('/key/list', key)).status,
      ]
      const keyOf = async (id: string, role: string) => (await post('/user/new', { user_id: id, user_role: role })).body.key
      expect(await looks(await keyOf('v-admin', 'proxy_admin_viewer'))).toEqual([403, 403, 403, 403, 200, 200, 200])
      expect(await looks(await keyOf('v-user', 'internal_user_viewer'))).toEqual([403, 403, 403, 403, 403, 200, 200])
      const nobody = (await post('/key/generate', {})).body
      expect(await looks(nobody.key)).toEqual([403, 403, 403, 403, 403, 200, 200])
      expect((await get('/key/list', nobody.key)).body.keys).toEqual([nobody.token])
    })

    test('a guaranteed limit is refused where the team has promised it already', async () => {
      const { post } = await start()
      await post('/team/new', { team_id: 'g-team', tpm_limit: 100, rpm_limit: 10, model_tpm_limit: { claude: 20 } })
      const guaranteed = { team_id: 'g-team', tpm_limit_type: 'guaranteed_throughput', rpm_limit_type: 'guaranteed_throughput' }
      const first = (await post('/key/generate', { ...guaranteed, tpm_limit: 60, rpm_limit: 5, model_tpm_limit: { claude: 15 } })).body
      for (const [more, error] of [
        [{ tpm_limit: 41 }, [400, 'bad_request_error', 'tpm_limit']],
        [{ rpm_limit: 6 }, [400, 'bad_request_error', 'rpm_limit']],
        [{ model_tpm_limit: { claude: 6 } }, [400, 'bad_request_error', 'tpm_limit']],
        [{ tpm_limit: 41, tpm_limit_type: 'best_effort_throughput' }, undefined],
      ] as const)
        expect([more, (await post('/key/generate', { ...guaranteed, ...more })).error]).toEqual([more, error])
      expect((await post('/key/update', { key: first.key, tpm_limit: 60 })).error).toEqual([400, 'bad_request_error', 'tpm_limit'])
      expect((await post('/key/update', { key: first.key, tpm_limit: 59 })).status).toBe(200)
    })

    test('the config gives new keys their defaults, their bounds, and says who makes which', async () => {
      const app = await start(`
litellm_settings:
  default_key_generate_params: { max_budget: 1, models: [gpt-4o], metadata: { from: config }, duration: 7d }
  upperbound_key_generate_params: { max_budget: 20, tpm_limit: 100, duration: 30d }
  key_generation_settings:
    team_key_generation: { allowed_team_member_roles: [admin], required_params: [tags] }
    personal_key_generation: { allowed_user_roles: [proxy_admin] }
`)
      const { post } = app
      const plain = (await post('/key/generate', {})).body
      expect(plain).toMatchObject({
        max_budget: 1,
        models: ['gpt-4o'],
        metadata: { from: 'config' },
        tpm_limit: 100,
        expires: '2026-02-21T12:00:00.000Z',
      })
      expect((await post('/key/generate', { max_budget: 20, duration: '30d' })).body).toMatchObject({ max_budget: 20 })
      for (const [over, param] of [
        [{ max_budget: 21 }, 'max_budget'],
        [{ tpm_limit: 101 }, 'tpm_limit'],
        [{ duration: '2mo' }, 'duration'],
      ] as const) {
        expect((await post('/key/generate', over)).error).toEqual([400, 'bad_request_error', param])
        expect((await post('/key/update', { key: plain.key, ...over })).error).toEqual([400, 'bad_request_error', param])
      }
      expect((await post('/key/update', { key: plain.key, max_budget: null })).body).toMatchObject({ max_budget: 20 })
      const root = (await post('/user/new', { user_id: 'd-user', models: ['gpt-4o'] })).body.key
      expect((await post('/key/generate', {}, root)).error?.slice(0, 2)).toEqual([403, 'auth_error'])
      await post('/team/new', { team_id: 'd-team', admins: ['d-user'] })
      expect((await post('/key/generate', { team_id: 'd-team' }, root)).error).toEqual([400, 'bad_request_error', 'tags'])
      expect((await post('/key/generate', { team_id: 'd-team', tags: ['x'] }, root)).body).toMatchObject({ tags: ['x'], user_id: 'd-user' })
      await post('/team/member_update', { team_id: 'd-team', user_id: 'd-user', role: 'user' })
      await post('/team/permissions_update', { team_id: 'd-team', team_member_permissions: ['/key/generate'] })
      expect((await post('/key/generate', { team_id: 'd-team', tags: ['x'] }, root)).error?.slice(0, 2)).toEqual([403, 'auth_error'])
    })

    test('without personal keys users make keys of their teams alone, and administrators what they like', async () => {
      const { post } = await start('  default_team_disabled: true\n')
      const root = (await post('/user/new', { user_id: 'n-user' })).body.key
      await post('/team/new', { team_id: 'n-team', admins: ['n-user'] })
      expect((await post('/key/generate', {}, root)).error?.slice(0, 2)).toEqual([403, 'auth_error'])
      expect((await post('/key/generate', { team_id: 'n-team' }, root)).body).toMatchObject({ team_id: 'n-team', user_id: 'n-user' })
      expect((await post('/key/generate', { user_id: 'n-user' })).status).toBe(200)
    })
  })
})
