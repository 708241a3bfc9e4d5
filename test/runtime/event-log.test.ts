/** The log of a client: whole lines, what each level lets through, and that no key is ever in it. */
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ClientOptions } from '../../src/runtime/client-types.js'
import { createEventLog } from '../../src/runtime/event-log.js'
import type { RouterEvent } from '../../src/runtime/events.js'
import type { LogLevel } from '../../src/runtime/log-level.js'
import { buildPlan, chain } from '../support/plan.js'
import { at, delta, end, fails, harness, messages, ok, role, type Script, stop, streams, usage } from './harness.js'

afterEach(() => vi.restoreAllMocks())

const ids = { deployments: [at(0, 'a'), at(1, 'b', { model: 'anthropic/claude-x', id: 'claude-1' })] }

/** Lines of the log, each without its time. */
function lineOf(event: RouterEvent, level: LogLevel = 'debug'): readonly string[] {
  const lines: string[] = []
  createEventLog({ plan: buildPlan(ids), secrets: ['hidden-secret-1234'], level, log: (line) => void lines.push(line.slice(25)) })(event)
  return lines
}

/** Ends where the queue of the first events has been written: imports settle in later turns. */
async function settled(lines: readonly string[], count: number): Promise<void> {
  await vi.waitFor(() => {
    if (lines.length < count) throw new Error(`${lines.length} lines`)
  })
}

const step = { call: 7, at: Date.UTC(2026, 0, 2, 3, 4, 5, 678) }
const there = { group: 'a', deploymentId: 'd0' }

test('a key is taken out before what holds it is cut, so that no half of it is left', () => {
  const failure = { ...step, ...there, type: 'failure', kind: 'auth', status: 401, durationMs: 3 } as const
  const done = { ...step, type: 'done', outcome: 'ok', code: null, status: 200, attempts: 1, fallbacks: 0, durationMs: 1 } as const
  const lines = [
    ...lineOf({ ...failure, code: `${'x'.repeat(45)}hidden-secret-1234` }),
    ...lineOf({ ...done, model: `${'y'.repeat(190)}hidden-secret-1234`, costNanoUsd: undefined }),
  ]
  expect(lines.map((line) => line.includes('hidden'))).toEqual([false, false])
  expect(lines.map((line) => line.includes('…1234'))).toEqual([true, true])
})

test('a name cannot turn the line around', () => {
  const done = { ...step, type: 'done', outcome: 'ok', code: null, status: 200, attempts: 1, fallbacks: 0, durationMs: 1 } as const
  expect(lineOf({ ...done, model: 'a\u202eb\u2066c\u2028', costNanoUsd: 0 })).toEqual([
    'llmgen DEBUG #7    done          a·b·c·  ok, 1 attempt in 1 ms, $0.00',
  ])
})

describe('each event is one line', () => {
  const rows: readonly { readonly given: RouterEvent; readonly want: string }[] = [
    {
      given: { ...step, ...there, type: 'attempt', provider: 'openai', attempt: 1, retry: 0, strategy: 'least-busy', eligible: 3 },
      want: 'llmgen DEBUG #7    attempt       a → d0 (openai)  attempt 1, least-busy among 3',
    },
    {
      given: { ...step, ...there, type: 'attempt', provider: 'openai', attempt: 4, retry: 2, strategy: 'least-busy', eligible: 1 },
      want: 'llmgen DEBUG #7    retry 2       a → d0 (openai)  attempt 4, least-busy among 1',
    },
    {
      given: { ...step, ...there, type: 'success', durationMs: 812.4, costNanoUsd: 87_500, inputTokens: 10, outputTokens: 5 },
      want: 'llmgen INFO  #7    success       a → d0 (openai)  812 ms, 10 + 5 tokens, $0.0000875',
    },
    {
      given: {
        ...step,
        ...there,
        type: 'success',
        durationMs: 12_340,
        costNanoUsd: undefined,
        inputTokens: undefined,
        outputTokens: undefined,
      },
      want: 'llmgen INFO  #7    success       a → d0 (openai)  12.3 s, cost unknown',
    },
    {
      given: { ...step, ...there, type: 'failure', kind: 'rate-limit', code: 'insufficient_quota', status: 429, durationMs: 31 },
      want: 'llmgen WARN  #7    failure       a → d0 (openai)  rate-limit 429 insufficient_quota after 31 ms',
    },
    {
      given: { ...step, ...there, type: 'failure', kind: 'abort', code: null, status: 499, durationMs: 31 },
      want: 'llmgen INFO  #7    failure       a → d0 (openai)  abort 499 after 31 ms',
    },
    {
      given: { ...step, type: 'cooldown', deploymentId: 'claude-1', untilMs: step.at + 5_000 },
      want: 'llmgen WARN  #7    cooldown      b → claude-1 (anthropic)  rests for 5000 ms, until 03:04:10.678Z',
    },
    {
      given: { ...step, type: 'recovered', deploymentId: 'd0' },
      want: 'llmgen INFO  #7    recovered     a → d0 (openai)  serves again',
    },
    {
      given: { ...step, ...there, type: 'refused', by: 'deployment:d0', freeAt: step.at + 1_500 },
      want: 'llmgen DEBUG #7    refused       a → d0 (openai)  over deployment:d0, free in 1500 ms',
    },
    {
      given: { ...step, type: 'no-deployment', group: 'a', waitMs: 60_000 },
      want: 'llmgen WARN  #7    no-deployment a  none can serve for 60 s',
    },
    { given: { ...step, type: 'queued', group: 'a', ahead: 12 }, want: 'llmgen DEBUG #7    queued        a  12 ahead' },
    {
      given: { ...step, type: 'cache', outcome: 'hit', group: 'a', key: '0123456789abcdef0123456789abcdef' },
      want: 'llmgen INFO  #7    cache         a  hit 0123456789abcdef0123456…',
    },
    { given: { ...step, type: 'wait', group: 'a', ms: 500 }, want: 'llmgen DEBUG #7    wait          a  500 ms' },
    {
      given: { ...step, type: 'fallback', from: 'a', to: 'b', because: 'context-window' },
      want: 'llmgen INFO  #7    fallback      a → b  because of context-window',
    },
    {
      given: {
        ...step,
        type: 'done',
        model: 'a',
        outcome: 'ok',
        code: null,
        status: 200,
        attempts: 1,
        fallbacks: 0,
        durationMs: 9,
        costNanoUsd: 1,
      },
      want: 'llmgen DEBUG #7    done          a  ok, 1 attempt in 9 ms, $0.000000001',
    },
    {
      given: {
        ...step,
        type: 'done',
        model: 'a',
        outcome: 'unavailable',
        code: 'overloaded',
        status: 503,
        attempts: 3,
        fallbacks: 1,
        durationMs: 900,
        costNanoUsd: undefined,
      },
      want: 'llmgen ERROR #7    failed        a  unavailable 503 overloaded, 3 attempts and 1 fallback in 900 ms',
    },
  ]
  test.each(rows)('$given.type: $want', ({ given, want }) => expect(lineOf(given)).toEqual([want]))

  test('the time stands first', () => {
    const lines: string[] = []
    createEventLog({ plan: buildPlan(ids), secrets: [], level: 'debug', log: (line) => void lines.push(line) })(
      rows[0]?.given as RouterEvent,
    )
    expect(lines[0]?.slice(0, 32)).toBe('2026-01-02T03:04:05.678Z llmgen ')
  })

  test.each<{ level: LogLevel; types: readonly string[] }>([
    { level: 'error', types: ['failed'] },
    { level: 'warning', types: ['failure', 'cooldown', 'no-deployment', 'failed'] },
    {
      level: 'info',
      types: ['success', 'success', 'failure', 'failure', 'cooldown', 'recovered', 'no-deployment', 'cache', 'fallback', 'failed'],
    },
  ])('$level lets through $types', ({ level, types }) => {
    expect(rows.flatMap(({ given }) => lineOf(given, level)).map((line) => line.slice(19, 33).trim())).toEqual(types)
  })
})

test('a name cannot write a line of its own, and a long one is cut', () => {
  const [line] = lineOf({ ...step, type: 'wait', group: `a\n2026 ERROR\u2028${'x'.repeat(500)}`, ms: 1 })
  expect(line).toMatch(/^llmgen DEBUG #7 {4}wait {10}a·2026 ERROR·x{186}… {2}1 ms$/)
})

describe('a call', () => {
  const failing: Script = { d0: fails(503), d1: ok() }
  const input = { deployments: [at(0, 'a'), at(1, 'b')], chains: { general: [chain('a', 'b')] }, routing: { numRetries: 1 } }

  async function logged(
    script: Script,
    options: Partial<ClientOptions>,
    count: number,
    model: 'a' | 'c' = 'a',
  ): Promise<readonly string[]> {
    const lines: string[] = []
    const { client } = harness(input, script, { log: (line) => lines.push(line), ...options })
    await client.completion({ model, messages }).catch(() => {})
    await settled(lines, count)
    return lines.map((line) => line.slice(11))
  }

  test('is told step by step', async () => {
    expect(await logged(failing, { logLevel: 'debug' }, 8)).toEqual([
      '00:16:40.000Z llmgen DEBUG #1    attempt       a → d0 (openai)  attempt 1, simple-shuffle among 1',
      '00:16:40.000Z llmgen WARN  #1    failure       a → d0 (openai)  unavailable 503 after 0 ms',
      '00:16:40.000Z llmgen DEBUG #1    wait          a  500 ms',
      '00:16:40.500Z llmgen DEBUG #1    retry 1       a → d0 (openai)  attempt 2, simple-shuffle among 1',
      '00:16:40.500Z llmgen WARN  #1    failure       a → d0 (openai)  unavailable 503 after 0 ms',
      '00:16:40.500Z llmgen INFO  #1    fallback      a → b  because of unavailable',
      '00:16:40.500Z llmgen DEBUG #1    attempt       b → d1 (openai)  attempt 3, simple-shuffle among 1',
      '00:16:40.500Z llmgen INFO  #1    success       b → d1 (openai)  0 ms, 10 + 5 tokens, cost unknown',
      '00:16:40.500Z llmgen DEBUG #1    done          a  ok, 3 attempts and 1 fallback in 500 ms, cost unknown',
    ])
  })

  test('that is refused is an error, as is one that nobody answers', async () => {
    expect(await logged({}, { logLevel: 'error' }, 1, 'c')).toEqual([
      '00:16:40.000Z llmgen ERROR #1    failed        c  bad-request 400 model_not_found, 0 attempts in 0 ms',
    ])
    const [line] = await logged({ d0: fails(400), d1: fails(400) }, { logLevel: 'error' }, 1)
    expect(line).toBe('00:16:40.000Z llmgen ERROR #1    failed        a  bad-request 400, 1 attempt in 0 ms')
  })

  test.each([
    { name: 'LLMGEN_LOG', env: { LLMGEN_LOG: 'info', LITELLM_LOG: 'ERROR' }, first: 'failure' },
    { name: 'LITELLM_LOG', env: { LITELLM_LOG: 'DEBUG' }, first: 'attempt' },
    { name: 'LITELLM_LOG_LEVEL', env: { LITELLM_LOG_LEVEL: 'DEBUG' }, first: 'attempt' },
    { name: 'a word that is no level', env: { LITELLM_LOG: 'yes' }, first: 'attempt' },
  ])('is printed to stderr where $name says so', async ({ env, first }) => {
    const lines: string[] = []
    vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
    const { client } = harness(input, failing, { env })
    await client.completion({ model: 'a', messages })
    await settled(lines, 4)
    expect(lines[0]?.slice(44, 57).trim()).toBe(first)
  })

  test('is printed where the config sets set_verbose, unless the environment or the client says otherwise', async () => {
    const count = async (verbose: boolean, options: Partial<ClientOptions>) => {
      const lines: string[] = []
      const log = (line: string) => lines.push(line)
      const { client } = harness({ ...input, routing: { numRetries: 0, verbose } }, { d0: ok() }, { log, ...options })
      await client.completion({ model: 'a', messages })
      await client.completion({ model: 'a', messages })
      await import('../../src/runtime/event-log.js')
      await new Promise((resolve) => setImmediate(resolve))
      return lines.length
    }
    expect(await count(true, {})).toBe(6)
    expect(await count(false, {})).toBe(0)
    expect(await count(true, { env: { LITELLM_LOG: 'INFO' } })).toBe(2)
    expect(await count(true, { logLevel: 'off', env: { LITELLM_LOG: 'DEBUG' } })).toBe(0)
    expect(await count(true, { env: { LLMGEN_LOG: 'off' } })).toBe(0)
  })

  test('is told to the caller’s own observer first, and a log that fails harms neither', async () => {
    const heard: string[] = []
    const log = (line: string) => heard.push(`log ${line.slice(44, 57).trim()}`)
    const both = harness(input, { d0: ok() }, { logLevel: 'debug', log, onEvent: ({ type }) => heard.push(`own ${type}`) })
    await both.client.completion({ model: 'a', messages })
    await settled(heard, 6)
    heard.splice(0)
    await both.client.completion({ model: 'a', messages })
    expect(heard).toEqual(['own attempt', 'log attempt', 'own success', 'log success', 'own done', 'log done'])
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const broken = harness(
      input,
      { d0: ok() },
      {
        logLevel: 'debug',
        log: () => {
          throw new Error('disk full')
        },
      },
    )
    for (let call = 0; call < 2; call++) expect((await broken.client.completion({ model: 'a', messages })).choices.length).toBe(1)
    await vi.waitFor(() => expect(warned).toHaveBeenCalledOnce())
    expect(warned.mock.calls[0]?.[0]).toBe(
      "log of createLlm failed: disk full. Calls go on without it; further failures of this client's log are not reported.",
    )
  })
})

describe('a stream ends once', () => {
  const body = { model: 'a', messages, stream: true } as const
  const oneOfA = { deployments: [at(0, 'a')] }
  const outcomes = (ends: readonly RouterEvent[]) =>
    ends.map((event) => (event.type === 'done' ? [event.outcome, event.attempts] : event.type))

  test('read to its end', async () => {
    const { client, ends } = harness(oneOfA, { d0: streams(role, delta('a'), stop, usage, end) })
    await (await client.completion(body)).finalMessage()
    expect(outcomes(ends)).toEqual([['ok', 1]])
  })

  test('left by its caller', async () => {
    const { client, ends } = harness(oneOfA, { d0: streams(role, delta('a'), stop, end) })
    const stream = await client.completion(body)
    stream.abort()
    await stream.finalMessage().catch(() => {})
    expect(outcomes(ends)).toEqual([['abort', 1]])
  })

  test('broken off after the first content', async () => {
    const { client, ends } = harness(oneOfA, { d0: streams(role, delta('a'), { fault: 'reset' }) })
    await (await client.completion(body)).finalMessage().catch(() => {})
    expect(outcomes(ends)).toEqual([['connection', 1]])
  })
})

test('no key of a deployment is ever printed, wherever a provider or a caller puts it', async () => {
  const key = fc.stringMatching(/^(sk-|gsk_|AIza|hf_|)[A-Za-z0-9_-]{24,40}$/)
  const place = fc.constantFrom('code', 'message', 'model', 'header')
  await fc.assert(
    fc.asyncProperty(key, place, fc.constantFrom(400, 401, 429, 500), async (secret, where, status) => {
      const lines: string[] = []
      const code = where === 'code' ? `bad ${secret}` : 'bad'
      const answer = fails(status, { code, message: where === 'message' ? secret : 'no' }, where === 'header' ? { 'x-key': secret } : {})
      const { client } = harness(
        { deployments: [at(0, 'a', { apiKey: { env: 'TEAM_KEY' } })], routing: { numRetries: 1 } },
        { d0: answer },
        { env: { TEAM_KEY: secret }, logLevel: 'debug', log: (line) => lines.push(line) },
      )
      const model = where === 'model' ? (secret as 'a') : 'a' // a caller without types
      await client.completion({ model, messages: [{ role: 'user', content: 'the prompt' }] }).catch(() => {})
      await settled(lines, 1)
      expect(lines.filter((line) => line.includes(secret) || line.includes('the prompt'))).toEqual([])
    }),
    { numRuns: 60 },
  )
})
