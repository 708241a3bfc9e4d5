/** Steers away from a deployment whose provider says, in the headers of its answers, that the next call would be refused. */
import type { Engine } from '../engine.js'
import type { Check, Feature, FeatureRuntime } from '../feature.js'
import type { Run } from '../run.js'
import type { RouterState } from '../state.js'
import { needsOf } from '../tokens/needs.js'
import { type Allowance, type AllowanceKind, allowanceKinds, availableAt, isLow, readAllowances } from './allowance.js'

/** What the last answer of one deployment said. */
type Seen = {
  readonly allowances: { readonly [K in AllowanceKind]?: Allowance }
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
    const allowances = readAllowances(headers, now)
    if (allowances === undefined) return
    let until = 0
    for (const kind of allowanceKinds) {
      const allowance = allowances[kind]
      if (allowance !== undefined && isLow(kind, allowance)) until = Math.max(until, allowance.resetAt)
    }
    if (until === 0) {
      this.#seen.delete(index)
      return
    }
    this.#seen.set(index, { allowances, until, leastInFlight: state.inFlight[index] ?? 0 })
    state.limitedUntil[index] = Math.max(state.limitedUntil[index] ?? 0, until)
    state.limitUntil = Math.max(state.limitUntil, until)
  }

  /** The allowance that has no room for one more call; undefined where all have. */
  #refusing(run: Run, index: number, now: number): Allowance | undefined {
    const seen = this.#seen.get(index)
    if (seen === undefined || now >= seen.until) return undefined
    const calls = 1 + begunSince(seen, run.engine.state, index)
    const { allowances } = seen
    for (let at = 0; at < allowanceKinds.length; at++) {
      const kind = allowanceKinds[at]
      const allowance = kind === undefined ? undefined : allowances[kind]
      if (kind === undefined || allowance === undefined || now >= allowance.resetAt || !isLow(kind, allowance)) continue
      if (availableAt(allowance, now) < calls * sizeOf(run, kind)) return allowance
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
function sizeOf(run: Run, kind: AllowanceKind): number {
  if (kind === 'requests') return 1
  const { promptTokens, outputTokens } = needsOf(run)
  return kind === 'input' ? promptTokens : kind === 'output' ? outputTokens : promptTokens + outputTokens
}
