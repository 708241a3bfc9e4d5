/** Random numbers with a seed, and the distributions of a simulation. */

/** Evenly spread in [0, 1). The generator is mulberry32 (public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A lognormal factor with median 1: `spread` is the standard deviation of its logarithm. */
export function lognormal(random: () => number, spread: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()))
  return Math.exp(spread * radius * Math.cos(2 * Math.PI * random()))
}

/** Time until the next of events that come at `perSecond`, milliseconds. */
export function nextGap(random: () => number, perSecond: number): number {
  return (-Math.log(1 - random()) / perSecond) * 1_000
}
