import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { preCallChecks } from '../../../src/runtime/features/pre-call-checks.js'
import { tagRouting } from '../../../src/runtime/features/tags.js'
import type { Tracer } from '../../../src/runtime/trace/trace-hooks.js'
import { loadRareParts, recordTrace } from '../../../src/runtime/trace/trace-record.js'
import { at, delta, end, fails, harness, messages, ok, type Script, stop, streams, usage } from '../harness.js'

beforeAll(loadRareParts)

/** What is loaded on the way of a call that a replay has none of: media, mocks, answers in parts, other endpoints, exact counts of tokens. */
const ofNoReplay = new Set([
  './completion-stream.js',
  './responses-stream.js',
  './fetch-media.js',
  './long-attempt.js',
  '../long-attempt.js',
  './media-urls.js',
  './mock-response.js',
  '../mock-response.js',
  './sign-in/late-entry.js',
  './staged-failure.js',
  './streams/merge-reasoning.js',
  './tokens/local-tokens.js',
  './unusable-call.js',
])

test('whatever the engine loads on the way of a call is loaded before: else a decision comes later than what it follows from', () => {
  const read = (name: string) => readFileSync(new URL(`../../../src/runtime/${name}.ts`, import.meta.url), 'utf8')
  const loadedBy = (name: string) => [...read(name).matchAll(/\bimport\('([^']+)'\)/g)].map(([, path = '']) => path)
  const before = loadedBy('trace/trace-record').map((path) => path.replace(/^.*\//, ''))
  expect(before.length).toBeGreaterThan(5)
  const onTheWay = ['attempt-loop', 'after-failure', 'outgoing', 'whole-attempt', 'streams/open-streams', 'streams/stream-attempt'].flatMap(
    loadedBy,
  )
  expect(onTheWay.length).toBeGreaterThan(10)
  expect(onTheWay.filter((path) => !before.includes(path.replace(/^.*\//, '')) && !ofNoReplay.has(path))).toEqual([])
})

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

/** Texts that nobody else writes, of the forms that keys, prompts and answers have. */
const secrets = fc
  .tuple(
    fc.constantFrom('sk-', 'sk-ant-api03-', 'Bearer ', 'dear "diary"\n', '-----BEGIN KEY-----\\', '名前'),
    fc.stringMatching(/^[A-Za-z0-9_-]{24,48}$/),
  )
  .map(([first, rest]) => ({ text: first + rest, mark: rest }))

test('whatever is asked, answered and refused with: neither prompts nor answers nor keys', async () => {
  const answers = (answer: string, key: string): Script => ({
    d0: [
      fails(401, { message: `no key ${key}`, code: key, type: key }, { 'x-ratelimit-reset-requests': key, 'retry-after': '1' }),
      fails(400, { message: answer, code: `"${answer}" was asked`, type: answer }),
      ok(answer),
    ],
    d1: [streams(delta(answer), stop, usage, end), streams(delta(answer), { fault: 'reset' })],
  })
  await fc.assert(
    fc.asyncProperty(secrets, secrets, secrets, secrets, async (prompt, answer, key, other) => {
      let text = ''
      const trace = recordTrace({ write: (line) => (text += line) })
      const deployments = [at(0, 'a', { apiKey: { env: 'KEY' } }), at(1, 'b', { apiKey: { slot: 0 } })]
      const { client } = harness(
        { deployments, routing: { enablePreCallChecks: true, tags: 'any' } },
        answers(answer.text, key.text),
        { trace, env: { KEY: key.text, OTHER: other.text }, secrets: new Map([[0, other.text]]) },
        undefined,
        [tagRouting, preCallChecks],
      )
      const asked = { messages: [{ role: 'user' as const, content: prompt.text }], user: prompt.text, metadata: { note: prompt.text } }
      for (let nth = 0; nth < 3; nth++)
        await client.chat.completions.create({ model: 'a', ...asked }, { headers: { authorization: other.text } }).catch(() => undefined)
      for (let nth = 0; nth < 2; nth++)
        try {
          for await (const chunk of await client.chat.completions.create({ model: 'b', ...asked, stream: true })) void chunk
        } catch {
          // The second stream breaks off.
        }
      expect(text.split('\n').length).toBeGreaterThan(15)
      for (const { mark } of [prompt, answer, key, other]) expect(text).not.toContain(mark)
    }),
    { numRuns: 40, seed: 12 },
  )
})
