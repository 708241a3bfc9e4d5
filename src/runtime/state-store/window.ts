/** What the two kinds of sliding window have in common. */

/**
 * What was taken within the last `windowMs`. Something taken at `t` counts until `t + windowMs`, and no longer. A clock that
 * is set back moves what is in its future to its present, so that nothing counts for longer than a window.
 */
export interface SlidingWindow {
  readonly windowMs: number
  /** Taken within the window that ends now. */
  used(now: number): number
  /** When `amount` fits under `limit`, milliseconds since 1970; 0 is now. One that is larger than the limit never does: a window from now. */
  freeAt(limit: number, amount: number, now: number): number
  /** Takes `amount`; returns where, for {@link replace}. */
  take(amount: number, now: number): number
  /** Adds `change` to what was taken at `place`, if that still counts. */
  replace(place: number, change: number, now: number): void
}
