/** What hosts that write text are sent, one case for each: the whole request. */
import { describe, expect, test } from 'vitest'
import { findProvider } from '../../src/catalog/providers.js'
import { isFault } from '../../src/protocol/failure.js'
import { a2a } from '../../src/providers/a2a.js'
import type { Adapter, Target } from '../../src/providers/adapter.js'
import { anthropicText } from '../../src/providers/anthropic-text.js'
import { langflow } from '../../src/providers/langflow.js'
import { langgraph } from '../../src/providers/langgraph.js'
import { nlpCloud } from '../../src/providers/nlp-cloud.js'
import { openaiText } from '../../src/providers/openai-text.js'
import { petals } from '../../src/providers/petals.js'
import { predibase } from '../../src/providers/predibase.js'
import { ragflow } from '../../src/providers/ragflow.js'
import { chatCall, foldStream, httpReply, sse, testTarget } from '../support/codec.js'

function place(name: string, more: Partial<Omit<Target, 'deployment' | 'provider'>> = {}): Target {
  const row = findProvider(name)
  if (row === undefined) throw new Error(`no row ${name}`)
  return testTarget({
    provider: { name, format: row.format, auth: row.auth, quirks: row.quirks ?? {} },
    baseUrl: row.baseUrl ?? 'https://host.example',
    ...more,
  })
}

const messages = [
  { role: 'system' as const, content: 'Be brief.' },
  { role: 'user' as const, content: 'Hi.' },
]
const request = { messages, max_tokens: 9, temperature: 0.5, stop: 'END' }

function sent(adapter: Adapter, target: Target, given: Parameters<typeof chatCall>[0], stream = false) {
  const built = adapter.endpoints.chat?.toRequest(chatCall(given, { stream }), target)
  if (built === undefined || isFault(built)) throw new Error(built?.failure.message)
  const text = String(built.body)
  return { url: built.url, body: text.startsWith('{') ? JSON.parse(text) : text }
}

test.each<[string, ReturnType<typeof sent>, ReturnType<typeof sent>]>([
  [
    'anthropic_text',
    sent(anthropicText, place('anthropic_text'), { ...request, user: 'u-1' }, true),
    {
      url: 'https://api.anthropic.com/v1/complete',
      body: {
        model: 'model-x',
        prompt: 'Be brief.\n\nHuman: Hi.\n\nAssistant:',
        max_tokens_to_sample: 9,
        temperature: 0.5,
        stop_sequences: ['END'],
        metadata: { user_id: 'u-1' },
        stream: true,
      },
    },
  ],
  [
    'text-completion-openai',
    sent(openaiText, place('text-completion-openai'), { ...request, n: 2 }, true),
    {
      url: 'https://api.openai.com/v1/completions',
      body: {
        model: 'model-x',
        prompt: 'Be brief.\n\nHi.',
        max_tokens: 9,
        temperature: 0.5,
        stop: 'END',
        n: 2,
        stream: true,
        stream_options: { include_usage: true },
      },
    },
  ],
  [
    'text-completion-codestral',
    sent(openaiText, place('text-completion-codestral'), { messages, max_completion_tokens: 9, seed: 3, suffix: '}' } as object, true),
    {
      url: 'https://codestral.mistral.ai/v1/fim/completions',
      body: { model: 'model-x', prompt: 'Be brief.\n\nHi.', max_tokens: 9, random_seed: 3, suffix: '}', stream: true },
    },
  ],
  [
    'text-completion-inception',
    sent(openaiText, place('text-completion-inception'), { messages, max_tokens: 9 }),
    { url: 'https://api.inceptionlabs.ai/v1/fim/completions', body: { model: 'model-x', prompt: 'Be brief.\n\nHi.', max_tokens: 9 } },
  ],
  [
    'predibase',
    sent(
      predibase,
      place('predibase', { settings: { tenant_id: 't 1' }, model: 'mistral-7b-instruct' }),
      { ...request, adapter_id: 'a/1' } as object,
      true,
    ),
    {
      url: 'https://serving.app.predibase.com/t%201/deployments/v2/llms/mistral-7b-instruct/generate_stream',
      body: {
        inputs: '<s>[INST] Be brief.\n\nHi. [/INST]',
        parameters: { details: true, return_full_text: false, max_new_tokens: 9, temperature: 0.5, stop: ['END'], adapter_id: 'a/1' },
      },
    },
  ],
  [
    'nlp_cloud',
    sent(nlpCloud, place('nlp_cloud', { model: 'finetuned-llama-3-70b' }), request),
    {
      url: 'https://api.nlpcloud.io/v1/gpu/finetuned-llama-3-70b/generation',
      body: {
        text: 'Be brief.\n\nHi.',
        max_length: 9,
        temperature: 0.5,
        end_sequence: 'END',
        remove_input: true,
        remove_end_sequence: true,
      },
    },
  ],
  [
    'petals',
    sent(petals, place('petals'), { messages, max_tokens: 9, temperature: 0.5 }),
    {
      url: 'https://chat.petals.dev/api/v1/generate',
      body: 'model=model-x&inputs=Be%20brief.%0A%0AHi.&max_new_tokens=9&do_sample=1&temperature=0.5',
    },
  ],
  [
    'langgraph',
    sent(langgraph, place('langgraph', { model: 'agent' }), { messages, thread_id: 't' } as object, true),
    {
      url: 'http://localhost:2024/runs/stream',
      body: {
        assistant_id: 'agent',
        input: {
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'human', content: 'Hi.' },
          ],
        },
        stream_mode: 'messages-tuple',
        thread_id: 't',
      },
    },
  ],
  [
    'langflow',
    sent(langflow, place('langflow', { model: 'my flow' }), { messages, session_id: 's' } as object),
    {
      url: 'http://localhost:7860/api/v1/run/my%20flow',
      body: { input_value: 'Hi.', input_type: 'chat', output_type: 'chat', session_id: 's' },
    },
  ],
  [
    'ragflow',
    sent(ragflow, place('ragflow', { baseUrl: 'https://rag.example/api/v1', model: 'agent/a 1/gpt-4o' }), { messages }),
    { url: 'https://rag.example/api/v1/agents_openai/a%201/chat/completions', body: { model: 'gpt-4o', messages } },
  ],
])('%s', (_name, got, want) => {
  expect(got).toEqual(want)
})

test('an agent gets one message, with its speakers where there are several', () => {
  const { url, body } = sent(a2a, place('a2a', { baseUrl: 'https://agent.example/a' }), { messages }, true)
  expect([url, body.jsonrpc, body.method, body.params.configuration]).toEqual([
    'https://agent.example/a',
    '2.0',
    'message/stream',
    { blocking: true },
  ])
  expect(body.params.message).toMatchObject({
    kind: 'message',
    role: 'user',
    parts: [{ kind: 'text', text: 'system: Be brief.\nuser: Hi.' }],
  })
  expect(sent(a2a, place('a2a'), {}).body.params.message.parts).toEqual([{ kind: 'text', text: 'hello' }])
})

test.each([
  [predibase, place('predibase'), {}, 'tenant_id'],
  [ragflow, place('ragflow', { model: 'gpt-4o' }), {}, 'model'],
  [langflow, place('langflow'), { tweaks: {} }, 'tweaks'],
  [langflow, place('langflow'), { flow_id: 'x' }, 'flow_id'],
  [langgraph, place('langgraph'), { assistant_id: 'other' }, 'assistant_id'],
  [nlpCloud, place('nlp_cloud'), { stop: ['a', 'b'] }, 'stop'],
  [openaiText, place('text-completion-codestral'), { n: 2 }, 'n'],
] as readonly (readonly [Adapter, Target, object, string])[])('%# refuses what cannot be sent', (adapter, target, given, param) => {
  const built = adapter.endpoints.chat?.toRequest(chatCall(given), target)
  expect(built !== undefined && isFault(built) && built.failure.param).toBe(param)
})

describe('agents', () => {
  const rpc = (result: object) => ({ jsonrpc: '2.0', id: 'r1', result })
  const said = (body: object) => {
    const reply = a2a.endpoints.chat?.fromResponse(httpReply(body), chatCall(), place('a2a'))
    if (reply === undefined) throw new Error('no codec')
    return isFault(reply) ? reply.failure.kind : reply.choices[0]?.message.content
  }
  const parts = [
    { kind: 'text', text: 'Hi' },
    { kind: 'data', data: {} },
    { kind: 'text', text: '.' },
  ]

  test.each([
    ['a message', rpc({ kind: 'message', parts }), 'Hi.'],
    ['a message of the protobuf form', rpc({ message: { role: 'ROLE_AGENT', parts: [{ text: 'Hi.' }] } }), 'Hi.'],
    ['artifacts', rpc({ status: { state: 'completed', message: { parts: [{ text: 'done' }] } }, artifacts: [{ parts }] }), 'Hi.'],
    ['a status', rpc({ status: { state: 'input-required', message: { parts } } }), 'Hi.'],
    ['a task that failed', rpc({ status: { state: 'TASK_STATE_FAILED' } }), 'internal'],
    ['a task that was refused', rpc({ status: { state: 'rejected' } }), 'bad-request'],
    ['a sign-in that is missing', rpc({ status: { state: 'auth-required' } }), 'authentication'],
    ['a message the agent cannot read', { jsonrpc: '2.0', error: { code: -32602, message: 'Invalid params' } }, 'bad-request'],
    ['an agent that broke', { jsonrpc: '2.0', error: { code: -32603, message: 'Internal error' } }, 'internal'],
  ])('%s', (_name, body, want) => {
    expect(said(body)).toBe(want)
  })

  test('an agent that answers in its status only is heard at the end', () => {
    const events = [
      rpc({ kind: 'task', status: { state: 'submitted' } }),
      rpc({ kind: 'status-update', status: { state: 'working', message: { parts } } }),
      rpc({ kind: 'status-update', status: { state: 'completed' }, final: true }),
    ]
    const { chunks, failure } = foldStream(a2a, [sse(...events)], place('a2a'), chatCall({}, { stream: true }))
    expect([failure, chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta.content ?? '')).join('')]).toEqual([undefined, 'Hi.'])
  })
})

test('a graph’s answer is its last message, and all its calls are counted', () => {
  const told = (input: number, output: number) => ({ usage_metadata: { input_tokens: input, output_tokens: output } })
  const state = {
    messages: [
      { type: 'ai', content: 'from an earlier turn', ...told(100, 100) },
      { type: 'human', content: 'Weather?' },
      { type: 'ai', content: '', tool_calls: [{}], ...told(10, 2) },
      { type: 'tool', content: 'sunny' },
      { type: 'ai', content: 'It is sunny.', ...told(20, 3) },
    ],
  }
  const reply = langgraph.endpoints.chat?.fromResponse(httpReply(state), chatCall(), place('langgraph'))
  if (reply === undefined || isFault(reply)) throw new Error(reply?.failure.message)
  expect([reply.choices[0]?.message.content, reply.usage]).toEqual([
    'It is sunny.',
    { prompt_tokens: 30, completion_tokens: 5, total_tokens: 35 },
  ])
})
