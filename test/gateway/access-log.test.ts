import { describe, expect, test } from 'vitest'
import { AccessLines, createAccessLog, factsOf } from '../../src/gateway/access-log.js'
import type { CallRecord } from '../../src/gateway/call-record.js'
import type { LogFacts } from '../../src/gateway/log.js'
import { silentLog } from '../../src/gateway/log.js'
import type { Meta } from '../../src/runtime/client-types.js'
import { seededRandom } from '../../src/runtime/index.js'
import { authorised, masterKey, providerKey, setUp } from './gateway-support.js'

const chat = (more: object = {}) => JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'a secret text' }], ...more })
const known = (facts: LogFacts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))

test('each request leaves one line, and none tells a query, a body or a key', async () => {
  const lines: LogFacts[] = []
  const script = { 'gpt-4o-mini': { status: 500, message: `bad key ${providerKey}` } }
  const { url } = await setUp({ script, gateway: { log: { ...silentLog, access: (facts) => lines.push(facts) } } })
  const post = async (body: string, headers: object = authorised) =>
    (await fetch(`${url}/v1/chat/completions?key=sk-in-query`, { method: 'POST', headers: { ...headers }, body })).text()
  await post(chat(), { ...authorised, 'x-litellm-call-id': 'mine' })
  await post(chat({ stream: true }))
  await post(chat({ model: 'failing' }))
  await post(chat(), { authorization: 'Bearer sk-wrong-and-secret' })
  await (await fetch(`${url}/health/liveness?x=sk-in-query`)).text()
  await expect.poll(() => lines.length).toBe(5)
  const id = expect.stringMatching(/^[0-9a-f-]{36}$/)
  const begun = { method: 'POST', route: '/chat/completions', ms: expect.any(Number), callId: id }
  const answered = {
    deployment: 'first',
    provider: 'openai',
    attempts: 1,
    inputTokens: expect.any(Number),
    outputTokens: expect.any(Number),
  }
  const key = 'litellm_proxy_master_key'
  expect(lines.map(known)).toEqual([
    { ...begun, ...answered, status: 200, key, model: 'gpt-4o', cost: 0.000065, callerCallId: 'mine' },
    { ...begun, ...answered, status: 200, key, model: 'gpt-4o', cost: 0.000065, stream: true },
    { ...begun, status: 500, key, model: 'failing', end: 'refused', error: expect.any(String) },
    { ...begun, status: 401, end: 'refused', error: 'token_not_found_in_db' },
    { ...begun, method: 'GET', route: '/health/liveliness', status: 200 },
  ])
  expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${masterKey}|${providerKey}|in-query|sk-wrong|secret text`))
})

const record: CallRecord = {
  callId: 'a',
  callerCallId: undefined,
  requesterIp: '',
  sessionId: undefined,
  method: 'POST',
  route: '/r',
  callType: 'acompletion',
  identity: { kind: 'key', role: 'team', keyHash: '0123456789abcdef', models: undefined, userId: 'u', teamId: 't' },
  status: 200,
  end: 'left',
  startedAt: 10,
  endedAt: 12.34567,
  model: 'm'.repeat(500),
  costNanoUsd: 1_500,
}

test.each([
  { name: 'who left is 499, and a key is the beginning of its hash', given: record, want: { status: 499, key: '01234567', end: 'left' } },
  {
    name: 'a stream that broke off has the status of its error',
    given: { ...record, end: 'broken' as const, problem: { status: 502, type: 'x', message: 'y' } },
    want: { status: 502, key: '01234567', end: 'broken', error: 'x' },
  },
])('$name', ({ given, want }) => {
  const always = { method: 'POST', route: '/r', callId: 'a', ms: 2.346, model: 'm'.repeat(200), cost: 0.0000015 }
  expect(known(factsOf(given))).toEqual({ ...always, ...want })
})

describe('a log of JSON', () => {
  const meta: Meta = {
    ...{ deploymentId: 'd1', provider: 'openai', model: 'gpt-4o-2024-08-06', group: 'gpt-4o', cost: 0, costNanoUsd: 65_000 },
    ...{ costReason: undefined, usage: undefined, attempts: [], fallbacks: [], latencyMs: 1, timeToFirstTokenMs: undefined },
    ...{ requestId: null, headers: {} },
  }
  const attempt = { deploymentId: 'd1', group: 'gpt-4o', provider: 'openai', outcome: 'ok', status: 200, durationMs: 1 } as const
  const { identity, ...rest } = record
  const nobody: CallRecord = { ...rest, identity: undefined }
  // what a provider says may be of any kind
  const oddUsage = { prompt_tokens: Number.NaN, completion_tokens: '"7' as unknown as number }
  const parts: { readonly [Name in keyof CallRecord]?: readonly CallRecord[Name][] } = {
    callerCallId: [undefined, 'mine', '"\n'],
    method: ['POST', 'GET'],
    route: ['/r', '/s"'],
    identity: [undefined, identity, { ...required(identity), kind: 'master' }, { ...required(identity), keyHash: 'fedcba9876543210' }],
    status: [200, 404],
    end: ['answered', 'left', 'broken', 'refused'],
    endedAt: [10, 11, 12.34567, 9],
    model: [undefined, 'm', 'n"', 'm'.repeat(500)],
    streamed: [undefined, true, false],
    meta: [
      undefined,
      meta,
      { ...meta, deploymentId: 'd2', costNanoUsd: undefined },
      { ...meta, provider: '"', costNanoUsd: 7, attempts: [attempt] },
      { ...meta, fallbacks: ['a', '"b'], attempts: [attempt, attempt] },
    ],
    usage: [undefined, { prompt_tokens: 1 }, { prompt_tokens: 1, completion_tokens: 2 }, oddUsage],
    costNanoUsd: [undefined, 0, 1_234_567_891],
    problem: [undefined, { status: 502, type: '"x', message: 'y' }],
  }

  test('gets the same members as text, whatever was asked before', () => {
    const random = seededRandom(5)
    const lines = new AccessLines()
    let one = nobody
    for (let nth = 0; nth < 20_000; nth++) {
      const changed = Object.entries(parts).flatMap(([name, values]) =>
        random() < 0.7 ? [] : [[name, values[Math.floor(random() * values.length)]]],
      )
      one = { ...one, ...Object.fromEntries(changed), callId: `id-${nth}` }
      expect(`{${lines.of(one)}}`).toBe(JSON.stringify(factsOf(one)))
    }
  })

  test('gets them of more keys than are remembered', () => {
    const lines = new AccessLines()
    for (let nth = 0; nth < 5_000; nth++) {
      const one = { ...record, identity: { ...required(identity), keyHash: String(nth % 1_700).padStart(8, 'k') } }
      expect(`{${lines.of(one)}}`).toBe(JSON.stringify(factsOf(one)))
    }
  })

  test('is preferred where a log takes both', () => {
    const told: unknown[] = []
    createAccessLog({ access: () => told.push('facts'), accessJson: (members) => told.push(members) })?.(record)
    expect(told).toEqual([JSON.stringify(factsOf(record)).slice(1, -1)])
    expect(createAccessLog({})).toBeUndefined()
  })
})

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is none')
  return value
}

test('a log that wants no lines costs none', async () => {
  const { gateway } = await setUp({ listens: false, gateway: { log: silentLog } })
  expect((await gateway.app.inject({ url: '/health/liveness' })).statusCode).toBe(200)
})
