/** Money as people and headers read it. */
import { expect, test } from 'vitest'
import { digitsOf, usd } from '../../../src/gateway/limits/usd.js'
import { seededRandom } from '../../../src/runtime/trace/seeded-random.js'

test.each([
  [0, '0.0', '0'],
  [1, '0.000000001', '0.000000001'],
  [100, '0.0000001', '0.0000001'],
  [500_000_000, '0.5', '0.5'],
  [1_000_000_000, '1.0', '1'],
  [10_000_000_000, '10.0', '10'],
  [1_234_567_890_120, '1234.56789012', '1234.56789012'],
  [Number.MAX_SAFE_INTEGER, '9007199.254740991', '9007199.254740991'],
  [1_000_000_000_000_000_000, '1000000000.0', '1000000000'],
  [-2_500_000_000, '-2.5', '-2.5'],
  [1_500_000_000.4, '1.5', '1.5'],
])('%d nano-dollars are %s', (nano, text, digits) => expect([usd(nano), digitsOf(nano)]).toEqual([text, digits]))

test('all digits are said, and none twice', () => {
  const random = seededRandom(7)
  for (let nth = 0; nth < 2_000; nth++) {
    const nano = Math.floor(random() * 10 ** Math.floor(random() * 15))
    const [whole = '', below = ''] = digitsOf(nano).split('.')
    expect(Number(whole + below.padEnd(9, '0'))).toBe(nano)
    expect(below.endsWith('0')).toBe(false)
  }
})
