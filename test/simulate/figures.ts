/** Figures of a recording. */
import type { Recording } from './simulate.js'

/** An answer later than this is of no use to goodput, milliseconds. */
const usefulMs = 5_000

export type Figures = {
  readonly calls: number
  /** Answers within 5 s, per second. */
  readonly goodput: number
  /** Fraction of calls that were answered. */
  readonly success: number
  /** Milliseconds from call to answer, or to the first content of a stream, retries included. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** US dollars per 1,000 answers. */
  readonly costPer1000: number
  /** Answers of status 429 that deployments gave. */
  readonly limited: number
  /** Fraction of calls that made more than one attempt. */
  readonly retried: number
  /** Jain's index over the requests that deployments got: 1 is even, 1/n is all to one. */
  readonly fairness: number
  /** Fraction of the requests that each deployment got. */
  readonly shares: readonly number[]
}

export function figuresOf({ seconds, specs, calls, asks, costUsd }: Recording): Figures {
  const answered = calls.filter(({ ok }) => ok)
  const times = answered.map(({ at, firstAt, endedAt }) => (firstAt ?? endedAt) - at).sort((a, b) => a - b)
  const counts = specs.map((_, index) => asks.filter(({ deployment }) => deployment === index).length)
  return {
    calls: calls.length,
    goodput: times.filter((ms) => ms <= usefulMs).length / seconds,
    success: answered.length / calls.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    costPer1000: (costUsd / answered.length) * 1_000,
    limited: asks.filter(({ status }) => status === 429).length,
    retried: calls.filter(({ attempts }) => attempts > 1).length / calls.length,
    fairness: jain(counts),
    shares: counts.map((count) => count / Math.max(asks.length, 1)),
  }
}

/** Of sorted values. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export function jain(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  const squares = values.reduce((total, value) => total + value * value, 0)
  return squares === 0 ? 1 : (sum * sum) / (values.length * squares)
}

/** Share of requests that a deployment got in [from, to) seconds. */
export function shareOf({ asks }: Recording, deployment: number, from: number, to: number): number {
  const within = asks.filter(({ at }) => at >= from * 1_000 && at < to * 1_000)
  return within.filter((ask) => ask.deployment === deployment).length / Math.max(within.length, 1)
}

/** The middle one; of an even number, the lower of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0
}
