import { expect, test } from 'vitest'
import { deriveAnswer, deriveVector, sampleOf } from '../../src/testing/derive-answer.js'
import type { Asked } from '../../src/testing/mock-format.js'

const asked: Asked = {
  model: 'm',
  stream: false,
  prompt: 'hello there',
  afterTool: false,
  promptTokens: 5,
  maxTokens: undefined,
  tools: [],
  toolToCall: undefined,
  schema: undefined,
  thinking: false,
  count: 1,
  includeUsage: false,
}
const circumstances = { serial: 7, created: 1000 }

test('an answer repeats the prompt and counts its words', () => {
  expect(deriveAnswer(asked, {}, circumstances)).toEqual({
    id: 'mock-7',
    created: 1000,
    model: 'm',
    reasoning: '',
    pieces: ['m', ' heard:', ' hello', ' there'],
    toolCalls: [],
    finishReason: 'stop',
    usage: { inputTokens: 5, outputTokens: 4, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
  })
})

test('a limit cuts the text and says so', () => {
  const answer = deriveAnswer({ ...asked, maxTokens: 2 }, {}, circumstances)
  expect({ text: answer.pieces.join(''), finish: answer.finishReason, tokens: answer.usage.outputTokens }).toEqual({
    text: 'm heard:',
    finish: 'length',
    tokens: 2,
  })
})

test('a tool to call is called with the smallest arguments its schema allows', () => {
  const parameters = {
    type: 'object',
    properties: { city: { type: 'string' }, unit: { enum: ['C', 'F'] }, days: { type: 'integer', minimum: 3 } },
    required: ['city', 'unit'],
  }
  const answer = deriveAnswer({ ...asked, tools: [{ name: 'weather', parameters }], toolToCall: 'weather' }, {}, circumstances)
  expect({ calls: answer.toolCalls, pieces: answer.pieces, finish: answer.finishReason }).toEqual({
    calls: [{ id: 'call_7_0', name: 'weather', arguments: '{"city":"text","unit":"C"}' }],
    pieces: [],
    finish: 'tool_calls',
  })
})

test('a step says text, model, usage and end', () => {
  const answer = deriveAnswer(
    asked,
    { text: 'one two', model: 'dated', finishReason: 'content_filter', usage: { inputTokens: 100, cacheReadTokens: 40 } },
    circumstances,
  )
  expect(answer).toMatchObject({ model: 'dated', pieces: ['one', ' two'], finishReason: 'content_filter' })
  expect(answer.usage).toEqual({ inputTokens: 100, outputTokens: 2, cacheReadTokens: 40, cacheWriteTokens: 0, reasoningTokens: 0 })
})

test.each([
  [{ type: 'object', properties: { a: { type: 'array', items: { type: 'boolean' }, minItems: 1 } } }, { a: [true] }],
  [{ type: ['string', 'null'] }, 'text'],
  [{ anyOf: [{ const: 4 }, { type: 'string' }] }, 4],
  [{ properties: { b: { type: 'number' } }, required: ['b'] }, { b: 1 }],
  [{ type: 'object', properties: {}, required: ['toString'] }, { toString: null }],
  ['no schema', null],
])('a sample of %j is %j', (schema, want) => {
  expect(sampleOf(schema)).toEqual(want)
})

test('a vector depends on its text alone and has length 1', () => {
  expect(deriveVector('a', 4)).toEqual(deriveVector('a', 4))
  expect(deriveVector('a', 4)).not.toEqual(deriveVector('b', 4))
  expect(Math.hypot(...deriveVector('a', 16))).toBeCloseTo(1, 6)
})
