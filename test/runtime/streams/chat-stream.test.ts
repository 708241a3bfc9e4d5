/** A stream in the hands of readers who abort, overlap, throw away, or meet what no provider should send. */
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { Adapter } from '../../../src/providers/adapter.js'
import { openai } from '../../../src/providers/openai.js'
import { type Making, runCall } from '../../../src/runtime/attempt-loop.js'
import { createRun } from '../../../src/runtime/create-run.js'
import type { Engine } from '../../../src/runtime/engine.js'
import { chatKind, OpenChatStream } from '../../../src/runtime/streams/chat-stream.js'
import { attemptStream, type OpenStream } from '../../../src/runtime/streams/stream-attempt.js'
import { fakeTransport } from '../../support/fake-transport.js'
import { wholeChat } from '../../support/late-streams.js'
import { at, delta, end, engineOf, errorOf, fails, harness, messages, ok, role, stop, streams } from '../harness.js'

const body = { model: 'a', messages, stream: true } as const
const oneOfA = { deployments: [at(0, 'a')], routing: { numRetries: 0 } }

describe('after abort()', () => {
  test.each([
    { name: 'what had come before the first content', pieces: [role + delta('one') + delta('two'), stop, end] },
    { name: 'what came in one piece with it', pieces: [delta('one') + delta('two') + stop + end] },
  ])('$name is not delivered', async ({ pieces }) => {
    const { client } = harness(oneOfA, { d0: streams(...pieces) })
    const stream = await client.completion(body)
    let seen = 0
    for await (const _chunk of stream) {
      seen++
      stream.abort()
    }
    expect(seen).toBe(1)
    const again = []
    for await (const chunk of stream) again.push(chunk)
    expect(again).toEqual([])
    expect((await errorOf(stream.finalMessage())).kind).toBe('abort')
    expect((await errorOf(stream.finalMessage())).kind).toBe('abort')
  })
})

describe('two readers at once', () => {
  test('get the chunks in the order they asked', async () => {
    const { client } = harness(oneOfA, { d0: streams(delta('1'), delta('2'), delta('3'), stop + end) })
    const iterator = (await client.completion(body))[Symbol.asyncIterator]()
    const steps = await Promise.all(Array.from({ length: 6 }, () => iterator.next()))
    expect(steps.map(({ done, value }) => [done, value?.choices[0]?.delta.content])).toEqual([
      [false, '1'],
      [false, '2'],
      [false, '3'],
      [false, undefined],
      [true, undefined],
      [true, undefined],
    ])
  })

  test('hear of a failure once; the others are told that there is no more', async () => {
    const { client } = harness(oneOfA, { d0: streams(delta('1'), { fault: 'reset' }) })
    const iterator = (await client.completion(body))[Symbol.asyncIterator]()
    const steps = await Promise.allSettled(Array.from({ length: 4 }, () => iterator.next()))
    expect(steps.map((step) => (step.status === 'fulfilled' ? step.value.done : step.reason.kind))).toEqual([
      false,
      'connection',
      true,
      true,
    ])
  })
})

test('finalMessage() may be asked twice, and at the same time', async () => {
  const { client } = harness(oneOfA, { d0: streams(role, delta('hel'), delta('lo'), stop, end) })
  const stream = await client.completion(body)
  const [first, second] = await Promise.all([stream.finalMessage(), stream.finalMessage()])
  const third = await stream.finalMessage()
  expect([first.choices[0]?.message.content, second, third]).toEqual(['hello', first, first])
})

test('whole and streamed answers of the same usage cost the same', async () => {
  const deployments = [at(0, 'a', { price: { by: 'row', row: 0 } })]
  const prices = [{ model: 'm', family: 'f', input: 1_234_567, output: 7_654_321, cacheRead: 111_111 }]
  const counts = { prompt_tokens: 1_001, completion_tokens: 77, total_tokens: 1_078, prompt_tokens_details: { cached_tokens: 512 } }
  const usage = `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage: counts })}\n\n`
  const answer = { ...ok(), json: { ...(ok().json as object), usage: counts } } // `json` of ok() is an object
  const { client } = harness({ deployments, prices }, { d0: [answer, streams(delta('x'), stop, usage, end)] })
  const whole = await client.completion({ model: 'a', messages })
  const streamed = await (await client.completion(body)).finalMessage()
  expect(whole.meta.costNanoUsd).toBe(Math.round((489 * 1_234_567 + 512 * 111_111 + 77 * 7_654_321) / 1_000))
  expect(streamed.meta.costNanoUsd).toBe(whole.meta.costNanoUsd)
})

describe('rejections', () => {
  test('none is left unhandled where the caller takes only withResponse(), leaves early, or drops the stream', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    try {
      const { client } = harness(oneOfA, { d0: [fails(500), fails(500), streams(delta('1'), { fault: 'reset' })] })
      await errorOf(client.completion({ model: 'a', messages }).withResponse())
      await errorOf(client.completion(body).withResponse())
      const stream = await client.completion(body)
      void stream[Symbol.asyncIterator]().next()
      stream.abort()
      for (let turn = 0; turn < 5; turn++) await setImmediate()
      expect(unhandled).toEqual([])
    } finally {
      process.off('unhandledRejection', note)
    }
  })
})

describe('an adapter that throws', () => {
  const chat = wholeChat(openai)
  const broken = (): never => {
    throw new TypeError('cannot read x of undefined')
  }
  const early: Adapter = { ...openai, endpoints: { chat: { ...chat, stream: { ...chat.stream, fromEvent: broken } } } }
  let events = 0
  const { fromEvent } = chat.stream
  const late: Adapter = {
    ...openai,
    endpoints: {
      chat: { ...chat, stream: { ...chat.stream, fromEvent: (state, event) => (++events > 1 ? broken() : fromEvent(state, event)) } },
    },
  }

  test('on the first event: the call fails as an answer that cannot be read, and the connection is closed', async () => {
    const { client, transport } = harness(oneOfA, { d0: streams(delta('1'), stop, end) }, {}, { openai: early })
    const error = await errorOf(client.completion(body))
    expect([error.name, error.code, error.message]).toEqual([
      'APIConnectionError',
      'invalid_response',
      'openai deployment "d0" (gpt-4o): the answer cannot be read: cannot read x of undefined',
    ])
    expect(transport.cancelled).toHaveLength(1)
  })

  test('later: the iterator says so, and the connection is closed', async () => {
    const { client, transport } = harness(oneOfA, { d0: streams(delta('1'), delta('2'), stop, end) }, {}, { openai: late })
    const stream = await client.completion(body)
    const error = await errorOf(stream.finalMessage())
    expect([error.code, stream.meta.attempts.map((attempt) => attempt.outcome), transport.cancelled.length]).toEqual([
      'invalid_response',
      ['connection'],
      1,
    ])
  })

  test('on a whole answer: it is retried like any other that is not whole', async () => {
    let calls = 0
    const once: Adapter = {
      ...openai,
      endpoints: { chat: { ...chat, fromResponse: (...given) => (++calls === 1 ? broken() : chat.fromResponse(...given)) } },
    }
    const { client, hosts } = harness({ deployments: [at(0, 'a')] }, { d0: ok() }, {}, { openai: once })
    await client.completion({ model: 'a', messages })
    expect(hosts).toEqual(['d0', 'd0'])
  })

  test('on a request that no checker has seen: a bad request', async () => {
    const circular: { self?: unknown } = {}
    circular.self = circular
    const { client, hosts } = harness(oneOfA, {})
    const error = await errorOf(client.completion({ model: 'a', messages, metadata: circular } as never))
    expect([error.name, error.status, hosts]).toEqual(['BadRequestError', 400, []])
    expect(error.message).toContain('the request cannot be translated: Converting circular structure to JSON')
  })
})

describe('members of a type that no host should send', () => {
  const junk = [null, 0, true, 'text', {}, [null], [[]], { data: null, type: 7 }]
  test.each(['thinking_blocks', 'annotations', 'images', 'audio', 'function_call', 'provider_specific_fields'])('%s', async (member) => {
    for (const value of junk) {
      const odd = delta('2').replace('"content":"2"', `"content":"2","${member}":${JSON.stringify(value)}`)
      const { client } = harness(oneOfA, { d0: streams(role, delta('1'), odd, odd, stop, end) })
      const reply = await (await client.completion({ model: 'a', messages, stream: true })).finalMessage()
      expect([value, reply.choices[0]?.message.content]).toEqual([value, '122'])
    }
  })

  test('that cannot be read at all end the stream, and the slot is given back', async () => {
    const transport = fakeTransport(() => streams(delta('1'), delta('2'), stop, end))
    const engine = engineOf(oneOfA, { transport })
    const request: ChatRequest = { model: 'a', messages }
    const run = createRun(engine, 'chat', request, undefined, true)
    if (isFault(run)) throw new Error(run.failure.message)
    const making: Making<'chat', OpenStream<'chat'>> = { attempt: (site) => attemptStream(site, chatKind), releasedBy: 'reader' }
    const blind: typeof chatKind = {
      ...chatKind,
      createView: (asked) => ({
        ...chatKind.createView(asked),
        last: undefined,
        see: () => {
          throw new Error('what is this')
        },
      }),
    }
    const stream = new OpenChatStream(await runCall(run, making), blind)
    const error = await errorOf(stream.finalMessage())
    expect([error.code, engine.state.inFlight[0], transport.cancelled.length]).toEqual(['invalid_response', 0, 1])
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })
})

describe('a stream that is dropped', () => {
  const streamedChat: Making<'chat', OpenStream<'chat'>> = { attempt: (site) => attemptStream(site, chatKind), releasedBy: 'reader' }

  async function open(): Promise<{ engine: Engine; cancelled: readonly string[]; outcomes: () => readonly string[] }> {
    const transport = fakeTransport(() => streams(delta('1'), delta('2'), stop, end))
    const engine = engineOf(oneOfA, { transport })
    const request: ChatRequest = { model: 'a', messages }
    const run = createRun(engine, 'chat', request, undefined, true)
    if (isFault(run)) throw new Error(run.failure.message)
    const stream = new OpenChatStream(await runCall(run, streamedChat), chatKind)
    expect([(await stream.next()).done, engine.state.inFlight[0]]).toEqual([false, 1])
    return { engine, cancelled: transport.cancelled, outcomes: () => run.attempts.map((attempt) => attempt.outcome) }
  }

  test('gives its slot back and closes its connection once it is garbage', async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const { engine, cancelled, outcomes } = await open()
    for (let turn = 0; turn < 100 && engine.state.inFlight[0] !== 0; turn++) {
      collect()
      await setImmediate()
    }
    expect([engine.state.inFlight[0], cancelled.length, outcomes()]).toEqual([0, 1, ['abort']])
  })
})
