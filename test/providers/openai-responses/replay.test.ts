/** An answer goes back as it came, as far as the caller has left it alone. */
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { ChatMessage } from '../../../src/protocol/messages.js'
import { openaiResponses } from '../../../src/providers/openai-responses.js'
import { chatCall, httpReply, testTarget } from '../../support/codec.js'

const { chat } = openaiResponses.endpoints
if (chat === undefined) throw new Error('no chat')

const thought = (id: string) => ({ id, type: 'reasoning', summary: [], encrypted_content: `secret ${id}` })
const said = (id: string, text: string, phase?: string) => ({
  id,
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
  ...(phase !== undefined && { phase }),
})
const called = (id: string) => ({
  id: `fc_${id}`,
  type: 'function_call',
  call_id: id,
  name: 'f',
  arguments: '{"a":1}',
  status: 'completed',
})
const searched = { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'q' } }

type Assistant = Extract<ChatMessage, { role: 'assistant' }>

/** The input that the next turn sends after the model answered `output` and the caller changed the message. */
function nextInput(
  output: readonly object[],
  change: (message: Assistant) => Assistant = (message) => message,
  { store = false, provider = 'openai', tail = [] as ChatMessage[] } = {},
) {
  const target = testTarget({ provider: { name: 'openai', format: 'openai-responses' } })
  const reply = chat?.fromResponse(httpReply({ id: 'r', model: 'm', status: 'completed', output }), chatCall(), target)
  const message = reply === undefined || isFault(reply) ? undefined : reply.choices[0]?.message
  if (message === undefined) throw new Error('no message')
  const messages = [{ role: 'user' as const, content: 'go' }, change(message), ...tail]
  const built = chat?.toRequest(chatCall({ messages, store }), testTarget({ provider: { name: provider, format: 'openai-responses' } }))
  if (built === undefined || isFault(built)) throw new Error('no request')
  return JSON.parse(String(built.body)).input.slice(1)
}

const full = [thought('rs_1'), searched, thought('rs_2'), said('msg_1', 'Wait. ', 'commentary'), thought('rs_3'), called('a'), called('b')]

test('an answer goes back item by item', () => {
  expect(nextInput(full)).toEqual(full)
})

test.each([
  {
    name: 'a call taken out takes its reasoning along',
    change: (message: Assistant) => ({ ...message, tool_calls: message.tool_calls?.slice(1) ?? [] }),
    want: [thought('rs_1'), searched, thought('rs_2'), said('msg_1', 'Wait. ', 'commentary'), called('b')],
  },
  {
    name: 'text written anew takes its reasoning along',
    change: (message: Assistant) => ({ ...message, content: 'Stop.' }),
    want: [{ role: 'assistant', content: 'Stop.' }, thought('rs_1'), searched, thought('rs_3'), called('a'), called('b')],
  },
  {
    name: 'other arguments take the reasoning along',
    change: (message: Assistant) => ({
      ...message,
      tool_calls: [{ id: 'a', type: 'function' as const, function: { name: 'f', arguments: '{"a":2}' } }],
    }),
    want: [
      thought('rs_1'),
      searched,
      thought('rs_2'),
      said('msg_1', 'Wait. ', 'commentary'),
      { type: 'function_call', call_id: 'a', name: 'f', arguments: '{"a":2}' },
    ],
  },
])('$name', ({ change, want }) => {
  expect(nextInput(full, change)).toEqual(want)
})

test('reasoning that led to nothing is left out', () => {
  expect(nextInput([said('msg_1', 'So.', 'final_answer'), thought('rs_1')])).toEqual([said('msg_1', 'So.', 'final_answer')])
})

test('reasoning that only its store can read goes back to a store only', () => {
  const output = [{ id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: null }, called('a')]
  expect(nextInput(output)).toEqual([{ type: 'function_call', call_id: 'a', name: 'f', arguments: '{"a":1}' }])
  expect(nextInput(output, undefined, { store: true })).toEqual([{ id: 'rs_1', type: 'reasoning', summary: [] }, called('a')])
})

test('another provider gets text and calls', () => {
  expect(nextInput(full, undefined, { provider: 'xai' })).toEqual([
    { role: 'assistant', content: 'Wait. ' },
    { type: 'function_call', call_id: 'a', name: 'f', arguments: '{"a":1}' },
    { type: 'function_call', call_id: 'b', name: 'f', arguments: '{"a":1}' },
  ])
})

test('results of shells, patches and screens have forms of their own', () => {
  const output = [
    { id: 'lsh', type: 'local_shell_call', call_id: 'c1', status: 'completed', action: { type: 'exec', command: ['ls'], env: {} } },
    { id: 'sh', type: 'shell_call', call_id: 'c2', status: 'completed', action: { commands: ['ls'] }, environment: null },
    { id: 'ap', type: 'apply_patch_call', call_id: 'c3', status: 'completed', operation: { type: 'delete_file', path: 'x' } },
    { id: 'cu', type: 'computer_call', call_id: 'c4', status: 'completed', pending_safety_checks: [] },
    { id: 'ct', type: 'custom_tool_call', call_id: 'c5', name: 'g', input: 'free' },
  ]
  const outcome = { type: 'exit', exit_code: 1 }
  const tail = [
    { role: 'tool', tool_call_id: 'c1', content: 'a.txt' },
    { role: 'tool', tool_call_id: 'c2', content: JSON.stringify([{ stdout: '', stderr: 'no', outcome }]) },
    { role: 'tool', tool_call_id: 'c3', content: 'gone' },
    { role: 'tool', tool_call_id: 'c4', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }] },
    { role: 'tool', tool_call_id: 'c5', content: 'yes' },
  ] as ChatMessage[]
  expect(nextInput(output, undefined, { tail }).slice(5)).toEqual([
    { type: 'local_shell_call_output', id: 'c1', output: 'a.txt' },
    { type: 'shell_call_output', call_id: 'c2', output: [{ stdout: '', stderr: 'no', outcome }] },
    { type: 'apply_patch_call_output', call_id: 'c3', status: 'completed', output: 'gone' },
    {
      type: 'computer_call_output',
      call_id: 'c4',
      output: { type: 'computer_screenshot', image_url: 'data:image/png;base64,AA==' },
    },
    { type: 'custom_tool_call_output', call_id: 'c5', output: 'yes' },
  ])
})
