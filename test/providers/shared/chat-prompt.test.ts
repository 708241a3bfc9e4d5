/** Conversations as one text, in the form of each model family. */
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { chatPrompt, chatTurns, claudeStyle, promptStyle } from '../../../src/providers/shared/chat-prompt.js'
import { testTarget } from '../../support/codec.js'

const talk = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: [{ type: 'text', text: 'Hi.' }] },
  { role: 'assistant', content: 'Hello.' },
  { role: 'user', content: 'Bye.' },
]

function prompt(messages: unknown, style = promptStyle('base')): string {
  const turns = chatTurns(messages, testTarget())
  if (isFault(turns)) throw new Error(turns.failure.message)
  return chatPrompt(turns, style)
}

test.each([
  ['gpt-3.5-turbo-instruct', 'Be brief.\n\nHi.\n\nHello.\n\nBye.'],
  [
    'meta/meta-llama-3-8b-instruct',
    '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi.<|eot_id|>' +
      '<|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye.<|eot_id|>' +
      '<|start_header_id|>assistant<|end_header_id|>\n\n',
  ],
  ['meta-llama/Llama-2-7b-chat-hf', '<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi. [/INST] Hello. </s><s>[INST] Bye. [/INST]'],
  ['mistralai/mixtral-8x7b-instruct-v0.1', '<s>[INST] Be brief.\n\nHi. [/INST] Hello.</s>[INST] Bye. [/INST]'],
  [
    'Qwen2.5-7B-Instruct',
    '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi.<|im_end|>\n<|im_start|>assistant\nHello.<|im_end|>\n' +
      '<|im_start|>user\nBye.<|im_end|>\n<|im_start|>assistant\n',
  ],
  [
    'google/gemma-2b-it',
    '<bos><start_of_turn>user\nBe brief.<end_of_turn>\n<start_of_turn>user\nHi.<end_of_turn>\n<start_of_turn>model\nHello.<end_of_turn>\n' +
      '<start_of_turn>user\nBye.<end_of_turn>\n<start_of_turn>model\n',
  ],
])('%s', (model, want) => {
  expect(prompt(talk, promptStyle(model))).toBe(want)
})

test('Claude reads Human and Assistant, the system text in front', () => {
  expect(prompt(talk, claudeStyle)).toBe('Be brief.\n\nHuman: Hi.\n\nAssistant: Hello.\n\nHuman: Bye.\n\nAssistant:')
})

test('an answer begun by the caller is left open', () => {
  expect(prompt([...talk.slice(1, 3)], claudeStyle)).toBe('\n\nHuman: Hi.\n\nAssistant: Hello.')
})

test('calls of tools and their results are told in words', () => {
  const called = [
    { role: 'user', content: 'Weather?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"city":"Bern"}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
  ]
  expect(prompt(called)).toBe('Weather?\n\n[call of look: {"city":"Bern"}]\n\n[result: sunny]')
})

test.each([
  [undefined, '`messages` is not a list'],
  [[], '`messages` holds no text'],
  [[null], 'a message is not an object'],
  [[{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }], 'a content part of type input_audio cannot be sent'],
])('%j is refused', (messages, why) => {
  const turns = chatTurns(messages, testTarget())
  expect(isFault(turns) && [turns.failure.kind, turns.failure.message.includes(why)]).toEqual(['bad-request', true])
})
