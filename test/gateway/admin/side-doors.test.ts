/** Ways round a limit that is not the limit itself: words, budgets of others, roles that only look. Tried through the routes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { databases, type Opened } from '../store/databases.js'
import { openKeys } from './key-app.js'

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('side doors', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
    })
    afterAll(async () => {
      await opened?.close()
    })
    const start = (config?: string) => openKeys(opened.connection, config)

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
  })
})
