/** A map keyed by input that cannot grow without end. */

const firstSweep = 1_000

/** So much of a full map is forgotten at once: to look through all of it for each new entry would take too long. */
const forgottenShare = 1 / 16

/**
 * Entries that say nothing any more are swept now and then. Where `most` entries all say something, those that were made
 * first are forgotten.
 */
export class CappedMap<V> {
  readonly #entries = new Map<string, V>()
  readonly #most: number
  readonly #isIdle: (value: V, now: number) => boolean
  #sweepAt: number

  constructor(most: number, isIdle: (value: V, now: number) => boolean) {
    this.#most = most
    this.#isIdle = isIdle
    this.#sweepAt = Math.min(firstSweep, most)
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: string): V | undefined {
    return this.#entries.get(key)
  }

  set(key: string, value: V, now: number): void {
    if (!this.#entries.has(key) && this.#entries.size >= this.#sweepAt) this.#sweep(now)
    this.#entries.set(key, value)
  }

  each(see: (key: string, value: V) => void): void {
    for (const [key, value] of this.#entries) see(key, value)
  }

  #sweep(now: number): void {
    for (const [key, value] of this.#entries) if (this.#isIdle(value, now)) this.#entries.delete(key)
    const left = this.#entries.size < this.#most ? this.#most : Math.floor((this.#most - 1) * (1 - forgottenShare))
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= left) break
      this.#entries.delete(key)
    }
    this.#sweepAt = Math.min(this.#most, Math.max(firstSweep, this.#entries.size * 2))
  }
}
