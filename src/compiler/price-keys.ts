/** Prices in a config: which keys name one, and their values in picodollars. */
import type { Node } from './source.js'

/** True for every key that names a price, also those that this version does not count with. */
export function isPriceKey(key: string): boolean {
  if (key === 'cost_per_ptu_per_hour') return false
  return /_cost(_per_|_above_|$|_flex$|_priority$)|^(input|output|citation|ocr|annotation|search_context)_cost_per_|^tiered_pricing$/.test(
    key,
  )
}

/**
 * A price in integer picodollars (1 USD = 1e12) from a number or numeric text, computed on the decimal digits and
 * not in binary. Undefined where the value is no number or is negative.
 */
export function toPicodollars(node: Node | undefined): number | undefined {
  if (node?.kind !== 'scalar' || (typeof node.value !== 'number' && typeof node.value !== 'string')) return undefined
  const match = /^\s*\+?(\d*)\.?(\d*)(?:e([+-]?\d+))?\s*$/i.exec(String(node.value))
  if (match === null) return undefined
  const whole = match[1] ?? ''
  const fraction = match[2] ?? ''
  if (whole === '' && fraction === '') return undefined
  return scaled(whole + fraction, 12 + Number(match[3] ?? 0) - fraction.length)
}

/** `digits` × 10^exponent as an integer, rounded half up. */
function scaled(digits: string, exponent: number): number | undefined {
  if (exponent > 30) return /^0*$/.test(digits) ? 0 : undefined
  if (exponent >= 0) return Number(BigInt(digits + '0'.repeat(exponent)))
  const kept = digits.length + exponent
  if (kept < 0) return 0
  const roundUp = (digits[kept] ?? '0') >= '5'
  return Number(BigInt(digits.slice(0, kept) || '0') + (roundUp ? 1n : 0n))
}
