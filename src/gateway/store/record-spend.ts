/**
 * Writes rows of the spend log and everything that sums them up, in one statement: what is not added anew, because it was
 * written before, counts nowhere. So the sums of keys, teams, users, days and tags are always those of the rows.
 */
import { sql } from 'drizzle-orm'
import type { Connection, Db } from './connection.js'
import { withoutRepeats } from './spend-attempts.js'
import { listOfRows } from './spend-lines.js'
import type { SpendRow } from './spend-row.js'
import { addSums, dailyTables, spendLockId, sumTerms } from './spend-sums.js'

/** Nobody else writes spend until the caller's transaction ends. To be asked first: whoever writes spend locks keys next. */
export async function holdSpend(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${spendLockId})`)
}

/** Adds the rows that are not there yet, and says how many they were. All or nothing. */
export async function recordSpend(connection: Connection, rows: readonly SpendRow[]): Promise<number> {
  return rows.length === 0 ? 0 : recordSpendList(connection, listOfRows(rows.map(withoutRepeats)))
}

/** The same for rows that are a list of lines already, each without what `withoutRepeats` leaves out: see `spend-lines.ts`. */
export function recordSpendList(connection: Connection, list: Buffer): Promise<number> {
  return connection.transaction(async (db, ask) => {
    await holdSpend(db)
    const { rows } = await ask({ text: statement, values: [list], ...(await planKept(connection, db)) })
    return Number(rows[0]?.added ?? 0)
  })
}

/** Batches by one plan: it is made for tables as large as they are at that time. */
const mostByPlan = 100
const byPlan = new WeakMap<Connection, number>()

/** The embedded database takes 5 ms to plan the statement, as long as for 200 rows, and has one session: there the plan is kept. */
async function planKept(connection: Connection, db: Db): Promise<{ readonly name?: string }> {
  if (connection.kind !== 'embedded') return {}
  const count = byPlan.get(connection) ?? 0
  if (count > 0 && count % mostByPlan === 0) await db.execute(sql`discard plans`)
  byPlan.set(connection, count + 1)
  return { name: 'record_spend' }
}

/** What comes from outside is its one parameter. Rows are summed up finely once, and everything else is of these few sums. */
const statement = `
with given as materialized (
  select *, timestamptz 'epoch' + at * interval '1 millisecond' as start_time
  from jsonb_to_recordset($1::text::jsonb) as g (
    by integer, who jsonb, id uuid, at bigint, ms bigint, first_ms bigint, call_id text, answer_id text, status text, end_user text,
    usd numeric(20, 9), input bigint, output bigint, read bigint, written bigint, hit boolean, tags text[], ip text, session text,
    meta jsonb, windows jsonb, bodies jsonb)
),
parties as materialized (
  select by, who ->> 0 as api_key, who ->> 1 as user_id, who ->> 2 as team_id, who ->> 3 as organization_id, who ->> 4 as call_type,
    who ->> 5 as model_group, who ->> 6 as model, who ->> 7 as model_id, who ->> 8 as provider, who ->> 9 as api_base,
    md5(array[who ->> 7, who ->> 6, who ->> 8, who ->> 9]::text)::uuid as digest
  from given where who is not null
),
new_deployments as (
  insert into spend_deployments (digest, model_id, model, provider, api_base)
  select distinct on (digest) digest, model_id, model, provider, api_base from parties
  where not exists (select from spend_deployments d where d.digest = parties.digest)
  on conflict do nothing
  returning deployment, digest
),
deployments as materialized (
  select deployment, digest from new_deployments
  union all select d.deployment, d.digest from spend_deployments d where d.digest in (select digest from parties)
),
stored as (
  insert into spend_logs (
    request_id, start_time, end_time, completion_start_time, call_id, response_id, call_type, status, api_key, user_id, team_id,
    organization_id, end_user, model_group, deployment, spend, prompt_tokens, completion_tokens, cache_read_tokens,
    cache_write_tokens, cache_hit, request_tags, requester_ip, session_id, metadata)
  select
    id, start_time, start_time + ms * interval '1 millisecond', start_time + first_ms * interval '1 millisecond', call_id, answer_id,
    call_type, coalesce(status, 'success'), api_key, user_id, team_id, organization_id, coalesce(end_user, ''), model_group, deployment,
    usd, coalesce(input, 0), coalesce(output, 0), coalesce(read, 0), coalesce(written, 0), coalesce(hit, false),
    coalesce(tags, '{}'), coalesce(ip, ''), coalesce(session, ''), coalesce(meta, '{}')
  from given left join (parties join deployments using (digest)) using (by)
  -- the planner would take "who is null" for something rare
  where jsonb_typeof(given.who) is distinct from 'array'
  on conflict do nothing
  returning *
),
sums as materialized (
  select (start_time at time zone 'UTC')::date as date, api_key, user_id, team_id, organization_id, end_user, model_group, deployment,
    call_type, request_tags, max(end_time) as at, ${sumTerms}
  from stored group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
),
added as materialized (
  select sums.*, model, provider from sums join deployments using (deployment)
    join (select distinct on (digest) digest, model, provider from parties) as of_digest using (digest)
),
beside as materialized (
  -- what a row has beside its columns; a row that was given twice counts once
  select distinct on (id, given.start_time) id, given.start_time, usd, windows, bodies
  from given join stored on id = request_id and given.start_time = stored.start_time
  where windows is not null or bodies is not null
),
bodies as (
  insert into spend_bodies (request_id, start_time, messages, response)
  select id, start_time, coalesce(bodies -> 'messages', '{}'), coalesce(bodies -> 'response', '{}')
  from beside where jsonb_typeof(bodies) = 'object'
  on conflict do nothing
),
by_key as (
  update keys set spend = keys.spend + s.spend, last_active = greatest(keys.last_active, s.at)
  from (
    -- a key that was regenerated meanwhile has another hash
    select coalesce(r.active_token, a.api_key) as token, sum(a.spend) as spend, max(a.at) as at
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
  select end_user, sum(spend) from added where end_user <> '' group by 1
  on conflict (user_id) do update set spend = end_users.spend + excluded.spend
),
by_tag as (
  update tags t set spend = t.spend + s.spend
  from (
    select tag, sum(spend) as spend from added, lateral (select distinct unnest(request_tags)) as of_tags (tag)
    where spend <> 0 group by 1) s
  where t.tag_name = s.tag
),
by_window as (
  insert into spend_windows as w (kind, id, "window", spend, resets_at)
  select x.kind, coalesce(r.active_token, x.id), x."window", coalesce(sum(beside.usd), 0), max(x.resets_at)
  from beside
    cross join jsonb_to_recordset(beside.windows) as x (kind text, id text, "window" text, resets_at timestamptz)
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
select coalesce(sum(api_requests), 0) as added from sums`
