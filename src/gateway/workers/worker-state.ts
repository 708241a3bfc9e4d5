/** The state store of a worker: what it counts, the primary counts for all of them; while that does not answer, it counts by itself. */
import {
  type Admission,
  type BudgetState,
  type Claim,
  isRefusal,
  type Reservation,
  type Settlement,
  type StateStore,
} from '../../protocol/state-store.js'
import { KnownUse } from '../../redis/known-use.js'
import { memoryStore } from '../../runtime/state-store/memory-store.js'
import { Answers } from './answers.js'
import type { CounterAnswer, CounterQuestion } from './messages.js'

/** How the primary is asked. */
export type CounterLink = {
  send(question: CounterQuestion): void
  onAnswer(listener: (answer: CounterAnswer) => void): void
  /** Told once when the primary does not answer, and once when it does again. */
  readonly onStatus?: (isUp: boolean) => void
  /** Longest wait of a call, milliseconds. Default 250. */
  readonly timeoutMs?: number
}

/** What was taken under an id at the primary; `here` too where this process decided. */
type Taken = { readonly id: number; readonly here: Reservation | undefined }

/** Given back where a worker refused a call that the primary may have admitted meanwhile. */
const nothing: Settlement = { tokens: 0, costNanoUsd: 0 }

class WorkerState implements StateStore {
  readonly #link: CounterLink
  readonly #answers: Answers<CounterAnswer>
  readonly #local = memoryStore()
  readonly #known = new KnownUse()
  readonly #open = new WeakMap<Reservation, Taken>()
  #questions = 0

  constructor(link: CounterLink) {
    this.#link = link
    this.#answers = new Answers(link.timeoutMs, link.onStatus)
    link.onAnswer((answer) => {
      if (answer.is === 'rest') this.#local.shareRest(answer.deploymentId, answer.untilMs)
      else this.#answers.take(answer.id, answer)
    })
  }

  reserve(claims: readonly Claim[], now: number): Admission | Promise<Admission> {
    const id = ++this.#questions
    if (!this.#answers.areUsable) return this.#reserveHere(id, claims, now)
    this.#link.send({ is: 'reserve', id, claims, now })
    return this.#answers.wait(id).then((answer) => {
      if (answer?.is === 'admission') return this.#admit(answer, claims, now)
      const admission = this.#reserveHere(id, claims, now)
      if (isRefusal(admission)) this.#link.send({ is: 'settle', id, settlement: nothing, now })
      return admission
    })
  }

  #admit({ id, admission, endsIn }: CounterAnswer & { is: 'admission' }, claims: readonly Claim[], now: number): Admission {
    const told = isRefusal(admission) ? admission : { ...admission, claims }
    this.#known.see(claims, told, { ends: endsIn, at: 0 }, now)
    if (!isRefusal(told)) this.#open.set(told, { id, here: undefined })
    return told
  }

  /** Decides by what is known here, and has the primary count it whenever it comes to it. */
  #reserveHere(id: number, claims: readonly Claim[], now: number): Admission {
    this.#known.bring(claims, this.#local, now)
    const admission = this.#local.reserve(claims, now)
    if (isRefusal(admission)) {
      // asked all the same: whoever answers is back
      if (this.#answers.expect(id)) this.#link.send({ is: 'budgets', id, keys: [], now })
      return admission
    }
    if (this.#answers.expect(id)) this.#link.send({ is: 'took', id, claims, now })
    this.#open.set(admission, { id, here: admission })
    return admission
  }

  settle(reservation: Reservation, settlement: Settlement, now: number): void {
    const taken = this.#open.get(reservation)
    if (taken === undefined) return
    this.#open.delete(reservation)
    if (taken.here === undefined) this.#known.settled(reservation.claims, settlement, this.#local, now)
    else this.#local.settle(taken.here, settlement, now)
    this.#link.send({ is: 'settle', id: taken.id, settlement, now })
  }

  shareRest(deploymentId: string, untilMs: number): void {
    this.#local.shareRest(deploymentId, untilMs)
    this.#link.send({ is: 'rest', deploymentId, untilMs })
  }

  onRest(listener: (deploymentId: string, untilMs: number) => void): () => void {
    return this.#local.onRest(listener)
  }

  async budgets(keys: readonly string[], now: number): Promise<readonly BudgetState[]> {
    if (!this.#answers.areUsable) return this.#local.budgets(keys, now)
    const id = ++this.#questions
    this.#link.send({ is: 'budgets', id, keys, now })
    const answer = await this.#answers.wait(id)
    return answer?.is === 'budgets' ? answer.states : this.#local.budgets(keys, now)
  }

  close(): Promise<void> {
    this.#answers.close()
    return this.#local.close()
  }
}

/** A state store that asks the primary. A call waits for it 250 ms at most. */
export function workerState(link: CounterLink): StateStore {
  return new WorkerState(link)
}
