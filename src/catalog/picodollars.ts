/** Exact conversion of list prices, written as decimal fractions of a dollar, to whole picodollars. */

/** Picodollars in a dollar. */
const pico = 10n ** 12n

/**
 * `usd` dollars for `per` units, as picodollars for one unit, rounded half up.
 * Works on the shortest decimal text of the number, so that 0.15 is 0.15 and not the binary fraction beside it.
 */
export function picodollars(usd: number, per: number): number {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(usd))
  if (match === null) throw new Error(`a price must be a number of dollars from 0 up, got ${usd}`)
  const [, whole = '0', fraction = '', exponent = '0'] = match
  const shift = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  const numerator = digits * pico * (shift < 0 ? 10n ** BigInt(-shift) : 1n)
  const denominator = BigInt(per) * (shift > 0 ? 10n ** BigInt(shift) : 1n)
  return Number((2n * numerator + denominator) / (2n * denominator))
}
