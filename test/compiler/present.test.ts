/** Absent means absent. */
import { expect, test } from 'vitest'
import { present } from '../../src/compiler/present.js'

test('fields that are undefined are left out, false and 0 stay', () => {
  const built = present<{ a: number; b?: boolean; c?: string }>({ a: 0, b: false, c: undefined })
  expect(Object.keys(built)).toEqual(['a', 'b'])
  expect(built).toEqual({ a: 0, b: false })
})
