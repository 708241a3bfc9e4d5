/** LiteLLM's price keys and the field of a price row that each fills; dollars per unit in the file, picodollars in the Plan. */
import type { PriceRow } from '../plan/plan.js'
import type { Node } from './source.js'

type PriceField = Exclude<keyof PriceRow, 'model' | 'family' | 'tiers'>

/** Key → field. Where two keys fill one field, the first that is set counts. */
export const priceFields: ReadonlyMap<string, PriceField> = new Map([
  ['input_cost_per_token', 'input'],
  ['output_cost_per_token', 'output'],
  ['output_cost_per_reasoning_token', 'reasoning'],
  ['cache_creation_input_token_cost', 'cacheWrite'],
  ['cache_creation_input_token_cost_above_1hr', 'cacheWrite1h'],
  ['cache_read_input_token_cost', 'cacheRead'],
  ['input_cost_per_token_cache_hit', 'cacheRead'],
  ['input_cost_per_audio_token', 'inputAudio'],
  ['output_cost_per_audio_token', 'outputAudio'],
  ['input_cost_per_image', 'inputImage'],
  ['output_cost_per_image', 'outputImage'],
  ['output_cost_per_image_token', 'outputImage'],
  ['input_cost_per_query', 'perRequest'],
])

/** `…_above_128k_tokens` and its like: base key and threshold. */
export function tierKey(key: string): { readonly base: string; readonly aboveTokens: number } | undefined {
  const match = /^(.+)_above_(\d+)(k?)_tokens$/.exec(key)
  if (match?.[1] === undefined || !priceFields.has(match[1])) return undefined
  return { base: match[1], aboveTokens: Number(match[2]) * (match[3] === 'k' ? 1000 : 1) }
}

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
