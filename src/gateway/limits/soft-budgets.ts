/** Soft budgets that were reached: each is told of once in its period, and counted. */
import type { GatewayStore } from '../store/gateway-store.js'
import type { SoftBudget } from './caller-book.js'

/** Those that are remembered; one more starts anew. */
const mostRemembered = 1_000

export class SoftBudgets {
  /** How many were reached since the start. */
  count = 0
  readonly #told = new Set<string>()

  /** Those that are reached and were not told of before. */
  newlyReached(budgets: readonly SoftBudget[]): readonly SoftBudget[] {
    return budgets.filter(({ shown, limit, spent, period }) => {
      const once = `${shown} ${limit} ${period}`
      if (spent < limit || this.#told.has(once)) return false
      if (this.#told.size >= mostRemembered) this.#told.clear()
      this.#told.add(once)
      this.count++
      return true
    })
  }
}

const known = new WeakMap<GatewayStore, SoftBudgets>()

/** Those of everybody who is kept in this store. */
export function softBudgetsOf(store: GatewayStore): SoftBudgets {
  const found = known.get(store)
  if (found !== undefined) return found
  const made = new SoftBudgets()
  known.set(store, made)
  return made
}
