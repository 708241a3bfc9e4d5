/** What a batch cost comes home: once, at batch prices, to whoever started it. */
import OpenAI, { toFile } from 'openai'
import { describe, expect, test } from 'vitest'
import { all, env, masterKey, providerKey } from '../gateway-support.js'
import { type Kept, openKept, places, placesIn } from '../kept/kept-gateway.js'
import { startEcho } from './echo-server.js'
import { OpenAiStore } from './openai-store.js'

const yaml = (url: string) => `
model_list:
  - model_name: mini
    litellm_params: { model: openai/gpt-4o-mini, api_base: ${url}/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: first }
  - model_name: own
    litellm_params: { model: openai/own-model, api_base: ${url}/v1, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0.000002, output_cost_per_token: 0.000004 }
    model_info: { id: second }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`

const line = (model: string, usage: object, status = 200) =>
  `${JSON.stringify({ id: 'r', custom_id: 'a', response: { status_code: status, body: { object: 'chat.completion', model, usage } }, error: null })}\n`
const used = (prompt: number, completion: number) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
})

/** When the host says that its batches were over: seconds since 1970. */
const completedAt = 1_790_000_000

type Setup = Kept & {
  readonly host: OpenAiStore & { readonly url: string }
  readonly client: (key?: string) => OpenAI
  /** Starts a batch whose output is this, and gives its id here. It is still running. */
  start(key: string, output: string, headers?: { readonly [name: string]: string }): Promise<{ readonly id: string; readonly own: string }>
  finish(own: string, more?: object): void
}

async function open(kind: 'embedded' | 'postgres'): Promise<Setup> {
  const host = new OpenAiStore(providerKey)
  const echo = await startEcho(host.answer)
  const kept = await openKept({ kind, yaml: yaml(echo.url) })
  const client = (apiKey = masterKey) => new OpenAI({ apiKey, baseURL: `${kept.url}/v1`, maxRetries: 0 })
  return {
    ...kept,
    host: Object.assign(host, { url: echo.url }),
    client,
    start: async (key, output, headers = {}) => {
      const file = await client(key).files.create({ file: await toFile(Buffer.from('{}\n'), 'in.jsonl'), purpose: 'batch' })
      const terms = { endpoint: '/v1/chat/completions', completion_window: '24h' } as const
      const { id } = await client(key).batches.create({ ...terms, input_file_id: file.id }, { headers })
      const own = [...host.batches.keys()].at(-1) ?? ''
      const batch = host.batches.get(own)
      const outputId = String(batch?.output_file_id)
      host.files.set(outputId, { id: outputId, content: output })
      if (batch !== undefined) host.batches.set(own, { ...batch, status: 'in_progress', output_file_id: null, made: outputId })
      return { id, own }
    },
    finish: (own, more = {}) => {
      const batch = host.batches.get(own)
      if (batch === undefined) throw new Error(`there is no batch ${own}`)
      host.batches.set(own, { ...batch, status: 'completed', output_file_id: batch.made, completed_at: completedAt, ...more })
    },
  }
}

async function keyOf(kept: Kept, more: object = {}): Promise<string> {
  await kept.post('/team/new', { team_id: 'crew' })
  await kept.post('/user/new', { user_id: 'ann', auto_create_key: false })
  return (await kept.post('/key/generate', { user_id: 'ann', team_id: 'crew', ...more })).body.key
}

/** Rows of a batch that say what it cost: beside the one of its start. */
async function costsOf(kept: Kept, batch: string): Promise<readonly { readonly [name: string]: unknown }[]> {
  await kept.settled()
  const { body } = await kept.get(`/spend/logs?request_id=${batch}`)
  return body
}

const spendOf = async (kept: Kept, key: string) => (await kept.get(`/key/info?key=${key}`)).body.info.spend

// the embedded database takes long to start on a machine that has other things to do
describe.each(places.filter(({ isThere }) => isThere))('on $kind', { timeout: 90_000 }, ({ kind }) => {
  test('a batch has one row of its cost when it is first seen to be over, whoever sees it, on the account of its owner', async () => {
    const kept = await open(kind)
    const key = await keyOf(kept)
    const output = line('gpt-4o-mini', used(1_000, 100)) + line('gpt-4o-mini', used(2_000, 200)) + line('gpt-4o-mini', {}, 400)
    const { id, own } = await kept.start(key, output, { 'x-litellm-tags': 'night', 'x-litellm-customer-id': 'acme' })
    expect((await kept.client(key).batches.retrieve(id)).status).toBe('in_progress')
    expect(await costsOf(kept, id)).toEqual([])
    kept.finish(own)
    // an administrator is the first to look
    for (const asking of [masterKey, key, key]) expect((await kept.client(asking).batches.retrieve(id)).status).toBe('completed')
    // 3,000 at 0.075 and 300 at 0.30 USD a million
    const spend = 0.000315
    expect(await costsOf(kept, id)).toEqual([
      expect.objectContaining({
        request_id: id,
        call_type: 'abatch',
        spend,
        prompt_tokens: 3_000,
        completion_tokens: 300,
        user: 'ann',
        team_id: 'crew',
        model: 'gpt-4o-mini',
        model_group: 'mini',
        model_id: 'first',
        custom_llm_provider: 'openai',
        status: 'success',
        end_user: 'acme',
        request_tags: expect.arrayContaining(['night']),
        startTime: new Date(completedAt * 1_000).toISOString(),
        metadata: expect.objectContaining({ batch: { requests: 3, failed: 1 } }),
      }),
    ])
    expect(await spendOf(kept, key)).toBe(spend)
    expect((await kept.get('/team/info?team_id=crew')).body.team_info.spend).toBe(spend)
    expect((await kept.get('/user/info?user_id=ann')).body.user_info.spend).toBe(spend)
  })

  test('budgets learn of it at once', async () => {
    const kept = await open(kind)
    const key = await keyOf(kept, { max_budget: 0.001, model_max_budget: { mini: { budget_limit: 10, time_period: '1d' } } })
    const { id, own } = await kept.start(key, line('gpt-4o-mini', used(20_000, 0)))
    kept.finish(own)
    await kept.client(key).batches.retrieve(id)
    expect(
      (await kept.post('/v1/chat/completions', { model: 'mini', messages: [{ role: 'user', content: 'hi' }] }, key)).body.error.type,
    ).toBe('budget_exceeded')
  })
})

for (const { kind } of places.filter(({ kind, isThere }) => kind === 'postgres' && isThere))
  test(`a batch that two gateways see at once is counted once, on ${kind}`, async () => {
    const kept = await open(kind)
    const second = await openKept({ kind, beside: kept, yaml: yaml(kept.host.url) })
    const key = await keyOf(kept)
    const { id, own } = await kept.start(key, line('gpt-4o-mini', used(1_000, 0)))
    await kept.settled()
    kept.finish(own)
    const batchAt = (url: string) => new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 }).batches.retrieve(id)
    await Promise.all([kept.url, second.url, kept.url, second.url].map(batchAt))
    await second.settled()
    expect((await costsOf(kept, id)).map(({ spend }) => spend)).toEqual([0.000075])
    expect(await spendOf(kept, key)).toBe(0.000075)
  })

/** What does not depend on the place is asked at one. */
const onePlace = placesIn(1)[0]?.kind ?? 'embedded'

test('whoever only lists their batches has them counted too, and what gateways started before has no account', {
  timeout: 90_000,
}, async () => {
  const kept = await open(onePlace)
  const key = await keyOf(kept)
  const { own } = await kept.start(key, line('gpt-4o-mini', used(1_000, 0)))
  kept.finish(own)
  kept.host.batches.set('batch_9', {
    id: 'batch_9',
    status: 'completed',
    output_file_id: 'file-1',
    completed_at: completedAt,
    metadata: null,
  })
  const [only] = await all(kept.client(key).batches.list())
  expect((await costsOf(kept, only?.id ?? '')).map(({ spend }) => spend)).toEqual([0.000075])
  expect((await kept.client().batches.retrieve('batch_9')).status).toBe('completed')
  expect(await spendOf(kept, key)).toBe(0.000075)
})

const priced = [
  { name: 'the config’s price, of which a batch costs half', output: line('own-model', used(100, 10)), more: {}, spend: 0.00012 },
  {
    name: 'the part that was done before it ran out of time',
    output: line('gpt-4o-mini-2024-07-18', used(2_000, 0)),
    more: { status: 'expired', completed_at: null, expired_at: completedAt },
    spend: 0.00015,
  },
  {
    name: 'what its embeddings and responses say in words of their own',
    output:
      line('gpt-4o-mini', { input_tokens: 1_000, output_tokens: 100 }) +
      line('text-embedding-3-small', { prompt_tokens: 1_000, total_tokens: 1_000 }),
    more: {},
    spend: 0.000115,
  },
  { name: 'nothing that is known where a price is missing', output: line('strange', used(1, 1)), more: {}, spend: null },
] as const

test('a batch costs what its requests cost in a batch', { timeout: 90_000 }, async () => {
  const kept = await open(onePlace)
  const costs: object[] = []
  for (const { name, output, more } of priced) {
    const { id, own } = await kept.start(masterKey, output)
    kept.finish(own, more)
    await kept.client().batches.retrieve(id)
    costs.push({ name, spend: (await costsOf(kept, id)).map((row) => row.spend) })
  }
  expect(costs).toEqual(priced.map(({ name, spend }) => ({ name, spend: [spend] })))
})

test('an output that cannot be read is told in the log, and looked for again by the next who asks', { timeout: 90_000 }, async () => {
  const kept = await open(onePlace)
  const { id, own } = await kept.start(masterKey, line('gpt-4o-mini', used(1_000, 0)))
  kept.finish(own, { output_file_id: 'file-gone' })
  expect((await kept.client().batches.retrieve(id)).status).toBe('completed')
  expect(kept.log.filter((said) => said.includes('the cost of a batch is not known yet'))).toEqual([
    expect.stringContaining('No such File'),
  ])
  expect(await costsOf(kept, id)).toEqual([])
  kept.finish(own)
  await kept.client().batches.retrieve(id)
  expect((await costsOf(kept, id)).map(({ spend }) => spend)).toEqual([0.000075])
})

test('an open gateway, and one that keeps no spend, leave a batch as it is', async () => {
  const host = new OpenAiStore(providerKey)
  const echo = await startEcho(host.answer)
  const kept = await openKept({
    kind: onePlace,
    yaml: yaml(echo.url).replace('general_settings: {', 'general_settings: { disable_spend_logs: true,'),
    env,
  })
  const client = new OpenAI({ apiKey: masterKey, baseURL: `${kept.url}/v1`, maxRetries: 0 })
  const file = await client.files.create({ file: await toFile(Buffer.from('{}\n'), 'in.jsonl'), purpose: 'batch' })
  const made = await client.batches.create({ endpoint: '/v1/chat/completions', completion_window: '24h', input_file_id: file.id })
  expect((await client.batches.retrieve(made.id)).metadata).toBeNull()
  expect(echo.seen.filter(({ path }) => path.endsWith('/content'))).toEqual([])
})
