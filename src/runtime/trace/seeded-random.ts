/** Random numbers that a seed decides: the same seed, the same decisions. Not for secrets. */
import type { Random } from '../../protocol/ports.js'

/**
 * A source of numbers in [0, 1) for `createLlm({ random })`. Only the lowest 32 bits of `seed` count.
 * Source of the generator: mulberry32, public domain.
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
