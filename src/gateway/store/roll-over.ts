/**
 * Budgets start anew when they are read: whose time has come, its spend is nothing and its next time is set, in one statement
 * that holds only where nobody else did it first. A row that has a duration and no time yet is given one.
 */
import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { nextReset, parseDuration } from '../budget-reset.js'
import type { Db } from './connection.js'
import type { EndUser } from './end-users.js'
import type { Caller } from './find-caller.js'
import * as tables from './tables.js'
import type { Tag } from './tags.js'

const { keys, users, teams, teamMembers, organizations, endUsers, tags } = tables
type Resetting = typeof keys | typeof users | typeof teams | typeof teamMembers | typeof organizations | typeof endUsers | typeof tags

/** What a row counts, and until when. */
type Counted = { readonly spend: string; readonly spendEpoch: number; readonly budgetResetAt: Date | null }

/** When: now, and the zone in which days begin. */
export type Calendar = { readonly now: Date; readonly timeZone: string }

/** The caller with every budget of now. */
export async function rollOverCaller(db: Db, caller: Caller, at: Calendar): Promise<Caller> {
  const { key, user, team, member, organization, budgets } = caller
  const duration = key.budgetDuration ?? budgets.key?.budgetDuration
  return {
    ...caller,
    key: await rolled(db, at, { table: keys, where: eq(keys.token, key.token), row: key, duration }),
    user: user && (await rolled(db, at, { table: users, where: eq(users.userId, user.userId), row: user, duration: user.budgetDuration })),
    team: team && (await rolled(db, at, { table: teams, where: eq(teams.teamId, team.teamId), row: team, duration: team.budgetDuration })),
    member:
      member &&
      (await rolled(db, at, {
        table: teamMembers,
        where: and(eq(teamMembers.teamId, member.teamId), eq(teamMembers.userId, member.userId)),
        row: member,
        duration: budgets.member?.budgetDuration,
      })),
    organization:
      organization &&
      (await rolled(db, at, {
        table: organizations,
        where: eq(organizations.organizationId, organization.organizationId),
        row: organization,
        duration: budgets.organization?.budgetDuration,
      })),
  }
}

/** The end user with the budget of now. `duration` is that of the budget it has. */
export function rollOverEndUser(db: Db, row: EndUser['row'], duration: string | null | undefined, at: Calendar): Promise<EndUser['row']> {
  return rolled(db, at, { table: endUsers, where: eq(endUsers.userId, row.userId), row, duration })
}

/** The tag with the budget of now. */
export function rollOverTag(db: Db, { row, budget }: Tag, at: Calendar): Promise<Tag['row']> {
  return rolled(db, at, { table: tags, where: eq(tags.tagName, row.tagName), row, duration: budget?.budgetDuration })
}

type Rolling<R extends Counted> = {
  readonly table: Resetting
  readonly where: SQL | undefined
  readonly row: R
  readonly duration: string | null | undefined
}

async function rolled<R extends Counted>(db: Db, { now, timeZone }: Calendar, { table, where, row, duration }: Rolling<R>): Promise<R> {
  const { budgetResetAt: old } = row
  if (old !== null && old > now) return row
  const parsed = duration === null || duration === undefined ? undefined : parseDuration(duration)
  if (old === null && parsed === undefined) return row
  const next = parsed === undefined ? null : new Date(nextReset(parsed, now.getTime(), timeZone))
  const changes = old === null ? { budgetResetAt: next } : { budgetResetAt: next, spend: '0' }
  const isOld = old === null ? isNull(table.budgetResetAt) : eq(table.budgetResetAt, old)
  const counted = { spend: table.spend, spendEpoch: table.spendEpoch, budgetResetAt: table.budgetResetAt }
  const [changed] = await db.update(table).set(changes).where(and(where, isOld)).returning(counted)
  if (changed !== undefined) return { ...row, ...changed }
  const [found] = await db.select(counted).from(table).where(where).limit(1)
  return found === undefined ? row : { ...row, ...found }
}
