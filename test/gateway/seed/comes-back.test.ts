/** What is said to who changes something that the config declares. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashKey } from '../../../src/gateway/auth/key-text.js'
import { declares, noteHeader } from '../../../src/gateway/seed/comes-back.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { addTeam } from '../../../src/gateway/store/teams.js'
import { openAdmin } from '../admin/admin-app.js'
import { masterKey } from '../gateway-support.js'
import { databases, type Opened } from '../store/databases.js'

let opened: Opened
beforeAll(async () => {
  const [embedded] = databases
  if (embedded === undefined) throw new Error('there is no database to test on')
  opened = await embedded.open()
  await migrate(opened.connection)
  await addTeam(opened.connection.db, { teamId: 'core' })
  await addTeam(opened.connection.db, { teamId: 'other' })
})
afterAll(() => opened?.close())

test('a change of a declared team is noted on its answer, of another one it is not', async () => {
  const app = await openAdmin(opened.connection, { config: 'teams: [{ team_id: core, max_budget: 5 }]\n' })
  const change = async (team: string) => {
    const answer = await app.ask('POST', '/team/update', { team_id: team, max_budget: 9 }, masterKey)
    return [answer.status, answer.headers[noteHeader]]
  }
  expect(await change('core')).toEqual([
    200,
    'this team is declared in the config: what is declared of it comes back when the gateway starts or reads its config anew',
  ])
  expect(await change('other')).toEqual([200, undefined])
})

test('keys are known by hash, by reference and by slot', () => {
  const plan = {
    gateway: {
      virtual_keys: [{ key_hash: 'AB12' }, { key: { env: 'CI_KEY' } }, { key: { slot: 0 } }, { key: { env: 'NO_SUCH' } }],
      users: [{ user_id: 'jane' }],
      budgets: [{ budget_id: 'small' }],
    },
  }
  const serving = {
    plan: plan as unknown as Parameters<typeof declares>[0]['plan'], // nothing else of it is read
    secrets: new Map([[0, 'sk-slot']]),
    env: (name: string) => (name === 'CI_KEY' ? 'sk-ci' : undefined),
  }
  const asked = [
    { kind: 'key', id: 'ab12' },
    { kind: 'key', id: hashKey('sk-ci') },
    { kind: 'key', id: hashKey('sk-slot') },
    { kind: 'key', id: hashKey('sk-other') },
    { kind: 'user', id: 'jane' },
    { kind: 'team', id: 'jane' },
    { kind: 'budget', id: 'small' },
  ] as const
  expect(asked.map((change) => declares(serving, change))).toEqual([true, true, true, false, true, false, true])
})
