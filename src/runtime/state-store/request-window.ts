/** An exact sliding window of single requests: a ring of the times at which they were taken. */
import type { SlidingWindow } from './window.js'

const firstSize = 16

export class RequestWindow implements SlidingWindow {
  readonly windowMs: number
  /** Power of two, so that positions wrap by a mask. */
  #times = new Float64Array(firstSize)
  #oldest = 0
  #count = 0

  constructor(windowMs: number) {
    this.windowMs = windowMs
  }

  used(now: number): number {
    this.#forget(now)
    return this.#count
  }

  freeAt(limit: number, amount: number, now: number): number {
    this.#forget(now)
    const surplus = this.#count + amount - Math.floor(limit)
    if (surplus <= 0) return 0
    if (surplus > this.#count) return now + this.windowMs
    return this.#at(surplus - 1) + this.windowMs
  }

  take(amount: number, now: number): number {
    this.#forget(now)
    for (let taken = 0; taken < amount; taken++) {
      if (this.#count === this.#times.length) this.#grow()
      this.#times[this.#slot(this.#count)] = now
      this.#count++
    }
    return now
  }

  /** A request that was sent has been sent: nothing is given back. */
  replace(): void {}

  #slot(nth: number): number {
    return (this.#oldest + nth) & (this.#times.length - 1)
  }

  #at(nth: number): number {
    return this.#times[this.#slot(nth)] ?? 0
  }

  #forget(now: number): void {
    // Times only ascend, so one look at the newest tells whether the clock was set back.
    for (let nth = this.#count - 1; nth >= 0 && this.#at(nth) > now; nth--) this.#times[this.#slot(nth)] = now
    while (this.#count > 0 && this.#at(0) <= now - this.windowMs) {
      this.#oldest = this.#slot(1)
      this.#count--
    }
  }

  #grow(): void {
    const wider = new Float64Array(this.#times.length * 2)
    for (let nth = 0; nth < this.#count; nth++) wider[nth] = this.#at(nth)
    this.#times = wider
    this.#oldest = 0
  }
}
