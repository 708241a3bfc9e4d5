/** Models by level as they are given and taken through the administration: the next call knows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashKey } from '../../../src/gateway/auth/key-text.js'
import { routes } from '../../../src/gateway/routes.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { databases, type Opened } from '../store/databases.js'
import { openAdmin } from './admin-app.js'

const chat = (model: string) => ({ model, messages: [{ role: 'user', content: 'hi' }] })

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('models', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      const { db } = opened.connection
      await migrate(opened.connection)
      await db.insert(tables.organizations).values({ organizationId: 'o' })
      await db.insert(tables.teams).values({ teamId: 't', organizationId: 'o' })
      await db.insert(tables.users).values({ userId: 'u' })
      await db.insert(tables.budgets).values({ budgetId: 'of-member' })
      await db.insert(tables.teamMembers).values({ teamId: 't', userId: 'u', budgetId: 'of-member' })
      await db.insert(tables.keys).values([
        { token: hashKey('sk-team'), keyName: 'sk-...1', userId: 'u', teamId: 't' },
        { token: hashKey('sk-own'), keyName: 'sk-...2', userId: 'u' },
      ])
    })
    afterAll(async () => {
      await opened?.close()
    })

    test('are taken by organisation, team, member and user, each of the keys that are theirs', async () => {
      const { post, ask, get } = await openAdmin(opened.connection, { routes })
      const asked = async (key: string) => {
        const { status, body } = await post('/v1/chat/completions', chat('gpt-4o'), key)
        return status === 200 ? 200 : body.error.type
      }
      const both = async () => [await asked('sk-team'), await asked('sk-own')]
      expect(await both()).toEqual([200, 200])

      expect((await post('/user/update', { user_id: 'u', models: ['no-default-models'] })).status).toBe(200)
      expect(await both()).toEqual([200, 'user_model_access_denied'])
      expect((await post('/user/update', { user_id: 'u', models: [] })).status).toBe(200)
      expect(await both()).toEqual([200, 200])

      expect((await post('/team/update', { team_id: 't', models: ['claude'] })).status).toBe(200)
      expect(await both()).toEqual(['team_model_access_denied', 200])
      const { data } = (await get('/v1/models', 'sk-team')).body
      expect(data.map(({ id }: { readonly id: string }) => id)).toEqual(['claude'])
      expect((await post('/team/update', { team_id: 't', models: [], model_aliases: { ours: 'gpt-4o' } })).status).toBe(200)
      expect(await both()).toEqual([200, 200])
      const renamed = await post('/v1/chat/completions', chat('ours'), 'sk-team')
      expect([renamed.status, renamed.body.model]).toEqual([200, 'ours'])

      expect((await ask('PATCH', '/organization/update', { organization_id: 'o', models: ['claude'] })).status).toBe(200)
      expect(await both()).toEqual(['org_model_access_denied', 200])
      expect((await post('/v1/chat/completions', chat('ours'), 'sk-team')).status).toBe(403)
      expect((await ask('PATCH', '/organization/update', { organization_id: 'o', models: [] })).status).toBe(200)
      expect(await both()).toEqual([200, 200])

      expect((await post('/team/block', { team_id: 't' })).status).toBe(200)
      expect(await both()).toEqual(['auth_error', 200])
    })
  })
})
