/** Rounds of budgets as the administration begins them: in the time zone of the config, and without what was spent before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { databases, type Opened } from '../store/databases.js'
import { openKeys } from './key-app.js'

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('rounds of budgets', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
    })
    afterAll(async () => {
      await opened?.close()
    })

    test('days begin in the time zone of the config, for all that has a budget', async () => {
      const { post } = await openKeys(opened.connection, 'litellm_settings:\n  timezone: Asia/Tokyo\n')
      const daily = { max_budget: 1, budget_duration: '1d' }
      const tokyo = '2026-02-14T15:00:00.000Z'
      const made = [
        (await post('/key/generate', daily)).body,
        (await post('/user/new', { user_id: 'z-user', auto_create_key: false, ...daily })).body,
        (await post('/team/new', { team_id: 'z-team', ...daily })).body,
        (await post('/budget/new', { budget_id: 'z-budget', ...daily })).body,
        (await post('/budget/new', { ...daily, budget_reset_at: null })).body,
        (await post('/customer/new', { user_id: 'z-customer', ...daily })).body,
        (await post('/tag/new', { name: 'z-tag', ...daily })).body.tag,
        (await post('/organization/new', { organization_alias: 'z', ...daily })).body,
      ]
      expect(made.map(({ budget_reset_at }) => budget_reset_at)).toEqual(made.map(() => tokyo))
    })

    test('a round that was over is no part of the next, whatever begins that', async () => {
      const { post, get, clock } = await openKeys(opened.connection)
      const daily = { max_budget: 9, budget_duration: '1d' }
      const { token } = (await post('/key/generate', { spend: 5, ...daily })).body
      await post('/user/new', { user_id: 'r-user', auto_create_key: false, spend: 5, ...daily })
      await post('/budget/new', { budget_id: 'r-budget', ...daily })
      await post('/customer/new', { user_id: 'r-customer', spend: 5, budget_id: 'r-budget' })
      const { token: shared } = (await post('/key/generate', { spend: 5, budget_id: 'r-budget' })).body
      clock.now += 2 * 86_400_000
      const weekly = { budget_duration: '7d' }
      const want = { spend: 0, budget_reset_at: '2026-02-23T00:00:00.000Z' }
      expect((await post('/key/update', { key: token, ...weekly })).body).toMatchObject(want)
      expect((await post('/user/update', { user_id: 'r-user', ...weekly })).body.data).toMatchObject(want)
      await post('/budget/update', { budget_id: 'r-budget', ...weekly })
      expect((await get('/customer/info?end_user_id=r-customer')).body).toMatchObject(want)
      expect((await post('/key/info', { key: shared })).body.info).toMatchObject({ budget_reset_at: want.budget_reset_at })
      // one that goes on keeps what was spent in it
      await post('/user/update', { user_id: 'r-user', spend: 3 })
      expect((await post('/user/update', { user_id: 'r-user', budget_duration: '30d' })).body.data).toMatchObject({ spend: 3 })
      clock.now += 60 * 86_400_000
      expect((await post('/user/update', { user_id: 'r-user', spend: 4 })).body.data).toMatchObject({ spend: 4 })
    })

    test('a window without a length is none, and a key that is to rotate says who does it', async () => {
      const { post } = await openKeys(opened.connection)
      const windows = { budget_limits: [{ budget_duration: '-1', max_budget: 1 }] }
      expect((await post('/key/generate', windows)).error).toEqual([422, 'validation_error', 'budget_limits.0.budget_duration'])
      const { body, headers } = await post('/key/generate', { auto_rotate: true, rotation_interval: '30d' })
      expect([body.auto_rotate, body.key_rotation_at, headers['x-llmgen-note']]).toEqual([
        true,
        '2026-03-16T12:00:00.000Z',
        'auto_rotate is kept, and key_rotation_at says when it is due: /key/regenerate gives the key its new value',
      ])
    })

    test('the config gives new teams what they are not told, and users their budget', async () => {
      const config = `litellm_settings:
  default_max_internal_user_budget: 6
  default_team_params: { max_budget: 8, budget_duration: 30d, models: [gpt-4o], tpm_limit: 9 }
`
      const { post } = await openKeys(opened.connection, config)
      const want = { max_budget: 8, budget_duration: '30d', models: ['gpt-4o'], tpm_limit: 9 }
      expect((await post('/team/new', {})).body).toMatchObject(want)
      expect((await post('/team/new', { max_budget: 2, tpm_limit: null })).body).toMatchObject({ ...want, max_budget: 2, tpm_limit: null })
      expect((await post('/user/new', {})).body).toMatchObject({ max_budget: 6 })
    })
  })
})
