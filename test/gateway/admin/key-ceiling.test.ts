/** That a key never exceeds its maker's: by property, over many random keys. */
import { expect, test } from 'vitest'
import { mayCallModel } from '../../../src/gateway/access.js'
import { checkHeld, checkPromise, inherited, type Limits } from '../../../src/gateway/admin/key-ceiling.js'
import type { Caller } from '../../../src/gateway/store/find-caller.js'
import type { Plan } from '../../../src/plan/plan.js'
import { seededRandom } from '../../../src/runtime/index.js'

// what is looked at: no aliases, no access groups
const plan = { aliases: [], deployments: [], wildcards: [] } as unknown as Plan

test('what is passed on is never more than what is held', () => {
  const random = seededRandom(11)
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T // not empty
  const lists = [[], ['a'], ['a', 'b'], ['x/*'], ['x/y'], ['*']]
  const some = () => ({
    models: one(lists),
    maxBudget: one([null, '0', '1', '5']),
    tpmLimit: one([null, 0, 10, 20]),
    rpmLimit: one([null, 0, 10]),
    maxParallelRequests: one([null, 1, 2]),
    expires: one([null, new Date(1_000), new Date(2_000)]),
    budgetDuration: one([null, '1d', '30d']),
  })
  let passed = 0
  for (let nth = 0; nth < 3_000; nth++) {
    const held: Limits = some()
    const caller = {
      budgets: { key: undefined },
      key: { ...held, allowedRoutes: [], policies: [], budgetLimits: [], modelMaxBudget: {}, allowedCacheControls: [], metadata: {} },
    }
    const asked = some()
    // the members that are looked at
    const child = {
      ...asked,
      ...inherited({ ...asked, models: [...asked.models], updatedBy: '' }, held, { caller: caller as unknown as Caller }),
    }
    try {
      checkHeld(plan, child, held, 'the maker', undefined)
    } catch {
      continue
    }
    passed++
    const atMost = (mine: number | null | undefined, theirs: number | null | undefined) =>
      theirs == null || (mine != null && mine <= theirs)
    const number = (text: string | null | undefined) => (text == null ? null : Number(text))
    expect([atMost(number(child.maxBudget), number(held.maxBudget)), atMost(child.tpmLimit, held.tpmLimit)]).toEqual([true, true])
    expect([atMost(child.rpmLimit, held.rpmLimit), atMost(child.maxParallelRequests, held.maxParallelRequests)]).toEqual([true, true])
    expect(atMost(child.expires?.getTime(), held.expires?.getTime())).toBe(true)
    for (const model of ['a', 'b', 'c', 'x/y', 'x/z']) expect(mayCallModel(held, model) || !mayCallModel(child, model)).toBe(true)
  }
  expect(passed).toBeGreaterThan(100)
})

test.each([
  [10, 90, 100, true],
  [11, 90, 100, false],
  [null, 100, 100, true],
  [5, 100, null, true],
])('%s beside %d of %s: %s', (asked, rest, of, fits) => {
  const check = () => checkPromise('tpm_limit', asked, rest, of)
  if (fits) expect(check).not.toThrow()
  else expect(check).toThrow('cannot be guaranteed')
})
