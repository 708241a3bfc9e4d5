/** One abstract answer in the wire form of each format, whole and streamed, for the suite that runs over every adapter. */
import type { Provider } from '../../src/plan/plan.js'
import type { Adapter, Credentials } from '../../src/providers/adapter.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { azure } from '../../src/providers/azure.js'
import { openai } from '../../src/providers/openai.js'
import { vertex } from '../../src/providers/vertex.js'
import { vertexAnthropic } from '../../src/providers/vertex-anthropic.js'
import { vertexGemini } from '../../src/providers/vertex-gemini.js'
import { vertexOpenai } from '../../src/providers/vertex-openai.js'
import { geminiSubject } from './gemini-answers.js'

export type WireCall = { readonly id: string; readonly name: string; readonly arguments: object }

/** What a provider says, before it takes any form. */
export type WireAnswer = {
  readonly text: string
  readonly reasoning?: string
  readonly calls?: readonly WireCall[]
  readonly end: 'stop' | 'length' | 'tools' | 'filtered' | 'unheard-of'
  readonly prompt: number
  readonly cached: number
  readonly completion: number
}

/** An event as SSE carries it. */
export type WireEvent = { readonly event?: string; readonly data: object | string }

export type Subject = {
  readonly adapter: Adapter
  readonly provider: Partial<Provider>
  readonly apiVersion?: string
  readonly baseUrl: string
  readonly credentials: Credentials
  whole(answer: WireAnswer): object
  events(answer: WireAnswer): readonly WireEvent[]
  /** Index of the first event with which an answer counts as complete. */
  completeAt(events: readonly WireEvent[]): number
}

const openAiEnds = {
  stop: 'stop',
  length: 'length',
  tools: 'tool_calls',
  filtered: 'content_filter',
  'unheard-of': 'gone_fishing',
} as const
const anthropicEnds = {
  stop: 'end_turn',
  length: 'max_tokens',
  tools: 'tool_use',
  filtered: 'refusal',
  'unheard-of': 'gone_fishing',
} as const

const hosts: readonly Subject[] = [
  openAiSubject(openai, 'https://host.example/v1', {}),
  openAiSubject(azure, 'https://resource.openai.azure.com', { apiVersion: '2024-10-21' }),
  {
    adapter: anthropic,
    provider: { name: 'anthropic', format: 'anthropic', auth: 'x-api-key' },
    baseUrl: 'https://api.anthropic.example',
    credentials: { kind: 'key', key: 'test-key-1234567890' },
    whole: anthropicWhole,
    events: anthropicEvents,
    completeAt: (events) => events.findIndex(({ event }) => event === 'message_delta'),
  },
  geminiSubject,
]

/** The same answers through Vertex AI; the base names the whole resource, as a gateway's may. */
function onVertex(adapter: Adapter, format: string, resource: string): readonly Subject[] {
  const provider = { name: 'vertex_ai', format: adapter.format, auth: 'fields' } as const
  const credentials = { kind: 'bearer', token: 'test-key-1234567890' } as const
  const baseUrl = `https://vertex.example/v1/projects/p/locations/global/${resource}`
  return hosts.filter((host) => host.adapter.format === format).map((host) => ({ ...host, adapter, provider, baseUrl, credentials }))
}

export const subjects: readonly Subject[] = [
  ...hosts,
  ...onVertex(vertexGemini, 'gemini', 'publishers/google/models/model-x'),
  ...onVertex(vertexAnthropic, 'anthropic', 'publishers/anthropic/models/model-x'),
  ...onVertex(vertexOpenai, 'openai', 'endpoints/1'),
  ...onVertex(vertex, 'gemini', 'publishers/google/models/model-x'),
]

function openAiSubject(adapter: Adapter, baseUrl: string, more: { readonly apiVersion?: string }): Subject {
  return {
    adapter,
    provider: { name: adapter.format, format: adapter.format, auth: adapter.format === 'azure' ? 'api-key' : 'bearer' },
    baseUrl,
    credentials: { kind: 'key', key: 'test-key-1234567890' },
    whole: openAiWhole,
    events: openAiEvents,
    completeAt: (events) => events.findIndex(({ data }) => typeof data === 'object' && JSON.stringify(data).includes('"finish_reason":"')),
    ...more,
  }
}

function openAiUsage({ prompt, cached, completion }: WireAnswer) {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: {},
  }
}

function openAiCalls(calls: readonly WireCall[]) {
  return calls.map(({ id, name, arguments: input }) => ({
    id,
    type: 'function',
    function: { name, arguments: Object.keys(input).length === 0 ? '' : JSON.stringify(input) },
  }))
}

function openAiWhole(answer: WireAnswer): object {
  const { text, reasoning, calls = [], end } = answer
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_748_736_000,
    model: 'model-x',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text === '' && calls.length > 0 ? null : text,
          refusal: null,
          ...(reasoning !== undefined && { reasoning_content: reasoning }),
          ...(calls.length > 0 && { tool_calls: openAiCalls(calls) }),
        },
        logprobs: null,
        finish_reason: openAiEnds[end],
      },
    ],
    usage: openAiUsage(answer),
  }
}

function openAiEvents(answer: WireAnswer): readonly WireEvent[] {
  const { text, reasoning, calls = [], end } = answer
  const chunk = (delta: object, finish: string | null = null) => ({
    data: {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1_748_736_000,
      model: 'model-x',
      choices: [{ index: 0, delta, finish_reason: finish }],
      usage: null,
    },
  })
  return [
    chunk({ role: 'assistant', content: '' }),
    ...halves(reasoning ?? '').map((piece) => chunk({ reasoning_content: piece })),
    ...halves(text).map((piece) => chunk({ content: piece })),
    ...openAiCalls(calls).flatMap(({ function: { name, arguments: input }, ...call }, index) => [
      chunk({ tool_calls: [{ ...call, index, function: { name, arguments: '' } }] }),
      ...halves(input).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
    chunk({}, openAiEnds[end]),
    { data: { ...chunk({}).data, choices: [], usage: openAiUsage(answer) } },
    { data: '[DONE]' },
  ]
}

function anthropicUsage({ prompt, cached, completion }: WireAnswer) {
  return { input_tokens: prompt - cached, cache_read_input_tokens: cached, cache_creation_input_tokens: 0, output_tokens: completion }
}

function anthropicBlocks({ text, reasoning, calls = [] }: WireAnswer) {
  return [
    ...(reasoning === undefined ? [] : [{ type: 'thinking', thinking: reasoning, signature: 'c2lnbmVk' }]),
    ...(text === '' ? [] : [{ type: 'text', text }]),
    ...calls.map(({ id, name, arguments: input }) => ({ type: 'tool_use', id, name, input })),
  ]
}

function anthropicWhole(answer: WireAnswer): object {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'model-x',
    content: anthropicBlocks(answer),
    stop_reason: anthropicEnds[answer.end],
    stop_sequence: null,
    usage: anthropicUsage(answer),
  }
}

function anthropicEvents(answer: WireAnswer): readonly WireEvent[] {
  const usage = anthropicUsage(answer)
  const event = (type: string, members: object): WireEvent => ({ event: type, data: { type, ...members } })
  return [
    event('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'model-x',
        content: [],
        stop_reason: null,
        usage: { ...usage, output_tokens: 1 },
      },
    }),
    ...anthropicBlocks(answer).flatMap((block, index) => [
      event('content_block_start', { index, content_block: opened(block) }),
      ...deltas(block).map((delta) => event('content_block_delta', { index, delta })),
      event('content_block_stop', { index }),
    ]),
    event('ping', {}),
    event('message_delta', {
      delta: { stop_reason: anthropicEnds[answer.end], stop_sequence: null },
      usage: { output_tokens: answer.completion },
    }),
    event('message_stop', {}),
  ]
}

type AnthropicBlock = ReturnType<typeof anthropicBlocks>[number]

function opened(block: AnthropicBlock): object {
  if ('thinking' in block) return { type: 'thinking', thinking: '', signature: '' }
  return 'text' in block ? { type: 'text', text: '' } : { ...block, input: {} }
}

function deltas(block: AnthropicBlock): readonly object[] {
  if ('thinking' in block) {
    return [
      ...halves(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: block.signature },
    ]
  }
  if ('text' in block) return halves(block.text).map((text) => ({ type: 'text_delta', text }))
  if (!('input' in block) || Object.keys(block.input).length === 0) return []
  return halves(JSON.stringify(block.input)).map((json) => ({ type: 'input_json_delta', partial_json: json }))
}

function halves(text: string): readonly string[] {
  const cut = Math.ceil(text.length / 2)
  return [text.slice(0, cut), text.slice(cut)].filter((piece) => piece !== '')
}
