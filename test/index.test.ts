/** The package's main entry exports these names and no others. */
import { expect, test } from 'vitest'
import * as entry from '../src/index.js'

test('values of the compiler API', () => {
  expect(Object.keys(entry).sort()).toEqual(['compile', 'compilePlan', 'planVersion', 'readPriceMap'])
})
