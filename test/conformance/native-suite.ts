/** The adapter contract as one suite for native formats, whatever their framing: same answer whole and streamed, any cut, nothing throws. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Provider } from '../../src/plan/plan.js'
import type { ChatChunk, ChatReply, ChatRequest } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import type { Crypto } from '../../src/protocol/ports.js'
import type { Adapter, Credentials } from '../../src/providers/adapter.js'
import { createMessageFold } from '../../src/runtime/streams/final-message.js'
import { createJsonLinesDecoder } from '../../src/runtime/transport/json-lines.js'
import { createSseDecoder } from '../../src/runtime/transport/sse.js'
import { chatCall, cutBytes, httpReply, type Streamed, seededRandom, testNow, testTarget } from '../support/codec.js'
import { chatStreamOf } from '../support/late-streams.js'

export type NativeCall = { readonly id: string; readonly name: string; readonly arguments: object }

/** What a provider says, before it takes any form. */
export type NativeAnswer = {
  readonly text: string
  readonly reasoning?: string
  readonly calls?: readonly NativeCall[]
  readonly end: 'stop' | 'length' | 'tools' | 'filtered' | 'unheard-of'
}

export type NativeSubject = {
  readonly adapter: Adapter
  readonly provider: Partial<Provider>
  readonly baseUrl: string
  readonly credentials: Credentials
  /** The answer as the provider sends it whole; counts are {@link counts}. */
  whole(answer: NativeAnswer): object
  /** Each event of the stream, framing left out; `event` is for SSE. */
  events(answer: NativeAnswer): readonly { readonly event?: string; readonly data: object }[]
  /** Ends that the format can express. */
  readonly ends: readonly NativeAnswer['end'][]
  /** True where ids of calls travel; else they are only looked at for being there. */
  readonly hasIds: boolean
  /** What the format counts as read from a cache; undefined where it does not say. */
  readonly cached: number | undefined
  /** What no body may hold, where the format knows more of OpenAI's members than most. */
  readonly leftOut?: RegExp
  /** An error as the provider writes it into a stream that has begun, and what it means. */
  readonly streamError: { readonly data: object; readonly kind: string; readonly status: number }
}

export const counts = { prompt: 120, cached: 20, completion: 34 }
const lookUp = { id: 'look_up_a1b2c3d4e5f6', name: 'look_up', arguments: { city: 'Zürich', deep: { list: [1, 'two', null] } } }
const noArguments = { id: 'now_a1b2c3d4e5f6', name: 'now', arguments: {} }
const finish = { stop: 'stop', length: 'length', tools: 'tool_calls', filtered: 'content_filter', 'unheard-of': 'stop' } as const

const answers: readonly { readonly name: string; readonly answer: NativeAnswer }[] = [
  { name: 'text', answer: { text: 'Grüße aus 東京 🚀, and more.', end: 'stop' } },
  { name: 'text cut by the token limit', answer: { text: 'Once upon', end: 'length' } },
  { name: 'filtered text', answer: { text: 'I', end: 'filtered' } },
  { name: 'reasoning, then text', answer: { text: 'It is 4.', reasoning: 'two and two is four', end: 'stop' } },
  { name: 'one tool', answer: { text: '', calls: [lookUp], end: 'tools' } },
  { name: 'a tool without arguments', answer: { text: '', calls: [noArguments], end: 'tools' } },
  { name: 'text and two tools', answer: { text: 'Looking.', calls: [lookUp, noArguments], end: 'tools' } },
  { name: 'an end nobody has heard of', answer: { text: 'Well.', end: 'unheard-of' } },
]
const everything: NativeAnswer = { text: 'Grüße 東京 🚀', reasoning: 'hm', calls: [lookUp, noArguments], end: 'tools' }

const crypto: Crypto = {
  sha256: () => new Uint8Array(32),
  hmacSha256: () => new Uint8Array(32),
  signRs256: () => new Uint8Array(256),
  crc32: () => 0,
  randomId: (bytes) => '0'.repeat(bytes * 2),
}

/** Events of a stream as the provider's server sends them. */
export function frames(
  framing: Adapter['framing'],
  events: readonly { readonly event?: string; readonly data: object | string }[],
): Uint8Array {
  const text = events.map(({ event, data }) => {
    const json = typeof data === 'string' ? data : JSON.stringify(data)
    if (framing === 'json-lines') return `${json}\n`
    return `${event === undefined ? '' : `event: ${event}\n`}data: ${json}\n\n`
  })
  return new TextEncoder().encode(text.join(''))
}

/** Folds bytes through the adapter's decoder and codec, as the runtime does. */
export function foldFramed(
  adapter: Adapter,
  pieces: Iterable<Uint8Array>,
  target = testTarget(),
  call = chatCall({}, { stream: true }),
): Streamed {
  const codec = chatStreamOf(adapter)
  const decoder = adapter.framing === 'json-lines' ? createJsonLinesDecoder() : createSseDecoder()
  const state: unknown = codec.start(call, target)
  const chunks: ChatChunk[] = []
  const batches = function* () {
    for (const piece of pieces) yield decoder.push(piece)
    yield decoder.end()
  }
  for (const events of batches()) {
    for (const event of events) {
      const step = codec.fromEvent(state, event)
      if (isFault(step)) return { chunks, failure: step.failure }
      chunks.push(...step)
      if (codec.isDone(state)) return { chunks }
    }
  }
  const last = codec.end(state)
  return isFault(last) ? { chunks, failure: last.failure } : { chunks: [...chunks, ...last] }
}

/** The answer that a client makes of chunks. */
export function foldedReply(chunks: readonly ChatChunk[]): ChatReply {
  const fold = createMessageFold()
  for (const chunk of chunks) {
    if (chunk.choices.length > 0) fold.add(chunk)
    if (chunk.usage) fold.setUsage(chunk.usage)
  }
  const reply = fold.finish()
  if (reply === undefined) throw new Error('no chunk came')
  return reply
}

/** Declares the suite's tests for one format. */
export function nativeSuite(subject: NativeSubject): void {
  const { adapter } = subject
  const target = testTarget({ provider: subject.provider, baseUrl: subject.baseUrl })
  const stream = (bytes: Uint8Array, pieces: Iterable<Uint8Array> = [bytes]) => foldFramed(adapter, pieces, target)
  const bytesOf = (answer: NativeAnswer) => frames(adapter.framing, subject.events(answer))
  const whole = (body: unknown) => {
    const reply = adapter.endpoints.chat?.fromResponse(httpReply(body), chatCall(), target)
    if (reply === undefined) throw new Error('the adapter has no chat codec')
    return reply
  }
  const request = (given: Partial<ChatRequest>) => {
    const built = adapter.endpoints.chat?.toRequest(chatCall(given), target)
    if (built === undefined || isFault(built)) throw new Error(`no request: ${built?.failure.message}`)
    return built
  }
  const possible = answers.filter(({ answer }) => subject.ends.includes(answer.end))

  test.each(possible)('$name is the same whole and streamed, in the order that OpenAI sends', ({ answer }) => {
    const reply = whole(subject.whole(answer))
    if (isFault(reply)) throw new Error(reply.failure.message)
    const { chunks, failure } = stream(bytesOf(answer))
    expect(failure).toBeUndefined()
    const want = wanted(answer, subject)
    expect(contentOf(reply, subject.hasIds)).toEqual(want)
    expect(contentOf(foldedReply(chunks), subject.hasIds)).toEqual(want)
    expect(foldedReply(chunks).usage).toEqual(reply.usage)
    expectShape(chunks)
  })

  test('a stream means the same wherever its bytes are cut', () => {
    const bytes = bytesOf(everything)
    const uncut = stream(bytes)
    expect(uncut.failure).toBeUndefined()
    for (let at = 1; at < bytes.length; at += 1) expect(stream(bytes, [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(uncut)
    for (let seed = 0; seed < 20; seed += 1) expect(stream(bytes, cutBytes(bytes, seededRandom(seed), 90))).toEqual(uncut)
  })

  test.each([
    { name: 'CRLF line ends', change: (text: string) => text.replaceAll('\n', '\r\n') },
    { name: 'empty lines', change: (text: string) => text.replaceAll(adapter.framing === 'sse' ? '\n\n' : '\n', '\n\n\n\n') },
    { name: 'no line end at the end', change: (text: string) => text.trimEnd() },
  ])('a stream with $name is read', ({ change }) => {
    const bytes = bytesOf(everything)
    expect(stream(new TextEncoder().encode(change(new TextDecoder().decode(bytes))))).toEqual(stream(bytes))
  })

  test('a stream that ends before its last word is incomplete', () => {
    const events = subject.events(everything)
    for (let kept = 0; kept < events.length; kept += 1) {
      const { failure } = stream(frames(adapter.framing, events.slice(0, kept)))
      expect([kept, failure?.kind, failure?.code, failure?.status]).toEqual([kept, 'connection', 'incomplete_stream', 500])
    }
  })

  test.each(['{"half":', '<html><body>502</body></html>', 'null', '[1,2]', '"text"', '{"a":1}{"b":2}'])(
    '%s in a stream is a failure',
    (junk) => {
      const events = subject.events(everything)
      const { failure } = stream(frames(adapter.framing, [...events.slice(0, 3), { data: junk }, ...events.slice(3)]))
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
    const events = subject.events(everything)
    fc.assert(
      fc.property(fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 30 }), (order) => {
        expectOutcome(
          stream(
            frames(
              adapter.framing,
              order.flatMap((at) => events[at] ?? []),
            ),
          ),
        )
      }),
      { seed: 20_250_601, numRuns: 150 },
    )
  })

  test('members of any type in any place never throw', () => {
    const random = seededRandom(11)
    for (let run = 0; run < 400; run += 1) {
      const events = subject.events(everything).map(({ data, ...event }) => ({ ...event, data: spoiled(data, random) }))
      expectOutcome(stream(frames(adapter.framing, events)))
      const reply = whole(spoiled(subject.whole(everything), random))
      if (!isFault(reply)) expect(reply.choices).toHaveLength(1)
    }
  })

  test('an event of a million characters is read', () => {
    const text = 'long '.repeat(200_000)
    expect(contentOf(foldedReply(stream(bytesOf({ text, end: 'stop' })).chunks), true).text).toBe(text)
  })

  test('an error answer of any status and body is a failure without secrets', () => {
    const bodies = [
      '',
      'no',
      '<html>',
      '{"message":"bad sk-proj-abcdefghijklmnop1234"}',
      '{"error":"no such model"}',
      '[null]',
      '{"error":null}',
    ]
    for (let status = 400; status < 600; status += 1) {
      for (const text of bodies) {
        const failure = adapter.toFailure({ status, headers: {}, text }, target, testNow)
        expect([failure.status, failure.provider, failure.model]).toEqual([status, subject.provider.name, 'model-x'])
        expect(failure.message).not.toContain('abcdefghijklmnop')
      }
    }
  })

  test('an error inside a stream is a failure, and nothing is sent after it', () => {
    const events = subject.events({ text: 'Hello there.', end: 'stop' })
    const { chunks, failure } = stream(frames(adapter.framing, [...events.slice(0, 2), subject.streamError, ...events.slice(2)]))
    expect([failure?.kind, failure?.status]).toEqual([subject.streamError.kind, subject.streamError.status])
    expect(chunks.some((chunk) => chunk.choices.some((choice) => choice.finish_reason !== null))).toBe(false)
  })

  test('the key travels in a header only', async () => {
    const plain = request({})
    const signed = await adapter.authorize(plain, subject.credentials, target, crypto, testNow)
    expect(Object.values(signed.headers).filter((value) => value.includes('test-key-1234567890'))).toHaveLength(1)
    expect(`${signed.url}${String(signed.body)}`).not.toContain('test-key')
    expect(await adapter.authorize(plain, { kind: 'none' }, target, crypto, testNow)).toEqual(plain)
  })

  test('nulls are not sent, and what is only OpenAI’s is left out', () => {
    const { body, headers } = request({ temperature: null, stop: null, seed: null, user: 'u-1', metadata: { a: 'b' }, n: 1 })
    expect(String(body)).not.toMatch(subject.leftOut ?? /null|"stop"|"seed"|"metadata"|"n"|u-1/)
    expect(headers['content-type']).toBe('application/json')
  })
}

function wanted({ text, reasoning, calls = [], end }: NativeAnswer, { hasIds, cached }: NativeSubject) {
  return {
    text,
    reasoning: reasoning ?? null,
    calls: calls.map(({ id, name, arguments: input }) => ({ id: hasIds ? id : 'made', type: 'function', name, arguments: input })),
    finish: finish[end],
    usage: { prompt: counts.prompt, cached, completion: counts.completion, total: counts.prompt + counts.completion },
  }
}

function contentOf(reply: ChatReply, hasIds: boolean) {
  const [choice] = reply.choices
  const message = choice?.message
  return {
    text: message?.content ?? '',
    reasoning: message?.reasoning_content ?? null,
    calls: (message?.tool_calls ?? []).map((call) =>
      call.type === 'function'
        ? {
            id: hasIds ? call.id : call.id.replace(/^call_[0-9a-f]{24}$/, 'made'),
            type: call.type,
            name: call.function.name,
            arguments: JSON.parse(call.function.arguments),
          }
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

/** Chunks, or a failure that names itself. */
function expectOutcome({ chunks, failure }: Streamed): void {
  for (const chunk of chunks) expect(chunk.object).toBe('chat.completion.chunk')
  if (failure !== undefined)
    expect([typeof failure.kind, typeof failure.message, failure.status >= 400]).toEqual(['string', 'string', true])
}

/** Role first, one id, one finish chunk, usage last in a chunk without choices, calls numbered from 0 and introduced once. */
function expectShape(chunks: readonly ChatChunk[]): void {
  const choices = chunks.flatMap((chunk) => chunk.choices)
  const calls = choices.flatMap(({ delta }) => delta.tool_calls ?? [])
  const introduced = calls.filter((call) => call.id !== undefined)
  expect({
    heads: new Set(chunks.map(({ id, created, model, object }) => `${id} ${created} ${model} ${object}`)).size,
    first: choices[0]?.delta,
    roles: choices.filter(({ delta }) => delta.role !== undefined).length,
    finishes: choices.filter((choice) => choice.finish_reason !== null).length,
    finishIsLast: choices.at(-1)?.finish_reason !== null,
    last: { choices: chunks.at(-1)?.choices, hasUsage: Boolean(chunks.at(-1)?.usage) },
    usages: chunks.filter((chunk) => chunk.usage).length,
    indexes: introduced.map((call) => call.index),
    unnamed: introduced.filter((call) => call.type !== 'function' || !call.function?.name).length,
    missingArguments: calls.filter((call) => typeof call.function?.arguments !== 'string').length,
  }).toEqual({
    heads: 1,
    first: { role: 'assistant', content: '' },
    roles: 1,
    finishes: 1,
    finishIsLast: true,
    last: { choices: [], hasUsage: true },
    usages: 1,
    indexes: introduced.map((_call, at) => at),
    unnamed: 0,
    missingArguments: 0,
  })
}

const junkValues = [null, 0, -1, 1e300, '', 'text', true, [], {}, [null], [[]], { type: 7 }, { failure: 1 }]

/** A copy in which one member has another type. */
function spoiled(value: object, random: () => number): object {
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

/** A text in two pieces. */
export function halves(text: string): readonly string[] {
  const cut = Math.ceil(text.length / 2)
  return [text.slice(0, cut), text.slice(cut)].filter((piece) => piece !== '')
}
