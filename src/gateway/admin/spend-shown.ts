/** Rows of the spend log as LiteLLM shows them. */
import type { Db } from '../store/connection.js'
import type { LoggedRow } from '../store/spend-list.js'
import { type KeyName, keyNames, teamNames } from '../store/spend-names.js'
import type { JsonObject } from '../store/tables.js'

/** Rows with the names of their keys and teams. */
export async function showRows(db: Db, rows: readonly LoggedRow[]): Promise<readonly JsonObject[]> {
  const [keys, teams] = await Promise.all([
    keyNames(
      db,
      rows.map(({ api_key: key }) => key),
    ),
    teamNames(
      db,
      rows.map(({ team_id: team }) => team),
    ),
  ])
  return rows.map((row) => showRow(row, keys.get(row.api_key), teams.get(row.team_id)))
}

/** What clients know a request by: the id of its answer, as in LiteLLM; where it has none, the one that was made here. */
export function shownId({ response_id: id, request_id: own }: Pick<LoggedRow, 'request_id' | 'response_id'>): string {
  return id ?? own
}

function showRow(row: LoggedRow, key: KeyName | undefined, teamAlias: string | undefined): JsonObject {
  return {
    request_id: shownId(row),
    litellm_call_id: row.call_id ?? row.request_id,
    call_type: row.call_type,
    api_key: row.api_key,
    // null: the price is not known
    spend: row.spend === null ? null : Number(row.spend),
    total_tokens: row.prompt_tokens + row.completion_tokens,
    prompt_tokens: row.prompt_tokens,
    completion_tokens: row.completion_tokens,
    startTime: timeText(row.start_time),
    endTime: timeText(row.end_time),
    request_duration_ms: row.end_time - row.start_time,
    completionStartTime: row.completion_start_time === null ? null : timeText(row.completion_start_time),
    model: row.model,
    model_id: row.model_id,
    model_group: row.model_group,
    custom_llm_provider: row.provider,
    api_base: row.api_base,
    user: row.user_id,
    metadata: metadataOf(row, key, teamAlias),
    cache_hit: row.cache_hit ? 'True' : row.status === 'success' ? 'False' : '',
    cache_key: typeof row.metadata.cache_key === 'string' ? row.metadata.cache_key : '',
    request_tags: row.request_tags,
    team_id: row.team_id,
    organization_id: row.organization_id,
    end_user: row.end_user,
    requester_ip_address: row.requester_ip,
    messages: {},
    response: {},
    proxy_server_request: {},
    session_id: row.session_id,
    status: row.status,
    mcp_namespaced_tool_name: null,
    agent_id: null,
  }
}

function metadataOf(row: LoggedRow, key: KeyName | undefined, teamAlias: string | undefined): JsonObject {
  const { attempts, error } = row.metadata
  return {
    spend_logs_metadata: null,
    ...row.metadata,
    user_api_key: row.api_key,
    user_api_key_alias: key?.alias ?? null,
    user_api_key_team_id: row.team_id === '' ? null : row.team_id,
    user_api_key_team_alias: teamAlias ?? null,
    user_api_key_user_id: row.user_id === '' ? null : row.user_id,
    user_api_key_org_id: row.organization_id === '' ? null : row.organization_id,
    requester_ip_address: row.requester_ip === '' ? null : row.requester_ip,
    status: row.status,
    usage_object: {
      prompt_tokens: row.prompt_tokens,
      completion_tokens: row.completion_tokens,
      total_tokens: row.prompt_tokens + row.completion_tokens,
    },
    additional_usage_values: { cache_read_input_tokens: row.cache_read_tokens, cache_creation_input_tokens: row.cache_write_tokens },
    attempted_retries: Array.isArray(attempts) ? Math.max(0, attempts.length - 1) : 0,
    error_information: errorOf(error, row.provider),
  }
}

function errorOf(error: unknown, provider: string): JsonObject | null {
  if (typeof error !== 'object' || error === null) return null
  const { status, type } = { status: undefined, type: undefined, ...error }
  return {
    error_code: status === undefined ? '' : String(status),
    error_class: type === undefined ? '' : String(type),
    llm_provider: provider,
    error_message: '',
  }
}

function timeText(ms: number): string {
  return new Date(ms).toISOString()
}
