/** What a client remembers of limits that were reached, so that picks steer away without asking the store again. */
import type { Run } from '../run.js'
import { markLimited, type RouterState } from '../state.js'

/** One limit that was reached. Hints: whoever holds the limit has the last word. */
export type Mark = {
  /** Deployments that it limits. */
  readonly deployments: readonly number[]
  /** Reached until then, by the client's clock; 0 is not. */
  until: number
  /** Calls that need less than this may still fit: tokens, nano-dollars; 0 where every call needs the same. */
  amount: number
  /** Of the limit, when it was reached. */
  used: number
  /** When its period ends, where it has one; 0 is not known. */
  endsAt: number
}

/** Marks of one client, by the key of their claims. Keys are those of the Plan, so there are no more than it has limits. */
export class LimitMarks {
  readonly #state: RouterState
  readonly #marks = new Map<string, Mark>()
  /** Set while it is asked whether a deployment lacks nothing but a permit. */
  ignoresPermits = false
  /** Calls that were waked for a permit that was given back, and the deployment it is of. */
  readonly turns = new Map<Run, number>()

  constructor(state: RouterState) {
    this.#state = state
  }

  /** The mark of a claim's key, made when it is first asked for. */
  watch(key: string, deployments: readonly number[]): Mark {
    const known = this.#marks.get(key)
    if (known !== undefined) return known
    const mark: Mark = { deployments, until: 0, amount: 0, used: 0, endsAt: 0 }
    this.#marks.set(key, mark)
    return mark
  }

  find(key: string): Mark | undefined {
    return this.#marks.get(key)
  }

  /** The limit is reached until a time, for calls that need at least `amount`. */
  reach(mark: Mark, until: number, amount: number, used: number): void {
    mark.until = until
    mark.amount = amount
    mark.used = used
    for (const index of mark.deployments) markLimited(this.#state, index, until)
  }
}

const marksByState = new WeakMap<RouterState, LimitMarks>()

/** The marks of the client that `state` belongs to: features and admission share them. */
export function marksOf(state: RouterState): LimitMarks {
  const known = marksByState.get(state)
  if (known !== undefined) return known
  const made = new LimitMarks(state)
  marksByState.set(state, made)
  return made
}

/** True where a call that needs `amount` would run into the limit. */
export function isReached(mark: Mark, amount: number, now: number): boolean {
  return mark.until > now && amount >= mark.amount
}
