/** Streams, put together again. */
import { expect, test } from 'vitest'
import { StreamedAnswer } from '../../../src/gateway/spend/streamed-answer.js'

function put(...chunks: readonly unknown[]): object {
  const answer = new StreamedAnswer()
  for (const chunk of chunks) answer.add(chunk)
  return answer.answer()
}
const chat = (delta: object, more: object = {}) => ({ id: 'c1', model: 'm', choices: [{ index: 0, delta, ...more }] })
const call = (index: number, more: object) => chat({ tool_calls: [{ index, ...more }] })

test.each<readonly [string, readonly unknown[], unknown]>([
  ['nothing', [], {}],
  ['what is no chunk', [null, 1, 'x', [], { choices: 'x' }, { choices: [null, { index: 'x' }] }], {}],
  [
    'a chat with its thoughts and its usage',
    [
      chat({ role: 'assistant', content: '' }),
      chat({ reasoning_content: 'hm' }),
      chat({ content: 'Hel' }),
      chat({ content: 'lo' }, { finish_reason: 'stop' }),
      { id: 'c1', model: 'm', choices: [], usage: { total_tokens: 3 } },
    ],
    {
      id: 'c1',
      model: 'm',
      usage: { total_tokens: 3 },
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hello', reasoning_content: 'hm' }, finish_reason: 'stop' }],
    },
  ],
  [
    'two calls of tools',
    [
      call(0, { id: 't0', function: { name: 'f', arguments: '{"a"' } }),
      call(1, { id: 't1', function: { name: 'g', arguments: '' } }),
      call(0, { function: { arguments: ':1}' } }),
    ],
    {
      id: 'c1',
      model: 'm',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 't0', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
              { id: 't1', type: 'function', function: { name: 'g', arguments: '' } },
            ],
          },
          finish_reason: null,
        },
      ],
    },
  ],
  [
    'a completion',
    [{ choices: [{ index: 0, text: 'a' }] }, { choices: [{ index: 0, text: 'b', finish_reason: 'length' }] }],
    { choices: [{ index: 0, text: 'ab', finish_reason: 'length' }] },
  ],
  [
    'a response that came whole',
    [
      { type: 'response.created', response: { id: 'r', output: [] } },
      { type: 'response.output_text.delta', delta: 'hi' },
      { type: 'response.completed', response: { id: 'r', output: [{ type: 'message' }] } },
    ],
    { id: 'r', output: [{ type: 'message' }] },
  ],
  [
    'a response that broke off',
    [
      { type: 'response.created', response: { id: 'r', output: [] } },
      { type: 'response.output_text.delta', delta: 'h' },
      { type: 'response.output_text.delta', delta: 'i' },
    ],
    { id: 'r', output: [], output_text: 'hi' },
  ],
])('%s', (_, chunks, want) => {
  expect(put(...chunks)).toEqual(want)
})

test('a stream without end fills no memory', () => {
  const answer = new StreamedAnswer()
  for (let nth = 0; nth < 1_000; nth++) answer.add({ choices: [{ index: nth, delta: { content: 'x'.repeat(1_000) } }] })
  for (let nth = 0; nth < 1_000; nth++)
    answer.add({ choices: [{ index: 0, delta: { content: 'x'.repeat(1_000), tool_calls: [{ index: nth }] } }] })
  expect(JSON.stringify(answer.answer()).length).toBeLessThan(400_000)
})
