/** The adapter contract over the Responses API, at OpenAI and at Azure. */
import { describe } from 'vitest'
import { azureResponses } from '../../src/providers/azure-responses.js'
import { openaiResponses } from '../../src/providers/openai-responses.js'
import { counts, halves, type NativeAnswer, type NativeCall, type NativeSubject, nativeSuite } from './native-suite.js'

const ends = {
  stop: { status: 'completed', incomplete_details: null },
  tools: { status: 'completed', incomplete_details: null },
  length: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
  filtered: { status: 'incomplete', incomplete_details: { reason: 'content_filter' } },
  'unheard-of': { status: 'incomplete', incomplete_details: { reason: 'gone_fishing' } },
} as const

const usage = {
  input_tokens: counts.prompt,
  input_tokens_details: { cached_tokens: counts.cached },
  output_tokens: counts.completion,
  output_tokens_details: { reasoning_tokens: 4 },
  total_tokens: counts.prompt + counts.completion,
}

const reasoningItem = (text: string) => ({ id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text }] })
const messageItem = (text: string) => ({
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text, annotations: [] }],
})
const argumentText = (input: object) => (Object.keys(input).length === 0 ? '' : JSON.stringify(input))
const callItem = ({ id, name, arguments: input }: NativeCall) => ({
  id: `fc_${name}`,
  type: 'function_call',
  status: 'completed',
  call_id: id,
  name,
  arguments: argumentText(input),
})

function whole({ text, reasoning, calls = [], end }: NativeAnswer): object {
  const output = [
    ...(reasoning === undefined ? [] : [reasoningItem(reasoning)]),
    ...(text === '' ? [] : [messageItem(text)]),
    ...calls.map(callItem),
  ]
  return { id: 'resp_1', object: 'response', created_at: 1_748_736_000, model: 'model-x', error: null, ...ends[end], output, usage }
}

function events(answer: NativeAnswer) {
  const { text, reasoning, calls = [], end } = answer
  const response = whole(answer)
  const event = (type: string, members: object) => ({ event: type, data: { type, ...members } })
  const started = { ...response, status: 'in_progress', output: [], usage: null }
  let next = 0
  const item = (done: { readonly id: string }, between: (place: object) => readonly object[]) => {
    const place = { output_index: next, item_id: done.id }
    next += 1
    return [
      event('response.output_item.added', { output_index: place.output_index, item: { ...done, summary: [], content: [], arguments: '' } }),
      ...between(place),
      event('response.output_item.done', { output_index: place.output_index, item: done }),
    ]
  }
  const deltas = (type: string, text: string, place: object) => halves(text).map((delta) => event(type, { ...place, delta }))
  return [
    event('response.created', { response: started }),
    event('response.in_progress', { response: started }),
    ...(reasoning === undefined
      ? []
      : item(reasoningItem(reasoning), (place) =>
          deltas('response.reasoning_summary_text.delta', reasoning, { ...place, summary_index: 0 }),
        )),
    ...(text === '' ? [] : item(messageItem(text), (place) => deltas('response.output_text.delta', text, { ...place, content_index: 0 }))),
    ...calls.flatMap((call) =>
      item(callItem(call), (place) => deltas('response.function_call_arguments.delta', argumentText(call.arguments), place)),
    ),
    event(ends[end].status === 'incomplete' ? 'response.incomplete' : 'response.completed', { response }),
  ] as { event: string; data: object }[]
}

const common = {
  credentials: { kind: 'key', key: 'test-key-1234567890' },
  whole,
  events,
  ends: ['stop', 'length', 'tools', 'filtered', 'unheard-of'],
  hasIds: true,
  cached: counts.cached,
  leftOut: /null|"stop"|"seed"|"n"/,
  streamError: {
    data: { type: 'error', sequence_number: 3, error: { type: 'server_error', code: 'server_error', message: 'it broke', param: null } },
    kind: 'internal',
    status: 500,
  },
} as const

const subjects: readonly NativeSubject[] = [
  {
    ...common,
    adapter: openaiResponses,
    provider: { name: 'openai', format: 'openai-responses', auth: 'bearer' },
    baseUrl: 'https://api.openai.example/v1',
  },
  {
    ...common,
    adapter: azureResponses,
    provider: { name: 'azure', format: 'azure-responses', auth: 'api-key' },
    baseUrl: 'https://resource.openai.azure.example',
  },
]

describe.each(subjects)('$adapter.format', (subject) => nativeSuite(subject))
