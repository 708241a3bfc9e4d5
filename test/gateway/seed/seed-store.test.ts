/** The store after starts with one config and another, on every database. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashKey } from '../../../src/gateway/auth/key-text.js'
import type { LogFacts } from '../../../src/gateway/log.js'
import type { Changed } from '../../../src/gateway/row-memory.js'
import { type Seeded, seedStore } from '../../../src/gateway/seed/seed-store.js'
import { findCaller } from '../../../src/gateway/store/find-caller.js'
import { addKey, changeKey, keyBy } from '../../../src/gateway/store/keys.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { addMember, membersOf } from '../../../src/gateway/store/team-members.js'
import { addTeam, changeTeam, teamBy } from '../../../src/gateway/store/teams.js'
import { addUser, userBy } from '../../../src/gateway/store/users.js'
import type { JsonObject } from '../../../src/plan/plan.js'
import { databases, type Opened } from '../store/databases.js'

const start = Date.UTC(2026, 1, 14, 12)
const [ciKey, nextKey] = ['sk-ci-secret-4711', 'sk-ci-secret-4712']
const [ci, next] = [hashKey(ciKey), hashKey(nextKey)]

const config: JsonObject = {
  budgets: [{ budget_id: 'small', max_budget: 10, budget_duration: '30d', allowed_models: ['a'] }],
  users: [{ user_id: 'jane', user_email: 'jane@x.io', max_budget: 50, tags: ['staff'] }],
  teams: [
    {
      team_id: 'core',
      models: ['a', 'b'],
      max_budget: 100,
      team_member_budget: 5,
      members: [{ user_id: 'jane', role: 'admin', max_budget_in_team: 20 }, { user_id: 'bob' }],
    },
  ],
  virtual_keys: [
    {
      key: { env: 'CI_KEY' },
      key_alias: 'ci',
      team_id: 'core',
      user_id: 'jane',
      budget_id: 'small',
      models: ['a'],
      max_budget: 50,
      budget_duration: '30d',
      duration: '90d',
      metadata: { cost: 'R&D' },
      tags: ['ci'],
    },
  ],
}

/** The config with other entries of one section; undefined leaves the section out. */
function having(section: string, entries: readonly JsonObject[] | undefined): JsonObject {
  const { [section]: _, ...others } = config
  return entries === undefined ? others : { ...others, [section]: entries }
}

const keyEntry = (config.virtual_keys as readonly JsonObject[])[0] as JsonObject // the only one, above
const teamEntry = (config.teams as readonly JsonObject[])[0] as JsonObject // the only one, above

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('seeding', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      await migrate(opened.connection)
    })
    afterAll(async () => {
      await opened?.close()
    })
    beforeEach(async () => {
      const { db } = opened.connection
      for (const table of [
        tables.keys,
        tables.teamMembers,
        tables.teams,
        tables.users,
        tables.budgets,
        tables.settings,
        tables.deletedKeys,
      ])
        await db.delete(table)
    })

    type Run = { readonly env?: { readonly [name: string]: string }; readonly now?: number; readonly masterKey?: string | undefined }

    /** What a start with this config does, says and tells. */
    async function seed(gateway: JsonObject, run: Run = {}) {
      const { env = { CI_KEY: ciKey }, now = start } = run
      const told: Changed[] = []
      const lines: string[] = []
      const write = (_facts: LogFacts, message: string) => void lines.push(message)
      const log = { debug: write, info: write, warn: write, error: write }
      const tell = async (change: Changed) => void told.push(change)
      const terms = {
        plan: { gateway },
        secrets: new Map(),
        env: (name: string) => env[name],
        masterKey: 'masterKey' in run ? run.masterKey : 'sk-master',
        now,
        log,
      }
      const { made, changed, removed, kept, warnings }: Seeded = await seedStore({ connection: opened.connection, tell }, terms)
      // nobody reads a key out of what is said
      for (const secret of [ciKey, nextKey]) expect(JSON.stringify([made, changed, removed, warnings, told, lines])).not.toContain(secret)
      return { seeded: { made, changed, removed, kept }, warnings, told, lines }
    }

    const nothing = { made: [], changed: [], removed: [] }
    const db = () => opened.connection.db

    test('an empty store gets everything, and the next start writes nothing', async () => {
      const first = await seed(config)
      expect(first).toEqual({
        seeded: {
          made: ['the budget "small"', 'the user "jane"', 'the user "bob"', 'the team "core"', 'the virtual key "ci"'],
          changed: [],
          removed: [],
          kept: 0,
        },
        warnings: [],
        told: [
          { kind: 'budget', id: 'small' },
          { kind: 'user', id: 'jane' },
          { kind: 'user', id: 'bob' },
          { kind: 'team', id: 'core' },
          { kind: 'key', id: ci },
        ],
        lines: [
          'the store was brought to what the config declares: made the budget "small", the user "jane", the user "bob", the team "core", the virtual key "ci"',
        ],
      })
      expect(await keyBy(db(), ci)).toMatchObject({
        keyName: 'sk-...4711',
        keyAlias: 'ci',
        teamId: 'core',
        userId: 'jane',
        budgetId: 'small',
        models: ['a'],
        maxBudget: '50.000000000',
        budgetResetAt: new Date('2026-03-01T00:00:00Z'),
        expires: new Date('2026-05-15T12:00:00Z'),
        metadata: { cost: 'R&D', tags: ['ci'] },
        fromConfig: true,
        createdBy: 'config',
        spend: '0.000000000',
      })
      expect(await userBy(db(), 'jane')).toMatchObject({
        userEmail: 'jane@x.io',
        maxBudget: '50.000000000',
        metadata: { tags: ['staff'] },
        fromConfig: true,
      })
      const members = await membersOf(db(), { teamIds: ['core'] })
      expect(members.map(({ member, budget }) => [member.userId, member.role, budget?.maxBudget]).sort()).toEqual([
        ['bob', 'user', undefined],
        ['jane', 'admin', '20.000000000'],
      ])
      const before = await dump()
      expect(await seed(config, { now: start + 40 * 86_400_000 })).toEqual({
        seeded: { ...nothing, kept: 4 },
        warnings: [],
        told: [],
        lines: [],
      })
      expect(await dump()).toEqual(before)
    })

    /** All rows, as they are. */
    async function dump() {
      const all = [tables.keys, tables.teams, tables.users, tables.teamMembers, tables.budgets, tables.settings] as const
      return Promise.all(all.map((table) => db().select().from(table)))
    }

    test('declared fields win over what was changed at run time; others, and spend, stay', async () => {
      await seed(config)
      await changeKey(db(), ci, {
        maxBudget: '900',
        rpmLimit: 7,
        blocked: true,
        spend: '12.5',
        metadata: { cost: 'other', tags: ['ci'], logging: [1] },
      })
      await changeTeam(db(), 'core', { models: ['z'], teamAlias: 'Core', blocked: true })
      const { seeded, told } = await seed(config)
      expect(seeded).toEqual({ made: [], changed: ['the team "core"', 'the virtual key "ci"'], removed: [], kept: 2 })
      expect(told).toEqual([
        { kind: 'team', id: 'core' },
        { kind: 'key', id: ci },
      ])
      expect(await keyBy(db(), ci)).toMatchObject({
        maxBudget: '50.000000000',
        rpmLimit: 7,
        blocked: true,
        spend: '12.500000000',
        metadata: { cost: 'R&D', tags: ['ci'], logging: [1] },
      })
      expect(await teamBy(db(), 'core')).toMatchObject({ models: ['a', 'b'], teamAlias: 'Core', blocked: true })
    })

    test('a field that is declared no more goes back to what it is by itself', async () => {
      await seed({ ...config, virtual_keys: [{ ...keyEntry, blocked: true }] })
      const { max_budget: _budget, tags: _tags, models: _models, duration: _duration, ...less } = keyEntry
      expect((await seed(having('virtual_keys', [less]))).seeded.changed).toEqual(['the virtual key "ci"'])
      expect(await keyBy(db(), ci)).toMatchObject({ maxBudget: null, models: [], blocked: false, expires: null, metadata: { cost: 'R&D' } })
      expect((await seed(having('virtual_keys', [less]))).seeded).toEqual({ ...nothing, kept: 4 })
    })

    test('a key that is declared no more is gone; one made at run time is not touched', async () => {
      await seed(config)
      await addKey(db(), { token: hashKey('sk-run-time'), keyName: 'sk-...time', keyAlias: 'run-time', teamId: 'core' })
      const { seeded, told } = await seed(having('virtual_keys', []))
      expect([seeded.removed, told]).toEqual([['the virtual key "ci"'], [{ kind: 'key', id: ci }]])
      expect(await keyBy(db(), ci)).toBeUndefined()
      expect(await keyBy(db(), hashKey('sk-run-time'))).toMatchObject({ keyAlias: 'run-time', fromConfig: false })
      const [archived] = await db().select().from(tables.deletedKeys).where(eq(tables.deletedKeys.token, ci))
      expect(archived).toMatchObject({ deletedBy: 'config' })
    })

    test('a section that is gone is left alone, and that is said', async () => {
      await seed(config)
      const { seeded, warnings } = await seed(having('virtual_keys', undefined))
      expect(seeded).toEqual({ ...nothing, kept: 3 })
      expect(warnings).toEqual(['the config has no `virtual_keys` any more: 1 key of it stay. `virtual_keys: []` removes them'])
      expect(await keyBy(db(), ci)).toBeDefined()
      expect((await seed({})).warnings.length).toBe(4)
      expect((await seed({ budgets: [], users: [], teams: [], virtual_keys: [] })).seeded.removed).toEqual([
        'the virtual key "ci"',
        'the team "core"',
        'the user "bob"',
        'the user "jane"',
        'the budget "small"',
      ])
      expect((await dump()).map((rows) => rows.length)).toEqual([0, 0, 0, 0, 2, 1])
    })

    test('a config that declares nothing leaves an empty store alone', async () => {
      expect(await seed({ general_settings: {} })).toEqual({ seeded: { ...nothing, kept: 0 }, warnings: [], told: [], lines: [] })
      expect(await db().select().from(tables.settings)).toEqual([])
    })

    test('a key of another hash under the same alias takes over the row with its spend', async () => {
      await seed(config)
      await changeKey(db(), ci, { spend: '12.5' })
      const { seeded, told } = await seed(config, { env: { CI_KEY: nextKey } })
      expect(seeded).toEqual({ made: [], changed: ['the virtual key "ci"'], removed: [], kept: 3 })
      expect(told).toEqual([
        { kind: 'key', id: ci },
        { kind: 'key', id: next },
      ])
      expect(await keyBy(db(), ci)).toBeUndefined()
      expect(await keyBy(db(), next)).toMatchObject({ keyName: 'sk-...4712', spend: '12.500000000', rotationCount: 1, fromConfig: true })
      expect((await seed(config, { env: { CI_KEY: nextKey } })).seeded).toEqual({ ...nothing, kept: 4 })
    })

    test('a variable that is not set leaves its key as it was, and the rest goes on', async () => {
      await seed(config)
      const { seeded, warnings } = await seed({ ...config, users: [{ user_id: 'jane' }, { user_id: 'new' }] }, { env: {} })
      expect(seeded).toEqual({ made: ['the user "new"'], changed: ['the user "jane"'], removed: [], kept: 2 })
      expect(warnings).toEqual(['the virtual key "ci" is left out: CI_KEY is not set in the environment'])
      expect(await keyBy(db(), ci)).toMatchObject({ maxBudget: '50.000000000' })
    })

    test('without an alias it may be any key: none is removed', async () => {
      await seed({ ...config, virtual_keys: [{ key: { env: 'CI_KEY' } }] })
      const { seeded, warnings } = await seed({ ...config, virtual_keys: [{ key: { env: 'OTHER' } }] }, { env: {} })
      expect(seeded.removed).toEqual([])
      expect(warnings).toContain('no key was removed: one that is left out has no alias, so that it may be any of them')
      expect(await keyBy(db(), ci)).toBeDefined()
    })

    test('what something still belongs to stays, and goes when nothing does', async () => {
      await seed(config)
      await addUser(db(), { userId: 'guest' })
      await addMember(db(), { teamId: 'core', userId: 'guest' })
      const last: JsonObject = { budgets: [], users: [], teams: [], virtual_keys: [{ ...keyEntry, team_id: null, user_id: 'jane' }] }
      const { seeded, warnings } = await seed(last)
      expect(seeded).toEqual({ made: [], changed: ['the virtual key "ci"'], removed: [], kept: 0 })
      expect(warnings).toEqual([
        'the team "core" is no longer declared and stays: it has 0 keys, and 1 members who were added at run time',
        'the user "bob" is no longer declared and stays: 0 keys, 1 teams and 0 organisations have them',
        'the user "jane" is no longer declared and stays: 1 keys, 1 teams and 0 organisations have them',
        'the budget "small" is no longer declared and stays: 1 row has it',
      ])
      await db().delete(tables.teamMembers).where(eq(tables.teamMembers.userId, 'guest'))
      expect((await seed({ ...last, virtual_keys: [] })).seeded.removed).toEqual([
        'the virtual key "ci"',
        'the team "core"',
        'the user "bob"',
        'the user "jane"',
        'the budget "small"',
      ])
    })

    test('members who were added at run time stay; who is declared no more goes, unless keys are in the way', async () => {
      await seed(config)
      await addUser(db(), { userId: 'guest' })
      await addMember(db(), { teamId: 'core', userId: 'guest' })
      const alone = having('teams', [{ ...teamEntry, members: [] }])
      const { seeded, warnings } = await seed(alone)
      expect(seeded.changed).toEqual(['the team "core"'])
      // the key "ci" is jane's, in this team
      expect(warnings).toEqual(['the team "core" keeps its member "jane", who is no longer declared: 1 of their keys are in it'])
      const members = await membersOf(db(), { teamIds: ['core'] })
      expect(members.map(({ member }) => member.userId).sort()).toEqual(['guest', 'jane'])
    })

    test("a member's role and budget follow the config", async () => {
      await seed(config)
      const members = [{ user_id: 'jane', max_budget_in_team: 30, rpm_limit: 5 }, { user_id: 'bob' }]
      expect((await seed(having('teams', [{ ...teamEntry, members }]))).seeded.changed).toEqual(['the team "core"'])
      const rows = await membersOf(db(), { teamIds: ['core'] })
      const jane = rows.find(({ member }) => member.userId === 'jane')
      expect([jane?.member.role, jane?.member.rpmLimit, jane?.budget?.maxBudget]).toEqual(['user', 5, '30.000000000'])
      expect((await seed(having('teams', [{ ...teamEntry, members }]))).seeded).toEqual({ ...nothing, kept: 4 })
    })

    test('a row made at run time under a declared id is taken over with its spend', async () => {
      await addTeam(db(), { teamId: 'core', teamAlias: 'Theirs', spend: '3' })
      expect((await seed(config)).seeded.changed).toEqual(['the team "core"'])
      expect(await teamBy(db(), 'core')).toMatchObject({
        teamAlias: 'Theirs',
        spend: '3.000000000',
        fromConfig: true,
        maxBudget: '100.000000000',
      })
    })

    test('what the database refuses is left out, and the rest goes on', async () => {
      await addKey(db(), { token: hashKey('sk-other'), keyName: 'sk-...ther', keyAlias: 'ci' })
      await addUser(db(), { userId: 'jim', userEmail: 'JANE@x.io' })
      const keys = [
        keyEntry,
        { key_hash: hashKey('sk-lost'), key_alias: 'lost', team_id: 'nowhere' },
        { key_hash: hashKey('sk-fine'), key_alias: 'fine' },
      ]
      const { seeded, warnings } = await seed(having('virtual_keys', keys))
      expect(seeded.made).toEqual(['the budget "small"', 'the user "bob"', 'the user "jane"', 'the team "core"', 'the virtual key "fine"'])
      expect(warnings).toEqual([
        'the user "jane" is left out: another row has the same value (users_by_email)',
        'the virtual key "ci" is left out: its alias is in use by another key',
        'the virtual key "lost" is left out: what it refers to is not there (keys_team_id_fkey)',
      ])
    })

    test('several instances that start at once seed once', async () => {
      const all = await Promise.all(Array.from({ length: 4 }, () => seed(config)))
      expect(all.map(({ seeded }) => seeded.made.length).sort()).toEqual([0, 0, 0, 5])
      expect(all.flatMap(({ warnings }) => warnings)).toEqual([])
    })

    test('a budget that begins to start anew counts from then', async () => {
      const { budget_duration: _, ...forever } = keyEntry
      await seed(having('virtual_keys', [forever]))
      await changeKey(db(), ci, { spend: '49' })
      await seed(config)
      expect(await keyBy(db(), ci)).toMatchObject({
        spend: '0.000000000',
        budgetDuration: '30d',
        budgetResetAt: new Date('2026-03-01T00:00:00Z'),
      })
    })

    test('whoever has a declared key is known with all that it belongs to', async () => {
      await seed(config)
      const caller = await findCaller(db(), ci, new Date(start))
      expect([caller?.team?.teamId, caller?.user?.userId, caller?.member?.role]).toEqual(['core', 'jane', 'admin'])
      expect([caller?.budgets.key?.budgetId, caller?.budgets.member?.maxBudget]).toEqual(['small', '20.000000000'])
    })

    test('without a master key it says that no key counts', async () => {
      expect((await seed(config, { masterKey: undefined })).warnings).toEqual([
        'there is no master key, so that every caller passes and no virtual key counts: set general_settings.master_key',
      ])
    })

    test('many changes are told as one', async () => {
      const users = Array.from({ length: 60 }, (_, at) => ({ user_id: `u${at}` }))
      expect((await seed({ users })).told).toEqual([{ kind: 'all', id: '' }])
    })
  })
})
