/** Keys that stand in the config: known from the start, changed by a reload, gone with their line. */
import { describe, expect, test } from 'vitest'
import { yaml } from '../gateway-support.js'
import { openKept, places } from './kept-gateway.js'

const declared = (key: string) => `${yaml}
teams:
  - { team_id: core, models: [gpt-4o], max_budget: 5 }
virtual_keys:
${key}`

const one = '  - { key: os.environ/CI_KEY, key_alias: ci, team_id: core, max_budget: 2 }'
const other = '  - { key: os.environ/OTHER_KEY, key_alias: other, team_id: core }'

describe.each(places)('$kind', ({ kind, isThere }) => {
  test.skipIf(!isThere)(
    'a declared key calls its team’s models from the first request on, until a reload takes it away',
    { timeout: 60_000 },
    async () => {
      const config = { source: '' }
      const env = { CI_KEY: 'sk-declared-for-ci', OTHER_KEY: 'sk-declared-for-others' }
      const kept = await openKept({ kind, yaml: declared(one), env })
      expect((await kept.chat(env.CI_KEY)).status).toBe(200)
      expect((await kept.chat(env.CI_KEY, { model: 'claude' })).body.error).toMatchObject({ type: 'team_model_access_denied' })
      expect((await kept.chat(env.OTHER_KEY)).status).toBe(401)
      const { body } = await kept.get('/key/list?return_full_object=true')
      expect(body.keys.map((row: object) => row)).toMatchObject([{ key_alias: 'ci', team_id: 'core', max_budget: 2 }])

      config.source = declared(other).replaceAll('MOCK', kept.mock.url)
      const prepared = await kept.gateway.prepare(config)
      if (!prepared.ok) throw new Error(prepared.message)
      prepared.serve()
      await expect.poll(async () => (await kept.chat(env.OTHER_KEY)).status, { timeout: 20_000 }).toBe(200)
      expect((await kept.chat(env.CI_KEY)).status).toBe(401)
    },
  )
})
