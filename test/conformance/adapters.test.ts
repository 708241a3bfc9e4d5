/** The adapter contract, run over every adapter: same answer whole and streamed, any cut, and no input that throws. */
import { createParser } from 'eventsource-parser'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatChunk, ChatReply } from '../../src/protocol/chat.js'
import { type Failure, isFault } from '../../src/protocol/failure.js'
import type { Crypto } from '../../src/protocol/ports.js'
import { createMessageFold } from '../../src/runtime/streams/final-message.js'
import { chatCall, cutBytes, foldStream, httpReply, type Streamed, seededRandom, testNow, testTarget } from '../support/codec.js'
import { subjects, type WireAnswer, type WireEvent } from './wire-answers.js'

const counts = { prompt: 120, cached: 20, completion: 34 }
const lookUp = { id: 'toolu_01ABCDEF', name: 'look_up', arguments: { city: 'Zürich', deep: { list: [1, 'two', null] } } }
const noArguments = { id: 'toolu_02GHIJKL', name: 'now', arguments: {} }

const answers: readonly { readonly name: string; readonly answer: WireAnswer }[] = [
  { name: 'text', answer: { text: 'Grüße aus 東京 🚀, and more.', end: 'stop', ...counts } },
  { name: 'text cut by the token limit', answer: { text: 'Once upon', end: 'length', ...counts } },
  { name: 'filtered text', answer: { text: 'I', end: 'filtered', ...counts } },
  { name: 'reasoning, then text', answer: { text: 'It is 4.', reasoning: 'two and two is four', end: 'stop', ...counts } },
  { name: 'one tool', answer: { text: '', calls: [lookUp], end: 'tools', ...counts } },
  { name: 'a tool without arguments', answer: { text: '', calls: [noArguments], end: 'tools', ...counts } },
  { name: 'text and two tools', answer: { text: 'Looking.', calls: [lookUp, noArguments], end: 'tools', ...counts } },
  { name: 'an end nobody has heard of', answer: { text: 'Well.', end: 'unheard-of', ...counts } },
]

const finish = { stop: 'stop', length: 'length', tools: 'tool_calls', filtered: 'content_filter', 'unheard-of': 'stop' } as const

const crypto: Crypto = {
  sha256: () => new Uint8Array(32),
  hmacSha256: () => new Uint8Array(32),
  signRs256: () => new Uint8Array(256),
  crc32: () => 0,
  randomId: (bytes) => '0'.repeat(bytes * 2),
}

describe.each(subjects.map((subject) => [subject.adapter.format, subject] as const))('%s', (_format, subject) => {
  const target = testTarget({
    provider: subject.provider,
    baseUrl: subject.baseUrl,
    ...(subject.apiVersion !== undefined && { apiVersion: subject.apiVersion }),
  })
  const stream = (bytes: Uint8Array, pieces: Iterable<Uint8Array> = [bytes]) =>
    foldStream(subject.adapter, pieces, target, chatCall({}, { stream: true }))
  const whole = (body: unknown) => {
    const reply = subject.adapter.endpoints.chat?.fromResponse(httpReply(body), chatCall(), target)
    if (reply === undefined) throw new Error('the adapter has no chat codec')
    return reply
  }

  test.each(answers)('$name is the same whole and streamed', ({ answer }) => {
    const reply = expectReply(whole(subject.whole(answer)))
    const streamed = stream(frames(subject.events(answer)))
    expect(streamed.failure).toBeUndefined()
    expect(contentOf(folded(streamed.chunks))).toEqual(contentOf(reply))
    expect(contentOf(reply)).toEqual({
      text: answer.text,
      reasoning: answer.reasoning ?? null,
      calls: (answer.calls ?? []).map(({ id, name, arguments: input }) => ({ id, type: 'function', name, arguments: input })),
      finish: finish[answer.end],
      usage: { prompt: counts.prompt, cached: counts.cached, completion: counts.completion, total: counts.prompt + counts.completion },
    })
  })

  test.each(answers)('$name streams in the order that OpenAI sends', ({ answer }) =>
    expectShape(stream(frames(subject.events(answer))).chunks),
  )

  test('a stream means the same wherever its bytes are cut', () => {
    const bytes = frames(subject.events({ text: 'Grüße 東京 🚀', reasoning: 'hm', calls: [lookUp, noArguments], end: 'tools', ...counts }))
    const uncut = stream(bytes)
    for (let at = 1; at < bytes.length; at += 1) expect(stream(bytes, [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(uncut)
    expect(
      stream(
        bytes,
        cutBytes(bytes, () => 0, 1),
      ),
    ).toEqual(uncut)
    for (let seed = 0; seed < 20; seed += 1) expect(stream(bytes, cutBytes(bytes, seededRandom(seed), 90))).toEqual(uncut)
  })

  test.each([
    { name: 'CRLF line ends', change: (text: string) => text.replaceAll('\n', '\r\n') },
    { name: 'comments and empty lines', change: (text: string) => text.replaceAll('\n\n', '\n\n: keep-alive\n\n\n') },
    { name: 'data before its event name', change: (text: string) => text.replaceAll(/(event: .*\n)(data: .*\n)/g, '$2$1') },
    { name: 'no blank line at the end', change: (text: string) => text.replace(/\n\n$/, '') },
    { name: 'no space after the colon', change: (text: string) => text.replaceAll('data: ', 'data:') },
  ])('a stream with $name is read', ({ change }) => {
    const bytes = frames(subject.events({ text: 'Hello.', calls: [lookUp], end: 'tools', ...counts }))
    const changed = new TextEncoder().encode(change(new TextDecoder().decode(bytes)))
    expect(stream(changed)).toEqual(stream(bytes))
  })

  test('the framing of the tests is what another SSE parser reads', () => {
    const events = subject.events({ text: 'Hello.', calls: [lookUp], end: 'tools', ...counts })
    const parsed: string[] = []
    createParser({ onEvent: ({ data }) => parsed.push(data) }).feed(new TextDecoder().decode(frames(events)))
    expect(parsed).toEqual(events.map(({ data }) => (typeof data === 'string' ? data : JSON.stringify(data))))
  })

  test('a stream that ends before its last word is incomplete', () => {
    const events = subject.events({ text: 'Hello there.', reasoning: 'hm', calls: [lookUp], end: 'tools', ...counts })
    for (let kept = 0; kept < subject.completeAt(events); kept += 1) {
      const { failure } = stream(frames(events.slice(0, kept)))
      expect([kept, failure?.kind, failure?.code, failure?.status]).toEqual([kept, 'connection', 'incomplete_stream', 500])
    }
  })

  test.each(['{"half":', '<html><body>502</body></html>', 'null', '[1,2]', '"text"', '{"a":1}{"b":2}'])(
    '%s in a stream is a failure',
    (junk) => {
      const events = subject.events({ text: 'Hello there.', end: 'stop', ...counts })
      const { failure } = stream(frames([...events.slice(0, 3), { data: junk }, ...events.slice(3)]))
      expect([failure?.kind, failure?.code]).toEqual(['connection', 'invalid_response'])
      expect(failure?.message).toContain('model-x')
    },
  )

  test.each(['', '{"half":', '<html><title>Bad gateway</title></html>', 'null', '[]', '{}', '7'])(
    '%j as a whole answer is a failure',
    (junk) => {
      const reply = whole(junk)
      expect(isFault(reply) && [reply.failure.kind, reply.failure.code]).toEqual(['connection', 'invalid_response'])
    },
  )

  test('events in any order, twice or left out never throw', () => {
    const events = subject.events({ text: 'Hello there.', reasoning: 'hm', calls: [lookUp, noArguments], end: 'tools', ...counts })
    fc.assert(
      fc.property(fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 30 }), (order) => {
        expectOutcome(stream(frames(order.flatMap((at) => events[at] ?? []))))
      }),
      { seed: 20_250_601, numRuns: 150 },
    )
  })

  test('members of any type in any place never throw', () => {
    const answer: WireAnswer = { text: 'Hello.', reasoning: 'hm', calls: [lookUp], end: 'tools', ...counts }
    const random = seededRandom(11)
    for (let run = 0; run < 400; run += 1) {
      expectOutcome(stream(frames(subject.events(answer).map(({ data, ...event }) => ({ ...event, data: spoiled(data, random) })))))
      const reply = whole(spoiled(subject.whole(answer), random))
      if (!isFault(reply)) expect(Array.isArray(reply.choices)).toBe(true)
    }
  })

  test('an event of a million characters is read', () => {
    const text = 'long '.repeat(200_000)
    const streamed = stream(frames(subject.events({ text, end: 'stop', ...counts })))
    expect(contentOf(folded(streamed.chunks)).text).toBe(text)
  })

  test('an error answer of any status and body is a failure without secrets', () => {
    const bodies = [
      '',
      'no',
      '<html>',
      '{"error":{"message":"bad sk-proj-abcdefghijklmnop1234"}}',
      '{"detail":[{"loc":["a"],"msg":"b"}]}',
      '[null]',
      '{"error":null}',
    ]
    for (let status = 400; status < 600; status += 1) {
      for (const text of bodies) {
        const failure = subject.adapter.toFailure({ status, headers: {}, text }, target, testNow)
        expect([failure.status, failure.provider, failure.model]).toEqual([status, subject.provider.name, 'model-x'])
        expect(failure.message.length).toBeLessThan(400)
        expect(failure.message).not.toContain('abcdefghijklmnop')
      }
    }
  })

  test('an error inside a stream is a failure, and nothing is sent after it', () => {
    const events = subject.events({ text: 'Hello there.', end: 'stop', ...counts })
    const error = { type: 'error', error: { type: 'rate_limit_error', message: 'slow down', code: 'rate_limit_exceeded' } }
    const { chunks, failure } = stream(frames([...events.slice(0, 2), { event: 'error', data: error }, ...events.slice(2)]))
    expect([failure?.kind, failure?.status]).toEqual(['rate-limit', 429])
    expect(chunks.some((chunk) => chunk.choices.some((choice) => choice.finish_reason !== null))).toBe(false)
  })

  test('the key travels in a header only', async () => {
    const request = subject.adapter.endpoints.chat?.toRequest(chatCall(), target)
    if (request === undefined || isFault(request)) throw new Error('no request')
    const signed = await subject.adapter.authorize(request, subject.credentials, target, crypto, testNow)
    expect(Object.values(signed.headers).filter((value) => value.includes('test-key-1234567890'))).toHaveLength(1)
    expect(`${signed.url}${String(signed.body)}`).not.toContain('test-key')
    expect(await subject.adapter.authorize(request, { kind: 'none' }, target, crypto, testNow)).toEqual(request)
  })

  test('nulls are not sent, and a parameter the host lacks is dropped or refused by name', () => {
    const request = subject.adapter.endpoints.chat?.toRequest(chatCall({ temperature: null, stop: null, seed: null, user: 'u-1' }), target)
    if (request === undefined || isFault(request)) throw new Error('no request')
    expect(String(request.body)).not.toMatch(/null|"stop"|"seed"/)
    expect(request.headers['content-type']).toBe('application/json')
  })
})

/** Event text as a server sends it. */
function frames(events: readonly WireEvent[]): Uint8Array {
  const lines = events.map(({ event, data }) => {
    const text = typeof data === 'string' ? data : JSON.stringify(data)
    return `${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`
  })
  return new TextEncoder().encode(lines.join(''))
}

function expectReply(reply: ChatReply | { readonly failure: Failure }): ChatReply {
  if (isFault(reply)) throw new Error(reply.failure.message)
  return reply
}

/** Chunks, or a failure that names itself. */
function expectOutcome({ chunks, failure }: Streamed): void {
  for (const chunk of chunks) expect(chunk.object).toBe('chat.completion.chunk')
  if (failure !== undefined)
    expect([typeof failure.kind, typeof failure.message, failure.status >= 400]).toEqual(['string', 'string', true])
}

function folded(chunks: readonly ChatChunk[]): ChatReply {
  const fold = createMessageFold()
  for (const chunk of chunks) {
    if (chunk.choices.length > 0) fold.add(chunk)
    if (chunk.usage) fold.setUsage(chunk.usage)
  }
  const reply = fold.finish()
  if (reply === undefined) throw new Error('no chunk came')
  return reply
}

/** What the vendors' forms have in common. */
function contentOf(reply: ChatReply) {
  const [choice] = reply.choices
  const message = choice?.message
  return {
    text: message?.content ?? '',
    reasoning: message?.reasoning_content ?? null,
    calls: (message?.tool_calls ?? []).map((call) =>
      call.type === 'function'
        ? { id: call.id, type: call.type, name: call.function.name, arguments: JSON.parse(call.function.arguments) }
        : call,
    ),
    finish: choice?.finish_reason,
    usage: {
      prompt: reply.usage?.prompt_tokens,
      cached: reply.usage?.prompt_tokens_details?.cached_tokens,
      completion: reply.usage?.completion_tokens,
      total: reply.usage?.total_tokens,
    },
  }
}

/** Role first, one id, one finish chunk, usage last in a chunk without choices, calls numbered from 0 and introduced once. */
function expectShape(chunks: readonly ChatChunk[]): void {
  const choices = chunks.flatMap((chunk) => chunk.choices)
  const calls = choices.flatMap(({ delta }) => delta.tool_calls ?? [])
  const introduced = calls.filter((call) => call.id !== undefined)
  expect({
    heads: [...new Set(chunks.map(({ id, created, model, object }) => `${id} ${created} ${model} ${object}`))].length,
    roles: choices.map(({ delta }) => delta.role).filter((role) => role !== undefined),
    firstRole: choices[0]?.delta.role,
    finishes:
      choices.map((choice) => choice.finish_reason !== null).lastIndexOf(true) -
      choices.map((choice) => choice.finish_reason !== null).indexOf(true),
    finishIsLast: choices.at(-1)?.finish_reason !== null,
    last: { choices: chunks.at(-1)?.choices, hasUsage: Boolean(chunks.at(-1)?.usage) },
    usages: chunks.filter((chunk) => chunk.usage).length,
    indexes: introduced.map((call) => call.index),
    unnamed: introduced.filter((call) => call.type !== 'function' || !call.function?.name).length,
    missingArguments: calls.filter((call) => typeof call.function?.arguments !== 'string').length,
  }).toEqual({
    heads: 1,
    roles: ['assistant'],
    firstRole: 'assistant',
    finishes: 0,
    finishIsLast: true,
    last: { choices: [], hasUsage: true },
    usages: 1,
    indexes: introduced.map((_call, at) => at),
    unnamed: 0,
    missingArguments: 0,
  })
}

const junkValues = [null, 0, -1, 1e300, '', 'text', true, [], {}, [null], [[]], { type: 7 }, { failure: 1 }, { __proto__: 1 }]

/** A copy in which one member has another type. */
function spoiled(value: object | string, random: () => number): object | string {
  if (typeof value === 'string') return value
  const copy: unknown = JSON.parse(JSON.stringify(value))
  let at: unknown = copy
  for (let depth = 0; depth < 12 && typeof at === 'object' && at !== null; depth += 1) {
    const keys = Object.keys(at)
    const key = keys[Math.floor(random() * keys.length)]
    if (key === undefined) break
    const next: unknown = Reflect.get(at, key)
    if (typeof next !== 'object' || next === null || random() < 0.3) {
      Reflect.set(at, key, junkValues[Math.floor(random() * junkValues.length)])
      break
    }
    at = next
  }
  return typeof copy === 'object' && copy !== null ? copy : {}
}
