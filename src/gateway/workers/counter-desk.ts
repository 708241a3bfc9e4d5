/** The counters of all workers, kept by the primary: one store in memory, asked over channels. */
import { type Claim, isRefusal, type Reservation, type Settlement } from '../../protocol/state-store.js'
import { type MemoryStore, memoryStore } from '../../runtime/state-store/memory-store.js'
import type { CounterAnswer, CounterQuestion } from './messages.js'

/** Reservations of one worker that are not settled. Above this the oldest are forgotten, and their leases end by themselves. */
const mostOpen = 100_000
/** What the primary does for one worker. */
export type Counters = {
  answer(question: CounterQuestion): void
  /** The worker is gone. */
  end(): void
}

type Desk = {
  readonly store: MemoryStore
  readonly clock: (told: number) => number
  readonly send: (answer: CounterAnswer) => void
  readonly open: Map<number, Reservation>
}

export class CounterDesk {
  readonly #store = memoryStore()
  readonly #clock: (told: number) => number
  /** The worker whose rest is being told: it knows. */
  #telling: Desk | undefined
  /** The last time that a worker named. */
  #told = 0

  /** `clock` says when something happened: by default now, whatever a worker says, so that time runs one way for all of them. */
  constructor(clock: (told: number) => number = () => Date.now()) {
    this.#clock = clock
  }

  /** Serves one worker; rests that are under way are told at once. */
  open(send: (answer: CounterAnswer) => void): Counters {
    const desk: Desk = { store: this.#store, clock: this.#clock, send, open: new Map() }
    const stop = this.#store.onRest((deploymentId, untilMs) => {
      if (this.#telling !== desk) send({ is: 'rest', deploymentId, untilMs })
    })
    return {
      answer: (question) => this.#answer(desk, question),
      end: () => {
        stop()
        for (const reservation of desk.open.values()) desk.store.abandon(reservation, this.#clock(this.#told))
        desk.open.clear()
      },
    }
  }

  #answer(desk: Desk, question: CounterQuestion): void {
    if ('now' in question) this.#told = question.now
    switch (question.is) {
      case 'reserve':
        reserve(desk, question.id, question.claims, this.#clock(question.now))
        break
      case 'took':
        // where the worker could not wait for an answer that had admitted it, it is counted already
        if (desk.open.has(question.id)) answerNothing(desk, question.id)
        else reserve(desk, question.id, question.claims.map(withoutLimit), this.#clock(question.now))
        break
      case 'settle':
        settle(desk, question.id, question.settlement, this.#clock(question.now))
        break
      case 'budgets':
        desk.send({ is: 'budgets', id: question.id, states: desk.store.budgets(question.keys, this.#clock(question.now)) })
        break
      case 'rest':
        this.#telling = desk
        desk.store.shareRest(question.deploymentId, question.untilMs)
        this.#telling = undefined
    }
  }
}

function reserve(desk: Desk, id: number, claims: readonly Claim[], now: number): void {
  const admission = desk.store.reserve(claims, now)
  if (isRefusal(admission)) {
    desk.send({ is: 'admission', id, admission, endsIn: [] })
    return
  }
  const [oldest] = desk.open.size >= mostOpen ? desk.open.keys() : []
  if (oldest !== undefined) desk.open.delete(oldest)
  desk.open.set(id, admission)
  const endsIn = claims.map((claim) => (claim.kind === 'budget' ? endOf(desk.store, claim.key, now) : 0))
  const { meters } = admission
  desk.send({ is: 'admission', id, admission: { id: String(id), claims: [], meters }, endsIn })
}

function endOf(store: MemoryStore, key: string, now: number): number {
  const [state] = store.budgets([key], now)
  return state === undefined ? 0 : Math.max(0, state.endsAt - now)
}

/** The answer is all that is waited for: it shows that the primary answers. */
function answerNothing(desk: Desk, id: number): void {
  desk.send({ is: 'admission', id, admission: { id: String(id), claims: [], meters: [] }, endsIn: [] })
}

function settle({ open, store }: Desk, id: number, settlement: Settlement, now: number): void {
  const reservation = open.get(id)
  if (reservation === undefined) return
  open.delete(id)
  store.settle(reservation, settlement, now)
}

function withoutLimit<C extends Claim>(claim: C): C {
  return { ...claim, limit: Number.POSITIVE_INFINITY }
}
