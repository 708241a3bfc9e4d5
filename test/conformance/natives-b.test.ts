/** The adapter contract over the hosts that write text only, and over Oracle, SageMaker and RAGFlow, which speak OpenAI's format inside their own. */
import { describe } from 'vitest'
import { findProvider } from '../../src/catalog/providers.js'
import { a2a } from '../../src/providers/a2a.js'
import type { Adapter, Target } from '../../src/providers/adapter.js'
import { anthropicText } from '../../src/providers/anthropic-text.js'
import { langflow } from '../../src/providers/langflow.js'
import { langgraph } from '../../src/providers/langgraph.js'
import { nlpCloud } from '../../src/providers/nlp-cloud.js'
import { oci } from '../../src/providers/oci.js'
import { openaiText } from '../../src/providers/openai-text.js'
import { petals } from '../../src/providers/petals.js'
import { predibase } from '../../src/providers/predibase.js'
import { ragflow } from '../../src/providers/ragflow.js'
import { replicate } from '../../src/providers/replicate.js'
import { sagemaker } from '../../src/providers/sagemaker.js'
import { sagemakerChat } from '../../src/providers/sagemaker-chat.js'
import { triton } from '../../src/providers/triton.js'
import { encodeAwsEvent, encodeAwsFrame } from '../../src/testing/event-stream-encoder.js'
import { counts, halves, type NativeAnswer, type NativeSubject, nativeSuite } from './native-suite.js'
import { joined, sseEvents, type TextAnswer, type TextSubject, textSuite } from './text-suite.js'

const key = { kind: 'key', key: 'test-key-1234567890' } as const
const usage = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 }

function providerOf(name: string) {
  const row = findProvider(name)
  if (row === undefined) throw new Error(`no row ${name}`)
  return { name, format: row.format, auth: row.auth, quirks: row.quirks ?? {} }
}

const subject = (name: string, given: Omit<TextSubject, 'provider' | 'baseUrl' | 'credentials'> & Partial<TextSubject>): TextSubject => ({
  provider: providerOf(name),
  baseUrl: 'https://host.example/v1',
  credentials: key,
  ...given,
})

/** Text in pieces, as tokens come. */
const pieces = (text: string): readonly string[] => halves(text).flatMap((half) => halves(half))

const tgiEnd = ({ text, end }: TextAnswer) => ({
  generated_text: text,
  details: { finish_reason: end === 'stop' ? 'eos_token' : 'length', generated_tokens: 5, input_length: 12 },
})
const tgiEvents = (answer: TextAnswer): object[] => {
  const tokens = [...pieces(answer.text), '</s>']
  return tokens.map((text, at) => ({
    index: at,
    token: { id: at, text, special: text === '</s>' },
    generated_text: null,
    details: null,
    ...(at === tokens.length - 1 && tgiEnd(answer)),
  }))
}

describe('predibase', () =>
  textSuite(
    subject('predibase', {
      adapter: predibase,
      settings: { tenant_id: 'tenant' },
      whole: (answer) => tgiEnd(answer),
      events: (answer) => sseEvents(...tgiEvents(answer).map((event) => ['', event] as const)),
      ends: ['stop', 'length'],
      usage,
      streamError: joined(sseEvents(['', { error: 'it broke', error_type: 'generation' }])),
      wholeError: { error: 'it broke', error_type: 'generation' },
    }),
  ))

const payload = (text: string) =>
  encodeAwsFrame(
    [
      [':event-type', 'PayloadPart'],
      [':content-type', 'application/octet-stream'],
      [':message-type', 'event'],
    ],
    new TextEncoder().encode(text),
  )

describe('sagemaker', () =>
  textSuite(
    subject('sagemaker', {
      adapter: sagemaker,
      credentials: { kind: 'aws', accessKeyId: 'test-key-1234567890', secretAccessKey: 'secret', region: 'us-east-1' },
      whole: (answer) => [tgiEnd(answer)],
      events: (answer) => tgiEvents(answer).map((event) => payload(`data:${JSON.stringify(event)}\n\n`)),
      ends: ['stop', 'length'],
      usage,
      streamError: encodeAwsEvent({ event: 'ModelStreamError', data: '{"Message":"it broke"}', isException: true }),
      wholeError: { error: 'it broke', error_type: 'generation' },
    }),
  ))

describe('replicate', () =>
  textSuite(
    subject('replicate', {
      adapter: replicate,
      whole: ({ text }) => ({
        id: 'p1',
        status: 'succeeded',
        output: pieces(text),
        metrics: { input_token_count: 12, output_token_count: 5, predict_time: 0.5 },
      }),
      events: ({ text }) => sseEvents(...pieces(text).map((piece) => ['output', piece] as const), ['done', {}]),
      ends: ['stop'],
      usage,
      streamError: joined(sseEvents(['error', { detail: 'it broke' }])),
      wholeError: { id: 'p1', status: 'failed', error: 'it broke', output: null },
    }),
  ))

describe('anthropic-text', () =>
  textSuite(
    subject('anthropic_text', {
      adapter: anthropicText,
      whole: ({ text, end }) => ({
        type: 'completion',
        id: 'c1',
        completion: ` ${text}`,
        stop_reason: end === 'stop' ? 'stop_sequence' : 'max_tokens',
      }),
      events: ({ text, end }) =>
        sseEvents(
          ['ping', { type: 'ping' }],
          ...pieces(` ${text}`).map((completion) => ['completion', { type: 'completion', completion, stop_reason: null }] as const),
          ['completion', { type: 'completion', completion: '', stop_reason: end === 'stop' ? 'stop_sequence' : 'max_tokens' }],
        ),
      ends: ['stop', 'length'],
      streamError: joined(sseEvents(['error', { error: { type: 'overloaded_error', message: 'it broke' } }])),
      wholeError: { error: { type: 'api_error', message: 'it broke' } },
    }),
  ))

const completion = ({ text, end }: TextAnswer, finish: string | null = end) => ({
  id: 'cmpl-1',
  object: 'text_completion',
  created: 1_748_736_000,
  model: 'model-x',
  choices: [{ index: 0, text, logprobs: null, finish_reason: finish }],
})

describe('openai-text', () =>
  textSuite(
    subject('text-completion-openai', {
      adapter: openaiText,
      whole: (answer) => ({ ...completion(answer), usage }),
      events: (answer) =>
        sseEvents(
          ...pieces(answer.text).map((text) => ['', completion({ ...answer, text }, null)] as const),
          ['', { ...completion({ ...answer, text: '' }), usage }],
          ['', '[DONE]'],
        ).slice(0, -1),
      ends: ['stop', 'length'],
      usage,
      streamError: joined(sseEvents(['', { error: { message: 'it broke', type: 'server_error' } }])),
      wholeError: { error: { message: 'it broke' } },
    }),
  ))

describe('openai-text over fill in the middle', () =>
  textSuite(
    subject('text-completion-codestral', {
      adapter: openaiText,
      whole: ({ text, end }) => ({
        id: 'f1',
        choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: end }],
        usage,
      }),
      events: ({ text, end }) =>
        sseEvents(
          ...pieces(text).map((content) => ['', { id: 'f1', choices: [{ index: 0, delta: { content }, finish_reason: null }] }] as const),
          ['', { id: 'f1', choices: [{ index: 0, delta: { content: '' }, finish_reason: end }], usage }],
        ),
      ends: ['stop', 'length'],
      usage,
      streamError: joined(sseEvents(['', { error: { message: 'it broke' } }])),
      wholeError: { object: 'error', message: 'it broke' },
    }),
  ))

describe('triton', () =>
  textSuite(
    subject('triton', {
      adapter: triton,
      baseUrl: 'http://triton.example:8000/v2/models/llm/generate',
      whole: ({ text }) => ({ model_name: 'llm', model_version: '1', text_output: text }),
      events: ({ text }) => sseEvents(...pieces(text).map((piece) => ['', { model_name: 'llm', text_output: piece }] as const)),
      ends: ['stop'],
      closes: true,
      streamError: joined(sseEvents(['', { error: 'it broke' }])),
      wholeError: { error: 'it broke' },
    }),
  ))

const body = (value: unknown) => [new TextEncoder().encode(JSON.stringify(value))]

describe('nlp-cloud', () => {
  const whole = ({ text }: TextAnswer) => ({ generated_text: text, nb_input_tokens: 12, nb_generated_tokens: 5 })
  textSuite(
    subject('nlp_cloud', {
      adapter: nlpCloud,
      whole,
      events: (answer) => body(whole(answer)),
      ends: ['stop'],
      usage,
      streamError: joined(body({ detail: 'it broke' })),
      wholeError: { detail: 'it broke' },
    }),
  )
})

describe('petals', () => {
  const whole = ({ text }: TextAnswer) => ({ ok: true, outputs: text })
  const error = { ok: false, traceback: 'Traceback (most recent call last):\n  File "a.py"\nValueError: it broke\n' }
  textSuite(
    subject('petals', {
      adapter: petals,
      whole,
      events: (answer) => body(whole(answer)),
      ends: ['stop'],
      streamError: joined(body(error)),
      wholeError: error,
    }),
  )
})

describe('langflow', () => {
  const whole = ({ text }: TextAnswer) => ({ session_id: 's', outputs: [{ inputs: {}, outputs: [{ results: { message: { text } } }] }] })
  textSuite(
    subject('langflow', {
      adapter: langflow,
      whole,
      events: (answer) => body(whole(answer)),
      ends: ['stop'],
      streamError: joined(body({ detail: 'it broke' })),
      wholeError: { detail: 'it broke' },
    }),
  )
})

const told = { usage_metadata: { input_tokens: 12, output_tokens: 5, total_tokens: 17 } }

describe('langgraph', () =>
  textSuite(
    subject('langgraph', {
      adapter: langgraph,
      whole: ({ text, end }) => ({
        messages: [
          { type: 'human', content: 'hello' },
          { type: 'ai', id: 'm1', content: [{ type: 'text', text }], response_metadata: { finish_reason: end }, ...told },
        ],
      }),
      events: ({ text, end }) =>
        sseEvents(
          ['metadata', { run_id: 'r1', attempt: 1 }],
          ...pieces(text).map(
            (content) => ['messages', [{ type: 'AIMessageChunk', id: 'm1', content }, { langgraph_node: 'agent' }]] as const,
          ),
          [
            'messages',
            [
              { type: 'AIMessageChunk', id: 'm1', content: '', response_metadata: { finish_reason: end }, ...told },
              { langgraph_node: 'agent' },
            ],
          ],
          ['messages', [{ type: 'ai', id: 'm1', content: text, ...told }, {}]],
        ),
      ends: ['stop', 'length'],
      usage,
      closes: true,
      streamError: joined(sseEvents(['error', { error: 'ValueError', message: 'it broke' }])),
      wholeError: { __error__: { error: 'ValueError', message: 'it broke' } },
    }),
  ))

const rpc = (result: object) => ({ jsonrpc: '2.0', id: 'r1', result })
const parts = (text: string) => [{ kind: 'text', text }]

describe('a2a', () =>
  textSuite(
    subject('a2a', {
      adapter: a2a,
      whole: ({ text }) => rpc({ kind: 'task', id: 't1', status: { state: 'completed' }, artifacts: [{ parts: parts(text) }] }),
      events: ({ text }) =>
        sseEvents(
          ['', rpc({ kind: 'task', id: 't1', status: { state: 'submitted' } })],
          ['', rpc({ kind: 'status-update', status: { state: 'working', message: { parts: parts('thinking about it') } }, final: false })],
          ...pieces(text).map(
            (piece, at) => ['', rpc({ kind: 'artifact-update', append: at > 0, artifact: { parts: parts(piece) } })] as const,
          ),
          ['', rpc({ kind: 'status-update', status: { state: 'completed' }, final: true })],
        ),
      ends: ['stop'],
      streamError: joined(sseEvents(['', { jsonrpc: '2.0', id: 'r1', error: { code: -32603, message: 'it broke' } }])),
      wholeError: rpc({ kind: 'task', status: { state: 'failed', message: { parts: parts('it broke') } } }),
    }),
  ))

const ends = { stop: 'stop', length: 'length', tools: 'tool_calls', filtered: 'content_filter', 'unheard-of': 'gone_fishing' } as const

/** The same adapter for a suite that knows no settings. */
function withSettings(adapter: Adapter, given: Partial<Target>): Adapter {
  const { chat } = adapter.endpoints
  if (chat === undefined) throw new Error('no chat')
  const { createDecoder: _none, ...rest } = adapter // the suite's events are plain ones
  return { ...rest, endpoints: { chat: { ...chat, toRequest: (call, target) => chat.toRequest(call, { ...target, ...given }) } } }
}

const openAiSubject = (name: string, adapter: Adapter): NativeSubject => ({
  adapter,
  provider: { ...providerOf(name), quirks: { unsupported: ['user', 'metadata', 'n'] } },
  baseUrl: 'https://host.example',
  credentials: key,
  ends: ['stop', 'length', 'tools', 'filtered', 'unheard-of'],
  hasIds: true,
  cached: undefined,
  whole: (answer) => ({ id: 'a1', choices: [{ index: 0, message: message(answer), finish_reason: ends[answer.end] }], usage: openAiUsage }),
  events: (answer) => [
    ...deltas(answer).map((delta) => ({ data: chunk(delta) })),
    { data: { ...chunk({}, ends[answer.end]), usage: openAiUsage } },
  ],
  streamError: { data: { error: { message: 'no more', code: 503 } }, kind: 'unavailable', status: 503 },
})

const openAiUsage = { prompt_tokens: counts.prompt, completion_tokens: counts.completion, total_tokens: counts.prompt + counts.completion }
const chunk = (delta: object, finish: string | null = null) => ({ id: 'a1', choices: [{ index: 0, delta, finish_reason: finish }] })

function message({ text, reasoning, calls = [] }: NativeAnswer): object {
  const made = calls.map(({ id, name, arguments: input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }))
  return { role: 'assistant', content: text, reasoning_content: reasoning, ...(made.length > 0 && { tool_calls: made }) }
}

function deltas({ text, reasoning, calls = [] }: NativeAnswer): object[] {
  return [
    { role: 'assistant', content: '' },
    ...halves(reasoning ?? '').map((piece) => ({ reasoning_content: piece })),
    ...halves(text).map((content) => ({ content })),
    ...calls.flatMap(({ id, name, arguments: input }, index) => [
      { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] },
      ...halves(JSON.stringify(input)).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
    {},
  ]
}

describe('ragflow', () => nativeSuite(openAiSubject('ragflow', withSettings(ragflow, { model: 'chat/c1/model-x' }))))

describe('sagemaker-chat', () =>
  nativeSuite({
    ...openAiSubject('sagemaker_chat', { ...withSettings(sagemakerChat, {}), framing: 'sse' }),
    credentials: { kind: 'aws', accessKeyId: 'test-key-1234567890', secretAccessKey: 'secret', region: 'us-east-1' },
  }))

const ociUsage = {
  promptTokens: counts.prompt,
  completionTokens: counts.completion,
  totalTokens: counts.prompt + counts.completion,
  promptTokensDetails: { cachedTokens: counts.cached },
}
const text = (value: string) => [{ type: 'TEXT', text: value }]

describe('oci', () =>
  nativeSuite({
    adapter: withSettings(oci, { settings: { oci_compartment_id: 'ocid1.compartment' } }),
    provider: providerOf('oci'),
    baseUrl: 'https://inference.generativeai.us-ashburn-1.oci.oraclecloud.com',
    credentials: { kind: 'fields', fields: { oci_user: 'test-key-1234567890', oci_fingerprint: 'f', oci_tenancy: 't', oci_key: 'k' } },
    ends: ['stop', 'length', 'tools', 'filtered', 'unheard-of'],
    hasIds: true,
    cached: counts.cached,
    whole: ({ text: said, reasoning, calls = [], end }) => ({
      modelId: 'model-x',
      modelVersion: '1',
      chatResponse: {
        apiFormat: 'GENERIC',
        timeCreated: '2025-06-01T00:00:00Z',
        choices: [
          {
            index: 0,
            finishReason: ends[end],
            message: {
              role: 'ASSISTANT',
              content: said === '' ? null : text(said),
              reasoningContent: reasoning,
              toolCalls: calls.map(({ id, name, arguments: input }) => ({ id, type: 'FUNCTION', name, arguments: JSON.stringify(input) })),
            },
          },
        ],
        usage: ociUsage,
      },
    }),
    events: ({ text: said, reasoning, calls = [], end }) => [
      ...halves(reasoning ?? '').map((piece) => ({
        data: { index: 0, message: { role: 'ASSISTANT', reasoningContent: piece }, pad: 'aaa' },
      })),
      ...halves(said).map((piece) => ({ data: { index: 0, message: { role: 'ASSISTANT', content: text(piece) }, pad: 'aaa' } })),
      ...calls.flatMap(({ id, name, arguments: input }) => {
        const [first = '', ...rest] = halves(JSON.stringify(input))
        return [
          { data: { index: 0, message: { role: 'ASSISTANT', toolCalls: [{ id, type: 'FUNCTION', name, arguments: first }] } } },
          ...rest.map((piece) => ({
            data: { index: 0, message: { role: 'ASSISTANT', toolCalls: [{ type: 'FUNCTION', arguments: piece }] } },
          })),
        ]
      }),
      { data: { index: 0, finishReason: ends[end], pad: 'aaaa', usage: ociUsage } },
    ],
    streamError: { data: { code: '503', message: 'no more' }, kind: 'unavailable', status: 503 },
  }))
