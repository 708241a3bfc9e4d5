/** Ways round a limit that is not the limit itself: words, budgets of others, roles that only look. Tried through the routes. */
import { describe, expect, test } from 'vitest'
import { databases, useDatabase } from '../store/databases.js'
import { openKeys } from './key-app.js'

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('side doors', () => {
    const database = useDatabase(open)
    const start = (config?: string) => openKeys(database(), config)

    test('the word for all models of the team opens none that the key was not given', async () => {
      const { post } = await start()
      const permissions = { team_member_permissions: ['/key/generate', '/key/update'] }
      await post('/team/new', { team_id: 'w-team', models: ['gpt-4o', 'claude'], ...permissions })
      const { key: own } = (await post('/user/new', { user_id: 'w-user' })).body
      await post('/team/member_add', { team_id: 'w-team', member: { role: 'user', user_id: 'w-user' } })
      const { key } = (await post('/key/generate', { user_id: 'w-user', team_id: 'w-team', models: ['gpt-4o'] })).body
      const word = { models: ['all-team-models'] }
      expect((await post('/key/update', { key, ...word }, key)).error).toEqual([403, 'auth_error', 'models'])
      expect((await post('/key/update', { key, ...word }, own)).error).toEqual([403, 'auth_error', 'models'])
      expect((await post('/key/regenerate', { key, ...word }, own)).error).toEqual([403, 'auth_error', 'models'])
      expect((await post('/key/generate', { team_id: 'w-team', ...word }, key)).error).toEqual([403, 'auth_error', 'models'])
      // who has every model of the team may say so
      expect((await post('/key/generate', { team_id: 'w-team', ...word }, own)).body).toMatchObject(word)
      await post('/team/update', { team_id: 'w-team', models: [] })
      expect((await post('/key/update', { key, ...word }, key)).error).toEqual([403, 'auth_error', 'models'])
    })

    test('what a key takes over from its maker’s is not taken off again', async () => {
      const { post } = await start()
      await post('/user/new', { user_id: 'h-user' })
      const held = { guardrails: ['g'], model_max_budget: { 'gpt-4o': { budget_limit: 1, time_period: '1d' } } }
      const { key } = (await post('/key/generate', { user_id: 'h-user', max_budget: 5, ...held })).body
      const child = (await post('/key/generate', {}, key)).body
      expect(child).toMatchObject(held)
      for (const [loose, param] of [
        [{ guardrails: [] }, 'guardrails'],
        [{ metadata: { guardrails: null } }, 'guardrails'],
        [{ model_max_budget: {} }, 'model_max_budget'],
        [{ model_max_budget: { 'gpt-4o': { budget_limit: 9, time_period: '1d' } } }, 'model_max_budget'],
      ] as const) {
        expect((await post('/key/update', { key: child.key, ...loose }, key)).error).toEqual([403, 'auth_error', param])
        expect((await post('/key/update', { key: child.key, ...loose }, child.key)).error).toEqual([403, 'auth_error', param])
        expect((await post('/key/regenerate', { key: child.key, ...loose }, key)).error).toEqual([403, 'auth_error', param])
      }
      // a budget by name holds back like one of its own
      await post('/budget/new', { budget_id: 'h-budget', model_max_budget: held.model_max_budget })
      const { key: named } = (await post('/key/generate', { user_id: 'h-user', budget_id: 'h-budget' })).body
      expect((await post('/key/generate', {}, named)).body).toMatchObject({ model_max_budget: held.model_max_budget })
      const same = { ...held, key_alias: 'h-alias', metadata: { free: 1 } }
      expect((await post('/key/update', { key: child.key, ...same }, key)).body).toMatchObject(held)
    })

    test('a raise for a while lifts no key above that of whoever grants it', async () => {
      const { post } = await start()
      await post('/team/new', { team_id: 'x-team' })
      await post('/user/new', { user_id: 'x-admin' })
      await post('/team/member_add', { team_id: 'x-team', member: { role: 'admin', user_id: 'x-admin' } })
      const { key } = (await post('/key/generate', { user_id: 'x-admin', team_id: 'x-team', max_budget: 5 })).body
      const other = (await post('/key/generate', { team_id: 'x-team', max_budget: 2 })).body.token
      const raise = (amount: number) => ({ temp_budget_increase: amount, temp_budget_expiry: '1d' })
      expect((await post('/key/update', { key, ...raise(1) }, key)).error).toEqual([403, 'auth_error', 'max_budget'])
      expect((await post('/key/update', { key, metadata: raise(1) }, key)).error).toEqual([403, 'auth_error', 'max_budget'])
      expect((await post('/key/update', { key: other, ...raise(4) }, key)).error).toEqual([403, 'auth_error', 'max_budget'])
      expect((await post('/key/generate', { team_id: 'x-team', ...raise(1) }, key)).error).toEqual([403, 'auth_error', 'max_budget'])
      expect((await post('/key/update', { key: other, ...raise(3) }, key)).body).toMatchObject({ max_budget: 2, temp_budget_increase: 3 })
      expect((await post('/key/update', { key: other, metadata: { note: 1 } }, key)).body).toMatchObject({ temp_budget_increase: 3 })
    })

    test('limits given in line change no budget that something else has too', async () => {
      const { post } = await start()
      await post('/budget/new', { budget_id: 'b-shared', max_budget: 5, rpm_limit: 7, budget_duration: '30d' })
      await post('/customer/new', { user_id: 'b-one', budget_id: 'b-shared' })
      const alone = (await post('/customer/update', { user_id: 'b-one', max_budget: 6 })).body.litellm_budget_table
      expect(alone).toMatchObject({ budget_id: 'b-shared', max_budget: 6 })
      const { key } = (await post('/key/generate', { budget_id: 'b-shared' })).body
      const own = (await post('/customer/update', { user_id: 'b-one', max_budget: 100 })).body
      expect(own).toMatchObject({ budget_reset_at: '2026-03-01T00:00:00.000Z', litellm_budget_table: { max_budget: 100, rpm_limit: 7 } })
      expect(own.budget_id).not.toBe('b-shared')
      expect((await post('/key/info', { key })).body.info.litellm_budget_table).toMatchObject({ budget_id: 'b-shared', max_budget: 6 })
      // a budget of its own is changed where it is
      expect((await post('/customer/update', { user_id: 'b-one', max_budget: 9 })).body.budget_id).toBe(own.budget_id)
    })

    test('who only looks changes nothing, whatever they are in a team or an organization', async () => {
      const { post, ask, get } = await start()
      await post('/organization/new', { organization_id: 'o-org', organization_alias: 'o' })
      await post('/team/new', { team_id: 'o-team', organization_id: 'o-org' })
      for (const role of ['internal_user_viewer', 'proxy_admin_viewer']) {
        const { key } = (await post('/user/new', { user_id: role, user_role: role })).body
        await post('/organization/member_add', { organization_id: 'o-org', member: { role: 'org_admin', user_id: role } })
        await post('/team/member_add', { team_id: 'o-team', member: { role: 'admin', user_id: role } })
        const member = { role: 'user', user_id: 'o-other' }
        const tries = await Promise.all([
          post('/team/update', { team_id: 'o-team', max_budget: 1 }, key),
          post('/team/new', { organization_id: 'o-org' }, key),
          post('/team/delete', { team_ids: ['o-team'] }, key),
          post('/team/member_add', { team_id: 'o-team', member }, key),
          post('/organization/member_add', { organization_id: 'o-org', member: { ...member, role: 'internal_user' } }, key),
          ask('DELETE', '/organization/member_delete', { organization_id: 'o-org', user_id: role }, key),
          post('/user/new', { organizations: ['o-org'] }, key),
          post('/user/update', { user_id: role, user_alias: 'x' }, key),
        ])
        expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 403))
        expect((await get('/team/info?team_id=o-team', key)).status).toBe(200)
      }
    })

    test('who brings a stranger into a team learns who they are, not what they have', async () => {
      const { post } = await start()
      await post('/user/new', { user_id: 's-victim', user_email: 's@example.org', max_budget: 77, metadata: { note: 'private' } })
      await post('/team/new', { team_id: 's-other', members: ['s-victim'] })
      const { key } = (await post('/user/new', { user_id: 's-admin' })).body
      await post('/team/new', { team_id: 's-team', admins: ['s-admin'] })
      const member = { role: 'user', user_id: 's-victim' }
      const { body } = await post('/team/member_add', { team_id: 's-team', member }, key)
      expect(body.updated_users).toEqual([
        { user_id: 's-victim', user_email: 's@example.org', user_alias: null, user_role: 'internal_user', teams: ['s-team'] },
      ])
      expect(JSON.stringify(body)).not.toMatch(/private|s-other/)
      // nor is a team told apart from none
      const other = await post('/key/generate', { team_id: 's-other' }, key)
      expect(await post('/key/generate', { team_id: 's-nowhere' }, key)).toEqual({ ...other, headers: expect.anything() })
    })

    test('changes of an organization at the same time are all there afterwards', async () => {
      const { post, ask, get } = await start()
      await post('/organization/new', { organization_id: 'l-org', organization_alias: 'l' })
      const change = (more: object) => ask('PATCH', '/organization/update', { organization_id: 'l-org', ...more })
      await Promise.all([change({ tags: ['t'] }), change({ guardrails: ['g'] }), change({ rpm_limit: 3 }), change({ max_budget: 4 })])
      const { body } = await get('/organization/info?organization_id=l-org')
      expect(body).toMatchObject({ metadata: { tags: ['t'], guardrails: ['g'] }, litellm_budget_table: { rpm_limit: 3, max_budget: 4 } })
    })
  })
})
