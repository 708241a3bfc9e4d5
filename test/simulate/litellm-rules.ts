/**
 * A small router after the rules that LiteLLM documents and its 1.81 code shows, with its default settings, for comparison.
 * It is a model of those rules and not LiteLLM: cooldown of 5 s by expiry alone, the three default rules of when to cool,
 * two retries that may meet the same deployment, and its pick of five strategies.
 */
import type { StrategyName } from '../../src/plan/routing.js'
import type { Caller, RouterSources } from './our-router.js'
import { type ProviderAnswer, promptTokens } from './provider.js'

const cooldownMs = 5_000
const retries = 2
/** A deployment cools when more than half of at least five calls failed within a minute from the first. */
const rule = { share: 0.5, leastCalls: 5, windowMs: 60_000 }
const latencyListSize = 10
/** What a timeout counts as, seconds per token. */
const timeoutSample = 1_000

type Deployment = {
  readonly weight: number
  readonly price: number
  coolUntil: number
  countedFrom: number
  successes: number
  fails: number
  open: number
  /** Requests a minute of the config; Infinity is none. */
  readonly rpm: number
  /** Requests begun, requests answered and tokens of the wall-clock minute. */
  minute: number
  begun: number
  answered: number
  tokens: number
  readonly latencies: number[]
}

/** `from` are those that do not rest, of `all`. */
type Pick = (from: readonly Deployment[], random: () => number, all: readonly Deployment[]) => Deployment | undefined

export function createLitellmRules({ world, provider, specs, strategy, random, timeoutMs, streaming }: RouterSources): Caller {
  const deployments = specs.map(({ weight, rpm, price }): Deployment => {
    const perToken = price === undefined ? 10 : price.input + price.output
    const counts = { coolUntil: 0, countedFrom: 0, successes: 0, fails: 0, open: 0, minute: 0, begun: 0, answered: 0, tokens: 0 }
    return { weight: weight ?? rpm ?? 1, rpm: rpm ?? Number.POSITIVE_INFINITY, price: perToken, ...counts, latencies: [] }
  })
  const pick = picks[strategy]
  if (pick === undefined) throw new Error(`no model of ${strategy} in LiteLLM`)

  const count = (deployment: Deployment, outcome: 'successes' | 'fails') => {
    if (world.now() - deployment.countedFrom > rule.windowMs) {
      deployment.countedFrom = world.now()
      deployment.successes = 0
      deployment.fails = 0
    }
    deployment[outcome]++
  }

  const learn = (deployment: Deployment, answer: ProviderAnswer, durationMs: number) => {
    if (answer.status === 200) {
      count(deployment, 'successes')
      remember(deployment, durationMs / 1_000 / answer.completionTokens)
      enterMinute(deployment, world.now())
      deployment.answered++
      deployment.tokens += promptTokens + answer.completionTokens
      return
    }
    count(deployment, 'fails')
    if (answer.fault === 'total-timeout') remember(deployment, timeoutSample)
    // Connections that are refused become errors of a class that never cools a deployment.
    if (answer.fault === 'refused') return
    const total = deployment.successes + deployment.fails
    const isRateOut = total >= rule.leastCalls && deployment.fails / total > rule.share
    if (deployments.length > 1 && (answer.status === 429 || isRateOut))
      deployment.coolUntil = world.now() + (answer.retryAfterMs === undefined ? cooldownMs : Math.ceil(answer.retryAfterMs / 1_000) * 1_000)
  }

  return async (call, first) => {
    for (let attempt = 0; attempt <= retries; attempt++) {
      const now = world.now()
      for (const deployment of deployments) enterMinute(deployment, now)
      const chosen = pick(
        deployments.filter(({ coolUntil }) => coolUntil <= now),
        random,
        deployments,
      )
      if (chosen === undefined) return false
      chosen.open++
      chosen.begun++
      const answer = await provider.ask(deployments.indexOf(chosen), call, timeoutMs, streaming)
      // Of a stream the time to its first content counts, by the tokens that follow, too; it is known when the stream ends.
      const durationMs = world.now() - now
      if (answer.status === 200) first()
      await answer.rest?.()
      chosen.open--
      learn(chosen, answer, durationMs)
      if (answer.status === 200) return true
      // With a healthy deployment left it retries at once; without one it gives up.
      if (deployments.every(({ coolUntil }) => coolUntil > world.now())) return false
    }
    return false
  }
}

/** The list keeps its oldest samples: once it is full only its last place changes. */
function remember({ latencies }: Deployment, sample: number): void {
  if (latencies.length < latencyListSize) latencies.push(sample)
  else latencies[latencyListSize - 1] = sample
}

/** Counts of a minute are those of the wall clock's. */
function enterMinute(deployment: Deployment, now: number): void {
  const minute = Math.floor(now / 60_000)
  if (deployment.minute !== minute) Object.assign(deployment, { minute, begun: 0, answered: 0, tokens: 0 })
}

const evenly: Pick = (from, random) => from[Math.trunc(random() * from.length)]

function lowest(from: readonly Deployment[], score: (deployment: Deployment) => number): readonly Deployment[] {
  const scores = from.map(score)
  const least = Math.min(...scores)
  return from.filter((_, at) => scores[at] === least)
}

const picks: { readonly [S in StrategyName]?: Pick } = {
  'simple-shuffle': (from, random) => {
    let left = random() * from.reduce((sum, { weight }) => sum + weight, 0)
    return from.find(({ weight }) => {
      left -= weight
      return left < 0
    })
  },
  // Ties go to the first. One that rests may have the least; then any of the others is taken.
  'least-busy': (from, random, all) => {
    const least = lowest(all, ({ open }) => open)[0]
    return least !== undefined && from.includes(least) ? least : evenly(from, random, all)
  },
  'latency-based-routing': (from, random, all) =>
    evenly(
      lowest(
        from.filter(isUnderAnswered),
        ({ latencies }) => latencies.reduce((sum, each) => sum + each, 0) / Math.max(latencies.length, 1),
      ),
      random,
      all,
    ),
  // The last request that a limit would allow is not made.
  'usage-based-routing-v2': (from, random, all) =>
    evenly(
      lowest(
        from.filter(({ begun, rpm }) => begun + 1 < rpm),
        ({ tokens }) => tokens,
      ),
      random,
      all,
    ),
  'cost-based-routing': (from) => lowest(from.filter(isUnderAnswered), ({ price }) => price)[0],
}

/** These strategies count what was answered, and so let more begin than the limit allows. */
function isUnderAnswered({ answered, rpm }: Deployment): boolean {
  return answered + 1 <= rpm
}

/** Strategies of which there is a model here. */
export const litellmStrategies: readonly string[] = Object.keys(picks)
