/**
 * What holds of the router whatever the plan, the faults and the callers: played on virtual time over random scenarios,
 * thoroughly where the variable `LLMGEN_SOAK` is set.
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { timerTickMs } from '../../src/runtime/constants.js'
import type { RouterEvent } from '../../src/runtime/events.js'
import { pickDeployment } from '../../src/runtime/pick.js'
import { seededRandom } from '../../src/runtime/trace/seeded-random.js'
import { at, runOf } from '../runtime/harness.js'
import { runs } from '../support/soak.js'
import { scenarios, trials } from './routing-scenarios.js'
import { type Caller, play, type Scenario, type Seen } from './routing-world.js'

/** Random, but the same in every run of the suite; a soak looks elsewhere each time. */
const settings = { numRuns: runs(120, 5_000), ...(runs(1, 0) === 1 && { seed: 20_250_117 }), endOnFailure: false }

vi.setConfig({ testTimeout: runs(60_000, 3_600_000) })

/** Checks every scenario. `faults` says what is wrong with one, in words. */
async function holds(faults: (seen: Seen) => readonly string[], given = scenarios): Promise<void> {
  await fc.assert(
    fc.asyncProperty(given, async (scenario) => {
      expect(faults(await play(scenario))).toEqual([])
    }),
    settings,
  )
}

beforeAll(async () => {
  // What is imported when it is first needed takes real time to load, which the virtual clock does not see: the first calls
  // that need it may not end.
  for (const scenario of fc.sample(scenarios, { ...settings, numRuns: 100 })) await play(scenario).catch(vi.dynamicImportSettled)
})

describe('over random plans, faults and callers', () => {
  test('no call makes more attempts than its retries and its chain allow', () => holds(excessAttempts))
  test('no call tries a name twice, or one that is not in its chain, or more of them than it asks for', () => holds(revisits))
  test('no deployment in cooldown is called while another of its group can serve', () => holds(callsInCooldown))
  test('everything that is taken is given back exactly once', () => holds(leftovers))
  test('one call at a time tries a deployment out', () =>
    holds(({ mostTrials }) => (mostTrials > 1 ? [`${mostTrials} trials at the same time`] : []), trials))
  test('no call outlasts its deadline by more than one tick of a timer, and then says so', () => holds(overruns))
  test('a call that its caller left ends at once', () => holds(lingering))
  test('the same seed makes the same decisions', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const [first, second] = [await play(scenario), await play(scenario)]
        expect(second.events).toEqual(first.events)
      }),
      settings,
    )
  })

  test('the scenarios are not idle: they hold retries, fallbacks, rests, recoveries, waits and every outcome', async () => {
    const counts = new Map<string, number>()
    const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
    for (const scenario of fc.sample(scenarios, { ...settings, numRuns: runs(200, 2_000) })) {
      const { events, endings } = await play(scenario)
      for (const event of events) count(event.type)
      for (const { outcome, code } of endings) count(code === 'deadline_exceeded' ? code : outcome)
    }
    const wanted = [
      'fallback',
      'cooldown',
      'recovered',
      'wait',
      'no-deployment',
      'refused',
      'queued',
      'ok',
      'deadline_exceeded',
      'abort',
      'rate-limit',
      'internal',
    ]
    expect(wanted.filter((name) => (counts.get(name) ?? 0) < 3)).toEqual([])
  })
})

type EventOf<T extends RouterEvent['type']> = Extract<RouterEvent, { readonly type: T }>

const ofType = <T extends RouterEvent['type']>(events: readonly RouterEvent[], type: T) =>
  events.filter((event): event is EventOf<T> => event.type === type)

/** Most retries that any class of failure allows a call in a group. */
function mostRetries({ plan }: Scenario, group: string, requested: number | undefined): number {
  if (requested !== undefined) return requested
  const { numRetries = 0, retryPolicy = {} } = plan.routing ?? {}
  const own = plan.deployments.filter((each) => each.group === group || each.id === group).map((each) => each.numRetries ?? numRetries)
  return Math.max(...[numRetries, ...own, ...Object.values(retryPolicy)].map(Number))
}

/** The names that a call may try, each once: what it asks for, then its own fallbacks, else those of the config. */
function namesOf({ plan }: Scenario, { model, fallbacks }: Caller): readonly string[] {
  const own = fallbacks?.map((entry) => (typeof entry === 'string' ? entry : entry.model))
  const { general = [], contextWindow = [] } = plan.chains ?? {}
  const configured = [...contextWindow, ...general].flatMap(({ to }) => to.map(({ group }) => group))
  return [...new Set([model, ...(targetOf(plan, model) === 'a' ? (own ?? configured) : (own ?? []))])]
}

/** A deployment id that is called goes by the name of its group. */
const targetOf = (plan: Scenario['plan'], name: string) => plan.deployments.find(({ id }) => id === name)?.group ?? name

function excessAttempts({ scenario, events, endings }: Seen): readonly string[] {
  return endings.flatMap(({ call, caller }) => {
    const steps = ofType(events, 'attempt').filter((event) => event.call === call)
    const allowed = new Map<string, number>()
    for (const name of namesOf(scenario, caller)) {
      const group = targetOf(scenario.plan, name)
      allowed.set(group, (allowed.get(group) ?? 0) + 1 + mostRetries(scenario, name, caller.retries))
    }
    const made = new Map<string, number>()
    for (const { group } of steps) made.set(group, (made.get(group) ?? 0) + 1)
    const numbers = steps.every(({ attempt }, at) => attempt === at + 1) ? [] : [`call ${call} counts its attempts wrongly`]
    const many = [...made].filter(([group, count]) => count > (allowed.get(group) ?? 0))
    return [
      ...numbers,
      ...many.map(([group, count]) => `call ${call}: ${count} attempts in "${group}", allowed ${allowed.get(group) ?? 0}`),
    ]
  })
}

function revisits({ scenario, events, endings }: Seen): readonly string[] {
  return endings.flatMap(({ call, caller }) => {
    const names = [caller.model, ...ofType(events, 'fallback').flatMap((event) => (event.call === call ? [event.to] : []))]
    const strange = names.filter((name) => !namesOf(scenario, caller).includes(name))
    const most = caller.maxFallbacks ?? Number.POSITIVE_INFINITY
    return [
      ...(new Set(names).size < names.length ? [`call ${call} tried a name twice: ${names.join(', ')}`] : []),
      ...(strange.length > 0 ? [`call ${call} tried ${strange.join(', ')}, which nobody named`] : []),
      ...(names.length - 1 > most ? [`call ${call} fell back ${names.length - 1} times of ${most}`] : []),
    ]
  })
}

function callsInCooldown({ scenario, events }: Seen): readonly string[] {
  const restsUntil = new Map<string, number>()
  const isResting = (id: string | undefined, now: number) => (restsUntil.get(id ?? '') ?? 0) > now
  const pinned = new Set(usesId(scenario) ? ['d0'] : [])
  const faults: string[] = []
  for (const event of events) {
    if (event.type === 'cooldown') restsUntil.set(event.deploymentId, event.untilMs)
    if (event.type === 'recovered') restsUntil.delete(event.deploymentId)
    if (event.type !== 'attempt' || pinned.has(event.deploymentId) || !isResting(event.deploymentId, event.at)) continue
    // Of a deployment with limits it is not known from outside whether it could have served.
    const others = scenario.plan.deployments.filter(
      (each) =>
        each.group === event.group && !isResting(each.id, event.at) && each.rpm === undefined && each.maxParallelRequests === undefined,
    )
    if (others.length > 0) faults.push(`call ${event.call} asked ${event.deploymentId} in its cooldown, and ${others[0]?.id} could serve`)
  }
  return faults
}

const usesId = (scenario: Scenario) => scenario.callers.some((caller) => namesOf(scenario, caller).includes('d0'))

function leftovers({ engine, leastInFlight, reserved, settled }: Seen): readonly string[] {
  const { state } = engine
  const wrong: string[] = []
  if (state.inFlight.some((count) => count !== 0) || leastInFlight < 0) wrong.push(`slots ${[...state.inFlight]}, least ${leastInFlight}`)
  if (state.probing.some((flag) => flag !== 0)) wrong.push(`trials ${[...state.probing]}`)
  const open = state.opens.filter((opens) => opens > 0).length
  if (open !== state.unsettled) wrong.push(`${open} breakers are not closed, counted ${state.unsettled}`)
  for (const id of reserved) if (settled.get(id) !== 1) wrong.push(`reservation ${id} was settled ${settled.get(id) ?? 0} times`)
  return wrong
}

function overruns({ endings }: Seen): readonly string[] {
  return endings.flatMap(({ call, caller: { deadlineMs }, startedAt, endedAt, outcome, code }) => {
    if (deadlineMs === undefined) return []
    const took = endedAt - startedAt
    if (took > deadlineMs + timerTickMs) return [`call ${call} took ${took} ms of ${deadlineMs}`]
    const final = ['ok', 'abort', 'bad-request'].includes(outcome) || code === 'deadline_exceeded'
    return took >= deadlineMs && !final ? [`call ${call} ended at its deadline as ${outcome}`] : []
  })
}

function lingering({ endings }: Seen): readonly string[] {
  return endings
    .filter(({ caller: { abortsAfterMs = Number.POSITIVE_INFINITY }, startedAt, endedAt }) => endedAt - startedAt > abortsAfterMs)
    .map(({ call, caller, startedAt, endedAt }) => `call ${call} was left after ${caller.abortsAfterMs} ms and took ${endedAt - startedAt}`)
}

describe('picks follow the weights', () => {
  const picks = 4_000
  /** Upper 0.01 % points of chi-square by degrees of freedom, from 1. Source: any table of the distribution. */
  const critical = [15.14, 18.42, 21.11, 23.51, 25.74]

  test('by chi-square, for random weights', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }), fc.integer(), (weights, seed) => {
        const deployments = weights.map((weight, index) => at(index, 'a', { weight }))
        const run = runOf({ deployments }, { model: 'a' }, { random: seededRandom(seed) })
        const counts = weights.map(() => 0)
        for (let nth = 0; nth < picks; nth++) {
          const index = pickDeployment(run)
          counts[index] = (counts[index] ?? 0) + 1
        }
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        const expected = weights.map((weight) => (picks * weight) / total)
        const distance = counts.reduce((sum, count, index) => sum + (count - (expected[index] ?? 0)) ** 2 / (expected[index] ?? 1), 0)
        expect(distance).toBeLessThan(critical[weights.length - 2] ?? 0)
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})
