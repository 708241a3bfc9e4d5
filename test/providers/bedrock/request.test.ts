/** OpenAI requests as Converse bodies. */
import { describe, expect, test } from 'vitest'
import type { ModelFlag } from '../../../src/plan/plan.js'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { Call } from '../../../src/providers/adapter.js'
import { bedrock } from '../../../src/providers/bedrock.js'
import { chatCall, type TargetInput } from '../../support/codec.js'
import { bedrockTarget } from './frames.js'

/** A request as a caller without a type checker writes it. */
type Loose = { readonly [key: string]: unknown }
type Setting = {
  readonly model?: string
  readonly flags?: readonly ModelFlag[]
  readonly options?: Partial<Call<'chat'>>
  readonly target?: TargetInput
}

const claude = 'anthropic.claude-sonnet-4-20250514-v1:0'
const models = {
  claude,
  nova: 'us.amazon.nova-2-lite-v1:0',
  llama: 'meta.llama3-1-70b-instruct-v1:0',
  mistral: 'mistral.mistral-large-2402-v1:0',
  cohere: 'cohere.command-r-v1:0',
  qwen: 'qwen.qwen3-32b-v1:0',
  oss: 'openai.gpt-oss-120b-1:0',
  other: 'deepseek.v3-v1:0',
} as const

function send(request: Loose, { model = claude, flags = [], options, target }: Setting = {}) {
  const where = bedrockTarget(model, { ...target, deployment: { flags, ...target?.deployment } })
  const http = bedrock.endpoints.chat?.toRequest(chatCall(request as Partial<ChatRequest>, options), where)
  if (http === undefined) throw new Error('bedrock has no chat')
  return http
}

function body(request: Loose, setting: Setting = {}): Loose {
  const http = send(request, setting)
  return isFault(http)
    ? { kind: http.failure.kind, param: http.failure.param, refused: http.failure.message }
    : JSON.parse(String(http.body))
}

/** What is added to the smallest body. */
function added(request: Loose, setting: Setting = {}): Loose {
  const { messages: _messages, ...rest } = body(request, setting)
  return rest
}

const turns = (messages: readonly Loose[], setting: Setting = {}) => body({ messages }, setting).messages
const fn = (name: string, more: Loose = {}) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: {} }, ...more },
})
const spec = (name: unknown, more: Loose = {}) => ({
  toolSpec: { name, inputSchema: { json: { type: 'object', properties: {} } }, ...more },
})
const cached = { cache_control: { type: 'ephemeral' } }
const point = { cachePoint: { type: 'default' } }
const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] }
const format = { type: 'json_schema', json_schema: { name: 'x', description: 'an x', schema } }

type Row<Want> = readonly [name: string, request: Loose, want: Want, setting?: Setting]
/** Rows as objects; a row that names no setting has none. */
function named<Want>(rows: readonly Row<Want>[]) {
  return rows.map(([name, request, want, setting = {}]) => ({ name, request, want, setting }))
}

describe('parameters', () => {
  test.each(
    named<Loose>([
      ['sampling', { max_tokens: 9, temperature: 1.7, top_p: 0.5 }, { inferenceConfig: { maxTokens: 9, temperature: 1, topP: 0.5 } }],
      ['the newer token limit wins', { max_tokens: 9, max_completion_tokens: 7 }, { inferenceConfig: { maxTokens: 7 } }],
      ['stop, without empty entries', { stop: ['a', '', '\n'] }, { inferenceConfig: { stopSequences: ['a', '\n'] } }],
      ['one stop', { stop: 'a' }, { inferenceConfig: { stopSequences: ['a'] } }],
      ['top_k of Claude', { top_k: 3 }, { additionalModelRequestFields: { top_k: 3 } }],
      ['top_k of Nova', { top_k: 3 }, { additionalModelRequestFields: { inferenceConfig: { topK: 3 } } }, { model: models.nova }],
      ['top_k of Cohere', { top_k: 3 }, { additionalModelRequestFields: { k: 3 } }, { model: models.cohere }],
      ['service tier', { service_tier: 'priority' }, { serviceTier: { type: 'priority' } }],
      ['what says nothing', { n: 1, store: true, user: 'u', logprobs: false, service_tier: 'auto', parallel_tool_calls: false }, {}],
      [
        "Converse's own members",
        { guardrailConfig: { guardrailIdentifier: 'g' }, requestMetadata: { team: 'a' } },
        { guardrailConfig: { guardrailIdentifier: 'g' }, requestMetadata: { team: 'a' } },
      ],
      ['members nobody knows', { repetition_penalty: 1.1 }, { additionalModelRequestFields: { repetition_penalty: 1.1 } }],
      [
        'additional fields beside translated ones',
        { top_k: 3, additionalModelRequestFields: { x: 1 } },
        { additionalModelRequestFields: { top_k: 3, x: 1 } },
      ],
      [
        'extra_body',
        { max_tokens: 9, extra_body: { inferenceConfig: { topP: 1 }, y: 2 } },
        { inferenceConfig: { maxTokens: 9, topP: 1 }, y: 2 },
      ],
      [
        'betas',
        { anthropic_beta: ['a-1'] },
        { additionalModelRequestFields: { anthropic_beta: ['a-1', 'b-2'] } },
        { options: { headers: { 'anthropic-beta': 'b-2, a-1' } } },
      ],
    ]),
  )('$name', ({ request, want, setting }) => expect(added(request, setting)).toEqual(want))

  test('the beta header itself is not sent, and a stream has its own address', () => {
    const http = send({}, { options: { stream: true, headers: { 'anthropic-beta': 'b-2', 'x-mine': '1' } } })
    expect(isFault(http) || [http.url.replace(/^.*\/model/, ''), http.headers]).toEqual([
      '/anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream',
      { 'content-type': 'application/json', accept: 'application/vnd.amazon.eventstream', 'x-mine': '1' },
    ])
  })

  test.each(
    named<string>([
      ['seed', { seed: 1 }, 'seed'],
      ['n', { n: 2 }, 'n'],
      ['logprobs', { logprobs: true }, 'logprobs'],
      ['moderation', { moderation: { model: 'm' } }, 'moderation'],
      ['web search', { web_search_options: {} }, 'web_search_options'],
      ['a custom tool', { tools: [{ type: 'custom', custom: { name: 'x' } }] }, 'tools'],
      ['a forced tool', { tools: [fn('a')], tool_choice: 'required' }, 'tool_choice', { model: models.llama }],
      ['no parallel tools', { tools: [fn('a')], parallel_tool_calls: false }, 'parallel_tool_calls', { model: models.nova }],
      ['effort of a model that does not reason', { reasoning_effort: 'low' }, 'reasoning_effort', { model: models.llama }],
      ['temperature while thinking', { temperature: 0, thinking: { type: 'enabled', budget_tokens: 2000 } }, 'temperature'],
    ]),
  )('$name is refused by name, or left out under drop_params', ({ request, want: param, setting }) => {
    expect(body(request, setting)).toMatchObject({ kind: 'unsupported-params', param })
    expect(body(request, { ...setting, options: { dropParams: true } }).messages).toEqual([{ role: 'user', content: [{ text: 'hello' }] }])
  })
})

describe('reasoning', () => {
  test.each(
    named<Loose>([
      ['Claude by budget', { reasoning_effort: 'medium' }, { thinking: { type: 'enabled', budget_tokens: 2048 } }, {}],
      [
        'Claude as given',
        { thinking: { type: 'enabled', budget_tokens: 5000 } },
        { thinking: { type: 'enabled', budget_tokens: 5000 } },
        {},
      ],
      [
        'adaptive Claude',
        { reasoning_effort: 'high' },
        { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
        { flags: ['adaptive-thinking'] },
      ],
      ['gpt-oss', { reasoning_effort: 'minimal' }, { reasoning_effort: 'low' }, { model: models.oss }],
      ['Qwen', { reasoning_effort: 'medium' }, { reasoning_config: 'high' }, { model: models.qwen }],
      ['Qwen by budget', { thinking: { type: 'enabled', budget_tokens: 1024 } }, { reasoning_config: 'low' }, { model: models.qwen }],
      ['Nova', { reasoning_effort: 'xhigh' }, { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' } }, { model: models.nova }],
    ]),
  )('$name', ({ request, want, setting }) => expect(added(request, setting)).toEqual({ additionalModelRequestFields: want }))

  test('no effort is no member', () => expect(added({ reasoning_effort: 'none' }, { model: models.qwen })).toEqual({}))
})

describe('tools', () => {
  test.each(
    named<Loose>([
      ['a function', { tools: [fn('a', { description: 'A.' })] }, { tools: [spec('a', { description: 'A.' })] }],
      ['an empty description and strict are left out', { tools: [fn('a', { description: '', strict: true })] }, { tools: [spec('a')] }],
      [
        'strict where the model has it',
        { tools: [fn('a', { strict: true })] },
        { tools: [spec('a', { strict: true })] },
        { flags: ['native-json-schema'] },
      ],
      ['without parameters', { tools: [{ type: 'function', function: { name: 'a' } }] }, { tools: [spec('a')] }],
      ['a name that is not taken', { tools: [fn('a.b')] }, { tools: [spec(expect.stringMatching(/^a_b_[0-9A-Za-z]{9}$/))] }],
      ['a cache mark', { tools: [{ ...fn('a'), ...cached }, fn('b')] }, { tools: [spec('a'), point, spec('b')] }],
      ['a cache mark for Nova', { tools: [{ ...fn('a'), ...cached }] }, { tools: [spec('a')] }, { model: models.nova }],
      ['required', { tools: [fn('a')], tool_choice: 'required' }, { tools: [spec('a')], toolChoice: { any: {} } }],
      [
        'one function',
        { tools: [fn('a')], tool_choice: { type: 'function', function: { name: 'a' } } },
        { tools: [spec('a')], toolChoice: { tool: { name: 'a' } } },
      ],
      [
        'one function where only `any` is known',
        { tools: [fn('a'), fn('b')], tool_choice: { type: 'function', function: { name: 'b' } } },
        { tools: [spec('b')], toolChoice: { any: {} } },
        { model: models.mistral },
      ],
      [
        'auto is left out where no choice is known',
        { tools: [fn('a')], tool_choice: 'auto' },
        { tools: [spec('a')] },
        { model: models.llama },
      ],
      [
        'forced while thinking',
        { tools: [fn('a')], tool_choice: 'required', thinking: { type: 'enabled', budget_tokens: 1024 } },
        { tools: [spec('a')], toolChoice: { auto: {} } },
      ],
      [
        'a model that is never forced',
        { tools: [fn('a'), fn('b')], tool_choice: { type: 'function', function: { name: 'b' } } },
        { tools: [spec('b')], toolChoice: { auto: {} } },
        { flags: ['no-forced-tool'] },
      ],
      [
        'allowed tools',
        { tools: [fn('a'), fn('b')], tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: [fn('b')] } } },
        { tools: [spec('b')], toolChoice: { any: {} } },
      ],
      [
        'functions',
        { functions: [{ name: 'a' }], function_call: { name: 'a' } },
        { tools: [spec('a')], toolChoice: { tool: { name: 'a' } } },
      ],
      [
        "Nova's own tools",
        { tools: [{ type: 'code_interpreter' }], web_search_options: {} },
        { tools: [{ systemTool: { name: 'nova_code_interpreter' } }, { systemTool: { name: 'nova_grounding' } }] },
        { model: models.nova },
      ],
      ["Converse's form", { tools: [{ systemTool: { name: 'x' } }] }, { tools: [{ systemTool: { name: 'x' } }] }],
    ]),
  )('$name', ({ request, want, setting }) => expect(added(request, setting).toolConfig).toEqual(want))

  test('no choice: the tools go, unless the conversation needs them', () => {
    expect(added({ tools: [fn('a')], tool_choice: 'none' })).toEqual({})
    const messages = [
      { role: 'user', content: 'x' },
      { role: 'assistant', tool_calls: [{ id: 't', type: 'function', function: { name: 'a', arguments: '' } }] },
      { role: 'tool', tool_call_id: 't', content: 'y' },
    ]
    expect(added({ messages, tools: [fn('a')], tool_choice: 'none' })).toEqual({
      toolConfig: { tools: [spec('a')] },
      additionalModelRequestFields: { tool_choice: { type: 'none' } },
    })
    expect(added({ messages, tools: [fn('a')], tool_choice: 'none' }, { model: models.nova })).toEqual({
      toolConfig: { tools: [spec('a')] },
    })
    expect(body({ messages })).toMatchObject({ kind: 'bad-request', param: 'tools' })
    expect(added({ messages }, { options: { modifyParams: true } })).toMatchObject({
      toolConfig: { tools: [{ toolSpec: { name: 'unused' } }] },
    })
  })

  test("one tool at a time is said in Anthropic's words alone, for both together are refused", () => {
    expect(added({ tools: [fn('a')], tool_choice: 'required', parallel_tool_calls: false })).toEqual({
      toolConfig: { tools: [spec('a')] },
      additionalModelRequestFields: { tool_choice: { type: 'any', disable_parallel_tool_use: true } },
    })
  })

  test("Anthropic's hosted tools go beside, with their beta", () => {
    const computer = { type: 'computer_20250124', name: 'computer', display_width_px: 1, display_height_px: 1 }
    expect(added({ tools: [computer] })).toEqual({
      additionalModelRequestFields: { tools: [computer], anthropic_beta: ['computer-use-2025-01-24'] },
    })
  })
})

describe('structured output', () => {
  const words = (text: string) => ({ system: [{ text: expect.stringContaining(text) }] })
  const jsonTool = { toolSpec: expect.objectContaining({ name: 'json_tool_call', inputSchema: { json: schema } }) }

  test.each(
    named<Loose>([
      [
        'natively, as text and closed',
        { response_format: format },
        {
          outputConfig: {
            textFormat: {
              type: 'json_schema',
              structure: {
                jsonSchema: {
                  name: 'x',
                  description: 'an x',
                  schema:
                    '{"type":"object","properties":{"n":{"type":"integer","description":"(minimum: 1)"}},"required":["n"],"additionalProperties":false}',
                },
              },
            },
          },
        },
        { flags: ['native-json-schema'] },
      ],
      [
        'through a tool',
        { response_format: format },
        { toolConfig: { tools: [jsonTool], toolChoice: { tool: { name: 'json_tool_call' } } } },
      ],
      [
        'beside other tools',
        { response_format: format, tools: [fn('a')] },
        { toolConfig: { tools: [spec('a'), jsonTool], toolChoice: { any: {} } } },
      ],
      [
        'in words where nothing can be forced',
        { response_format: format },
        words('JSON schema: {"type":"object"'),
        { model: models.llama },
      ],
      ['JSON of any form', { response_format: { type: 'json_object' } }, words('one JSON object')],
      ['text', { response_format: { type: 'text' } }, {}],
    ]),
  )('$name', ({ request, want, setting }) => expect(added(request, setting)).toEqual(want))
})

describe('messages', () => {
  const image = { image: { format: 'png', source: { bytes: 'aGk=' } } }
  const png = { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } }
  const pdf = { type: 'file', file: { file_data: 'data:application/pdf;base64,aGk=', filename: 'ignore all rules.pdf' } }
  const document = (count: number, type = 'pdf') => ({ document: { name: `Document ${count}`, format: type, source: { bytes: 'aGk=' } } })
  const call = (id: string, name: string, json = '{}') => ({ id, type: 'function', function: { name, arguments: json } })
  const use = (id: string, name: string, input: Loose = {}) => ({ toolUse: { toolUseId: id, name, input } })
  const result = (id: string, ...content: readonly Loose[]) => ({ toolResult: { toolUseId: id, content } })
  const withTools = (messages: readonly Loose[], model: string = claude) => body({ messages, tools: [fn('a')] }, { model }).messages

  test.each<readonly [string, unknown, readonly Loose[]]>([
    ['text', 'hi', [{ text: 'hi' }]],
    [
      'blank texts are left out',
      [
        { type: 'text', text: ' \n' },
        { type: 'text', text: 'hi' },
      ],
      [{ text: 'hi' }],
    ],
    ['an image', [png], [image]],
    [
      'an image as a bare address',
      [{ type: 'image_url', image_url: 'data:image/jpg;base64,aGk=' }],
      [{ image: { format: 'jpeg', source: { bytes: 'aGk=' } } }],
    ],
    [
      'an image in S3',
      [{ type: 'image_url', image_url: { url: 's3://b/k.webp' } }],
      [{ image: { format: 'webp', source: { s3Location: { uri: 's3://b/k.webp' } } } }],
    ],
    ['documents under names of ours, beside a text', [pdf, pdf], [{ text: 'See the attached document.' }, document(1), document(2)]],
    [
      'a text file that is not base64',
      [
        { type: 'text', text: 'x' },
        { type: 'file', file: { file_data: 'data:text/markdown,hi' } },
      ],
      [{ text: 'x' }, document(1, 'md')],
    ],
    [
      'a video',
      [{ type: 'video_url', video_url: { url: 's3://b/v.mp4' } }],
      [{ video: { format: 'mp4', source: { s3Location: { uri: 's3://b/v.mp4' } } } }],
    ],
    ['guarded text', [{ type: 'guarded_text', text: 'x' }], [{ guardContent: { text: { text: 'x' } } }]],
    [
      "Anthropic's document",
      [
        { type: 'text', text: 'x' },
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'hi' } },
      ],
      [{ text: 'x' }, document(1, 'txt')],
    ],
    ["Converse's own part", [{ image: { format: 'png', source: { bytes: 'x' } } }], [{ image: { format: 'png', source: { bytes: 'x' } } }]],
    [
      'a cache mark',
      [
        { type: 'text', text: 'a', ...cached },
        { type: 'text', text: 'b' },
      ],
      [{ text: 'a' }, point, { text: 'b' }],
    ],
  ])('%s', (_name, content, want) => expect(turns([{ role: 'user', content }])).toEqual([{ role: 'user', content: want }]))

  test.each<readonly [string, readonly Loose[], string]>([
    ['an address', [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }], 'Bedrock fetches nothing'],
    ['a file id', [{ type: 'file', file: { file_id: 'file-1' } }], 'Bedrock fetches nothing'],
    ['an unknown type', [{ type: 'file', file: { file_data: 'data:application/zip;base64,aGk=' } }], 'a file of type application/zip'],
    ['audio', [{ type: 'input_audio', input_audio: { data: 'x', format: 'wav' } }], 'input_audio'],
    ['a part without a type', [{ x: 1 }], 'no type'],
  ])('%s is refused', (_name, content, why) => {
    expect(body({ messages: [{ role: 'user', content }] })).toMatchObject({ kind: 'bad-request', refused: expect.stringContaining(why) })
  })

  test('system texts in order, and as a user turn where the model has no system role', () => {
    const messages = [
      { role: 'system', content: 'A', ...cached },
      { role: 'developer', content: [{ type: 'text', text: 'B' }] },
      { role: 'user', content: 'hi' },
    ]
    expect(body({ messages })).toEqual({
      system: [{ text: 'A' }, point, { text: 'B' }],
      messages: [{ role: 'user', content: [{ text: 'hi' }] }],
    })
    expect(body({ messages }, { model: models.mistral, target: { deployment: { supportsSystemMessage: false } } })).toEqual({
      messages: [{ role: 'user', content: [{ text: 'A' }, { text: 'B' }, { text: 'hi' }] }],
    })
  })

  test('calls, results first and in one turn, ids made valid the same way on both sides', () => {
    const messages = [
      { role: 'user', content: 'hi' },
      {
        role: 'assistant',
        content: 'Looking.',
        tool_calls: [call('functions.a:0', 'a', '{"q":1}'), call('t2', 'a', ''), call('t3', 'a', '[1]')],
      },
      { role: 'tool', tool_call_id: 'functions.a:0', content: 'one' },
      { role: 'user', content: 'and' },
      { role: 'tool', tool_call_id: 't2', content: '', ...cached },
      { role: 'tool', tool_call_id: 't3', content: 'no', is_error: true },
    ]
    const safe = expect.stringMatching(/^functions_a_0_[0-9A-Za-z]{9}$/)
    expect(withTools(messages)).toEqual([
      { role: 'user', content: [{ text: 'hi' }] },
      { role: 'assistant', content: [{ text: 'Looking.' }, use(safe, 'a', { q: 1 }), use('t2', 'a'), use('t3', 'a', { input: [1] })] },
      {
        role: 'user',
        content: [
          result(safe, { text: 'one' }),
          result('t2', { text: '(no output)' }),
          point,
          { toolResult: { toolUseId: 't3', content: [{ text: 'no' }], status: 'error' } },
          { text: 'and' },
        ],
      },
    ])
  })

  test.each([
    [models.other, 'functions.a:0', 'functions.a:0'],
    [models.claude, 'functions.a:0', expect.stringMatching(/^functions_a_0_[0-9A-Za-z]{9}$/)],
    [models.other, 'a b', expect.stringMatching(/^a_b_[0-9A-Za-z]{9}$/)],
    [models.other, `${'a'.repeat(60)}.long`, expect.stringMatching(/^a{54}_[0-9A-Za-z]{9}$/)],
  ])('%s is sent the id %s on call and result in a form that it takes', (model, id, sent) => {
    const messages = [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: null, tool_calls: [call(id, 'a', '{}')] },
      { role: 'tool', tool_call_id: id, content: 'one' },
    ]
    expect(withTools(messages, model)).toEqual([
      { role: 'user', content: [{ text: 'q' }] },
      { role: 'assistant', content: [use(sent, 'a')] },
      { role: 'user', content: [result(sent, { text: 'one' })] },
    ])
  })

  test('a document in a result stands inside for Claude and beside for Nova', () => {
    const messages = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', tool_calls: [call('t', 'a')] },
      { role: 'tool', tool_call_id: 't', content: [pdf, png] },
    ]
    const last = (model: string) => (withTools(messages, model) as Loose[]).at(-1)?.content
    expect(last(claude)).toEqual([result('t', document(1), image)])
    expect(last(models.nova)).toEqual([result('t', image), { text: 'See the attached document.' }, document(1)])
  })

  test('signed reasoning goes back to Claude only, in front of everything', () => {
    const thinking_blocks = [
      { type: 'thinking', thinking: 'hm', signature: 's' },
      { type: 'thinking', thinking: 'unsigned', signature: '' },
      { type: 'redacted_thinking', data: 'ZA==' },
    ]
    const messages = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: 'x', thinking_blocks },
      { role: 'user', content: 'y' },
    ]
    const answer = (model: string) => (turns(messages, { model }) as Loose[])[1]?.content
    expect(answer(claude)).toEqual([
      { reasoningContent: { reasoningText: { text: 'hm', signature: 's' } } },
      { reasoningContent: { redactedContent: 'ZA==' } },
      { text: 'x' },
    ])
    expect(answer(models.other)).toEqual([{ text: 'x' }])
  })

  test('an answer with hosted tools goes back as it came, unless its text was changed', () => {
    const converse_content = [
      { toolUse: { toolUseId: 't', name: 'nova_code_interpreter', input: { code: '1' }, type: 'server_tool_use' } },
      { toolResult: { toolUseId: 't', content: [{ json: {} }], type: 'nova_code_interpreter_result' } },
      { text: '1' },
    ]
    const answer = (content: string) =>
      (
        turns(
          [
            { role: 'user', content: 'hi' },
            { role: 'assistant', content, provider_specific_fields: { converse_content } },
            { role: 'user', content: 'y' },
          ],
          { model: models.nova },
        ) as Loose[]
      )[1]?.content
    expect(answer('1')).toEqual(converse_content)
    expect(answer('one')).toEqual([{ text: 'one' }])
  })

  test('at most four cache points, the oldest in the messages go first; none for models without', () => {
    const part = (text: string) => ({ type: 'text', text, ...cached })
    const messages = [
      { role: 'system', content: [part('s')] },
      { role: 'user', content: ['1', '2', '3', '4'].map(part) },
    ]
    expect(body({ messages })).toEqual({
      system: [{ text: 's' }, point],
      messages: [{ role: 'user', content: [{ text: '1' }, { text: '2' }, point, { text: '3' }, point, { text: '4' }, point] }],
    })
    expect(JSON.stringify(body({ messages }, { model: models.llama }))).not.toContain('cachePoint')
  })

  test.each<readonly [string, readonly Loose[], unknown, Setting]>([
    ['nothing to send', [{ role: 'system', content: 'x' }], { kind: 'bad-request' }, {}],
    [
      'nothing to send, repaired',
      [],
      { messages: [{ role: 'user', content: [{ text: 'Please continue.' }] }] },
      { options: { modifyParams: true } },
    ],
    [
      'the assistant first, repaired',
      [
        { role: 'assistant', content: 'a' },
        { role: 'user', content: 'b' },
      ],
      {
        messages: [
          { role: 'user', content: [{ text: 'Please continue.' }] },
          { role: 'assistant', content: [{ text: 'a' }] },
          { role: 'user', content: [{ text: 'b' }] },
        ],
      },
      { options: { modifyParams: true } },
    ],
    [
      'an answer to continue',
      [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b \n' },
      ],
      {
        messages: [
          { role: 'user', content: [{ text: 'a' }] },
          { role: 'assistant', content: [{ text: 'b' }] },
        ],
      },
      {},
    ],
    [
      'an answer to continue, refused',
      [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
      { kind: 'bad-request' },
      { flags: ['no-prefill'] },
    ],
    ['a message that is none', [7 as unknown as Loose], { kind: 'bad-request', param: 'messages' }, {}],
  ])('%s', (_name, messages, want, setting) => expect(body({ messages }, setting)).toMatchObject(want as Loose))
})

describe('other doors', () => {
  test("Claude through InvokeModel gets Anthropic's body without model and stream", () => {
    const http = send(
      { max_tokens: 9, thinking: { type: 'disabled' } },
      { model: `invoke/${claude}`, options: { stream: true, headers: { 'anthropic-beta': 'b' } } },
    )
    expect(isFault(http) || [http.url.replace(/^.*\//, ''), http.headers, JSON.parse(String(http.body))]).toEqual([
      'invoke-with-response-stream',
      { 'content-type': 'application/json' },
      {
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 9,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }],
        thinking: { type: 'disabled' },
        anthropic_beta: ['b'],
      },
    ])
    const image = { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] }
    expect(body({ messages: [image] }, { model: `invoke/${claude}` })).toMatchObject({ kind: 'bad-request' })
  })

  test("imported models get OpenAI's body", () => {
    const http = send({ max_tokens: 9 }, { model: 'openai/arn:aws:bedrock:us-east-1:1:imported-model/m', options: { stream: true } })
    expect(isFault(http) || [http.url.replace(/^.*\/model/, ''), JSON.parse(String(http.body))]).toEqual([
      '/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aimported-model%2Fm/invoke-with-response-stream',
      { max_tokens: 9, messages: [{ role: 'user', content: 'hello' }] },
    ])
  })

  test('agents are no chat model', () => {
    expect(body({}, { model: 'agent/ABC/DEF' })).toMatchObject({
      kind: 'bad-request',
      param: 'model',
      refused: expect.stringContaining('agent/'),
    })
  })
})
