/** The adapter contract over Bedrock: same answer whole and streamed, any cut of its binary frames, and no input that throws. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatChunk, ChatReply } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import { bedrock } from '../../src/providers/bedrock.js'
import { nodeCrypto } from '../../src/runtime/platform/crypto.js'
import { createMessageFold } from '../../src/runtime/streams/final-message.js'
import { bedrockTarget, concat, eventFrame, exceptionFrame, foldFrames } from '../providers/bedrock/frames.js'
import { chatCall, cutBytes, httpReply, type Streamed, seededRandom, testNow } from '../support/codec.js'
import type { WireAnswer } from './wire-answers.js'

type WireEvent = { readonly event: string; readonly data: object | string }

const counts = { prompt: 120, cached: 20, completion: 34 }
const lookUp = { id: 'tooluse_01ABCDEF', name: 'look_up', arguments: { city: 'Zürich', deep: { list: [1, 'two', null] } } }
const noArguments = { id: 'tooluse_02GHIJKL', name: 'now', arguments: {} }

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
const ends = {
  stop: 'end_turn',
  length: 'max_tokens',
  tools: 'tool_use',
  filtered: 'guardrail_intervened',
  'unheard-of': 'gone_fishing',
} as const

const target = bedrockTarget('us.anthropic.claude-sonnet-4-5-20250929-v1:0')

function stream(events: readonly WireEvent[], pieces: (bytes: Uint8Array) => Iterable<Uint8Array> = (bytes) => [bytes]): Streamed {
  const bytes = concat(...events.map(({ event, data }) => eventFrame(event, data)))
  return foldFrames(pieces(bytes), target, chatCall({}, { stream: true }))
}

function whole(body: unknown) {
  const reply = bedrock.endpoints.chat?.fromResponse(httpReply(body), chatCall(), target)
  if (reply === undefined) throw new Error('bedrock has no chat')
  return reply
}

test.each(answers)('$name is the same whole and streamed', ({ answer }) => {
  const reply = whole(wholeBody(answer))
  if (isFault(reply)) throw new Error(reply.failure.message)
  const streamed = stream(wireEvents(answer))
  expect(streamed.failure).toBeUndefined()
  expect(contentOf(folded(streamed.chunks))).toEqual(contentOf(reply))
  expect(contentOf(reply)).toEqual({
    text: answer.text,
    reasoning: answer.reasoning ?? null,
    thinking: answer.reasoning === undefined ? undefined : [{ type: 'thinking', thinking: answer.reasoning, signature: 'c2lnbmVk' }],
    calls: (answer.calls ?? []).map(({ id, name, arguments: input }) => ({ id, type: 'function', name, arguments: input })),
    finish: finish[answer.end],
    usage: { prompt: counts.prompt, cached: counts.cached, completion: counts.completion, total: counts.prompt + counts.completion },
  })
})

test.each(answers)('$name streams in the order that OpenAI sends', ({ answer }) => expectShape(stream(wireEvents(answer)).chunks))

describe('the same stream in other clothes', () => {
  const answer: WireAnswer = { text: 'Grüße 東京 🚀', reasoning: 'hm', calls: [lookUp, noArguments], end: 'tools', ...counts }
  const events = wireEvents(answer)
  const uncut = stream(events)

  test('means the same wherever its bytes are cut', () => {
    const { length } = concat(...events.map(({ event, data }) => eventFrame(event, data)))
    for (let at = 1; at < length; at += 1) {
      expect(stream(events, (bytes) => [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(uncut)
    }
    expect(stream(events, (bytes) => cutBytes(bytes, () => 0, 1))).toEqual(uncut)
    for (let seed = 0; seed < 20; seed += 1) expect(stream(events, (bytes) => cutBytes(bytes, seededRandom(seed), 90))).toEqual(uncut)
  })

  test.each([
    { name: 'the metadata before the stop', change: swapEnd },
    { name: 'no messageStart', change: (given: readonly WireEvent[]) => given.slice(1) },
    {
      name: 'a start event for text blocks too',
      change: (given: readonly WireEvent[]) => given.toSpliced(1, 0, { event: 'contentBlockStart', data: { contentBlockIndex: 0 } }),
    },
    {
      name: 'padding and unknown events',
      change: (given: readonly WireEvent[]) => given.flatMap((event) => [{ event: 'news', data: { p: 'abcd' } }, event]),
    },
  ])('$name changes nothing', ({ change }) => expect(stream(change(events))).toEqual(uncut))

  test('without metadata it ends with the connection and has no usage', () => {
    const streamed = stream(events.slice(0, -1))
    expect([streamed.failure, streamed.chunks]).toEqual([undefined, uncut.chunks.slice(0, -1)])
  })
})

test('a stream that ends before its last word is incomplete', () => {
  const events = wireEvents({ text: 'Hello there.', reasoning: 'hm', calls: [lookUp], end: 'tools', ...counts })
  for (let kept = 0; kept < events.findIndex(({ event }) => event === 'messageStop'); kept += 1) {
    const { failure } = stream(events.slice(0, kept))
    expect([kept, failure?.kind, failure?.code, failure?.status]).toEqual([kept, 'connection', 'incomplete_stream', 500])
  }
})

test('a stream that ends inside a frame is a failure', () => {
  const events = wireEvents({ text: 'Hello there.', end: 'stop', ...counts })
  const { failure } = stream(events, (bytes) => [bytes.subarray(0, bytes.length - 5)])
  expect([failure?.kind, failure?.code, failure?.status]).toEqual(['connection', 'truncated', 500])
})

test.each(['{"half":', '<html><body>502</body></html>', 'null', '[1,2]', '"text"', '{"a":1}{"b":2}'])(
  '%s in a stream is a failure',
  (junk) => {
    const events = wireEvents({ text: 'Hello there.', end: 'stop', ...counts })
    const { failure } = stream([...events.slice(0, 3), { event: 'contentBlockDelta', data: junk }, ...events.slice(3)])
    expect([failure?.kind, failure?.code]).toEqual(['connection', 'invalid_response'])
    expect(failure?.message).toContain('claude-sonnet')
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
  const events = wireEvents({ text: 'Hello there.', reasoning: 'hm', calls: [lookUp, noArguments], end: 'tools', ...counts })
  fc.assert(
    fc.property(fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 30 }), (order) => {
      expectOutcome(stream(order.flatMap((at) => events[at] ?? [])))
    }),
    { seed: 20_250_601, numRuns: 150 },
  )
})

test('members of any type in any place never throw', () => {
  const answer: WireAnswer = { text: 'Hello.', reasoning: 'hm', calls: [lookUp], end: 'tools', ...counts }
  const random = seededRandom(11)
  for (let run = 0; run < 400; run += 1) {
    expectOutcome(stream(wireEvents(answer).map(({ data, event }) => ({ event, data: spoiled(data, random) }))))
    const reply = whole(spoiled(wholeBody(answer), random))
    if (!isFault(reply)) expect(Array.isArray(reply.choices)).toBe(true)
  }
})

test('bytes of any kind never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (noise, at) => {
      const bytes = eventFrame('messageStart', { role: 'assistant' })
      const spoiledBytes = concat(bytes.subarray(0, at), noise, bytes.subarray(at))
      expectOutcome(foldFrames([spoiledBytes], target, chatCall({}, { stream: true })))
    }),
    { seed: 20_250_601, numRuns: 300 },
  )
})

test('an event of a million characters is read', () => {
  const text = 'long '.repeat(200_000)
  const streamed = stream(wireEvents({ text, end: 'stop', ...counts }), (bytes) => cutBytes(bytes, seededRandom(3), 16_384))
  expect(contentOf(folded(streamed.chunks)).text).toBe(text)
})

test('an error answer of any status and body is a failure without secrets', () => {
  const bodies = ['', 'no', '<html>', '{"message":"bad key AKIAABCDEFGHIJKL1234"}', '{"Message":"no"}', '[null]', '{"message":null}']
  for (let status = 400; status < 600; status += 1) {
    for (const text of bodies) {
      const failure = bedrock.toFailure({ status, headers: {}, text }, target, testNow)
      expect([failure.status, failure.provider, failure.model]).toEqual([status, 'bedrock', target.model])
      expect(failure.message.length).toBeLessThan(420)
      expect(failure.message).not.toContain('ABCDEFGHIJKL')
    }
  }
})

test('an exception inside a stream is a failure, and nothing is sent after it', () => {
  const events = wireEvents({ text: 'Hello there.', end: 'stop', ...counts })
  const bytes = concat(
    ...events.slice(0, 2).map(({ event, data }) => eventFrame(event, data)),
    exceptionFrame('throttlingException', { message: 'slow down' }),
    ...events.slice(2).map(({ event, data }) => eventFrame(event, data)),
  )
  const { chunks, failure } = foldFrames([bytes], target, chatCall({}, { stream: true }))
  expect([failure?.kind, failure?.status]).toEqual(['rate-limit', 429])
  expect(chunks.some((chunk) => chunk.choices.some((choice) => choice.finish_reason !== null))).toBe(false)
})

test('the key travels in a header only', async () => {
  const request = bedrock.endpoints.chat?.toRequest(chatCall(), target)
  if (request === undefined || isFault(request)) throw new Error('no request')
  const signed = await bedrock.authorize(request, { kind: 'key', key: 'test-key-1234567890' }, target, nodeCrypto, testNow)
  expect(Object.values(signed.headers).filter((value) => value.includes('test-key-1234567890'))).toHaveLength(1)
  expect(`${signed.url}${String(signed.body)}`).not.toContain('test-key')
  expect(await bedrock.authorize(request, { kind: 'none' }, target, nodeCrypto, testNow)).toEqual(request)
})

test('nulls are not sent, and what changes nothing is left out', () => {
  const request = bedrock.endpoints.chat?.toRequest(chatCall({ temperature: null, stop: null, seed: null, user: 'u-1' }), target)
  if (request === undefined || isFault(request)) throw new Error('no request')
  expect(JSON.parse(String(request.body))).toEqual({ messages: [{ role: 'user', content: [{ text: 'hello' }] }] })
  expect(request.headers['content-type']).toBe('application/json')
})

function usageOf({ prompt, cached, completion }: WireAnswer) {
  return {
    inputTokens: prompt - cached,
    outputTokens: completion,
    totalTokens: prompt + completion,
    cacheReadInputTokens: cached,
    cacheWriteInputTokens: 0,
  }
}

function wholeBody(answer: WireAnswer): object {
  const { text, reasoning, calls = [], end } = answer
  const content = [
    ...(reasoning === undefined ? [] : [{ reasoningContent: { reasoningText: { text: reasoning, signature: 'c2lnbmVk' } } }]),
    ...(text === '' ? [] : [{ text }]),
    ...calls.map(({ id, name, arguments: input }) => ({ toolUse: { toolUseId: id, name, input } })),
  ]
  return { output: { message: { role: 'assistant', content } }, stopReason: ends[end], usage: usageOf(answer), metrics: { latencyMs: 1 } }
}

function wireEvents(answer: WireAnswer): readonly WireEvent[] {
  const { text, reasoning, calls = [], end } = answer
  let index = 0
  const block = (deltas: readonly object[], start?: object): WireEvent[] => {
    const contentBlockIndex = index
    index += 1
    return [
      ...(start === undefined ? [] : [{ event: 'contentBlockStart', data: { contentBlockIndex, start } }]),
      ...deltas.map((delta) => ({ event: 'contentBlockDelta', data: { contentBlockIndex, delta, p: 'abc' } })),
      { event: 'contentBlockStop', data: { contentBlockIndex } },
    ]
  }
  const thought = halves(reasoning ?? '').map((piece) => ({ reasoningContent: { text: piece } }))
  return [
    { event: 'messageStart', data: { role: 'assistant' } },
    ...(thought.length === 0 ? [] : block([...thought, { reasoningContent: { signature: 'c2lnbmVk' } }])),
    ...(text === '' ? [] : block(halves(text).map((piece) => ({ text: piece })))),
    ...calls.flatMap(({ id, name, arguments: input }) => {
      const json = Object.keys(input).length === 0 ? '' : JSON.stringify(input)
      return block(
        halves(json).map((piece) => ({ toolUse: { input: piece } })),
        { toolUse: { toolUseId: id, name } },
      )
    }),
    { event: 'messageStop', data: { stopReason: ends[end] } },
    { event: 'metadata', data: { usage: usageOf(answer), metrics: { latencyMs: 1 } } },
  ]
}

function swapEnd(events: readonly WireEvent[]): readonly WireEvent[] {
  return [...events.slice(0, -2), ...events.slice(-2).reverse()]
}

function halves(text: string): readonly string[] {
  const cut = Math.ceil(text.length / 2)
  return [text.slice(0, cut), text.slice(cut)].filter((piece) => piece !== '')
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

function contentOf(reply: ChatReply) {
  const [choice] = reply.choices
  const message = choice?.message
  return {
    text: message?.content ?? '',
    reasoning: message?.reasoning_content ?? null,
    thinking: message?.thinking_blocks,
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
    finishes: choices.filter((choice) => choice.finish_reason !== null).length,
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
    finishes: 1,
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
