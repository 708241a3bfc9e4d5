/** What this process admitted by itself while Redis was away, so that Redis counts it too when it is back. */
import type { Claim } from '../protocol/state-store.js'
import type { Call } from './claim-keys.js'
import { addCall } from './claim-keys.js'

/** Requests or tokens of one window, by the step of time in which they were admitted. */
type Used = { readonly claim: Claim & { readonly windowMs: number }; readonly steps: Map<number, number> }

/** Most windows remembered; those that were first used go first. */
const mostWindows = 10_000
/** A window is told in so many steps: what was used within one counts from its end on, so never too little is counted. */
const stepsOfWindow = 60

export class LocalUse {
  readonly #used = new Map<string, Used>()

  /** Adds requests, or the tokens that a call really used, at the time of their admission. */
  add(claim: Claim, amount: number, at: number): void {
    if ((claim.kind !== 'requests' && claim.kind !== 'tokens') || !(amount > 0)) return
    const step = Math.floor(at / (claim.windowMs / stepsOfWindow))
    const { steps } = this.#of(claim)
    if (!steps.has(step)) for (const [old] of steps) if (old < step - stepsOfWindow) steps.delete(old)
    steps.set(step, (steps.get(step) ?? 0) + amount)
  }

  #of(claim: Used['claim']): Used {
    const name = `${claim.kind} ${claim.windowMs} ${claim.key}`
    const known = this.#used.get(name)
    if (known !== undefined) return known
    const [oldest] = this.#used.size >= mostWindows ? this.#used.keys() : []
    if (oldest !== undefined) this.#used.delete(oldest)
    const used = { claim, steps: new Map<number, number>() }
    this.#used.set(name, used)
    return used
  }

  /** All of it that still counts at `now`, as one call of a script for each window. Each is handed out once. */
  take(prefix: string, id: string, now: number): readonly Call[] {
    const calls = [...this.#used.values()].flatMap(({ claim, steps }) => {
      const width = claim.windowMs / stepsOfWindow
      const ages = [...steps].map(([step, amount]) => [Math.max(0, now - (step + 1) * width), amount] as const)
      const counted = ages.filter(([age]) => age < claim.windowMs)
      return counted.length === 0 ? [] : [addCall(prefix, id, claim, counted)]
    })
    this.#used.clear()
    return calls
  }
}
