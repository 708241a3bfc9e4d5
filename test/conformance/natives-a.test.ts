/** The adapter contract over the hosts that speak OpenAI's format in a wrapping of their own, with the quirks of their rows. */
import { describe, expect, test } from 'vitest'
import { findProvider } from '../../src/catalog/providers.js'
import { isFault } from '../../src/protocol/failure.js'
import type { Adapter, Credentials, Target } from '../../src/providers/adapter.js'
import { cloudflare } from '../../src/providers/cloudflare.js'
import { databricks } from '../../src/providers/databricks.js'
import { gigachat } from '../../src/providers/gigachat.js'
import { githubCopilot } from '../../src/providers/github-copilot.js'
import { huggingface } from '../../src/providers/huggingface.js'
import { sap } from '../../src/providers/sap.js'
import { snowflake } from '../../src/providers/snowflake.js'
import { watsonx } from '../../src/providers/watsonx.js'
import { watsonxText } from '../../src/providers/watsonx-text.js'
import { chatCall, httpReply, testTarget } from '../support/codec.js'
import { counts, halves, type NativeAnswer, type NativeSubject, nativeSuite } from './native-suite.js'

const ends = { stop: 'stop', length: 'length', tools: 'tool_calls', filtered: 'content_filter', 'unheard-of': 'gone_fishing' } as const
const usage = { prompt_tokens: counts.prompt, completion_tokens: counts.completion, total_tokens: counts.prompt + counts.completion }
const head = { id: 'answer-1', created: 1_748_736_000, model: 'model-x' }

type Event = { readonly event?: string; readonly data: object }

/** OpenAI's message, as the hosts put it into what is theirs. */
function message({ text, reasoning, calls = [] }: NativeAnswer): object {
  return {
    role: 'assistant',
    content: text,
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ id, name, arguments: input }) => ({
        id,
        type: 'function',
        function: { name, arguments: JSON.stringify(input) },
      })),
    }),
  }
}

function wholeOf(answer: NativeAnswer, said: object = message(answer)): object {
  return { ...head, object: 'chat.completion', choices: [{ index: 0, message: said, finish_reason: ends[answer.end] }], usage }
}

const chunk = (delta: object, finish: string | null = null) => ({
  ...head,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: finish }],
})

function chunks(
  { text, reasoning, calls = [], end }: NativeAnswer,
  thought = (piece: string): object => ({ reasoning_content: piece }),
): object[] {
  return [
    chunk({ role: 'assistant', content: '' }),
    ...(reasoning === undefined ? [] : halves(reasoning).map((piece) => chunk(thought(piece)))),
    ...(text === '' ? [] : halves(text).map((piece) => chunk({ content: piece }))),
    ...calls.flatMap(({ id, name, arguments: input }, index) => [
      chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      ...halves(JSON.stringify(input)).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
    { ...chunk({}, ends[end]), usage },
  ]
}

const plain = (list: readonly object[]): Event[] => list.map((data) => ({ data }))

type Given = Pick<NativeSubject, 'whole' | 'events' | 'streamError'> & Partial<NativeSubject> & { readonly adapter: Adapter }

function subject(name: string, given: Given): NativeSubject {
  const row = findProvider(name)
  if (row === undefined) throw new Error(`no row ${name}`)
  const credentials: Credentials = { kind: 'bearer', token: 'test-key-1234567890' }
  return {
    provider: { name, format: row.format, auth: row.auth, quirks: row.quirks ?? {} },
    baseUrl: 'https://host.example/v1',
    credentials,
    ends: ['stop', 'length', 'tools', 'filtered', 'unheard-of'],
    hasIds: true,
    cached: undefined,
    ...given,
  }
}

const thinkText = ({ text, reasoning }: NativeAnswer) => (reasoning === undefined ? text : `<think>${reasoning}</think>${text}`)

/** Databricks' content list. */
function listed(answer: NativeAnswer): object {
  if (answer.reasoning === undefined) return message(answer)
  const parts = [
    { type: 'reasoning', summary: [{ type: 'summary_text', text: answer.reasoning, signature: 'signed' }] },
    { type: 'text', text: answer.text },
  ]
  const { reasoning: _reasoning, ...rest } = answer
  return { ...message(rest), content: parts }
}

contract(
  'databricks',
  subject('databricks', {
    adapter: databricks,
    whole: (answer) => wholeOf(answer, listed(answer)),
    events: (answer) =>
      plain(
        chunks(answer, (piece) => ({
          content: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: piece, signature: '' }] }],
        })),
      ),
    streamError: { data: { error_code: 'TEMPORARILY_UNAVAILABLE', message: 'try again' }, kind: 'unavailable', status: 503 },
  }),
)

const settings: Target['settings'] = { project_id: 'project-1', deployment_url: 'https://host.example/v2/inference/deployments/d1' }

contract(
  'watsonx',
  subject('watsonx', {
    adapter: withSettings(watsonx),
    whole: (answer) => ({ ...wholeOf(answer), model: undefined, model_id: 'model-x', system: { warnings: [] } }),
    events: (answer) =>
      chunks(answer).map((data, id) => ({ event: 'message', id, data: { ...data, model: undefined, model_id: 'model-x' } })),
    streamError: {
      data: { errors: [{ code: 'token_quota_reached', message: 'no tokens left' }], trace: 't-1', status_code: 403 },
      kind: 'rate-limit',
      status: 403,
    },
  }),
)

const stopReasons = { stop: 'eos_token', length: 'max_tokens', tools: 'eos_token', filtered: '', 'unheard-of': 'gone_fishing' } as const
const generated = (text: string, reason: string, completion: number) => ({
  model_id: 'model-x',
  created_at: '2025-06-01T00:00:00.000Z',
  results: [{ generated_text: text, generated_token_count: completion, input_token_count: counts.prompt, stop_reason: reason }],
})

contract(
  'watsonx_text',
  subject('watsonx_text', {
    adapter: withSettings(watsonxText),
    whole: (answer) => generated(thinkText(answer), stopReasons[answer.end], counts.completion),
    events: (answer) => [
      ...halves(thinkText(answer)).map((text, at) => ({ event: 'message', data: generated(text, 'not_finished', at) })),
      { event: 'message', data: generated('', stopReasons[answer.end], counts.completion) },
    ],
    ends: ['stop', 'length', 'unheard-of'],
    streamError: { data: { errors: [{ code: 'server_error', message: 'broken' }], status_code: 500 }, kind: 'internal', status: 500 },
  }),
)

contract(
  'snowflake, the OpenAI door',
  subject('snowflake', {
    adapter: snowflake,
    whole: wholeOf,
    events: (answer) => plain(chunks(answer)),
    credentials: { kind: 'key', key: 'pat/test-key-1234567890' },
    streamError: { data: { message: 'internal error', request_id: 'r-1' }, kind: 'internal', status: 500 },
  }),
)

function nativeMessage({ calls = [], ...answer }: NativeAnswer): object {
  const text = thinkText(answer)
  return {
    content: text,
    content_list: [
      ...(text === '' ? [] : [{ type: 'text', text }]),
      ...calls.map(({ id, name, arguments: input }) => ({ type: 'tool_use', tool_use: { tool_use_id: id, name, input } })),
    ],
  }
}

function nativeEvents({ calls = [], ...answer }: NativeAnswer): object[] {
  const event = (delta: object, counted: object = {}) => ({ id: 'answer-1', model: 'model-x', choices: [{ delta }], usage: counted })
  return [
    ...halves(thinkText(answer)).map((text) => event({ type: 'text', content: text, content_list: [{ type: 'text', text }] })),
    ...calls.flatMap(({ id, name, arguments: input }) => [
      event({ type: 'tool_use', tool_use_id: id, name, content_list: [{ type: 'tool_use', tool_use_id: id, name }] }),
      ...halves(JSON.stringify(input)).map((piece) =>
        event({ type: 'tool_use', input: piece, content_list: [{ type: 'tool_use', input: piece }] }),
      ),
    ]),
    event({ type: 'text', content: '' }, usage),
  ]
}

contract(
  'snowflake, inference:complete',
  subject('snowflake', {
    adapter: snowflake,
    baseUrl: 'https://acc.snowflakecomputing.com/api/v2/cortex/inference:complete',
    whole: (answer) => ({ id: 'answer-1', model: 'model-x', choices: [{ message: nativeMessage(answer) }], usage }),
    events: (answer) => plain(nativeEvents(answer)),
    credentials: { kind: 'key', key: 'test-key-1234567890' },
    ends: ['stop', 'tools', 'unheard-of'],
    streamError: { data: { message: 'internal error', request_id: 'r-1' }, kind: 'internal', status: 500 },
  }),
)

contract(
  'cloudflare, the OpenAI door',
  subject('cloudflare', {
    adapter: cloudflare,
    whole: wholeOf,
    events: (answer) => plain(chunks(answer)),
    streamError: { data: { success: false, errors: [{ code: 7009, message: 'upstream is away' }] }, kind: 'unavailable', status: 503 },
  }),
)

contract(
  'cloudflare, ai/run',
  subject('cloudflare', {
    adapter: cloudflare,
    baseUrl: 'https://api.cloudflare.com/client/v4/accounts/a1/ai/run',
    whole: ({ calls = [], ...answer }) => ({
      result: { response: thinkText(answer), tool_calls: calls, usage, finish_reason: ends[answer.end] },
      success: true,
      errors: [],
      messages: [],
    }),
    events: ({ calls = [], ...answer }) =>
      plain([
        ...halves(thinkText(answer)).map((response) => ({ response })),
        ...(calls.length > 0 ? [{ response: null, tool_calls: calls }] : []),
        { response: '', usage, finish_reason: ends[answer.end] },
      ]),
    streamError: { data: { success: false, errors: [{ code: 3040, message: 'out of capacity' }] }, kind: 'rate-limit', status: 429 },
  }),
)

contract(
  'huggingface',
  subject('huggingface', {
    adapter: huggingface,
    whole: wholeOf,
    events: (answer) => plain(chunks(answer)),
    streamError: { data: { error: 'Model is overloaded', error_type: 'overloaded' }, kind: 'internal', status: 500 },
  }),
)

contract(
  'sap',
  subject('sap', {
    adapter: withSettings(sap),
    whole: (answer) => ({ request_id: 'r-1', intermediate_results: {}, final_result: wholeOf(answer) }),
    events: (answer) => plain(chunks(answer).map((data) => ({ request_id: 'r-1', intermediate_results: {}, final_result: data }))),
    streamError: {
      data: { error: { request_id: 'r-1', code: 503, message: 'the model is away', location: 'LLM Module' } },
      kind: 'unavailable',
      status: 503,
    },
  }),
)

contract(
  'gigachat',
  subject('gigachat', {
    adapter: gigachat,
    whole: (answer) => ({ ...wholeOf(answer), usage: gigaUsage }),
    events: (answer) => plain(chunks(answer).map((data) => ('usage' in data ? { ...data, usage: gigaUsage } : data))),
    // one function at a time: its own tests
    ends: ['stop', 'length', 'filtered', 'unheard-of'],
    cached: counts.cached,
    streamError: { data: { status: 429, message: 'Too Many Requests' }, kind: 'rate-limit', status: 429 },
  }),
)

const gigaUsage = {
  prompt_tokens: counts.prompt - counts.cached,
  completion_tokens: counts.completion,
  precached_prompt_tokens: counts.cached,
  total_tokens: counts.prompt - counts.cached + counts.completion,
}

contract(
  'github_copilot',
  subject('github_copilot', {
    adapter: githubCopilot,
    whole: (answer) => {
      const { reasoning, ...rest } = answer
      return wholeOf(answer, {
        ...message(rest),
        ...(reasoning !== undefined && { reasoning_text: reasoning, reasoning_opaque: 'sealed' }),
      })
    },
    events: (answer) => plain(chunks(answer, (piece) => ({ reasoning_text: piece }))),
    streamError: { data: { error: { message: 'no quota left', code: 'quota_exceeded' } }, kind: 'rate-limit', status: 429 },
  }),
)

/** The suite, and what a stream may report as the whole answer under status 200. */
function contract(title: string, given: NativeSubject): void {
  describe(title, () => {
    nativeSuite(given)

    test('the error of a stream is the same failure as a whole answer under status 200', () => {
      const { adapter, provider, baseUrl, streamError } = given
      const target = testTarget({ provider, baseUrl })
      const outcome = adapter.endpoints.chat?.fromResponse(httpReply(streamError.data), chatCall(), target)
      expect(outcome !== undefined && isFault(outcome) && [outcome.failure.kind, outcome.failure.status]).toEqual([
        streamError.kind,
        streamError.status,
      ])
    })
  })
}

/** The suite's targets have no settings; these hosts cannot be called without theirs. */
function withSettings(adapter: Adapter): Adapter {
  const { chat } = adapter.endpoints
  if (chat === undefined) throw new Error('no chat')
  return {
    ...adapter,
    endpoints: { ...adapter.endpoints, chat: { ...chat, toRequest: (call, target) => chat.toRequest(call, { ...target, settings }) } },
  }
}
