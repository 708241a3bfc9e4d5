/** Numbers as text where every request writes some: what is the same for many is made once. */

/** `000` … `999` */
const thousand: readonly string[] = Array.from({ length: 1_000 }, (_, nth) => String(nth).padStart(3, '0'))
/** The same as the end of a fraction: nothing, `001` … `01` … `999` */
const ends: readonly string[] = thousand.map((digits) => digits.replace(/0+$/, ''))
/** The same as a whole one. */
const fractions: readonly string[] = ends.map((digits) => (digits === '' ? '' : `.${digits}`))

let second = Number.NaN
let secondText = ''

/** Whole milliseconds since 1970 as their decimal text. Requests of one second share all but its end. */
export function millisText(ms: number): string {
  const whole = Math.floor(ms / 1_000)
  // beyond a second text and number do not go together: before 1970, and for what is no time at all
  if (!(whole > 0) || !Number.isSafeInteger(ms)) return String(ms)
  if (whole !== second) {
    second = whole
    secondText = String(whole)
  }
  return secondText + (thousand[ms - whole * 1_000] ?? '')
}

/** A number of thousandths as JSON writes it in ones: 12_300 is `12.3`. */
export function thousandthsText(count: number): string {
  // what is out of the ordinary is written as numbers are
  if (!Number.isInteger(count) || count < 0 || count >= 1e15) return JSON.stringify(count / 1e3)
  const whole = Math.floor(count / 1_000)
  return whole + (fractions[count - whole * 1_000] ?? '')
}

/** A number of billionths as JSON writes it in ones: 65_000 is `0.000065`. */
export function billionthsText(count: number): string {
  // JSON writes the smallest with an exponent
  if (!Number.isInteger(count) || count < 1_000 || count >= 1e9) return JSON.stringify(count / 1e9)
  const millions = Math.floor(count / 1_000_000)
  const below = count - millions * 1_000_000
  const thousands = Math.floor(below / 1_000)
  const rest = below - thousands * 1_000
  if (rest !== 0) return `0.${thousand[millions]}${thousand[thousands]}${ends[rest]}`
  return thousands === 0 ? `0.${ends[millions]}` : `0.${thousand[millions]}${ends[thousands]}`
}

/** A whole number below 1e9 as nine digits. */
export function nineDigits(number: number): string {
  const millions = Math.floor(number / 1_000_000)
  const below = number - millions * 1_000_000
  const thousands = Math.floor(below / 1_000)
  return `${thousand[millions]}${thousand[thousands]}${thousand[below - thousands * 1_000]}`
}
