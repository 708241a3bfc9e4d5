/** Money in flight: calls side by side, streams that clients leave, periods that pass, routes of every kind. */
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { hashKey } from '../../../src/gateway/auth/key-text.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { isRefusal, type StateStore } from '../../../src/protocol/state-store.js'
import { memoryStore } from '../../../src/runtime/state-store/memory-store.js'
import { masterKey } from '../gateway-support.js'
import { callUsd, type LimitsApp, openLimits } from './limits-app.js'

const generous = { timeout: 20_000, interval: 10 }
let app: LimitsApp
beforeAll(async () => {
  app = await openLimits('', { 'gpt-4o-mini': { text: 'one two three four', stallMs: 200 } }, true)
}, 180_000)
afterAll(() => app?.close())

async function spentOf(key: string): Promise<number> {
  await app.gateway.serving.store?.spend.flush()
  const rows = await app.store.connection.db.select().from(tables.keys)
  return Number(rows.find(({ token }) => token === hashKey(key))?.spend)
}

test('200 calls at once on 1 USD spend no more than it and one call, and leave no more than one reservation', async () => {
  const key = await app.addKey('sk-together', { maxBudget: '1' })
  let answered = 0
  // a client that is refused asks again, until the budget is spent for good
  const ask = async () => {
    for (;;) {
      const { statusCode } = await app.call(key)
      if (statusCode === 200) answered++
      if (statusCode === 200 || answered * callUsd >= 1) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await Promise.all(Array.from({ length: 200 }, ask))
  const spent = await spentOf(key)
  expect(spent).toBeGreaterThanOrEqual(1 - callUsd)
  expect(spent).toBeLessThanOrEqual(1 + callUsd + 1e-9)
  expect(spent).toBeCloseTo(answered * callUsd, 9)
}, 180_000)

/** A stream of which the client reads the first event and leaves. */
function leave(key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${app.url}/v1/chat/completions`,
      { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } },
      (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`answered ${answer.statusCode}`))
        answer.once('data', () => sent.destroy())
        answer.once('close', () => resolve())
        answer.on('error', () => undefined)
      },
    )
    sent.on('error', () => resolve())
    sent.end(JSON.stringify({ model: 'other', stream: true, messages: [{ role: 'user', content: 'hi' }] }))
  })
}

test('1,000 streams that their clients leave hold neither money nor slots', async () => {
  const key = await app.addKey('sk-leaving', { maxBudget: '1000', maxParallelRequests: 50, tpmLimit: 10_000_000 })
  for (let round = 0; round < 40; round++) {
    await Promise.all(Array.from({ length: 25 }, () => leave(key)))
    await vi.waitFor(() => expect(app.gateway.serving.engine.state.inFlight.every((each) => each === 0)).toBe(true), generous)
  }
  const sum = { kind: 'sum', key: `key:${hashKey(key)}:spend:ever:0`, limit: 1e15, amount: 0, known: 0, endsAt: 0, leaseMs: 1 } as const
  const probed = await app.gateway.serving.state.reserve([sum], app.now)
  const [{ used, spent = 0 } = { used: -1 }] = isRefusal(probed) ? [] : probed.meters
  const slots = await Promise.all(Array.from({ length: 50 }, () => app.call(key)))
  // what came of each is paid for: its prompt, and the little that was sent
  expect({
    reserved: used - spent,
    isPaid: spent > 1e9 && spent < 20e9,
    slots: slots.filter((each) => each.statusCode === 200).length,
  }).toEqual({
    reserved: 0,
    isPaid: true,
    slots: 50,
  })
}, 300_000)

test('a period that is over lets pass without a job, and the spend in headers begins with it', async () => {
  const key = await app.addKey('sk-daily', { maxBudget: '0.15', budgetDuration: '1d', budgetResetAt: new Date('2026-02-11T00:00:00Z') })
  const first = [await app.call(key), await app.call(key), await app.call(key)]
  app.now = Date.parse('2026-02-11T00:00:00Z')
  const second = [await app.call(key), await app.call(key), await app.call(key)]
  expect(
    [...first, ...second].map(({ statusCode, headers }) => [statusCode, headers['x-litellm-key-spend'], headers['retry-after']]),
  ).toEqual([
    [200, '0.1', undefined],
    [200, '0.2', undefined],
    [429, '0.2', '43200'],
    [200, '0.1', undefined],
    [200, '0.2', undefined],
    [429, '0.2', '86400'],
  ])
})

const message = [{ role: 'user', content: 'hi' }]
const routes = [
  { url: '/v1/chat/completions', body: { messages: message } },
  { url: '/v1/chat/completions', body: { messages: message, stream: true } },
  { url: '/v1/chat/completions', body: { messages: message, metadata: { a: 'b' } } },
  { url: '/v1/chat/completions', body: { messages: message, metadata: { a: 'b' }, stream: true } },
  { url: '/v1/completions', body: { prompt: 'hi' } },
  { url: '/v1/completions', body: { prompt: 'hi', metadata: { a: 'b' } } },
  { url: '/v1/embeddings', body: { input: 'hi' } },
  { url: '/v1/embeddings', body: { input: 'hi', metadata: { a: 'b' } } },
  { url: '/v1/responses', body: { input: 'hi' } },
  { url: '/v1/responses', body: { input: 'hi', stream: true } },
  { url: '/v1/messages', body: { messages: message, max_tokens: 5 } },
  { url: '/v1/messages', body: { messages: message, max_tokens: 5, stream: true } },
  { url: '/v1beta/models/paid:generateContent', body: { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] } },
  { url: '/v1beta/models/paid:streamGenerateContent', body: { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] } },
  { url: '/v1/images/generations', body: { prompt: 'hi' } },
  { url: '/v1/audio/speech', body: { input: 'hi', voice: 'alloy' } },
  { url: '/v1/moderations', body: { input: 'hi' } },
  { url: '/v1/rerank', body: { query: 'hi', documents: ['a'] } },
  { url: '/openai/v1/chat/completions', body: { messages: message } },
]
const modes: { readonly [url: string]: string } = {
  '/v1/embeddings': 'embed',
  '/v1/images/generations': 'image',
  '/v1/audio/speech': 'speech',
  '/v1/moderations': 'moderate',
  '/v1/rerank': 'rerank',
  '/v1/completions': 'complete',
}

test('no route leads around the gate', async () => {
  const priced = 'input_cost_per_token: 1'
  const entry = (name: string, mode: string, model: string) =>
    `  - { model_name: ${name}, litellm_params: { model: ${model}, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, ${priced} }, model_info: { mode: ${mode} } }`
  const more = [
    entry('embed', 'embedding', 'openai/e'),
    entry('image', 'image_generation', 'openai/i'),
    entry('speech', 'audio_speech', 'openai/s'),
    entry('moderate', 'moderation', 'openai/m'),
    entry('rerank', 'rerank', 'cohere/r'),
    entry('complete', 'completion', 'text-completion-openai/c'),
  ].join('\n')
  const other = await openLimits('', {}, false, more)
  try {
    const key = await other.addKey('sk-none-at-all', { maxBudget: '0' })
    const seen = await Promise.all(
      routes.map(async ({ url, body }) => {
        const answer = await other.gateway.app.inject({
          method: 'POST',
          url,
          headers: { authorization: `Bearer ${key}`, 'x-goog-api-key': key },
          payload: { model: modes[url] ?? 'paid', ...body },
        })
        return [url, answer.statusCode, answer.body.includes('Budget has been exceeded!') ? 'spent' : answer.body]
      }),
    )
    expect(seen).toEqual(routes.map(({ url }) => [url, 429, 'spent']))
    expect(other.mock.requests).toEqual([])
  } finally {
    await other.close()
  }
}, 180_000)

test('the whole gateway has a budget, which the master key spends too; older clients get their 400', async () => {
  const other = await openLimits(
    `litellm_settings: { max_budget: 0.15, budget_duration: 1d }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY, budget_exceeded_status: 400, unpriced_call_floor_usd: 0.05 }`,
  )
  try {
    const key = await other.addKey('sk-someone')
    const unpriced = await other.call(key, { model: 'unpriced' })
    const [first, second] = [await other.call(masterKey), await other.call(key)]
    expect([unpriced.statusCode, first.statusCode, second.statusCode, second.json().error]).toEqual([
      200,
      200,
      400,
      {
        message: 'Budget has been exceeded! Proxy Current cost: 0.15, Max budget: 0.15',
        type: 'budget_exceeded',
        param: 'proxy',
        code: '400',
      },
    ])
  } finally {
    await other.close()
  }
}, 180_000)

test('where limits are counted elsewhere, answers wait for what is said there', async () => {
  const here = memoryStore()
  const later = <T>(say: () => T) => new Promise<T>((resolve) => setImmediate(() => resolve(say())))
  const there: StateStore = {
    reserve: (claims, now) => later(() => here.reserve(claims, now)),
    settle: (reservation, settlement, now) => later(() => here.settle(reservation, settlement, now)),
    shareRest: (id, until) => here.shareRest(id, until),
    onRest: (listener) => here.onRest(listener),
    budgets: (keys, now) => later(() => here.budgets(keys, now)),
    close: () => here.close(),
  }
  const other = await openLimits('', {}, false, '', there)
  try {
    const key = await other.addKey('sk-elsewhere', { maxBudget: '0.15', maxParallelRequests: 1 })
    const seen = [
      await other.call(key),
      await other.call(key, { stream: true }),
      await other.call(key),
      await other.call(key, { tags: ['a'] }),
    ]
    expect(seen.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429, 429])
  } finally {
    await other.close()
  }
}, 180_000)

test('the whole gateway has so many requests at a time, whoever makes them', async () => {
  const more = 'general_settings: { master_key: os.environ/LITELLM_MASTER_KEY, global_max_parallel_requests: 1 }'
  const other = await openLimits(more, { '*': { text: 'so it is', delayMs: 300 } })
  try {
    const key = await other.addKey('sk-global')
    const answers = await Promise.all([other.call(masterKey), other.call(key)])
    const [refused] = answers.filter(({ statusCode }) => statusCode !== 200)
    expect([answers.length, refused?.statusCode, refused?.json().error.param, refused?.json().error.message]).toEqual([
      2,
      429,
      'global',
      expect.stringContaining('Rate limit exceeded for global: gateway. Limit type: max_parallel_requests. Current limit: 1'),
    ])
    expect((await other.call(key)).statusCode).toBe(200)
  } finally {
    await other.close()
  }
}, 180_000)

test('calls that do not say how long their answers may be spend no more than a budget and one call either', async () => {
  // ten times what is guessed of an answer of which nothing is known
  const dear = { text: 'so it is', usage: { inputTokens: 100, outputTokens: 10_000 }, delayMs: 20 }
  const models = `
  - model_name: open
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0.000005, output_cost_per_token: 0.000005 }`
  const other = await openLimits('', { '*': dear }, false, models)
  try {
    const key = await other.addKey('sk-open', { maxBudget: '1' })
    const oneCall = 10_100 * 0.000005
    let answered = 0
    for (let wave = 0; wave < 60 && answered * oneCall < 1; wave++) {
      const codes = await Promise.all(
        Array.from({ length: 50 }, () => other.call(key, { model: 'open', max_tokens: undefined }).then(({ statusCode }) => statusCode)),
      )
      answered += codes.filter((code) => code === 200).length
    }
    expect(answered * oneCall).toBeGreaterThanOrEqual(1)
    expect(answered * oneCall).toBeLessThanOrEqual(1 + oneCall + 1e-9)
  } finally {
    await other.close()
  }
}, 180_000)
