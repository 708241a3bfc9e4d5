/** Each argument of a Router does what LiteLLM's name says. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ApiError, completion, configure, Router, type RoutingChoice } from '../../src/sdk/index.js'
import { createMockProvider } from '../../src/testing/index.js'
import { reset } from './reset.js'
import { at, bodyOf, fails, key, messages, ok, routed } from './router-support.js'

afterEach(() => {
  reset()
  vi.restoreAllMocks()
})

const two = [at('a', 'd0'), at('a', 'd1')]
const chain = [at('a', 'd0'), at('b', 'd1'), at('c', 'd2')]

async function errorOf(call: PromiseLike<unknown>) {
  const error = await Promise.resolve(call).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!ApiError.is(error)) throw new Error(`not an error of the set: ${String(error)}`)
  return error
}

describe('model_list', () => {
  test('a key comes as text, by reference, or from the usual variable', async () => {
    const list = [
      at('text', 'd0'),
      at('reference', 'd1', { api_key: 'os.environ/TEAM_KEY' }),
      { model_name: 'usual', litellm_params: { model: 'openai/gpt-4o', api_base: 'http://d2/v1' } },
    ]
    const { ask, transport } = routed({ model_list: list, env: { TEAM_KEY: 'team-key-1234567', OPENAI_API_KEY: 'usual-key-123456' } })
    for (const model of ['text', 'reference', 'usual']) await ask(model)
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${key}`,
      'Bearer team-key-1234567',
      'Bearer usual-key-123456',
    ])
  })

  test('a secret header and a password in an address are sent, though no Plan holds them', async () => {
    const headers = { 'x-gateway-key': 'gateway-secret-1', 'x-team': 'blue' }
    const { ask, transport } = routed({
      model_list: [at('a', 'd0', { extra_headers: headers, api_base: 'http://user:pass-word@d0/v1' })],
    })
    await ask('a')
    expect([transport.requests[0]?.headers, transport.requests[0]?.url]).toEqual([
      expect.objectContaining(headers),
      'http://user:pass-word@d0/v1/chat/completions',
    ])
  })

  test('a missing key is an error that says where to put it', async () => {
    const { ask } = routed({ model_list: [{ model_name: 'a', litellm_params: { model: 'openai/gpt-4o' } }] })
    expect(await errorOf(ask('a'))).toMatchObject({ name: 'AuthenticationError', message: expect.stringContaining('OPENAI_API_KEY') })
  })

  test('parameters are defaults of the request, and weights steer', async () => {
    const draws = [0.1, 0.7, 0.8]
    const { ask, transport, hosts } = routed({
      model_list: [at('a', 'd0', { temperature: 0.5, weight: 3 }), at('a', 'd1', { weight: 1 })],
      random: () => draws.shift() ?? 0,
    })
    for (let call = 0; call < 3; call++) await ask('a')
    expect(hosts).toEqual(['d0', 'd0', 'd1'])
    expect(bodyOf(transport.requests[0])).toEqual({ model: 'gpt-4o', messages, temperature: 0.5 })
  })

  test('a pattern serves what it matches, a deployment is called by its id', async () => {
    const { ask, transport } = routed({ model_list: [at('openai/*', 'd0', { model: 'openai/*' }), at('b', 'd1')] })
    await ask('openai/gpt-4.1')
    await ask('d1')
    expect(transport.requests.map((request) => [new URL(request.url).host, bodyOf(request).model])).toEqual([
      ['d0', 'gpt-4.1'],
      ['d1', 'gpt-4o'],
    ])
  })

  test('a name that is not there is an error with the nearest', async () => {
    const { ask } = routed({ model_list: [at('claude-sonnet', 'd0')] })
    expect((await errorOf(ask('claude-sonet'))).message).toContain('Did you mean "claude-sonnet"?')
  })
})

describe('retries', () => {
  const lone = [at('a', 'd0')]
  const rows: readonly { readonly name: string; readonly given: object; readonly attempts: number }[] = [
    { name: 'num_retries', given: { num_retries: 4 }, attempts: 5 },
    { name: 'the default of two', given: {}, attempts: 3 },
    { name: 'retry_policy', given: { retry_policy: { ServiceUnavailableErrorRetries: 1 } }, attempts: 2 },
    {
      name: 'model_group_retry_policy before retry_policy',
      given: { retry_policy: { DefaultRetries: 1 }, model_group_retry_policy: { a: { ServiceUnavailableErrorRetries: 3 } } },
      attempts: 4,
    },
  ]
  test.each(rows)('$name', async ({ given, attempts }) => {
    const { ask, hosts } = routed({ model_list: lone, disable_cooldowns: true, ...given }, { d0: fails(503) })
    await errorOf(ask('a'))
    expect(hosts.length).toBe(attempts)
  })

  test('retry_after is the least wait, in seconds', async () => {
    const { ask, sleeps } = routed({ model_list: lone, num_retries: 1, retry_after: 7 }, { d0: [fails(503), ok()] })
    await ask('a')
    expect(sleeps).toEqual([7_000])
  })
})

describe('timeouts are seconds', () => {
  test('timeout and stream_timeout', async () => {
    const { router, ask, transport } = routed({ model_list: [at('a', 'd0')], timeout: 12, stream_timeout: 3, num_retries: 0 })
    await ask('a')
    await router.completion({ model: 'a', messages, stream: true }).catch(() => {})
    expect(transport.timers.map(({ totalMs }) => totalMs)[0]).toBe(12_000)
    expect(JSON.stringify(transport.timers[1])).toContain('3000')
  })
})

describe('cooldowns', () => {
  async function restOf(given: object, status = 503): Promise<number | undefined> {
    const { ask, events } = routed({ model_list: two, num_retries: 0, ...given }, { d0: fails(status) })
    for (let call = 0; call < 4; call++) await ask('a').catch(() => {})
    const cooldown = events.find((event) => event.type === 'cooldown')
    return cooldown?.type === 'cooldown' ? cooldown.untilMs - cooldown.at : undefined
  }

  test.each<{ name: string; given: object; status?: number; want: number | undefined }>([
    { name: 'cooldown_time is seconds', given: { cooldown_time: 40 }, status: 429, want: 40_000 },
    { name: 'allowed_fails of 1 rests after the second failure', given: { allowed_fails: 1, cooldown_time: 9 }, want: 9_000 },
    { name: 'allowed_fails of 50 is never reached', given: { allowed_fails: 50 }, want: undefined },
    {
      name: 'allowed_fails_policy counts a class on its own',
      given: { allowed_fails: 50, allowed_fails_policy: { RateLimitErrorAllowedFails: 0 }, cooldown_time: 8 },
      status: 429,
      want: 8_000,
    },
    { name: 'disable_cooldowns', given: { disable_cooldowns: true }, status: 429, want: undefined },
  ])('$name', async ({ given, status, want }) => expect(await restOf(given, status)).toBe(want))
})

describe('fallbacks', () => {
  const tooLong = fails(400, { code: 'context_length_exceeded', message: 'too long' })
  const filtered = fails(400, { code: 'content_policy_violation', message: 'no' })
  test.each<{ name: string; given: object; answer?: typeof tooLong; want: readonly string[] }>([
    { name: 'fallbacks', given: { fallbacks: [{ a: ['b', 'c'] }] }, want: ['d0', 'd1'] },
    { name: 'default_fallbacks', given: { default_fallbacks: ['c'] }, want: ['d0', 'd2'] },
    {
      name: 'context_window_fallbacks',
      given: { fallbacks: [{ a: ['b'] }], context_window_fallbacks: [{ a: ['c'] }] },
      answer: tooLong,
      want: ['d0', 'd2'],
    },
    {
      name: 'content_policy_fallbacks',
      given: { fallbacks: [{ a: ['b'] }], content_policy_fallbacks: [{ a: ['c'] }] },
      answer: filtered,
      want: ['d0', 'd2'],
    },
  ])('$name', async ({ given, answer = fails(503), want }) => {
    const { ask, hosts } = routed({ model_list: chain, num_retries: 0, ...given }, { d0: answer })
    await ask('a')
    expect(hosts).toEqual(want)
  })

  test('max_fallbacks is how deep chains of chains go, and a call may bring its own', async () => {
    const { ask, hosts } = routed(
      { model_list: chain, num_retries: 0, fallbacks: [{ a: ['b'] }, { b: ['c'] }], max_fallbacks: 1 },
      { d0: fails(503), d1: fails(503) },
    )
    await errorOf(ask('a'))
    expect(hosts).toEqual(['d0', 'd1'])
    const reply = await ask('a', { fallbacks: ['c'] })
    expect([reply.meta.group, reply.meta.fallbacks]).toEqual(['c', ['c']])
  })
})

test('model_group_alias answers under the other name; a hidden one is in no list', async () => {
  const { router, ask, hosts } = routed({ model_list: chain, model_group_alias: { fast: 'b', secret: { model: 'c', hidden: true } } })
  await ask('fast')
  await ask('secret')
  expect([hosts, router.getModelNames()]).toEqual([
    ['d1', 'd2'],
    ['a', 'b', 'c', 'fast'],
  ])
})

describe('routing_strategy', () => {
  test.each([
    'simple-shuffle',
    'least-busy',
    'latency-based-routing',
    'cost-based-routing',
    'usage-based-routing',
    'usage-based-routing-v2',
    'provider-budget-routing',
    'peak-ewma',
    'weighted-failover',
  ] as const)('%s chooses', async (routing_strategy) => {
    const { ask, events } = routed({ model_list: two, routing_strategy })
    await ask('a')
    expect(events.find((event) => event.type === 'attempt')).toMatchObject({ strategy: routing_strategy, eligible: 2 })
  })

  test('routing_groups give some models one of their own', async () => {
    const { ask, events } = routed({
      model_list: [...two, at('b', 'd2'), at('b', 'd3')],
      routing_groups: [{ group_name: 'g', models: ['b'], routing_strategy: 'least-busy' }],
    })
    await ask('a')
    await ask('b')
    expect(events.flatMap((event) => (event.type === 'attempt' ? event.strategy : []))).toEqual(['simple-shuffle', 'least-busy'])
  })

  test('routing_strategy_args: the buffer makes equals of deployments that are nearly as fast', async () => {
    const shareOfSlower = async (lowest_latency_buffer: number) => {
      let seed = 1
      const takes = (ms: number) => () => {
        test.clock.time += ms
        return ok()
      }
      const test = routed(
        {
          model_list: two,
          routing_strategy: 'latency-based-routing',
          routing_strategy_args: { lowest_latency_buffer },
          random: () => {
            seed = (seed * 16_807) % 2_147_483_647
            return seed / 2_147_483_647
          },
        },
        { d0: takes(1_000), d1: takes(1_400) },
      )
      for (let call = 0; call < 300; call++) await test.ask('a')
      return test.hosts.slice(100).filter((host) => host === 'd1').length / 200
    }
    expect(await shareOfSlower(0)).toBeLessThan(0.2)
    expect(await shareOfSlower(0.6)).toBeGreaterThan(0.35)
  })

  test('a function sees who can serve, and chooses', async () => {
    const seen: RoutingChoice[] = []
    const { ask, hosts } = routed(
      {
        model_list: [...two, at('a', 'd2', { weight: 4 })],
        num_retries: 1,
        routing_strategy: (choice) => {
          seen.push(choice)
          return choice.candidates.at(-1)?.id ?? ''
        },
      },
      { d2: fails(503) },
    )
    await ask('a')
    expect(hosts).toEqual(['d2', 'd1'])
    expect(seen.map(({ model, streaming, candidates }) => [model, streaming, candidates.map(({ id }) => id)])).toEqual([
      ['a', false, ['d0', 'd1', 'd2']],
      ['a', false, ['d0', 'd1']],
    ])
    expect(seen[0]?.candidates[2]).toEqual({ id: 'd2', provider: 'openai', model: 'gpt-4o', weight: 4, inFlight: 0 })
  })

  test('a function that returns nobody ends the call with what it returned', async () => {
    const { ask } = routed({ model_list: two, routing_strategy: () => 'd9' })
    await expect(ask('a')).rejects.toThrow('routing_strategy returned "d9", which is none of its candidates for "a": "d0", "d1"')
  })
})

describe('checks', () => {
  test('enable_pre_call_checks passes over a window that is too small', async () => {
    const list = [at('a', 'd0', {}, { max_input_tokens: 20 }), at('a', 'd1', {}, { max_input_tokens: 10_000 })]
    const long = [{ role: 'user' as const, content: 'word '.repeat(200) }]
    const { ask, hosts } = routed({ model_list: list, enable_pre_call_checks: true })
    await ask('a', { messages: long })
    expect(hosts).toEqual(['d1'])
  })

  test('enable_tag_filtering, with one tag or all', async () => {
    const list = [at('a', 'd0', { tags: ['free'] }), at('a', 'd1', { tags: ['paid', 'eu'] })]
    const asked = { metadata: { tags: ['eu', 'free'] } }
    const any = routed({ model_list: list, enable_tag_filtering: true })
    await any.ask('a', { metadata: { tags: ['eu'] } })
    expect(any.hosts).toEqual(['d1'])
    const all = routed({ model_list: list, enable_tag_filtering: true, tag_filtering_match_any: false })
    await all.ask('a', { metadata: { tags: ['eu', 'paid'] } })
    expect(all.hosts).toEqual(['d1'])
    expect((await errorOf(all.ask('a', asked))).message).toContain('tag')
  })

  test('provider_budget_config moves calls to another provider when it is spent', async () => {
    const list = [
      at('a', 'd0', { input_cost_per_token: 1, output_cost_per_token: 1, order: 1 }),
      at('a', 'd1', { model: 'groq/llama-3.3-70b-versatile', order: 2 }),
    ]
    const { ask, hosts } = routed({ model_list: list, provider_budget_config: { openai: { budget_limit: 1, time_period: '1d' } } })
    await ask('a')
    await ask('a')
    expect(hosts).toEqual(['d0', 'd1'])
  })

  test('default_max_parallel_requests keeps a second call off a busy deployment', async () => {
    let free = () => {}
    const waiting = new Promise<void>((resolve) => {
      free = resolve
    })
    const { ask, hosts } = routed({ model_list: two, default_max_parallel_requests: 1 }, { d0: () => waiting.then(() => ok()) })
    const first = ask('a')
    await vi.waitFor(() => expect(hosts).toEqual(['d0']))
    await ask('a')
    free()
    await first
    expect(hosts).toEqual(['d0', 'd1'])
  })
})

test('default_litellm_params are defaults of every call', async () => {
  const { ask, transport } = routed({ model_list: [at('a', 'd0')], default_litellm_params: { temperature: 0.25 } })
  await ask('a')
  expect(bodyOf(transport.requests[0]).temperature).toBe(0.25)
})

test('cache_responses answers an equal call without a request', async () => {
  const { ask, hosts } = routed({ model_list: [at('a', 'd0')], cache_responses: true })
  const [first, second] = [await ask('a'), await ask('a')]
  await ask('a', { temperature: 1 })
  expect([hosts, second.choices]).toEqual([['d0', 'd0'], first.choices])
})

describe('logging', () => {
  async function lines(given: object): Promise<readonly string[]> {
    const seen: string[] = []
    const { ask } = routed({ model_list: [at('a', 'd0')], log: (line) => seen.push(line.slice(44, 57).trim()), ...given })
    await ask('a')
    await ask('a')
    // the log is imported with the first event
    await import('../../src/runtime/event-log.js')
    await new Promise((resolve) => setImmediate(resolve))
    return seen
  }
  const debug = ['attempt', 'success', 'done']
  test.each([
    { name: 'set_verbose prints every step', given: { set_verbose: true }, want: [...debug, ...debug] },
    { name: 'debug_level INFO prints outcomes', given: { set_verbose: true, debug_level: 'INFO' }, want: ['success', 'success'] },
    { name: 'debug_level alone prints nothing', given: { debug_level: 'DEBUG' }, want: [] },
  ])('$name', async ({ given, want }) => expect(await lines(given)).toEqual(want))

  test('configure({ set_verbose }) holds for the functions without a Router', async () => {
    const seen: string[] = []
    configure({ set_verbose: true, env: { OPENAI_API_KEY: key }, log: (line) => seen.push(line.slice(44).replace(/\d+ ms/, '5 ms')) })
    await completion({ model: 'gpt-4o', messages, mock_response: 'hi' })
    await vi.waitFor(() => expect(seen.length).toBe(3))
    expect(seen[0]).toBe('attempt       gpt-4o → gpt-4o (openai)  attempt 1, simple-shuffle among 1')
  })

  test('configure({ set_verbose }) holds for Routers', async () => {
    configure({ set_verbose: true })
    expect(await lines({})).toEqual([...debug, ...debug])
  })
})

describe('every function', () => {
  const file = { bytes: new Uint8Array([1, 2]), name: 'a.wav' }
  const mode = (name: string, model: string, kind: string) => at(name, name, { model }, { mode: kind })
  const { router, transport } = routed(
    {
      model_list: [
        at('chat', 'chat'),
        mode('text', 'openai/gpt-3.5-turbo-instruct', 'completion'),
        mode('embed', 'openai/text-embedding-3-small', 'embedding'),
        mode('image', 'openai/gpt-image-1', 'image_generation'),
        mode('edit', 'openai/gpt-image-1', 'image_edit'),
        mode('hear', 'openai/whisper-1', 'audio_transcription'),
        mode('speak', 'openai/tts-1', 'audio_speech'),
        mode('judge', 'openai/omni-moderation-latest', 'moderation'),
        mode('rank', 'openai/bge-reranker', 'rerank'),
      ],
    },
    { rank: { json: { id: 'r', results: [{ index: 0, relevance_score: 1 }] } } },
  )
  const rows: readonly (readonly [string, () => PromiseLike<unknown>, string])[] = [
    ['completion', () => router.completion({ model: 'chat', messages }), '/v1/chat/completions'],
    ['acompletion', () => router.acompletion({ model: 'chat', messages }), '/v1/chat/completions'],
    ['textCompletion', () => router.textCompletion({ model: 'text', prompt: 'a' }), '/v1/completions'],
    ['text_completion', () => router.text_completion({ model: 'text', prompt: 'a' }), '/v1/completions'],
    ['responses', () => router.responses({ model: 'chat', input: 'a' }), '/v1/responses'],
    ['embedding', () => router.embedding({ model: 'embed', input: 'a' }), '/v1/embeddings'],
    ['imageGeneration', () => router.imageGeneration({ model: 'image', prompt: 'a' }), '/v1/images/generations'],
    ['image_generation', () => router.image_generation({ model: 'image', prompt: 'a' }), '/v1/images/generations'],
    ['imageEdit', () => router.imageEdit({ model: 'edit', prompt: 'a', image: file }), '/v1/images/edits'],
    ['transcription', () => router.transcription({ model: 'hear', file }), '/v1/audio/transcriptions'],
    ['translation', () => router.translation({ model: 'hear', file }), '/v1/audio/translations'],
    ['speech', () => router.speech({ model: 'speak', input: 'a', voice: 'alloy' }), '/v1/audio/speech'],
    ['moderation', () => router.moderation({ model: 'judge', input: 'a' }), '/v1/moderations'],
    ['rerank', () => router.rerank({ model: 'rank', query: 'a', documents: ['b'] }), '/v1/rerank'],
  ]
  test.each(rows)('%s asks its endpoint', async (_, call, path) => {
    // what comes back is a chat for most; only where it is asked matters here
    await Promise.resolve(call()).catch(() => {})
    expect(new URL(transport.requests.at(-1)?.url ?? '').pathname).toBe(path)
  })

  test('tokenCount counts', async () => {
    expect(await router.tokenCount({ model: 'chat', messages })).toMatchObject({ input_tokens: expect.any(Number) })
  })
})

test('over the network, with a transport of its own, whole and streamed', async () => {
  const mock = await createMockProvider()
  const router = new Router({
    model_list: [
      { model_name: 'a', litellm_params: { model: 'openai/gpt-4o', api_base: `${mock.url}/v1`, api_key: key } },
      { model_name: 'b', litellm_params: { model: 'anthropic/claude-sonnet-4-5', api_base: mock.url, api_key: key } },
    ],
    fallbacks: [{ a: ['b'] }],
    num_retries: 0,
    env: {},
  })
  const text = async (model: 'a' | 'b') => {
    let said = ''
    for await (const chunk of await router.completion({ model, messages, stream: true })) said += chunk.choices[0]?.delta.content ?? ''
    return said
  }
  const whole = await router.completion({ model: 'a', messages })
  expect([await text('a'), await text('b')]).toEqual(['gpt-4o heard: hi', 'claude-sonnet-4-5 heard: hi'])
  expect(whole.choices[0]?.message.content).toBe('gpt-4o heard: hi')
  mock.script({ 'gpt-4o': [{ status: 503 }] })
  expect((await router.completion({ model: 'a', messages })).meta).toMatchObject({ group: 'b', fallbacks: ['b'], provider: 'anthropic' })
  await router.close()
  await mock.close()
})

describe('what a Router tells', () => {
  test('its deployments, without keys', () => {
    const { router } = routed({ model_list: [at('a', 'd0'), at('b', 'd1', { model: 'anthropic/claude-sonnet-4-5' })] })
    const b = {
      model_name: 'b',
      litellm_params: { model: 'claude-sonnet-4-5', custom_llm_provider: 'anthropic' },
      model_info: { id: 'd1', mode: 'chat' },
    }
    expect([router.get_model_names(), router.get_model_list('b'), router.getModelList().length]).toEqual([['a', 'b'], [b], 2])
    expect(JSON.stringify(router.getModelList())).not.toContain(key)
  })

  test('withResponse works before and after the first call', async () => {
    const { router } = routed({ model_list: [at('a', 'd0')] })
    for (let call = 0; call < 2; call++) {
      const { data, request_id } = await router.completion({ model: 'a', messages }).withResponse()
      expect([data.meta.deploymentId, request_id]).toEqual(['d0', 'req_1'])
    }
  })

  test('a closed one refuses calls', async () => {
    const { router, ask, transport } = routed({ model_list: [at('a', 'd0')] })
    await ask('a')
    await router.close()
    expect(transport.closed).toBe(true)
    await expect(ask('a')).rejects.toThrow('this Router was closed; make another one')
  })
})

test('what configure sets holds, and the Router’s own arguments win', async () => {
  configure({ num_retries: 0, drop_params: true, env: { OPENAI_API_KEY: 'configured-key-12' } })
  const list = [{ model_name: 'a', litellm_params: { model: 'openai/o3', api_base: 'http://d0/v1' } }]
  const plain = routed({ model_list: list, env: { OPENAI_API_KEY: 'configured-key-12' }, disable_cooldowns: true }, { d0: fails(503) })
  await errorOf(plain.ask('a', { temperature: 0.3 }))
  expect([plain.hosts.length, bodyOf(plain.transport.requests[0])]).toEqual([1, { model: 'o3', messages }])
  const own = routed(
    { model_list: list, env: { OPENAI_API_KEY: 'own-key-1234567' }, num_retries: 1, disable_cooldowns: true },
    { d0: fails(503) },
  )
  await errorOf(own.ask('a'))
  expect([own.hosts.length, own.transport.requests[0]?.headers.authorization]).toEqual([2, 'Bearer own-key-1234567'])
})
