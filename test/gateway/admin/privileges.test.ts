/** What others than administrators may not do, tried through the routes: raising one's own rights, limits and roles. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { keys, users } from '../../../src/gateway/store/tables.js'
import { databases, type Opened } from '../store/databases.js'
import { type AdminApp, openAdmin } from './admin-app.js'

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('privileges', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
    })
    afterAll(async () => {
      await opened?.close()
    })
    const userKey = async ({ post }: AdminApp, id: string, more: object = {}): Promise<string> =>
      (await post('/user/new', { user_id: id, ...more })).body.key

    test('users change neither their role nor their limits, nor others', async () => {
      const app = await openAdmin(opened.connection)
      const { post, get } = app
      const key = await userKey(app, 'p-user', { max_budget: 1, models: ['gpt-4o'] })
      await userKey(app, 'p-other')
      for (const raise of [
        { user_role: 'proxy_admin' },
        { max_budget: 100 },
        { max_budget: null },
        { models: [] },
        { spend: 0 },
        { tpm_limit: 5 },
        { budget_duration: '1s' },
        { blocked: false },
        { metadata: { model_rpm_limit: {} } },
        { user_email: 'admin@example.org' },
        { sso_user_id: 'admin' },
      ])
        expect([raise, (await post('/user/update', { user_id: 'p-user', ...raise }, key)).status]).toEqual([raise, 403])
      expect((await post('/user/update', { user_id: 'p-other', user_alias: 'x' }, key)).status).toBe(403)
      expect((await post('/user/update', { user_email: 'p-other@x.org', user_alias: 'x' }, key)).status).toBe(403)
      expect((await post('/user/update', { user_id: 'p-user', user_alias: 'Me' }, key)).body.data).toMatchObject({
        user_alias: 'Me',
        max_budget: 1,
      })
      expect((await get('/user/info?user_id=p-other', key)).error?.slice(0, 2)).toEqual([403, 'auth_error'])
      expect((await get('/v2/user/info?user_id=p-other', key)).status).toBe(403)
      expect((await get('/v2/user/info', key)).body.user_id).toBe('p-user')
      const [row] = await opened.connection.db.select().from(users).where(eq(users.userId, 'p-user'))
      expect(row).toMatchObject({ userRole: 'internal_user', maxBudget: '1.000000000', models: ['gpt-4o'], ssoUserId: null })
    })

    test('fields that are no fields are not read: mass assignment changes nothing', async () => {
      const { post } = await openAdmin(opened.connection)
      const sneaky = {
        user_id: 'p-mass',
        created_by: 'x',
        from_config: true,
        total_spend: 5,
        createdBy: 'x',
        fromConfig: true,
        ...JSON.parse('{"__proto__":{"userRole":"proxy_admin"},"constructor":{"user_role":"proxy_admin"}}'),
      }
      expect((await post('/user/new', sneaky)).status).toBe(200)
      const [row] = await opened.connection.db.select().from(users).where(eq(users.userId, 'p-mass'))
      expect(row).toMatchObject({ createdBy: 'default_user_id', fromConfig: false, userRole: 'internal_user' })
    })

    test('users make no users and no teams, and see no lists of all', async () => {
      const app = await openAdmin(opened.connection)
      const { post, get } = app
      const key = await userKey(app, 'p-maker')
      const asked = [
        await post('/user/new', { user_role: 'proxy_admin' }, key),
        await post('/user/new', {}, key),
        await post('/user/delete', { user_ids: ['p-maker'] }, key),
        await post('/user/bulk_update', { users: [{ user_id: 'p-maker', user_role: 'proxy_admin' }] }, key),
        await get('/user/list', key),
        await post('/team/new', { team_id: 'p-new' }, key),
        await post('/team/delete', { team_ids: ['p-new'] }, key),
        await get('/team/list?user_id=p-other', key),
        await get('/team/info?team_id=p-unknown', key),
        await post('/budget/new', { max_budget: 1 }, key),
        await get('/budget/list', key),
        await post('/customer/new', { user_id: 'x' }, key),
        await post('/tag/new', { name: 'x' }, key),
        await post('/organization/new', { organization_alias: 'x' }, key),
        await post('/organization/member_add', { organization_id: 'x', member: { role: 'org_admin', user_id: 'p-maker' } }, key),
      ]
      expect(asked.map(({ error }) => error?.slice(0, 2))).toEqual(asked.map(() => [403, 'auth_error']))
      expect((await get('/team/list', key)).body).toEqual([])
      expect((await get('/organization/list', key)).body).toEqual([])
      expect((await get('/v2/team/list', key)).body).toMatchObject({ total: 0 })
    })

    test('team admins change members, but neither the team nor beyond its budget', async () => {
      const app = await openAdmin(opened.connection)
      const { post, get } = app
      const [admin, member, stranger] = [await userKey(app, 'p-ta'), await userKey(app, 'p-tm'), await userKey(app, 'p-ts')]
      await post('/team/new', { team_id: 'p-t', max_budget: 10, admins: ['p-ta'], members: ['p-tm'] })
      const add = { team_id: 'p-t', member: { role: 'user', user_id: 'p-added' } }
      expect((await post('/team/member_add', add, member)).error?.slice(0, 2)).toEqual([403, 'auth_error'])
      expect((await post('/team/member_add', { ...add, max_budget_in_team: 11 }, admin)).error).toEqual([
        400,
        'bad_request_error',
        'max_budget_in_team',
      ])
      expect((await post('/team/member_add', add, admin)).status).toBe(200)
      expect((await post('/team/member_update', { team_id: 'p-t', user_id: 'p-tm', role: 'admin' }, member)).status).toBe(403)
      expect((await post('/team/member_update', { team_id: 'p-t', user_id: 'p-tm', max_budget_in_team: 100 }, admin)).status).toBe(400)
      expect((await post('/team/update', { team_id: 'p-t', max_budget: 1000 }, admin)).status).toBe(403)
      expect((await post('/team/model/add', { team_id: 'p-t', models: ['*'] }, admin)).status).toBe(403)
      expect((await post('/team/unblock', { team_id: 'p-t' }, admin)).status).toBe(403)
      expect((await post('/team/permissions_update', { team_id: 'p-t', team_member_permissions: ['/key/generate'] }, member)).status).toBe(
        403,
      )
      expect((await post('/team/permissions_update', { team_id: 'p-t', team_member_permissions: ['/config/update'] }, admin)).status).toBe(
        422,
      )
      expect((await post('/team/permissions_update', { team_id: 'p-t', team_member_permissions: ['/key/generate'] }, admin)).status).toBe(
        200,
      )
      expect((await get('/team/permissions_list?team_id=p-t', member)).body.team_member_permissions).toEqual(['/key/generate'])
      expect((await get('/team/info?team_id=p-t', member)).status).toBe(200)
      expect((await get('/team/info?team_id=p-t', stranger)).status).toBe(403)
      expect((await get('/v2/team/list?team_id=p-t', stranger)).body).toMatchObject({ total: 0 })
      expect((await get('/v2/team/list?team_id=p-t', member)).body).toMatchObject({ total: 1 })
    })

    test('a blocked team locks its members’ keys out at once', async () => {
      const app = await openAdmin(opened.connection)
      const { post, get } = app
      await post('/team/new', { team_id: 'p-b' })
      const key: string = (await post('/user/new', { user_id: 'p-bu' })).body.key
      await opened.connection.db.update(keys).set({ teamId: 'p-b' }).where(eq(keys.userId, 'p-bu'))
      expect((await get('/user/info', key)).status).toBe(200)
      expect((await post('/team/block', { team_id: 'p-b' })).body).toMatchObject({ blocked: true })
      expect((await get('/user/info', key)).status).toBe(403)
      expect((await post('/team/unblock', { team_id: 'p-b' })).body).toMatchObject({ blocked: false })
      expect((await get('/user/info', key)).status).toBe(200)
    })

    test('admins of an organization keep to it, and make no administrators', async () => {
      const app = await openAdmin(opened.connection)
      const { post, get, ask } = app
      const key = await userKey(app, 'p-oa')
      await post('/organization/new', { organization_id: 'p-o', organization_alias: 'O', models: ['gpt-4o'], max_budget: 10 })
      await post('/organization/new', { organization_id: 'p-o2', organization_alias: 'O2' })
      await post('/organization/member_add', { organization_id: 'p-o', member: { role: 'org_admin', user_id: 'p-oa' } })
      expect((await post('/team/new', { team_id: 'p-ot', organization_id: 'p-o', max_budget: 5 }, key)).body).toMatchObject({
        admins: ['p-oa'],
      })
      expect((await post('/team/new', { organization_id: 'p-o2' }, key)).status).toBe(403)
      expect((await post('/team/new', {}, key)).status).toBe(403)
      expect((await post('/team/update', { team_id: 'p-ot', max_budget: 11 }, key)).status).toBe(400)
      expect((await post('/team/update', { team_id: 'p-ot', models: ['claude'] }, key)).status).toBe(403)
      expect((await post('/team/update', { team_id: 'p-ot', organization_id: 'p-o2' }, key)).status).toBe(403)
      expect((await post('/team/update', { team_id: 'p-ot', organization_id: null }, key)).status).toBe(403)
      expect((await ask('PATCH', '/organization/update', { organization_id: 'p-o', max_budget: 100 }, key)).status).toBe(403)
      expect((await post('/user/new', { organizations: ['p-o'], user_role: 'proxy_admin' }, key)).status).toBe(403)
      expect((await post('/user/new', { organizations: ['p-o2'] }, key)).status).toBe(403)
      expect((await post('/user/new', { organizations: ['p-o'], models: ['claude'] }, key)).status).toBe(403)
      expect((await post('/user/new', { organizations: ['p-o'], max_budget: 11 }, key)).status).toBe(400)
      const made = await post('/user/new', { user_id: 'p-ou', organizations: ['p-o'], max_budget: 10 }, key)
      expect(made.body).toMatchObject({ user_id: 'p-ou', organization_id: 'p-o' })
      expect((await get('/organization/info?organization_id=p-o2', key)).status).toBe(403)
      expect((await get('/team/list?organization_id=p-o', key)).body).toMatchObject([{ team_id: 'p-ot' }])
    })

    test('administrators who only look change nothing', async () => {
      const app = await openAdmin(opened.connection)
      const { post, get } = app
      const key = await userKey(app, 'p-viewer', { user_role: 'proxy_admin_viewer' })
      expect((await get('/user/list', key)).status).toBe(200)
      expect((await get('/budget/list', key)).status).toBe(200)
      expect((await post('/user/update', { user_id: 'p-viewer', user_role: 'proxy_admin' }, key)).status).toBe(403)
      expect((await post('/team/new', {}, key)).status).toBe(403)
      expect((await post('/budget/new', {}, key)).status).toBe(403)
    })
  })
})
