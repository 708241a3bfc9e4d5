/** What every state store does with sums that stand in a database. Run over each kind with a factory; times are virtual. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Claim, isRefusal, neverFree, type Reservation, type StateStore, type SumClaim } from '../../src/protocol/state-store.js'
import { budget, permits, requests, type StoreFactory, tokens } from './state-store-suite.js'

const leaseMs = 600_000
const failed = { tokens: 0, costNanoUsd: 0 }
const unknown = { tokens: undefined, costNanoUsd: undefined }
const cost = (costNanoUsd: number) => ({ tokens: 0, costNanoUsd })

/** A claim without end of which nothing is known, unless `more` says so. */
export const sum = (key: string, limit: number, amount: number, more: Partial<SumClaim> = {}): SumClaim => ({
  kind: 'sum',
  key,
  limit,
  amount,
  known: 0,
  endsAt: 0,
  leaseMs,
  ...more,
})

/** The suite under `name`. */
export function sumSuite(name: string, { open, runs = 100, start = 1_700_000_040_000 }: StoreFactory): void {
  describe(`${name}: sums of a database`, () => {
    let store: StateStore
    let keys = 0
    const key = () => `sum:${++keys}`
    const soon = { asymmetricMatch: (value: unknown) => typeof value === 'number' && value > start && value <= start + 60_000 }
    const take = async (claims: readonly Claim[], at = start): Promise<Reservation> => {
      const admission = await store.reserve(claims, at)
      if (isRefusal(admission)) throw new Error(`refused: ${JSON.stringify(admission)}`)
      return admission
    }
    const refuse = async (claims: readonly Claim[], at = start) => {
      const admission = await store.reserve(claims, at)
      if (!isRefusal(admission)) throw new Error(`admitted: ${JSON.stringify(admission.meters)}`)
      return admission
    }
    /** Spent, and reserved, as a claim that takes nothing sees them. */
    const look = async (name: string, at = start, more: Partial<SumClaim> = {}) => {
      const [meter] = (await take([sum(name, Number.MAX_SAFE_INTEGER, 0, more)], at)).meters
      return { spent: meter?.spent, reserved: (meter?.used ?? 0) - (meter?.spent ?? 0) }
    }
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    test('what is reserved counts until it is settled, then what it cost', async () => {
      const name = key()
      const first = await take([sum(name, 1_000, 700)])
      expect(first.meters).toEqual([{ used: 700, freeAt: soon, spent: 0 }])
      expect(await refuse([sum(name, 1_000, 301)])).toEqual({ refused: 0, used: 700, freeAt: soon, spent: 0 })
      expect((await take([sum(name, 1_000, 300)])).meters).toEqual([{ used: 1_000, freeAt: soon, spent: 0 }])
      await store.settle(first, cost(50), start)
      expect((await take([sum(name, 1_000, 100)])).meters).toEqual([{ used: 450, freeAt: 0, spent: 50 }])
      expect(await look(name)).toEqual({ spent: 50, reserved: 400 })
    })

    describe('a call alone', () => {
      test('may start while anything is left, however much it may cost; another may not beside it', async () => {
        const name = key()
        const first = await take([sum(name, 1_000, 5_000, { known: 999 })])
        expect(first.meters).toEqual([{ used: 5_999, freeAt: soon, spent: 999 }])
        expect(await refuse([sum(name, 1_000, 1)])).toEqual({ refused: 0, used: 5_999, freeAt: soon, spent: 999 })
        await store.settle(first, cost(0), start)
        await store.settle(await take([sum(name, 1_000, 5_000)]), cost(70), start)
        expect(await refuse([sum(name, 1_000, 1)])).toEqual({ refused: 0, used: 1_069, freeAt: neverFree, spent: 1_069 })
      })

      test('is refused where all is spent, and where nothing may be', async () => {
        expect(await refuse([sum(key(), 1_000, 1, { known: 1_000 })])).toEqual({ refused: 0, used: 1_000, freeAt: neverFree, spent: 1_000 })
        expect(await refuse([sum(key(), 0, 1)])).toEqual({ refused: 0, used: 0, freeAt: neverFree, spent: 0 })
        expect(await refuse([sum(key(), 0, 0)])).toEqual({ refused: 0, used: 0, freeAt: neverFree, spent: 0 })
      })

      test('names a sum once: the second time it has something reserved', async () => {
        const name = key()
        expect(await refuse([sum(name, 10, 8), sum(name, 10, 8)])).toMatchObject({ refused: 1, used: 8 })
        expect((await take([sum(name, 10, 4), sum(name, 10, 4)])).meters.at(-1)?.used).toBe(8)
      })
    })

    describe('a call whose cost nobody can tell', () => {
      test('takes nothing, is refused only where all is spent, and its cost is settled', async () => {
        const name = key()
        await take([sum(name, 100, 90)])
        const unpriced = await take([sum(name, 100, 0)])
        expect(unpriced.meters).toEqual([{ used: 90, freeAt: 0, spent: 0 }])
        await store.settle(await take([sum(name, 100, 0)]), unknown, start)
        expect(await look(name)).toEqual({ spent: 0, reserved: 90 })
        await store.settle(unpriced, cost(100), start)
        expect(await refuse([sum(name, 100, 0)])).toEqual({ refused: 0, used: 190, freeAt: neverFree, spent: 100 })
      })

      test('may start beside one that may cost more than there is', async () => {
        const name = key()
        await take([sum(name, 100, 500)])
        await refuse([sum(name, 100, 1)])
        expect((await take([sum(name, 100, 0)])).meters).toEqual([{ used: 500, freeAt: 0, spent: 0 }])
      })
    })

    describe('what the database knows', () => {
      test('is a floor: it raises what is spent, and never lowers it', async () => {
        const name = key()
        await store.settle(await take([sum(name, 1_000, 10, { known: 200 })]), cost(30), start)
        expect(await look(name)).toEqual({ spent: 230, reserved: 0 })
        expect(await look(name, start, { known: 229 })).toEqual({ spent: 230, reserved: 0 })
        expect(await look(name, start, { known: 700 })).toEqual({ spent: 700, reserved: 0 })
        expect(await look(name)).toEqual({ spent: 700, reserved: 0 })
      })

      test('is believed where the call is refused, too', async () => {
        const name = key()
        await refuse([sum(name, 1_000, 10, { known: 1_500 })])
        expect(await look(name)).toEqual({ spent: 1_500, reserved: 0 })
      })

      test('counts for the period of its key alone', async () => {
        const name = key()
        const period = (nth: number, known: number) => sum(`${name}:${nth}`, 100, 60, { known, endsAt: start + nth * 1_000 })
        await refuse([period(1, 100)], start)
        expect(await refuse([period(1, 90)], start + 999)).toEqual({ refused: 0, used: 100, freeAt: start + 1_000, spent: 100 })
        expect((await take([period(2, 0)], start + 1_000)).meters).toEqual([{ used: 60, freeAt: soon, spent: 0 }])
      })
    })

    test('a call that failed or was given up leaves nothing, however many there are', async () => {
      const name = key()
      const claim = [sum(name, 1_000_000, 700)]
      const taken = await Promise.all(Array.from({ length: 1_000 }, () => take(claim)))
      expect(await look(name)).toEqual({ spent: 0, reserved: 700_000 })
      await Promise.all(taken.map((each) => store.settle(each, failed, start)))
      expect(await look(name)).toEqual({ spent: 0, reserved: 0 })
    })

    test('an unknown cost is what was reserved', async () => {
      const name = key()
      await store.settle(await take([sum(name, 1_000, 700)]), unknown, start)
      expect(await look(name)).toEqual({ spent: 700, reserved: 0 })
    })

    test('settled twice it is counted once', async () => {
      const name = key()
      const [first] = [await take([sum(name, 1_000, 300)]), await take([sum(name, 1_000, 300)])]
      await Promise.all([1, 2, 3].map(() => store.settle(first, cost(20), start)))
      await store.settle(first, cost(20), start + 5)
      expect(await look(name)).toEqual({ spent: 20, reserved: 300 })
    })

    test('what is never settled ends with its lease and counts as nothing; a cost that comes after all counts', async () => {
      const name = key()
      const claim = [sum(name, 100, 80, { leaseMs: 10_000 })]
      const lost = await take(claim, start)
      await refuse(claim, start + 9_999)
      await take(claim, start + 10_000)
      expect(await look(name, start + 10_000)).toEqual({ spent: 0, reserved: 80 })
      await store.settle(lost, cost(15), start + 11_000)
      expect(await look(name, start + 11_000)).toEqual({ spent: 15, reserved: 80 })
      expect(await look(name, start + 20_000)).toEqual({ spent: 15, reserved: 0 })
    })

    test('very many that are never settled end together', async () => {
      const name = key()
      await Promise.all(Array.from({ length: 1_300 }, () => take([sum(name, 10_000, 1, { leaseMs: 1_000 })])))
      expect(await look(name, start + 999)).toEqual({ spent: 0, reserved: 1_300 })
      expect(await look(name, start + 1_000)).toEqual({ spent: 0, reserved: 0 })
    })

    test('a call that ends after its period is billed to that one', async () => {
      const name = key()
      const claim = sum(name, 100, 60, { endsAt: start + 1_000 })
      const late = await take([claim], start + 900)
      await store.settle(late, cost(55), start + 1_100)
      expect(await look(name, start + 1_100, { endsAt: start + 1_000 })).toEqual({ spent: 55, reserved: 0 })
    })

    test('of many at once as many are admitted as can be paid', async () => {
      const name = key()
      const answers = await Promise.all(Array.from({ length: 200 }, () => store.reserve([sum(name, 1_000, 7, { known: 20 })], start)))
      expect(answers.filter((answer) => !isRefusal(answer)).length).toBe(140)
      expect(await look(name)).toEqual({ spent: 20, reserved: 980 })
    })

    test('sums are exact to the nano-dollar far beyond a million dollars', async () => {
      const name = key()
      const known = 8_999_999_999_999_993
      await store.settle(await take([sum(name, Number.MAX_SAFE_INTEGER, 5, { known })]), cost(3), start)
      expect(await look(name)).toEqual({ spent: known + 3, reserved: 0 })
    })

    test('all claims of a call are taken or none', async () => {
      const [a, b, c, d, e] = [key(), key(), key(), key(), key()]
      await take([requests(e, 1)])
      const claims = [sum(a, 100, 60), tokens(b, 100, 60), permits(c, 1), budget(d, 100, 60), requests(e, 1)]
      expect(await refuse(claims)).toMatchObject({ refused: 4, used: 1 })
      expect(await look(a)).toEqual({ spent: 0, reserved: 0 })
      await take([sum(a, 100, 60)])
      const others = [tokens(b, 100, 60), permits(c, 1), budget(d, 100, 60)]
      expect(await refuse([...others, sum(a, 100, 60)])).toEqual({ refused: 3, used: 60, freeAt: soon, spent: 0 })
      expect((await take(others)).meters.map(({ used }) => used)).toEqual([60, 1, 60])
    })

    test('settling gives back all claims of a call, each in its own way', async () => {
      const [a, b] = [key(), key()]
      const claims = [permits(a, 1), sum(a, 100, 90), tokens(a, 100, 100), budget(b, 100, 100), sum(b, 100, 90)]
      await store.settle(await take(claims), { tokens: 10, costNanoUsd: 4 }, start)
      expect([await look(a), await look(b)]).toEqual([
        { spent: 4, reserved: 0 },
        { spent: 4, reserved: 0 },
      ])
      expect((await take([permits(a, 1), tokens(a, 100, 90), budget(b, 100, 96)])).meters.map(({ used }) => used)).toEqual([1, 100, 100])
    })

    test('over any order of calls spent and reserved are exact, and never more than the limit and one call', async () => {
      const step = fc.record({
        amount: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: fc.integer({ min: 1, max: 120 }) }),
        share: fc.option(fc.integer({ min: 0, max: 100 })),
        known: fc.integer({ min: 0, max: 60 }),
        settles: fc.nat({ max: 2 }),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          const name = key()
          let [spent, reserved, dearest] = [0, 0, 0]
          for (const { amount, share, known, settles } of steps) {
            const answer = await store.reserve([sum(name, 200, amount, { known })], start)
            spent = Math.max(spent, known)
            const fits = spent < 200 && (amount === 0 || reserved === 0 || spent + reserved + amount <= 200)
            expect(isRefusal(answer)).toBe(!fits)
            if (isRefusal(answer)) continue
            dearest = Math.max(dearest, amount)
            const real = share === null ? amount : Math.floor((amount * share) / 100)
            if (settles === 0) reserved += amount
            else spent += real
            const settlement = { tokens: 0, costNanoUsd: share === null ? undefined : real }
            await Promise.all(Array.from({ length: settles }, () => store.settle(answer, settlement, start)))
            expect(spent + reserved).toBeLessThan(200 + Math.max(1, dearest))
          }
          expect(await look(name)).toEqual({ spent, reserved })
        }),
        { numRuns: runs },
      )
    })
  })
}
