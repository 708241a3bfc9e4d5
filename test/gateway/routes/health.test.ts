/** Checks that call deployments, and those that do not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Fleet } from '../../../src/gateway/workers/fleet-view.js'
import { env, providerKey } from '../gateway-support.js'
import { appFor } from './keyed.js'

const entry = (name: string, model: string, info: string, more = '') => `
  - model_name: ${name}
    litellm_params: { model: ${model}, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY${more} }
    model_info: { id: ${name.replace('/*', '')}${info} }`
const yaml = `
model_list:${entry('good', 'openai/gpt-4o', '')}${entry('bad', 'openai/gpt-4o-mini', ', health_check_max_tokens: 9')}${entry('short', 'openai/gpt-4.1', '')}${entry('embed', 'openai/text-embedding-3-small', '')}${entry('speak', 'openai/tts-1', ', mode: audio_speech')}${entry('paint', 'openai/gpt-image-1', ', mode: image_generation')}${entry('wild/*', 'openai/*', ', health_check_model: wild/gpt-4.1-nano')}${entry('many/*', 'openai/*', '')}
  - { model_name: keyless, litellm_params: { model: groq/llama, api_base: MOCK/v1 }, model_info: { id: keyless } }
router_settings: { num_retries: 2, disable_cooldowns: true, fallbacks: [{ bad: [good] }] }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`
const script = {
  'gpt-4o-mini': { status: 500, message: 'on fire' },
  'gpt-4.1': { status: 400, message: 'Could not finish the message because max_tokens or model output limit was reached.' },
}
const admin = { role: 'proxy_admin', kind: 'master' } as const

type Row = { readonly model_id: string; readonly error?: string; readonly checked_at?: string; readonly unchecked?: string }
const rowsOf = (body: { healthy_endpoints: Row[]; unhealthy_endpoints: Row[] }) =>
  [...body.healthy_endpoints, ...body.unhealthy_endpoints].map((row) => [
    row.model_id,
    row.error === undefined ? 'healthy' : row.error,
    row.checked_at !== undefined ? 'asked' : (row.unchecked ?? ''),
  ])

describe('an administrator has them asked', () => {
  test('each by its kind: small, once, without fallback; a complaint about length is life', async () => {
    const { get, mock } = await appFor(admin, { yaml, script })
    const { status, body } = await get('/health?active=true')
    expect([status, body.healthy_count, body.unhealthy_count]).toEqual([200, 7, 2])
    expect(rowsOf(body)).toEqual([
      ['good', 'healthy', 'asked'],
      ['short', 'healthy', 'asked'],
      ['embed', 'healthy', 'asked'],
      ['speak', 'healthy', expect.stringMatching(/asked|^$/)],
      ['paint', 'healthy', expect.stringMatching(/cost too much/)],
      ['wild', 'healthy', 'asked'],
      ['many', 'healthy', expect.stringMatching(/health_check_model/)],
      ['bad', expect.stringMatching(/on fire/), 'asked'],
      ['keyless', expect.stringMatching(/GROQ_API_KEY/), ''],
    ])
    const chats = mock.requests
      .filter(({ path }) => path.endsWith('/chat/completions'))
      .map(({ body: sent }) => JSON.parse(JSON.stringify(sent)))
    expect(chats.map(({ model, max_tokens }) => [model, max_tokens]).sort()).toEqual([
      ['gpt-4.1', 5],
      ['gpt-4.1-nano', 5],
      ['gpt-4o', 5],
      ['gpt-4o-mini', 9],
    ])
    expect(JSON.stringify(body)).not.toContain(providerKey)
  })

  test('those of one name, or one of them, alone', async () => {
    const { get, mock } = await appFor(admin, { yaml, script })
    expect(rowsOf((await get('/health?active=true&model=good')).body)).toEqual([['good', 'healthy', 'asked']])
    expect(rowsOf((await get('/health?active=true&model_id=bad')).body)).toEqual([['bad', expect.stringMatching(/on fire/), 'asked']])
    expect(mock.requests.length).toBe(2)
  })

  test('a name that is given twice, or is empty, counts as not given', async () => {
    const { get } = await appFor({ models: ['good', 'bad'] }, { yaml, script })
    for (const query of ['?model=good&model=bad', '?model=', '?model_id=good&model_id=bad'])
      expect((await get(`/health${query}`)).body.healthy_count).toBe(2)
  })

  test('nobody else does, and without it nobody is asked', async () => {
    const { get, mock } = await appFor({ models: ['good', 'bad'] }, { yaml, script })
    expect((await get('/health?active=true')).status).toBe(403)
    expect(rowsOf((await get('/health')).body)).toEqual([
      ['good', 'healthy', ''],
      ['bad', 'healthy', ''],
    ])
    expect(mock.requests).toEqual([])
  })
})

test('background checks go on by the clock, leave out who is to be left out, and stop with the gateway', async () => {
  let now = 1_000_000
  const wakes: (() => void)[] = []
  const slept: number[] = []
  const sleep = (ms: number, signal?: { readonly aborted: boolean }) =>
    new Promise<void>((resolve) => {
      slept.push(ms)
      wakes.push(resolve)
      if (signal?.aborted === true) resolve()
    })
  const checked = yaml
    .replace('{ id: embed', '{ id: embed, disable_background_health_check: true')
    .replace(
      'general_settings: {',
      'general_settings: { background_health_checks: true, health_check_interval: 60, health_check_concurrency: 2,',
    )
  const { get, mock } = await appFor(admin, { yaml: checked, script, gateway: { client: { sleep, now: () => now } } })
  expect([slept, mock.requests.length]).toEqual([[2_000], 0])
  wakes.shift()?.()
  await expect.poll(() => slept.length).toBe(2)
  expect(slept).toEqual([2_000, 60_000])
  const first = rowsOf((await get('/health')).body)
  expect(first.find(([id]) => id === 'good')).toEqual(['good', 'healthy', 'asked'])
  expect(first.find(([id]) => id === 'bad')?.[1]).toMatch(/on fire/)
  expect(first.find(([id]) => id === 'embed')).toEqual(['embed', 'healthy', ''])
  const asked = mock.requests.length
  now += 121_000
  const old = rowsOf((await get('/health')).body)
  expect(old.find(([id]) => id === 'bad')).toEqual(['bad', 'healthy', ''])
  mock.script({ 'gpt-4o-mini': { text: 'well again' } })
  wakes.shift()?.()
  await expect.poll(() => slept.length).toBe(3)
  expect(mock.requests.length).toBe(2 * asked)
  expect(rowsOf((await get('/health')).body).find(([id]) => id === 'bad')).toEqual(['bad', 'healthy', 'asked'])
})

test('of several processes one checks in the background, and the others show what it found', async () => {
  const wakes: (() => void)[] = []
  const sleep = () => new Promise<void>((resolve) => void wakes.push(resolve))
  const heard: ((key: string, text: string) => void)[] = []
  const fleet = (isOnDuty: boolean): Fleet => ({
    id: 'fleet',
    reload: async () => ({ ok: true }),
    answer: () => undefined,
    gather: async () => [],
    isOnDuty: () => isOnDuty,
    share: (_topic, key, text) => {
      for (const hear of heard) hear(key, text)
    },
    onShared: (_topic, listener) => void (isOnDuty || heard.push(listener)),
  })
  const gatewayOf = (isOnDuty: boolean) => ({ client: { sleep, now: () => 1_000_000 }, fleet: fleet(isOnDuty) })
  const checked = yaml.replace('general_settings: {', 'general_settings: { background_health_checks: true,')
  const idle = await appFor(admin, { yaml: checked, script, gateway: gatewayOf(false) })
  wakes.shift()?.()
  await expect.poll(() => wakes.length).toBe(1)
  expect([idle.mock.requests, rowsOf((await idle.get('/health')).body).find(([id]) => id === 'bad')]).toEqual([[], ['bad', 'healthy', '']])
  const busy = await appFor(admin, { yaml: checked.replaceAll('MOCK', idle.mock.url), script, gateway: gatewayOf(true) })
  wakes[1]?.()
  await expect.poll(() => wakes.length).toBe(3)
  for (const { get } of [idle, busy])
    expect(rowsOf((await get('/health')).body).find(([id]) => id === 'bad')).toEqual(['bad', expect.stringMatching(/on fire/), 'asked'])
})

test('checks that have cost enough for a day are made on the next', async () => {
  let now = 0
  const dear = yaml.replace('api_key: os.environ/PROVIDER_KEY }', 'api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0.02 }')
  const { get, mock } = await appFor(admin, { yaml: dear, script, gateway: { client: { now: () => now } } })
  const ask = async () => rowsOf((await get('/health?active=true&model=good')).body)[0]?.[2]
  expect(await ask()).toBe('asked')
  expect(await ask()).toMatch(/0\.05 USD/)
  expect(mock.requests.length).toBe(1)
  now += 86_400_000
  expect(await ask()).toBe('asked')
})

describe('a model that is not in the config yet', () => {
  const tryOut = async (params: (url: string) => object, caller: object = admin, more: object = {}) => {
    const { post, mock } = await appFor(caller, { yaml, script, env: { ...env, OPENAI_API_KEY: 'sk-of-the-operator-12345' } })
    const answer = await post('/health/test_connection', { litellm_params: params(mock.url), ...more })
    return { ...answer, sent: mock.requests.map(({ headers }) => headers.authorization) }
  }

  test('that answers', async () => {
    const params = (url: string) => ({ model: 'openai/gpt-4o', api_base: `${url}/v1`, api_key: 'sk-its-own-key-123456' })
    expect(await tryOut(params)).toEqual({ status: 200, body: { status: 'success', result: {} }, sent: ['Bearer sk-its-own-key-123456'] })
  })

  test('that does not', async () => {
    const params = (url: string) => ({ model: 'openai/gpt-4o-mini', api_base: `${url}/v1`, api_key: 'sk-its-own-key-123456' })
    const { status, body } = await tryOut(params)
    expect([status, body]).toEqual([200, { status: 'error', result: { error: expect.stringMatching(/on fire/) } }])
    expect(JSON.stringify(body)).not.toContain('its-own-key')
  })

  test.each([
    { name: 'without a key gets none of ours', key: {} },
    { name: 'with a reference to one of ours does not get it', key: { api_key: 'os.environ/PROVIDER_KEY' } },
  ])('$name', async ({ key }) => {
    const { body, sent } = await tryOut((url) => ({ model: 'openai/gpt-4o', api_base: `${url}/v1`, ...key }))
    expect([body.status, sent]).toEqual(['error', []])
  })

  test('signs in with nothing of this machine: no file, no profile, no service of its cloud', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'llmgen-connection-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'key.json')
    writeFileSync(file, '{"type":"authorized_user","refresh_token":"1//planted"')
    const vertex = (credentials: string) => (url: string) => ({
      model: 'vertex_ai/gemini-2.0-flash',
      vertex_project: 'p',
      vertex_location: 'us-central1',
      vertex_credentials: credentials,
      api_base: url,
    })
    const error = async (params: (url: string) => object) => {
      const { body, sent } = await tryOut(params)
      expect([body.status, sent]).toEqual(['error', []])
      return String(body.result.error)
    }
    const there = await error(vertex(file))
    expect(there).not.toMatch(/JSON|planted/)
    expect((await error(vertex(`${file}.gone`))).replaceAll(`${file}.gone`, file)).toBe(there)
    const bedrock = { model: 'bedrock/anthropic.claude-3-haiku-20240307-v1:0', aws_region_name: 'us-east-1' }
    await error((url) => ({ ...bedrock, aws_profile_name: 'default', aws_bedrock_runtime_endpoint: url }))
    await error((url) => ({ ...bedrock, aws_bedrock_runtime_endpoint: url }))
    const openai = { model: 'openai/gpt-4o', api_key: 'sk-its-own-key-123456' }
    for (const host of ['169.254.169.254', '2852039166', '[::ffff:169.254.169.254]', 'metadata.google.internal'])
      expect(await error(() => ({ ...openai, api_base: `http://${host}/v1` }))).toMatch(/is not asked for somebody else/)
  })

  test('is for administrators, and has to be one', async () => {
    expect((await tryOut(() => ({ model: 'openai/gpt-4o' }), {})).status).toBe(403)
    expect((await tryOut(() => ({}))).status).toBe(400)
    expect((await tryOut(() => ({ model: 'openai/gpt-4o', api_key: 'x' }), admin, { litellm_params: 3 })).status).toBe(400)
  })
})
