/** Shape and key findings at their line and column, as a person would read them. */
import { describe, expect, test } from 'vitest'
import { load } from '../../src/compiler/load.js'
import { validate } from '../../src/compiler/validate.js'
import { pointOut } from './point-out.js'

function findings(source: string, allowUnknown = false) {
  const { value, sources } = load({ source, path: 'litellm_config.yaml' })
  if (value === undefined) throw new Error('does not load')
  const diagnostics = validate(value, { allowUnknown })
  return { diagnostics, lines: pointOut(diagnostics, sources) }
}

type Row = { readonly name: string; readonly given: string; readonly want: readonly string[] }

function expectRows(rows: readonly Row[]): void {
  for (const { name, given, want } of rows) test(name, () => expect(findings(given).lines).toEqual(want))
}

const model = (params: string, info = '') =>
  `model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/a\n${params}${info === '' ? '' : `    model_info:\n${info}`}`

describe('what LiteLLM accepts is accepted', () => {
  expectRows([
    {
      name: 'empty sections',
      given: 'model_list:\nrouter_settings:\nlitellm_settings:\ngeneral_settings:\nenvironment_variables:\n',
      want: [],
    },
    {
      name: 'references in place of numbers and booleans',
      given: `${model('      rpm: os.environ/RPM\n      timeout: os.environ/T\n      mock_timeout: os.environ/M\n')}router_settings:\n  num_retries: os.environ/N\n  enable_pre_call_checks: os.environ/E\n`,
      want: [],
    },
    { name: 'null where nothing is set', given: model('      api_key: null\n      rpm: ~\n', '      mode: null\n'), want: [] },
    {
      name: 'numbers of a deployment as text',
      given: model('      rpm: "60"\n      timeout: "30"\n      input_cost_per_token: 1e-6\n'),
      want: [],
    },
    { name: 'prices as text', given: model('', '      input_cost_per_token: "3e-7"\n      output_cost_per_token: 25e-7\n'), want: [] },
    {
      name: 'any provider parameter',
      given: model('      top_a: 1\n      min_tokens: 5\n      repetition_penalty: 1.1\n      my_own: { x: 1 }\n'),
      want: [],
    },
    { name: 'own information', given: model('', '      hosted_in: EU\n      organization: Acme\n      speed: 2\n'), want: [] },
    { name: 'newer prices of the same family', given: model('', '      input_cost_per_token_above_272k_tokens: 0.000001\n'), want: [] },
    {
      name: 'durations, also with a word after the unit',
      given: 'litellm_settings:\n  max_budget: 1\n  budget_duration: 30days\n',
      want: [],
    },
    { name: 'a list of organisations', given: model('      organization: [a, b]\n'), want: [] },
    { name: 'a CA bundle for ssl_verify', given: model('      ssl_verify: /etc/ca.pem\n'), want: [] },
    {
      name: 'shapes that a rule judges',
      given:
        'router_settings:\n  routing_strategy: simple\n  fallbacks: { a: b }\n  model_group_alias: { x: [a] }\nlitellm_settings:\n  callbacks: prometheus\n',
      want: [],
    },
  ])
})

describe('wrong values', () => {
  expectRows([
    {
      name: 'text for a number',
      given: model('      rpm: many\n'),
      want: ['5:12 error wrong-type: "rpm" must be a whole number, not the text "many"'],
    },
    {
      name: 'times and counts below zero',
      given: 'router_settings:\n  timeout: -5\n  retry_policy: { TimeoutErrorRetries: -1 }\n',
      want: ['2:12 error out-of-range: "timeout" must be at least 0', '3:40 error out-of-range: "TimeoutErrorRetries" must be at least 0'],
    },
    {
      name: 'a quoted number outside litellm_params',
      given: 'router_settings:\n  num_retries: "3"\n',
      want: ['2:16 error wrong-type: "num_retries" must be a whole number, not the text "3"'],
    },
    {
      name: 'a fraction for a count',
      given: 'router_settings:\n  num_retries: 2.5\n',
      want: ['2:16 error wrong-type: "num_retries" must be a whole number, not the number 2.5'],
    },
    {
      name: 'a number for text',
      given: 'general_settings:\n  master_key: 1234\n',
      want: ['2:15 error wrong-type: "master_key" must be text, not the number 1234'],
    },
    {
      name: 'a boolean for text',
      given: 'model_list:\n  - model_name: yes\n    litellm_params: { model: openai/a }\n',
      want: ['2:17 error wrong-type: "model_name" must be text, not true'],
    },
    {
      name: 'a list for a boolean',
      given: model('      drop_params: [tool_choice]\n'),
      want: ['5:20 error wrong-type: "drop_params" must be true or false, not a list'],
    },
    {
      name: 'text for a list',
      given: model('      tags: free\n'),
      want: ['5:13 error wrong-type: "tags" must be a list of text values, not the text "free"'],
    },
    {
      name: 'a number in a list of text',
      given: model('      tags: [free, 1]\n'),
      want: ['5:20 error wrong-type: an entry of "tags" must be text, not the number 1'],
    },
    {
      name: 'a section that is a list',
      given: 'router_settings: []\n',
      want: ['1:18 error wrong-type: "router_settings" must be a map, not a list'],
    },
    {
      name: 'a model list that is a map',
      given: 'model_list: { a: b }\n',
      want: ['1:13 error wrong-type: "model_list" must be a list, not a map'],
    },
    {
      name: 'a bare number for a duration',
      given: 'litellm_settings:\n  budget_duration: 30\n',
      want: ['2:20 error wrong-type: "budget_duration" must be a duration such as "30d" or "12h", not the number 30'],
    },
    {
      name: 'two units in a duration',
      given: 'litellm_settings:\n  budget_duration: 1h30m\n',
      want: ['2:20 error wrong-type: "budget_duration" must be a duration such as "30d" or "12h", not the text "1h30m"'],
    },
    {
      name: 'infinity',
      given: 'router_settings:\n  timeout: .inf\n',
      want: ['2:12 error wrong-type: "timeout" must be a number, not the number Infinity'],
    },
    {
      name: 'an unknown mode',
      given: model('', '      mode: tts\n'),
      want: ['6:13 warning not-allowed-value: "tts" is not a value of "mode"'],
    },
    {
      name: 'an unknown cache',
      given: 'litellm_settings:\n  cache_params: { type: reddis }\n',
      want: ['2:25 error not-allowed-value: "reddis" is not a value of "type"'],
    },
    {
      name: 'an unknown word in a list',
      given: 'router_settings:\n  optional_pre_call_checks: [prompt_cache]\n',
      want: ['2:30 error not-allowed-value: "prompt_cache" is not a value of "optional_pre_call_checks"'],
    },
    {
      name: 'below the range',
      given: 'router_settings:\n  routing_strategy_args: { lowest_latency_buffer: -1 }\n',
      want: ['2:51 error out-of-range: "lowest_latency_buffer" must be at least 0'],
    },
    {
      name: 'a description in place of a variable',
      given: 'environment_variables:\n  KEY:\n    required: true\n',
      want: ['3:5 warning wrong-type: "KEY" must be text, a number, true or false, not a map'],
    },
    {
      name: 'a date without quotes',
      given: model('      api_version: 2024-06-01\n'),
      want: ['5:20 warning unquoted-date: "api_version" is a date without quotes'],
    },
    {
      name: 'a date in quotes, or in own information, is fine',
      given: model('      api_version: "2024-06-01"\n', '      knowledge_cutoff: 2024-06-01\n'),
      want: [],
    },
  ])

  test('the help carries the correction where the value tells what was meant', () => {
    const help = (source: string) => findings(source).diagnostics[0]?.help
    expect(help('router_settings:\n  num_retries: "3"\n')).toEqual({ text: 'remove the quotes', replacement: '3' })
    expect(help('router_settings:\n  disable_cooldowns: "true"\n')).toEqual({ text: 'remove the quotes', replacement: 'true' })
    expect(help(model('      tags: free\n'))).toEqual({ text: 'write a list', replacement: '["free"]' })
    expect(help('general_settings:\n  master_key: 1234\n')).toEqual({ text: 'put it in quotes', replacement: '"1234"' })
    expect(help(model(`      rpm: $\{RPM}\n`))).toEqual({ text: 'write os.environ/RPM', replacement: 'os.environ/RPM' })
    expect(help(model('', '      mode: embeddings\n'))).toEqual({ text: 'did you mean "embedding"?', replacement: 'embedding' })
    expect(help(model('', '      mode: tts\n'))).toEqual({ text: 'did you mean "audio_speech"?', replacement: 'audio_speech' })
    expect(help('litellm_settings:\n  budget_duration: 30\n')).toEqual({ text: 'add the unit: s, m, h, d, w or mo' })
  })
})

describe('missing keys', () => {
  expectRows([
    { name: 'no litellm_params', given: 'model_list:\n  - model_name: a\n', want: ['2:5 error missing-key: "litellm_params" is missing'] },
    {
      name: 'no model_name',
      given: 'model_list:\n  - litellm_params:\n      model: openai/a\n',
      want: ['2:5 error missing-key: "model_name" is missing'],
    },
    {
      name: 'no model',
      given: 'model_list:\n  - model_name: a\n    litellm_params:\n      api_key: os.environ/K\n',
      want: ['3:5 error missing-key: "model" is missing'],
    },
    {
      name: 'nothing under litellm_params',
      given: 'model_list:\n  - model_name: a\n    litellm_params:\n',
      want: ['3:5 error wrong-type: "litellm_params" must be a map, not empty'],
    },
    {
      name: 'a model list written as a map',
      given: 'model_list:\n  gpt-4o:\n    litellm_params: {model: openai/gpt-4o}\n',
      want: ['2:3 error wrong-type: "model_list" must be a list, not a map'],
    },
    {
      name: 'an entry without anything',
      given: 'model_list:\n  -\n',
      want: ['2:4 error wrong-type: an entry of "model_list" must be a map, not empty'],
    },
    {
      name: 'an entry that is a name',
      given: 'model_list:\n  - gpt-4o\n',
      want: ['2:5 error wrong-type: an entry of "model_list" must be a map, not the text "gpt-4o"'],
    },
    {
      name: 'a credential without values',
      given: 'credential_list:\n  - credential_name: a\n    credential_info: {}\n',
      want: ['2:5 error missing-key: "credential_values" is missing'],
    },
  ])

  test('a misspelt required key is named in the help, and only there', () => {
    const { diagnostics, lines } = findings('model_list:\n  - model_name: a\n    litellm_params:\n      modle: openai/a\n')
    expect(lines).toEqual(['3:5 error missing-key: "model" is missing'])
    expect(diagnostics[0]?.help).toEqual({ text: 'is "modle" meant to be "model"?' })
  })
})

describe('several findings', () => {
  test('come all at once, in the order of the file', () => {
    const source = 'router_settings:\n  num_retires: 1\n  timeout: soon\nmodel_list:\n  - model_name: a\n    litellm_params: {}\n'
    expect(findings(source).lines).toEqual([
      '2:3 error unknown-key: "num_retires" is not a key of router_settings',
      '3:12 error wrong-type: "timeout" must be a number, not the text "soon"',
      '6:5 error missing-key: "model" is missing',
    ])
  })

  test('an anchor used twice has its finding once', () => {
    const source = `model_list:\n${['a', 'b'].map((name, i) => `  - model_name: ${name}\n    litellm_params: ${i === 0 ? '&p { model: openai/a, rpm: many }' : '*p'}\n`).join('')}`
    expect(findings(source).lines).toEqual(['3:48 error wrong-type: "rpm" must be a whole number, not the text "many"'])
  })

  test('names of prototype members are unknown keys like any other', () => {
    expect(findings('__proto__: { a: 1 }\nconstructor: 1\nrouter_settings: { toString: 1 }\n').lines).toEqual([
      '1:1 warning unknown-key: "__proto__" is not a section of the config',
      '2:1 warning unknown-key: "constructor" is not a section of the config',
      '3:20 warning unknown-key: "toString" is not a key of router_settings',
    ])
  })
})
