/**
 * Who else works with the same database. Instances that count limits and budgets in their own memory let through more the more
 * of them there are, which somebody should be told once.
 */
import type { GatewayLog } from './log.js'
import type { Instance } from './store/instances.js'

/** What it works with. */
export type NeighbourTerms = {
  readonly log: GatewayLog
  /** False where limits and budgets are counted in a place that all share. */
  readonly countsAlone: () => boolean
  /** False in processes that leave it to another one to tell. */
  readonly isOnDuty: () => boolean
}

export class Neighbours {
  readonly #terms: NeighbourTerms
  /** When each of the rows of the last look was first seen. */
  #first: ReadonlyMap<string, string> = new Map()
  #alive = 0
  #isTold = false

  constructor(terms: NeighbourTerms) {
    this.#terms = terms
  }

  /** Instances beside this one that live while each counts by itself; 0 where they count in one place. */
  get countingApart(): number {
    return this.#terms.countsAlone() ? this.#alive : 0
  }

  /**
   * Takes the rows of the others. One lives that has renewed its row since it was first seen: a row that a crash has left stays
   * as it is, so that a gateway which starts again does not take its own past for somebody else.
   */
  note(rows: readonly Instance[]): void {
    this.#first = new Map(rows.map(({ id, at }) => [id, this.#first.get(id) ?? at]))
    this.#alive = rows.filter(({ id, at }) => this.#first.get(id) !== at).length
    this.#tell()
  }

  #tell(): void {
    const apart = this.countingApart
    if (apart > 0 === this.#isTold) return
    this.#isTold = apart > 0
    const { log, isOnDuty } = this.#terms
    if (!isOnDuty()) return
    if (apart > 0) log.warn({ gateways: apart + 1 }, countsApart(apart))
    else log.info({}, 'limits and budgets are counted in one place again')
  }
}

/** What it means that so many others count by themselves, and what to do. */
export function countsApart(others: number): string {
  return (
    `${others + 1} gateways share this database, and each of them counts limits and budgets by itself: ` +
    `together they let through up to ${others + 1} times a limit, and a budget is overrun by what the others spend within a minute. ` +
    'Name one Redis for all of them: router_settings.redis_host, redis_port and redis_password, or redis_url'
  )
}
