/** Money as text, made of whole nano-dollars: no exponent, and nothing that a float would round. */
import { nineDigits } from '../number-text.js'

/** US dollars with a digit behind the point at least: `0.75`, `1.0`. */
export function usd(nano: number): string {
  const text = digitsOf(nano)
  return text.includes('.') ? text : `${text}.0`
}

/** US dollars as figures have them: `0.75`, `1`. */
export function digitsOf(nano: number): string {
  // whoever counts elsewhere may bring a fraction or a debt
  if (!Number.isSafeInteger(nano) || nano < 0) return trimmed((nano / 1e9).toFixed(9))
  const below = nano % 1e9
  const whole = (nano - below) / 1e9
  return below === 0 ? String(whole) : trimmed(`${whole}.${nineDigits(below)}`)
}

const [zero, point] = [48, 46]

/** Without zeros at its end. */
function trimmed(text: string): string {
  let end = text.length
  while (text.charCodeAt(end - 1) === zero) end--
  return text.slice(0, text.charCodeAt(end - 1) === point ? end - 1 : end)
}
