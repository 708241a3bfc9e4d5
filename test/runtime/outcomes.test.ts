/** The slot of a deployment is taken and given back exactly once, however an attempt ends. */
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../src/protocol/chat.js'
import { isFault } from '../../src/protocol/failure.js'
import { runCall } from '../../src/runtime/attempt-loop.js'
import { createRun } from '../../src/runtime/create-run.js'
import type { Site } from '../../src/runtime/run.js'
import { chatKind, OpenChatStream } from '../../src/runtime/streams/chat-stream.js'
import { attemptStream } from '../../src/runtime/streams/stream-attempt.js'
import { attemptWhole } from '../../src/runtime/whole-attempt.js'
import { type FakeAnswer, fakeTransport } from '../support/fake-transport.js'
import { at, delta, end, engineOf, fails, messages, ok, stop, streams } from './harness.js'

const body: ChatRequest = { model: 'a', messages }

function setup(answer: FakeAnswer, streaming: boolean) {
  const during: number[] = []
  const engine = engineOf(
    { deployments: [at(0, 'a')], routing: { numRetries: 0 } },
    {
      transport: fakeTransport(() => {
        during.push(engine.state.inFlight[0] ?? -1)
        return answer
      }),
    },
  )
  const run = createRun(engine, 'chat', body, undefined, streaming)
  if (isFault(run)) throw new Error(run.failure.message)
  return { engine, run, during }
}

describe('a whole answer', () => {
  test.each([
    { name: 'a success', answer: ok() },
    { name: 'a failure', answer: fails(500) },
    { name: 'no answer', answer: { fault: 'reset' as const } },
  ])('$name', async ({ answer }) => {
    const { engine, run, during } = setup(answer, false)
    await runCall(run, { attempt: attemptWhole, releasedBy: 'loop' }).catch(() => {})
    expect([during, [...engine.state.inFlight]]).toEqual([[1], [0]])
  })

  test('a bug that throws', async () => {
    const { engine, run } = setup(ok(), false)
    const broken = () => Promise.reject(new TypeError('broken'))
    await expect(runCall(run, { attempt: broken, releasedBy: 'loop' })).rejects.toThrow('broken')
    expect([...engine.state.inFlight]).toEqual([0])
  })
})

describe('a stream holds its slot until', () => {
  const open = async (answer: FakeAnswer) => {
    const { engine, run } = setup(answer, true)
    const stream = new OpenChatStream(
      await runCall(run, { attempt: (site: Site<'chat'>) => attemptStream(site, chatKind), releasedBy: 'reader' }),
      chatKind,
    )
    expect([...engine.state.inFlight]).toEqual([1])
    return { engine, stream }
  }

  test.each([
    {
      name: 'its end',
      answer: streams(delta('x'), delta('y'), stop, end),
      leave: async (stream: OpenChatStream) => void (await stream.finalMessage()),
    },
    {
      name: 'its failure',
      answer: streams(delta('x'), { fault: 'reset' as const }),
      leave: (stream: OpenChatStream) =>
        stream.finalMessage().then(
          () => {},
          () => {},
        ),
    },
    {
      name: 'abort, even twice',
      answer: streams(delta('x'), delta('y'), stop, end),
      leave: async (stream: OpenChatStream) => {
        stream.abort()
        stream.abort()
      },
    },
    {
      name: 'the reader leaves',
      answer: streams(delta('x'), delta('y'), stop, end),
      leave: async (stream: OpenChatStream) => {
        for await (const chunk of stream) if (chunk) break
      },
    },
  ])('$name', async ({ answer, leave }) => {
    const { engine, stream } = await open(answer)
    await leave(stream)
    stream.abort()
    expect([...engine.state.inFlight]).toEqual([0])
  })
})
