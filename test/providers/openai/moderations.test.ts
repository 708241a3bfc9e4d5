/** Moderation on OpenAI and Mistral. */
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { ModerationRequest } from '../../../src/protocol/moderations.js'
import { moderations } from '../../../src/providers/openai/moderations.js'
import { testTarget } from '../../support/codec.js'
import { callOf, readOf, rowTarget, sentOf } from './endpoint-call.js'

const parts: ModerationRequest['input'] = [
  { type: 'text', text: 'a' },
  { type: 'image_url', image_url: { url: 'https://x.example/a.png' } },
]

test.each([
  { provider: 'openai', input: parts, want: { url: 'https://api.openai.com/v1/moderations', body: { model: 'm', input: parts } } },
  {
    provider: 'mistral',
    input: ['a', 'b'],
    want: { url: 'https://api.mistral.ai/v1/moderations', body: { model: 'm', input: ['a', 'b'] } },
  },
  { provider: 'groq', input: 'a', want: { refused: ['bad-request', 'endpoint_not_supported', null] } },
])('to $provider', async ({ provider, input, want }) => {
  expect(await sentOf(callOf('moderations', { input }), rowTarget(provider, { model: 'm' }))).toEqual(want)
})

test('a host without the endpoint is named, and what to do about it', () => {
  const outcome = moderations().toRequest(callOf('moderations', { input: 'a' }), rowTarget('groq', { model: 'm' }))
  expect(isFault(outcome) && outcome.failure.message).toBe(
    'groq/m: this host offers no moderations. Use a model of another provider for it; ' +
      'if the host has come to offer it, name it as `openai/m` with its `api_base`.',
  )
})

const verdict = {
  flagged: true,
  categories: { hate: true, violence: false },
  category_scores: { hate: 0.9, violence: 0.1 },
  category_applied_input_types: { hate: ['text'], violence: ['text', 'image'] },
}

test.each([
  {
    name: 'as OpenAI answers',
    given: { id: 'modr-1', model: 'o', results: [verdict] },
    want: { id: 'modr-1', model: 'o', results: [verdict] },
  },
  {
    name: 'as Mistral answers, which leaves the sum of it to the reader',
    given: { id: 'm1', model: 'mm', results: [{ categories: { pii: true }, category_scores: { pii: 0.9 } }] },
    want: {
      id: 'm1',
      model: 'mm',
      results: [
        { flagged: true, categories: { pii: true }, category_scores: { pii: 0.9 }, category_applied_input_types: { pii: ['text'] } },
      ],
    },
  },
  {
    name: 'without id and model',
    given: { results: [{ ...verdict, flagged: undefined, categories: { hate: false } }] },
    want: {
      id: expect.stringMatching(/^modr-[0-9a-f]{24}$/),
      model: 'model-x',
      results: [{ ...verdict, flagged: false, categories: { hate: false } }],
    },
  },
  {
    name: 'a member called failure, which is none of ours',
    given: { id: 'a', model: 'o', failure: {}, results: [verdict] },
    want: { id: 'a', model: 'o', results: [verdict] },
  },
  { name: 'an error in a 200', given: { error: { message: 'x', code: 429 } }, want: ['rate-limit', '429'] },
  { name: 'no results', given: { id: 'a' }, want: ['connection', 'invalid_response'] },
  { name: 'a verdict that is none', given: { results: [{ flagged: true }] }, want: ['connection', 'invalid_response'] },
  { name: 'half of JSON', given: '{"results":[', want: ['connection', 'invalid_response'] },
])('$name', async ({ given, want }) => {
  expect(await readOf(callOf('moderations', { input: 'a' }), testTarget(), given)).toEqual(want)
})
