/** Requests under way. */
import type { OpenCall } from './open-call.js'

/**
 * A list from which each call can be taken at once. No `Set`: one that things come into and go out of makes a new table every
 * few times, and each old table, once the collector has moved it to the old generation, keeps all later ones with the calls
 * that were in them until a full collection: then every request outlives every small collection.
 */
export class OpenCalls {
  readonly #calls: OpenCall[] = []

  add(call: OpenCall): void {
    call.place = this.#calls.push(call) - 1
  }

  delete(call: OpenCall): void {
    const { place } = call
    if (this.#calls[place] !== call) return
    call.place = -1
    const last = this.#calls.pop()
    if (last === undefined || last === call) return
    this.#calls[place] = last
    last.place = place
  }

  /** As they are now. */
  list(): readonly OpenCall[] {
    return [...this.#calls]
  }
}
