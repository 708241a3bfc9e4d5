import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { splice } from '../../../src/gateway/relay/splice.js'

const cut = (text: string, places: readonly number[]) => {
  const at = [...new Set([0, ...places.map((place) => place % (text.length + 1)), text.length])].sort((a, b) => a - b)
  return at.slice(1).map((end, index) => Buffer.from(text.slice(at[index], end)))
}

test('changes what it is told to, wherever the body is cut', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 6, maxLength: 40 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.uniqueArray(fc.nat(40), { minLength: 4, maxLength: 4 }),
      (text, places, spots) => {
        const [a = 0, b = 0, c = 0, d = 0] = spots.map((spot) => spot % (text.length + 1)).sort((one, two) => one - two)
        const edits = [
          { from: c, to: d, text: 'Y' },
          { from: a, to: b, text: 'X' },
        ]
        if (c >= text.length) return
        const out = Buffer.concat([...splice(cut(text, places), edits)]).toString()
        expect(out).toBe(`${text.slice(0, a)}X${text.slice(b, c)}Y${text.slice(d)}`)
      },
    ),
  )
})

test('copies no piece of a large body', () => {
  const [one, two] = [Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')]
  const out = splice([one, two], [{ from: 10, to: 12, text: 'XYZ' }])
  expect(out.map((part) => part.length)).toEqual([10, 3, 69_988, 70_000])
  expect(out[3]).toBe(two)
  expect(out[2]?.buffer).toBe(one.buffer)
})
