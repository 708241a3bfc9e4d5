/** Daily activity as LiteLLM shows it: each day with its metrics, and broken down by models, providers, endpoints, keys, entities. */
import type { ActivityPage, ActivityRow } from '../store/activity.js'
import type { KeyName } from '../store/spend-names.js'
import type { JsonObject } from '../store/tables.js'
import { addTo, metricsOf, newTally, sumOf, type Tally } from './spend-tally.js'

/** What those in it are called. */
export type ActivityNames = {
  readonly keys: ReadonlyMap<string, KeyName>
  /** What is told of an entity by its id. */
  readonly entities: ReadonlyMap<string, JsonObject>
  /** Most keys that are shown within a model, a provider, …: those that spent most. All keys of a day are shown beside. */
  readonly mostKeys: number
}

/** What each key did. Whoever needs what all of them did adds these up, who are fewer than the lines. */
type ByKey = Map<string, Tally>
type Groups = Map<string, ByKey>
type Day = {
  readonly models: Groups
  readonly modelGroups: Groups
  readonly providers: Groups
  readonly endpoints: Groups
  readonly entities: Groups
  readonly keys: ByKey
}

/** Paths of LiteLLM's `endpoint` by what it calls the calls. */
const endpoints: { readonly [callType: string]: string } = {
  acompletion: '/chat/completions',
  atext_completion: '/completions',
  aembedding: '/embeddings',
  anthropic_messages: '/v1/messages',
  agenerate_content: '/v1beta/models',
  aresponses: '/responses',
  aimage_generation: '/images/generations',
  aimage_edit: '/images/edits',
  atranscription: '/audio/transcriptions',
  atranslation: '/audio/translations',
  aspeech: '/audio/speech',
  amoderation: '/moderations',
  arerank: '/rerank',
}

export function showActivity({ rows, page, totalPages }: ActivityPage, names: ActivityNames): JsonObject {
  const days = new Map<string, Day>()
  for (const row of rows) {
    const day = days.get(row.date) ?? newDay()
    days.set(row.date, day)
    addToDay(day, row)
  }
  const last = [...days].sort(([a], [b]) => (a < b ? 1 : -1))
  const sums = last.map(([, day]) => sumOf(day.keys.values()))
  return {
    results: last.map(([date, day], at) => ({ date, metrics: metricsOf(sums[at] ?? newTally()), breakdown: breakdownOf(day, names) })),
    metadata: { ...totalsOf(sumOf(sums)), page, total_pages: totalPages, has_more: page < totalPages },
  }
}

function newDay(): Day {
  const groups = { models: new Map(), modelGroups: new Map(), providers: new Map(), endpoints: new Map(), entities: new Map() }
  return { ...groups, keys: new Map() }
}

function addToDay(day: Day, row: ActivityRow): void {
  addTo(tallyOf(day.keys, row.api_key), row)
  addToGroup(day.models, row.model, row)
  addToGroup(day.modelGroups, row.model_group === '' ? row.model : row.model_group, row)
  addToGroup(day.providers, row.provider === '' ? 'unknown' : row.provider, row)
  addToGroup(day.endpoints, endpoints[row.call_type] ?? row.call_type, row)
  addToGroup(day.entities, row.entity, row)
}

/** What has no name is in the sums of the day alone. */
function addToGroup(groups: Groups, name: string, row: ActivityRow): void {
  if (name === '') return
  const keys: ByKey = groups.get(name) ?? new Map()
  groups.set(name, keys)
  addTo(tallyOf(keys, row.api_key), row)
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const tally = tallies.get(name) ?? newTally()
  tallies.set(name, tally)
  return tally
}

function breakdownOf(day: Day, names: ActivityNames): JsonObject {
  const nothing = () => ({})
  return {
    models: shownGroups(day.models, names, nothing),
    model_groups: shownGroups(day.modelGroups, names, nothing),
    providers: shownGroups(day.providers, names, nothing),
    endpoints: shownGroups(day.endpoints, names, nothing),
    mcp_servers: {},
    api_keys: shownKeys(day.keys, names),
    entities: shownGroups(day.entities, names, (id) => names.entities.get(id) ?? {}),
  }
}

function shownGroups(groups: Groups, names: ActivityNames, metadata: (name: string) => JsonObject): JsonObject {
  return Object.fromEntries(
    [...groups].map(([name, keys]) => [
      name,
      {
        metrics: metricsOf(sumOf(keys.values())),
        metadata: metadata(name),
        api_key_breakdown: shownKeys(dearest(keys, names.mostKeys), names),
      },
    ]),
  )
}

function dearest(tallies: ReadonlyMap<string, Tally>, most: number): ReadonlyMap<string, Tally> {
  if (tallies.size <= most) return tallies
  return new Map([...tallies].sort(([, a], [, b]) => b.usd - a.usd + (b.nano - a.nano) / 1e9).slice(0, most))
}

function shownKeys(tallies: ReadonlyMap<string, Tally>, { keys }: ActivityNames): JsonObject {
  return Object.fromEntries(
    [...tallies].map(([token, tally]) => [token, { metrics: metricsOf(tally), metadata: aboutKey(keys.get(token)) }]),
  )
}

function aboutKey(key: KeyName | undefined): JsonObject {
  return {
    key_alias: key?.alias ?? null,
    team_id: key?.teamId ?? null,
    user_id: key?.userId ?? null,
    user_email: key?.userEmail ?? null,
    key_exists: key?.exists ?? false,
  }
}

function totalsOf(tally: Tally) {
  const all = metricsOf(tally)
  return {
    total_spend: all.spend,
    total_prompt_tokens: all.prompt_tokens,
    total_completion_tokens: all.completion_tokens,
    total_tokens: all.total_tokens,
    total_api_requests: all.api_requests,
    total_successful_requests: all.successful_requests,
    total_failed_requests: all.failed_requests,
    total_cache_read_input_tokens: all.cache_read_input_tokens,
    total_cache_creation_input_tokens: all.cache_creation_input_tokens,
  }
}
