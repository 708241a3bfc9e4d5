/** The distributions of a simulation, over random numbers in [0, 1). */

/** A lognormal factor with median 1: `spread` is the standard deviation of its logarithm. */
export function lognormal(random: () => number, spread: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()))
  return Math.exp(spread * radius * Math.cos(2 * Math.PI * random()))
}

/** Time until the next of events that come at `perSecond`, milliseconds. */
export function nextGap(random: () => number, perSecond: number): number {
  return (-Math.log(1 - random()) / perSecond) * 1_000
}
