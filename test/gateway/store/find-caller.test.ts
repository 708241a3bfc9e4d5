/** A key with all that decides about it, on every database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findCaller } from '../../../src/gateway/store/find-caller.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { databases, type Opened } from './databases.js'

const now = new Date('2026-02-14T00:00:00Z')

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('a caller', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      const { db } = opened.connection
      await migrate(opened.connection)
      await db.insert(tables.budgets).values(['b-key', 'b-member', 'b-default', 'b-org'].map((budgetId) => ({ budgetId, rpmLimit: 5 })))
      await db.insert(tables.organizations).values({ organizationId: 'o', budgetId: 'b-org' })
      await db.insert(tables.organizations).values({ organizationId: 'other' })
      await db.insert(tables.teams).values({ teamId: 't', organizationId: 'o', teamMemberBudgetId: 'b-default' })
      await db.insert(tables.users).values(['u', 'v', 'w'].map((userId) => ({ userId })))
      await db.insert(tables.teamMembers).values([
        { teamId: 't', userId: 'u', budgetId: 'b-member' },
        { teamId: 't', userId: 'v' },
      ])
      await db.insert(tables.keys).values([
        { token: 'all', keyName: 'sk-...1', userId: 'u', teamId: 't', organizationId: 'o', budgetId: 'b-key' },
        { token: 'by-default', keyName: 'sk-...2', userId: 'v', teamId: 't' },
        { token: 'no-member', keyName: 'sk-...3', userId: 'w', teamId: 't' },
        { token: 'elsewhere', keyName: 'sk-...5', teamId: 't', organizationId: 'other' },
        { token: 'alone', keyName: 'sk-...4' },
      ])
      await db.insert(tables.retiredTokens).values([
        { token: 'in-grace', activeToken: 'alone', revokeAt: new Date(now.getTime() + 1) },
        { token: 'over', activeToken: 'alone', revokeAt: now },
      ])
    })
    afterAll(async () => {
      await opened?.close()
    })

    test.each([
      { token: 'all', want: ['all', 'u', 't', 'u', 'o', 'b-key', 'b-member', 'b-org'] },
      { token: 'by-default', want: ['by-default', 'v', 't', 'v', 'o', undefined, 'b-default', 'b-org'] },
      { token: 'no-member', want: ['no-member', 'w', 't', undefined, 'o', undefined, undefined, 'b-org'] },
      { token: 'elsewhere', want: ['elsewhere', undefined, 't', undefined, 'other', undefined, undefined, undefined] },
      { token: 'alone', want: ['alone', undefined, undefined, undefined, undefined, undefined, undefined, undefined] },
      { token: 'in-grace', want: ['alone', undefined, undefined, undefined, undefined, undefined, undefined, undefined] },
      { token: 'over', want: undefined },
      { token: `' or 1=1 --`, want: undefined },
    ])('$token', async ({ token, want }) => {
      const found = await findCaller(opened.connection.db, token, now)
      const { key, user, team, member, organization, budgets } = found ?? {}
      const ids = [key?.token, user?.userId, team?.teamId, member?.userId, organization?.organizationId]
      expect(found && [...ids, budgets?.key?.budgetId, budgets?.member?.budgetId, budgets?.organization?.budgetId]).toEqual(want)
    })
  })
})
