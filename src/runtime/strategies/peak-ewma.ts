/** Prefers, of two deployments drawn at random, the one that would answer sooner by its recent worst times and its queue. */
import { startTokens, tokensOf } from '../latency.js'
import type { RouterState } from '../state.js'
import type { Learner, Strategy } from './strategy.js'

/**
 * Time in which a peak fades to 1/e, milliseconds. Source: Finagle's load balancer of this name.
 */
const fadeMs = 10_000
/** What an idle deployment counts as while there is no latency to compare. */
const little = 1e-6
/** A failure counts as an answer this many times as slow as the deployment's last ones, up to the limits below. */
const failurePenalty = 4
/** Slowest answer that a failure can count as, seconds of a whole answer per token, and to the first token. */
const worst = { whole: 0.2, first: 10 }
/** What a failure counts as where nothing was measured, likewise. */
const usual = { whole: 0.02, first: 1 }

/**
 * Power of two choices over latency × (calls under way + 1) / weight. Latency goes up with a slow answer at once, and down
 * with time. LiteLLM has no such strategy.
 */
const pick: Strategy = (group, eligible, count, state, random, streaming) => {
  const drawn = Math.trunc(random() * count)
  const other = Math.trunc(random() * (count - 1))
  const first = eligible[drawn] ?? 0
  const second = eligible[other < drawn ? other : other + 1] ?? first
  if (count === 1) return first
  const peaks = streaming ? state.peakFirst : state.peakWhole
  const isMeasured = (peaks[first] ?? 0) > 0 && (peaks[second] ?? 0) > 0
  const one = isMeasured ? peakOf(state, peaks, first) * ((state.inFlight[first] ?? 0) + 1) : (state.inFlight[first] ?? 0) + little
  const two = isMeasured ? peakOf(state, peaks, second) * ((state.inFlight[second] ?? 0) + 1) : (state.inFlight[second] ?? 0) + little
  const { weights } = group
  // Multiplied crosswise: a weight of 0 is never preferred.
  return one * (weights[second] ?? 1) <= two * (weights[first] ?? 1) ? first : second
}

/** A peak as it has faded by now. */
function peakOf(state: RouterState, peaks: Float64Array, index: number): number {
  return (peaks[index] ?? 0) * Math.exp(((state.peakAt[index] ?? 0) - state.now) / fadeMs)
}

function learn(peaks: Float64Array, index: number, sample: number, kept: number): void {
  const old = peaks[index] ?? 0
  peaks[index] = sample >= old ? sample : old * kept + sample * (1 - kept)
}

/** What is left of an old peak at `now`. */
function keptOf(state: RouterState, index: number, now: number): number {
  return Math.exp(Math.min((state.peakAt[index] ?? 0) - now, 0) / fadeMs)
}

const learner: Learner = {
  answered: (state, index, sample, _usage, now) => {
    const { durationMs, firstTokenMs } = sample
    const kept = keptOf(state, index, now)
    learn(state.peakWhole, index, Math.max(durationMs, 0.001) / 1_000 / (tokensOf(sample) + startTokens), kept)
    if (firstTokenMs !== undefined) learn(state.peakFirst, index, Math.max(firstTokenMs, 0.001) / 1_000, kept)
    state.peakAt[index] = now
  },
  failed: (state, index, durationMs, now) => {
    const seconds = durationMs / 1_000
    const penalty = (peaks: Float64Array, least: number, most: number, took: number) => {
      const old = peaks[index] ?? 0
      peaks[index] = Math.max(old, Math.min(Math.max(old * failurePenalty, least, took), most))
    }
    penalty(state.peakWhole, usual.whole, worst.whole, seconds / ((state.outputTokens[index] ?? 0) + startTokens))
    penalty(state.peakFirst, usual.first, worst.first, seconds)
    state.peakAt[index] = now
  },
}

export const peakEwma: Strategy = /* @__PURE__ */ Object.assign(pick, { learner })
