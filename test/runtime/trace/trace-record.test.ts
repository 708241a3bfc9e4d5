import { beforeAll, expect, test } from 'vitest'
import type { Tracer } from '../../../src/runtime/trace/trace-hooks.js'
import { loadRareParts, recordTrace } from '../../../src/runtime/trace/trace-record.js'
import { at, delta, end, fails, harness, messages, ok, type Script, stop, streams, usage } from '../harness.js'

beforeAll(loadRareParts)

function traced(script: Script, more: { readonly now?: () => number } = {}) {
  const lines: { readonly [name: string]: unknown }[] = []
  const trace: Tracer = recordTrace({ seed: 3, write: (line) => lines.push(JSON.parse(line)) })
  return { ...harness({ deployments: [at(0, 'a'), at(1, 'b')] }, script, { trace, ...more }), lines }
}
const told = (lines: readonly { readonly [name: string]: unknown }[]) =>
  lines.slice(1).map((line) => (line.is === 'event' ? `${line.call} ${line.type}` : `${line.call ?? line.nth} ${line.is}!`))

test('inputs stand before what follows from them', async () => {
  const { client, lines } = traced({ d0: [fails(503, {}, { 'retry-after': '2', 'x-other': 'y' }), ok()] })
  await client.chat.completions.create({ model: 'a', messages })
  expect(told(lines)).toEqual([
    '1 call!',
    '1 attempt',
    '1 fail!',
    '1 failure',
    '1 wait',
    '1 wake!',
    '1 attempt',
    '1 answer!',
    '1 success',
    '1 done',
  ])
  expect(lines[3]).toEqual({
    is: 'fail',
    call: 1,
    at: 1_000_000,
    kind: 'unavailable',
    code: null,
    status: 503,
    retryAfterMs: 2_000,
    headers: { 'retry-after': '2' },
  })
})

test('of a stream its first content and its end', async () => {
  const { client, lines } = traced({ d0: streams(delta('secret words'), stop, usage, end) })
  for await (const chunk of await client.chat.completions.create({ model: 'a', messages, stream: true })) void chunk
  expect(told(lines)).toEqual(['1 call!', '1 attempt', '1 open!', '1 answer!', '1 success', '1 done'])
  expect(JSON.stringify(lines)).not.toContain('secret')
})

test('what a call asks of the router is there, what it asks of the model is not', async () => {
  const { client, lines } = traced({ d0: ok() })
  await client.chat.completions.create(
    { model: 'a', messages, temperature: 0.5, user: 'me', fallbacks: ['b'] },
    { maxRetries: 4, deadline: 9_000 },
  )
  expect(lines[1]).toEqual({
    is: 'call',
    call: 1,
    at: 1_000_000,
    model: 'a',
    endpoint: 'chat',
    stream: false,
    fallbacks: ['b'],
    numRetries: 4,
    deadlineMs: 9_000,
  })
})

test('the observer of the client hears its events all the same', async () => {
  const { client, events } = traced({ d0: ok() })
  await client.chat.completions.create({ model: 'a', messages })
  expect(events.map(({ type }) => type).filter((type) => type !== 'done')).toEqual(['attempt', 'success'])
})

test('a caller who leaves is an input', async () => {
  const leave = new AbortController()
  const { client, lines } = traced({
    d0: async () => {
      leave.abort()
      return { fault: 'aborted' as const }
    },
  })
  await expect(client.chat.completions.create({ model: 'a', messages }, { signal: leave.signal })).rejects.toThrow()
  expect(told(lines)).toEqual(['1 call!', '1 attempt', '1 leave!', '1 fail!', '1 failure', '1 done'])
})
