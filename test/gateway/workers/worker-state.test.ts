/** Workers count as one: the contract of every state store, then several workers on one primary, and a primary that does not answer. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { CounterDesk } from '../../../src/gateway/workers/counter-desk.js'
import type { CounterAnswer, CounterQuestion } from '../../../src/gateway/workers/messages.js'
import { workerState } from '../../../src/gateway/workers/worker-state.js'
import { isRefusal, type StateStore } from '../../../src/protocol/state-store.js'
import { budget, permits, requests, stateStoreSuite, tokens } from '../../conformance/state-store-suite.js'
import { sum, sumSuite } from '../../conformance/sum-suite.js'
import { ends } from './carriers.js'

const told = (now: number) => now

function worker(desk: CounterDesk, { timeoutMs = 5_000 } = {}) {
  const { here, there, batches, pause, resume } = ends<CounterQuestion, CounterAnswer>()
  const counters = desk.open((answer) => there.send(answer))
  there.listen((question) => counters.answer(question))
  const statuses: boolean[] = []
  const state = workerState({
    send: (question) => here.send(question),
    onAnswer: (listener) => here.listen(listener),
    onStatus: (isUp) => void statuses.push(isUp),
    timeoutMs,
  })
  onTestFinished(() => state.close())
  return { state, batches, pause, resume, statuses, die: () => counters.end() }
}

stateStoreSuite('over a channel', { open: () => worker(new CounterDesk(told)).state })
sumSuite('over a channel', { open: () => worker(new CounterDesk(told)).state })

const now = 1_700_000_000_000
const admitted = async (state: StateStore, claim: Parameters<StateStore['reserve']>[0][number], at = now) =>
  !isRefusal(await state.reserve([claim], at))

/** Sends what waits and hears what comes of it. */
const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
}

describe('several workers', () => {
  test.each([
    { name: 'requests', claim: requests('deployment:a', 50) },
    { name: 'permits', claim: permits('deployment:a', 50) },
    { name: 'tokens', claim: tokens('deployment:a', 500, 10) },
    { name: 'a budget', claim: budget('provider:openai', 500, 10) },
    { name: 'a sum', claim: sum('key:a', 500, 10) },
  ])('$name are admitted exactly to the limit, whoever asks', async ({ claim }) => {
    const desk = new CounterDesk(told)
    const workers = [worker(desk), worker(desk), worker(desk)]
    const asked = Array.from({ length: 120 }, (_, n) => admitted((workers[n % 3] ?? worker(desk)).state, claim))
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(50)
  })

  test('what one gives back another gets', async () => {
    const desk = new CounterDesk(told)
    const [one, other] = [worker(desk), worker(desk)]
    const taken = await one.state.reserve([permits('a', 1)], now)
    expect(await admitted(other.state, permits('a', 1))).toBe(false)
    if (!isRefusal(taken)) await one.state.settle(taken, { tokens: 0, costNanoUsd: 0 }, now)
    await settled()
    expect(await admitted(other.state, permits('a', 1))).toBe(true)
  })

  test('permits of a worker that died come back, and what its calls may have cost counts as spent', async () => {
    const desk = new CounterDesk(told)
    const [one, other] = [worker(desk), worker(desk)]
    await one.state.reserve([permits('a', 1), budget('b', 100, 60)], now)
    one.die()
    expect(await other.state.budgets(['b'], now)).toEqual([expect.objectContaining({ spent: 60, reserved: 0 })])
    expect(await admitted(other.state, permits('a', 1))).toBe(true)
  })

  test('sums that a worker had reserved when it died are free: what its calls cost, the database knows', async () => {
    const desk = new CounterDesk(told)
    const [one, other] = [worker(desk), worker(desk)]
    const [, done] = [await one.state.reserve([sum('k', 100, 60)], now), await one.state.reserve([sum('k', 100, 30)], now)]
    if (!isRefusal(done)) await one.state.settle(done, { tokens: 0, costNanoUsd: 5 }, now)
    await settled()
    one.die()
    expect(await other.state.reserve([sum('k', 100, 80)], now)).toMatchObject({ meters: [{ used: 85, spent: 5 }] })
  })

  test('a rest is told to the others, and to one that comes later', async () => {
    const desk = new CounterDesk(told)
    const [one, other] = [worker(desk), worker(desk)]
    const heard: string[] = []
    other.state.onRest((id, until) => heard.push(`other ${id} ${until}`))
    one.state.shareRest('first', now + 5_000)
    await settled()
    const late = worker(desk)
    late.state.onRest((id, until) => heard.push(`late ${id} ${until}`))
    await settled()
    expect(heard).toEqual([`other first ${now + 5_000}`, `late first ${now + 5_000}`])
  })

  test('questions of one turn of the event loop go together', async () => {
    const { state, batches } = worker(new CounterDesk(told))
    await Promise.all(Array.from({ length: 20 }, () => state.reserve([requests('a', 100)], now)))
    expect(batches()).toBe(1)
  })
})

describe('a primary that does not answer', () => {
  test('the worker decides by what it last heard, says so once, and what it admitted counts when the primary is back', async () => {
    const desk = new CounterDesk(told)
    const [one, other] = [worker(desk, { timeoutMs: 20 }), worker(desk)]
    for (let taken = 0; taken < 3; taken++) await one.state.reserve([requests('a', 5)], now)
    one.pause()
    // three of five were used: two more, and no third
    const late = [await admitted(one.state, requests('a', 5)), await admitted(one.state, requests('a', 5))]
    expect([late, await admitted(one.state, requests('a', 5)), one.statuses]).toEqual([[true, true], false, [false]])
    one.resume()
    await settled()
    expect(await admitted(other.state, requests('a', 5))).toBe(false)
    await expect.poll(async () => [await admitted(one.state, requests('b', 1_000)), one.statuses]).toEqual([true, [false, true]])
  })

  test('what it admitted by itself is settled there like everything else', async () => {
    const desk = new CounterDesk(told)
    const [one, other] = [worker(desk, { timeoutMs: 20 }), worker(desk)]
    one.pause()
    const taken = await one.state.reserve([permits('p', 1), budget('b', 1_000, 400)], now)
    expect(isRefusal(taken)).toBe(false)
    if (!isRefusal(taken)) await one.state.settle(taken, { tokens: 5, costNanoUsd: 70 }, now)
    one.resume()
    await settled()
    expect(await other.state.budgets(['b'], now)).toEqual([expect.objectContaining({ spent: 70, reserved: 0 })])
    expect(await admitted(other.state, permits('p', 1))).toBe(true)
  })

  test('a sum goes on from what it last heard, what its calls cost since, and what the database says', async () => {
    const desk = new CounterDesk(told)
    const [one, other] = [worker(desk, { timeoutMs: 20 }), worker(desk)]
    const charge =
      (cost: number, more = {}) =>
      async () => {
        const taken = await one.state.reserve([sum('k', 1_000, 100, more)], now)
        if (!isRefusal(taken)) await one.state.settle(taken, { tokens: 0, costNanoUsd: cost }, now)
        return isRefusal(taken) ? 'refused' : taken.meters[0]?.spent
      }
    const [charged, dear, late] = [charge(40), charge(700), charge(0, { known: 960 })]
    expect([await charged(), await charged()]).toEqual([0, 40])
    one.pause()
    expect([await charged(), await dear(), await late(), await charge(0, { known: 1_000 })()]).toEqual([80, 120, 960, 'refused'])
    one.resume()
    await settled()
    // 40, 40, 40 and 700; the last that the database said came with a refusal, which nobody tells
    expect(await other.state.reserve([sum('k', 1_000, 0)], now)).toMatchObject({ meters: [{ used: 960, spent: 960 }] })
  })

  test('what it refused by itself and the primary admitted is given back', async () => {
    const desk = new CounterDesk(told)
    const [one, other] = [worker(desk, { timeoutMs: 20 }), worker(desk)]
    const held = await one.state.reserve([budget('b', 100, 100)], now)
    one.pause()
    if (!isRefusal(held)) await one.state.settle(held, { tokens: 0, costNanoUsd: 0 }, now)
    // the primary will have room for this one; the worker last heard that everything was reserved
    expect(await admitted(one.state, budget('b', 100, 50))).toBe(false)
    one.resume()
    await settled()
    expect(await other.state.budgets(['b'], now)).toEqual([expect.objectContaining({ spent: 0, reserved: 0 })])
  })

  test('no call waits once it is known to be away', async () => {
    const { state, pause } = worker(new CounterDesk(told), { timeoutMs: 20 })
    pause()
    await state.reserve([requests('a', 5)], now)
    expect(state.reserve([requests('a', 5)], now)).not.toBeInstanceOf(Promise)
    expect(await state.budgets(['a'], now)).toHaveLength(1)
  })
})
