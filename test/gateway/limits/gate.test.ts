/** Every kind of budget and limit, against a gateway with keys in a database: who is refused, in which words, with which headers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashKey } from '../../../src/gateway/auth/key-text.js'
import { CallNotes, type CallStart } from '../../../src/gateway/call-record.js'
import { isRefused } from '../../../src/gateway/identity.js'
import { pass } from '../../../src/gateway/limits/gate.js'
import { changeKey, dropWindows } from '../../../src/gateway/store/keys.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { masterKey } from '../gateway-support.js'
import { type LimitsApp, openLimits, start } from './limits-app.js'

const midnight = Date.parse('2026-02-11T00:00:00Z')
const untilMidnight = String((midnight - start) / 1_000)

const startOfCall: CallStart = {
  callId: 'c',
  callerCallId: undefined,
  method: 'POST',
  route: '/v1/chat/completions',
  callType: 'acompletion',
  requesterIp: '',
  sessionId: undefined,
  startedAt: start,
}

let app: LimitsApp
beforeAll(async () => {
  app = await openLimits()
  const { db } = app.store.connection
  await db.insert(tables.budgets).values([
    { budgetId: 'small', maxBudget: '0.15' },
    { budgetId: 'daily', maxBudget: '0.15', budgetDuration: '1d' },
    { budgetId: 'rates', rpmLimit: 1 },
  ])
  await db.insert(tables.organizations).values([
    { organizationId: 'poor', budgetId: 'small' },
    { organizationId: 'slow', budgetId: 'rates' },
  ])
  await db
    .insert(tables.teams)
    .values([
      { teamId: 'poor-team', maxBudget: '0.15', budgetDuration: '1d', budgetResetAt: new Date(midnight) },
      { teamId: 'members' },
      { teamId: 'rich' },
      { teamId: 'slow-team', rpmLimit: 1 },
      { teamId: 'slow-members' },
      { teamId: 'shared-model', metadata: { model_rpm_limit: { paid: 1 } } },
      { teamId: 'of-poor', organizationId: 'poor' },
      { teamId: 'of-slow', organizationId: 'slow' },
    ])
  await db.insert(tables.users).values([{ userId: 'poor-user', maxBudget: '0.15' }, { userId: 'slow-user', rpmLimit: 1 }, { userId: 'm' }])
  await db.insert(tables.teamMembers).values([
    { teamId: 'members', userId: 'm', budgetId: 'small' },
    { teamId: 'slow-members', userId: 'm', rpmLimit: 1 },
  ])
  await db.insert(tables.endUsers).values([
    { userId: 'poor-customer', budgetId: 'daily' },
    { userId: 'slow-customer', budgetId: 'rates' },
    { userId: 'blocked-customer', blocked: true },
  ])
  await db.insert(tables.tags).values([
    { tagName: 'poor-tag', budgetId: 'small' },
    { tagName: 'slow-tag', budgetId: 'rates' },
  ])
}, 180_000)
afterAll(() => app?.close())

type Case = {
  readonly name: string
  readonly key: Partial<typeof tables.keys.$inferInsert>
  readonly body?: object
  readonly want: object
  readonly retryAfter?: string
}

let made = 0
const newKey = (row: Case['key']) => app.addKey(`sk-limits-${++made}`, row)

describe('a budget that is spent', () => {
  const spent = (shown: string, param: string) => ({
    error: {
      message: `Budget has been exceeded! ${shown} Current cost: 0.2, Max budget: 0.15`,
      type: 'budget_exceeded',
      param,
      code: '429',
    },
  })
  const cases: readonly Case[] = [
    { name: 'key', key: { keyAlias: 'mine', maxBudget: '0.15' }, want: spent('Key=mine', 'key') },
    {
      name: 'key with a period',
      key: { keyAlias: 'daily', maxBudget: '0.15', budgetDuration: '1d', budgetResetAt: new Date(midnight) },
      want: spent('Key=daily', 'key'),
      retryAfter: untilMidnight,
    },
    {
      name: 'key by its budget row',
      key: { keyAlias: 'row', budgetId: 'daily' },
      want: spent('Key=row', 'key'),
      retryAfter: untilMidnight,
    },
    {
      name: 'window of a key',
      key: { keyAlias: 'window', budgetLimits: [{ budget_duration: '1d', max_budget: 0.15 }] },
      want: spent('Key=window', 'key'),
      retryAfter: untilMidnight,
    },
    {
      name: 'model of a key',
      key: { keyAlias: 'model', modelMaxBudget: { paid: { budget_limit: 0.15, time_period: '1d' } } },
      want: spent('Key=model Model=paid', 'model'),
      retryAfter: untilMidnight,
    },
    { name: 'user', key: { userId: 'poor-user' }, want: spent('User=poor-user', 'user') },
    { name: 'team', key: { teamId: 'poor-team' }, want: spent('Team=poor-team', 'team'), retryAfter: untilMidnight },
    { name: 'member', key: { teamId: 'members', userId: 'm' }, want: spent('User=m in Team=members', 'member') },
    { name: 'organisation', key: { teamId: 'of-poor' }, want: spent('Organization=poor', 'organization') },
    {
      name: 'end user',
      key: {},
      body: { user: 'poor-customer' },
      want: spent('End User=poor-customer', 'end_user'),
      retryAfter: untilMidnight,
    },
    { name: 'tag', key: {}, body: { metadata: { tags: ['poor-tag', 'other'] } }, want: spent('Tag=poor-tag', 'tag') },
  ]
  test.each(cases)('$name', async ({ key: row, body = {}, want, retryAfter }) => {
    const key = await newKey(row)
    const passed = [(await app.call(key, body)).statusCode, (await app.call(key, body)).statusCode]
    const asked = app.mock.requests.length
    const refused = await app.call(key, body)
    const costsNothing = await app.call(key, { ...body, model: 'free' })
    expect({
      passed,
      status: refused.statusCode,
      body: refused.json(),
      retryAfter: refused.headers['retry-after'],
      free: costsNothing.statusCode,
      asked: app.mock.requests.length - asked,
    }).toEqual({ passed: [200, 200], status: 429, body: want, retryAfter, free: 200, asked: 1 })
  })

  test('a tag of the key counts as one of the request', async () => {
    const key = await newKey({ metadata: { tags: ['poor-tag'] } })
    expect((await app.call(key)).json().error.param).toBe('tag')
  })

  test('a key of a team does not spend its user’s money', async () => {
    const key = await newKey({ userId: 'poor-user', teamId: 'rich' })
    expect((await app.call(key)).statusCode).toBe(200)
  })

  test('nothing is allowed by 0, and everything by none', async () => {
    const [zero, none] = [await newKey({ maxBudget: '0' }), await newKey({ maxBudget: null, spend: '1000' })]
    expect([await app.call(zero), await app.call(zero, { model: 'free' }), await app.call(none)].map((each) => each.statusCode)).toEqual([
      429, 200, 200,
    ])
  })

  test('in the error shapes of Anthropic and Google', async () => {
    const key = await newKey({ keyAlias: 'shapes', maxBudget: '0' })
    const message = 'Budget has been exceeded! Key=shapes Current cost: 0.0, Max budget: 0.0'
    const messages = await app.gateway.app.inject({
      method: 'POST',
      url: '/v1/messages',
      headers: { 'x-api-key': key },
      payload: { model: 'claude', max_tokens: 5, messages: [{ role: 'user', content: 'hi' }] },
    })
    const generated = await app.gateway.app.inject({
      method: 'POST',
      url: '/v1beta/models/claude:generateContent',
      headers: { 'x-goog-api-key': key },
      payload: { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
    })
    expect([messages.statusCode, messages.json().error, generated.statusCode, generated.json().error]).toEqual([
      429,
      { type: 'rate_limit_error', message },
      429,
      { code: 429, message, status: 'RESOURCE_EXHAUSTED' },
    ])
  })
})

describe('a rate that is reached', () => {
  const reached = (descriptor: string, shown: string, kind = 'requests', limit = 1) => ({
    error: {
      message: `Rate limit exceeded for ${descriptor}: ${shown}. Limit type: ${kind}. Current limit: ${limit}, Remaining: 0. Limit resets at: 2026-02-10 12:01:${kind === 'tokens' ? '01' : '00'} UTC`,
      type: 'rate_limit_error',
      param: descriptor,
      code: '429',
    },
  })
  const cases: readonly Case[] = [
    { name: 'key', key: { keyAlias: 'slow', rpmLimit: 1 }, want: reached('api_key', 'slow') },
    { name: 'key by tokens', key: { keyAlias: 'few', tpmLimit: 200 }, want: reached('api_key', 'few', 'tokens', 200) },
    { name: 'user', key: { userId: 'slow-user' }, want: reached('user', 'slow-user') },
    { name: 'team', key: { teamId: 'slow-team' }, want: reached('team', 'slow-team') },
    { name: 'member', key: { teamId: 'slow-members', userId: 'm' }, want: reached('team_member', 'm:slow-members') },
    { name: 'organisation', key: { teamId: 'of-slow' }, want: reached('organization', 'slow') },
    { name: 'end user', key: {}, body: { user: 'slow-customer' }, want: reached('end_user', 'slow-customer') },
    { name: 'tag', key: {}, body: { tags: ['slow-tag'] }, want: reached('tag', 'slow-tag') },
    { name: 'model of a key', key: { metadata: { model_rpm_limit: { paid: 1 } } }, want: reached('model_per_key', 'paid') },
    { name: 'model of a team', key: { teamId: 'shared-model' }, want: reached('model_per_team', 'paid') },
  ]
  test.each(cases)('$name', async ({ key: row, body = {}, want }) => {
    const key = await newKey(row)
    const first = await app.call(key, body)
    const asked = app.mock.requests.length
    const refused = await app.call(key, body)
    const { headers } = refused
    expect({
      first: first.statusCode,
      status: refused.statusCode,
      body: refused.json(),
      headers: [headers['retry-after'], headers.rate_limit_type, headers.reset_at],
      asked: app.mock.requests.length - asked,
    }).toEqual({
      first: 200,
      status: 429,
      body: want,
      // tokens are counted in buckets of a second, and one of them ends after the window
      headers: row.tpmLimit === undefined ? ['60', 'requests', '2026-02-10 12:01:00 UTC'] : ['61', 'tokens', '2026-02-10 12:01:01 UTC'],
      asked: 0,
    })
  })

  test('another model of the key goes on', async () => {
    const key = await newKey({ metadata: { model_rpm_limit: { paid: 1 } } })
    const codes = [await app.call(key), await app.call(key, { model: 'other' }), await app.call(key)]
    expect(codes.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429])
  })

  test('of 0 nothing passes', async () => {
    const key = await newKey({ rpmLimit: 0 })
    expect((await app.call(key)).json().error.type).toBe('rate_limit_error')
  })

  test('requests at a time: the next one goes when one has ended, also where its answer streamed', async () => {
    const key = await newKey({ maxParallelRequests: 2 })
    const three = await Promise.all([1, 2, 3].map(() => app.call(key)))
    const next = [await app.call(key, { stream: true }), await app.call(key, { stream: true }), await app.call(key)]
    const refused = three.find(({ statusCode }) => statusCode === 429)
    expect([
      three.map(({ statusCode }) => statusCode).sort(),
      refused?.json().error.message.split('. Limit resets')[0],
      next.map(({ statusCode }) => statusCode),
    ]).toEqual([
      [200, 200, 429],
      `Rate limit exceeded for api_key: sk-...${key.slice(-4)}. Limit type: max_parallel_requests. Current limit: 2, Remaining: 0`,
      [200, 200, 200],
    ])
  })
})

describe('what a request took', () => {
  test('is given back where its provider failed', async () => {
    const key = await newKey({ maxBudget: '0.15', maxParallelRequests: 1, tpmLimit: 250 })
    const failed = [1, 2, 3].map(() => ({ headers: { 'x-llmgen-mock': 'status=500' } }))
    const codes: number[] = []
    for (const { headers } of failed) codes.push((await app.call(key, { extra_headers: headers })).statusCode)
    codes.push((await app.call(key)).statusCode)
    expect(codes).toEqual([500, 500, 500, 200])
  })

  test('of an unknown price is nothing, by default', async () => {
    const key = await newKey({ maxBudget: '0.01' })
    const codes = [await app.call(key, { model: 'unpriced' }), await app.call(key, { model: 'unpriced' })]
    expect(codes.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  })
})

test('an end user who is blocked is turned away', async () => {
  const refused = await app.call(await newKey({}), { user: 'blocked-customer' })
  expect([refused.statusCode, refused.json().error.type]).toEqual([403, 'auth_error'])
})

test('the master key has no budget, and tags and end users hold for it', async () => {
  const codes = [
    await app.call(masterKey),
    await app.call(masterKey, { user: 'poor-customer' }),
    await app.call(masterKey, { tags: ['poor-tag'] }),
  ]
  expect(codes.map(({ statusCode }) => statusCode)).toEqual([200, 429, 429])
})

test('who is known waits for nothing between the key and the provider, whether let pass or kept back', async () => {
  const key = await newKey({ maxBudget: '1', rpmLimit: 2, tpmLimit: 10_000, maxParallelRequests: 9, teamId: 'rich' })
  await app.call(key, { user: 'anybody', tags: ['some-tag'] })
  const { serving } = app.gateway
  const identity = serving.keyCheck(key)
  if (identity instanceof Promise || isRefused(identity)) throw new Error('a known key is not known')
  const asked = () => {
    const notes = new CallNotes(startOfCall, [], () => start)
    Object.assign(notes.facts, { model: 'paid', endUser: 'anybody', tags: ['some-tag'] })
    const passing = pass({ serving, identity, notes }, undefined)
    notes.tell(200, 'answered')
    return { passing, dues: notes.passage?.list?.dues.map(({ kind }) => kind) }
  }
  expect(asked()).toEqual({ passing: undefined, dues: ['budget', 'requests', 'tokens', 'max_parallel_requests'] })
  expect(asked).toThrow('Rate limit exceeded for api_key')
})

test('answers tell what is left', async () => {
  const key = await newKey({ maxBudget: '1', rpmLimit: 10, tpmLimit: 1_000, metadata: { model_rpm_limit: { paid: 3 } } })
  await app.call(key)
  const [whole, streamed] = [await app.call(key), await app.call(key, { stream: true })]
  const told = ({ headers }: typeof whole) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => /^x-ratelimit|^x-litellm-key/.test(name)))
  expect(told(whole)).toEqual({
    'x-litellm-key-max-budget': '1.0',
    'x-litellm-key-remaining-requests-paid': '1',
    'x-litellm-key-rpm-limit': '10',
    'x-litellm-key-spend': '0.2',
    'x-litellm-key-tpm-limit': '1000',
    'x-ratelimit-api_key-limit-requests': '10',
    'x-ratelimit-api_key-limit-tokens': '1000',
    'x-ratelimit-api_key-remaining-requests': '8',
    'x-ratelimit-api_key-remaining-tokens': expect.stringMatching(/^5\d\d$/),
    'x-ratelimit-limit-requests': '10',
    'x-ratelimit-limit-tokens': '1000',
    'x-ratelimit-model_per_key-limit-requests': '3',
    'x-ratelimit-model_per_key-remaining-requests': '1',
    'x-ratelimit-remaining-requests': '8',
    'x-ratelimit-remaining-tokens': expect.stringMatching(/^5\d\d$/),
    'x-ratelimit-reset-requests': '60s',
    'x-ratelimit-reset-tokens': '60s',
  })
  expect([told(streamed)['x-litellm-key-spend'], told(streamed)['x-ratelimit-remaining-requests']]).toEqual(['0.2', '7'])
})

test('a refusal tells the limits too', async () => {
  const key = await newKey({ maxBudget: '1', rpmLimit: 1 })
  await app.call(key)
  const { statusCode, headers } = await app.call(key)
  const told = Object.fromEntries(Object.entries(headers).filter(([name]) => /^x-ratelimit|^x-litellm-key/.test(name)))
  expect([statusCode, told]).toEqual([
    429,
    {
      'x-litellm-key-max-budget': '1.0',
      'x-litellm-key-rpm-limit': '1',
      'x-litellm-key-spend': '0.1',
      'x-ratelimit-api_key-limit-requests': '1',
      'x-ratelimit-api_key-remaining-requests': '0',
      'x-ratelimit-limit-requests': '1',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '60s',
    },
  ])
})

test('a window that is armed anew counts anew in memory too', async () => {
  const key = await newKey({ budgetLimits: [{ budget_duration: '1d', max_budget: 0.15 }] })
  const codes = [(await app.call(key)).statusCode, (await app.call(key)).statusCode, (await app.call(key)).statusCode]
  await app.gateway.serving.store?.spend.flush()
  await dropWindows(app.store.connection.db, hashKey(key), ['1d'])
  await app.store.tell({ kind: 'key', id: hashKey(key) })
  codes.push((await app.call(key)).statusCode)
  expect(codes).toEqual([200, 200, 429, 200])
})

test('a spend that somebody sets is counted anew from there', async () => {
  const key = await newKey({ maxBudget: '0.15' })
  const codes = [(await app.call(key)).statusCode, (await app.call(key)).statusCode, (await app.call(key)).statusCode]
  // what is on its way to the database would be added to what is set
  await app.gateway.serving.store?.spend.flush()
  await changeKey(app.store.connection.db, hashKey(key), { spend: '0' })
  await app.store.tell({ kind: 'key', id: hashKey(key) })
  codes.push((await app.call(key)).statusCode)
  expect(codes).toEqual([200, 200, 429, 200])
})

test('windows of spend are in the database with the rows', async () => {
  const key = await newKey({ budgetLimits: [{ budget_duration: '1d', max_budget: 5 }] })
  await app.call(key)
  await app.gateway.serving.store?.spend.flush()
  const rows = await app.store.connection.db.select().from(tables.spendWindows)
  expect(rows.filter(({ id }) => id === hashKey(key))).toEqual([
    { kind: 'key', id: hashKey(key), window: '1d', spend: '0.100000000', resetsAt: new Date(midnight) },
  ])
})
