/** Rows for suites of the spend log. */
import type { SpendBodies, SpendRow } from '../../../src/gateway/store/spend-row.js'

/** A request id that tells its number. */
export const idOf = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`

/** A row of one request. */
export function spendRow(nth: number, more: Partial<SpendRow> = {}): SpendRow {
  return {
    request_id: idOf(nth),
    start_time: Date.parse('2026-02-14T10:00:00.123Z'),
    end_time: Date.parse('2026-02-14T10:00:01.456Z'),
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

/** Of what is absent the row has the default. */
type Line = {
  readonly by: number
  readonly who?: readonly string[]
  readonly id: string
  readonly at: number
  readonly ms: number
  readonly first_ms?: number
  readonly call_id?: string
  readonly answer_id?: string
  readonly status?: 'failure'
  readonly end_user?: string
  readonly usd?: string
  readonly input?: number
  readonly output?: number
  readonly read?: number
  readonly written?: number
  readonly hit?: true
  readonly tags?: readonly string[]
  readonly ip?: string
  readonly session?: string
  readonly meta: SpendRow['metadata']
  readonly windows?: SpendRow['windows']
  readonly bodies?: SpendBodies
}

/** The rows of a list of lines, or of a file of them: what `spend-lines.ts` writes, read by another hand. */
export function rowsIn(list: Buffer | string): readonly SpendRow[] {
  const text = list.toString()
  const lines: readonly Line[] = JSON.parse(text.endsWith(',\n') ? `${text.slice(0, -2)}]` : text === '[' || text === '' ? '[]' : text)
  const parties = new Map(lines.flatMap(({ by, who }) => (who === undefined ? [] : [[by, who]])))
  return lines.filter(({ who }) => who === undefined).map((line) => rowOf(line, parties.get(line.by) ?? []))
}

function rowOf(line: Line, party: readonly string[]): SpendRow {
  const [api_key = '', user_id = '', team_id = '', organization_id = '', call_type = '', ...what] = party
  const [model_group = '', model = '', model_id = '', provider = '', api_base = ''] = what
  const { id, at, ms, first_ms, answer_id, bodies } = line
  return {
    request_id: id,
    start_time: at,
    end_time: at + ms,
    completion_start_time: first_ms === undefined ? null : at + first_ms,
    call_id: line.call_id ?? null,
    ...(answer_id !== undefined && { response_id: answer_id }),
    call_type,
    status: line.status ?? 'success',
    ...{ api_key, user_id, team_id, organization_id },
    end_user: line.end_user ?? '',
    ...{ model_group, model, model_id, provider, api_base },
    spend: line.usd ?? null,
    prompt_tokens: line.input ?? 0,
    completion_tokens: line.output ?? 0,
    cache_read_tokens: line.read ?? 0,
    cache_write_tokens: line.written ?? 0,
    cache_hit: line.hit ?? false,
    request_tags: line.tags ?? [],
    requester_ip: line.ip ?? '',
    session_id: line.session ?? '',
    metadata: line.meta,
    windows: line.windows ?? [],
    ...(bodies !== undefined && { bodies }),
  }
}
