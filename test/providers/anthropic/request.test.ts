/** OpenAI requests as Anthropic bodies. */
import { describe, expect, test } from 'vitest'
import type { Deployment, ModelFlag } from '../../../src/plan/plan.js'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { Call } from '../../../src/providers/adapter.js'
import { messagesRequest, messagesUrl } from '../../../src/providers/anthropic/request.js'
import { chatCall, testTarget } from '../../support/codec.js'

/** A request as a caller without a type checker writes it. */
type Loose = { readonly [key: string]: unknown }

function built(
  request: Loose,
  flags: readonly ModelFlag[] = [],
  options: Partial<Call<'chat'>> = {},
  deployment: Partial<Deployment> = {},
) {
  const target = testTarget({
    provider: { name: 'anthropic', format: 'anthropic', auth: 'x-api-key' },
    deployment: { flags, ...deployment },
    headers: { 'anthropic-beta': 'mine-1' },
  })
  return messagesRequest(chatCall(request as Partial<ChatRequest>, options), target)
}

function body(
  request: Loose,
  flags: readonly ModelFlag[] = [],
  options: Partial<Call<'chat'>> = {},
  deployment: Partial<Deployment> = {},
): Loose {
  const http = built(request, flags, options, deployment)
  return isFault(http)
    ? { kind: http.failure.kind, param: http.failure.param, refused: http.failure.message }
    : JSON.parse(String(http.body))
}

/** What is added to the smallest body. */
function added(request: Loose, flags: readonly ModelFlag[] = [], options: Partial<Call<'chat'>> = {}): Loose {
  const { model: _model, messages: _messages, max_tokens: _limit, ...rest } = body(request, flags, options)
  return rest
}

const turns = (messages: readonly Loose[], options: Partial<Call<'chat'>> = {}, flags: readonly ModelFlag[] = []) =>
  body({ messages }, flags, options).messages
const text = (value: string, more: object = {}) => ({ type: 'text', text: value, ...more })
const tool = (name: string, more: object = {}) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: {} } },
  ...more,
})
const native = (name: string, more: object = {}) => ({ name, input_schema: { type: 'object', properties: {} }, ...more })
const cached = { cache_control: { type: 'ephemeral' } }
/** Rows as objects; flags are none where a row names none. */
function named<Want>(rows: readonly (readonly [name: string, request: Loose, want: Want, flags?: readonly ModelFlag[]])[]) {
  return rows.map(([name, request, want, flags = []]) => ({ name, request, want, flags }))
}

const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] }
const format = { type: 'json_schema', json_schema: { name: 'x', schema } }

describe('parameters', () => {
  test.each(
    named<Loose>([
      ['sampling', { temperature: 1.6, top_p: 0.9, top_k: 3 }, { temperature: 1, top_p: 0.9, top_k: 3 }],
      ['stop', { stop: ['a', ' \n', 'b'] }, { stop_sequences: ['a', 'b'] }],
      ['one stop', { stop: 'a' }, { stop_sequences: ['a'] }],
      ['user', { user: 'u-1' }, { metadata: { user_id: 'u-1' } }],
      ['a user who is an address', { user: 'ann@example.com' }, {}],
      ['a user who is a number', { user: '+41 44 123 45 67' }, {}],
      ['service tier', { service_tier: 'default' }, { service_tier: 'standard_only' }],
      ['what says nothing', { n: 1, store: true, presence_penalty: 0, logprobs: false, parallel_tool_calls: true }, {}],
      ["Anthropic's own", { container: 'c', inference_geo: 'us' }, { container: 'c', inference_geo: 'us' }],
      ['extra_body', { extra_body: { speed: 'fast' } }, { speed: 'fast' }],
      ['JSON mode', { response_format: { type: 'json_object' } }, { system: expect.stringContaining('one JSON object') }],
      [
        'a schema, natively',
        { response_format: format },
        {
          output_config: {
            format: {
              type: 'json_schema',
              schema: {
                type: 'object',
                properties: { n: { type: 'integer', description: '(minimum: 1)' } },
                required: ['n'],
                additionalProperties: false,
              },
            },
          },
        },
        ['native-json-schema'],
      ],
      [
        'a schema, by a hidden tool',
        { response_format: format },
        {
          tools: [{ name: 'json_tool_call', description: expect.any(String), input_schema: schema }],
          tool_choice: { type: 'tool', name: 'json_tool_call' },
        },
      ],
      [
        'a schema beside tools',
        { response_format: format, tools: [tool('f')] },
        { tools: [native('f'), expect.objectContaining({ name: 'json_tool_call' })], tool_choice: { type: 'any' } },
      ],
      [
        'task budget beside effort',
        { output_config: { task_budget: { type: 'tokens', total: 1 } }, reasoning_effort: 'low' },
        {
          thinking: { type: 'adaptive', display: 'summarized' },
          output_config: { effort: 'low', task_budget: { type: 'tokens', total: 1 } },
        },
        ['adaptive-thinking'],
      ],
    ]),
  )('$name', ({ request, want, flags }) => expect(added(request, flags)).toEqual(want))

  test.each(
    named<string>([
      ['seed', { seed: 1 }, 'seed'],
      ['moderation', { moderation: { model: 'm' } }, 'moderation'],
      ['two choices', { n: 2 }, 'n'],
      ['audio', { modalities: ['text', 'audio'] }, 'modalities'],
      ['a penalty', { presence_penalty: 0.5 }, 'presence_penalty'],
      ['temperature where the model samples by itself', { temperature: 0.5 }, 'temperature', ['no-sampling']],
      ['temperature with thinking', { temperature: 0.5, reasoning_effort: 'low' }, 'temperature'],
      ['a tool with free text', { tools: [{ type: 'custom', custom: { name: 'x' } }] }, 'tools'],
    ]),
  )('refuses $name, or drops it', ({ request, want: param, flags }) => {
    expect(body(request, flags)).toMatchObject({ kind: 'unsupported-params', param })
    expect(body(request, flags, { dropParams: true })).not.toHaveProperty(param)
  })

  test('defaults, and hints for another cache, are dropped without a word', () => {
    const request = { temperature: 1, top_p: 1, prompt_cache_options: { mode: 'implicit' }, prompt_cache_key: 'k', n: 1 }
    expect(added(request, ['no-sampling'])).toEqual({})
  })

  test.each<readonly [Loose, Partial<Deployment>, number]>([
    [{ max_tokens: 5, max_completion_tokens: 6 }, {}, 6],
    [{ max_tokens: 5 }, {}, 5],
    [{}, { maxOutputTokens: 64_000 }, 64_000],
    [{}, {}, 4096],
    [{ thinking: { type: 'enabled', budget_tokens: 8000 } }, {}, 12_096],
  ])('max_tokens of %j with %j is %i', (request, deployment, want) => expect(body(request, [], {}, deployment).max_tokens).toBe(want))
})

describe('thinking', () => {
  const on = (budget: number) => ({ thinking: { type: 'enabled', budget_tokens: budget } })
  const adaptive = { type: 'adaptive', display: 'summarized' }
  test.each<readonly [string, Loose, readonly ModelFlag[], Loose]>([
    ['an effort is a budget', { reasoning_effort: 'medium' }, [], on(2048)],
    ['the floor', { reasoning_effort: 'minimal' }, [], on(1024)],
    ['a budget below the limit', { reasoning_effort: 'high', max_tokens: 2000 }, [], on(1999)],
    ['no room to think', { reasoning_effort: 'high', max_tokens: 500 }, [], {}],
    ['none', { reasoning_effort: 'none' }, [], {}],
    ["the caller's budget", on(5000), [], on(5000)],
    ['both on Opus 4.5', { reasoning_effort: 'low' }, ['effort'], { ...on(1024), output_config: { effort: 'low' } }],
    ['adaptive', { reasoning_effort: 'high' }, ['adaptive-thinking'], { thinking: adaptive, output_config: { effort: 'high' } }],
    ['adaptive minimal', { reasoning_effort: 'minimal' }, ['adaptive-thinking'], { thinking: adaptive, output_config: { effort: 'low' } }],
    [
      'adaptive xhigh',
      { reasoning_effort: 'xhigh' },
      ['adaptive-thinking', 'effort-xhigh'],
      { thinking: adaptive, output_config: { effort: 'xhigh' } },
    ],
    [
      'adaptive xhigh where there is none',
      { reasoning_effort: 'xhigh' },
      ['adaptive-thinking'],
      { thinking: adaptive, output_config: { effort: 'max' } },
    ],
    ['adaptive none', { reasoning_effort: 'none' }, ['adaptive-thinking'], { thinking: { type: 'disabled' } }],
    ['a budget on an adaptive model that still takes it', on(12_000), ['adaptive-thinking'], on(12_000)],
    [
      'a budget on an adaptive model that refuses it',
      on(12_000),
      ['adaptive-thinking', 'no-sampling'],
      { thinking: adaptive, output_config: { effort: 'high' } },
    ],
    [
      'a display of its own',
      { thinking: { type: 'adaptive', display: 'omitted' } },
      ['adaptive-thinking'],
      { thinking: { type: 'adaptive', display: 'omitted' } },
    ],
    ['adaptive on an older model', { thinking: { type: 'adaptive' } }, [], on(4096)],
    ['nothing asked', {}, ['adaptive-thinking'], {}],
  ])('%s', (_name, request, flags, want) => expect(added(request, flags)).toEqual(want))
})

describe('tools', () => {
  test.each(
    named<Loose>([
      [
        'a function',
        { tools: [{ type: 'function', function: { name: 'f', description: 'd', strict: true } }] },
        { tools: [native('f', { description: 'd', strict: true })] },
      ],
      ['a cache mark', { tools: [tool('f', cached)] }, { tools: [native('f', cached)] }],
      [
        'legacy functions',
        { functions: [{ name: 'f' }], function_call: { name: 'f' } },
        { tools: [native('f')], tool_choice: { type: 'tool', name: 'f' } },
      ],
      [
        'a hosted tool',
        { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
        { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
      ],
      [
        'web search options',
        { web_search_options: { search_context_size: 'high', user_location: { type: 'approximate', approximate: { city: 'Bern' } } } },
        {
          tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 10, user_location: { type: 'approximate', city: 'Bern' } }],
        },
      ],
      [
        'MCP',
        {
          tools: [
            { type: 'mcp', server_url: 'https://m', server_label: 'm', allowed_tools: ['a'], headers: { Authorization: 'Bearer t' } },
          ],
        },
        {
          mcp_servers: [
            { type: 'url', url: 'https://m', name: 'm', tool_configuration: { allowed_tools: ['a'] }, authorization_token: 't' },
          ],
        },
      ],
      ['auto', { tools: [tool('f')], tool_choice: 'auto' }, { tools: [native('f')], tool_choice: { type: 'auto' } }],
      ['required', { tools: [tool('f')], tool_choice: 'required' }, { tools: [native('f')], tool_choice: { type: 'any' } }],
      [
        'none',
        { tools: [tool('f')], tool_choice: 'none', parallel_tool_calls: false },
        { tools: [native('f')], tool_choice: { type: 'none' } },
      ],
      [
        'one',
        { tools: [tool('f')], tool_choice: { type: 'function', function: { name: 'f' } } },
        { tools: [native('f')], tool_choice: { type: 'tool', name: 'f' } },
      ],
      [
        'one at a time',
        { tools: [tool('f')], parallel_tool_calls: false },
        { tools: [native('f')], tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
      ],
      [
        'allowed tools',
        {
          tools: [tool('f'), tool('g')],
          tool_choice: {
            type: 'allowed_tools',
            allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'g' } }] },
          },
        },
        { tools: [native('g')], tool_choice: { type: 'any' } },
      ],
      ['a choice without tools', { tool_choice: 'required' }, {}],
      [
        'forcing while thinking',
        { tools: [tool('f')], tool_choice: 'required', reasoning_effort: 'low' },
        { tools: [native('f')], tool_choice: { type: 'auto' }, thinking: { type: 'enabled', budget_tokens: 1024 } },
      ],
      [
        'forcing where it is refused',
        { tools: [tool('f'), tool('g')], tool_choice: { type: 'function', function: { name: 'g' } } },
        { tools: [native('g')], tool_choice: { type: 'auto' } },
        ['no-forced-tool'],
      ],
    ]),
  )('$name', ({ request, want, flags }) => expect(added(request, flags)).toEqual(want))
})

describe('messages', () => {
  const call = (id: string, args = '{"a":1}') => ({ id, type: 'function', function: { name: 'f', arguments: args } })
  const use = (id: string, input: object = { a: 1 }) => ({ type: 'tool_use', id, name: 'f', input })
  const result = (id: string, content: unknown) => ({ type: 'tool_result', tool_use_id: id, content })
  const user = (...content: object[]) => ({ role: 'user', content })
  const assistant = (...content: object[]) => ({ role: 'assistant', content })
  const hi = { role: 'user', content: 'hi' }

  test.each<readonly [string, readonly Loose[], readonly Loose[]]>([
    [
      "OpenAI's refusal of an earlier turn is what the assistant said",
      [hi, { role: 'assistant', content: null, refusal: 'no' }, hi],
      [user(text('hi')), assistant(text('no')), user(text('hi'))],
    ],
    ['the same role is joined', [hi, { role: 'user', content: [text('there')] }], [user(text('hi'), text('there'))]],
    [
      'results are one turn, before any text',
      [
        hi,
        { role: 'assistant', content: 'ok', tool_calls: [call('a'), call('b', '')] },
        { role: 'user', content: 'and?' },
        { role: 'tool', tool_call_id: 'a', content: 'x' },
        { role: 'tool', tool_call_id: 'b', content: [text('y', cached)] },
      ],
      [
        user(text('hi')),
        assistant(text('ok'), use('a'), use('b', {})),
        user(result('a', 'x'), result('b', [text('y', cached)]), text('and?')),
      ],
    ],
    [
      'foreign ids match',
      [hi, { role: 'assistant', tool_calls: [call('functions.f:0')] }, { role: 'tool', tool_call_id: 'functions.f:0', content: 'x' }],
      [
        user(text('hi')),
        assistant(use(expect.stringMatching(/^functions_f_0_\w{9}$/) as unknown as string)),
        user(result(expect.stringMatching(/^functions_f_0_\w{9}$/) as unknown as string, 'x')),
      ],
    ],
    [
      'arguments that are no object are kept',
      [hi, { role: 'assistant', tool_calls: [call('a', 'oops')] }, { role: 'tool', tool_call_id: 'a', content: '' }],
      [user(text('hi')), assistant(use('a', { input: 'oops' })), user({ type: 'tool_result', tool_use_id: 'a' })],
    ],
    [
      'thinking comes first, without what has no signature',
      [
        hi,
        {
          role: 'assistant',
          content: 'b',
          thinking_blocks: [
            { type: 'thinking', thinking: 't', signature: 's' },
            { type: 'thinking', thinking: 'u', signature: '' },
            { type: 'redacted_thinking', data: 'd' },
          ],
          reasoning_content: 't',
        },
        hi,
      ],
      [
        user(text('hi')),
        assistant({ type: 'thinking', thinking: 't', signature: 's' }, { type: 'redacted_thinking', data: 'd' }, text('b')),
        user(text('hi')),
      ],
    ],
    [
      'empty texts and messages go',
      [hi, { role: 'assistant', content: '' }, { role: 'user', content: [text(''), text('x')] }],
      [user(text('hi'), text('x'))],
    ],
    ['a prefill ends without white space', [hi, { role: 'assistant', content: 'It is \n' }], [user(text('hi')), assistant(text('It is'))]],
    [
      'a mark on the message stands at its end',
      [{ role: 'user', content: [text('a'), text('b')], ...cached }],
      [user(text('a'), text('b', cached))],
    ],
    [
      'legacy calls',
      [hi, { role: 'assistant', function_call: { name: 'f', arguments: '{"a":1}' } }, { role: 'function', name: 'f', content: 'x' }],
      [
        user(text('hi')),
        assistant(use(expect.stringMatching(/^call_/) as unknown as string)),
        user(result(expect.stringMatching(/^call_/) as unknown as string, 'x')),
      ],
    ],
    [
      'an answer with hosted tools goes back as it was',
      [
        hi,
        {
          role: 'assistant',
          content: 'b',
          provider_specific_fields: { content_blocks: [{ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }, text('b')] },
        },
        hi,
      ],
      [user(text('hi')), assistant({ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }, text('b')), user(text('hi'))],
    ],
    [
      'unless its text was changed',
      [hi, { role: 'assistant', content: 'c', provider_specific_fields: { content_blocks: [text('b')] } }, hi],
      [user(text('hi')), assistant(text('c')), user(text('hi'))],
    ],
  ])('%s', (_name, given, want) => expect(turns(given)).toEqual(want))

  test.each<readonly [string, Loose, Loose | undefined]>([
    [
      'a PNG',
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
    ],
    [
      'a JPG with a mark',
      { type: 'image_url', image_url: 'data:image/jpg;base64,AAAA', ...cached },
      { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'AAAA' }, ...cached },
    ],
    [
      'an address',
      { type: 'image_url', image_url: { url: 'https://x/y' } },
      { type: 'image', source: { type: 'url', url: 'https://x/y' } },
    ],
    [
      'a PDF',
      { type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' } },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' }, title: 'a.pdf' },
    ],
    [
      'the address of a PDF',
      { type: 'file', file: { file_id: 'https://x/a.pdf' } },
      { type: 'document', source: { type: 'url', url: 'https://x/a.pdf' } },
    ],
    [
      'text',
      { type: 'file', file: { file_data: 'data:text/csv;base64,w7wsYg==' } },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'ü,b' } },
    ],
    ['a file by id', { type: 'file', file: { file_id: 'file_1' } }, { type: 'document', source: { type: 'file', file_id: 'file_1' } }],
    [
      'a document of its own',
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' }, citations: { enabled: true } },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' }, citations: { enabled: true } },
    ],
    ['sound', { type: 'input_audio', input_audio: { data: '', format: 'wav' } }, undefined],
    ['a zip', { type: 'file', file: { file_data: 'data:application/zip;base64,AAAA' } }, undefined],
  ])('%s', (_name, part, want) => {
    const sent = body({ messages: [{ role: 'user', content: [part] }] })
    if (want === undefined) expect(sent).toMatchObject({ kind: 'bad-request', param: 'messages' })
    else expect(sent.messages).toEqual([{ role: 'user', content: [want] }])
  })

  test('system and developer messages are gathered in order', () => {
    const messages = [{ role: 'system', content: 'a' }, hi, { role: 'developer', content: [text('b', cached), text('')] }]
    expect(body({ messages })).toMatchObject({ system: [text('a'), text('b', cached)], messages: [user(text('hi'))] })
    expect(body({ messages: messages.slice(0, 2) }).system).toBe('a')
  })

  test('four cache marks at most: those of tools and system, and the last', () => {
    const messages = [
      { role: 'system', content: [text('s', cached)] },
      ...['1', '2', '3', '4'].map((value) => ({ role: 'user', content: [text(value, cached)] })),
    ]
    const sent = body({ messages, tools: [tool('f', cached)] })
    expect(JSON.stringify(sent).match(/cache_control/g)).toHaveLength(4)
    expect(sent).toMatchObject({
      tools: [cached],
      system: [cached],
      messages: [{ content: [text('1'), text('2'), text('3', cached), text('4', cached)] }],
    })
  })

  test.each<readonly [string, readonly Loose[], readonly ModelFlag[]]>([
    ['nothing to say', [{ role: 'system', content: 'x' }], []],
    ['a prefill where it is refused', [hi, { role: 'assistant', content: 'It' }], ['no-prefill']],
  ])('%s is refused, or repaired under modify_params', (_name, messages, flags) => {
    expect(body({ messages }, flags)).toMatchObject({ kind: 'bad-request', param: 'messages' })
    expect((turns(messages, { modifyParams: true }, flags) as Loose[]).at(-1)).toEqual(user(text('Please continue.')))
  })

  test('modify_params opens with a user, declares a tool for old calls, and drops thinking that cannot go on', () => {
    const messages = [
      { role: 'assistant', content: null, tool_calls: [call('a')] },
      { role: 'tool', tool_call_id: 'a', content: 'x' },
    ]
    expect(body({ messages, reasoning_effort: 'low' }, [], { modifyParams: true })).toEqual({
      model: 'model-x',
      max_tokens: 4096,
      messages: [user(text('.')), assistant(use('a')), user(result('a', 'x'))],
      tools: [expect.objectContaining({ name: 'unused' })],
    })
  })

  test("the caller's objects stay as they are", () => {
    const messages = [
      { role: 'user', content: [text('a', cached)], ...cached },
      { role: 'assistant', content: 'b ' },
    ]
    const before = structuredClone(messages)
    body({ messages, tools: [tool('f', cached)] })
    expect(messages).toEqual(before)
  })
})

test.each([
  ['https://a.example', 'https://a.example/v1/messages'],
  ['https://a.example/v1/', 'https://a.example/v1/messages'],
  ['https://a.example/v1/messages', 'https://a.example/v1/messages'],
  ['https://a.example/anthropic', 'https://a.example/anthropic/v1/messages'],
])('%s', (base, want) => expect(messagesUrl(base)).toBe(want))

test('betas are one header without repeats', () => {
  const http = built({ mcp_servers: [], messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'f' } }] }] }, [], {
    headers: { 'anthropic-beta': 'mine-1, mine-2' },
  })
  expect(isFault(http) || [http.headers['anthropic-beta'], http.headers['anthropic-version']]).toEqual([
    'mcp-client-2025-04-04,files-api-2025-04-14,mine-1,mine-2',
    '2023-06-01',
  ])
})

test.each([undefined, null, 'hello', [null], [7]])('messages of %j are refused in words', (messages) => {
  expect(body({ messages })).toMatchObject({ kind: 'bad-request', param: 'messages' })
})

test('a member called __proto__ or failure does no harm', () => {
  const request: Loose = JSON.parse(
    '{"messages":[{"role":"user","content":[{"type":"search_result","failure":1,"__proto__":{"x":1}}]}],"__proto__":{"polluted":1},"failure":2}',
  )
  expect(body(request)).toMatchObject({ model: 'model-x', failure: 2, messages: [{ role: 'user', content: [{ type: 'search_result' }] }] })
  expect({}).not.toHaveProperty('polluted')
})
