/**
 * What keys, users, teams and their kin have spent, held against the rows: only where nothing has ever started anew, since what
 * was spent before a reset is in the rows and not in the sum.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import type { SpendDifference } from './reconcile.js'

/** Sums of one kind: all its objects that can be compared, and the rows that count for them. */
type Kind = {
  readonly table: string
  /** Columns of the id, here and in the rows. */
  readonly ids: readonly (readonly [own: string, row: string])[]
  readonly spend: string
  /** True for objects whose sum is that of all their rows. */
  readonly where: string
  readonly rows?: string
}

/** No round of a budget has ended, and nobody has set the sum. */
const neverReset = 'budget_reset_at is null and spend_epoch = 0'

const kinds: readonly Kind[] = [
  {
    table: 'keys',
    ids: [['token', 'api_key']],
    spend: 'spend',
    // a regenerated key has rows under its old hash
    where: `${neverReset} and rotation_count = 0`,
  },
  { table: 'users', ids: [['user_id', 'user_id']], spend: 'spend', where: neverReset },
  {
    table: 'teams',
    ids: [['team_id', 'team_id']],
    spend: 'spend',
    where: neverReset,
  },
  {
    table: 'team_members',
    ids: [
      ['team_id', 'team_id'],
      ['user_id', 'user_id'],
    ],
    spend: 'total_spend',
    where: 'true',
  },
  {
    table: 'organizations',
    ids: [['organization_id', 'organization_id']],
    spend: 'spend',
    where: neverReset,
  },
  { table: 'end_users', ids: [['user_id', 'end_user']], spend: 'spend', where: neverReset },
  {
    table: 'tags',
    ids: [['tag_name', 'tag']],
    spend: 'spend',
    where: neverReset,
    rows: 'spend_logs, lateral (select distinct unnest(request_tags)) as of_tags (tag)',
  },
]

/** Objects whose sum is neither that of all their rows nor of those since they were made. */
export async function objectSums(
  db: Db,
  most: number,
): Promise<{ readonly found: number; readonly differences: readonly SpendDifference[] }> {
  const differences: SpendDifference[] = []
  let found = 0
  for (const kind of kinds) {
    type Row = { found: number; of: SpendDifference['of']; kept: string; counted: string }
    const { rows } = await db.execute<Row>(comparison(kind, most))
    found += rows[0]?.found ?? 0
    differences.push(
      ...rows.map(({ of, kept, counted }) => ({ table: kind.table, of, kept: { spend: kept }, counted: { spend: counted } })),
    )
  }
  return { found, differences }
}

/** An object that was made after rows had named it never counted those. */
function comparison({ table, ids, spend, where, rows = 'spend_logs' }: Kind, most: number): SQL {
  const own = ids.map(([name]) => `o.${name}`).join(', ')
  const text = `
    with o as (select ${ids.map(([name]) => name).join(', ')}, ${spend} as kept, created_at from ${table} where ${where}),
    r as (
      select ${own}, o.kept, coalesce(sum(l.spend), 0) as counted,
        coalesce(sum(l.spend) filter (where l.start_time >= o.created_at), 0) as since
      from o left join ${rows === 'spend_logs' ? 'spend_logs l' : `(select * from ${rows}) l`}
        on ${ids.map(([name, row]) => `o.${name} = l.${row}`).join(' and ')}
      group by ${own}, o.kept)
    select count(*) over ()::int as found, jsonb_build_object(${ids.map(([name]) => `'${name}', ${name}`).join(', ')}) as of,
      kept::text, counted::text
    from r where kept <> counted and kept <> since order by ${ids.map(([name]) => name).join(', ')}`
  return sql`${sql.raw(text)} limit ${most}`
}
