/** Chat requests as bodies of `POST /responses`. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { Call } from '../../../src/providers/adapter.js'
import { openaiResponses } from '../../../src/providers/openai-responses.js'
import { chatCall, type TargetInput, testTarget } from '../../support/codec.js'

type Options = { readonly target?: TargetInput; readonly call?: Partial<Omit<Call<'chat'>, 'request'>> }

function requestOf(request: object, { target, call }: Options = {}) {
  const built = openaiResponses.endpoints.chat?.toRequest(chatCall(request as Partial<ChatRequest>, call), testTarget(target))
  if (built === undefined) throw new Error('no codec')
  return built
}

function bodyOf(request: object, options?: Options) {
  const built = requestOf(request, options)
  if (isFault(built)) throw new Error(built.failure.message)
  return JSON.parse(String(built.body))
}

const plain = { model: 'model-x', input: [{ role: 'user', content: 'hello' }], store: false }
const reasoning: TargetInput = { deployment: { flags: ['openai-reasoning'] } }

describe('parameters', () => {
  test.each<{ name: string; request: object; options?: Options; want: object }>([
    { name: 'nothing but a message', request: {}, want: plain },
    { name: 'limits', request: { max_tokens: 5, max_completion_tokens: 9 }, want: { ...plain, max_output_tokens: 9 } },
    { name: 'max_tokens alone', request: { max_tokens: 5 }, want: { ...plain, max_output_tokens: 5 } },
    {
      name: 'what has the same name',
      request: { temperature: 0.5, top_p: 0.9, user: 'u', metadata: { a: 'b' }, service_tier: 'flex', parallel_tool_calls: false },
      want: { ...plain, temperature: 0.5, top_p: 0.9, user: 'u', metadata: { a: 'b' }, service_tier: 'flex', parallel_tool_calls: false },
    },
    { name: 'a store that is asked for', request: { store: true }, options: { target: reasoning }, want: { ...plain, store: true } },
    {
      name: 'reasoning comes along where nothing is stored',
      request: {},
      options: { target: reasoning },
      want: { ...plain, include: ['reasoning.encrypted_content'] },
    },
    {
      name: 'an effort',
      request: { reasoning_effort: 'low', verbosity: 'high', include: ['web_search_call.results'] },
      want: {
        ...plain,
        reasoning: { effort: 'low' },
        text: { verbosity: 'high' },
        include: ['web_search_call.results', 'reasoning.encrypted_content'],
      },
    },
    { name: 'no effort', request: { reasoning_effort: 'none' }, want: { ...plain, reasoning: { effort: 'none' } } },
    {
      name: 'an effort with a summary, as LiteLLM takes it',
      request: { reasoning_effort: { effort: 'high', summary: 'auto' }, reasoning: { context: 'all_turns' } },
      want: { ...plain, reasoning: { context: 'all_turns', effort: 'high', summary: 'auto' }, include: ['reasoning.encrypted_content'] },
    },
    {
      name: 'a budget of thinking',
      request: { thinking: { type: 'enabled', budget_tokens: 12_000 } },
      want: { ...plain, reasoning: { effort: 'high' }, include: ['reasoning.encrypted_content'] },
    },
    {
      name: 'a schema',
      request: { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' }, strict: true } } },
      want: { ...plain, text: { format: { type: 'json_schema', name: 'a', schema: { type: 'object' }, strict: true } } },
    },
    {
      name: 'a schema in LiteLLM’s form',
      request: { response_format: { type: 'json_object', response_schema: { type: 'object' } } },
      want: { ...plain, text: { format: { type: 'json_schema', name: 'answer', schema: { type: 'object' } } } },
    },
    {
      name: 'JSON mode',
      request: { response_format: { type: 'json_object' } },
      want: { ...plain, text: { format: { type: 'json_object' } } },
    },
    { name: 'plain text', request: { response_format: { type: 'text' } }, want: plain },
    {
      name: 'logprobs',
      request: { logprobs: true, top_logprobs: 2 },
      want: { ...plain, include: ['message.output_text.logprobs'], top_logprobs: 2 },
    },
    {
      name: 'members of this API alone',
      request: { truncation: 'auto', max_tool_calls: 2, background: true, extra_body: { x: 1 } },
      want: { ...plain, store: true, truncation: 'auto', max_tool_calls: 2, background: true, x: 1 },
    },
    { name: 'harmless members', request: { n: 1, frequency_penalty: 0, logprobs: false, seed: null, modalities: ['text'] }, want: plain },
    {
      name: 'what drop_params leaves out',
      request: { n: 2, stop: 'x', seed: 1, logit_bias: { 1: 2 }, temperature: 0.5 },
      options: { target: reasoning, call: { dropParams: true } },
      want: { ...plain, include: ['reasoning.encrypted_content'] },
    },
    {
      name: 'a stream',
      request: { stream_options: { include_usage: true, include_obfuscation: false } },
      options: { call: { stream: true } },
      want: { ...plain, stream: true, stream_options: { include_obfuscation: false } },
    },
    {
      name: 'what the deployment adds and never sends',
      request: { temperature: 0.5, user: 'u' },
      options: { target: { deployment: { additionalDropParams: ['user'], allowedOpenAiParams: ['seed'], extraBody: { y: 2 } } } },
      want: { ...plain, temperature: 0.5, y: 2 },
    },
  ])('$name', ({ request, options, want }) => {
    expect(bodyOf(request, options)).toEqual(want)
  })

  test.each<{ request: object; options?: Options; want: readonly (string | null)[] }>([
    { request: { stop: ['a'] }, want: ['unsupported-params', 'stop'] },
    { request: { n: 2 }, want: ['unsupported-params', 'n'] },
    { request: { functions: [{ name: 'f' }] }, want: ['unsupported-params', 'functions'] },
    { request: { modalities: ['text', 'audio'] }, want: ['unsupported-params', 'modalities'] },
    { request: { temperature: 0.5 }, options: { target: reasoning }, want: ['unsupported-params', 'temperature'] },
    { request: { messages: 7 }, want: ['bad-request', 'messages'] },
    { request: { messages: [7] }, want: ['bad-request', 'messages'] },
    {
      request: { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'x', format: 'wav' } }] }] },
      want: ['bad-request', 'messages'],
    },
  ])('$want is refused', ({ request, options, want }) => {
    const built = requestOf(request, options)
    expect(isFault(built) && [built.failure.kind, built.failure.param]).toEqual(want)
  })
})

describe('tools', () => {
  test('are flat, and strict only where the caller says so', () => {
    const parameters = { type: 'object', properties: {} }
    expect(
      bodyOf({
        tools: [
          { type: 'function', function: { name: 'f', description: 'F', parameters }, cache_control: { type: 'ephemeral' } },
          { type: 'function', function: { name: 'g', strict: true, description: null } },
          { type: 'custom', custom: { name: 'h', format: { type: 'grammar', grammar: { definition: 'x', syntax: 'lark' } } } },
          { type: 'code_interpreter', container: { type: 'auto' } },
        ],
        web_search_options: { search_context_size: 'low', user_location: { type: 'approximate', approximate: { city: 'Ulm' } } },
        tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'f' } }] } },
      }),
    ).toEqual({
      ...plain,
      tools: [
        { type: 'function', name: 'f', description: 'F', parameters, strict: false },
        { type: 'function', name: 'g', parameters, strict: true },
        { type: 'custom', name: 'h', format: { type: 'grammar', definition: 'x', syntax: 'lark' } },
        { type: 'code_interpreter', container: { type: 'auto' } },
        { type: 'web_search', search_context_size: 'low', user_location: { type: 'approximate', city: 'Ulm' } },
      ],
      tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'f' }] },
    })
  })

  test.each([
    ['required', 'required'],
    [
      { type: 'function', function: { name: 'f' } },
      { type: 'function', name: 'f' },
    ],
    [
      { type: 'custom', custom: { name: 'f' } },
      { type: 'custom', name: 'f' },
    ],
    [{ type: 'web_search_preview' }, { type: 'web_search_preview' }],
  ])('tool_choice %j is %j', (tool_choice, want) => {
    expect(bodyOf({ tool_choice })).toEqual({ ...plain, tool_choice: want })
  })
})

describe('messages', () => {
  const user = { role: 'user', content: 'hi' }
  test.each<{ name: string; messages: readonly object[]; target?: TargetInput; want: object }>([
    { name: 'one system message', messages: [{ role: 'system', content: 's' }, user], want: { instructions: 's', input: [user] } },
    {
      name: 'two system messages',
      messages: [{ role: 'system', content: 's' }, { role: 'developer', content: 'd' }, user],
      want: { input: [{ role: 'system', content: 's' }, { role: 'developer', content: 'd' }, user] },
    },
    {
      name: 'a model without system role',
      messages: [{ role: 'system', content: 's' }, user],
      target: { deployment: { flags: ['no-system-role'] } },
      want: { input: [{ role: 'user', content: 's' }, user] },
    },
    {
      name: 'images and files',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'see', cache_control: { type: 'ephemeral' } },
            { type: 'image_url', image_url: { url: 'https://h/i.png' } },
            { type: 'image_url', image_url: 'data:image/png;base64,AA==' },
            { type: 'file', file: { file_id: 'file-1' } },
            { type: 'file', file: { file_id: 'file-2', format: 'image/png' } },
            { type: 'file', file: { file_id: 'https://h/a.pdf' } },
            { type: 'file', file: { file_data: 'data:application/pdf;base64,AA==' } },
          ],
        },
      ],
      want: {
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'see' },
              { type: 'input_image', detail: 'auto', image_url: 'https://h/i.png' },
              { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,AA==' },
              { type: 'input_file', file_id: 'file-1' },
              { type: 'input_image', detail: 'auto', file_id: 'file-2' },
              { type: 'input_file', file_url: 'https://h/a.pdf' },
              { type: 'input_file', file_data: 'data:application/pdf;base64,AA==', filename: 'file' },
            ],
          },
        ],
      },
    },
    {
      name: 'calls and results, with ids of another vendor',
      messages: [
        {
          role: 'assistant',
          content: 'ok',
          tool_calls: [
            { id: `x${'y'.repeat(80)}`, type: 'function', function: { name: 'f', arguments: '' } },
            { id: 'c', type: 'custom', custom: { name: 'g', input: 'free' } },
          ],
        },
        { role: 'tool', tool_call_id: `x${'y'.repeat(80)}`, content: [{ type: 'text', text: 'r' }] },
        { role: 'tool', tool_call_id: 'c', content: 's' },
        { role: 'function', name: 'old', content: 't' },
      ],
      want: {
        input: [
          { role: 'assistant', content: 'ok' },
          { type: 'function_call', call_id: expect.stringMatching(/^xy{53}_\w{9}$/), name: 'f', arguments: '{}' },
          { type: 'custom_tool_call', call_id: 'c', name: 'g', input: 'free' },
          {
            type: 'function_call_output',
            call_id: expect.stringMatching(/^xy{53}_\w{9}$/),
            output: [{ type: 'input_text', text: 'r' }],
          },
          { type: 'custom_tool_call_output', call_id: 'c', output: 's' },
          { type: 'function_call_output', call_id: expect.stringMatching(/^call_\w{12}$/), output: 't' },
        ],
      },
    },
    {
      name: 'items of this API among the messages',
      messages: [user, { type: 'mcp_approval_response', approval_request_id: 'a', approve: true }],
      want: { input: [user, { type: 'mcp_approval_response', approval_request_id: 'a', approve: true }] },
    },
  ])('$name', ({ messages, target, want }) => {
    expect(bodyOf({ messages }, target === undefined ? {} : { target })).toEqual({ model: 'model-x', store: false, ...want })
  })
})

test('messages of any shape are sent or refused, and never throw', () => {
  const json = fc.jsonValue({ maxDepth: 4 })
  const message = fc.record(
    {
      role: fc.constantFrom('user', 'assistant', 'system', 'tool', 'function', 1),
      content: fc.oneof(
        json,
        fc.array(fc.record({ type: fc.constantFrom('text', 'image_url', 'file', 'odd', 1), text: json, image_url: json, file: json })),
      ),
      tool_calls: fc.oneof(json, fc.array(fc.record({ id: json, function: json, custom: json }, { requiredKeys: [] }))),
      provider_specific_fields: fc.oneof(
        json,
        fc.record({
          output_provider: fc.constantFrom('openai', 1),
          output_items: fc.array(
            fc.record({ type: fc.constantFrom('message', 'reasoning', 'function_call', 'odd', 1), content: json, call_id: json }),
          ),
        }),
      ),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(json, message)), json, json, json, (messages, tools, response_format, reasoning_effort) => {
      const built = requestOf({ messages, tools, tool_choice: tools, response_format, reasoning_effort, web_search_options: tools })
      expect(isFault(built) ? typeof built.failure.message : typeof built.body).toBe('string')
    }),
    { seed: 20_250_601, numRuns: 500 },
  )
})
