/** Text completions: what is sent to each host, and what comes back, whole and streamed. */
import { expect, test } from 'vitest'
import type { CompletionRequest } from '../../../src/protocol/completions.js'
import { isFault } from '../../../src/protocol/failure.js'
import { completions } from '../../../src/providers/openai/completions.js'
import { seededRandom, testNow, testTarget } from '../../support/codec.js'
import { callOf, codecOf, readOf, rowTarget, sentOf } from './endpoint-call.js'

const model = 'm'

test.each([
  {
    name: 'to OpenAI as it is, without nulls',
    provider: 'openai',
    request: { prompt: ['a', 'b'], suffix: 'z', best_of: 2, logprobs: 3, stop: null, echo: true, extra_body: { top_k: 4 } },
    want: {
      url: 'https://api.openai.com/v1/completions',
      body: { model, prompt: ['a', 'b'], suffix: 'z', best_of: 2, logprobs: 3, echo: true, top_k: 4 },
    },
  },
  {
    name: 'token numbers to a vLLM server',
    provider: 'hosted_vllm',
    request: { prompt: [[1, 2], [3]], guided_json: {} },
    want: { url: 'https://host.example/v1/completions', body: { model, prompt: [[1, 2], [3]], guided_json: {} } },
  },
  {
    name: 'fill in the middle to Mistral, under its own path and names',
    provider: 'mistral',
    request: { prompt: 'a', suffix: 'z', seed: 3, max_tokens: 5 },
    want: { url: 'https://api.mistral.ai/v1/fim/completions', body: { model, prompt: 'a', suffix: 'z', max_tokens: 5, random_seed: 3 } },
  },
  {
    name: 'fill in the middle to DeepSeek, at its beta door',
    provider: 'deepseek',
    request: { prompt: 'a', suffix: 'z' },
    want: { url: 'https://api.deepseek.com/beta/completions', body: { model, prompt: 'a', suffix: 'z' } },
  },
  {
    name: 'to Fireworks under the name of its account',
    provider: 'fireworks_ai',
    request: { prompt: 'a' },
    want: { url: 'https://api.fireworks.ai/inference/v1/completions', body: { model: 'accounts/fireworks/models/m', prompt: 'a' } },
  },
  {
    name: 'beside the chat path of a host that has its own',
    provider: 'docker_model_runner',
    request: { prompt: 'a' },
    want: { url: 'http://model-runner.docker.internal/engines/llama.cpp/v1/completions', body: { model, prompt: 'a' } },
  },
  {
    name: 'not to Mistral with what it lacks',
    provider: 'mistral',
    request: { prompt: 'a', echo: true },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'echo'] },
  },
  {
    name: 'not to DeepSeek with what its chat lacks',
    provider: 'deepseek',
    request: { prompt: 'a', logit_bias: { 1: 1 } },
    want: { refused: ['unsupported-params', 'unsupported_parameter', 'logit_bias'] },
  },
  {
    name: 'over chat to a host without completions',
    provider: 'groq',
    request: { prompt: 'a', max_tokens: 5 },
    want: {
      url: 'https://api.groq.com/openai/v1/chat/completions',
      body: { model, messages: [{ role: 'user', content: 'a' }], max_tokens: 5 },
    },
  },
])('$name', async ({ provider, request, want }) => {
  const terms = request as Partial<CompletionRequest> // hosts' own members beside OpenAI's
  expect(await sentOf(callOf('completions', terms), rowTarget(provider, { model }))).toEqual(want)
})

test('drop_params leaves out what a host lacks', async () => {
  const call = callOf('completions', { prompt: 'a', echo: true, logit_bias: { 1: 1 } }, { dropParams: true })
  expect(await sentOf(call, rowTarget('mistral', { model }))).toEqual({
    url: 'https://api.mistral.ai/v1/fim/completions',
    body: { model, prompt: 'a' },
  })
})

test.each([
  { name: 'a stream asks for its usage', quirks: {}, want: { model, prompt: 'a', stream: true, stream_options: { include_usage: true } } },
  { name: 'but not where that is refused', quirks: { streamOptions: false } as const, want: { model, prompt: 'a', stream: true } },
])('$name', async ({ quirks, want }) => {
  const call = callOf('completions', { prompt: 'a', stream: true }, { stream: true })
  expect(await sentOf(call, testTarget({ model, provider: { quirks } }))).toEqual({
    url: 'https://host.example/v1/completions',
    body: want,
  })
})

test('over chat, whole and streamed, the answer is text', async () => {
  const target = rowTarget('groq')
  const chat = { id: 'c', created: 5, model: 'm-1', choices: [{ index: 0, message: { content: 'b' }, finish_reason: 'stop' }] }
  expect(await readOf(callOf('completions', { prompt: 'a' }), target, chat)).toMatchObject({
    object: 'text_completion',
    choices: [{ text: 'b', index: 0, finish_reason: 'stop' }],
  })
  const { stream } = await codecOf('completions', target)
  const state: unknown = stream?.start(callOf('completions', { prompt: 'a' }, { stream: true }), target)
  const delta = { id: 'c', created: 5, model: 'm-1', choices: [{ index: 0, delta: { content: 'b' }, finish_reason: 'stop' }] }
  const steps = [JSON.stringify(delta), '[DONE]'].map((data) => stream?.fromEvent(state, { event: '', data }) ?? [])
  expect(steps.flatMap((step) => (isFault(step) ? [] : step.flatMap(({ choices }) => choices.map(({ text }) => text)))).join('')).toBe('b')
  expect(stream?.isDone(state)).toBe(true)
})

const call = callOf('completions', { prompt: 'a' })
const head = { id: 'cmpl-1', object: 'text_completion', created: 5, model: 'm-1' }

test.each([
  {
    name: 'a whole answer',
    given: {
      ...head,
      choices: [{ text: ' b', index: 0, logprobs: null, finish_reason: 'length' }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    },
    want: {
      ...head,
      choices: [{ text: ' b', index: 0, logprobs: null, finish_reason: 'length' }],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    },
  },
  {
    name: 'a chat message, as Mistral fills in the middle',
    given: { choices: [{ message: { role: 'assistant', content: 'b' }, finish_reason: 'model_length' }] },
    want: {
      id: expect.stringMatching(/^cmpl-[0-9a-f]{24}$/),
      object: 'text_completion',
      created: testNow / 1000,
      model: 'model-x',
      choices: [{ text: 'b', index: 0, logprobs: null, finish_reason: 'length' }],
    },
  },
  { name: 'an error in a 200', given: { error: { message: 'x', code: 429 } }, want: ['rate-limit', '429'] },
  { name: 'no choices', given: { ...head }, want: ['connection', 'invalid_response'] },
  { name: 'a choice without text', given: { ...head, choices: [{ index: 0 }] }, want: ['connection', 'invalid_response'] },
  { name: 'a choice that is none', given: { ...head, choices: [null] }, want: ['connection', 'invalid_response'] },
  { name: 'half of JSON', given: '{"choices":[', want: ['connection', 'invalid_response'] },
])('$name', async ({ given, want }) => expect(await readOf(call, testTarget(), given)).toEqual(want))

function folded(events: readonly (object | string)[]) {
  const { stream } = completions()
  if (stream === undefined) throw new Error('no stream')
  const state = stream.start({ ...call, stream: true, random: seededRandom(1) }, testTarget())
  const seen: unknown[] = []
  for (const event of events) {
    const step = stream.fromEvent(state, { event: '', data: typeof event === 'string' ? event : JSON.stringify(event) })
    if (isFault(step)) return [...seen, [step.failure.kind, step.failure.code]]
    seen.push(...step)
  }
  const last = stream.end(state)
  return isFault(last) ? [...seen, [last.failure.kind, last.failure.code]] : [...seen, ...last]
}

const piece = (text: string, index = 0, finish: string | null = null) => ({ text, index, logprobs: null, finish_reason: finish })
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }

test.each([
  {
    name: 'pieces, the finish of each choice, and the usage at the end',
    events: [
      { ...head, choices: [piece('a'), piece('x', 1)] },
      { ...head, choices: [piece('b', 0, 'stop')], usage: null },
      { ...head, choices: [piece('', 1, 'length')] },
      { ...head, choices: [], usage },
      '[DONE]',
    ],
    want: [
      { ...head, choices: [piece('a'), piece('x', 1)] },
      { ...head, choices: [piece('b')] },
      { ...head, choices: [piece('', 0, 'stop'), piece('', 1, 'length')] },
      { ...head, choices: [], usage },
    ],
  },
  {
    name: 'a stream of chat deltas, and one that ends without a mark',
    events: [{ ...head, choices: [{ index: 0, delta: { content: 'a' }, finish_reason: 'stop' }], usage }],
    want: [
      { ...head, choices: [piece('a')] },
      { ...head, choices: [piece('', 0, 'stop')] },
      { ...head, choices: [], usage },
    ],
  },
  {
    name: 'a stream that breaks off',
    events: [{ ...head, choices: [piece('a')] }],
    want: [{ ...head, choices: [piece('a')] }, ['connection', 'incomplete_stream']],
  },
  { name: 'a mark of the end before anything came', events: ['[DONE]'], want: [['connection', 'incomplete_stream']] },
  {
    name: 'an error in the middle',
    events: [{ ...head, choices: [piece('a')] }, { error: { message: 'slow down', code: 'rate_limit_exceeded' } }],
    want: [{ ...head, choices: [piece('a')] }, ['rate-limit', 'rate_limit_exceeded']],
  },
  { name: 'an event that is not JSON', events: ['{"id":'], want: [['connection', 'invalid_response']] },
])('$name', ({ events, want }) => expect(folded(events)).toEqual(want))
