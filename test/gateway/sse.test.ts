/** Comments of a silent stream; how streams go out otherwise is tested over sockets in `wire.test.ts`. */
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { GatewayCall } from '../../src/gateway/route.js'
import { sendEvents } from '../../src/gateway/sse.js'
import type { Meta } from '../../src/runtime/client-types.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  // the timer that streams share looks once more, and is gone
  vi.advanceTimersByTime(60_000)
  vi.useRealTimers()
})

/** A stream whose chunks a test gives, and what went out with the second at which it did. */
function streaming(idle?: string) {
  const sent: [number, string][] = []
  const start = performance.now()
  const note = (text: string) => sent.push([Math.round((performance.now() - start) / 1_000), text])
  const raw: Partial<ServerResponse> & { writableNeedDrain: boolean } = { destroyed: false, writableNeedDrain: false }
  // what of an answer and of a call a stream uses
  Object.assign(raw, { writeHead: () => undefined, write: note, end: note })
  const reply = { raw, hijack: () => undefined }
  const notes = { facts: {}, tell: () => undefined, latest: undefined, sentCharacters: 0 }
  const call = { reply, notes, left: { aborted: false }, callId: 'c' } as unknown as GatewayCall
  let give: (step: IteratorResult<string>) => void = () => undefined
  const next = () =>
    new Promise<IteratorResult<string>>((resolve) => {
      give = resolve
    })
  const chunks = { [Symbol.asyncIterator]: () => ({ next }) }
  const done = sendEvents(call, {
    chunks,
    write: (chunk) => chunk,
    end: () => 'end',
    headers: () => ({}),
    meta: () => ({}) as Meta, // nobody reads it here
    errors: 'openai',
    ...(idle !== undefined && { idle }),
  })
  const after = async (seconds: number) => {
    await vi.advanceTimersByTimeAsync(seconds * 1_000)
  }
  return {
    sent,
    raw,
    after,
    say: async (text: string) => {
      give({ done: false, value: text })
      await after(0)
    },
    end: async () => {
      give({ done: true, value: undefined })
      await done
    },
  }
}

test('a comment is sent where nothing comes for 15 seconds, again and again', async () => {
  const stream = streaming()
  await stream.say('one')
  await stream.after(52)
  await stream.end()
  expect(stream.sent).toEqual([
    [0, 'one'],
    [20, ': ping\n\n'],
    [35, ': ping\n\n'],
    [50, ': ping\n\n'],
    [52, 'end'],
  ])
})

test('none is sent while chunks come, and none after the end', async () => {
  const stream = streaming('idle')
  await stream.say('a')
  for (const text of ['b', 'c', 'd']) {
    await stream.after(14)
    await stream.say(text)
  }
  await stream.end()
  await stream.after(100)
  expect(stream.sent.map(([, text]) => text)).toEqual(['a', 'b', 'c', 'd', 'end'])
  expect(vi.getTimerCount()).toBe(0)
})

test('none is sent to a client that does not take what was sent before', async () => {
  const stream = streaming('idle')
  await stream.say('a')
  stream.raw.writableNeedDrain = true
  await stream.after(30)
  stream.raw.writableNeedDrain = false
  await stream.after(10)
  await stream.end()
  expect(stream.sent).toEqual([
    [0, 'a'],
    [35, 'idle'],
    [40, 'end'],
  ])
})
