/** Lends out what is being served, and swaps it: calls under way keep what they began with, and the last one closes it. */
import type { Serving } from './serving.js'

type Lent = { readonly serving: Serving; users: number; retired: boolean }

/** The current serving and those that are still in use. */
export class ServingDesk {
  readonly #lent = new Map<Serving, Lent>()
  #current: Lent
  /** Requests under way. */
  inFlight = 0

  constructor(first: Serving) {
    this.#current = { serving: first, users: 0, retired: false }
    this.#lent.set(first, this.#current)
  }

  get current(): Serving {
    return this.#current.serving
  }

  /** What is served now; to be given back exactly once. */
  take(): Serving {
    this.#current.users++
    this.inFlight++
    return this.#current.serving
  }

  giveBack(serving: Serving): void {
    const lent = this.#lent.get(serving)
    if (lent === undefined) return
    lent.users--
    this.inFlight--
    if (lent.retired && lent.users === 0) void this.#close(lent)
  }

  /** Serves `next` from now on. What was served before is closed when nobody uses it any more. */
  swap(next: Serving): void {
    const before = this.#current
    this.#current = { serving: next, users: 0, retired: false }
    this.#lent.set(next, this.#current)
    before.retired = true
    if (before.users === 0) void this.#close(before)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lent.values()].map((lent) => this.#close(lent)))
  }

  async #close(lent: Lent): Promise<void> {
    if (!this.#lent.delete(lent.serving)) return
    await lent.serving.close()
  }
}
