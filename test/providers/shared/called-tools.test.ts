/** Tools, choices and earlier calls in plain terms. */
import { expect, test } from 'vitest'
import { earlierCalls, functionCallId, wantedTools } from '../../../src/providers/shared/called-tools.js'

const empty = { type: 'object', properties: {} }
const a = { name: 'a', parameters: empty, strict: false }
const b = { name: 'b', parameters: empty, strict: false }
const both = [
  { type: 'function', function: { name: 'a' } },
  { type: 'function', function: { name: 'b' } },
]

test.each([
  ['nothing', {}, { tools: [], choice: 'auto', refused: [] }],
  ['tools', { tools: both }, { tools: [a, b], choice: 'auto', refused: [] }],
  ['functions', { functions: [{ name: 'a' }], function_call: 'none' }, { tools: [a], choice: 'none', refused: [] }],
  [
    'a named function',
    { functions: [{ name: 'a' }, { name: 'b' }], function_call: { name: 'b' } },
    { tools: [b], choice: 'required', refused: [] },
  ],
  ['any', { tools: both, tool_choice: 'any' }, { tools: [a, b], choice: 'required', refused: [] }],
  [
    'a named tool',
    { tools: both, tool_choice: { type: 'function', function: { name: 'a' } } },
    { tools: [a], choice: 'required', refused: [] },
  ],
  [
    'allowed tools, one required',
    {
      tools: both,
      tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'b' } }] } },
    },
    { tools: [b], choice: 'required', refused: [] },
  ],
  ['a choice that names nothing', { tools: both, tool_choice: { type: 'function' } }, { tools: [a, b], choice: 'auto', refused: [] }],
  [
    'what only OpenAI has',
    { tools: [{ type: 'custom', custom: { name: 'x' } }], web_search_options: {} },
    {
      tools: [],
      choice: 'auto',
      refused: [{ name: 'tools', why: 'a tool of type "custom"; only functions' }, { name: 'web_search_options' }],
    },
  ],
])('%s', (_name, request, want) => {
  expect(wantedTools(request)).toEqual(want)
})

const call = (input: unknown) => ({ tool_calls: [{ id: 'c', type: 'function', function: { name: 'a', arguments: input } }] })

test.each([
  ['text as it came', call('{ "x": 1 }'), { id: 'c', name: 'a', input: { x: 1 }, json: '{ "x": 1 }' }],
  ['no text', call(''), { id: 'c', name: 'a', input: {}, json: '{}' }],
  ['null', call('null'), { id: 'c', name: 'a', input: {}, json: '{}' }],
  ['an object', call({ x: 1 }), { id: 'c', name: 'a', input: { x: 1 }, json: '{"x":1}' }],
  ['broken text', call('{"x":'), { id: 'c', name: 'a', input: { input: '{"x":' }, json: '{"input":"{\\"x\\":"}' }],
  ['a list', call('[1]'), { id: 'c', name: 'a', input: { input: [1] }, json: '{"input":[1]}' }],
  [
    'a custom tool',
    { tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'a', input: 'free' } }] },
    { id: 'c', name: 'a', input: { input: 'free' }, json: '{"input":"free"}' },
  ],
  ['the deprecated form', { function_call: { name: 'a', arguments: '{}' } }, { id: functionCallId('a'), name: 'a', input: {}, json: '{}' }],
])('arguments: %s', (_name, message, want) => {
  expect(earlierCalls(message)).toEqual([want])
})
