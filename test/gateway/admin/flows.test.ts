/** The administration as scripts written for LiteLLM use it, on every database. */

import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { auditLog, deletedKeys, deletedTeams, keys, teamMembers, teams, users } from '../../../src/gateway/store/tables.js'
import { masterKey } from '../gateway-support.js'
import { databases, type Opened } from '../store/databases.js'
import { openAdmin } from './admin-app.js'

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('flows', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
    })
    afterAll(async () => {
      await opened?.close()
    })
    const start = (config?: string) => openAdmin(opened.connection, config === undefined ? {} : { config })

    test('team, members, info, delete', async () => {
      const { post, get, told } = await start()
      const made = await post('/team/new', {
        team_id: 't-flow',
        team_alias: 'Flow',
        models: ['gpt-4o'],
        max_budget: 10,
        budget_duration: '30d',
        tags: ['a'],
        members_with_roles: [{ role: 'admin', user_id: 'flow-admin' }],
      })
      expect(made.body).toMatchObject({
        team_id: 't-flow',
        team_alias: 'Flow',
        models: ['gpt-4o'],
        max_budget: 10,
        spend: 0,
        budget_reset_at: '2026-03-01T00:00:00.000Z',
        metadata: { tags: ['a'] },
        members_with_roles: [{ role: 'admin', user_id: 'flow-admin', user_email: null }],
      })
      expect((await post('/team/new', { team_id: 't-flow' })).error).toEqual([400, 'bad_request_error', 'team_id'])
      const added = await post('/team/member_add', {
        team_id: 't-flow',
        member: { role: 'user', user_id: 'flow-user' },
        max_budget_in_team: 2,
      })
      expect(added.body.updated_users).toMatchObject([{ user_id: 'flow-user', teams: ['t-flow'] }])
      expect(added.body.updated_team_memberships).toMatchObject([{ user_id: 'flow-user', litellm_budget_table: { max_budget: 2 } }])
      expect((await post('/team/member_add', { team_id: 't-flow', member: [{ role: 'user', user_id: 'flow-user' }] })).error).toEqual([
        400,
        'team_member_already_in_team',
        'user_id',
      ])
      await opened.connection.db.insert(keys).values({ token: 'flow-key', keyName: 'sk-...abcd', teamId: 't-flow', userId: 'flow-user' })
      const info = await get('/team/info?team_id=t-flow')
      expect(info.body).toMatchObject({
        team_id: 't-flow',
        team_info: { members: ['flow-admin', 'flow-user'], admins: ['flow-admin'], team_member_budget_table: null },
        keys: [{ key_name: 'sk-...abcd' }],
        team_memberships: [{ user_id: 'flow-admin' }, { user_id: 'flow-user' }],
      })
      expect(JSON.stringify(info.body)).not.toContain('flow-key')
      expect(
        (await post('/team/member_update', { team_id: 't-flow', user_id: 'flow-user', role: 'admin', max_budget_in_team: 3 })).body,
      ).toEqual({
        team_id: 't-flow',
        user_id: 'flow-user',
        user_email: null,
        role: 'admin',
        max_budget_in_team: 3,
        budget_duration: null,
        tpm_limit: null,
        rpm_limit: null,
      })
      expect((await post('/team/delete', { team_ids: ['t-flow', 't-unknown'] })).error).toEqual([404, 'not_found_error', 'team_ids'])
      expect((await get('/team/info?team_id=t-flow')).status).toBe(200)
      expect((await post('/team/delete', { team_ids: ['t-flow'] })).body).toEqual({ deleted_teams: ['t-flow'] })
      const { db } = opened.connection
      expect(await db.select().from(keys).where(eq(keys.teamId, 't-flow'))).toEqual([])
      expect(await db.select().from(teamMembers).where(eq(teamMembers.teamId, 't-flow'))).toEqual([])
      expect(await db.select().from(deletedKeys).where(eq(deletedKeys.token, 'flow-key'))).toHaveLength(1)
      expect(await db.select().from(deletedTeams).where(eq(deletedTeams.teamId, 't-flow'))).toMatchObject([
        { deletedBy: 'default_user_id' },
      ])
      expect(told.at(-1)).toEqual({ kind: 'team', id: 't-flow' })
      expect((await get('/team/info?team_id=t-flow')).error).toEqual([404, 'not_found_error', 'team_id'])
    })

    test('a member who leaves loses their keys of the team', async () => {
      const { post } = await start()
      const { db } = opened.connection
      await post('/team/new', { team_id: 't-leave', members: ['leaver'] })
      await db.insert(keys).values([
        { token: 'leave-1', keyName: 'sk-...1111', teamId: 't-leave', userId: 'leaver' },
        { token: 'leave-2', keyName: 'sk-...2222', userId: 'leaver' },
      ])
      expect((await post('/team/member_delete', { team_id: 't-leave', user_id: 'leaver' })).body).toMatchObject({ members: [] })
      expect(await db.select({ token: keys.token }).from(keys).where(eq(keys.userId, 'leaver'))).toEqual([{ token: 'leave-2' }])
      expect((await post('/team/member_delete', { team_id: 't-leave', user_id: 'leaver' })).status).toBe(404)
    })

    test('user with a key that works, info with a raw plus, update, delete', async () => {
      const { post, get } = await start()
      const made = await post('/user/new', {
        user_id: 'jane+x@example.org',
        user_email: 'Jane@Example.org',
        max_budget: 5,
        models: ['gpt-4o'],
      })
      expect(made.body).toMatchObject({
        user_id: 'jane+x@example.org',
        user_role: 'internal_user',
        max_budget: 5,
        models: ['gpt-4o'],
        teams: [],
        key: expect.stringMatching(/^sk-/),
        key_name: expect.stringMatching(/^sk-\.\.\..{4}$/),
        expires: null,
      })
      expect(made.body.token).toBe(made.body.token_id)
      const key: string = made.body.key
      const own = await get('/user/info', key)
      expect(own.body).toMatchObject({
        user_id: 'jane+x@example.org',
        user_info: { user_email: 'Jane@Example.org', spend: 0 },
        keys: [{ token: made.body.token, team_alias: null }],
        teams: [],
      })
      expect(own.body.user_info).not.toHaveProperty('password')
      expect((await get('/user/info?user_id=jane+x@example.org')).body.user_id).toBe('jane+x@example.org')
      expect((await get('/v2/user/info?user_id=jane%2Bx@example.org')).body).toMatchObject({ user_id: 'jane+x@example.org', max_budget: 5 })
      expect((await post('/user/new', { user_id: 'jane+x@example.org' })).error).toEqual([409, 'bad_request_error', 'user_id'])
      expect((await post('/user/new', { user_email: 'jane@example.ORG' })).error).toEqual([409, 'bad_request_error', 'user_email'])
      const updated = await post('/user/update', { user_email: 'jane@example.org', max_budget: null, metadata: { a: 1 } })
      expect(updated.body).toMatchObject({
        user_id: 'jane+x@example.org',
        data: { max_budget: null, metadata: { a: 1 }, models: ['gpt-4o'] },
      })
      expect((await post('/user/delete', { user_ids: ['jane+x@example.org', 'nobody'] })).status).toBe(404)
      expect((await post('/user/delete', { user_ids: ['jane+x@example.org'] })).body).toBe(1)
      expect((await get('/user/info', key)).error?.slice(0, 2)).toEqual([401, 'token_not_found_in_db'])
      expect((await get('/user/info?user_id=jane+x@example.org')).error).toEqual([404, 'not_found_error', 'user_id'])
    })

    test('a password is kept as scrypt and shown nowhere', async () => {
      const { post, get } = await start()
      const made = await post('/user/new', { user_id: 'with-password', password: 'correct horse', auto_create_key: false })
      expect(made.body).toMatchObject({ key: '', user_id: 'with-password' })
      const [row] = await opened.connection.db.select().from(users).where(eq(users.userId, 'with-password'))
      expect(row?.password).toMatch(/^scrypt\$[\w-]{22}\$[\w-]{43}$/)
      expect((await get('/user/info?user_id=with-password')).body.user_info).not.toHaveProperty('password')
      expect((await post('/user/update', { user_id: 'with-password', password: 'short' })).error).toEqual([
        422,
        'validation_error',
        'password',
      ])
    })

    test('the config gives new users limits, unless the request gives others or they administer', async () => {
      const params = 'default_internal_user_params: { models: [gpt-4o], user_role: internal_user_viewer, max_budget: 3 }'
      const { post } = await start(`\nlitellm_settings:\n  max_internal_user_budget: 9\n  internal_user_budget_duration: 1d\n  ${params}\n`)
      const made = async (more: object) => (await post('/user/new', { auto_create_key: false, ...more })).body
      const given = { models: ['gpt-4o'], max_budget: 3, budget_duration: '1d', user_role: 'internal_user_viewer' }
      expect(await made({})).toMatchObject(given)
      expect(await made({ max_budget: null, models: [], user_role: 'internal_user' })).toMatchObject({
        ...given,
        models: [],
        max_budget: null,
        user_role: 'internal_user',
      })
      expect(await made({ user_role: 'proxy_admin' })).toMatchObject({ models: [], max_budget: null, budget_duration: null })
    })

    test('users by pages, filters and orders; text that looks like SQL is text', async () => {
      const { post, get } = await start()
      for (const id of ['list-a', 'list-b', 'list-c'])
        await post('/user/new', { user_id: id, user_email: `${id}@list.org`, auto_create_key: id === 'list-b' })
      const page = await get('/user/list?user_email=@list.org&page=1&page_size=2&sort_by=user_id&sort_order=desc')
      expect(page.body).toMatchObject({ total: 3, page: 1, page_size: 2, total_pages: 2 })
      expect(page.body.users.map((each: { user_id: string; key_count: number }) => [each.user_id, each.key_count])).toEqual([
        ['list-c', 0],
        ['list-b', 1],
      ])
      expect((await get('/user/list?user_ids=list-')).body.total).toBe(3)
      expect((await get('/user/list?user_ids=list-a,list-c')).body.total).toBe(2)
      expect((await get('/user/list?user_ids=list_')).body.total).toBe(0)
      expect((await get('/user/list?sort_by=password')).error).toEqual([400, 'invalid_request_error', 'sort_by'])
      expect((await get('/user/list?page_size=101')).error).toEqual([422, 'validation_error', 'page_size'])
      const sql = "x'; drop table users; --"
      expect((await get(`/user/list?user_ids=${encodeURIComponent(sql)}`)).body.total).toBe(0)
      expect((await get(`/user/list?sort_by=${encodeURIComponent(sql)}`)).status).toBe(400)
      expect((await post('/team/new', { team_id: sql, team_alias: sql, metadata: { [sql]: sql } })).body).toMatchObject({
        team_id: sql,
        metadata: { [sql]: sql },
      })
      expect((await get(`/v2/team/list?team_alias=${encodeURIComponent(sql)}`)).body).toMatchObject({ total: 1, teams: [{ team_id: sql }] })
      expect((await post('/team/model/add', { team_id: sql, models: [sql, 'b', sql] })).body.models).toEqual([sql, 'b'])
      expect((await post('/team/model/delete', { team_id: sql, models: ['b'] })).body.models).toEqual([sql])
      expect((await post('/team/model/delete', { team_id: sql, models: [sql] })).error).toEqual([400, 'bad_request_error', 'models'])
      expect((await get('/user/list?user_ids=list-')).body.total).toBe(3)
    })

    test('budgets: new, update, info, list, settings, delete', async () => {
      const { post, get, clock } = await start()
      expect(
        (
          await post('/budget/new', {
            budget_id: 'b-1',
            max_budget: 10,
            budget_duration: '1d',
            model_max_budget: { 'gpt-4o': { budget_limit: 1, time_period: '1d' } },
          })
        ).body,
      ).toMatchObject({
        budget_id: 'b-1',
        max_budget: 10,
        budget_reset_at: '2026-02-15T00:00:00.000Z',
        created_by: 'default_user_id',
      })
      expect((await post('/budget/new', { budget_id: 'b-1' })).error).toEqual([400, 'bad_request_error', 'budget_id'])
      expect((await post('/budget/new', { max_budget: -1 })).error).toEqual([400, 'bad_request_error', 'max_budget'])
      expect((await post('/budget/new', { model_max_budget: { m: 'x' } })).error).toEqual([400, 'bad_request_error', 'model_max_budget.m'])
      expect((await post('/budget/update', { max_budget: 1 })).error).toEqual([400, 'bad_request_error', 'budget_id'])
      expect((await post('/budget/update', { budget_id: 'none' })).status).toBe(404)
      expect((await post('/budget/update', { budget_id: 'b-1', max_budget: null })).body).toMatchObject({
        max_budget: null,
        budget_duration: '1d',
      })
      expect((await post('/budget/info', { budgets: [] })).status).toBe(400)
      clock.now = Date.UTC(2026, 1, 20, 12)
      expect((await post('/budget/info', { budgets: ['b-1', 'none'] })).body).toMatchObject([
        { budget_reset_at: '2026-02-21T00:00:00.000Z' },
      ])
      expect((await get('/budget/settings?budget_id=b-1')).body[0]).toMatchObject({ field_name: 'max_budget', field_value: null })
      expect((await get('/budget/list')).body.map((each: { budget_id: string }) => each.budget_id)).toContain('b-1')
      expect((await post('/budget/delete', { id: 'b-1' })).body).toMatchObject({ budget_id: 'b-1' })
      expect((await post('/budget/delete', { id: 'b-1' })).status).toBe(404)
    })

    test('customers under both names, with a budget that starts anew', async () => {
      const { post, get, clock, told } = await start()
      const made = await post('/customer/new', {
        user_id: 'c-1',
        alias: 'C',
        max_budget: 1,
        budget_duration: '1d',
        allowed_model_region: 'eu',
        default_model: 'gpt-4o',
      })
      expect(made.body).toMatchObject({
        user_id: 'c-1',
        budget_reset_at: '2026-02-15T00:00:00.000Z',
        litellm_budget_table: { max_budget: 1 },
      })
      expect(told).toEqual([{ kind: 'end_user', id: 'c-1' }])
      expect((await post('/end_user/new', { user_id: 'c-1' })).error).toEqual([400, 'bad_request_error', 'user_id'])
      expect((await post('/customer/new', { user_id: 'c-2', budget_id: 'x', max_budget: 1 })).error).toEqual([
        422,
        'validation_error',
        'budget_id',
      ])
      expect((await post('/customer/new', { user_id: 'c-2', default_model: 'none' })).error).toEqual([
        422,
        'validation_error',
        'default_model',
      ])
      expect((await post('/customer/new', {})).error).toEqual([422, 'validation_error', 'user_id'])
      expect((await post('/customer/update', { user_id: 'c-1', spend: 0.5, max_budget: 2 })).body).toMatchObject({
        spend: 0.5,
        litellm_budget_table: { max_budget: 2, budget_duration: '1d' },
      })
      clock.now = Date.UTC(2026, 1, 15, 1)
      expect((await get('/end_user/info?end_user_id=c-1')).body).toMatchObject({ spend: 0, budget_reset_at: '2026-02-16T00:00:00.000Z' })
      expect((await post('/customer/block', { user_ids: ['c-1', 'c-new'] })).body.blocked_users).toMatchObject([
        { user_id: 'c-1', blocked: true },
        { user_id: 'c-new', blocked: true },
      ])
      expect((await post('/customer/unblock', { user_ids: ['c-1'] })).body.unblocked_users).toMatchObject([{ blocked: false }])
      expect((await post('/customer/delete', { user_ids: ['c-1', 'none'] })).status).toBe(404)
      expect((await post('/customer/delete', { user_ids: ['c-1', 'c-new'] })).body).toMatchObject({ deleted_customers: 2 })
      expect((await get('/customer/info?end_user_id=c-1')).error).toEqual([404, 'not_found_error', 'end_user_id'])
    })

    test('tags: new, update, info, list, delete', async () => {
      const { post, get } = await start()
      expect((await post('/tag/new', { name: 'jobs', max_budget: 5, models: ['gpt-4o'] })).body.tag).toMatchObject({
        name: 'jobs',
        litellm_budget_table: { max_budget: 5 },
      })
      expect((await post('/tag/new', { name: 'jobs' })).error).toEqual([400, 'bad_request_error', 'name'])
      expect((await post('/tag/update', { name: 'jobs', description: 'd', max_budget: 6 })).body.tag).toMatchObject({
        description: 'd',
        models: ['gpt-4o'],
        litellm_budget_table: { max_budget: 6 },
      })
      expect((await post('/tag/info', { names: ['jobs'] })).body.jobs).toMatchObject({ name: 'jobs' })
      expect((await post('/tag/info', { names: ['none'] })).status).toBe(404)
      expect((await get('/tag/list')).body).toMatchObject([{ name: 'jobs' }])
      expect((await post('/tag/delete', { name: 'jobs' })).status).toBe(200)
      expect((await post('/tag/delete', { name: 'jobs' })).status).toBe(404)
    })

    test('members one by one: who is in already holds up nobody; models are added by many at once', async () => {
      const { post } = await start()
      await post('/team/new', {
        team_id: 't-bulk',
        models: ['a'],
        team_member_budget: 4,
        team_member_budget_duration: '1d',
        members: ['bulk-1'],
      })
      const members = ['bulk-1', 'bulk-2'].map((id) => ({ role: 'user', user_id: id }))
      expect((await post('/team/bulk_member_add', { team_id: 't-bulk', members })).body).toMatchObject({
        total_requested: 2,
        successful_additions: 1,
        failed_additions: 1,
        results: [
          { user_id: 'bulk-1', success: false },
          { user_id: 'bulk-2', success: true, updated_team_membership: { budget_reset_at: '2026-02-15T00:00:00.000Z' } },
        ],
        updated_team: { members: ['bulk-1', 'bulk-2'] },
      })
      const byEmail = (id: string) => ({ team_id: 't-bulk', member: { role: 'user', user_id: id, user_email: 'bulk@x.org' } })
      expect((await post('/team/member_add', byEmail('bulk-3'))).body.updated_users).toMatchObject([
        { user_id: 'bulk-3', user_email: 'bulk@x.org' },
      ])
      expect((await post('/team/member_add', byEmail('bulk-4'))).error).toEqual([409, 'bad_request_error', 'user_email'])
      expect((await post('/team/member_delete', { team_id: 't-bulk', user_email: 'BULK@x.org' })).body.members).toEqual([
        'bulk-1',
        'bulk-2',
      ])
      const names = ['b', 'c', 'd', 'e']
      await Promise.all(names.map((name) => post('/team/model/add', { team_id: 't-bulk', models: [name] })))
      const { models } = (await post('/team/model/add', { team_id: 't-bulk', models: [] })).body
      expect([...models].sort()).toEqual(['a', ...names])
      const updates = [
        { user_id: 'bulk-1', max_budget: 5 },
        { user_id: 'bulk-none', max_budget: 5 },
      ]
      expect((await post('/user/bulk_update', { users: updates })).body).toMatchObject({
        total_requested: 2,
        successful_updates: 1,
        failed_updates: 1,
        results: [
          { user_id: 'bulk-1', success: true, updated_user: { max_budget: 5 } },
          { user_id: 'bulk-none', success: false },
        ],
      })
    })

    test('organizations: teams exceed neither their models nor their budget', async () => {
      const { post, get, ask } = await start()
      const made = await post('/organization/new', { organization_id: 'o-1', organization_alias: 'O', models: ['gpt-4o'], max_budget: 10 })
      expect(made.body).toMatchObject({ organization_id: 'o-1', litellm_budget_table: { max_budget: 10 } })
      expect((await post('/team/new', { team_id: 'o-t', organization_id: 'o-1', models: ['claude'] })).error?.slice(0, 2)).toEqual([
        403,
        'auth_error',
      ])
      expect((await post('/team/new', { team_id: 'o-t', organization_id: 'o-1', max_budget: 11 })).error).toEqual([
        400,
        'bad_request_error',
        'max_budget',
      ])
      expect((await post('/team/new', { team_id: 'o-t', organization_id: 'none' })).error).toEqual([
        400,
        'bad_request_error',
        'organization_id',
      ])
      expect((await post('/team/new', { team_id: 'o-t', organization_id: 'o-1', max_budget: 9 })).status).toBe(200)
      expect((await post('/team/update', { team_id: 'o-t', max_budget: 12 })).status).toBe(400)
      expect((await ask('PATCH', '/organization/update', { organization_id: 'o-1', max_budget: 20 })).body).toMatchObject({
        litellm_budget_table: { max_budget: 20 },
      })
      expect((await post('/team/update', { team_id: 'o-t', max_budget: 12 })).status).toBe(200)
      expect((await get('/organization/info?organization_id=o-1')).body).toMatchObject({ teams: [{ team_id: 'o-t' }], members: [] })
      const member = { organization_id: 'o-1', member: { role: 'internal_user', user_id: 'o-user' } }
      expect((await post('/organization/member_add', member)).body).toMatchObject({
        updated_users: [{ user_id: 'o-user', teams: [] }],
        updated_organization_memberships: [{ user_role: 'internal_user' }],
      })
      expect((await post('/organization/member_add', member)).error).toEqual([400, 'bad_request_error', 'user_id'])
      const change = { organization_id: 'o-1', user_id: 'o-user', role: 'org_admin' }
      expect((await ask('PATCH', '/organization/member_update', change)).body).toMatchObject({ user_role: 'org_admin' })
      const shown = [{ organization_id: 'o-1', members: [{ user_id: 'o-user' }], teams: [{ team_id: 'o-t' }] }]
      expect((await post('/organization/info', { organizations: ['o-1', 'none'] })).body).toMatchObject(shown)
      expect((await get('/organization/list')).body).toMatchObject(shown)
      expect((await ask('DELETE', '/organization/member_delete', { organization_id: 'o-1', user_id: 'o-user' })).status).toBe(200)
      expect((await ask('DELETE', '/organization/member_delete', { organization_id: 'o-1', user_id: 'o-user' })).status).toBe(404)
      expect((await ask('DELETE', '/organization/delete', { organization_ids: ['o-1'] })).status).toBe(400)
      await post('/team/delete', { team_ids: ['o-t'] })
      expect((await ask('DELETE', '/organization/delete', { organization_ids: ['o-1'] })).body).toMatchObject([{ organization_id: 'o-1' }])
    })

    test('who changed what is written down where the caller says for whom', async () => {
      const { post } = await start()
      await post('/budget/new', { budget_id: 'b-audit', max_budget: 1 }, masterKey, { 'litellm-changed-by': 'bob' })
      await post('/budget/update', { budget_id: 'b-audit', max_budget: 2 })
      const rows = await opened.connection.db.select().from(auditLog).where(eq(auditLog.objectId, 'b-audit'))
      expect(rows).toMatchObject([
        { changedBy: 'bob', action: 'created', changedByApiKey: 'litellm_proxy_master_key', updatedValues: { max_budget: 1 } },
      ])
      const told = await start('\nlitellm_settings:\n  store_audit_logs: true\n')
      await told.post('/budget/update', { budget_id: 'b-audit', max_budget: 3 })
      expect(await opened.connection.db.select().from(auditLog).where(eq(auditLog.objectId, 'b-audit'))).toHaveLength(2)
    })

    test('spend of a budget that is over is shown as nothing, and arming one begins anew', async () => {
      const { post, get, clock } = await start()
      await post('/team/new', { team_id: 't-reset', max_budget: 1, budget_duration: '1d' })
      await opened.connection.db.update(teams).set({ spend: '0.75' }).where(eq(teams.teamId, 't-reset'))
      expect((await get('/team/info?team_id=t-reset')).body.team_info.spend).toBe(0.75)
      clock.now = Date.UTC(2026, 1, 15)
      expect((await get('/team/info?team_id=t-reset')).body.team_info).toMatchObject({
        spend: 0,
        budget_reset_at: '2026-02-16T00:00:00.000Z',
      })
      await post('/team/new', { team_id: 't-arm' })
      await opened.connection.db.update(teams).set({ spend: '9' }).where(eq(teams.teamId, 't-arm'))
      expect((await post('/team/update', { team_id: 't-arm', max_budget: 1 })).body.data.spend).toBe(9)
      expect((await post('/team/update', { team_id: 't-arm', budget_duration: '1d' })).body.data.spend).toBe(0)
    })
  })
})
