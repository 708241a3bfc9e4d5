/** `GET /models` as a team sees it, and those who give models to others. */
import { describe, expect, test } from 'vitest'
import { keyRoutes } from '../../../src/gateway/admin/key-routes.js'
import { objectRoutes } from '../../../src/gateway/admin/object-routes.js'
import { listModels } from '../../../src/gateway/routes/models.js'
import { appFor } from '../routes/keyed.js'
import { databases, useDatabase } from '../store/databases.js'
import { openAdmin } from './admin-app.js'

describe.each(databases.filter(({ isThere }) => isThere))('on $kind', ({ open }) => {
  const connection = useDatabase(open)

  test('a team’s models are its own list’s, for its members, its keys and administrators', async () => {
    const { post, get } = await openAdmin(connection(), { routes: [...objectRoutes, ...keyRoutes, listModels] })
    await post('/user/new', { user_id: 'ann', auto_create_key: false })
    await post('/user/new', { user_id: 'bob', auto_create_key: false })
    await post('/team/new', { team_id: 'crew', models: ['gpt-4o', 'embed'], model_aliases: { best: 'gpt-4o', gone: 'nothing' } })
    await post('/team/new', { team_id: 'all' })
    await post('/team/member_add', { team_id: 'crew', member: { role: 'admin', user_id: 'ann' } })
    const keyOf = async (body: object): Promise<string> => (await post('/key/generate', body)).body.key
    const [ann, bob] = [await keyOf({ user_id: 'ann', models: ['claude'] }), await keyOf({ user_id: 'bob', models: ['claude'] })]
    const ofTeam = await keyOf({ team_id: 'crew', models: ['embed'] })
    const names = async (query: string, key?: string) => {
      const { status, body } = await get(`/v1/models${query}`, key)
      return status === 200 ? body.data.map(({ id }: { readonly id: string }) => id) : [status, body.error.type, body.error.param ?? null]
    }
    const crew = ['gpt-4o', 'embed', 'best']
    const everything = ['gpt-4o', 'claude', 'embed', 'failing']
    expect([await names('', ann), await names('', ofTeam)]).toEqual([['claude'], ['embed']])
    expect([await names('?team_id=crew', ann), await names('?team_id=crew', ofTeam), await names('?team_id=crew')]).toEqual([
      crew,
      crew,
      crew,
    ])
    expect(await names('?team_id=all')).toEqual(everything)
    expect(await names('?team_id=crew', bob)).toEqual([403, 'auth_error', null])
    expect(await names('?team_id=all', ann)).toEqual([403, 'auth_error', null])
    expect([await names('?team_id=nobody', bob), await names('?team_id=nobody')]).toEqual([
      [403, 'auth_error', null],
      [404, 'not_found_error', 'team_id'],
    ])
    // whoever gives models to others sees which there are
    expect([await names('?scope=expand'), await names('?scope=expand', ann)]).toEqual([everything, everything])
    expect(await names('?scope=expand', bob)).toEqual([403, 'auth_error', null])
    expect(await names('?scope=all')).toEqual([400, 'invalid_request_error', 'scope'])
  })
})

test('without a database nobody can be asked about a team', async () => {
  const { get } = await appFor({}, {})
  expect(await get('/v1/models?team_id=crew')).toMatchObject({ status: 503, body: { error: { type: 'no_db_connection' } } })
})
