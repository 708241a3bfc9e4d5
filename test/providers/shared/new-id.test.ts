/** Ids that are made here. */
import { expect, test } from 'vitest'
import { newId } from '../../../src/providers/shared/new-id.js'
import { seededRandom } from '../../support/codec.js'

test('an id is its prefix and 24 hex digits, and follows the random source alone', () => {
  const random = seededRandom(3)
  const ids = Array.from({ length: 50 }, () => newId(random, 'call_'))
  expect(ids.every((id) => /^call_[0-9a-f]{24}$/.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(50)
  expect(newId(seededRandom(3), 'call_')).toBe(ids[0])
  expect(newId(() => 0, '')).toBe('0'.repeat(24))
})
