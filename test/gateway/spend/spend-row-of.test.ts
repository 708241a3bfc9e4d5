/** Records of requests as rows. */
import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../../../src/gateway/call-record.js'
import { masterKeyAlias } from '../../../src/gateway/key-check.js'
import { spendRowOf } from '../../../src/gateway/spend/spend-row-of.js'
import { OneAttempt } from '../../../src/gateway/store/spend-attempts.js'
import type { Meta } from '../../../src/runtime/client-types.js'
import { callerOf } from '../auth/callers.js'
import { authorised, setUp } from '../gateway-support.js'

const meta: Meta = {
  deploymentId: 'd1',
  provider: 'openai',
  model: 'gpt-4o-2024-08-06',
  group: 'gpt-4o',
  cost: 0.0015,
  costNanoUsd: 1_500_000,
  costReason: undefined,
  usage: { prompt_tokens: 10, completion_tokens: 5 },
  attempts: [
    { deploymentId: 'd0', group: 'gpt-4o', provider: 'openai', outcome: 'rate_limit', status: 429, durationMs: 12.4 },
    { deploymentId: 'd1', group: 'gpt-4o', provider: 'openai', outcome: 'ok', status: 200, durationMs: 600 },
  ],
  fallbacks: [],
  latencyMs: 1_000,
  timeToFirstTokenMs: 200,
  requestId: null,
  headers: {},
}

const start = Date.parse('2026-02-14T10:00:00Z')
const record: CallRecord = {
  callId: '00000000-0000-4000-8000-000000000001',
  callerCallId: 'mine',
  method: 'POST',
  route: '/chat/completions',
  callType: 'acompletion',
  requesterIp: '10.0.0.1',
  sessionId: 's',
  identity: {
    kind: 'key',
    role: 'internal_user',
    keyHash: 'hash',
    models: undefined,
    userId: 'u',
    teamId: 't',
    caller: callerOf('hash', { userId: 'u', teamId: 't', organizationId: 'o' }),
  },
  status: 200,
  end: 'answered',
  startedAt: start,
  endedAt: start + 1_000,
  model: 'gpt-4o',
  streamed: true,
  meta,
  usage: {
    prompt_tokens: 10,
    completion_tokens: 5,
    prompt_tokens_details: { cached_tokens: 4, cache_creation_tokens: 2 },
    completion_tokens_details: { reasoning_tokens: 3 },
  },
  endUser: 'customer',
  tags: ['a', 'b', 'a'],
}

test('an answered request, whole', () => {
  expect(spendRowOf(record, 'https://host/v1')).toEqual({
    request_id: '00000000-0000-4000-8000-000000000001',
    start_time: start,
    end_time: start + 1_000,
    completion_start_time: start + 200,
    call_id: 'mine',
    call_type: 'acompletion',
    status: 'success',
    api_key: 'hash',
    user_id: 'u',
    team_id: 't',
    organization_id: 'o',
    end_user: 'customer',
    model_group: 'gpt-4o',
    model: 'gpt-4o-2024-08-06',
    model_id: 'd1',
    provider: 'openai',
    api_base: 'https://host/v1',
    spend: '0.001500000',
    prompt_tokens: 10,
    completion_tokens: 5,
    cache_read_tokens: 4,
    cache_write_tokens: 2,
    cache_hit: false,
    request_tags: ['a', 'b'],
    requester_ip: '10.0.0.1',
    session_id: 's',
    metadata: {
      attempts: [{ id: 'd0', outcome: 'rate_limit', status: 429, ms: 12 }, { ms: 600 }],
      reasoning_tokens: 3,
      stream: true,
    },
    windows: [],
  })
})

test('what further tokens there were, and what the caller wants to find again, stand beside; bodies go with the row', () => {
  const usage = {
    prompt_tokens: 10,
    completion_tokens: 5,
    prompt_tokens_details: { audio_tokens: 3, cache_creation_tokens: 6, cache_creation_1h_tokens: 4 },
    completion_tokens_details: { audio_tokens: 2, reasoning_tokens: Number.NaN },
  }
  const bodies = { messages: ['a'], response: {} }
  const row = spendRowOf({ ...record, usage, meta: { ...meta, attempts: [] }, streamed: false, logged: { job: 1 }, bodies })
  expect(row?.bodies).toEqual(bodies)
  expect(row?.metadata).toEqual({ audio_tokens: 3, audio_output_tokens: 2, cache_write_1h_tokens: 4, spend_logs_metadata: { job: 1 } })
})

describe('the metadata of a request with one attempt that went well', () => {
  const only = [{ deploymentId: 'd1', group: 'gpt-4o', provider: 'openai', outcome: 'ok', status: 200, durationMs: 600.4 }] as const
  const usage = { prompt_tokens: 10, prompt_tokens_details: { audio_tokens: 0 }, completion_tokens_details: { reasoning_tokens: 0 } }
  // as providers answer, whatever their documentation says
  const nulls = { prompt_tokens: 10, prompt_tokens_details: null, completion_tokens_details: null } as unknown as CallRecord['usage']
  const plain = { ...record, usage, streamed: false, meta: { ...meta, attempts: only } }
  test.each<{ name: string; more: Partial<CallRecord>; want: object; isShort?: true }>([
    { name: 'is its time', more: {}, want: {}, isShort: true },
    { name: 'is that where a provider tells of no tokens', more: { usage: nulls }, want: {}, isShort: true },
    { name: 'says of a stream', more: { streamed: true }, want: { stream: true }, isShort: true },
    { name: 'says of further tokens', more: { usage: record.usage }, want: { reasoning_tokens: 3 } },
    { name: 'says of audio', more: { usage: { ...usage, prompt_tokens_details: { audio_tokens: 3 } } }, want: { audio_tokens: 3 } },
    { name: 'says what is wanted in it', more: { logged: { job: 1 } }, want: { spend_logs_metadata: { job: 1 } } },
    { name: 'says that it is estimated', more: { isEstimated: true }, want: { estimated: true } },
    { name: 'says who left', more: { end: 'left' }, want: { end: 'left' } },
    { name: 'says why', more: { problem: { status: 500, type: 't', message: '' } }, want: { error: { status: 500, type: 't' } } },
    { name: 'says what is not known', more: { meta: { ...plain.meta, costReason: 'no price' } }, want: { cost_reason: 'no price' } },
    { name: 'says where the answer is kept', more: { meta: { ...plain.meta, cacheKey: 'c' } }, want: { cache_key: 'c' } },
    { name: 'says of fallbacks', more: { meta: { ...plain.meta, fallbacks: ['g'] } }, want: { fallbacks: ['g'], asked: 'gpt-4o' } },
  ])('$name', ({ more, want, isShort = false }) => {
    const metadata = spendRowOf({ ...plain, ...more })?.metadata
    expect(metadata).toEqual({ attempts: [{ ms: 600 }], ...want })
    expect(metadata instanceof OneAttempt).toBe(isShort)
  })

  test.each([
    { attempt: { ...only[0], deploymentId: 'd0' }, want: { id: 'd0', ms: 600 } },
    { attempt: { ...only[0], status: 201 }, want: { outcome: 'ok', status: 201, ms: 600 } },
    { attempt: { ...only[0], outcome: 'timeout' }, want: { outcome: 'timeout', status: 200, ms: 600 } },
  ])('says more of another attempt: $want', ({ attempt, want }) => {
    expect(spendRowOf({ ...plain, meta: { ...plain.meta, attempts: [attempt] } })?.metadata).toEqual({ attempts: [want] })
  })
})

test.each([false, true])('a request that a gateway has answered has metadata of that kind, streamed: %s', async (stream) => {
  const records: CallRecord[] = []
  const { url } = await setUp({ gateway: { observers: [(told) => records.push(told)] } })
  const body = JSON.stringify({ model: 'gpt-4o', stream, messages: [{ role: 'user', content: 'hi' }] })
  await (await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: authorised, body })).text()
  const rows = records.map((told) => spendRowOf(told))
  expect(rows.map((row) => row?.metadata instanceof OneAttempt)).toEqual([true])
  expect(rows[0]?.metadata).toEqual({ attempts: [{ ms: expect.any(Number) }], ...(stream && { stream }) })
})

test.each([
  [undefined, []],
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [
    ['a', 'b', 'a'],
    ['a', 'b'],
  ],
  [['x'.repeat(300)], ['x'.repeat(256)]],
  [Array.from({ length: 30 }, (_, nth) => `${nth}`), Array.from({ length: 20 }, (_, nth) => `${nth}`)],
])('tags %j', (tags, want) => {
  expect(spendRowOf({ ...record, tags })?.request_tags).toEqual(want)
})

test.each<{ name: string; more: Partial<CallRecord>; want: string | undefined }>([
  { name: 'is that of the answer', more: { answerId: 'chatcmpl-1' }, want: 'chatcmpl-1' },
  { name: 'is none where the answer has none', more: { answerId: '' }, want: undefined },
  { name: 'is none where nobody can look it up', more: { answerId: 'r'.repeat(401) }, want: undefined },
  {
    name: 'is the first one’s where the answer is given again',
    more: { answerId: 'chatcmpl-1', meta: { ...meta, cacheHit: true } },
    want: undefined,
  },
])('the id of the answer $name', ({ more, want }) => {
  expect(spendRowOf({ ...record, ...more })?.response_id).toBe(want)
})

describe('what it cost', () => {
  test.each<{ name: string; more: Partial<CallRecord>; want: string | null }>([
    { name: 'is null where the price is not known', more: { meta: { ...meta, cost: undefined, costNanoUsd: undefined } }, want: null },
    { name: 'is what a pass-through noted', more: { costNanoUsd: 7 }, want: '0.000000007' },
    { name: 'is nothing where nobody was asked', more: { meta: undefined as never, status: 400, end: 'refused' }, want: '0.000000000' },
    { name: 'is nothing from the cache', more: { meta: { ...meta, cost: 0, costNanoUsd: 0, cacheHit: true } }, want: '0.000000000' },
  ])('$name', ({ more, want }) => {
    expect(spendRowOf({ ...record, ...more })?.spend).toBe(want)
  })
})

describe('how it ended', () => {
  test.each<{ more: Partial<CallRecord>; status: string; metadata: object }>([
    { more: { end: 'left' }, status: 'failure', metadata: { end: 'left' } },
    {
      more: { end: 'broken', problem: { status: 502, type: 'api_error', message: 'secret prompt' } },
      status: 'failure',
      metadata: { end: 'broken', error: { status: 502, type: 'api_error' } },
    },
    {
      more: { end: 'refused', status: 429, problem: { status: 429, type: 'rate_limit_error', message: 'x' } },
      status: 'failure',
      metadata: { error: { status: 429, type: 'rate_limit_error' } },
    },
  ])('$more.end', ({ more, status, metadata }) => {
    const row = spendRowOf({ ...record, ...more })
    expect([row?.status, row?.metadata]).toEqual([status, expect.objectContaining(metadata)])
    expect(JSON.stringify(row)).not.toContain('secret prompt')
  })
})

test('the master key stands by its alias, an open gateway for nobody', () => {
  const master = {
    kind: 'master',
    role: 'proxy_admin',
    keyHash: masterKeyAlias,
    models: undefined,
    userId: 'default_user_id',
    teamId: undefined,
  } as const
  expect(spendRowOf({ ...record, identity: master })).toMatchObject({ api_key: masterKeyAlias, user_id: '' })
  expect(spendRowOf({ ...record, identity: { ...master, kind: 'open', keyHash: '' } })).toMatchObject({ api_key: '' })
})

test('texts that callers choose are cut, and numbers that cannot be are 0', () => {
  const long = 'x'.repeat(1_000)
  const row = spendRowOf({
    ...record,
    model: long,
    meta: { ...meta, group: long },
    endUser: long,
    tags: Array.from({ length: 50 }, (_, nth) => `${nth}${long}`),
    usage: { prompt_tokens: Number.NaN, completion_tokens: Number.POSITIVE_INFINITY },
  })
  expect([row?.model_group.length, row?.end_user.length, row?.request_tags.length, row?.request_tags[0]?.length]).toEqual([
    256, 256, 20, 256,
  ])
  expect([row?.prompt_tokens, row?.completion_tokens]).toEqual([0, 0])
})

test('a request that asks no model, and one of nobody, has no row', () => {
  expect(spendRowOf({ ...record, callType: undefined })).toBeUndefined()
  expect(spendRowOf({ ...record, identity: undefined })).toBeUndefined()
})
