/** What is left to read when a stream has said its last word. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { HttpStream } from '../../../src/protocol/http.js'
import { openai } from '../../../src/providers/openai.js'
import { buildOutgoing } from '../../../src/runtime/outgoing.js'
import { ProviderChunks } from '../../../src/runtime/streams/chunk-source.js'
import { createSseDecoder } from '../../../src/runtime/transport/sse.js'
import { chatStreamOf } from '../../support/late-streams.js'
import { at, delta, end, runOf, stop } from '../harness.js'

/** A connection that gives `pieces` and then neither ends nor says more, until it is cancelled. */
function lingering(pieces: readonly string[]) {
  const left = [...pieces]
  let give: (bytes: undefined) => void = () => {}
  const calls = { reads: 0, cancels: 0 }
  const http: HttpStream = {
    status: 200,
    headers: {},
    read: () => {
      calls.reads++
      const piece = left.shift()
      if (piece !== undefined) return Promise.resolve(new TextEncoder().encode(piece))
      return new Promise((resolve) => {
        give = resolve
      })
    },
    rest: () => Promise.reject(new Error('not asked for')),
    cancel: () => {
      calls.cancels++
      give(undefined)
    },
  }
  return { http, calls }
}

function sourceOf(http: HttpStream): ProviderChunks<'chat'> {
  const run = runOf({ deployments: [at(0, 'a')] }, { model: 'a' })
  const outgoing = buildOutgoing({
    run,
    index: 0,
    resolved: run.current,
    startedAt: 0,
    trial: false,
    reservation: undefined,
    spent: undefined,
  })
  const codec = chatStreamOf(openai)
  if (outgoing instanceof Promise || isFault(outgoing)) throw new Error('the adapter has no chat stream')
  return new ProviderChunks(http, createSseDecoder(), codec, codec.start(outgoing.call, outgoing.target), outgoing.target)
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('after the terminal event', () => {
  test('a connection that is left open is closed a second later', async () => {
    const { http, calls } = lingering([delta('x') + stop, end])
    const source = sourceOf(http)
    while (!source.ended) expect(await source.fill()).toBeUndefined()
    expect(calls).toEqual({ reads: 3, cancels: 0 })
    await vi.advanceTimersByTimeAsync(999)
    expect(calls.cancels).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect([calls.cancels, vi.getTimerCount()]).toEqual([1, 0])
  })

  test('one that ends leaves no timer behind', async () => {
    const { http, calls } = lingering([delta('x') + stop + end])
    const read = http.read
    const source = sourceOf({ ...http, read: () => (calls.reads === 0 ? read() : Promise.resolve(undefined)) })
    while (!source.ended) await source.fill()
    await vi.advanceTimersByTimeAsync(0)
    expect([calls.cancels, vi.getTimerCount()]).toEqual([0, 0])
  })
})

test('close() while a read is under way: nothing comes of it', async () => {
  const { http, calls } = lingering([delta('x')])
  const source = sourceOf(http)
  await source.fill()
  const filling = source.fill()
  source.close()
  expect([await filling, source.take(), source.ended, calls.cancels]).toEqual([undefined, undefined, true, 1])
})

test('what came in one piece with a failure is taken before it', async () => {
  const { http, calls } = lingering([`${delta('a')}${delta('b')}data: {"error":{"message":"boom"}}\n\n${delta('c')}`])
  const source = sourceOf(http)
  expect(await source.fill()).toBeUndefined()
  const texts = [source.take(), source.take(), source.take()].map((chunk) => chunk?.choices[0]?.delta.content)
  expect([texts, source.ended, calls.cancels]).toEqual([['a', 'b', undefined], false, 1])
  const failure = await source.fill()
  expect([failure?.message, source.ended, await source.fill()]).toEqual([expect.stringContaining('boom'), true, undefined])
})

test('a stream that breaks off tells so after what its last piece had', async () => {
  const pieces = [delta('a'), delta('b').trimEnd()]
  const http: HttpStream = {
    status: 200,
    headers: {},
    read: () => {
      const piece = pieces.shift()
      return Promise.resolve(piece === undefined ? undefined : new TextEncoder().encode(piece))
    },
    rest: () => Promise.reject(new Error('not asked for')),
    cancel: () => undefined,
  }
  const source = sourceOf(http)
  const texts: unknown[] = []
  for (let fills = 0; fills < 9 && !source.ended; fills++) {
    const failure = await source.fill()
    for (let chunk = source.take(); chunk !== undefined; chunk = source.take()) texts.push(chunk.choices[0]?.delta.content)
    if (failure !== undefined) texts.push(failure.kind)
  }
  expect([texts, source.ended]).toEqual([['a', 'b', 'connection'], true])
})
