/** A sliding window of amounts in fine buckets: never counts less than an exact one, and at most a bucket's length longer. */
import type { SlidingWindow } from './window.js'

/** Buckets of a window; one more holds the part of the oldest that has not left. */
const bucketsOfWindow = 60
const slots = bucketsOfWindow + 1

export class BucketWindow implements SlidingWindow {
  readonly windowMs: number
  readonly #bucketMs: number
  readonly #amounts = new Float64Array(slots)
  /** Number of the newest bucket, counted from 1970. */
  #newest = Number.NEGATIVE_INFINITY
  #sum = 0

  constructor(windowMs: number) {
    this.windowMs = windowMs
    this.#bucketMs = windowMs / bucketsOfWindow
  }

  used(now: number): number {
    this.#advance(now)
    return this.#sum
  }

  freeAt(limit: number, amount: number, now: number): number {
    this.#advance(now)
    let surplus = this.#sum + amount - limit
    if (surplus <= 0) return 0
    if (amount > limit) return now + this.windowMs
    for (let bucket = this.#newest - slots + 1; bucket <= this.#newest; bucket++) {
      surplus -= this.#amounts[slotOf(bucket)] ?? 0
      // Whatever the bucket holds was taken before its end.
      if (surplus <= 0) return Math.ceil((bucket + 1) * this.#bucketMs + this.windowMs)
    }
    return now + this.windowMs
  }

  take(amount: number, now: number): number {
    this.#advance(now)
    this.#add(this.#newest, amount)
    return this.#newest
  }

  replace(place: number, change: number, now: number): void {
    this.#advance(now)
    // What lies ahead of a clock that was set back was moved to the newest.
    const at = Math.min(place, this.#newest)
    if (at > this.#newest - slots) this.#add(at, change)
  }

  #add(bucket: number, change: number): void {
    const slot = slotOf(bucket)
    const before = this.#amounts[slot] ?? 0
    const after = Math.max(0, before + change)
    this.#amounts[slot] = after
    this.#sum += after - before
  }

  #advance(now: number): void {
    const bucket = Math.floor(now / this.#bucketMs)
    if (bucket === this.#newest) return
    if (bucket < this.#newest) {
      this.#setBack(bucket)
      return
    }
    if (bucket - this.#newest >= slots) {
      this.#amounts.fill(0)
      this.#sum = 0
      this.#newest = bucket
      return
    }
    while (this.#newest < bucket) {
      this.#newest++
      this.#add(this.#newest, -(this.#amounts[slotOf(this.#newest)] ?? 0))
    }
  }

  /** The clock was set back to `bucket`: what is in its future counts as taken now. The sum stays. */
  #setBack(bucket: number): void {
    const first = Math.max(bucket + 1, this.#newest - slots + 1)
    let moved = 0
    for (let future = first; future <= this.#newest; future++) {
      moved += this.#amounts[slotOf(future)] ?? 0
      this.#amounts[slotOf(future)] = 0
    }
    this.#newest = bucket
    this.#amounts[slotOf(bucket)] = (this.#amounts[slotOf(bucket)] ?? 0) + moved
  }
}

function slotOf(bucket: number): number {
  const slot = bucket % slots
  return slot < 0 ? slot + slots : slot
}
