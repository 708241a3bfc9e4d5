/** What holds of answers that are kept and shared, whoever calls, leaves or fails: random callers on virtual time. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { runs } from '../../support/soak.js'
import { type Caller, type Deed, playShared, type Scenario, type Seen } from './sharing-world.js'

const settings = { numRuns: runs(100, 3_000), ...(runs(1, 0) === 1 && { seed: 20_250_117 }), endOnFailure: false }

vi.setConfig({ testTimeout: runs(30_000, 3_600_000) })

const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const cache: fc.Arbitrary<Caller['cache']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ ttl: 1 }, { ttl: 0 }, { 's-maxage': 0.5 }, { 'no-cache': true } as const, { 'no-store': true } as const),
  },
)
const caller: fc.Arbitrary<Caller> = fc.record({
  at: fc.oneof(fc.constantFrom(0, 0, 10, 40), fc.nat(3_000)),
  tenant: fc.constantFrom('t', 't', 'u'),
  stream: fc.boolean(),
  cache,
  deadlineMs: rarely(fc.constantFrom(5, 60, 400)),
  abortsAfterMs: rarely(fc.constantFrom(0, 3, 30, 90)),
})
const deed: fc.Arbitrary<Deed> = fc.record({
  status: fc.constantFrom(200, 200, 200, 500, 400),
  ms: fc.constantFrom(0, 5, 50, 300),
  tears: fc.constantFrom(false, false, true),
})
const scenarios: fc.Arbitrary<Scenario> = fc.record({
  deeds: fc.array(deed, { maxLength: 20, size: 'max' }),
  callers: fc.array(caller, { minLength: 1, maxLength: 20, size: 'max' }),
})

const holds = (faults: (seen: Seen, scenario: Scenario) => readonly unknown[], given = scenarios) =>
  fc.assert(
    fc.asyncProperty(given, async (scenario) => {
      expect(faults(await playShared(scenario), scenario)).toEqual([])
    }),
    settings,
  )

/** Nobody fails or leaves, and all take what is kept and let theirs be kept. */
const calm = scenarios.map(({ callers }) => ({
  deeds: [],
  callers: callers.map((each) => ({ ...each, cache: {}, deadlineMs: undefined, abortsAfterMs: undefined })),
}))

/** When the request was sent whose answer this is. */
const sentAt = (text: string) => Number(text.split('@')[1])

beforeAll(async () => {
  // Files are imported when they are first needed, which takes real time.
  for (const scenario of fc.sample(scenarios, { ...settings, numRuns: 50 })) await playShared(scenario).catch(vi.dynamicImportSettled)
})

describe('over random callers and hosts', () => {
  test('each answer is one to the caller’s own tenant, whole and as no other caller left it', () =>
    holds(({ endings }) =>
      endings.filter(({ text, caller: { tenant } }) => text !== undefined && !new RegExp(`^${tenant}@\\d+$`).test(text)),
    ))
  test('each call is told to be over exactly once', () => holds(({ done, endings }) => (done === endings.length ? [] : [done])))
  test('nothing is asked of a host any more when all callers have what they want or have left', () =>
    holds(({ open }) => (open === 0 ? [] : [`${open} requests are open`])))
  test('a caller that leaves hears of it at once, and one with a deadline not later than that', () =>
    holds(({ endings }) =>
      endings.filter(
        ({ startedAt, endedAt, caller: { abortsAfterMs = 1e9, deadlineMs = 1e9 } }) =>
          endedAt - startedAt > Math.min(abortsAfterMs, deadlineMs + 1),
      ),
    ))
  test('a caller that has not left hears of no other’s leaving or deadline', () =>
    holds(({ endings }) =>
      endings.filter(
        ({ error, caller: { abortsAfterMs, deadlineMs } }) =>
          (error === 'abort' && abortsAfterMs === undefined) || (error === 'deadline_exceeded' && deadlineMs === undefined),
      ),
    ))
  test('no answer is older than its keeper or its taker allows', () =>
    holds(({ endings }) =>
      endings.filter(({ text, startedAt, caller: { cache: asked } }) => {
        if (text === undefined) return false
        // Half a second under way and a stream's time come before an answer is kept.
        const age = startedAt - sentAt(text) - 500
        return asked['no-cache'] === true ? startedAt > sentAt(text) : age > 1_000 * (asked['s-maxage'] ?? 600)
      }),
    ))
  test('callers of one tenant who ask at the same time share one request, and it is asked once', () =>
    holds(({ mostAtOnce, requests, endings }) => {
      const tenants = new Set(endings.map(({ caller: { tenant } }) => tenant)).size
      return mostAtOnce > 1 || requests !== tenants || endings.some(({ error }) => error !== undefined) ? [mostAtOnce, requests] : []
    }, calm))
  test('the scenarios are not idle', async () => {
    const counts = new Map<string, number>()
    const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
    for (const scenario of fc.sample(scenarios, { ...settings, numRuns: 200 })) {
      const { endings, requests } = await playShared(scenario)
      if (requests < endings.filter(({ text }) => text !== undefined).length) count('shared or kept')
      for (const { error, text } of endings) count(error ?? (text === undefined ? 'nothing' : 'ok'))
    }
    expect(
      ['shared or kept', 'ok', 'abort', 'deadline_exceeded', 'shared_stream_failed'].filter((name) => (counts.get(name) ?? 0) < 3),
    ).toEqual([])
  })
})
