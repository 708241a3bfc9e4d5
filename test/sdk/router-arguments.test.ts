/** Wrong arguments of a Router: one error with all of them, each with its place and what to do. */
import { afterEach, describe, expect, test } from 'vitest'
import { configure, Router, RouterArgumentsError } from '../../src/sdk/index.js'
import { reset } from './reset.js'

afterEach(() => reset())

const good = { model_name: 'a', litellm_params: { model: 'openai/gpt-4o' } }

/** Makes a Router of anything, as JavaScript may. */
function make(given: unknown): Router {
  return new Router(given as ConstructorParameters<typeof Router>[0]) // what a program without types hands over
}

function refusal(given: unknown): RouterArgumentsError {
  try {
    make(given)
  } catch (error) {
    if (error instanceof RouterArgumentsError) return error
    throw error
  }
  throw new Error('the Router was made')
}

describe('a wrong argument is refused with its place and the nearest right one', () => {
  const rows: readonly { readonly name: string; readonly given: unknown; readonly want: readonly string[] }[] = [
    {
      name: 'no object',
      given: 'gpt-4o',
      want: ['the arguments are no object (new Router({ model_list: [{ model_name, litellm_params: { model } }] }))'],
    },
    {
      name: 'a URL that is none of Redis, not shown',
      given: { model_list: [good], redis_url: 'http://:secret@r', num_retries: -1 },
      want: [
        'num_retries: "num_retries" must be at least 0',
        'redis_url: the URL of Redis has to begin with redis:// or rediss://, as in redis://:password@localhost:6379/0',
      ],
    },
    {
      name: 'a port that is none',
      given: { model_list: [good], redis_host: 'r', redis_port: 'abc' },
      want: ['redis_port: the port of Redis is no port: "abc"'],
    },
    {
      name: 'a Redis in a variable that is not set',
      given: { model_list: [good], redis_url: 'os.environ/NO_SUCH_REDIS', env: {} },
      want: [
        'redis_url: the variable NO_SUCH_REDIS is not set, so this Router would share nothing with others (set it before the Router is made, or leave the argument out)',
      ],
    },
    {
      name: 'sentinels without a service',
      given: { model_list: [good], cache_kwargs: { sentinel_nodes: [['r', 26379]] } },
      want: ['cache_kwargs: sentinel_nodes needs service_name: the name by which the sentinels know the Redis'],
    },
    {
      name: 'nodes that are none',
      given: { model_list: [good], cache_kwargs: { startup_nodes: ['r:7001'] } },
      want: [
        'cache_kwargs: startup_nodes has to list nodes of Redis as [{ "host": "10.0.0.1", "port": 7001 }] or [["10.0.0.1", 7001]], and has string',
      ],
    },
    { name: 'no list', given: {}, want: ['model_list: `model_list` is missing (add a `model_list` with at least one entry)'] },
    {
      name: 'an empty list',
      given: { model_list: [] },
      want: ['model_list: `model_list` is empty (add a `model_list` with at least one entry)'],
    },
    {
      name: 'a list that is none',
      given: { model_list: 'a' },
      want: ['model_list: "model_list" must be a list, not the text "a" (write a list)'],
    },
    {
      name: 'an entry without a name',
      given: { model_list: [good, { litellm_params: { model: 'gpt-4o' } }] },
      want: ['model_list[1]: "model_name" is missing (add `model_name`, such as `model_name: gpt-4o`)'],
    },
    {
      name: 'an entry without a model',
      given: { model_list: [{ model_name: 'a', litellm_params: {} }] },
      want: ['model_list[0].litellm_params: "model" is missing (add `model`, such as `model: openai/gpt-4o`)'],
    },
    {
      name: 'a provider that cannot be told',
      given: { model_list: [{ model_name: 'a', litellm_params: { model: 'antropic/claude' } }] },
      want: [expect.stringContaining('model_list[0].litellm_params.model: ') as unknown as string],
    },
    {
      name: 'a misspelt argument',
      given: { model_list: [good], routing_stratgy: 'least-busy' },
      want: ['routing_stratgy: "routing_stratgy" is not a key of Router (did you mean "routing_strategy"?)'],
    },
    { name: 'an unknown argument', given: { model_list: [good], nonsense: 1 }, want: ['nonsense: "nonsense" is not a key of Router'] },
    {
      name: 'an argument of configure',
      given: { model_list: [good], drop_params: true },
      want: ['drop_params: "drop_params" has no effect in Router (move it to configure())'],
    },
    {
      name: 'an unknown strategy',
      given: { model_list: [good], routing_strategy: 'latency' },
      want: ['routing_strategy: unknown routing strategy "latency" (did you mean "latency-based-routing"?)'],
    },
    {
      name: 'numbers that are none, or too small',
      given: { model_list: [good], num_retries: 'two', cooldown_time: -1 },
      want: ['num_retries: "num_retries" must be a whole number, not the text "two"', 'cooldown_time: "cooldown_time" must be at least 0'],
    },
    {
      name: 'chains and aliases that lead nowhere',
      given: {
        model_list: [good, { ...good, model_name: 'claude-sonnet' }],
        fallbacks: [{ a: ['claude-sonet'] }],
        model_group_alias: { q: 'w' },
      },
      want: [
        'model_group_alias.q: alias "q" stands for "w", which is not a model group (did you mean "a"?)',
        'fallbacks[0].a[0]: fallback target "claude-sonet" is not a model group (did you mean "claude-sonnet"?)',
      ],
    },
    {
      name: 'a name that is no identifier',
      given: { model_list: [{ ...good, model_name: 'gpt-4o' }], fallbacks: [{ 'gpt-4o': ['x'] }] },
      want: [expect.stringContaining('fallbacks[0]["gpt-4o"][0]: fallback target "x" is not a model group') as unknown as string],
    },
  ]
  test.each(rows)('$name', ({ given, want }) => {
    const error = refusal(given)
    expect(error.message.split('\n')[0]).toBe('Router cannot be made of these arguments:')
    expect(
      error.message
        .split('\n')
        .slice(1)
        .map((line) => line.replace(/^ {2}- /, '')),
    ).toEqual(want)
  })

  test('the findings are data too', () => {
    expect(refusal({ model_list: [good], nonsense: 1 })).toMatchObject({
      name: 'RouterArgumentsError',
      problems: [{ path: 'nonsense', rule: 'unknown-key', message: '"nonsense" is not a key of Router' }],
    })
  })

  test('a value that holds itself', () => {
    const loop: { [name: string]: unknown } = { ...good }
    loop.litellm_params = { model: 'gpt-4o', metadata: loop }
    expect(refusal({ model_list: [loop] }).problems).toEqual([
      {
        path: 'model_list[0].litellm_params.metadata',
        rule: 'value-in-itself',
        message: 'the value holds itself',
        help: 'give plain data',
      },
    ])
  })

  test('names of the prototype are keys like any other', () => {
    const given = JSON.parse('{ "model_list": [{ "model_name": "__proto__", "litellm_params": { "model": "openai/gpt-4o" } }] }')
    expect(make(given).getModelNames()).toEqual(['__proto__'])
    expect(refusal({ model_list: [good], constructor: 1 }).problems.map(({ path }) => path)).toEqual(['constructor'])
  })

  test('no error shows a key', () => {
    const key = 'sk-proj-abcdefghijk1234'
    const list = [{ model_name: 'a', litellm_params: { model: 'openai/gpt-4o', api_key: key, num_retries: key } }]
    const error = refusal({ model_list: list, nonsense: 1 })
    expect([error.problems.length, JSON.stringify(error.problems).includes(key), error.message.includes(key)]).toEqual([2, false, false])
  })
})

describe('what works is told apart from what has no effect', () => {
  test('an argument that is accepted without effect is a warning', () => {
    const { warnings } = make({
      model_list: [good],
      polling_interval: 0.01,
      ignore_invalid_deployments: true,
      optional_pre_call_checks: ['enforce_model_rate_limits', 'session_affinity'],
      client_ttl: undefined,
    })
    expect(warnings).toEqual([
      {
        path: 'polling_interval',
        rule: 'without-effect',
        message: '"polling_interval" has no effect: waiting calls are woken, and do not poll',
        help: undefined,
      },
      {
        path: 'ignore_invalid_deployments',
        rule: 'without-effect',
        message: '"ignore_invalid_deployments" has no effect: an entry that cannot work is refused all the same',
        help: undefined,
      },
      {
        path: 'optional_pre_call_checks[1]',
        rule: 'without-effect',
        message: '"session_affinity" has no effect: calls are not bound to the deployment that served earlier ones',
        help: undefined,
      },
    ])
  })

  test('a part of Redis without its place is a warning, which shows no password', () => {
    const { warnings } = make({ model_list: [good], redis_port: 6379, redis_password: 'hunter2' })
    expect(warnings.map(({ path, message }) => [path, message])).toEqual([
      ['redis_port', '"redis_port" has no effect: nothing says where Redis is'],
      ['redis_password', '"redis_password" has no effect: nothing says where Redis is'],
    ])
  })

  test('no argument of LiteLLM is unknown', () => {
    // the constructor of LiteLLM 1.81 to 1.83 and the configuration page of its documentation
    const names = `assistants_config search_tools guardrail_list redis_url redis_host redis_port redis_password redis_db
      cache_responses cache_kwargs caching_groups client_ttl polling_interval default_priority num_retries max_fallbacks timeout
      stream_timeout default_litellm_params default_max_parallel_requests set_verbose debug_level default_fallbacks fallbacks
      context_window_fallbacks content_policy_fallbacks model_group_alias enable_pre_call_checks enable_tag_filtering
      tag_filtering_match_any retry_after retry_policy model_group_retry_policy allowed_fails allowed_fails_policy cooldown_time
      disable_cooldowns routing_strategy optional_pre_call_checks routing_strategy_args routing_groups provider_budget_config
      alerting_config router_general_settings deployment_affinity_ttl_seconds model_group_affinity_config
      ignore_invalid_deployments enable_health_check_routing health_check_staleness_threshold health_check_ignore_transient_errors`
    const given = Object.fromEntries(names.split(/\s+/).map((name) => [name, null]))
    expect(() => make({ ...given, model_list: [good], assistants_config: {}, router_general_settings: {} })).not.toThrow()
  })

  test('a literal key, a variable that is not set yet, and every setting of a client are none', () => {
    const list = [
      { model_name: 'a', litellm_params: { model: 'openai/gpt-4o', api_key: 'sk-proj-abcdefghijk1234' } },
      { model_name: 'b', litellm_params: { model: 'openai/gpt-4o', api_key: 'os.environ/LATER' } },
    ]
    const client = {
      env: {},
      now: () => 0,
      random: () => 0,
      onEvent: () => {},
      logLevel: 'off',
      redis_host: 'localhost',
      redis_password: 'hunter2hunter2',
      cache_kwargs: {},
    }
    expect(make({ model_list: list, ...client }).warnings).toEqual([])
  })

  test('a model by reference is known where its variable is set', () => {
    const list = [{ model_name: 'a', litellm_params: { model: 'os.environ/MODEL' } }]
    expect(make({ model_list: list, env: { MODEL: 'openai/gpt-4o' } }).getModelList()[0]?.litellm_params).toEqual({
      model: 'gpt-4o',
      custom_llm_provider: 'openai',
    })
    expect(refusal({ model_list: list, env: {} }).message).toContain('MODEL')
  })

  test('keys are not read before the first call', () => {
    const asked: PropertyKey[] = []
    const getOwnPropertyDescriptor = (_: object, name: PropertyKey) => {
      asked.push(name)
      return undefined
    }
    configure({ env: new Proxy({}, { getOwnPropertyDescriptor }) })
    expect(make({ model_list: [good] }).getModelNames()).toEqual(['a'])
    expect(asked.filter((name) => String(name).includes('KEY'))).toEqual([])
  })
})
