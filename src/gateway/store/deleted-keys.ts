/** Keys that were deleted, as they were. */
import { and, asc, count, desc, type SQL, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import { type KeyFilter, type KeyOrder, type Page, sessionTeam } from './keys.js'
import { deletedKeys } from './tables.js'

export type DeletedKeyRow = typeof deletedKeys.$inferSelect

const member = (name: string) => sql`(${deletedKeys.key} ->> ${name})`

/** What each order goes by in the row as it was kept. */
const orders: { readonly [B in KeyOrder['by']]: SQL } = {
  spend: sql`${member('spend')}::numeric`,
  maxBudget: sql`${member('max_budget')}::numeric`,
  createdAt: sql`${deletedKeys.deletedAt}`,
  updatedAt: sql`${deletedKeys.deletedAt}`,
  token: sql`${deletedKeys.token}`,
  keyAlias: member('key_alias'),
}

/** One page of deleted keys, and how many there are in all. What is sorted by time goes by when they were deleted. */
export async function listDeletedKeys(
  db: Db,
  filter: KeyFilter,
  { by, direction }: KeyOrder,
  { offset, size }: Page,
): Promise<{ readonly rows: readonly DeletedKeyRow[]; readonly total: number }> {
  const where = conditionOf(filter)
  const order = direction === 'asc' ? asc(orders[by]) : desc(orders[by])
  const [rows, [counted]] = await Promise.all([
    db.select().from(deletedKeys).where(where).orderBy(order, asc(deletedKeys.token)).limit(size).offset(offset),
    db.select({ total: count() }).from(deletedKeys).where(where),
  ])
  return { rows, total: counted?.total ?? 0 }
}

const is = (name: string, value: string | undefined) => (value === undefined ? undefined : sql`${member(name)} = ${value}`)
const isOneOf = (name: string, values: readonly string[] | undefined) =>
  values === undefined ? undefined : sql`${member(name)} = any (${sql.param([...values])}::text[])`

function conditionOf(filter: KeyFilter): SQL | undefined {
  const { within: scope } = filter
  return and(
    sql`${member('team_id')} is distinct from ${sessionTeam}`,
    is('user_id', filter.userId),
    isOneOf('team_id', filter.teamIds),
    is('organization_id', filter.organizationId),
    is('project_id', filter.projectId),
    is('token', filter.token),
    is('key_alias', filter.alias),
    filter.accessGroupId === undefined ? undefined : sql`${deletedKeys.key} -> 'access_group_ids' ? ${filter.accessGroupId}`,
    scope === undefined
      ? undefined
      : sql`(${sql.join(
          [
            sql`false`,
            is('user_id', scope.userId),
            is('created_by', scope.createdBy),
            is('token', scope.token),
            isOneOf('team_id', scope.teamIds),
            isOneOf('organization_id', scope.organizationIds),
          ].filter((each) => each !== undefined),
          sql` or `,
        )})`,
  )
}
