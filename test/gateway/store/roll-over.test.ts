/** Budgets that start anew when they are read, of every object that has one, on every database. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endUserBy } from '../../../src/gateway/store/end-users.js'
import { findCaller } from '../../../src/gateway/store/find-caller.js'
import { migrate } from '../../../src/gateway/store/migrate.js'
import { rollOverEndUser, rollOverTag } from '../../../src/gateway/store/roll-over.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { tagsBy } from '../../../src/gateway/store/tags.js'
import { databases, type Opened } from './databases.js'

const due = new Date('2026-02-11T00:00:00Z')
const before = new Date(due.getTime() - 1)
const next = new Date('2026-02-12T00:00:00Z')
const later = new Date('2026-02-20T09:00:00Z')
const afterLater = new Date('2026-02-21T00:00:00Z')

describe.each(databases)('$kind', ({ isThere, open }) => {
  describe.skipIf(!isThere)('a budget', () => {
    let opened: Opened
    beforeAll(async () => {
      opened = await open()
      const { db } = opened.connection
      await migrate(opened.connection)
      const spent = { spend: '0.75', budgetResetAt: due }
      await db.insert(tables.budgets).values({ budgetId: 'daily', maxBudget: '1', budgetDuration: '1d' })
      await db.insert(tables.organizations).values({ organizationId: 'o', budgetId: 'daily', ...spent })
      await db.insert(tables.teams).values([
        { teamId: 't', organizationId: 'o', budgetDuration: '1d', ...spent },
        { teamId: 'by-default', teamMemberBudgetId: 'daily' },
      ])
      await db.insert(tables.users).values({ userId: 'u', budgetDuration: '1d', ...spent })
      await db.insert(tables.teamMembers).values([
        { teamId: 't', userId: 'u', budgetId: 'daily', totalSpend: '5', ...spent },
        { teamId: 'by-default', userId: 'u', spend: '0.5' },
      ])
      await db.insert(tables.keys).values([
        { token: 'all', keyName: 'k', userId: 'u', teamId: 't', organizationId: 'o', budgetDuration: '1d', ...spent },
        { token: 'by-row', keyName: 'k', budgetId: 'daily', spend: '0.5' },
        { token: 'once', keyName: 'k', ...spent },
        { token: 'never', keyName: 'k', spend: '0.5' },
        { token: 'member', keyName: 'k', userId: 'u', teamId: 'by-default' },
        { token: 'raced', keyName: 'k', budgetDuration: '1d', ...spent },
      ])
      await db.insert(tables.endUsers).values({ userId: 'e', budgetId: 'daily', ...spent })
      await db.insert(tables.tags).values({ tagName: 'g', budgetId: 'daily', ...spent })
    }, 180_000)
    afterAll(async () => {
      await opened?.close()
    })

    const of = (row: { readonly spend: string; readonly budgetResetAt: Date | null } | undefined) => [
      Number(row?.spend),
      row?.budgetResetAt?.toISOString() ?? null,
    ]
    async function readAll(now: Date) {
      const { db } = opened.connection
      const caller = await findCaller(db, 'all', now)
      const endUser = await endUserBy(db, 'e')
      const [tag] = await tagsBy(db, ['g'])
      const at = { now, timeZone: 'UTC' }
      return {
        key: of(caller?.key),
        user: of(caller?.user),
        team: of(caller?.team),
        member: of(caller?.member),
        organization: of(caller?.organization),
        endUser: of(endUser && (await rollOverEndUser(db, endUser.row, endUser.budget?.budgetDuration, at))),
        tag: of(tag && (await rollOverTag(db, tag, at))),
      }
    }
    const everywhere = (want: unknown) =>
      Object.fromEntries(['key', 'user', 'team', 'member', 'organization', 'endUser', 'tag'].map((name) => [name, want]))

    test('counts until its time, and from it on nothing; later ones are found from any time', async () => {
      const seen = [await readAll(before), await readAll(due), await readAll(later), await readAll(later)]
      expect(seen).toEqual([
        everywhere([0.75, due.toISOString()]),
        everywhere([0, next.toISOString()]),
        everywhere([0, afterLater.toISOString()]),
        everywhere([0, afterLater.toISOString()]),
      ])
    })

    test('is written down, and what a member spent in all is not touched', async () => {
      const [key] = await opened.connection.db.select().from(tables.keys).where(eq(tables.keys.token, 'all'))
      const [member] = await opened.connection.db.select().from(tables.teamMembers).where(eq(tables.teamMembers.teamId, 't'))
      expect([of(key), of(member), Number(member?.totalSpend)]).toEqual([[0, afterLater.toISOString()], [0, afterLater.toISOString()], 5])
    })

    test.each([
      { name: 'by a budget row gets its first time without losing what was spent', token: 'by-row', want: [0.5, next.toISOString()] },
      { name: 'without a duration starts anew once', token: 'once', want: [0, null] },
      { name: 'without either goes on for ever', token: 'never', want: [0.5, null] },
    ])('$name', async ({ token, want }) => {
      expect(of((await findCaller(opened.connection.db, token, due))?.key)).toEqual(want)
    })

    test('of members by default gets its first time as well', async () => {
      expect(of((await findCaller(opened.connection.db, 'member', due))?.member)).toEqual([0.5, next.toISOString()])
    })

    test('that several read at once starts anew once: what was spent since stays', async () => {
      const { db } = opened.connection
      await findCaller(db, 'raced', due)
      await db.update(tables.keys).set({ spend: '0.25' }).where(eq(tables.keys.token, 'raced'))
      const seen = await Promise.all([1, 2, 3].map(() => findCaller(db, 'raced', due)))
      expect(seen.map((each) => of(each?.key))).toEqual(Array(3).fill([0.25, next.toISOString()]))
    })
  })
})
