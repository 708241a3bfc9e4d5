/** Money as people read it. */
import { expect, test } from 'vitest'
import { usd } from '../../../src/gateway/limits/refusals.js'

test.each([
  [0, '0.0'],
  [1, '0.000000001'],
  [100, '0.0000001'],
  [500_000_000, '0.5'],
  [1_000_000_000, '1.0'],
  [10_000_000_000, '10.0'],
  [1_234_567_890_120, '1234.56789012'],
  [1_000_000_000_000_000_000, '1000000000.0'],
])('%i nano-dollars are %s', (nano, text) => expect(usd(nano)).toBe(text))
