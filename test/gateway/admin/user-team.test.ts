/** Users who are made into a team, and what its members are told about it and its keys; on every database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { databases, type Opened } from '../store/databases.js'
import { openKeys } from './key-app.js'

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('users of teams', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
    })
    afterAll(async () => {
      await opened?.close()
    })

    test('a user made with a team is in it, and their key is one of the team', async () => {
      const { post, get } = await openKeys(opened.connection)
      await post('/organization/new', { organization_id: 'ut-o', organization_alias: 'O' })
      await post('/team/new', { team_id: 'ut-team', organization_id: 'ut-o' })
      await post('/team/new', { team_id: 'ut-other' })
      const more = [{ team_id: 'ut-team', max_budget_in_team: 2 }, 'ut-other']
      for (const [id, teams] of [
        ['ut-plain', undefined],
        ['ut-both', more],
      ] as const) {
        const { body } = await post('/user/new', { user_id: id, team_id: 'ut-team', teams })
        const ids = teams === undefined ? ['ut-team'] : ['ut-team', 'ut-other']
        expect(body).toMatchObject({ user_id: id, team_id: 'ut-team', teams: ids })
        const { body: info } = await get(`/user/info?user_id=${id}`)
        expect(info.keys).toMatchObject([{ token: body.token, team_id: 'ut-team', organization_id: 'ut-o' }])
        expect(info.teams.map((team: { team_id: string }) => team.team_id).toSorted()).toEqual(ids.toSorted())
      }
      expect((await post('/user/new', { team_id: 'ut-nobody' })).error).toEqual([400, 'bad_request_error', 'teams'])
    })

    test('only administrators make users into teams', async () => {
      const { post } = await openKeys(opened.connection)
      await post('/organization/new', { organization_id: 'ut-o2', organization_alias: 'O2' })
      await post('/team/new', { team_id: 'ut-team2' })
      const { key } = (await post('/user/new', { user_id: 'ut-boss' })).body
      await post('/organization/member_add', { organization_id: 'ut-o2', member: { role: 'org_admin', user_id: 'ut-boss' } })
      expect((await post('/user/new', { organizations: ['ut-o2'] }, key)).status).toBe(200)
      expect((await post('/user/new', { organizations: ['ut-o2'], team_id: 'ut-team2' }, key)).status).toBe(403)
    })

    test('a user sees the own membership of a team, and not those of others', async () => {
      const { post, get } = await openKeys(opened.connection)
      await post('/team/new', { team_id: 'ut-team3', max_budget: 9 })
      const { key } = (await post('/user/new', { user_id: 'ut-one', team_id: 'ut-team3' })).body
      await post('/user/new', { user_id: 'ut-two', team_id: 'ut-team3' })
      for (const [id, amount] of [
        ['ut-one', 1],
        ['ut-two', 2],
      ])
        await post('/team/member_update', { team_id: 'ut-team3', user_id: id, max_budget_in_team: amount })
      const { body } = await get('/user/info', key)
      expect(body.teams).toHaveLength(1)
      expect(body.teams[0].team_memberships).toMatchObject([
        { user_id: 'ut-one', team_id: 'ut-team3', spend: 0, litellm_budget_table: { max_budget: 1 } },
      ])
    })

    test('a member is told that the team does not let members, anybody else that the key is not theirs', async () => {
      const { post } = await openKeys(opened.connection)
      await post('/team/new', { team_id: 'ut-team4' })
      await post('/user/new', { user_id: 'ut-member', team_id: 'ut-team4' })
      const { key: member } = (await post('/key/generate', { user_id: 'ut-member' })).body
      const { key: stranger } = (await post('/user/new', { user_id: 'ut-stranger' })).body
      const { token } = (await post('/key/generate', { team_id: 'ut-team4' })).body
      for (const [path, body] of [
        ['/key/generate', { team_id: 'ut-team4' }],
        ['/key/update', { key: token, max_budget: 1 }],
        ['/key/delete', { keys: [token] }],
        ['/key/regenerate', { key: token }],
        ['/key/block', { key: token }],
      ] as const) {
        const told = [(await post(path, body, member)).error?.slice(0, 2), (await post(path, body, stranger)).error?.slice(0, 2)]
        expect([path, ...told]).toEqual([path, [403, 'team_member_permission_error'], [403, 'auth_error']])
      }
    })
  })
})
