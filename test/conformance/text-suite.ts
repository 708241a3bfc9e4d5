/** The adapter contract as one suite for hosts that write text and nothing else: same answer whole and streamed, nothing throws. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Provider } from '../../src/plan/plan.js'
import type { ChatChunk } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import type { Adapter, Call, Credentials, StreamEvent, Target } from '../../src/providers/adapter.js'
import { nodeCrypto } from '../../src/runtime/platform/crypto.js'
import { createSseDecoder } from '../../src/runtime/transport/sse.js'
import { chatCall, cutBytes, httpReply, type Streamed, seededRandom, testNow, testTarget } from '../support/codec.js'

/** What a host says. */
export type TextAnswer = { readonly text: string; readonly end: 'stop' | 'length' }

export type TextSubject = {
  readonly adapter: Adapter
  readonly provider: Partial<Provider>
  readonly baseUrl: string
  readonly model?: string
  readonly settings?: Target['settings']
  readonly credentials: Credentials
  readonly whole: (answer: TextAnswer) => unknown
  /** The bytes of a stream, in the order of the events; one entry is what may be lost together. */
  readonly events: (answer: TextAnswer) => readonly Uint8Array[]
  readonly ends: readonly TextAnswer['end'][]
  /** Counts, where the host tells them. */
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly total_tokens: number }
  /** True where the end of the connection is the end of the answer. */
  readonly closes?: boolean
  /** An error as the host writes it into a stream that has begun, and into a whole answer. */
  readonly streamError: Uint8Array
  readonly wholeError: unknown
}

/** Server-sent events as bytes, one for each. */
export function sseEvents(...events: readonly (readonly [event: string, data: unknown])[]): readonly Uint8Array[] {
  return events.map(([event, data]) => {
    const lines = (typeof data === 'string' ? data : JSON.stringify(data)).split('\n').map((line) => `data: ${line}\n`)
    return new TextEncoder().encode(`${event === '' ? '' : `event: ${event}\n`}${lines.join('')}\n`)
  })
}

/** One after the other. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(pieces.flatMap((piece) => [...piece]))
}

function fold(subject: TextSubject, pieces: Iterable<Uint8Array>, target: Target, call: Call<'chat'>): Streamed {
  const codec = subject.adapter.endpoints.chat?.stream
  if (codec === undefined) throw new Error('the adapter does not stream')
  const decoder = subject.adapter.createDecoder?.(nodeCrypto) ?? createSseDecoder()
  const state: unknown = codec.start(call, target)
  const chunks: ChatChunk[] = []
  const batches = function* (): Generator<readonly StreamEvent[]> {
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

/** Text, end and counts of chunks in the order OpenAI sends them; throws where they stand in another. */
function told(chunks: readonly ChatChunk[]) {
  const choices = chunks.flatMap((chunk) => chunk.choices)
  expect(choices[0]?.delta).toEqual({ role: 'assistant', content: '' })
  expect(choices.filter(({ finish_reason }) => finish_reason !== null)).toHaveLength(1)
  expect(new Set(chunks.map(({ id, created, model }) => `${id} ${created} ${model}`)).size).toBe(1)
  return {
    text: choices.map(({ delta }) => delta.content ?? '').join(''),
    end: choices.at(-1)?.finish_reason,
    usage: chunks.at(-1)?.usage ?? undefined,
  }
}

const answers: readonly TextAnswer[] = [
  { text: 'Grüße aus 東京 🚀, and more.\nA line, and {"json": [1]}', end: 'stop' },
  { text: 'Once upon', end: 'length' },
]

/** Declares the suite's tests for one format. */
export function textSuite(subject: TextSubject): void {
  const { adapter } = subject
  const target = testTarget({
    provider: subject.provider,
    baseUrl: subject.baseUrl,
    model: subject.model ?? 'model-x',
    settings: subject.settings ?? {},
  })
  const stream = (pieces: Iterable<Uint8Array>) => fold(subject, pieces, target, chatCall({}, { stream: true }))
  const whole = (body: unknown) => {
    const reply = adapter.endpoints.chat?.fromResponse(httpReply(body), chatCall(), target)
    if (reply === undefined) throw new Error('the adapter has no chat codec')
    return reply
  }
  const request = (given: Parameters<typeof chatCall>[0], options: Parameters<typeof chatCall>[1] = {}) => {
    const built = adapter.endpoints.chat?.toRequest(chatCall(given, options), target)
    if (built === undefined) throw new Error('the adapter has no chat codec')
    return built
  }
  const possible = answers.filter(({ end }) => subject.ends.includes(end))

  test.each(possible)('an answer that ends with $end is the same whole and streamed', (answer) => {
    const reply = whole(subject.whole(answer))
    if (isFault(reply)) throw new Error(reply.failure.message)
    const want = { text: answer.text, end: answer.end, usage: subject.usage }
    const [choice] = reply.choices
    expect({ text: choice?.message.content, end: choice?.finish_reason, usage: reply.usage }).toEqual(want)
    const { chunks, failure } = stream(subject.events(answer))
    expect(failure).toBeUndefined()
    expect({ ...told(chunks), usage: told(chunks).usage ?? subject.usage }).toEqual(want)
  })

  test('a stream means the same wherever its bytes are cut', () => {
    const bytes = joined(subject.events({ text: 'Grüße 東京 🚀', end: 'stop' }))
    const uncut = stream([bytes])
    expect(uncut.failure).toBeUndefined()
    for (let at = 1; at < bytes.length; at += 1) expect(stream([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(uncut)
    for (let seed = 0; seed < 10; seed += 1) expect(stream(cutBytes(bytes, seededRandom(seed), 60))).toEqual(uncut)
  })

  test('a stream without its end is incomplete, where the host has an end', () => {
    const events = subject.events({ text: 'Hello there.', end: 'stop' })
    for (let kept = 0; kept < events.length; kept += 1) {
      const { failure, chunks } = stream(events.slice(0, kept))
      const isText = chunks.some((chunk) => chunk.choices.some(({ delta }) => (delta.content ?? '') !== ''))
      const isFine = subject.closes === true && isText
      expect([kept, failure?.kind]).toEqual([kept, isFine ? undefined : 'connection'])
    }
  })

  test.each(['', '{"half":', '<html><title>Bad gateway</title></html>', 'null', '[]', '{}', '7'])(
    '%j as a whole answer is a failure',
    (junk) => {
      const reply = whole(junk)
      expect(isFault(reply) && [reply.failure.kind, reply.failure.code]).toEqual(['connection', 'invalid_response'])
    },
  )

  test('an error in a whole answer, and in the middle of a stream, is a failure', () => {
    const reply = whole(subject.wholeError)
    expect(isFault(reply) && reply.failure.message).toContain('it broke')
    const events = subject.events({ text: 'Hello there.', end: 'stop' })
    const { chunks, failure } = stream([...events.slice(0, Math.min(1, events.length - 1)), subject.streamError])
    expect(failure?.message).toContain('it broke')
    expect(chunks.some((chunk) => chunk.choices.some(({ finish_reason }) => finish_reason !== null))).toBe(false)
  })

  test('events in any order, twice or left out, and bytes of any kind never throw', () => {
    const events = subject.events({ text: 'Hello there.', end: 'stop' })
    const piece = fc.oneof(fc.nat({ max: events.length - 1 }), fc.string({ unit: 'grapheme', maxLength: 20 }), fc.json({ maxDepth: 2 }))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (order) => {
        const bytes = order.map((one) => (typeof one === 'number' ? (events[one] ?? new Uint8Array()) : frame(adapter, one)))
        expectOutcome(() => stream(bytes))
      }),
      { seed: 20_250_601, numRuns: 300 },
    )
  })

  test('a whole answer of any JSON is a reply or a failure', () => {
    const valid = JSON.stringify(subject.whole({ text: 'Hi.', end: 'stop' }))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.nat({ max: valid.length }).map((at) => valid.slice(0, at)),
        ),
        (text) => {
          const reply = whole(text)
          if (isFault(reply)) expect([typeof reply.failure.kind, reply.failure.status >= 400]).toEqual(['string', true])
          else expect(typeof reply.choices[0]?.message.content).toBe('string')
        },
      ),
      { seed: 20_250_601, numRuns: 300 },
    )
  })

  test('an error answer of any status is a failure without secrets', () => {
    for (let status = 400; status < 600; status += 1) {
      for (const text of ['', 'no', '<html>', '{"message":"bad sk-proj-abcdefghijklmnop1234"}', '[null]', '{"error":null}']) {
        const failure = adapter.toFailure({ status, headers: {}, text }, target, testNow)
        expect([failure.status, failure.provider]).toEqual([status, subject.provider.name])
        expect(failure.message).not.toContain('abcdefghijklmnop')
      }
    }
  })

  test('the key travels in headers only', async () => {
    const plain = request({})
    if (isFault(plain)) throw new Error(plain.failure.message)
    const signed = await adapter.authorize(plain, subject.credentials, target, nodeCrypto, testNow)
    expect(Object.values(signed.headers).filter((value) => value.includes('test-key-1234567890')).length).toBeGreaterThan(0)
    expect(`${signed.url}${String(signed.body)}`).not.toContain('test-key')
    expect(await adapter.authorize(plain, { kind: 'none' }, target, nodeCrypto, testNow)).toEqual(plain)
  })

  const tools = [{ type: 'function' as const, function: { name: 'look_up', parameters: {} } }]
  test('tools are refused, or left out where the caller says so', () => {
    const refused = request({ tools })
    expect(isFault(refused) && [refused.failure.kind, refused.failure.param]).toEqual(['unsupported-params', 'tools'])
    const dropped = request({ tools }, { dropParams: true })
    expect(isFault(dropped)).toBe(false)
    expect(JSON.stringify(dropped)).not.toContain('look_up')
  })

  test('nulls are not sent, and what is only OpenAI’s is left out', () => {
    const built = request({ temperature: null, stop: null, seed: null, store: true, n: 1 })
    expect(JSON.stringify(built)).not.toMatch(/null|"?stop\b"?:|seed|store/)
  })

  test('an image is refused by name', () => {
    const image = { type: 'image_url' as const, image_url: { url: 'https://pictures.example/a.png' } }
    const refused = request({ messages: [{ role: 'user', content: [image] }] })
    expect(isFault(refused) && [refused.failure.kind, refused.failure.message.includes('image_url')]).toEqual(['bad-request', true])
  })
}

/** Text as the host's framing would carry it. */
function frame({ createDecoder }: Adapter, text: string): Uint8Array {
  return createDecoder === undefined ? joined(sseEvents(['', text])) : new TextEncoder().encode(text)
}

function expectOutcome(run: () => Streamed): void {
  try {
    const { chunks, failure } = run()
    for (const chunk of chunks) expect(chunk.object).toBe('chat.completion.chunk')
    if (failure !== undefined) expect([typeof failure.kind, failure.status >= 400]).toEqual(['string', true])
  } catch (error) {
    // damaged frames are the decoder's to refuse, in its own words
    if (!(error instanceof Error) || error.name !== 'TransportFault') throw error
  }
}
