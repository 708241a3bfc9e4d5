/** OpenAI requests as Cohere bodies. */
import { describe, expect, test } from 'vitest'
import type { Deployment } from '../../../src/plan/plan.js'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { Call } from '../../../src/providers/adapter.js'
import { cohereRequest } from '../../../src/providers/cohere/request.js'
import { cohereUrl } from '../../../src/providers/cohere/url.js'
import { chatCall, testTarget } from '../../support/codec.js'
import { unknownCapabilities } from '../../support/plan.js'

/** A request as a caller without a type checker writes it. */
type Loose = { readonly [key: string]: unknown }

function built(request: Loose, options: Partial<Call<'chat'>> = {}, deployment: Partial<Deployment> = {}) {
  const target = testTarget({ provider: { name: 'cohere', format: 'cohere' }, deployment, headers: { 'x-client-name': 'mine' } })
  return cohereRequest(chatCall(request as Partial<ChatRequest>, options), target)
}

/** What is sent, or which parameter is refused. */
function body(request: Loose, options: Partial<Call<'chat'>> = {}, deployment: Partial<Deployment> = {}): Loose {
  const http = built(request, options, deployment)
  return isFault(http) ? { refused: http.failure.param, kind: http.failure.kind } : JSON.parse(String(http.body))
}

/** What is added to the smallest body. */
function added(request: Loose, options: Partial<Call<'chat'>> = {}, deployment: Partial<Deployment> = {}): Loose {
  const { model: _model, messages: _messages, ...rest } = body(request, options, deployment)
  return rest
}

const turns = (messages: readonly Loose[], deployment: Partial<Deployment> = {}) => body({ messages }, {}, deployment).messages
const plain = { name: 'now', parameters: { type: 'object', properties: {} } }
const tool = (definition: Loose = plain, more: Loose = {}) => ({ type: 'function', function: definition, ...more })
const lookUp = { name: 'look_up', description: 'Weather.', parameters: { type: 'object', properties: { city: { type: 'string' } } } }
const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
const asked = { type: 'json_schema', json_schema: { name: 'answer', schema } }
const callOf = (id: string, name: string, input: string) => ({ id, type: 'function', function: { name, arguments: input } })
const noReasoning: Partial<Deployment> = { capabilities: { ...unknownCapabilities, reasoning: 'no' } }

test('the whole request', () => {
  const http = built({ messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9 }, { stream: true, headers: { 'x-mine': '1' } })
  expect(http).toEqual({
    method: 'POST',
    url: 'https://host.example/v2/chat',
    headers: { 'content-type': 'application/json', 'x-client-name': 'mine', 'x-mine': '1' },
    body: '{"model":"model-x","messages":[{"role":"user","content":"Hi"}],"stream":true,"max_tokens":9}',
  })
})

test.each([
  'https://api.cohere.example',
  'https://api.cohere.example/',
  'https://api.cohere.example/v2',
  'https://api.cohere.example/v1/chat',
  'https://api.cohere.example/v2/embed/',
  'https://api.cohere.example/compatibility/v1',
])('%s leads to version 2', (base) => {
  expect(cohereUrl(base, 'chat')).toBe('https://api.cohere.example/v2/chat')
})

test('a path of a gateway and a query stay', () => {
  expect(cohereUrl('https://gateway.example/cohere/v2?tenant=a', 'embed')).toBe('https://gateway.example/cohere/v2/embed?tenant=a')
})

describe('parameters', () => {
  test.each<readonly [string, Loose, Loose]>([
    ['the newer token limit wins', { max_completion_tokens: 5, max_tokens: 9 }, { max_tokens: 5 }],
    ['the same name', { temperature: 0.2, seed: 3 }, { temperature: 0.2, seed: 3 }],
    ['other names', { top_p: 0.5, top_k: 20, stop: 'END' }, { p: 0.5, k: 20, stop_sequences: ['END'] }],
    [
      'into the bounds of the API',
      { top_p: 1, frequency_penalty: -0.5, presence_penalty: 2 },
      { p: 0.99, frequency_penalty: 0, presence_penalty: 1 },
    ],
    ['logprobs', { logprobs: true }, { logprobs: true }],
    [
      'harmless ones are left out',
      { user: 'u', metadata: { a: 'b' }, n: 1, parallel_tool_calls: true, store: true, service_tier: 'auto' },
      {},
    ],
    ['nulls are left out', { temperature: null, tools: null, response_format: null }, {}],
    ['Cohere’s own pass', { safety_mode: 'OFF', documents: ['a'], priority: 2 }, { safety_mode: 'OFF', documents: ['a'], priority: 2 }],
    ['extra_body wins', { temperature: 1, extra_body: { temperature: 0.1, k: 3 } }, { temperature: 0.1, k: 3 }],
  ])('%s', (_name, request, want) => {
    expect(added(request)).toEqual(want)
  })

  test.each([
    ['logit_bias', { logit_bias: { 1: 2 } }],
    ['n', { n: 2 }],
    ['top_logprobs', { top_logprobs: 3 }],
    ['parallel_tool_calls', { parallel_tool_calls: false }],
    ['stop', { stop: ['1', '2', '3', '4', '5', '6'] }],
    ['modalities', { modalities: ['text', 'audio'] }],
    ['tools', { tools: [{ type: 'custom', custom: { name: 'free' } }] }],
    ['web_search_options', { web_search_options: {} }],
  ])('%s is refused by name, or dropped', (param, request) => {
    expect(added(request)).toEqual({ refused: param, kind: 'unsupported-params' })
    expect(added(request, { dropParams: true })).toEqual({})
  })

  test('what the deployment never sends is taken out of a copy', () => {
    const tools = [tool({ ...lookUp, strict: true })]
    const sent = added({ tools, seed: 1 }, {}, { additionalDropParams: ['seed', 'tools[*].function.description'] })
    expect(sent).toEqual({ tools: [tool({ name: 'look_up', parameters: lookUp.parameters })], strict_tools: true })
    expect(tools).toEqual([tool({ ...lookUp, strict: true })])
  })
})

describe('thinking', () => {
  test.each<readonly [Loose, Loose]>([
    [{ reasoning_effort: 'none' }, { type: 'disabled' }],
    [{ reasoning_effort: 'low' }, { type: 'enabled', token_budget: 1024 }],
    [{ reasoning_effort: 'high' }, { type: 'enabled', token_budget: 4096 }],
    [{ reasoning_effort: 'max' }, { type: 'enabled' }],
    [{ reasoning_effort: { effort: 'medium', summary: 'auto' } }, { type: 'enabled', token_budget: 2048 }],
    [{ thinking: { type: 'enabled', budget_tokens: 300 } }, { type: 'enabled', token_budget: 300 }],
    [{ thinking: { type: 'enabled', token_budget: 301 } }, { type: 'enabled', token_budget: 301 }],
    [{ thinking: { type: 'adaptive' } }, { type: 'enabled' }],
    [{ thinking: { type: 'disabled' }, reasoning_effort: 'high' }, { type: 'disabled' }],
  ])('%j', (request, thinking) => {
    expect(added(request)).toEqual({ thinking })
  })

  test('a model that does not reason refuses an effort', () => {
    expect(added({ reasoning_effort: 'low' }, {}, noReasoning)).toEqual({ refused: 'reasoning_effort', kind: 'unsupported-params' })
    expect(added({ reasoning_effort: 'low' }, { dropParams: true }, noReasoning)).toEqual({})
  })
})

describe('tools', () => {
  test.each<readonly [string, Loose, Loose]>([
    ['a tool in the same shape', { tools: [tool(lookUp)] }, { tools: [tool(lookUp)] }],
    ['without marks of other vendors', { tools: [tool(lookUp, { cache_control: { type: 'ephemeral' } })] }, { tools: [tool(lookUp)] }],
    [
      'one strict makes all strict',
      { tools: [tool({ ...plain, strict: true }), tool(lookUp)] },
      { tools: [tool(), tool(lookUp)], strict_tools: true },
    ],
    ['a tool without parameters', { tools: [tool({ name: 'now' })] }, { tools: [tool()] }],
    ['auto is the default', { tools: [tool()], tool_choice: 'auto' }, { tools: [tool()] }],
    ['required', { tools: [tool()], tool_choice: 'required' }, { tools: [tool()], tool_choice: 'REQUIRED' }],
    ['none', { tools: [tool()], tool_choice: 'none' }, { tools: [tool()], tool_choice: 'NONE' }],
    [
      'a named tool alone',
      { tools: [tool(), tool(lookUp)], tool_choice: { type: 'function', function: { name: 'look_up' } } },
      { tools: [tool(lookUp)], tool_choice: 'REQUIRED' },
    ],
    [
      'allowed tools',
      { tools: [tool(), tool(lookUp)], tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [tool()] } } },
      { tools: [tool()] },
    ],
    ['the deprecated form', { functions: [plain], function_call: { name: 'now' } }, { tools: [tool()], tool_choice: 'REQUIRED' }],
    ['a choice without tools', { tool_choice: 'required' }, {}],
  ])('%s', (_name, request, want) => {
    expect(added(request)).toEqual(want)
  })
})

describe('structured output', () => {
  test('a schema, and any object', () => {
    expect(added({ response_format: asked })).toEqual({ response_format: { type: 'json_object', json_schema: schema } })
    expect(added({ response_format: { type: 'json_object' } })).toEqual({ response_format: { type: 'json_object' } })
    expect(added({ response_format: { type: 'text' } })).toEqual({})
  })

  test('beside tools and documents it is asked for in words, which the system message takes in', () => {
    const words = `When you answer in text, answer with one JSON object and nothing else. It must be valid against this JSON Schema: ${JSON.stringify(schema)}`
    const system = { role: 'system', content: 'Be brief.' }
    const user = { role: 'user', content: 'Hi' }
    expect(body({ messages: [system, user], tools: [tool()], response_format: asked })).toEqual({
      model: 'model-x',
      messages: [{ role: 'system', content: `Be brief.\n\n${words}` }, user],
      tools: [tool()],
    })
    expect(body({ messages: [user], documents: ['a'], response_format: asked }).messages).toEqual([
      { role: 'system', content: words },
      user,
    ])
  })
})

describe('messages', () => {
  const question = { role: 'user', content: 'Hi' }

  test.each<readonly [string, readonly Loose[], readonly Loose[]]>([
    ['developer is system', [{ role: 'developer', content: 'Be brief.' }, question], [{ role: 'system', content: 'Be brief.' }, question]],
    [
      'one system turn, and that one first',
      [
        { role: 'system', content: 'A' },
        question,
        { role: 'system', content: [{ type: 'text', text: 'B', cache_control: { type: 'ephemeral' } }] },
      ],
      [{ role: 'system', content: 'A\n\nB' }, question],
    ],
    ['names and unknown keys go', [{ ...question, name: 'Ann', cache_control: { type: 'ephemeral' } }], [question]],
    ['turns that say nothing go', [{ role: 'user', content: '' }, question, { role: 'assistant', content: null }], [question]],
    [
      'images by address and inline',
      [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'https://a.example/b.png', detail: 'high', format: 'image/png' } },
            { type: 'file', file: { file_data: 'data:image/png;base64,QUJD' } },
          ],
        },
      ],
      [
        {
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'https://a.example/b.png', detail: 'high' } },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } },
          ],
        },
      ],
    ],
    [
      'a text file is its text',
      [{ role: 'user', content: [{ type: 'file', file: { file_data: 'data:text/plain;base64,R3LDvMOfZQ==' } }] }],
      [{ role: 'user', content: [{ type: 'text', text: 'Grüße' }] }],
    ],
    [
      'calls and results',
      [
        { role: 'assistant', content: null, tool_calls: [callOf('toolu_1', 'now', '')] },
        { role: 'tool', tool_call_id: 'toolu_1', content: 'noon' },
      ],
      [
        { role: 'assistant', tool_calls: [callOf('toolu_1', 'now', '{}')] },
        { role: 'tool', tool_call_id: 'toolu_1', content: 'noon' },
      ],
    ],
    [
      'a document as a result',
      [{ role: 'tool', tool_call_id: 't', content: [{ type: 'document', document: { data: { a: '1' } } }] }],
      [{ role: 'tool', tool_call_id: 't', content: [{ type: 'document', document: { data: { a: '1' } } }] }],
    ],
    [
      'reasoning of an answer in text is thinking',
      [{ role: 'assistant', content: 'Four.', reasoning_content: 'Two and two.' }],
      [
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Two and two.' },
            { type: 'text', text: 'Four.' },
          ],
        },
      ],
    ],
    [
      'thinking in Cohere’s own form stays',
      [
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.' },
            { type: 'text', text: 'Four.' },
          ],
        },
      ],
      [
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.' },
            { type: 'text', text: 'Four.' },
          ],
        },
      ],
    ],
    [
      'reasoning in front of calls is the plan',
      [{ role: 'assistant', content: '', reasoning_content: 'I look.', tool_calls: [callOf('a', 'now', '{"x":1}')] }],
      [{ role: 'assistant', tool_plan: 'I look.', tool_calls: [callOf('a', 'now', '{"x":1}')] }],
    ],
    [
      'thinking and plan of one answer go back as two',
      [
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'Hm. I look.',
          provider_specific_fields: { tool_plan: 'I look.' },
          tool_calls: [callOf('a', 'now', '{}')],
        },
      ],
      [
        {
          role: 'assistant',
          content: [{ type: 'thinking', thinking: 'Hm. ' }],
          tool_plan: 'I look.',
          tool_calls: [callOf('a', 'now', '{}')],
        },
      ],
    ],
  ])('%s', (_name, messages, want) => {
    expect(turns(messages)).toEqual(want)
  })

  test('the deprecated call and its result share an id', () => {
    const [call, result] = turns([
      { role: 'assistant', content: null, function_call: { name: 'now', arguments: '{}' } },
      { role: 'function', name: 'now', content: 'noon' },
    ]) as [{ tool_calls: [{ id: string }] }, { tool_call_id: string }]
    expect(result.tool_call_id).toBe(call.tool_calls[0].id)
  })

  test('a model that does not reason gets no thinking back', () => {
    expect(turns([{ role: 'assistant', content: 'Four.', reasoning_content: 'Hm.' }], noReasoning)).toEqual([
      { role: 'assistant', content: 'Four.' },
    ])
  })

  test.each([
    ['audio', { type: 'input_audio', input_audio: { data: 'QUJD', format: 'wav' } }],
    ['a PDF', { type: 'file', file: { file_data: 'data:application/pdf;base64,QUJD' } }],
    ['a file id', { type: 'file', file: { file_id: 'file-1' } }],
    ['an image without a URL', { type: 'image_url', image_url: {} }],
  ])('%s is refused before it is sent', (_name, part) => {
    expect(body({ messages: [{ role: 'user', content: [part] }] })).toEqual({ refused: 'messages', kind: 'bad-request' })
  })

  test('messages that are none are refused', () => {
    expect(body({ messages: 'Hi' })).toEqual({ refused: 'messages', kind: 'bad-request' })
    expect(body({ messages: ['Hi'] })).toEqual({ refused: 'messages', kind: 'bad-request' })
  })
})
