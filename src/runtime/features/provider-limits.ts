/** Steers away from a deployment whose provider says, in the headers of its answers, that the next call would be refused. */
import type { Engine } from '../engine.js'
import type { Check, Feature, FeatureRuntime } from '../feature.js'
import type { Run } from '../run.js'
import { markLimited, type RouterState } from '../state.js'
import { outputTokensFor, promptTokensFor } from '../tokens/needs.js'
import { type Allowance, type AllowanceKind, availableAt, isLow, readAllowances } from './allowance.js'

/** What the last answer of one deployment said is low. */
type Seen = {
  readonly allowances: readonly Allowance[]
  /** None of it is worth anything from this time on. */
  readonly until: number
  /** Fewest calls under way since then: those beyond it began after the provider counted. */
  leastInFlight: number
}

/** A client's own knowledge; nothing is shared, as every answer tells it anew. */
export const providerLimits: Feature = () => new ProviderLimits()

class ProviderLimits implements FeatureRuntime {
  readonly checksWhen = 'limited'
  readonly #seen = new Map<number, Seen>()

  readonly check: NonNullable<FeatureRuntime['check']> = (_, { serving }) => (serving.length > 1 ? this.#check : undefined)

  readonly #check: Check = (run, index, now) => (this.#refusing(run, index, now) === undefined ? undefined : 'provider-limit')

  readonly obstacle: NonNullable<FeatureRuntime['obstacle']> = (run, index, now) => {
    const refusing = this.#refusing(run, index, now)
    return refusing === undefined ? undefined : { until: refusing.resetAt }
  }

  readonly learn: NonNullable<FeatureRuntime['learn']> = ({ state }: Engine, index, headers, now) => {
    const told = readAllowances(headers, now)
    if (told === undefined) return
    const allowances = told.filter(isLow)
    if (allowances.length === 0) {
      this.#seen.delete(index)
      return
    }
    const until = Math.max(...allowances.map(({ resetAt }) => resetAt))
    this.#seen.set(index, { allowances, until, leastInFlight: state.inFlight[index] ?? 0 })
    markLimited(state, index, until)
  }

  /** The allowance that has no room for one more call; undefined where all have. */
  #refusing(run: Run, index: number, now: number): Allowance | undefined {
    const seen = this.#seen.get(index)
    if (seen === undefined || now >= seen.until) return undefined
    const calls = 1 + begunSince(seen, run.engine.state, index)
    const { allowances } = seen
    for (let at = 0; at < allowances.length; at++) {
      const allowance = allowances[at]
      if (allowance === undefined || now >= allowance.resetAt) continue
      if (availableAt(allowance, now) < calls * sizeOf(run, index, allowance.kind)) return allowance
    }
    return undefined
  }
}

/** Own calls begun since the headers came. Others under way are taken for counted by the provider. */
function begunSince(seen: Seen, { inFlight }: RouterState, index: number): number {
  const now = inFlight[index] ?? 0
  if (now < seen.leastInFlight) seen.leastInFlight = now
  return now - seen.leastInFlight
}

/** What one call like this takes of an allowance. */
function sizeOf(run: Run, index: number, kind: AllowanceKind): number {
  if (kind === 'requests') return 1
  const read = kind === 'output' ? 0 : promptTokensFor(run, index)
  return kind === 'input' ? read : read + outputTokensFor(run, index)
}
