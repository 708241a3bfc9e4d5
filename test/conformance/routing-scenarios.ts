/** Random plans, faults and callers for the properties of routing. */
import fc from 'fast-check'
import type { ChainStep } from '../../src/plan/plan.js'
import type { CooldownRule, PerClass, StrategyName } from '../../src/plan/routing.js'
import type { DeploymentInput } from '../support/plan.js'
import type { Caller, Deed, Scenario } from './routing-world.js'

const groups = ['a', 'b', 'c'] as const
/** Most deployments and most calls meet in one group, where there is most to choose. */
const mostlyA = fc.constantFrom('a', 'a', 'a', 'b', 'c')
const seconds = (...all: readonly number[]) => fc.constantFrom(...all.map((each) => each * 1_000))
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

/** Members that are set; what is undefined is left out. */
function given<T extends object>(parts: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  // Every member that stays is defined.
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never
}

const perClass: fc.Arbitrary<PerClass> = fc
  .record({ RateLimit: maybe(fc.nat(3)), InternalServer: maybe(fc.nat(3)), BadRequest: maybe(fc.nat(1)), Timeout: maybe(fc.nat(2)) })
  .map(given)

const deployment = fc
  .record({
    group: mostlyA,
    weight: maybe(fc.nat(4)),
    order: rarely(fc.integer({ min: 1, max: 2 })),
    numRetries: maybe(fc.nat(3)),
    cooldownMs: maybe(seconds(0, 1, 4)),
    allowedFails: maybe(fc.nat(2)),
    timeoutMs: maybe(seconds(1, 3)),
    maxParallelRequests: rarely(fc.integer({ min: 1, max: 3 })),
    rpm: rarely(fc.integer({ min: 1, max: 8 })),
  })
  .map(given)

const cooldown: fc.Arbitrary<CooldownRule> = fc.oneof(
  fc.record({ mode: fc.constant('rate' as const), share: fc.constantFrom(0.2, 0.5), leastCalls: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ mode: fc.constant('count' as const), allowedFails: fc.nat(2), policy: perClass }),
)

/** Groups come again, the caller's own too: a call asks each once all the same. */
const target = fc.constantFrom('a', 'b', 'b', 'c', 'd0')
const step: fc.Arbitrary<ChainStep> = fc
  .tuple(target, rarely(fc.constant({ temperature: 0 })))
  .map(([group, params]) => ({ group, ...(params !== undefined && { params }) }))
const steps = fc.array(step, { maxLength: 5 })
const chain = steps.map((to) => (to.length === 0 ? [] : [{ from: 'a', to }]))
const chains = fc.record({ general: chain, contextWindow: chain })
/** As a body writes them. */
const ownFallbacks = fc.array(
  step.map(({ group, params }) => (params === undefined ? group : { model: group, ...params })),
  { maxLength: 4 },
)

const routing = fc
  .record({
    strategy: fc.constantFrom<StrategyName>('simple-shuffle', 'latency-based-routing', 'least-busy'),
    numRetries: fc.nat(3),
    retryPolicy: maybe(perClass),
    cooldown,
    cooldownMs: seconds(1, 5),
    cooldownWaitMs: maybe(seconds(2, 8)),
    retryAfterMs: seconds(0, 1),
    limits: fc.constantFrom<'enforce' | 'prefer'>('enforce', 'prefer'),
    queue: maybe(fc.record({ maxWaitMs: fc.constantFrom(0, 300, 5_000), maxLength: fc.constantFrom(2, 100) })),
  })
  .map(given)

const deed: fc.Arbitrary<Deed> = fc
  .record({
    status: fc.constantFrom(200, 200, 500, 500, 503, 429, 401, 400, 404),
    ms: fc.constantFrom(0, 5, 30, 400, 2_500),
    retryAfter: maybe(fc.constantFrom(0, 1, 6, 90)),
    fault: maybe(fc.constantFrom('reset' as const, 'refused' as const)),
    tears: fc.boolean(),
    tooLong: fc.boolean(),
  })
  .map(({ fault, ...rest }) => ({ ...given(rest), ...(fault !== undefined && rest.status === 503 && { fault }) }) as Deed)

const caller: fc.Arbitrary<Caller> = fc.record({
  at: fc.oneof(fc.nat(300), fc.nat(20_000)),
  model: fc.constantFrom('a', 'a', 'a', 'b', 'd0'),
  stream: fc.boolean(),
  retries: maybe(fc.nat(3)),
  deadlineMs: maybe(fc.constantFrom(1, 100, 1_200, 4_000)),
  abortsAfterMs: maybe(fc.constantFrom(3, 450, 1_500)),
  fallbacks: rarely(ownFallbacks),
  maxFallbacks: rarely(fc.nat(2)),
})

/** Three groups, each with a deployment at least; `d0`, `d1`, … are ids and hosts. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    first: fc.tuple(deployment, deployment, deployment),
    more: fc.array(deployment, { maxLength: 6 }),
    chains,
    routing,
    deeds: fc.array(fc.array(deed, { maxLength: 14 }), { minLength: 9, maxLength: 9 }),
    callers: fc.array(caller, { minLength: 1, maxLength: 24, size: 'max' }),
    seed: fc.integer(),
    storeMs: fc.constantFrom(undefined, undefined, 0, 20),
  })
  .map(({ first, more, chains, routing, deeds, callers, seed, storeMs }) => {
    const least = groups.map((group, nth) => ({ ...first[nth], group }))
    const all = [...least, ...more].map((each, index) => ({ ...each, ...addressOf(index) }) as DeploymentInput)
    return { plan: { deployments: all, chains, routing }, deeds, callers, seed, storeMs }
  })

/** `d0` is refused at first and answers slowly then, and is called by its group's name and by its id. */
export const trials: fc.Arbitrary<Scenario> = scenarios.map((scenario) => ({
  ...scenario,
  deeds: [
    [{ status: 401, ms: 0 }, { status: 200, ms: 2_500 }, { status: 401, ms: 400 }, ...(scenario.deeds[0] ?? [])],
    ...scenario.deeds.slice(1),
  ],
  callers: scenario.callers.map((each, nth) => ({ ...each, at: nth * 500, model: nth % 2 === 0 ? 'a' : 'd0' })),
}))

const addressOf = (index: number) => ({
  model: 'openai/gpt-4o',
  id: `d${index}`,
  baseUrl: `http://d${index}/v1`,
  apiKey: { placeholder: 'none' as const },
})
