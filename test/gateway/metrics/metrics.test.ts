/** `/metrics` of a gateway that has answered, failed, fallen back and let deployments rest. */
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CallRecord } from '../../../src/gateway/call-record.js'
import { createCallMetrics } from '../../../src/gateway/metrics/call-metrics.js'
import { createRegistry, type Registry } from '../../../src/gateway/metrics/exposition.js'
import { readMetricSettings } from '../../../src/gateway/metrics/metric-settings.js'
import { authorised, masterKey, providerKey, type Setup, setUp } from '../gateway-support.js'
import { checkHistograms, type ParsedFamily, parseMetrics } from './parse-metrics.js'

const yaml = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: first }
  - model_name: failing
    litellm_params: { model: openai/gpt-4o-mini, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: second }
  - model_name: wild/*
    litellm_params: { model: openai/*, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { id: third }
  - model_name: keyless
    litellm_params: { model: groq/llama, api_base: MOCK/v1 }
    model_info: { id: fourth }
router_settings:
  num_retries: 0
  fallbacks: [{ failing: [gpt-4o] }]
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`

const chat = (model: string, more: object = {}) => ({ model, messages: [{ role: 'user', content: 'hi' }], ...more })

async function ask({ gateway }: Setup, body: object, headers: object = {}) {
  return gateway.app.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: { ...authorised, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  })
}

async function read({ gateway }: Setup): Promise<{ readonly text: string; readonly families: ReadonlyMap<string, ParsedFamily> }> {
  const answer = await gateway.app.inject({ url: '/metrics' })
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  const families = parseMetrics(answer.body)
  checkHistograms(families)
  return { text: answer.body, families }
}

/** Samples of a family as `[labels, value]`, those of other names left out. */
function samplesOf(families: ReadonlyMap<string, ParsedFamily>, name: string, end = '') {
  return families
    .get(name)
    ?.samples.filter((sample) => sample.name === name + end)
    .map(({ labels, value }) => [labels, value])
}

const first = { requested_model: 'gpt-4o', model_group: 'gpt-4o', model: 'gpt-4o', api_provider: 'openai', team: '' }

test('requests are counted by model and status: whole, streamed, refused, by a pattern', async () => {
  const script = { 'gpt-4o': { headers: { 'x-ratelimit-remaining-requests': '9', 'x-ratelimit-remaining-tokens': 'many' } } }
  const setup = await setUp({ listens: false, yaml, script })
  const { mock } = setup
  await ask(setup, chat('gpt-4o'))
  await ask(setup, chat('gpt-4o', { stream: true }))
  await ask(setup, chat('wild/gpt-4.1'))
  await ask(setup, chat('wild/gpt-4.1-mini'))
  await ask(setup, chat('nobody-1'))
  await ask(setup, chat('nobody-2'))
  await ask(setup, chat('gpt-4o'), { authorization: 'Bearer sk-wrong' })
  const { families, text } = await read(setup)
  const row = (requested: string, group: string, provider: string, status: string) => ({
    requested_model: requested,
    model_group: group,
    api_provider: provider,
    status_code: status,
    route: '/chat/completions',
    team: '',
  })
  expect(samplesOf(families, 'litellm_proxy_total_requests_metric_total')).toEqual([
    [row('gpt-4o', 'gpt-4o', 'openai', '200'), 2],
    [row('wild/*', 'wild/*', 'openai', '200'), 2],
    [row('', '', '', '400'), 2],
    [row('', '', '', '401'), 1],
  ])
  const failed = { requested_model: '', model_group: '', route: '/chat/completions', team: '' }
  expect(samplesOf(families, 'litellm_proxy_failed_requests_metric_total')).toEqual([
    [{ ...failed, exception_status: '400', exception_class: 'invalid_request_error' }, 2],
    [{ ...failed, exception_status: '401', exception_class: 'token_not_found_in_db' }, 1],
  ])
  expect(samplesOf(families, 'litellm_requests_metric_total')?.[0]).toEqual([first, 2])
  expect(samplesOf(families, 'litellm_spend_metric_total')?.[0]).toEqual([first, 0.00008])
  const [[, input], [, output], [, total]] = ['input', 'output', 'total'].map(
    (kind) => samplesOf(families, `litellm_${kind}_tokens_metric_total`)?.[0] ?? [{}, 0],
  ) as [[object, number], [object, number], [object, number]]
  expect([input > 0, output > 0, total]).toEqual([true, true, input + output])
  expect(samplesOf(families, 'litellm_request_total_latency_metric', '_count')?.[0]).toEqual([first, 2])
  expect(samplesOf(families, 'litellm_llm_api_latency_metric', '_count')?.[0]).toEqual([first, 2])
  expect(samplesOf(families, 'litellm_llm_api_time_to_first_token_metric', '_count')).toEqual([[first, 1]])
  const place = { model_group: 'gpt-4o', api_provider: 'openai', api_base: `${mock.url}/v1`, litellm_model_name: 'gpt-4o' }
  expect(samplesOf(families, 'litellm_overhead_latency_metric', '_count')?.[0]).toEqual([place, 1])
  expect(samplesOf(families, 'litellm_remaining_requests_metric')).toEqual([[place, 9]])
  expect(samplesOf(families, 'litellm_remaining_tokens_metric')).toBeUndefined()
  expect(text).not.toMatch(new RegExp(`${providerKey}|${masterKey}|nobody`))
})

test('deployments are counted by attempt: failures with their reason, rests, fallbacks, state', async () => {
  const setup = await setUp({
    listens: false,
    yaml: yaml.replace('num_retries: 0', 'num_retries: 0\n  allowed_fails: 0\n  cooldown_time: 60'),
    script: { 'gpt-4o-mini': { status: 500 } },
  })
  await ask(setup, chat('failing'))
  await ask(setup, chat('failing', { fallbacks: ['keyless'] }))
  const { families } = await read(setup)
  const place = (requested: string, model: string, id: string, base = `${setup.mock.url}/v1`, provider = 'openai') => ({
    requested_model: requested,
    litellm_model_name: model,
    model_id: id,
    api_base: base,
    api_provider: provider,
  })
  const attempts = samplesOf(families, 'litellm_deployment_total_requests_total')
  expect(attempts).toContainEqual([place('gpt-4o', 'gpt-4o', 'first'), 1])
  expect(samplesOf(families, 'litellm_deployment_success_responses_total')).toEqual([[place('gpt-4o', 'gpt-4o', 'first'), 1]])
  expect(samplesOf(families, 'litellm_deployment_failure_responses_total')).toContainEqual([
    { ...place('failing', 'gpt-4o-mini', 'second'), exception_status: '500', exception_class: 'internal' },
    expect.any(Number),
  ])
  const fallback = { requested_model: 'failing', exception_class: expect.any(String) }
  expect(samplesOf(families, 'litellm_deployment_successful_fallbacks_total')).toEqual([[{ ...fallback, fallback_model: 'gpt-4o' }, 1]])
  expect(samplesOf(families, 'litellm_deployment_failed_fallbacks_total')).toEqual([[{ ...fallback, fallback_model: 'keyless' }, 1]])
  const states = samplesOf(families, 'litellm_deployment_state')?.map(([labels, value]) => [Object(labels).model_id, value])
  expect(states).toEqual([
    ['first', 0],
    ['second', expect.any(Number)],
    ['third', 0],
    ['fourth', 2],
  ])
  expect(states?.[1]?.[1]).toBeGreaterThan(0)
  expect(samplesOf(families, 'llmgen_deployment_in_flight_requests')?.map(([, value]) => value)).toEqual([0, 0, 0, 0])
  expect(samplesOf(families, 'litellm_deployment_latency_per_output_token', '_count')).toEqual([[place('gpt-4o', 'gpt-4o', 'first'), 1]])
})

test('fallbacks that callers name are counted by the pattern that they fit', async () => {
  const setup = await setUp({ listens: false, yaml, script: { 'gpt-4o-mini': { status: 500 } } })
  for (const name of ['wild/a', 'wild/b', 'wild/c']) await ask(setup, chat('failing', { fallbacks: [name] }))
  const { families } = await read(setup)
  const counted = ['successful', 'failed'].flatMap((how) => samplesOf(families, `litellm_deployment_${how}_fallbacks_total`) ?? [])
  expect(counted.map(([labels, value]) => [Object(labels).fallback_model, value])).toEqual([['wild/*', 3]])
})

test('the config chooses metrics and labels, and tags become labels', async () => {
  const settings = `litellm_settings:
  prometheus_metrics_config:
    - { group: own, metrics: [litellm_proxy_total_requests_metric], include_labels: [hashed_api_key, stream, tag_prod, nonsense] }
    - { group: spend, metrics: [litellm_spend_metric] }
  custom_prometheus_tags: [prod]
  require_auth_for_metrics_endpoint: true
`
  const setup = await setUp({ listens: false, yaml: yaml + settings })
  await ask(setup, chat('gpt-4o', { metadata: { tags: ['prod'] } }))
  await ask(setup, chat('gpt-4o', { stream: true }))
  expect((await setup.gateway.app.inject({ url: '/metrics' })).statusCode).toBe(401)
  const answer = await setup.gateway.app.inject({ url: '/metrics', headers: authorised })
  const families = parseMetrics(answer.body)
  expect([...families.keys()].filter((name) => /^(litellm|llmgen)/.test(name))).toEqual([
    'litellm_in_flight_requests',
    'litellm_proxy_total_requests_metric_total',
    'litellm_spend_metric_total',
  ])
  const labels = samplesOf(families, 'litellm_proxy_total_requests_metric_total')
  expect(labels).toEqual([
    [{ hashed_api_key: 'litellm_proxy_master_key', stream: 'false', tag_prod: 'true' }, 1],
    [{ hashed_api_key: 'litellm_proxy_master_key', stream: 'true', tag_prod: 'false' }, 1],
  ])
})

test('an answer without a known price is counted as missing from the spend', async () => {
  const unpriced = yaml.replace('model: openai/gpt-4o,', 'model: openai/own-model,')
  const setup = await setUp({ listens: false, yaml: unpriced })
  await ask(setup, chat('gpt-4o'))
  const { families } = await read(setup)
  expect(samplesOf(families, 'llmgen_spend_missing_total')).toEqual([
    [{ model_group: 'gpt-4o', model: 'own-model', api_provider: 'openai' }, 1],
  ])
  expect(families.has('litellm_spend_metric_total')).toBe(false)
})

test('counts outlive a config that is read anew, over a real socket', async () => {
  const setup = await setUp({ yaml })
  const post = (model: string) =>
    fetch(`${setup.url}/chat/completions`, { method: 'POST', headers: authorised, body: JSON.stringify(chat(model)) })
  await (await post('gpt-4o')).text()
  writeFileSync(setup.path, yaml.replaceAll('MOCK', setup.mock.url).replace('id: first', 'id: newer'))
  expect(await setup.gateway.reload()).toEqual({ ok: true })
  await (await post('gpt-4o')).text()
  const text = await (await fetch(`${setup.url}/metrics`)).text()
  const families = parseMetrics(text)
  expect(samplesOf(families, 'litellm_requests_metric_total')).toEqual([[first, 2]])
  expect(
    samplesOf(families, 'litellm_deployment_total_requests_total')?.map(([labels, value]) => [Object(labels).model_id, value]),
  ).toEqual([
    ['first', 1],
    ['newer', 1],
  ])
  expect(samplesOf(families, 'litellm_in_flight_requests')).toEqual([[{}, 1]])
  expect(samplesOf(families, 'process_resident_memory_bytes')?.[0]?.[1]).toBeGreaterThan(10_000_000)
})

test('processes that serve the same port are one: each is asked, and what they counted is added up', async () => {
  let own: () => string | Promise<string> = () => ''
  const fleet = {
    id: 'fleet',
    reload: async () => ({ ok: true }) as const,
    answer: (topic: string, answer: typeof own) => {
      expect(topic).toBe('metrics')
      own = answer
    },
    gather: async () => [await own(), await own()],
    isOnDuty: () => true,
    share: () => undefined,
    onShared: () => undefined,
  }
  const setup = await setUp({ listens: false, yaml, gateway: { fleet } })
  await ask(setup, chat('gpt-4o'))
  const { families } = await read(setup)
  expect(samplesOf(families, 'litellm_requests_metric_total')).toEqual([[first, 2]])
  expect(samplesOf(families, 'litellm_deployment_state')?.map(([, value]) => value)).toEqual([0, 0, 0, 2])
})

test('an observer of the engine’s own is told beside the metrics', async () => {
  const seen: string[] = []
  const setup = await setUp({ listens: false, yaml, gateway: { client: { onEvent: ({ type }) => seen.push(type) } } })
  await ask(setup, chat('gpt-4o'))
  expect(seen).toEqual(['attempt', 'success', 'done'])
  const { families } = await read(setup)
  expect(samplesOf(families, 'litellm_deployment_success_responses_total')?.map(([, value]) => value)).toEqual([1])
})

test('what providers may still cost is told by provider', async () => {
  const budget = 'provider_budget_config: { openai: { budget_limit: 100, time_period: 1d } }'
  const setup = await setUp({ listens: false, yaml: yaml.replace('num_retries: 0', `num_retries: 0\n  ${budget}`) })
  await ask(setup, chat('gpt-4o'))
  const { families } = await read(setup)
  const [[labels, left] = []] = samplesOf(families, 'litellm_provider_remaining_budget_metric') ?? []
  expect(labels).toEqual({ api_provider: 'openai' })
  expect([Number(left) < 100, Number(left) > 99.9]).toEqual([true, true])
})

test('counts only grow: what is no number adds nothing, and a clock that was set back tells no time', async () => {
  const { gateway } = await setUp({ listens: false, yaml })
  const registry = createRegistry(100)
  const observe = createCallMetrics(registry, readMetricSettings({}), () => gateway.serving)
  const record: CallRecord = {
    ...{
      callId: 'a',
      callerCallId: undefined,
      requesterIp: '',
      sessionId: undefined,
      method: 'POST',
      route: '/r',
      callType: 'acompletion',
      identity: undefined,
    },
    ...{ status: 200, end: 'answered', startedAt: 5_000, endedAt: 1_000, model: 'gpt-4o' },
  }
  observe({ ...record, costNanoUsd: 5e9, usage: { prompt_tokens: 7, completion_tokens: 2 } })
  observe({ ...record, costNanoUsd: -5e9, usage: { prompt_tokens: Number.NaN, completion_tokens: -3 } })
  const families = parseMetrics(registry.text())
  checkHistograms(families)
  const values = ['spend_metric_total', 'input_tokens_metric_total', 'output_tokens_metric_total', 'requests_metric_total'].map(
    (name) => samplesOf(families, `litellm_${name}`)?.[0]?.[1],
  )
  expect(values).toEqual([5, 7, 2, 2])
  expect(samplesOf(families, 'litellm_request_total_latency_metric', '_sum')?.[0]?.[1]).toBe(0)
})

test('a label that the config names twice stands once', async () => {
  const twice = `litellm_settings:
  prometheus_metrics_config: [{ group: own, metrics: [litellm_spend_metric], include_labels: [team, team, user, team] }]
`
  const setup = await setUp({ listens: false, yaml: yaml + twice })
  await ask(setup, chat('gpt-4o'))
  const { families } = await read(setup)
  expect(samplesOf(families, 'litellm_spend_metric_total')?.map(([labels]) => labels)).toEqual([{ team: '', user: 'default_user_id' }])
})

test('names that fit a pattern, and names that nothing has, are one kind of request each', async () => {
  const setup = await setUp({ listens: false, yaml })
  const registry = createRegistry(1_000)
  let made = 0
  const counted: Registry = {
    ...registry,
    counter: (facts) => {
      const family = registry.counter(facts)
      const series = (values: readonly string[]) => {
        made++
        return family.series(values)
      }
      return { ...family, series }
    },
  }
  const observe = createCallMetrics(counted, readMetricSettings({}), () => setup.gateway.serving)
  const start: Omit<CallRecord, 'model'> = {
    ...{
      callId: 'a',
      callerCallId: undefined,
      requesterIp: '',
      sessionId: undefined,
      method: 'POST',
      route: '/r',
      callType: 'acompletion',
      identity: undefined,
    },
    ...{ status: 404, end: 'refused', startedAt: 0, endedAt: 1 },
  }
  observe({ ...start, model: 'nobody' })
  const once = made
  for (let index = 0; index < 500; index++) observe({ ...start, model: `nobody-${index}` })
  expect([once > 0, made]).toEqual([true, once])
})
