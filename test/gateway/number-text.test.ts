/** Numbers as text: what JavaScript writes, by a shorter way. */
import { describe, expect, test } from 'vitest'
import { billionthsText, millisText, nineDigits, thousandthsText } from '../../src/gateway/number-text.js'
import { usdText } from '../../src/gateway/store/spend-row.js'
import { seededRandom } from '../../src/runtime/index.js'

const random = seededRandom(3)
/** Whole numbers of all sizes, few digits and many zeros among them. */
const numbers = Array.from({ length: 5_000 }, (_, nth) => Math.floor(random() * 10 ** (nth % 16)) * 10 ** (nth % 3))
const odd = [0, -0, 1, -1, 999, 1_000, 1_001, 999_999, 1_000_000, 999_999_999, 1e9, 1e12, 1e15, 1e21, -5_000, 0.5, -0.25]
const none = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

test('milliseconds are their decimal text', () => {
  const times = [1_795_469_124_000, 1_795_469_124_001, 1_795_469_123_999, 1_795_469_124_010, 1_795_469_124_100, 10_000.5]
  for (const ms of [...times, ...numbers, ...odd, ...none]) expect(millisText(ms)).toBe(String(ms))
})

describe('parts of ones are what JSON writes', () => {
  test('thousandths', () => {
    for (const count of [...numbers, ...odd, ...none]) expect(thousandthsText(count)).toBe(JSON.stringify(count / 1e3))
  })

  test('billionths', () => {
    for (const count of [...numbers, ...odd, ...none]) expect(billionthsText(count)).toBe(JSON.stringify(count / 1e9))
  })
})

test('nine digits', () => {
  for (const number of numbers.filter((each) => each < 1e9)) expect(nineDigits(number)).toBe(String(number).padStart(9, '0'))
})

test('nano-dollars are dollars with nine places', () => {
  const places = (nano: bigint) => `${nano / 1_000_000_000n}.${String(nano % 1_000_000_000n).padStart(9, '0')}`
  for (const nano of numbers.filter(Number.isSafeInteger)) {
    expect(usdText(nano)).toBe(places(BigInt(nano)))
    if (nano > 0) expect(usdText(-nano)).toBe(`-${places(BigInt(nano))}`)
  }
  expect([0.4, 0.5, 1_499_999_999.5].map(usdText)).toEqual(['0.000000000', '0.000000001', '1.500000000'])
})
