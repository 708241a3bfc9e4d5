/** Chat bodies for OpenAI-compatible hosts: parameters, messages and tools by quirk and model flag. */
import { describe, expect, test } from 'vitest'
import type { ModelFlag, Quirks } from '../../../src/plan/plan.js'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { ChatMessage } from '../../../src/protocol/messages.js'
import { chatRequest } from '../../../src/providers/openai/chat-request.js'
import { openai } from '../../../src/providers/openai.js'
import { chatCall, type TargetInput, testTarget } from '../../support/codec.js'

type Setting = {
  readonly quirks?: Quirks
  readonly flags?: readonly ModelFlag[]
  readonly name?: string
  readonly target?: TargetInput
  readonly dropParams?: boolean
  readonly stream?: boolean
}

/** A recorded request is JSON: what the types do not allow is asked for by callers without a checker. */
type Loose = { readonly [key: string]: unknown }

function bodyOf(request: Loose, setting: Setting = {}): Loose {
  const { target } = setting
  const call = chatCall(request as Partial<ChatRequest>, { stream: setting.stream ?? false, dropParams: setting.dropParams ?? false })
  const built = chatRequest(
    call,
    testTarget({
      ...target,
      provider: { name: setting.name ?? 'host', quirks: setting.quirks ?? {} },
      deployment: { flags: setting.flags ?? [], ...target?.deployment },
    }),
  )
  if (isFault(built)) return { refused: built.failure.message, kind: built.failure.kind, param: built.failure.param }
  return JSON.parse(String(built.body))
}

function params(request: Loose, setting: Setting = {}): Loose {
  const { model: _model, messages: _messages, ...rest } = bodyOf(request, setting)
  return rest
}

function messages(list: readonly Loose[], setting: Setting = {}): unknown {
  return bodyOf({ messages: list }, setting).messages
}

const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false }
const format = { type: 'json_schema', json_schema: { name: 'x', schema, strict: true } }
const reasoning: Setting = { flags: ['openai-reasoning'] }
const newer: Setting = { flags: ['openai-reasoning', 'no-sampling-unless-effort-none'] }

describe('parameters', () => {
  test.each<{ readonly name: string; readonly given: Loose; readonly setting?: Setting; readonly want: Loose }>([
    {
      name: 'pass where nothing is in the way',
      given: { temperature: 0.5, tools: [], top_k: 5 },
      want: { temperature: 0.5, tools: [], top_k: 5 },
    },
    { name: 'that are null go', given: { temperature: null, stop: undefined, seed: 1 }, want: { seed: 1 } },
    { name: 'are renamed', given: { seed: 1 }, setting: { quirks: { rename: { seed: 'random_seed' } } }, want: { random_seed: 1 } },
    { name: 'are clamped', given: { temperature: 1.7 }, setting: { quirks: { clamp: { temperature: [0, 1] } } }, want: { temperature: 1 } },
    { name: 'are forced', given: { store: true }, setting: { quirks: { forceBody: { store: false } } }, want: { store: false } },
    {
      name: 'that the host lacks are dropped when asked to',
      given: { logprobs: true, seed: 1 },
      setting: { quirks: { unsupported: ['logprobs'] }, dropParams: true },
      want: { seed: 1 },
    },
    {
      name: 'outside the list are dropped when asked to',
      given: { n: 2, top_p: 1 },
      setting: { quirks: { supported: ['top_p'] }, dropParams: true },
      want: { top_p: 1 },
    },
    {
      name: 'that say nothing are dropped quietly',
      given: { n: 1, user: 'u', tool_choice: 'auto', store: true },
      setting: { quirks: { supported: [] } },
      want: {},
    },
    {
      name: "of the host's own pass a list",
      given: { search_mode: 'web' },
      setting: { quirks: { supported: [] } },
      want: { search_mode: 'web' },
    },
    {
      name: 'allowed by the deployment pass',
      given: { logprobs: true },
      setting: { quirks: { unsupported: ['logprobs'] }, target: { deployment: { allowedOpenAiParams: ['logprobs'] } } },
      want: { logprobs: true },
    },
    {
      name: 'named by additional_drop_params go, also inside',
      given: { user: 'u', a: { b: 1, c: 2 } },
      setting: { target: { deployment: { additionalDropParams: ['user', 'a.b'] } } },
      want: { a: { c: 2 } },
    },
    { name: 'max_completion_tokens wins', given: { max_tokens: 1, max_completion_tokens: 2 }, want: { max_completion_tokens: 2 } },
    {
      name: 'max_completion_tokens under its other name',
      given: { max_completion_tokens: 2 },
      setting: { quirks: { unsupported: ['max_completion_tokens'] } },
      want: { max_tokens: 2 },
    },
    { name: 'max_tokens of a reasoning model', given: { max_tokens: 9 }, setting: reasoning, want: { max_completion_tokens: 9 } },
    { name: 'temperature 1 of a reasoning model', given: { temperature: 1 }, setting: reasoning, want: { temperature: 1 } },
    {
      name: 'sampling of a newer model at its default effort',
      given: { temperature: 0.2, top_p: 0.5 },
      setting: newer,
      want: { temperature: 0.2, top_p: 0.5 },
    },
    {
      name: 'sampling of a reasoning model when dropping',
      given: { temperature: 0.2, presence_penalty: 1 },
      setting: { ...reasoning, dropParams: true },
      want: {},
    },
    {
      name: "Anthropic's thinking as an effort",
      given: { thinking: { type: 'enabled', budget_tokens: 12_000 } },
      setting: reasoning,
      want: { reasoning_effort: 'high' },
    },
    { name: 'thinking for a host that has it', given: { thinking: { type: 'enabled' } }, want: { thinking: { type: 'enabled' } } },
    { name: "LiteLLM's effort object", given: { reasoning_effort: { effort: 'low', summary: 'auto' } }, want: { reasoning_effort: 'low' } },
    {
      name: 'tool_choice required',
      given: { tool_choice: 'required' },
      setting: { quirks: { toolChoiceRequired: 'any' } },
      want: { tool_choice: 'any' },
    },
    {
      name: 'a schema as json_object',
      given: { response_format: format },
      setting: { quirks: { jsonSchema: 'json_object+schema' } },
      want: { response_format: { type: 'json_object', schema } },
    },
    {
      name: 'extra_body over all',
      given: { temperature: 1, extra_body: { temperature: 2, own: 1 } },
      setting: { target: { deployment: { extraBody: { own: 0, base: 1 } } } },
      want: { temperature: 2, own: 1, base: 1 },
    },
    {
      name: 'stream asks for usage',
      given: { stream: true, stream_options: { include_obfuscation: false } },
      setting: { stream: true },
      want: { stream: true, stream_options: { include_obfuscation: false, include_usage: true } },
    },
    {
      name: 'stream without stream_options',
      given: { stream: true },
      setting: { stream: true, quirks: { streamOptions: false } },
      want: { stream: true },
    },
    { name: 'no stream', given: { stream: false, stream_options: null }, want: {} },
    { name: 'a member called failure', given: { failure: 'x' }, want: { failure: 'x' } },
  ])('$name', ({ given, setting, want }) => expect(params(given, setting)).toEqual(want))

  test.each<{ readonly name: string; readonly given: Loose; readonly setting: Setting; readonly param: string; readonly text: string }>([
    {
      name: 'one that the host lacks',
      given: { logprobs: true },
      setting: { quirks: { unsupported: ['logprobs'] } },
      param: 'logprobs',
      text: 'does not take `logprobs`; remove it, or set `drop_params: true`',
    },
    { name: 'one outside the list', given: { n: 2 }, setting: { quirks: { supported: [] } }, param: 'n', text: '`n`' },
    {
      name: 'sampling of a reasoning model',
      given: { temperature: 0.2, logit_bias: {} },
      setting: reasoning,
      param: 'logit_bias',
      text: '`logit_bias` (a reasoning model), `temperature` (a reasoning model)',
    },
    {
      name: 'sampling of a newer model with effort',
      given: { top_p: 0.2, reasoning_effort: 'low' },
      setting: newer,
      param: 'top_p',
      text: 'only with reasoning_effort none',
    },
    {
      name: 'a forced tool',
      given: { tool_choice: 'required' },
      setting: { quirks: { toolChoiceValues: ['auto', 'none'] } },
      param: 'tool_choice',
      text: 'only auto, none',
    },
    {
      name: 'a schema where there is no way',
      given: { response_format: format },
      setting: { quirks: { jsonSchema: 'none' } },
      param: 'response_format',
      text: 'no JSON schema',
    },
  ])('refuses $name', ({ given, setting, param, text }) => {
    expect(bodyOf(given, setting)).toMatchObject({ kind: 'unsupported-params', param, refused: expect.stringContaining(text) })
  })

  test('a schema in words comes with JSON mode', () => {
    const body = bodyOf({ response_format: format }, { quirks: { jsonSchema: 'prompt' } })
    expect(body.response_format).toEqual({ type: 'json_object' })
    expect(body.messages).toMatchObject([{ role: 'system', content: expect.stringContaining(JSON.stringify(schema)) }, { role: 'user' }])
  })

  test('tools lose what the host refuses, at any depth, and the caller keeps theirs', () => {
    const parameters = { ...schema, $schema: 'x', properties: { a: { type: 'object', additionalProperties: false } } }
    const tools = [{ type: 'function', function: { name: 'f', strict: true, parameters }, cache_control: { type: 'ephemeral' } }]
    const before = structuredClone(tools)
    expect(params({ tools }, { quirks: { stripToolStrict: true, stripAdditionalProperties: true } })).toEqual({
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: { a: { type: 'object' } } } } }],
    })
    expect(tools).toEqual(before)
  })
})

describe('messages', () => {
  const cached = { type: 'ephemeral' }
  test.each<{ readonly name: string; readonly given: readonly Loose[]; readonly setting?: Setting; readonly want: readonly Loose[] }>([
    { name: 'developer is system', given: [{ role: 'developer', content: 'x' }], want: [{ role: 'system', content: 'x' }] },
    {
      name: 'developer stays at OpenAI, whose models know both',
      given: [
        { role: 'developer', content: 'x' },
        { role: 'system', content: 'y' },
      ],
      setting: { name: 'openai' },
      want: [
        { role: 'developer', content: 'x' },
        { role: 'system', content: 'y' },
      ],
    },
    {
      name: 'system is developer for reasoning models',
      given: [{ role: 'system', content: 'x' }],
      setting: reasoning,
      want: [{ role: 'developer', content: 'x' }],
    },
    {
      name: 'system is user where there is neither',
      given: [{ role: 'system', content: 'x' }],
      setting: { flags: ['no-system-role'] },
      want: [{ role: 'user', content: 'x' }],
    },
    {
      name: 'system is user where the deployment says so',
      given: [{ role: 'system', content: 'x' }],
      setting: { target: { deployment: { supportsSystemMessage: false } } },
      want: [{ role: 'user', content: 'x' }],
    },
    {
      name: 'extensions are removed everywhere',
      given: [
        { role: 'user', content: [{ type: 'text', text: 'a', cache_control: cached }], cache_control: cached },
        { role: 'assistant', content: 'b', reasoning_content: 'r', thinking_blocks: [], provider_specific_fields: {}, audio: null },
      ],
      want: [
        { role: 'user', content: [{ type: 'text', text: 'a' }] },
        { role: 'assistant', content: 'b' },
      ],
    },
    {
      name: 'cache marks stay at a host that reads them',
      given: [{ role: 'user', content: [{ type: 'text', text: 'a', cache_control: cached }] }],
      setting: { name: 'openrouter' },
      want: [{ role: 'user', content: [{ type: 'text', text: 'a', cache_control: cached }] }],
    },
    {
      name: 'a cache mark on a message moves to its last part, where such a host reads it',
      given: [
        { role: 'system', content: 's', cache_control: cached },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
          cache_control: cached,
        },
        { role: 'assistant', content: null, cache_control: cached },
      ],
      setting: { name: 'openrouter' },
      want: [
        { role: 'system', content: [{ type: 'text', text: 's', cache_control: cached }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b', cache_control: cached },
          ],
        },
        { role: 'assistant', content: null },
      ],
    },
    {
      name: 'reasoning goes back under the name of the host',
      given: [{ role: 'assistant', content: 'b', reasoning_content: 'r', provider_specific_fields: { reasoning_details: [{ id: 1 }] } }],
      setting: { name: 'openrouter', quirks: { reasoningField: 'reasoning' } },
      want: [{ role: 'assistant', content: 'b', reasoning: 'r', reasoning_details: [{ id: 1 }] }],
    },
    {
      name: 'empty reasoning stays where the host reads that very field',
      given: [{ role: 'assistant', content: 'b', reasoning_content: '' }],
      setting: { quirks: { reasoningField: 'reasoning_content' } },
      want: [{ role: 'assistant', content: 'b', reasoning_content: '' }],
    },
    {
      name: 'keys of the quirk are removed',
      given: [{ role: 'user', name: 'ann', content: 'a' }],
      setting: { quirks: { stripMessageKeys: ['name'] } },
      want: [{ role: 'user', content: 'a' }],
    },
    {
      name: 'lists of text are joined',
      given: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
      ],
      setting: { quirks: { flattenTextContent: true } },
      want: [{ role: 'user', content: 'ab' }],
    },
    {
      name: 'lists with an image are not',
      given: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image_url', image_url: { url: 'u', format: 'image/png' } },
          ],
        },
      ],
      setting: { quirks: { flattenTextContent: true } },
      want: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image_url', image_url: { url: 'u' } },
          ],
        },
      ],
    },
    {
      name: 'content null stays',
      given: [{ role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }] }],
      want: [{ role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }] }],
    },
  ])('$name', ({ given, setting, want }) => expect(messages(given, setting)).toEqual(want))

  test.each<{ readonly setting: Setting; readonly want: RegExp }>([
    { setting: { quirks: { toolCallId: 'alnum9' } }, want: /^[A-Za-z0-9]{9}$/ },
    { setting: { name: 'openai' }, want: /^[\w-]{40}$/ },
    { setting: { name: 'openrouter' }, want: /^call_from_another_vendor_with_a_long_name_1$/ },
  ])('foreign tool ids match on both sides under $setting', ({ setting, want }) => {
    const id = 'call_from_another_vendor_with_a_long_name_1'
    const list: ChatMessage[] = [
      { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name: 'f', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: id, content: 'x' },
    ]
    const [call, result] = bodyOf({ messages: list }, setting).messages as [{ tool_calls: [{ id: string }] }, { tool_call_id: string }]
    expect(call.tool_calls[0].id).toBe(result.tool_call_id)
    expect(result.tool_call_id).toMatch(want)
  })

  test('a plain request keeps its own messages and is not touched', () => {
    const request: ChatRequest = Object.freeze({
      model: 'group',
      messages: Object.freeze([Object.freeze({ role: 'user' as const, content: 'hello' })]) as ChatMessage[],
    })
    expect(bodyOf(request)).toEqual({ model: 'model-x', messages: [{ role: 'user', content: 'hello' }] })
  })
})

describe('where a request goes', () => {
  const urlOf = (baseUrl: string, quirks: Quirks = {}) => {
    const built = chatRequest(chatCall(), testTarget({ baseUrl, provider: { quirks } }))
    return isFault(built) ? built.failure.message : built.url
  }
  test.each<readonly [string, Quirks, string]>([
    ['https://h.example/v1', {}, 'https://h.example/v1/chat/completions'],
    ['https://h.example/v1/', {}, 'https://h.example/v1/chat/completions'],
    ['https://h.example/v1/chat/completions', {}, 'https://h.example/v1/chat/completions'],
    ['http://localhost:11434', { addV1: true }, 'http://localhost:11434/v1/chat/completions'],
    ['http://localhost:11434/v1', { addV1: true }, 'http://localhost:11434/v1/chat/completions'],
    ['https://h.example', { chatPath: '/v1/chat/completions' }, 'https://h.example/v1/chat/completions'],
    ['https://h.example/v1?key=1', {}, 'https://h.example/v1/chat/completions?key=1'],
  ])('%s with %j', (base, quirks, want) => expect(urlOf(base, quirks)).toBe(want))

  test.each<readonly [string, Quirks, string]>([
    ['llama', { modelPrefix: 'accounts/fireworks/models/' }, 'accounts/fireworks/models/llama'],
    ['accounts/me/models/llama', { modelPrefix: 'accounts/fireworks/models/' }, 'accounts/me/models/llama'],
    ['llama#me/1', { modelPrefix: 'accounts/fireworks/models/' }, 'llama#me/1'],
    ['together/org/model', { modelForm: 'provider-suffix' }, 'org/model:together'],
    ['org/model', { modelForm: 'provider-suffix' }, 'org/model'],
    ['org/model:fastest', { modelForm: 'provider-suffix' }, 'org/model:fastest'],
  ])('model %s with %j', (model, quirks, want) => expect(bodyOf({}, { quirks, target: { model } }).model).toBe(want))

  test('headers: own, then deployment, then caller', () => {
    const target = testTarget({
      organization: 'org-1',
      headers: { 'x-b': 'deployment', 'x-c': 'deployment' },
      provider: { quirks: { extraHeaders: { 'x-a': 'quirk', 'x-b': 'quirk' } } },
    })
    const built = chatRequest(chatCall({}, { headers: { 'x-c': 'caller' } }), target)
    expect(isFault(built) || built.headers).toEqual({
      'content-type': 'application/json',
      'openai-organization': 'org-1',
      'x-a': 'quirk',
      'x-b': 'deployment',
      'x-c': 'caller',
    })
  })

  test.each([
    { auth: 'bearer', want: { authorization: 'Bearer k' } },
    { auth: 'optional-bearer', want: { authorization: 'Bearer k' } },
    { auth: 'api-key', want: { 'api-key': 'k' } },
    { auth: 'x-api-key', want: { 'x-api-key': 'k' } },
  ] as const)('a key under $auth', async ({ auth, want }) => {
    const crypto = {
      sha256: () => new Uint8Array(),
      hmacSha256: () => new Uint8Array(),
      signRs256: () => new Uint8Array(),
      crc32: () => 0,
      randomId: () => '',
    }
    const signed = await openai.authorize(
      { method: 'POST', url: 'u', headers: {} },
      { kind: 'key', key: 'k' },
      testTarget({ provider: { auth } }),
      crypto,
      0,
    )
    expect(signed.headers).toEqual(want)
  })
})

test.each([undefined, null, 'hello', {}])('messages of %j are refused in words', (messages) => {
  expect(bodyOf({ messages })).toMatchObject({ kind: 'bad-request', param: 'messages', refused: expect.stringContaining('not a list') })
})

test('a member called __proto__ changes no prototype', () => {
  const request: Loose = JSON.parse(
    '{"messages":[{"role":"user","content":"a","__proto__":{"x":1},"name":null}],"extra_body":{"__proto__":{"polluted":1}},"temperature":null}',
  )
  expect(bodyOf(request)).toEqual({ model: 'model-x', messages: [{ role: 'user', content: 'a' }] })
  expect({}).not.toHaveProperty('polluted')
})

test("what the deployment never sends is taken out of a copy, not of the caller's objects", () => {
  const given = { tools: [{ type: 'function', function: { name: 'f', strict: true } }], a: { list: [1, 2], b: { c: 1, d: 2 } } }
  const before = structuredClone(given)
  const additionalDropParams = ['tools[*].function.strict', 'a.b.c', 'a.list[0]', 'a.b.x.y', 'none.at.all']
  expect(params(given, { target: { deployment: { additionalDropParams } } })).toEqual({
    tools: [{ type: 'function', function: { name: 'f' } }],
    a: { list: [2], b: { d: 2 } },
  })
  expect(given).toEqual(before)
})
