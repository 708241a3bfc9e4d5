/** The tree of loads, held against a plain search of the list. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTree, drawLeast, growTree, updateTree } from '../../../src/runtime/strategies/load-tree.js'
import { seededRandom } from '../../../src/runtime/trace/seeded-random.js'

type Leaf = { readonly load: number; readonly share: number }

function treeOf(leaves: readonly Leaf[]) {
  const tree = createTree(leaves.length + 3)
  tree.count = leaves.length
  const set = (place: number, { load, share }: Leaf) => {
    tree.loads[tree.count + place] = load
    tree.shares[tree.count + place] = share
  }
  for (const [place, leaf] of leaves.entries()) set(place, leaf)
  growTree(tree)
  const change = (place: number, leaf: Leaf) => {
    set(place, leaf)
    updateTree(tree, tree.count + place)
  }
  return { tree, change }
}

/** Shares of many draws, in hundredths. */
function drawn(leaves: readonly Leaf[]): readonly number[] {
  const { tree } = treeOf(leaves)
  const random = seededRandom(1)
  const counts = leaves.map(() => 0)
  for (let nth = 0; nth < 20_000; nth++) {
    const place = drawLeast(tree, random)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts.map((count) => Math.round(count / 200))
}

const leaf = fc.record({ load: fc.integer({ min: 0, max: 3 }), share: fc.double({ min: 1e-3, max: 10, noNaN: true }) })

test('whatever changes, one with the lowest load is drawn, also at the ends of the random numbers', () => {
  fc.assert(
    fc.property(fc.array(leaf, { minLength: 1, maxLength: 40 }), fc.array(fc.tuple(fc.nat(), leaf)), (leaves, changes) => {
      const now = [...leaves]
      const { tree, change } = treeOf(leaves)
      for (const [at, to] of changes) {
        const place = at % now.length
        now[place] = to
        change(place, to)
      }
      const least = Math.min(...now.map(({ load }) => load))
      for (const number of [0, 0.3, 0.5, 0.9, 1 - 2 ** -53]) expect(now[drawLeast(tree, () => number)]?.load).toBe(least)
    }),
  )
})

test('those with the lowest load are drawn by their shares', () => {
  const shares = drawn([
    { load: 1, share: 1 },
    { load: 2, share: 50 },
    { load: 1, share: 2 },
    { load: 9, share: 1 },
    { load: 1, share: 1 },
  ])
  for (const [at, want] of [25, 0, 50, 0, 25].entries()) expect(Math.abs((shares[at] ?? 0) - want)).toBeLessThanOrEqual(2)
})

test('a list of one is that one', () => {
  expect(drawLeast(treeOf([{ load: 5, share: 1 }]).tree, () => 0.9)).toBe(0)
})
