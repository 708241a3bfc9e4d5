/** Rows for suites of the spend log. */
import type { SpendRow } from '../../../src/gateway/store/spend-row.js'

/** A request id that tells its number. */
export const idOf = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`

/** A row of one request. */
export function spendRow(nth: number, more: Partial<SpendRow> = {}): SpendRow {
  return {
    request_id: idOf(nth),
    start_time: '2026-02-14T10:00:00.123Z',
    end_time: '2026-02-14T10:00:01.456Z',
    completion_start_time: null,
    call_id: null,
    call_type: 'acompletion',
    status: 'success',
    api_key: 'k1',
    user_id: 'u1',
    team_id: 't1',
    organization_id: '',
    end_user: '',
    model_group: 'gpt-4o',
    model: 'gpt-4o-2024-08-06',
    model_id: 'd1',
    provider: 'openai',
    api_base: '',
    spend: '0.000000001',
    prompt_tokens: 10,
    completion_tokens: 5,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    cache_hit: false,
    request_tags: [],
    requester_ip: '',
    session_id: '',
    metadata: {},
    windows: [],
    ...more,
  }
}
