/**
 * Writes rows of the spend log and everything that sums them up, in one statement: what is not added anew, because it was
 * written before, counts nowhere. So the sums of keys, teams, users, days and tags are always those of the rows.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Connection, Db } from './connection.js'
import { withoutRepeats } from './spend-attempts.js'
import type { SpendRow } from './spend-row.js'
import { addSums, dailyTables, spendLockId } from './spend-sums.js'

/** Nobody else writes spend until the caller's transaction ends. To be asked first: whoever writes spend locks keys next. */
export async function holdSpend(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${spendLockId})`)
}

/** Adds the rows that are not there yet, and says how many they were. All or nothing. */
export function recordSpend(connection: Connection, rows: readonly SpendRow[]): Promise<number> {
  return recordSpendLines(
    connection,
    rows.map((row) => JSON.stringify(withoutRepeats(row))),
  )
}

/** The same for rows that are JSON already, each without what `withoutRepeats` leaves out. */
export async function recordSpendLines(connection: Connection, lines: readonly string[]): Promise<number> {
  if (lines.length === 0) return 0
  const given = storable(`[${lines.join(',')}]`)
  return connection.transaction(async (db) => {
    await holdSpend(db)
    const { rows: counted } = await db.execute<{ added: number }>(statement(given))
    return counted[0]?.added ?? 0
  })
}

/** JSON text without what PostgreSQL's text cannot hold: NUL, and halves of characters. They would keep a whole batch out. */
function storable(json: string): string {
  if (!json.includes('\\u0000') && !json.includes('\\ud')) return json
  // a backslash that is itself escaped comes first, so that what follows it is taken for text
  return json.replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (found) => (found === '\\\\' ? found : '\ufffd'))
}

/** Text of this file alone: what comes from outside is the one parameter between the two halves. */
const beforeRows = `
with given as (
  select distinct on (start_time, request_id) *, md5(array[model_id, model, provider, api_base]::text)::uuid as digest
  from jsonb_to_recordset(`

const afterRows = `::jsonb) as g (
    request_id uuid, start_time timestamptz, end_time timestamptz, completion_start_time timestamptz, call_id text,
    response_id text, call_type text, status text, api_key text, user_id text, team_id text, organization_id text, end_user text,
    model_group text, model text, model_id text, provider text, api_base text, spend numeric(20, 9), prompt_tokens bigint,
    completion_tokens bigint, cache_read_tokens bigint, cache_write_tokens bigint, cache_hit boolean, request_tags text[],
    requester_ip text, session_id text, metadata jsonb, windows jsonb, bodies jsonb)
),
new_deployments as (
  insert into spend_deployments (digest, model_id, model, provider, api_base)
  select distinct on (digest) digest, model_id, model, provider, api_base from given
  where not exists (select from spend_deployments d where d.digest = given.digest)
  on conflict do nothing
  returning deployment, digest
),
deployments as (
  select deployment, digest from new_deployments
  union all select d.deployment, d.digest from spend_deployments d where d.digest in (select digest from given)
),
stored as (
  insert into spend_logs (
    request_id, start_time, end_time, completion_start_time, call_id, response_id, call_type, status, api_key, user_id, team_id,
    organization_id, end_user, model_group, deployment, spend, prompt_tokens, completion_tokens, cache_read_tokens,
    cache_write_tokens, cache_hit, request_tags, requester_ip, session_id, metadata)
  select
    request_id, start_time, end_time, completion_start_time, call_id, response_id, call_type, status, api_key, user_id, team_id,
    organization_id, end_user, model_group, deployment, spend, prompt_tokens, completion_tokens, cache_read_tokens,
    cache_write_tokens, cache_hit, request_tags, requester_ip, session_id, metadata
  from given join deployments using (digest)
  on conflict do nothing
  returning request_id, start_time
),
added as (
  select given.* from stored join given using (request_id, start_time)
),
bodies as (
  insert into spend_bodies (request_id, start_time, messages, response)
  select request_id, start_time, coalesce(bodies -> 'messages', '{}'), coalesce(bodies -> 'response', '{}')
  from added where jsonb_typeof(bodies) = 'object'
  on conflict do nothing
),
by_key as (
  update keys set spend = keys.spend + s.spend, last_active = greatest(keys.last_active, s.at)
  from (
    -- a key that was regenerated meanwhile has another hash
    select coalesce(r.active_token, a.api_key) as token, coalesce(sum(a.spend), 0) as spend, max(a.end_time) as at
    from added a left join retired_tokens r on r.token = a.api_key group by 1) s
  where keys.token = s.token
),
by_user as (
  update users set spend = users.spend + s.spend
  from (select user_id, sum(spend) as spend from added where spend <> 0 group by 1) s where users.user_id = s.user_id
),
by_team as (
  update teams set spend = teams.spend + s.spend
  from (select team_id, sum(spend) as spend from added where spend <> 0 group by 1) s where teams.team_id = s.team_id
),
by_member as (
  update team_members m set spend = m.spend + s.spend, total_spend = m.total_spend + s.spend
  from (select team_id, user_id, sum(spend) as spend from added where spend <> 0 group by 1, 2) s
  where m.team_id = s.team_id and m.user_id = s.user_id
),
by_organization as (
  update organizations o set spend = o.spend + s.spend
  from (select organization_id, sum(spend) as spend from added where spend <> 0 group by 1) s
  where o.organization_id = s.organization_id
),
by_organization_member as (
  update organization_members m set spend = m.spend + s.spend
  from (select organization_id, user_id, sum(spend) as spend from added where spend <> 0 group by 1, 2) s
  where m.organization_id = s.organization_id and m.user_id = s.user_id
),
by_end_user as (
  insert into end_users (user_id, spend)
  select end_user, coalesce(sum(spend), 0) from added where end_user <> '' group by 1
  on conflict (user_id) do update set spend = end_users.spend + excluded.spend
),
tagged as (
  select added.*, tag from added, lateral (select distinct unnest(request_tags)) as t (tag)
),
by_tag as (
  update tags t set spend = t.spend + s.spend
  from (select tag, sum(spend) as spend from tagged where spend <> 0 group by 1) s where t.tag_name = s.tag
),
by_window as (
  insert into spend_windows as w (kind, id, "window", spend, resets_at)
  select x.kind, coalesce(r.active_token, x.id), x."window", coalesce(sum(added.spend), 0), max(x.resets_at)
  from added
    cross join jsonb_to_recordset(added.windows) as x (kind text, id text, "window" text, resets_at timestamptz)
    left join retired_tokens r on x.kind = 'key' and r.token = x.id
  group by 1, 2, 3
  on conflict (kind, id, "window") do update set
    -- a window that was over has begun anew
    spend = case when excluded.resets_at > w.resets_at then 0 else w.spend end + excluded.spend,
    resets_at = greatest(excluded.resets_at, w.resets_at)
),
${dailyTables
  .map(
    (table) => `by_${table.name} as (
  ${addSums(table, 'added')}
)`,
  )
  .join(',\n')}
select count(*)::int as added from added`

function statement(given: string): SQL {
  return sql`${sql.raw(beforeRows)}${given}${sql.raw(afterRows)}`
}
