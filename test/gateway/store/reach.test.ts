/** Whether an open database answers: who finds out, who is spared the wait, and how it is found again. */
import { expect, test } from 'vitest'
import { Reach } from '../../../src/gateway/store/reach.js'

function setUp() {
  const world = { now: 0, answers: true, asked: 0 }
  const waiting = new Set<{ readonly at: number; readonly act: () => void }>()
  const reports: string[] = []
  const reach = new Reach({
    ask: () => {
      world.asked++
      return world.answers ? Promise.resolve() : new Promise(() => undefined)
    },
    now: () => world.now,
    after: (ms, act) => {
      const timer = { at: world.now + ms, act }
      waiting.add(timer)
      return () => waiting.delete(timer)
    },
    report: (level, message) => reports.push(`${level}: ${message}`),
  })
  /** Lets time pass, and all that comes of it. */
  const pass = async (ms: number) => {
    world.now += ms
    for (const timer of [...waiting].filter(({ at }) => at <= world.now)) {
      waiting.delete(timer)
      timer.act()
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { world, waiting, reports, reach, pass }
}

const lost = 'warn: the database does not answer: the database did not answer within 3 s. It is asked until it does'

test('an answer proves for two seconds that it answers', async () => {
  const { world, reach, pass } = setUp()
  expect([await reach.sure(), world.asked]).toEqual([true, 1])
  expect([await reach.sure(), world.asked]).toEqual([true, 1])
  await pass(2_000)
  expect([await reach.sure(), world.asked]).toEqual([true, 2])
  expect([await reach.watch(Promise.resolve('rows')), world.asked]).toEqual(['rows', 2])
})

test('silence is noticed once: whoever comes later hears of it at once, until the database answers', async () => {
  const { world, reach, reports, pass, waiting } = setUp()
  world.answers = false
  const sure = Promise.all([reach.sure(), reach.sure()])
  await pass(3_000)
  expect([await sure, reach.isAway, world.asked, reach.sure()]).toEqual([[false, false], true, 1, false])
  await pass(1_000)
  expect([world.asked, reach.isAway]).toEqual([2, true])
  await pass(3_000)
  world.answers = true
  await pass(1_000)
  expect([world.asked, reach.isAway, await reach.sure(), waiting.size]).toEqual([3, false, true, 0])
  expect(reports).toEqual([lost, 'info: the database answers again'])
})

test('work that fails or takes long is a reason to ask; work that is done tells that it answers', async () => {
  const { world, reach, reports, pass } = setUp()
  await expect(reach.watch(Promise.reject(new Error('a fault of the statement')))).rejects.toThrow('a fault of the statement')
  await pass(0)
  expect([world.asked, reach.isAway]).toEqual([1, false])
  world.answers = false
  let answer = (_rows: string) => {}
  const slow = reach.watch(new Promise<string>((resolve) => (answer = resolve)))
  await pass(1_000)
  expect(world.asked).toBe(2)
  await pass(3_000)
  expect(reach.isAway).toBe(true)
  answer('rows')
  expect([await slow, reach.isAway]).toEqual(['rows', false])
  expect(reports).toEqual([lost, 'info: the database answers again'])
})

test('one that is closed asks nothing more', async () => {
  const { world, reach, pass, waiting, reports } = setUp()
  world.answers = false
  reach.doubt()
  reach.close()
  await pass(3_000)
  reach.doubt()
  await pass(10_000)
  expect([world.asked, waiting.size, reports]).toEqual([1, 0, []])
})
