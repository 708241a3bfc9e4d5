/** What every state store does. Run over each kind with a factory; times are virtual, handed over with each call. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Admission, type Claim, isRefusal, type Reservation, type StateStore } from '../../src/protocol/state-store.js'

export type StoreFactory = {
  /** A store that knows nothing; closed by the suite. */
  readonly open: () => StateStore | Promise<StateStore>
  /** Runs of each property. Default 100. */
  readonly runs?: number
  /** Virtual time of the first call, milliseconds since 1970. Default a fixed one. */
  readonly start?: number
}

const windowMs = 60_000
/** How much longer than an exact window a store may count tokens. */
const slackMs = windowMs / 30

export const requests = (key: string, limit: number): Claim => ({ kind: 'requests', key, limit, windowMs })
export const tokens = (key: string, limit: number, amount: number): Claim => ({ kind: 'tokens', key, limit, windowMs, amount })
export const permits = (key: string, limit: number, leaseMs = 600_000): Claim => ({ kind: 'permits', key, limit, leaseMs })
export const budget = (
  key: string,
  limit: number,
  amount: number,
  period: { ms: number } | { months: number } = { ms: 3_600_000 },
): Claim => ({
  kind: 'budget',
  key,
  limit,
  amount,
  period,
  leaseMs: 600_000,
})

const failed = { tokens: 0, costNanoUsd: 0 }
const unknown = { tokens: undefined, costNanoUsd: undefined }

/** The suite under `name`. */
export function stateStoreSuite(name: string, { open, runs = 100, start = 1_700_000_040_000 }: StoreFactory): void {
  describe(name, () => {
    let store: StateStore
    let keys = 0
    const key = () => `test:${++keys}`
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
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    describe('requests', () => {
      test('the limit is held over a window that slides, and the time it frees is exact', async () => {
        const claim = [requests(key(), 3)]
        expect((await take(claim, start)).meters).toEqual([{ used: 1, freeAt: 0 }])
        expect((await take(claim, start + 20_000)).meters).toEqual([{ used: 2, freeAt: 0 }])
        expect((await take(claim, start + 50_000)).meters).toEqual([{ used: 3, freeAt: start + 60_000 }])
        expect(await refuse(claim, start + 59_999)).toEqual({ refused: 0, used: 3, freeAt: start + 60_000 })
        expect((await take(claim, start + 60_000)).meters).toEqual([{ used: 3, freeAt: start + 80_000 }])
        expect(await refuse(claim, start + 79_999)).toEqual({ refused: 0, used: 3, freeAt: start + 80_000 })
      })

      test('a limit of nothing admits nothing', async () => {
        expect(await refuse([requests(key(), 0)])).toEqual({ refused: 0, used: 0, freeAt: start + windowMs })
      })

      test('a request that failed was sent all the same', async () => {
        const claim = [requests(key(), 1)]
        await store.settle(await take(claim), failed, start + 10)
        expect(await refuse(claim, start + 10)).toEqual({ refused: 0, used: 1, freeAt: start + windowMs })
      })

      test('keys count apart', async () => {
        await take([requests(key(), 1)])
        expect((await take([requests(key(), 1)])).meters).toEqual([{ used: 1, freeAt: start + windowMs }])
      })

      test('of many at once as many are admitted as the limit says', async () => {
        const claim = [requests(key(), 10)]
        const answers = await Promise.all(Array.from({ length: 200 }, () => store.reserve(claim, start)))
        expect(answers.filter((answer) => !isRefusal(answer)).length).toBe(10)
      })

      test('at any moment as many as the limit says were admitted within a window, and nobody is refused below it', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.integer({ min: 1, max: 8 }),
            fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 40 }),
            async (limit, gaps) => {
              const claim = [requests(key(), limit)]
              const admitted: number[] = []
              let at = start
              for (const gap of gaps) {
                at += gap
                const live = admitted.filter((time) => time > at - windowMs)
                const answer = await store.reserve(claim, at)
                expect(isRefusal(answer)).toBe(live.length >= limit)
                if (isRefusal(answer))
                  expect(answer).toEqual({ refused: 0, used: limit, freeAt: (live[live.length - limit] ?? 0) + windowMs })
                else admitted.push(at)
              }
            },
          ),
          { numRuns: runs },
        )
      })
    })

    describe('tokens', () => {
      test('what was reserved counts until it is settled, then what was used', async () => {
        const name = key()
        const first = await take([tokens(name, 1_000, 800)])
        expect(first.meters[0]?.used).toBe(800)
        expect(await refuse([tokens(name, 1_000, 300)])).toMatchObject({ refused: 0, used: 800 })
        await store.settle(first, { tokens: 100, costNanoUsd: undefined }, start + 5)
        expect((await take([tokens(name, 1_000, 900)], start + 5)).meters[0]?.used).toBe(1_000)
      })

      test('a failed call used nothing, an unknown use leaves what was reserved', async () => {
        const name = key()
        await store.settle(await take([tokens(name, 1_000, 400)]), unknown, start)
        await store.settle(await take([tokens(name, 1_000, 400)]), failed, start)
        expect((await take([tokens(name, 1_000, 600)])).meters[0]?.used).toBe(1_000)
      })

      test('more than was reserved counts in full', async () => {
        const name = key()
        await store.settle(await take([tokens(name, 1_000, 1)]), { tokens: 5_000, costNanoUsd: undefined }, start)
        expect(await refuse([tokens(name, 1_000, 1)])).toMatchObject({ used: 5_000 })
      })

      test('settling twice changes nothing', async () => {
        const name = key()
        const first = await take([tokens(name, 1_000, 500)])
        await take([tokens(name, 1_000, 300)])
        for (let times = 0; times < 3; times++) await store.settle(first, { tokens: 100, costNanoUsd: undefined }, start)
        expect((await take([tokens(name, 1_000, 600)])).meters[0]?.used).toBe(1_000)
      })

      test('they leave the window, at most a little later than they came in', async () => {
        const name = key()
        await take([tokens(name, 1_000, 600)], start)
        await take([tokens(name, 1_000, 400)], start + 30_000)
        const { freeAt } = await refuse([tokens(name, 1_000, 500)], start + 30_000)
        expect(freeAt).toBeGreaterThanOrEqual(start + windowMs)
        expect(freeAt).toBeLessThanOrEqual(start + windowMs + slackMs)
        expect(await refuse([tokens(name, 1_000, 500)], start + windowMs - 1)).toMatchObject({ used: 1_000 })
        expect((await take([tokens(name, 1_000, 500)], freeAt)).meters[0]?.used).toBe(900)
      })

      test('more than the limit never fits, and is worth no question before a window has passed', async () => {
        expect(await refuse([tokens(key(), 1_000, 1_001)])).toEqual({ refused: 0, used: 0, freeAt: start + windowMs })
      })

      test('settled or not, no window holds more than the limit', async () => {
        const step = fc.record({ gap: fc.integer({ min: 0, max: 20_000 }), amount: fc.integer({ min: 0, max: 60 }), settles: fc.boolean() })
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
            const name = key()
            const taken: { at: number; amount: number }[] = []
            let at = start
            for (const { gap, amount, settles } of steps) {
              at += gap
              const within = (ms: number) => taken.filter((each) => each.at > at - ms).reduce((sum, each) => sum + each.amount, 0)
              const answer = await store.reserve([tokens(name, 100, amount)], at)
              if (within(windowMs) + amount > 100) expect(isRefusal(answer)).toBe(true)
              if (within(windowMs + slackMs) + amount <= 100) expect(isRefusal(answer)).toBe(false)
              if (isRefusal(answer)) continue
              const used = settles ? Math.floor(amount / 2) : amount
              if (settles) await store.settle(answer, { tokens: used, costNanoUsd: 0 }, at)
              taken.push({ at, amount: used })
            }
          }),
          { numRuns: runs },
        )
      })
    })

    describe('permits', () => {
      test('as many as the limit are out at a time; one given back is there for the next', async () => {
        const claim = [permits(key(), 2)]
        const first = await take(claim)
        expect((await take(claim)).meters[0]?.used).toBe(2)
        const { freeAt, ...refusal } = await refuse(claim)
        expect(refusal).toEqual({ refused: 0, used: 2 })
        expect(freeAt).toBeGreaterThan(start)
        await store.settle(first, failed, start + 1)
        await store.settle(first, failed, start + 1)
        await take(claim, start + 1)
        await refuse(claim, start + 1)
      })

      test('one that is never given back ends with its lease, and giving it back later changes nothing', async () => {
        const claim = [permits(key(), 1, 10_000)]
        const lost = await take(claim)
        await refuse(claim, start + 9_999)
        await take(claim, start + 10_000)
        await store.settle(lost, failed, start + 10_001)
        await refuse(claim, start + 10_001)
      })

      test('never more than the limit are out, and none is lost', async () => {
        const step = fc.oneof(fc.constant('take' as const), fc.nat({ max: 20 }))
        await fc.assert(
          fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 50 }), async (limit, steps) => {
            const claim = [permits(key(), limit)]
            const out: Reservation[] = []
            const back: Reservation[] = []
            for (const what of steps) {
              if (what === 'take') {
                const answer = await store.reserve(claim, start)
                expect(isRefusal(answer)).toBe(out.length >= limit)
                if (!isRefusal(answer)) out.push(answer)
              } else {
                const [given] = out.splice(what % Math.max(1, out.length), 1)
                const again = back[what % Math.max(1, back.length)]
                await Promise.all([given, given, again].map((each) => each && store.settle(each, failed, start)))
                if (given !== undefined) back.push(given)
              }
            }
          }),
          { numRuns: runs },
        )
      })
    })

    describe('budgets', () => {
      test('what is reserved and spent stays below the limit until the period ends', async () => {
        const name = key()
        const claim = (amount: number) => [budget(name, 1_000, amount, { ms: 3_600_000 })]
        const first = await take(claim(700), start)
        expect(first.meters).toEqual([{ used: 700, freeAt: expect.any(Number) }])
        const early = await refuse(claim(400), start + 5)
        expect(early).toMatchObject({ refused: 0, used: 700 })
        expect(early.freeAt).toBeGreaterThan(start + 5)
        expect(early.freeAt).toBeLessThan(start + 3_600_000)
        await store.settle(first, { tokens: 0, costNanoUsd: 900 }, start + 10)
        expect(await refuse(claim(101), start + 10)).toEqual({ refused: 0, used: 900, freeAt: start + 3_600_000 })
        await take(claim(100), start + 10)
        expect(await store.budgets([name], start + 20)).toEqual([{ key: name, spent: 900, reserved: 100, endsAt: start + 3_600_000 }])
        expect((await take(claim(1_000), start + 3_600_000)).meters).toEqual([{ used: 1_000, freeAt: expect.any(Number) }])
      })

      test('a period starts with the first call, and anew with the first after its end', async () => {
        const name = key()
        const claim = [budget(name, 10, 10, { ms: 1_000 })]
        expect(await store.budgets([name], start)).toEqual([{ key: name, spent: 0, reserved: 0, endsAt: 0 }])
        await store.settle(await take(claim, start + 500), unknown, start + 600)
        expect(await store.budgets([name], start + 1_499)).toEqual([{ key: name, spent: 10, reserved: 0, endsAt: start + 1_500 }])
        expect(await store.budgets([name], start + 1_500)).toEqual([{ key: name, spent: 0, reserved: 0, endsAt: 0 }])
        await take(claim, start + 9_000)
        expect(await store.budgets([name], start + 9_000)).toEqual([{ key: name, spent: 0, reserved: 10, endsAt: start + 10_000 }])
      })

      test('months are those of the calendar', async () => {
        const name = key()
        const from = Date.UTC(2028, 0, 31, 12, 30)
        await take([budget(name, 10, 10, { months: 1 })], from)
        expect(await store.budgets([name], from)).toEqual([{ key: name, spent: 0, reserved: 10, endsAt: Date.UTC(2028, 1, 29, 12, 30) }])
      })

      test('a call that began in a period that is over is billed to that one', async () => {
        const name = key()
        const claim = [budget(name, 100, 60, { ms: 1_000 })]
        const old = await take(claim, start)
        await take(claim, start + 1_000)
        await store.settle(old, { tokens: 0, costNanoUsd: 90 }, start + 1_100)
        expect(await store.budgets([name], start + 1_100)).toEqual([{ key: name, spent: 0, reserved: 60, endsAt: start + 2_000 }])
      })

      test('a reservation that is never settled ends with its lease; its cost counts when it comes after all', async () => {
        const name = key()
        const claim: Claim = { kind: 'budget', key: name, limit: 100, amount: 80, period: { ms: 3_600_000 }, leaseMs: 10_000 }
        const lost = await take([claim], start)
        await refuse([claim], start + 9_999)
        await take([claim], start + 10_000)
        await store.settle(lost, { tokens: 0, costNanoUsd: 15 }, start + 11_000)
        expect(await store.budgets([name], start + 11_000)).toEqual([{ key: name, spent: 15, reserved: 80, endsAt: start + 3_600_000 }])
      })

      test('of many at once as many are admitted as can be paid', async () => {
        const name = key()
        const answers = await Promise.all(Array.from({ length: 100 }, () => store.reserve([budget(name, 1_000, 150)], start)))
        expect(answers.filter((answer) => !isRefusal(answer)).length).toBe(6)
      })

      test('spent and reserved are exact over any order of calls, each settled once however often it is asked for', async () => {
        const step = fc.record({
          amount: fc.integer({ min: 1, max: 40 }),
          cost: fc.option(fc.integer({ min: 0, max: 60 })),
          settles: fc.nat({ max: 2 }),
        })
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
            const name = key()
            let spent = 0
            let reserved = 0
            for (const { amount, cost, settles } of steps) {
              const answer = await store.reserve([budget(name, 200, amount)], start)
              expect(isRefusal(answer)).toBe(spent + reserved + amount > 200)
              if (isRefusal(answer)) continue
              if (settles === 0) reserved += amount
              else spent += cost ?? amount
              const once = () => store.settle(answer, { tokens: 0, costNanoUsd: cost ?? undefined }, start)
              await Promise.all(Array.from({ length: settles }, once))
            }
            expect(await store.budgets([name], start)).toMatchObject([{ spent, reserved }])
          }),
          { numRuns: runs },
        )
      })
    })

    describe('several claims', () => {
      test('all are taken or none, and the first that does not fit is named', async () => {
        const [a, b, c, d] = [key(), key(), key(), key()]
        await take([requests(b, 1)])
        const claims = [tokens(c, 100, 60), permits(a, 1), budget(d, 100, 60), requests(b, 1)]
        expect(await refuse(claims)).toEqual({ refused: 3, used: 1, freeAt: start + windowMs })
        const rest = claims.slice(0, 3)
        const taken = await take(rest)
        expect(taken.claims).toEqual(rest)
        expect(taken.meters.map((meter) => meter.used)).toEqual([60, 1, 60])
      })

      test('the same limit named twice is taken twice', async () => {
        for (const claim of [requests(key(), 3), permits(key(), 3), tokens(key(), 3, 1), budget(key(), 3, 1)]) {
          expect((await take([claim, claim])).meters.at(-1)?.used).toBe(2)
          expect(await refuse([claim, claim])).toMatchObject({ refused: 1, used: 3 })
          await take([claim])
        }
      })

      test('none at all is always admitted', async () => {
        expect((await take([])).meters).toEqual([])
      })

      test('settling gives back all of them', async () => {
        const claims = [permits(key(), 1), tokens(key(), 100, 100), budget(key(), 100, 100)]
        await store.settle(await take(claims), failed, start)
        expect((await take(claims)).meters.map((meter) => meter.used)).toEqual([1, 100, 100])
      })

      test('calls side by side never pass the scarcest limit', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.integer({ min: 1, max: 6 }),
            fc.integer({ min: 1, max: 6 }),
            fc.integer({ min: 1, max: 6 }),
            async (r, p, b) => {
              const claims = [requests(key(), r), permits(key(), p), budget(key(), b * 10, 10)]
              const answers: Admission[] = await Promise.all(Array.from({ length: 12 }, () => store.reserve(claims, start)))
              expect(answers.filter((answer) => !isRefusal(answer)).length).toBe(Math.min(r, p, b))
            },
          ),
          { numRuns: Math.min(runs, 30) },
        )
      })
    })

    test('it closes more than once', async () => {
      await store.close()
      await expect(store.close()).resolves.toBeUndefined()
    })
  })
}
