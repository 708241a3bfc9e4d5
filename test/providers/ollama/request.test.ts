/** OpenAI requests as Ollama bodies. */
import { describe, expect, test } from 'vitest'
import type { Deployment } from '../../../src/plan/plan.js'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { Call } from '../../../src/providers/adapter.js'
import { eitherRequest } from '../../../src/providers/ollama/openai-door.js'
import { ollamaRequest } from '../../../src/providers/ollama/request.js'
import { ollamaUrl } from '../../../src/providers/ollama/url.js'
import { chatCall, testTarget } from '../../support/codec.js'
import { unknownCapabilities } from '../../support/plan.js'

/** A request as a caller without a type checker writes it. */
type Loose = { readonly [key: string]: unknown }
type Case = { readonly options?: Partial<Call<'chat'>>; readonly deployment?: Partial<Deployment>; readonly model?: string }

const provider = { name: 'ollama', format: 'ollama', auth: 'optional-bearer' } as const

function built(request: Loose, { options = {}, deployment = {}, model = 'qwen3:8b' }: Case) {
  const target = testTarget({ provider, deployment, model, baseUrl: 'http://localhost:11434' })
  return ollamaRequest(chatCall(request as Partial<ChatRequest>, options), target)
}

/** What is sent, or which parameter is refused. */
function body(request: Loose, given: Case = {}): Loose {
  const http = built(request, given)
  return isFault(http) ? { refused: http.failure.param, kind: http.failure.kind } : JSON.parse(String(http.body))
}

/** What is added to the smallest body. */
function added(request: Loose, given: Case = {}): Loose {
  const { model: _model, messages: _messages, stream: _stream, ...rest } = body(request, given)
  return rest
}

const turns = (messages: readonly Loose[]) => body({ messages }).messages
const tool = (name: string) => ({ type: 'function', function: { name, parameters: { type: 'object', properties: {} } } })
const callOf = (id: string, name: string, input: string) => ({ id, type: 'function', function: { name, arguments: input } })
const schema = { type: 'object', properties: { n: { type: 'integer' } } }

test('the whole request: `stream` is always sent, as the server streams by default', () => {
  expect(built({}, {})).toEqual({
    method: 'POST',
    url: 'http://localhost:11434/api/chat',
    headers: { 'content-type': 'application/json' },
    body: '{"model":"qwen3:8b","messages":[{"role":"user","content":"hello"}],"stream":false}',
  })
  expect(body({}, { options: { stream: true } }).stream).toBe(true)
})

test.each([
  ['http://localhost:11434', 'http://localhost:11434/api/chat'],
  ['http://localhost:11434/', 'http://localhost:11434/api/chat'],
  ['http://localhost:11434/api', 'http://localhost:11434/api/chat'],
  ['http://localhost:11434/api/generate', 'http://localhost:11434/api/chat'],
  ['https://host.example/ollama/api/chat?team=a', 'https://host.example/ollama/api/chat?team=a'],
])('%s answers at %s', (base, url) => {
  expect(ollamaUrl(base, 'chat')).toBe(url)
})

test.each(['http://localhost:11434/v1', 'http://localhost:11434/v1/chat/completions'])('%s names the OpenAI door', (baseUrl) => {
  const http = eitherRequest(chatCall({ max_tokens: 3 }), testTarget({ provider, baseUrl }))
  expect(http).toMatchObject({ url: 'http://localhost:11434/v1/chat/completions', body: expect.stringContaining('"max_tokens":3') })
})

describe('parameters', () => {
  test.each<readonly [string, Loose, Loose]>([
    ['the newer token limit wins', { max_completion_tokens: 5, max_tokens: 9 }, { options: { num_predict: 5 } }],
    ['sampling', { temperature: 0, top_p: 0.5, top_k: 3, seed: 1 }, { options: { temperature: 0, top_p: 0.5, top_k: 3, seed: 1 } }],
    [
      'penalties keep their meaning',
      { frequency_penalty: 0.5, presence_penalty: -1 },
      { options: { presence_penalty: -1, frequency_penalty: 0.5 } },
    ],
    ['stop is a list', { stop: 'END' }, { options: { stop: ['END'] } }],
    [
      'native options beside the others',
      { num_ctx: 8192, repeat_penalty: 1.1, mirostat: 2 },
      { options: { num_ctx: 8192, repeat_penalty: 1.1, mirostat: 2 } },
    ],
    [
      'the nearer to the server wins',
      { max_tokens: 1, num_predict: 2, num_ctx: 3, options: { num_ctx: 4 }, extra_body: { options: { num_batch: 5 } } },
      { options: { num_predict: 2, num_ctx: 4, num_batch: 5 } },
    ],
    ['members of the top', { keep_alive: '10m', truncate: false }, { keep_alive: '10m', truncate: false }],
    ['logprobs', { logprobs: true, top_logprobs: 2 }, { logprobs: true, top_logprobs: 2 }],
    ['any object', { response_format: { type: 'json_object' } }, { format: 'json' }],
    ['a schema', { response_format: { type: 'json_schema', json_schema: { name: 'a', schema } } }, { format: schema }],
    ['harmless ones are left out', { user: 'u', n: 1, tool_choice: 'auto', parallel_tool_calls: true, stream_options: {} }, {}],
  ])('%s', (_name, request, want) => {
    expect(added(request)).toEqual(want)
  })

  test('defaults of the deployment come under the caller’s options', () => {
    const deployment = { extraBody: { keep_alive: -1, options: { num_ctx: 16_384, num_gpu: 1 } } }
    expect(added({ extra_body: { options: { num_ctx: 2048 } } }, { deployment })).toEqual({
      keep_alive: -1,
      options: { num_ctx: 2048, num_gpu: 1 },
    })
  })

  test.each([
    ['logit_bias', { logit_bias: { 1: 2 } }],
    ['n', { n: 3 }],
    ['parallel_tool_calls', { parallel_tool_calls: false }],
    ['prediction', { prediction: { type: 'content', content: 'a' } }],
    ['web_search_options', { web_search_options: {} }],
  ])('%s is refused by name, or dropped', (param, request) => {
    expect(added(request)).toEqual({ refused: param, kind: 'unsupported-params' })
    expect(added(request, { options: { dropParams: true } })).toEqual({})
  })
})

describe('thinking', () => {
  test.each<readonly [Loose, string, unknown]>([
    [{ reasoning_effort: 'none' }, 'qwen3:8b', false],
    [{ reasoning_effort: 'low' }, 'qwen3:8b', true],
    [{ thinking: { type: 'disabled' } }, 'qwen3:8b', false],
    [{ thinking: { type: 'adaptive' } }, 'qwen3:8b', true],
    [{ reasoning_effort: 'none' }, 'gpt-oss:20b', 'low'],
    [{ reasoning_effort: 'medium' }, 'gpt-oss:20b', 'medium'],
    [{ reasoning_effort: { effort: 'xhigh' } }, 'library/gpt-oss', 'high'],
    [{ thinking: { type: 'enabled', budget_tokens: 20_000 } }, 'gpt-oss:120b', 'high'],
    [{ thinking: { type: 'enabled', budget_tokens: 2000 } }, 'gpt-oss:120b', 'low'],
    [{ reasoning_effort: 'low', think: 'high' }, 'qwen3:8b', 'high'],
  ])('%j of %s', (request, model, think) => {
    expect(added(request, { model })).toEqual({ think })
  })

  test('a model that does not reason refuses an effort', () => {
    const deployment = { capabilities: { ...unknownCapabilities, reasoning: 'no' as const } }
    expect(added({ reasoning_effort: 'low' }, { deployment })).toEqual({ refused: 'reasoning_effort', kind: 'unsupported-params' })
    expect(added({ reasoning_effort: 'none' }, { deployment })).toEqual({ think: false })
  })
})

describe('tools', () => {
  const now = { type: 'function', function: { name: 'now', description: 'Time.', strict: true, parameters: schema } }

  test('go without what the server does not know', () => {
    expect(added({ tools: [now] })).toEqual({
      tools: [{ type: 'function', function: { name: 'now', description: 'Time.', parameters: schema } }],
    })
    expect(added({ functions: [{ name: 'a' }] })).toEqual({ tools: [tool('a')] })
  })

  test('are left out where none may be called', () => {
    expect(added({ tools: [now], tool_choice: 'none' })).toEqual({})
  })

  test.each(['required', { type: 'function', function: { name: 'now' } }])('cannot be forced: %j', (choice) => {
    const request = { tools: [tool('now'), tool('look_up')], tool_choice: choice }
    expect(added(request)).toEqual({ refused: 'tool_choice', kind: 'unsupported-params' })
    const left = choice === 'required' ? [tool('now'), tool('look_up')] : [tool('now')]
    expect(added(request, { options: { dropParams: true } })).toEqual({ tools: left })
  })
})

describe('messages', () => {
  test.each<readonly [string, readonly Loose[], readonly Loose[]]>([
    ['developer is system', [{ role: 'developer', content: 'Be brief.' }], [{ role: 'system', content: 'Be brief.' }]],
    [
      'text is joined, images are base64 alone',
      [
        {
          role: 'user',
          name: 'Ann',
          content: [
            { type: 'text', text: 'What ' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } },
            { type: 'text', text: 'is it?' },
          ],
        },
      ],
      [{ role: 'user', content: 'What is it?', images: ['QUJD'] }],
    ],
    [
      'a text file is its text',
      [{ role: 'user', content: [{ type: 'file', file: { file_data: 'data:text/csv,a%2Cb' } }] }],
      [{ role: 'user', content: 'a,b' }],
    ],
    [
      'reasoning, and arguments as objects',
      [
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'Hm.',
          thinking_blocks: [],
          tool_calls: [callOf('1', 'now', '{"zone":"CET"}'), callOf('2', 'now', '')],
        },
      ],
      [
        {
          role: 'assistant',
          content: '',
          thinking: 'Hm.',
          tool_calls: [{ function: { name: 'now', arguments: { zone: 'CET' } } }, { function: { name: 'now', arguments: {} } }],
        },
      ],
    ],
    [
      'results stand in the order of their calls and name their tool',
      [
        { role: 'assistant', tool_calls: [callOf('a', 'look_up', '{}'), callOf('b', 'now', '{}')] },
        { role: 'tool', tool_call_id: 'b', content: 'noon' },
        { role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: 'warm' }] },
        { role: 'user', content: 'Thanks.' },
      ],
      [
        {
          role: 'assistant',
          content: '',
          tool_calls: [{ function: { name: 'look_up', arguments: {} } }, { function: { name: 'now', arguments: {} } }],
        },
        { role: 'tool', content: 'warm', tool_name: 'look_up' },
        { role: 'tool', content: 'noon', tool_name: 'now' },
        { role: 'user', content: 'Thanks.' },
      ],
    ],
    [
      'the deprecated call and its result',
      [
        { role: 'assistant', content: null, function_call: { name: 'now', arguments: '{}' } },
        { role: 'function', name: 'now', content: 'noon' },
      ],
      [
        { role: 'assistant', content: '', tool_calls: [{ function: { name: 'now', arguments: {} } }] },
        { role: 'tool', content: 'noon', tool_name: 'now' },
      ],
    ],
  ])('%s', (_name, messages, want) => {
    expect(turns(messages)).toEqual(want)
  })

  test.each([
    ['an image by address', { type: 'image_url', image_url: { url: 'https://a.example/b.png' } }],
    ['audio', { type: 'input_audio', input_audio: { data: 'QUJD', format: 'wav' } }],
    ['a PDF', { type: 'file', file: { file_data: 'data:application/pdf;base64,QUJD' } }],
  ])('%s is refused before it is sent', (_name, part) => {
    expect(body({ messages: [{ role: 'user', content: [part] }] })).toEqual({ refused: 'messages', kind: 'bad-request' })
  })

  test('messages that are none are refused', () => {
    expect(body({ messages: {} })).toEqual({ refused: 'messages', kind: 'bad-request' })
    expect(body({ messages: [null] })).toEqual({ refused: 'messages', kind: 'bad-request' })
  })
})
